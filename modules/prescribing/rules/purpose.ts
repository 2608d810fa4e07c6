import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

/** Who may ask for figures by prescriber: who answers for rational use of drugs and for discipline, at the body and above it. */
export const prescriberAskers = ['pharmacist', 'institution_head', 'discipline_officer', 'commission_head', 'inspector'] as const satisfies readonly StaffRole[]
/** Who agrees that they leave the system. */
export const exportApprovers = ['institution_head', 'discipline_officer', 'commission_head'] as const satisfies readonly StaffRole[]

export const leastPurpose = 10
/** A purpose that is long enough, to ask whether somebody may ask at all. */
export const wouldDo = '—'.repeat(leastPurpose)

type Place = { readonly institutionId: string; readonly regionCode: string }
export const isOf = (actor: Actor, place: Place): boolean => actor.institutionId === place.institutionId || (actor.regionPrefix !== null && place.regionCode.startsWith(actor.regionPrefix))

/** Rule PR-74: no figure by prescriber without a purpose in words; question, purpose and who asked stay on record (no commercial statistics of prescriptions). */
export function mayAskByPrescriber(actor: Actor, place: Place, purpose: string): Refusal | null {
  if (!isOf(actor, place) || !hasRole(actor, ...prescriberAskers)) return refuse('prescribing.askers_only')
  return purpose.trim().length < leastPurpose ? refuse('prescribing.purpose_missing') : null
}

export type PrescriberQuery = Place & { readonly id: string; readonly askedBy: string; readonly state: 'asked' | 'requested' | 'approved' | 'refused' }

/** Rule PR-75: leaving the system takes a second person: asked for by who put the question, agreed to by somebody else of rank. */
export function mayRequestExport(actor: Actor, query: PrescriberQuery): Refusal | null {
  if (query.askedBy !== actor.id) return refuse('prescribing.query_not_yours')
  return query.state === 'asked' ? null : refuse('prescribing.export_decided')
}
export function mayDecideExport(actor: Actor, query: PrescriberQuery): Refusal | null {
  if (!isOf(actor, query) || !hasRole(actor, ...exportApprovers)) return refuse('prescribing.approvers_only')
  if (query.askedBy === actor.id) return refuse('prescribing.second_person')
  return query.state === 'requested' ? null : refuse('prescribing.export_decided')
}
export function mayExport(actor: Actor, query: PrescriberQuery): Refusal | null {
  if (query.askedBy !== actor.id) return refuse('prescribing.query_not_yours')
  return query.state === 'approved' ? null : refuse('prescribing.export_not_agreed')
}
