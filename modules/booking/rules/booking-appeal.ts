import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

type Appealed = { readonly institutionId: string; readonly accountId: string | null; readonly state: 'stands' | 'appealed' | 'lifted'; readonly decision: string | null }

const judges = ['institution_head', 'institution_clerk', 'complaint_officer'] as const satisfies readonly StaffRole[]

/** Rule BK-18: whoever was paused appeals once, in their own words; the pause holds until a person has decided. */
export function mayAppeal(block: Appealed, actor: Actor): Refusal | null {
  if (actor.kind !== 'citizen' || block.accountId !== actor.id) return refuse('booking.block_not_found')
  return block.state === 'stands' && block.decision === null ? null : refuse('booking.appealed_already')
}

/** Rule BK-19: head, clerk or complaint officer of the body decide, with a reason; never a program. */
export function mayDecide(block: Pick<Appealed, 'institutionId' | 'state'>, actor: Actor): Refusal | null {
  if (actor.kind !== 'staff' || actor.institutionId !== block.institutionId || !hasRole(actor, ...judges)) return refuse('access.denied')
  return block.state === 'appealed' ? null : refuse('booking.appeal_decided')
}
