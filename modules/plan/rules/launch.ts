import { dateParts, type Calendar, type IsoDate } from '../../../kernel/calendar.ts'
import { isRefusal, refuse, sayRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { commissionKind, type DutyItem, type Understanding } from '../../reader/rules/draft/understanding.ts'
import { periodsOfDuty, proposedEnd, type PlanFrame, type PlannedPeriod } from './periods.ts'

/** More periods than this in one plan would make a board nobody reads. */
export const mostPlanPeriods = 20_000

export type PlannedDuty = { readonly duty: DutyItem; readonly periods: readonly PlannedPeriod[]; readonly problem: Refusal | null }
export type LaunchPlan = { readonly frame: PlanFrame; readonly duties: readonly PlannedDuty[]; readonly periods: number }

export const included = (understanding: Understanding): DutyItem[] => understanding.duties.filter((duty) => duty.settings.included)

/** Everything that a launch would create, without creating it. */
export function planLaunch(understanding: Understanding, ask: { startsOn: IsoDate; endsOn: IsoDate | null }, calendar: Calendar): LaunchPlan {
  const duties = included(understanding)
  const frame: PlanFrame = {
    startsOn: ask.startsOn,
    endsOn: ask.endsOn ?? proposedEnd(ask.startsOn, understanding.phases, duties),
    issuedOn: understanding.issuedOn,
    phases: understanding.phases,
    clauses: new Map(understanding.clauses.map((clause) => [clause.id, clause])),
  }
  const planned = duties.map((duty): PlannedDuty => {
    const periods = periodsOfDuty(duty, frame, calendar)
    return isRefusal(periods) ? { duty, periods: [], problem: periods } : { duty, periods, problem: null }
  })
  return { frame, duties: planned, periods: planned.reduce((sum, each) => sum + each.periods.length, 0) }
}

/** Rule PL-17: what keeps a draft from being launched. */
export function mayLaunch(plan: LaunchPlan): Refusal | null {
  if (plan.frame.endsOn < plan.frame.startsOn) return refuse('plan.ends_before_start')
  if (plan.periods === 0) return refuse('plan.nothing_to_launch')
  return plan.periods > mostPlanPeriods ? refuse('plan.too_large', `${plan.periods} > ${mostPlanPeriods}`) : null
}

/** Rule PL-37: a duty that names no kind asks every institution, never the commission; its own duties name it. */
export const asksKind = (kinds: readonly string[] | null, kind: string): boolean => (kinds === null ? kind !== commissionKind : kinds.includes(kind))

/** What decides whether a duty asks a body: its kind and, where the duty names levels, its level at launch. */
export type BodyType = { readonly kind: string; readonly level: string | null }

/** Rule PL-51: a duty that names levels asks no body of another one; the function open_obligations is the same rule in SQL. */
export const asksBody = (duty: { readonly kinds: readonly string[] | null; readonly levels: readonly string[] | null }, body: BodyType): boolean =>
  asksKind(duty.kinds, body.kind) && (duty.levels === null || (body.level !== null && duty.levels.includes(body.level)))

const levelsOf = (duty: DutyItem): readonly string[] | null => duty.settings.levels ?? null
export const appliesTo = (duty: DutyItem, body: BodyType): boolean => asksBody({ kinds: duty.settings.kinds, levels: levelsOf(duty) }, body)

/** Whether bodies of one kind are asked for different numbers, so that a preview must tell their levels apart. */
export const tellsLevels = (plan: LaunchPlan): boolean => plan.duties.some(({ duty }) => levelsOf(duty) !== null)

/** Rule PL-37: how many duties are the commission's own; with one it may take part in its own campaign. */
export const ownDuties = (plan: LaunchPlan): number => plan.duties.filter(({ duty, periods }) => periods.length > 0 && appliesTo(duty, { kind: commissionKind, level: null })).length

/** Who stands for a body: the commission's clerk and head for its own duties, those of the institution for any other. */
export const clerkOf = (kind: string) => (kind === commissionKind ? 'commission_clerk' : 'institution_clerk')

/** How many obligations one institution of a kind and level would get. */
export const obligationsOf = (plan: LaunchPlan, body: BodyType): number => plan.duties.reduce((sum, { duty, periods }) => sum + (appliesTo(duty, body) ? periods.length : 0), 0)

type Remark = { dutyId: string; text: string; detail: string }

/** Rule PL-18: said before the launch and not after it: no date, dates gone by, rhythms without a period, inverted phases, years without a calendar. */
export function remarksOn(plan: LaunchPlan, today: IsoDate, calendar: Calendar) {
  const remark = ({ duty }: PlannedDuty, detail: string): Remark => ({ dutyId: duty.id, text: duty.text.slice(0, 200), detail })
  const overdueBefore = (each: PlannedDuty) => each.periods.filter((period) => period.dueOn < today)
  const years = new Set(plan.duties.flatMap(({ periods }) => periods.map((period) => dateParts(period.dueOn).year)))
  return {
    withoutDate: plan.duties.filter(({ periods }) => periods.some((period) => period.basis === 'phase_end' || period.basis === 'plan_end')).map((each) => remark(each, each.periods[0]?.dueOn ?? '')),
    past: plan.duties.filter((each) => overdueBefore(each).length > 0).map((each) => remark(each, overdueBefore(each).map((period) => period.dueOn).slice(0, 5).join('、'))),
    withoutPeriod: plan.duties.filter(({ periods }) => periods.length === 0).map((each) => remark(each, each.problem === null ? (each.duty.cadence?.rrule ?? '') : sayRefusal(each.problem))),
    invertedPhases: plan.frame.phases.flatMap(({ name, start, end }) => (start !== null && end !== null && end < start ? [{ name, start, end }] : [])),
    unofficialYears: [...years].filter((year) => !calendar.officialYears.has(year)).sort((a, b) => a - b),
  }
}
