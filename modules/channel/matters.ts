import { createHash } from 'node:crypto'
import type { Act } from '../../server/platform/act.ts'
import type { KeptFile } from '../../server/platform/files.ts'
import { citizenMove, fileMatter, followReceipt, kinds, kindsOpenTo, type AuthorTold } from '../matter/public.ts'
import type { Channel } from '../matter/rules/definition.ts'

/** The one door of this module to the matter engine. */
export { followReceipt, type AuthorTold }

type Words = { readonly zh: string; readonly en: string }

/** Kinds that somebody brings whose telephone may not be known; the opinion channel has none of those, its kind is the house's own. */
const broughtBy = (channel: Channel) => kindsOpenTo(channel).filter((each) => each.hasAuthor && each.anonymous)
export const kindNames = (channel: Channel): { key: string; name: Words }[] => broughtBy(channel).map(({ key, name }) => ({ key, name }))
export const isOpenTo = (kind: string, channel: Channel): boolean => broughtBy(channel).some((each) => each.key === kind)
export const kindName = (kind: string, channel: Channel): Words => kindsOpenTo(channel).find((each) => each.key === kind)?.name ?? { zh: kind, en: kind }

/** Rule IN-16: of a matter of a secret kind nothing here leads to who brought it; its number tells the kind. */
export const isSecret = (matterNumber: string | null): boolean => matterNumber !== null && [...kinds().values()].some((each) => each.prefix === matterNumber.slice(0, 2) && each.confidentiality === 'secret')

/** The same text gives the same key, so that what is filed again after a kill is the matter that was filed. */
export function keyOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export type Receipt = { readonly code: string; readonly tail: string }
export type Voice = {
  readonly institutionId: string
  readonly kind: string
  readonly channel: Channel
  readonly title: string
  readonly body: string
  readonly place?: string
  readonly harm?: boolean
  readonly author: { readonly name: string; readonly phone: string; readonly address: string } | null
  readonly submissionKey: string
  readonly files?: readonly KeptFile[]
  readonly originNumber?: string
  readonly receivedAt?: string | null
  /** The last day in time that another house has set. */
  readonly limitOn?: string | null
}

/** Files what came in by a channel; the number is known at once. */
export async function file(act: Act, voice: Voice): Promise<{ institutionId: string; matterId: string; number: string; receiptCode: string | null }> {
  return fileMatter(act, {
    institutionId: voice.institutionId, kind: voice.kind, channel: voice.channel, title: voice.title, body: voice.body, category: null, place: voice.place ?? '', departmentId: null, harm: voice.harm ?? false,
    author: voice.author === null ? null : { ...voice.author, idNumber: '' }, accountId: null, submissionKey: voice.submissionKey, files: voice.files ?? [], originNumber: voice.originNumber ?? null, receivedAt: voice.receivedAt ?? null,
    ...(voice.limitOn === undefined || voice.limitOn === null ? {} : { entry: { limitOn: voice.limitOn } }),
  })
}

/** The author adds to a matter; false where it takes nothing any more. */
export async function add(act: Act, receipt: Receipt, said: { text: string; files: (institutionId: string) => Promise<readonly KeptFile[]> }): Promise<boolean> {
  const matter = await followReceipt({ ...act, read: act.tx }, receipt)
  const move = matter.moves.find((each) => each.effect === 'add')
  if (move === undefined) return false
  await citizenMove(act, { ...receipt, move: move.key, revision: matter.revision, ask: { text: said.text }, files: await said.files(matter.institutionId) })
  return true
}
