import { hasRole, mayActFor, type Actor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

export const exemplarKinds = ['hospital', 'department', 'person', 'project'] as const
export type ExemplarKind = (typeof exemplarKinds)[number]
export const exemplarStates = ['nominated', 'noticed', 'chosen', 'declined', 'published', 'withdrawn'] as const
export type ExemplarState = (typeof exemplarStates)[number]

export const kindNames: Readonly<Record<ExemplarKind, { readonly zh: string; readonly en: string }>> = {
  hospital: { zh: '示范医院', en: 'Exemplary hospital' }, department: { zh: '示范科室', en: 'Exemplary department' }, person: { zh: '先进个人', en: 'Exemplary person' }, project: { zh: '示范项目', en: 'Exemplary project' },
}

export const fewestDeeds = 30
export const mostDeeds = 3000
export const mostFiles = 10

/** A nomination as the rules see it. */
export type Exemplar = {
  readonly institutionId: string
  readonly regionCode: string
  readonly kind: ExemplarKind
  readonly state: ExemplarState
  readonly staffId: string | null
  readonly consent: boolean | null
  readonly nominatedBy: string
  /** The commission that nominated; null where the house did. */
  readonly nominatedFrom: string | null
  readonly noticedBy: string | null
  readonly noticeUntil: IsoDate | null
}

const house = ['institution_head', 'institution_clerk'] as const
const office = ['commission_head', 'commission_clerk'] as const
const ofCommission = (actor: Actor, exemplar: Exemplar): boolean => actor.regionPrefix !== null && mayActFor(actor, exemplar)

/** Rules EL-1 and EL-12: a house nominates itself, its department, its staff or its project; a commission, whatever is of a house of its region. Head or clerk do. */
export function mayNominate(actor: Actor, body: { readonly institutionId: string; readonly regionCode: string }): Refusal | null {
  const may = actor.institutionId === body.institutionId ? hasRole(actor, ...house) : actor.regionPrefix !== null && mayActFor(actor, body) && hasRole(actor, ...office)
  return may ? null : refuse('exemplar.not_yours')
}

/** Rule EL-1: a nomination is seen by whoever nominates for its house, by its commission, and by the person it is about. */
export const maySee = (actor: Actor, exemplar: Exemplar, staffId: string | null): boolean =>
  (actor.institutionId === exemplar.institutionId && hasRole(actor, ...house)) || (ofCommission(actor, exemplar) && hasRole(actor, ...office, 'inspector', 'auditor')) || (exemplar.staffId !== null && exemplar.staffId === staffId)

/** Rule EL-2: deeds in words, and at least one file that proves them. */
export function nominationFault(given: { readonly deeds: string; readonly files: number }): Refusal | null {
  if ([...given.deeds].length < fewestDeeds) return refuse('exemplar.deeds_short', String(fewestDeeds))
  if (given.files === 0) return refuse('exemplar.no_evidence')
  return given.files > mostFiles ? refuse('file.too_many', String(mostFiles)) : null
}

const isOver = (exemplar: Exemplar): boolean => exemplar.state === 'declined' || exemplar.state === 'withdrawn'

/** Rule EL-3: only the person says whether the name may be public; the word can be taken back at any time. */
export function mayConsent(staffId: string | null, exemplar: Exemplar): Refusal | null {
  if (exemplar.kind !== 'person' || exemplar.staffId === null || exemplar.staffId !== staffId) return refuse('exemplar.not_the_nominee')
  return isOver(exemplar) ? refuse('exemplar.over') : null
}

const agreed = (exemplar: Exemplar): boolean => exemplar.kind !== 'person' || exemplar.consent === true

/** Rule EL-5: the commission puts a nomination up for everybody; of a person only with consent. */
export function mayNotice(actor: Actor, exemplar: Exemplar): Refusal | null {
  if (!ofCommission(actor, exemplar) || !hasRole(actor, ...office)) return refuse('exemplar.not_the_commission')
  if (exemplar.state !== 'nominated') return refuse(isOver(exemplar) ? 'exemplar.over' : 'exemplar.noticed_already')
  return agreed(exemplar) ? null : refuse('exemplar.no_consent')
}

/** Rule EL-5: the last day of the notice counts; a day later nobody objects any more. */
export const isOpenOn = (until: IsoDate, today: IsoDate): boolean => today <= until

export const fewestWords = 10
export const mostWords = 3000
export const mostObjections = 500

/** Rule EL-6: anybody objects while the notice runs, with a name or without. */
export function objectionFault(notice: { readonly state: string; readonly untilOn: IsoDate }, given: { readonly said: string; readonly known: number }, today: IsoDate): Refusal | null {
  if (notice.state !== 'noticed' || !isOpenOn(notice.untilOn, today)) return refuse('exemplar.notice_over')
  if ([...given.said.trim()].length < fewestWords) return refuse('exemplar.words_short', String(fewestWords))
  if ([...given.said].length > mostWords) return refuse('exemplar.words_long', String(mostWords))
  return given.known >= mostObjections ? refuse('exemplar.too_many_objections') : null
}

/** Rule EL-7: the commission answers each objection once, saying whether it is founded. */
export function mayAnswer(actor: Actor, exemplar: Exemplar, answeredAt: Instant | null): Refusal | null {
  if (!ofCommission(actor, exemplar) || !hasRole(actor, ...office)) return refuse('exemplar.not_the_commission')
  return answeredAt === null ? null : refuse('exemplar.answered_already')
}

/** Rules EL-8 and EL-12: decided by the commission's head, who neither put it up nor nominated it, after the notice and with every objection answered. */
export function mayDecide(actor: Actor, exemplar: Exemplar, given: { readonly today: IsoDate; readonly unanswered: number }): Refusal | null {
  if (!ofCommission(actor, exemplar) || !hasRole(actor, 'commission_head')) return refuse('exemplar.not_the_head')
  if (exemplar.state !== 'noticed' || exemplar.noticeUntil === null) return refuse(exemplar.state === 'nominated' ? 'exemplar.not_noticed' : 'exemplar.decided_already')
  if (exemplar.noticedBy === actor.id) return refuse('exemplar.second_person')
  if (exemplar.nominatedBy === actor.id) return refuse('exemplar.nominator_decides')
  if (isOpenOn(exemplar.noticeUntil, given.today)) return refuse('exemplar.notice_runs', exemplar.noticeUntil)
  return given.unanswered > 0 ? refuse('exemplar.objections_open', String(given.unanswered)) : null
}

/** Rule EL-8: a choice against founded objections, or against what the facts say, is possible: the reason has to say why. */
export const fewestReason = 10

/** Rule EL-9: what is chosen is published, of a person only while the consent holds. */
export function mayPublish(actor: Actor, exemplar: Exemplar): Refusal | null {
  if (!ofCommission(actor, exemplar) || !hasRole(actor, ...office)) return refuse('exemplar.not_the_commission')
  if (exemplar.state === 'published') return refuse('exemplar.published_already')
  if (exemplar.state !== 'chosen') return refuse('exemplar.not_chosen')
  return agreed(exemplar) ? null : refuse('exemplar.no_consent')
}

/** Rules EL-10 and EL-12: the house takes back what it nominated and is not decided yet, the commission whatever is not over; the reason stays. */
export function mayWithdraw(actor: Actor, exemplar: Exemplar): Refusal | null {
  if (isOver(exemplar)) return refuse('exemplar.over')
  if (ofCommission(actor, exemplar) && hasRole(actor, ...office)) return null
  if (actor.institutionId !== exemplar.institutionId || !hasRole(actor, ...house)) return refuse('exemplar.not_yours')
  if (exemplar.nominatedFrom !== null) return refuse('exemplar.commission_nominated')
  return exemplar.state === 'nominated' || exemplar.state === 'noticed' ? null : refuse('exemplar.decided_already')
}

/** Rule EL-3: a name that is not to be public any more; nothing of it can be read. */
export const hiddenName = '（姓名不再公开）'
