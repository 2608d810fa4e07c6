import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { inOrder, type ProblemCode } from './codes.ts'
import type { Hint } from './precheck.ts'
import type { Prescription, VisitKind } from './prescription.ts'
import type { Part } from './sample.ts'

export const itemStates = ['open', 'second', 'split', 'settled', 'replied', 'final'] as const
export type ItemState = (typeof itemStates)[number]
export type ItemKey = { readonly institutionId: string; readonly itemId: string }
export type Item = {
  readonly institutionId: string; readonly id: string; readonly regionCode: string; readonly cycleId: string; readonly no: number; readonly part: Part; readonly ref: string; readonly doubleTen: boolean
  readonly onDate: string; readonly visitKind: VisitKind; readonly departmentId: string | null; readonly prescriberId: string | null; readonly content: Prescription; readonly hints: readonly Hint[]
  readonly readerId: string; readonly secondReaderId: string | null; /** It was drawn to be read a second time. */ readonly twice: boolean; readonly state: ItemState; readonly codes: readonly ProblemCode[] | null
  readonly reply: string | null; readonly repliedAt: string | null; readonly acceptedAt: string | null; readonly decidedAt: string | null; readonly revision: number
}

/** Whose word it is: 1 the first reader's, 2 the second's, 3 the expert group's, 4 the expert group's after a reply. */
export type Turn = 1 | 2 | 3 | 4
export type Opinion = { readonly itemId: string; readonly turn: Turn; readonly staffId: string; readonly codes: readonly ProblemCode[]; readonly note: string }
export type Given = { readonly codes: readonly ProblemCode[]; readonly note: string }

const next = (item: Item, change: Partial<Item>): Item => ({ ...item, ...change, revision: item.revision + 1 })
const sameCodes = (a: readonly ProblemCode[], b: readonly ProblemCode[]): boolean => inOrder(a).join() === inOrder(b).join()

/** Rule RV-7: whose turn it is at the desk; nobody else reads it. */
export function turnOf(item: Pick<Item, 'readerId' | 'secondReaderId'>, staffId: string | null): 1 | 2 | null {
  if (staffId === null) return null
  return item.readerId === staffId ? 1 : item.secondReaderId === staffId ? 2 : null
}

/** Rule RV-7: one's own opinion is given and changed as long as nothing was built on it. */
export function mayOpine(item: Item, turn: 1 | 2 | null, cycle: { readonly state: string }): Refusal | null {
  if (turn === null) return refuse('review.not_your_item')
  if (cycle.state !== 'reading') return refuse('review.reading_over')
  return item.state === 'open' || item.state === 'second' || (item.state === 'settled' && item.secondReaderId === null) ? null : refuse('review.compared')
}

/** What is "other" says what it is. */
export const noteMissing = ({ codes, note }: Given): Refusal | null => (codes.includes('2-9') && note.trim().length < 2 ? refuse('review.note_needed') : null)

/** Rule RV-8: one reading settles it; where two were drawn both have to say the same codes, otherwise the expert group decides. */
export function afterOpinions(item: Item, opinions: readonly Opinion[]): Item {
  const [first, second] = ([1, 2] as const).map((turn) => opinions.find((each) => each.turn === turn))
  if (first === undefined) return next(item, { state: 'open', codes: null })
  if (item.secondReaderId === null) return next(item, { state: 'settled', codes: inOrder(first.codes) })
  if (second === undefined) return next(item, { state: 'second', codes: null })
  return sameCodes(first.codes, second.codes) ? next(item, { state: 'settled', codes: inOrder(first.codes) }) : next(item, { state: 'split', codes: null })
}

/** Rule RV-10: a member of the group decides neither on what he prescribed nor on what he read. */
export function mayVote(item: Item, member: { readonly staffId: string | null; readonly isExpert: boolean }): Refusal | null {
  if (member.staffId === null || !member.isExpert) return refuse('review.experts_only')
  if (item.state !== 'split' && item.state !== 'replied') return refuse('review.nothing_to_decide')
  if (item.prescriberId === member.staffId) return refuse('review.own_prescription')
  return item.readerId === member.staffId || item.secondReaderId === member.staffId ? refuse('review.own_reading') : null
}

/** Rule RV-10: decided as soon as so many members, and more than half of those who voted, say the same codes. */
export function afterVotes(item: Item, votes: readonly Opinion[], needed: number, now: string): Item {
  const turn = item.state === 'split' ? 3 : 4
  const own = votes.filter((each) => each.turn === turn)
  const agreed = own.find((vote) => {
    const same = own.filter((each) => sameCodes(each.codes, vote.codes)).length
    return same >= needed && same * 2 > own.length
  })
  if (agreed === undefined) return next(item, {})
  return next(item, { state: turn === 3 ? 'settled' : 'final', codes: inOrder(agreed.codes), decidedAt: now })
}

/** Rule RV-11: who prescribed sees own findings once they are fed back, agrees or objects, until the day is over. */
export function mayReply(item: Item, by: { readonly staffId: string | null; readonly today: string }, cycle: { readonly state: string; readonly replyDueOn: string | null }): Refusal | null {
  if (by.staffId === null || item.prescriberId !== by.staffId) return refuse('review.not_your_prescription')
  if (cycle.state !== 'feedback' || item.state !== 'settled' || (item.codes ?? []).length === 0) return refuse('review.nothing_to_reply')
  if (item.acceptedAt !== null) return refuse('review.accepted_already')
  return cycle.replyDueOn !== null && by.today > cycle.replyDueOn ? refuse('review.reply_too_late') : null
}
export const accept = (item: Item, now: string): Item => next(item, { acceptedAt: now })
export const object = (item: Item, reply: string, now: string): Item => next(item, { state: 'replied', reply, repliedAt: now })
export const makeFinal = (item: Item, now: string): Item => (item.state === 'settled' ? next(item, { state: 'final', decidedAt: item.decidedAt ?? now }) : item)
/** What a reader owes of an item: his opinion, in his turn, is not there yet. */
const owes = (item: Item, staffId: string, opinions: readonly Pick<Opinion, 'turn'>[]): 1 | 2 | null => {
  const turn = item.state === 'open' || item.state === 'second' ? turnOf(item, staffId) : null
  return turn === null || opinions.some((each) => each.turn === turn) ? null : turn
}

/** Rule RV-5: what a leaving reader owes goes to somebody who neither reads it already nor wrote it; null where it stays. */
export function handOver(item: Item, opinions: readonly Opinion[], by: { readonly from: string; readonly to: string }): { readonly item: Item; readonly turn: 1 | 2 } | null {
  const turn = owes(item, by.from, opinions)
  if (turn === null || item.prescriberId === by.to || turnOf(item, by.to) !== null) return null
  return { turn, item: next(item, turn === 1 ? { readerId: by.to } : { secondReaderId: by.to }) }
}
export const isOwed = (item: Item, opinions: readonly Opinion[], staffId: string): boolean => owes(item, staffId, opinions) !== null

/** Rule RV-5: a second reading that nobody can give is dropped by a person; the first one then settles. Null where there is none to drop. */
export const dropSecond = (item: Item, opinions: readonly Opinion[], from: string): Item | null => (owes(item, from, opinions) === 2 ? afterOpinions({ ...item, secondReaderId: null }, opinions) : null)

export const isRead = ({ state }: Pick<Item, 'state'>): boolean => state === 'settled' || state === 'replied' || state === 'final'
export const isUnreasonable = ({ codes }: Pick<Item, 'codes'>): boolean => codes !== null && codes.length > 0
