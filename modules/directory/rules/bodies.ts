import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { sayFault } from '../../../kernel/identifier-fault.ts'
import { checkCitizenId, checkCreditCode, checkMobile } from '../../../kernel/identifiers.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { regionPrefix } from '../../../kernel/region.ts'
import { mayManageInstitution } from './authority.ts'
import type { InstitutionKind, InstitutionLevel, Ownership } from './kinds.ts'

export type InstitutionFacts = {
  readonly name: string
  readonly shortName: string
  readonly regionCode: string
  readonly kind: InstitutionKind
  readonly level: InstitutionLevel
  readonly ownership: Ownership
  readonly beds: number
  readonly creditCode: string
  readonly address: string
  readonly phone: string
}
export type Institution = InstitutionFacts & { readonly id: string; readonly regionPrefix: string | null; readonly active: boolean; readonly revision: number }

/** What people type: full width, blanks, dashes and small letters are no mistakes. */
const plain = (text: string) => text.normalize('NFKC').toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '')

/** Rule DIR-10: a credit code must fit GB 32100; only a wrong check character is taken, with a remark (Rule ID-1). */
export function readCreditCode(typed: string): { readonly value: string; readonly remark: string | null } | Refusal {
  const checked = checkCreditCode(typed)
  if (checked.ok) return { value: checked.value, remark: null }
  return checked.blocking ? refuse('directory.credit_code_wrong', sayFault(checked.reason, 'zh')) : { value: plain(typed), remark: sayFault(checked.reason, 'zh') }
}

/** Rule DIR-11: a mobile number and a citizen id number are kept in their canonical form, or refused with the reason. */
export function readMobile(typed: string): { readonly value: string } | Refusal {
  const checked = checkMobile(typed)
  return checked.ok ? { value: checked.value } : refuse('directory.phone_wrong', sayFault(checked.reason, 'zh'))
}
export function readCitizenId(typed: string, today: IsoDate): { readonly value: string } | Refusal {
  const checked = checkCitizenId(typed, today)
  return checked.ok ? { value: checked.value } : refuse('directory.id_number_wrong', sayFault(checked.reason, 'zh'))
}

/** The prefix of the codes a commission supervises; null for every other body. */
export const prefixOf = (facts: Pick<InstitutionFacts, 'kind' | 'regionCode'>): string | null => (facts.kind === 'commission' ? regionPrefix(facts.regionCode) : null)

/** Rule DIR-1; and a commission is set up by the head of the one above it, for a region strictly below. */
export function mayCreate(actor: Actor, facts: InstitutionFacts): Refusal | null {
  const no = mayManageInstitution(actor, { institutionId: '', regionCode: facts.regionCode })
  if (no !== null || facts.kind !== 'commission' || actor.kind === 'system') return no
  return hasRole(actor, 'commission_head') && prefixOf(facts) !== actor.regionPrefix ? null : refuse('directory.commission_by_head')
}

/** Rule DIR-13: every row of an institution carries its region, so the region stays; so does being a commission or not. */
export function change(actor: Actor, current: Institution, facts: InstitutionFacts, revision: number): Institution | Refusal {
  const no = mayManageInstitution(actor, { institutionId: current.id, regionCode: current.regionCode })
  if (no !== null) return no
  if (current.revision !== revision) return refuse('request.stale')
  if (!current.active) return refuse('directory.institution_closed')
  if (facts.regionCode !== current.regionCode) return refuse('directory.region_fixed')
  if ((facts.kind === 'commission') !== (current.kind === 'commission')) return refuse('directory.kind_fixed')
  return { ...current, ...facts, revision: current.revision + 1 }
}

/** Rule DIR-14: a closed institution keeps its rows and its history; nobody closes the body he works for. */
export function close(actor: Actor, current: Institution, revision: number): Institution | Refusal {
  const no = mayManageInstitution(actor, { institutionId: current.id, regionCode: current.regionCode })
  if (no !== null) return no
  if (actor.institutionId === current.id) return refuse('directory.own_body')
  if (!current.active) return refuse('directory.institution_closed')
  return current.revision === revision ? { ...current, active: false, revision: revision + 1 } : refuse('request.stale')
}

export function reopen(actor: Actor, current: Institution, revision: number): Institution | Refusal {
  const no = mayManageInstitution(actor, { institutionId: current.id, regionCode: current.regionCode })
  if (no !== null) return no
  if (current.active) return refuse('directory.institution_open')
  return current.revision === revision ? { ...current, active: true, revision: revision + 1 } : refuse('request.stale')
}
