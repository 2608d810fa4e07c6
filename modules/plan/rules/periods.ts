import { addDays, compareDates, earlierDate, laterDate, startOfWeek, type Calendar, type IsoDate } from '../../../kernel/calendar.ts'
import { computeDeadline, type Deadline, type DeadlineRule } from '../../../kernel/deadline.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { boundCadence, periodsOf } from '../../../kernel/recurrence.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { ClauseItem, DutyItem, PhaseItem } from '../../reader/rules/draft/understanding.ts'
import { dueInstant, shifted } from './shift.ts'

/** What a launch knows beside the duty. */
export type PlanFrame = {
  readonly startsOn: IsoDate
  readonly endsOn: IsoDate
  readonly issuedOn: IsoDate | null
  readonly phases: readonly PhaseItem[]
  readonly clauses: ReadonlyMap<string, Pick<ClauseItem, 'parentId'>>
}

export type Basis = 'date' | 'cadence' | 'relative' | 'phase_end' | 'plan_end'

export type PlannedPeriod = {
  readonly fromOn: IsoDate
  readonly toOn: IsoDate
  readonly opensOn: IsoDate
  readonly dueOn: IsoDate
  readonly dueAt: Instant
  readonly bucketOn: IsoDate
  readonly phaseId: string | null
  readonly basis: Basis
  /** How the date was counted on the calendar; null where it was not. */
  readonly deadline: Deadline | null
  /** The day the document names, where a due date on a day off moves (PL-36); null where none moves. */
  readonly nominalOn: IsoDate | null
}

type Window = { readonly start: IsoDate | null; readonly end: IsoDate | null }

const isInverted = ({ start, end }: Pick<PhaseItem, 'start' | 'end'>): boolean => start !== null && end !== null && end < start

/**
 * Rule PL-16: of an inverted phase the later date counts as its end, so that a slip of the pen takes no time away; what is
 * due in it may be done from the start of the plan on, since nobody knows what its first day was meant to be.
 */
export function phaseWindow(phase: Pick<PhaseItem, 'start' | 'end'>): Window {
  const { start, end } = phase
  return isInverted(phase) ? { start: end, end: start } : { start, end }
}

/** The phase that a clause belongs to: the one stated by it or by the nearest clause above it. */
function phaseOfClause(clauseId: string, frame: PlanFrame): PhaseItem | null {
  let at: string | null = clauseId
  for (let depth = 0; at !== null && depth < 20; depth += 1) {
    const here: string = at
    const found = frame.phases.find((phase) => phase.clauseId === here)
    if (found !== undefined) return found
    at = frame.clauses.get(here)?.parentId ?? null
  }
  return null
}

const lies = (date: IsoDate, { start, end }: Window): boolean => (start !== null || end !== null) && (start === null || start <= date) && (end === null || date <= end)

/** Rule PL-15: chosen by hand, else by the clause, else the last phase whose time holds the due date. */
export function phaseFor(duty: DutyItem, dueOn: IsoDate | null, frame: PlanFrame): PhaseItem | null {
  const chosen = frame.phases.find((phase) => phase.id === duty.settings.phaseId) ?? phaseOfClause(duty.clauseId, frame)
  if (chosen !== null || dueOn === null) return chosen
  return frame.phases.findLast((phase) => lies(dueOn, phaseWindow(phase))) ?? null
}

function single(dueOn: IsoDate, dueAt: Instant, basis: Basis, duty: DutyItem, frame: PlanFrame, deadline: Deadline | null = null): PlannedPeriod {
  const phase = phaseFor(duty, dueOn, frame)
  const begin = laterDate(frame.startsOn, phase === null || isInverted(phase) ? frame.startsOn : (phase.start ?? frame.startsOn))
  const from = earlierDate(begin, dueOn)
  return { fromOn: from, toOn: dueOn, opensOn: earlierDate(frame.startsOn, from), dueOn, dueAt, bucketOn: startOfWeek(dueOn), phaseId: phase?.id ?? null, basis, deadline, nominalOn: null }
}

const fromIssue = /印发|下发|发布|发文|启动|本(?:方案|通知|计划|意见)/

/** Rule PL-14: a duration counted from the issue of the document becomes a date; one counted from another event cannot. */
export function issueRule(due: DutyItem['due']): DeadlineRule | null {
  if (due === null || due.relative === null || !fromIssue.test(due.printed)) return null
  const match = /^P(?:(\d+)D|T(\d+)(H|M))$/.exec(due.relative)
  if (match === null) return null
  const amount = Number(match[1] ?? match[2])
  if (amount < 1 || amount > 3650) return null
  const unit = match[1] === undefined ? (match[3] === 'H' ? 'hour' : 'minute') : due.printed.includes('工作日') ? 'workday' : 'day'
  return { amount, unit, from: 'issued', pausable: false, extension: null }
}

/** The last day of a duty that names neither date nor rhythm: the end of its phase, else of the plan. */
export function fallbackEnd(duty: DutyItem, frame: PlanFrame): { on: IsoDate; basis: 'phase_end' | 'plan_end' } {
  const phase = phaseFor(duty, null, frame)
  const end = phase === null ? null : phaseWindow(phase).end
  return end === null ? { on: frame.endsOn, basis: 'plan_end' } : { on: end, basis: 'phase_end' }
}

/** The periods of one duty as the document dates them, and moved off the days off where that is asked for (PL-36). */
export function periodsOfDuty(duty: DutyItem, frame: PlanFrame, calendar: Calendar): readonly PlannedPeriod[] | Refusal {
  const periods = namedPeriods(duty, frame, calendar)
  return isRefusal(periods) ? periods : periods.map((period) => shifted(period, duty, calendar))
}

/** Rule PL-13: the periods of one duty: its rhythm inside plan and phase, else its date, else PL-14, else the end of its phase or of the plan. */
function namedPeriods(duty: DutyItem, frame: PlanFrame, calendar: Calendar): readonly PlannedPeriod[] | Refusal {
  const time = duty.due?.time ?? null
  if (duty.cadence !== null) {
    const phase = phaseFor(duty, null, frame)
    const bounded = phase === null ? duty.cadence : boundCadence(duty.cadence, phaseWindow(phase))
    const periods = periodsOf({ rrule: bounded.rrule, start: bounded.start, until: bounded.until }, { from: frame.startsOn, to: frame.endsOn })
    if (isRefusal(periods)) return periods
    return periods.map(({ from, to, dueOn, opensOn }) => ({
      fromOn: from, toOn: to, opensOn, dueOn, dueAt: dueInstant(dueOn, time), bucketOn: startOfWeek(dueOn), phaseId: phaseFor(duty, dueOn, frame)?.id ?? null, basis: 'cadence', deadline: null, nominalOn: null,
    }))
  }
  if (duty.due !== null && duty.due.date !== null) return [single(duty.due.date, dueInstant(duty.due.date, time), 'date', duty, frame)]
  const rule = issueRule(duty.due)
  if (rule !== null) {
    const deadline = computeDeadline(rule, frame.issuedOn ?? frame.startsOn, calendar)
    return [single(deadline.dueOn, deadline.dueAt, 'relative', duty, frame, deadline)]
  }
  const { on, basis } = fallbackEnd(duty, frame)
  return [single(on, dueInstant(on, time), basis, duty, frame)]
}

/** The last day that anything of the document names: what a launch proposes as the end. */
export function proposedEnd(startsOn: IsoDate, phases: readonly PhaseItem[], duties: readonly DutyItem[]): IsoDate {
  const named = [...phases.map((phase) => phaseWindow(phase).end), ...duties.flatMap((duty) => [duty.due?.date ?? null, duty.cadence?.until ?? null])]
  const latest = named.flatMap((date) => (date !== null && date >= startsOn ? [date] : [])).sort(compareDates).at(-1)
  return latest ?? addDays(startsOn, 364)
}
