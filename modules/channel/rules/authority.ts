import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

type Body = { readonly institutionId: string }

/** Who sets up the ways by which voices come in; passwords and tokens go through their hands. */
export const keepers = ['institution_head', 'institution_clerk', 'commission_head', 'commission_clerk'] as const satisfies readonly StaffRole[]
/** Who sees whether they work, takes what was found, and imports orders. */
export const watchers = [...keepers, 'complaint_officer'] as const satisfies readonly StaffRole[]

/** Rule IN-1: channels are those of one's own body; a commission does not open the mailbox of a hospital. */
export function mayKeep(actor: Actor, body: Body): Refusal | null {
  return actor.institutionId === body.institutionId && hasRole(actor, ...keepers) ? null : refuse('channel.not_yours')
}

export function mayWatch(actor: Actor, body: Body): Refusal | null {
  return actor.institutionId === body.institutionId && hasRole(actor, ...watchers) ? null : refuse('channel.not_yours')
}
