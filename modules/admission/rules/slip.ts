import { hasRole, mayActFor, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { addMs, endOfDay, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

export const slipKinds = ['ward', 'surgery', 'treatment'] as const
export type SlipKind = (typeof slipKinds)[number]
export const slipStates = ['waiting', 'offered', 'confirmed', 'admitted', 'discharged', 'withdrawn'] as const
export type SlipState = (typeof slipStates)[number]
export type Sex = 'male' | 'female'
/** 1 emergency, 2 urgent, 3 soon, 4 elective. */
export type Urgency = 1 | 2 | 3 | 4
export type SlipKey = { readonly institutionId: string; readonly slipId: string }

export type Slip = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly departmentId: string
  readonly kind: SlipKind
  readonly diagnosis: string
  readonly urgency: Urgency
  readonly stayDays: number
  readonly infection: boolean
  readonly sex: Sex
  readonly bornYear: number
  readonly personIndex: string | null
  readonly sealed: Buffer
  readonly tailIndex: string | null
  readonly tests: 'none' | 'ordered' | 'done'
  readonly examOrderId: string | null
  readonly note: string
  readonly madeBy: string
  readonly madeName: string
  readonly madeAt: Instant
  readonly lineAt: Instant
  readonly state: SlipState
  readonly bedId: string | null
  readonly wardId: string | null
  readonly offeredAt: Instant | null
  readonly answerBy: Instant | null
  readonly comeOn: IsoDate | null
  readonly missed: number
  readonly declined: number
  readonly admittedAt: Instant | null
  readonly dischargedAt: Instant | null
  readonly endReason: string | null
  readonly revision: number
}

/** Rule AD-4 (*default*): hours to answer an offer; the second miss ends a slip; the first refusal costs nothing. */
export const law = { answerHours: 12, misses: 2, freeRefusals: 1 } as const
const hourMs = 3_600_000

type InLine = Pick<Slip, 'urgency' | 'lineAt' | 'id'>
/** Rule AD-1: the line of a department: class first, then time. */
export const compareInLine = (a: InLine, b: InLine): number => a.urgency - b.urgency || (a.lineAt < b.lineAt ? -1 : a.lineAt > b.lineAt ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
export const inLine = <T extends InLine>(slips: readonly T[]): T[] => [...slips].sort(compareInLine)
/** How many stand before it. */
export const aheadOf = (slip: InLine, line: readonly InLine[]): number => line.filter((each) => each.id !== slip.id && compareInLine(each, slip) < 0).length

const makers: readonly StaffRole[] = ['doctor', 'department_head', 'nurse', 'desk_clerk']
const bedKeepers: readonly StaffRole[] = ['desk_clerk', 'nurse', 'department_head', 'institution_clerk']
const physicians: readonly StaffRole[] = ['doctor', 'department_head']
const setters: readonly StaffRole[] = ['department_head', 'institution_clerk']
type Body = { readonly institutionId: string; readonly regionCode: string }
const has = (actor: Actor, body: Body, roles: readonly StaffRole[]): boolean => actor.kind === 'system' || (mayActFor(actor, body) && actor.institutionId === body.institutionId && hasRole(actor, ...roles))

/** Rule AD-8: who writes a slip, who gives beds, who judges a class, who keeps wards. */
export const mayMake = (actor: Actor): Refusal | null => (actor.institutionId !== null && hasRole(actor, ...makers) ? null : refuse('admission.makers_only'))
export const mayGiveBeds = (actor: Actor, body: Body): Refusal | null => (has(actor, body, bedKeepers) ? null : refuse('admission.beds_only'))
export const mayJudgeClass = (actor: Actor, body: Body): Refusal | null => (has(actor, body, physicians) ? null : refuse('admission.physicians_only'))
export const maySetWards = (actor: Actor, body: Body): Refusal | null => (has(actor, body, setters) ? null : refuse('admission.setup_only'))

const not = (slip: Slip, ...states: readonly SlipState[]): Refusal | null => (states.includes(slip.state) ? null : refuse('admission.wrong_state'))
const next = (slip: Slip, change: Partial<Slip>): Slip => ({ ...slip, ...change, revision: slip.revision + 1 })
const noBed = { bedId: null, wardId: null, offeredAt: null, answerBy: null, comeOn: null } as const

/** Rule AD-5: tests before admission come first; an emergency waits for nothing. */
export const testsStand = (slip: Pick<Slip, 'tests' | 'urgency'>): boolean => slip.tests === 'ordered' && slip.urgency !== 1

/** Rule AD-4: a bed is offered for a day and kept until it is answered. */
export function offer(slip: Slip, bed: { bedId: string; wardId: string }, comeOn: IsoDate, given: { readonly now: Instant; readonly today: IsoDate }): Slip | Refusal {
  const no = not(slip, 'waiting')
  if (no !== null) return no
  if (testsStand(slip)) return refuse('admission.tests_pending')
  if (comeOn < given.today) return refuse('admission.day_over')
  const answerBy = addMs(given.now, law.answerHours * hourMs)
  return next(slip, { state: 'offered', ...bed, comeOn, offeredAt: given.now, answerBy: answerBy > endOfDay(comeOn) ? endOfDay(comeOn) : answerBy })
}

export function confirm(slip: Slip, now: Instant): Slip | Refusal {
  const no = not(slip, 'offered')
  if (no !== null) return no
  return slip.answerBy !== null && slip.answerBy <= now ? refuse('admission.answered_too_late') : next(slip, { state: 'confirmed' })
}

/** Rule AD-6: the first refusal keeps the place; from the second on it goes to the end of its class. */
export function decline(slip: Slip, now: Instant): Slip | Refusal {
  const no = not(slip, 'offered', 'confirmed')
  if (no !== null) return no
  return next(slip, { state: 'waiting', ...noBed, declined: slip.declined + 1, lineAt: slip.declined < law.freeRefusals ? slip.lineAt : now })
}

/** Rule AD-6: whoever does not answer or does not come loses the bed and goes to the end of the class; the second time the slip ends. */
export function miss(slip: Slip, given: { readonly now: Instant; readonly today: IsoDate }): Slip | Refusal {
  const no = not(slip, 'offered', 'confirmed')
  if (no !== null) return no
  const isLate = slip.state === 'offered' ? slip.answerBy !== null && slip.answerBy <= given.now : slip.comeOn !== null && slip.comeOn < given.today
  if (!isLate) return refuse('admission.not_late')
  const missed = slip.missed + 1
  return missed >= law.misses ? next(slip, { state: 'withdrawn', ...noBed, missed, endReason: '两次未答复或未到' }) : next(slip, { state: 'waiting', ...noBed, missed, lineAt: given.now })
}

/** Rule AD-7: who was offered a bed comes; an emergency is taken in at once, without an offer. */
export function admit(slip: Slip, bed: { bedId: string; wardId: string } | null, now: Instant): Slip | Refusal {
  if (slip.state === 'waiting') {
    if (slip.urgency !== 1 || bed === null) return refuse('admission.not_offered')
    return next(slip, { state: 'admitted', ...bed, admittedAt: now })
  }
  return not(slip, 'offered', 'confirmed') ?? next(slip, { state: 'admitted', admittedAt: now })
}

export const discharge = (slip: Slip, now: Instant): Slip | Refusal => not(slip, 'admitted') ?? next(slip, { state: 'discharged', bedId: null, dischargedAt: now })
export const withdraw = (slip: Slip, reason: string): Slip | Refusal => not(slip, 'waiting', 'offered', 'confirmed') ?? next(slip, { state: 'withdrawn', ...noBed, endReason: reason })
export const finishTests = (slip: Slip): Slip | Refusal => not(slip, 'waiting') ?? (slip.tests === 'ordered' ? next(slip, { tests: 'done' }) : refuse('admission.wrong_state'))

/** Rule AD-3: another class keeps the time; who is raised passes others, for a medical reason. */
export const changeClass = (slip: Slip, urgency: Urgency): Slip | Refusal => not(slip, 'waiting') ?? (urgency === slip.urgency ? refuse('admission.same_class') : next(slip, { urgency }))
