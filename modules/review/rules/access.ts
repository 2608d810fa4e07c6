import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

export type Body = { readonly institutionId: string; readonly regionCode: string }

const office: readonly StaffRole[] = ['pharmacist', 'institution_clerk', 'institution_head']
const own = (actor: Actor, body: Pick<Body, 'institutionId'>, roles: readonly StaffRole[]): boolean => actor.institutionId === body.institutionId && hasRole(actor, ...roles)

/** Rule RV-18: pharmacy, the office and the head of the house run its rounds. */
export const mayRun = (actor: Actor, body: Pick<Body, 'institutionId'>): Refusal | null => (own(actor, body, office) ? null : refuse('review.office_only'))
/** Rule RV-3: whoever reads does not hold the record of the draw; the office and the head do, and give it to whoever asks. */
export const mayVerify = (actor: Actor, body: Pick<Body, 'institutionId'>): Refusal | null => (own(actor, body, ['institution_clerk', 'institution_head']) && !hasRole(actor, 'pharmacist') ? null : refuse('review.verifiers_only'))
/** Rule RV-18: what follows for a person, and the talk with that person, is the head's. */
export const mayJudge = (actor: Actor, body: Pick<Body, 'institutionId'>): Refusal | null => (own(actor, body, ['institution_head']) ? null : refuse('review.head_only'))
