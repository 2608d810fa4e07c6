import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act, Look } from '../../../server/platform/act.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { fetchFile, type KeptFile } from '../../../server/platform/files.ts'
import { isPartOf, type Ask, type Matter, type MatterKey } from '../rules/matter.ts'
import { childrenOf, findMatter } from '../store/matters.ts'
import { findReceipt, receiptsOfAccount, triesOf, countTry, forgetTries, type Receipt } from '../store/receipts.ts'
import { findFile } from '../store/timeline.ts'
import { codeIndexFor, readCode, tailIndexFor } from './author.ts'
import { moveMatter } from './move.ts'

/** What opens one matter to its author: the receipt, or having brought it forward while signed in. */
export type Way = { readonly code: string; readonly tail: string } | { readonly accountId: string; readonly institutionId: string; readonly matterId: string }

/** So many wrong last digits for one code, and so many wrong codes from one address, within an hour. */
const mostTails = 5
const mostCodes = 60
const hourMs = 3_600_000

const hourOf = (now: Date): string => new Date(Math.floor(now.getTime() / hourMs) * hourMs).toISOString()
const subjectOf = (vault: Vault, sort: 'code' | 'address', value: string): string => vault.blindIndex('code', `try ${sort} ${value}`)

type Asked = { readonly read: ReadTx; readonly vault: Vault; readonly now: Date }

/** The matter behind a code; null where code or digits are wrong. */
async function match({ read, vault }: Asked, given: { code: string; tail: string }): Promise<{ receipt: Receipt | null; known: boolean; code: string | null }> {
  const code = readCode(given.code)
  const receipt = code === null ? undefined : await findReceipt(read, codeIndexFor(vault, code))
  if (code === null || receipt === undefined) return { receipt: null, known: false, code }
  const fits = receipt.tailIndex === null || receipt.tailIndex === tailIndexFor(vault, code, given.tail)
  return { receipt: fits ? receipt : null, known: true, code }
}

/** Rule MT-27: after five wrong guesses of the last digits a code is closed for the hour, to the right digits as well. */
async function isLocked(asked: Asked, code: string): Promise<boolean> {
  const subject = subjectOf(asked.vault, 'code', code)
  return ((await triesOf(asked.read, [subject], hourOf(asked.now))).get(subject) ?? 0) >= mostTails
}

async function open(asked: Asked, way: Way): Promise<MatterKey> {
  if ('accountId' in way) {
    const own = (await receiptsOfAccount(asked.read, way.accountId)).find((each) => each.institutionId === way.institutionId && each.matterId === way.matterId)
    if (own === undefined) throw new RefusedError('matter.receipt_unknown')
    return { institutionId: own.institutionId, matterId: own.matterId }
  }
  const code = readCode(way.code)
  const [{ receipt }, locked] = await Promise.all([match(asked, way), code !== null && isLocked(asked, code)])
  if (locked) throw new RefusedError('matter.receipt_locked')
  if (receipt === null) throw new RefusedError('matter.receipt_unknown')
  return { institutionId: receipt.institutionId, matterId: receipt.matterId }
}

export const keyOfWay = (look: Pick<Look, 'read' | 'now' | 'platform'>, way: Way): Promise<MatterKey> => open({ read: look.read, vault: look.platform.vault, now: look.now }, way)

/** Opens a receipt and counts wrong tries: a refusal is returned, so that the count is kept. */
export async function openReceipt(act: Act, given: { readonly code: string; readonly tail: string; readonly address: string }): Promise<MatterKey | RefusedError> {
  const asked = { read: act.tx, vault: act.vault, now: act.now }
  const hour = hourOf(act.now)
  const address = subjectOf(act.vault, 'address', given.address)
  const { receipt, known, code } = await match(asked, given)
  const subjects = [address, ...(code === null ? [] : [subjectOf(act.vault, 'code', code)])]
  const tries = await triesOf(act.tx, subjects, hour)
  if ((tries.get(address) ?? 0) >= mostCodes || (subjects[1] !== undefined && (tries.get(subjects[1]) ?? 0) >= mostTails)) return new RefusedError('matter.receipt_locked')
  if (receipt !== null) return { institutionId: receipt.institutionId, matterId: receipt.matterId }
  await countTry(act.tx, known && subjects[1] !== undefined ? subjects : [address], hour)
  await forgetTries(act.tx, new Date(act.now.getTime() - 48 * hourMs).toISOString())
  return new RefusedError('matter.receipt_unknown')
}

/** Rule MT-38: the receipt of a matter opens what was split off it, and nothing else. */
async function partOf(read: ReadTx, key: MatterKey, part: string | undefined): Promise<MatterKey> {
  if (part === undefined) return key
  const [whole, found] = await Promise.all([findMatter(read, key), findMatter(read, { ...key, matterId: part })])
  if (whole === undefined || found === undefined || !isPartOf(found, whole)) throw new RefusedError('matter.receipt_unknown')
  return { ...key, matterId: part }
}

/** A file of the matter or of what was split off it. */
async function openFile(read: ReadTx, key: MatterKey, fileId: string) {
  const whole = await findMatter(read, key)
  const parts = whole === undefined ? [] : (await childrenOf(read, key)).filter((child) => isPartOf(child, whole))
  return (await Promise.all([key.matterId, ...parts.map((part) => part.id)].map((matterId) => findFile(read, { ...key, matterId }, fileId)))).find((file) => file?.open === true)
}

/** A step that the author makes: adding, withdrawing, confirming, rating, asking for it to be taken up again. */
export async function moveByAuthor(act: Act, ask: Way & { /** What was split off it, by its id. */ readonly part?: string; readonly move: string; readonly revision: number; readonly ask: Partial<Ask>; readonly files: readonly KeptFile[] }): Promise<Matter> {
  const key = await partOf(act.tx, await open({ read: act.tx, vault: act.vault, now: act.now }, ask), ask.part)
  return moveMatter(act, { key, move: ask.move, revision: ask.revision, ask: ask.ask, files: ask.files.map((file) => ({ file, role: 'author' })), author: true })
}

/** A file of the follow page: the author's own, and what came with the answer. */
export async function receiptFile(look: Pick<Look, 'read' | 'now' | 'platform'>, ask: Way & { readonly fileId: string }) {
  const key = await keyOfWay(look, ask)
  const file = await openFile(look.read, key, ask.fileId)
  if (file === undefined) throw new RefusedError('not_found')
  const { name, mediaType, bytes } = await fetchFile(look, key.institutionId, ask.fileId)
  return { name, mediaType, bytes }
}
