import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

type Appealed = { readonly institutionId: string; readonly accountId: string | null; readonly personIndex: string; readonly state: 'stands' | 'appealed' | 'lifted'; readonly decision: string | null }

const judges = ['institution_head', 'institution_clerk', 'complaint_officer'] as const satisfies readonly StaffRole[]

/** Rule BK-24: a pause is of a person, however they had booked: it is seen by the account that booked and by every account that books for them. */
export const isMine = (block: Pick<Appealed, 'accountId' | 'personIndex'>, accountId: string, people: ReadonlySet<string>): boolean => block.accountId === accountId || people.has(block.personIndex)

type Said = { readonly accountId: string | null; readonly appealedBy: string | null; readonly missed: readonly { readonly clinicName: string }[]; readonly appeal: string | null; readonly decision: string | null; readonly decidedName: string | null }

/**
 * Rule BK-24: whoever only has the number of the document in their list sees that there is a pause and until when: which clinics
 * they were is the account's that booked, what was said and answered is that of whoever appealed, too.
 */
export function shownTo<B extends Said>(block: B, accountId: string): B {
  if (block.accountId === accountId) return block
  const missed = block.missed.map((each) => ({ ...each, clinicName: '' }))
  return block.appealedBy === accountId ? { ...block, missed } : { ...block, missed, appeal: null, decision: null, decidedName: null }
}

/** Rule BK-24: the one appeal is the account's that booked, where there is one. */
const isTheirAppeal = (block: Pick<Appealed, 'accountId'>, accountId: string): boolean => block.accountId === null || block.accountId === accountId

const isOpen = (block: Pick<Appealed, 'state' | 'decision'>): boolean => block.state === 'stands' && block.decision === null
export const mayStillAppeal = (block: Pick<Appealed, 'accountId' | 'state' | 'decision'>, accountId: string): boolean => isTheirAppeal(block, accountId) && isOpen(block)

/** Rule BK-18: whoever was paused appeals once, in their own words; the pause holds until a person has decided. `people` are those the account books for. */
export function mayAppeal(block: Appealed, actor: Actor, people: ReadonlySet<string>): Refusal | null {
  if (actor.kind !== 'citizen' || !isMine(block, actor.id, people)) return refuse('booking.block_not_found')
  if (!isTheirAppeal(block, actor.id)) return refuse('booking.appeal_not_yours')
  return isOpen(block) ? null : refuse('booking.appealed_already')
}

/** Rule BK-19: head, clerk or complaint officer of the body decide, with a reason; never a program. */
export function mayDecide(block: Pick<Appealed, 'institutionId' | 'state'>, actor: Actor): Refusal | null {
  if (actor.kind !== 'staff' || actor.institutionId !== block.institutionId || !hasRole(actor, ...judges)) return refuse('access.denied')
  return block.state === 'appealed' ? null : refuse('booking.appeal_decided')
}

const lifters = [...judges, 'desk_clerk'] as const satisfies readonly StaffRole[]

/** Rule BK-25: who comes or rings without an account is heard at the desk, which lifts a pause with the reason, on record. */
export function mayLift(block: Pick<Appealed, 'institutionId' | 'state'> & { readonly toOn: string }, actor: Actor, today: string): Refusal | null {
  if (actor.kind !== 'staff' || actor.institutionId !== block.institutionId || !hasRole(actor, ...lifters)) return refuse('access.denied')
  return block.state === 'lifted' || block.toOn < today ? refuse('booking.block_over') : null
}
