import { commissionRoles, type StaffRole } from '../../../kernel/actor.ts'
import { checkMobile } from '../../../kernel/identifiers.ts'
import type { Act } from '../../../server/platform/act.ts'
import { notify, queueMessage, type Note } from '../../../server/platform/notify.ts'
import { accountsOfHolders, findInstitution, holdersOf } from '../../directory/public.ts'
import { authorTold } from '../author-told.ts'
import { loadKind } from '../kinds.ts'
import type { Receiver, Words } from '../rules/definition.ts'
import { matterLink } from '../rules/fact.ts'
import { moveOf, type Kind } from '../rules/kind.ts'
import { isPartOf, type Body, type Matter, type MatterEvent } from '../rules/matter.ts'
import { authorForMachine } from '../store/authors.ts'
import { findMatter, loadMatter } from '../store/matters.ts'
import { accountsOfStaff } from '../store/people.ts'
import { listEvents, listParts } from '../store/timeline.ts'
import { commissionOver, mergedInto } from '../store/upkeep.ts'

type Address = Body & ({ readonly role: StaffRole } | { readonly accountId: string })

const isOfCommission = (role: StaffRole): boolean => commissionRoles.some((each) => each === role)
const fits = (role: StaffRole, bodyKind: string): boolean => isOfCommission(role) === (bodyKind === 'commission')

/** A role at a body: by the role, so that it passes on with the post; by account where one of its holders is complained about. */
async function byRole(act: Act, body: Body, roles: readonly StaffRole[], subjects: readonly string[]): Promise<Address[]> {
  const kind = (await findInstitution(act.tx, body.institutionId))?.kind ?? 'other'
  const found: Address[] = []
  for (const role of roles.filter((each) => fits(each, kind))) {
    const holders = await holdersOf(act.tx, body.institutionId, { role }, act.today)
    if (holders.length === 0) continue
    if (!holders.some((holder) => subjects.includes(holder.staffId))) found.push({ ...body, role })
    else for (const accountId of await accountsOfStaff(act.tx, body.institutionId, holders.map((holder) => holder.staffId).filter((id) => !subjects.includes(id)))) found.push({ ...body, accountId })
  }
  return found
}

async function headsOf(act: Act, matter: Matter, departmentIds: readonly string[]): Promise<Address[]> {
  const shut = new Set(await accountsOfStaff(act.tx, matter.institutionId, matter.subjectStaffIds))
  const accounts = (await Promise.all(departmentIds.map((departmentId) => accountsOfHolders(act.tx, matter.institutionId, { role: 'department_head', departmentId }, act.today)))).flat()
  return [...new Set(accounts)].filter((accountId) => !shut.has(accountId)).map((accountId) => ({ institutionId: matter.institutionId, regionCode: matter.regionCode, accountId }))
}

const known = (id: string | null): string[] => (id === null ? [] : [id])

/** Rules MT-11, MT-36: who a receiver is today, at this matter; where a post is vacant or its holder complained about, the one above it. */
export async function addressesOf(act: Act, kind: Kind, matter: Matter, receiver: Receiver): Promise<Address[]> {
  const body = { institutionId: matter.institutionId, regionCode: matter.regionCode }
  const people = async (ids: readonly string[]): Promise<Address[]> => (await accountsOfStaff(act.tx, matter.institutionId, ids.filter((id) => !matter.subjectStaffIds.includes(id)))).map((accountId) => ({ ...body, accountId }))
  const orElse = async (found: Address[], next: Receiver): Promise<Address[]> => (found.length > 0 ? found : addressesOf(act, kind, matter, next))
  switch (receiver) {
    case 'officer': return matter.takenUp.includes('officer') ? addressesOf(act, kind, matter, 'commission') : orElse(await byRole(act, body, kind.officers, matter.subjectStaffIds), kind.confidentiality === 'secret' ? 'commission' : 'head')
    case 'head': return kind.confidentiality === 'secret' ? [] : orElse(await byRole(act, body, kind.heads, matter.subjectStaffIds), 'commission')
    case 'holder': return orElse(await headsOf(act, matter, known(matter.holderDepartmentId)), 'officer')
    case 'target': return orElse(await headsOf(act, matter, known(matter.offeredDepartmentId)), 'officer')
    case 'joined': return headsOf(act, matter, (await listParts(act.tx, { institutionId: matter.institutionId, matterId: matter.id })).map((part) => part.departmentId))
    case 'handler': return matter.handlerStaffId === null ? addressesOf(act, kind, matter, 'holder') : people([matter.handlerStaffId])
    case 'first': return people(known(matter.firstStaffId))
    case 'commission': {
      const above = await commissionOver(act.tx, matter.regionCode)
      return above === undefined ? [] : byRole(act, above, kind.superiors.filter((role) => role !== 'inspector' || kind.superiors.length === 1), matter.subjectStaffIds)
    }
    case 'author': return []
  }
}

/** What a notice says of it: a secret one by its number alone. */
export const paramsOf = (kind: Kind, matter: Matter): Record<string, string> => ({ kind: kind.name.zh, kindEn: kind.name.en, number: matter.number, title: kind.confidentiality === 'secret' ? '' : matter.title })

export function notesFor(addresses: readonly Address[], note: { readonly topic: string; readonly params: Readonly<Record<string, string>>; readonly link: string; readonly key: string }): Note[] {
  const once = new Map(addresses.map((address) => ['role' in address ? `${address.institutionId} ${address.role}` : address.accountId, address]))
  return [...once].map(([who, address]) => ({ ...address, topic: note.topic, params: note.params, link: note.link, onceKey: `${note.key}:${who}` }))
}

const topicOf = (event: MatterEvent, move: string | undefined): string => (event.move === 'received' ? 'matter.received' : move === undefined ? 'matter.other' : 'matter.step')

/** The job behind a step: everybody the kind names is told, once. */
export async function tell(act: Act, ask: { readonly institutionId: string; readonly matterId: string; readonly seq: number; readonly tells: readonly Receiver[] }): Promise<number> {
  const matter = await loadMatter(act.tx, ask)
  const kind = loadKind(matter.kind)
  const event = (await listEvents(act.tx, ask)).find((each) => each.seq === ask.seq)
  if (event === undefined) return 0
  const move = moveOf(kind, event.move)
  const addresses = (await Promise.all(ask.tells.map((receiver) => addressesOf(act, kind, matter, receiver)))).flat().filter((address) => !('accountId' in address) || address.accountId !== event.byId)
  const words = event.publicWords === '' ? event.words : event.publicWords
  const params = { ...paramsOf(kind, matter), move: move?.name.zh ?? '', moveEn: move?.name.en ?? '', by: event.byName === '' ? kindOfAuthor : event.byName, words: kind.confidentiality === 'secret' || words === '' ? '' : `：${words.slice(0, 100)}` }
  const notes = notesFor(addresses, { topic: topicOf(event, move?.key), params, link: matterLink(matter), key: `matter:${matter.id}:${ask.seq}` })
  await notify(act, ...notes)
  if (ask.tells.includes('author') && move?.public !== undefined) await tellAuthors(act, kind, matter, move.public, event)
  return notes.length
}
const kindOfAuthor = '来信人'

/**
 * A message to the phone that was left, without the code, which only the receipt holds; and to those whose matters were
 * merged into it. Whoever wrote by another way is reached by it.
 */
async function tellAuthors(act: Act, kind: Kind, matter: Matter, says: Words, event: MatterEvent): Promise<void> {
  const merged = event.toState === event.fromState ? [] : await mergedInto(act.tx, { institutionId: matter.institutionId, matterId: matter.id })
  const others = (await Promise.all(merged.map((key) => findMatter(act.tx, key)))).flatMap((each) => each ?? [])
  for (const each of [matter, ...others]) {
    // Rule MT-38: the author of a part has the receipt of the whole.
    const above = each.parent === null ? undefined : await findMatter(act.tx, each.parent)
    const whole = above !== undefined && isPartOf(each, above) ? above : each
    await authorTold(act, { institutionId: each.institutionId, regionCode: each.regionCode, matterId: whole.id, number: whole.number, says })
    const author = await authorForMachine(act.tx, act.vault, { institutionId: each.institutionId, matterId: each.id })
    if (author === null || !checkMobile(author.phone).ok) continue
    const number = whole === each ? each.number : `${whole.number}，其中分开办理的${each.number}`
    await queueMessage(act, { channel: 'sms', to: author.phone, text: `【回音】您的${kind.name.zh}（${number}）${says.zh}凭回执上的查询码可查看详情。` })
  }
}
