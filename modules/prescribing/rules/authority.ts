import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

export const keeperRoles = ['institution_clerk', 'institution_head', 'pharmacist'] as const
export const readerRoles = [...keeperRoles, 'discipline_officer'] as const

/** Rule PR-15: lines are brought in and taken back by the clerk, the head or a pharmacist of the institution they are of. */
export const mayKeep = (actor: Actor, institutionId: string | null): Refusal | null =>
  institutionId !== null && actor.institutionId === institutionId && hasRole(actor, ...keeperRoles) ? null : refuse('prescribing.not_your_house')

/** Rule PR-18: the drug catalogue is kept by the commission. */
export const catalogueKeepers = ['commission_clerk', 'commission_head'] as const
export const mayKeepCatalogue = (actor: Actor): Refusal | null => (hasRole(actor, ...catalogueKeepers) ? null : refuse('prescribing.catalog_not_yours'))
