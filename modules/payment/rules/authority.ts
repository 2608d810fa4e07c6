import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

/** Keys and refunds go through the hands of these. */
export const keepers = ['institution_head', 'institution_clerk'] as const satisfies readonly StaffRole[]
/** Who sees what was paid: the desk, which is asked about it, too. */
export const watchers = [...keepers, 'desk_clerk'] as const satisfies readonly StaffRole[]

/** Rule PY-12: the merchant account and refunds by hand belong to head and clerk of the body; a commission has no hand in them. */
export const mayKeep = (actor: Actor, body: { readonly institutionId: string }): Refusal | null => (actor.institutionId === body.institutionId && hasRole(actor, ...keepers) ? null : refuse('payment.not_yours'))
