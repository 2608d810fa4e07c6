import { z } from 'zod'
import { staffRoles } from './actor.ts'
import type { StaffRole } from './actor.ts'
import { addDays, addWorkingDays, countDays, isIsoDate, judgeDay } from './calendar.ts'
import type { Calendar, DayCount, DayVerdict, IsoDate } from './calendar.ts'
import { addMs, endOfDay, instantMs, shanghaiDate, startOfDay, toUtc } from './instant.ts'
import { refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'

/** What starts a clock; `startWords` in explain-deadline.ts says each in both languages. */
export const startEvents = [
  'accepted', 'approved', 'called', 'changed', 'decided', 'designated', 'diagnosed', 'discharged', 'discovered', 'filed', 'finished',
  'formed', 'issued', 'lent', 'noticed', 'preserved', 'published', 'received', 'rescued', 'returned', 'submitted', 'supplemented',
] as const

/** A deadline rule as data (design: rules of time). Amounts are in the rule's own unit, the extension's too. */
export const DeadlineRule = z.object({
  amount: z.int().min(1).max(3650),
  unit: z.enum(['workday', 'day', 'hour', 'minute']),
  from: z.enum(startEvents),
  pausable: z.boolean(),
  extension: z
    .object({
      amount: z.int().min(1).max(3650),
      approver: z.enum(staffRoles),
      /** The person concerned must be told in writing. */
      notify: z.boolean(),
    })
    .nullable(),
})
export type DeadlineRule = z.infer<typeof DeadlineRule>

const day = z.iso.date()
const instant = z.iso.datetime()

/** The stored form: all that is needed to explain the due date years later, without any calendar. */
export const Deadline = z.object({
  rule: DeadlineRule,
  /** `at` is null when only the date of the event is known. */
  start: z.object({ on: day, at: instant.nullable() }),
  /** The first instant that is too late. While a pause is open it stays where it was and means nothing. */
  dueAt: instant,
  /** The last day in time (for hours and minutes: the day on which dueAt falls). */
  dueOn: day,
  skipped: z.array(z.object({ from: day, to: day, reason: z.enum(['holiday', 'weekend', 'stopped']), names: z.array(z.string()).readonly() })).readonly(),
  counted: z.array(z.object({ date: day, name: z.string() })).readonly(),
  unofficialYears: z.array(z.int()).readonly(),
  pauses: z.array(z.object({ from: instant, to: instant.nullable(), reason: z.string() })).readonly(),
  extension: z.object({ amount: z.int(), on: day, reason: z.string() }).nullable(),
})
export type Deadline = z.infer<typeof Deadline>

type Terms = Pick<Deadline, 'rule' | 'start' | 'pauses' | 'extension'>
type Pause = Deadline['pauses'][number]

const unitMs = { hour: 3_600_000, minute: 60_000 } as const

const isStopped = (date: IsoDate, pauses: readonly Pause[]): Pause | undefined =>
  pauses.find((pause) => pause.to !== null && date >= shanghaiDate(pause.from) && date < shanghaiDate(pause.to))

/** Rule DL-5: a day is not counted when the clock stands still at its end. */
function stoppedOr(date: IsoDate, pauses: readonly Pause[], otherwise: () => DayVerdict): DayVerdict {
  const pause = isStopped(date, pauses)
  return pause === undefined ? otherwise() : { counts: false, reason: 'stopped', name: pause.reason }
}

const plain: DayVerdict = { counts: true, reason: 'weekday', name: null }

function countTo({ rule, start, pauses }: Terms, amount: number, calendar: Calendar): DayCount {
  const closed = pauses.filter((pause) => pause.to !== null)
  if (rule.unit === 'workday') {
    if (closed.length === 0) return addWorkingDays(start.on, amount, calendar)
    return countDays(start.on, amount, (date) => stoppedOr(date, closed, () => judgeDay(date, calendar)), calendar)
  }
  // Rule DL-2: calendar days run through and end where they end, on a holiday too.
  if (closed.length === 0) return { date: addDays(start.on, amount), skipped: [], counted: [], unofficialYears: [] }
  return countDays(start.on, amount, (date) => stoppedOr(date, closed, () => plain), null)
}

/** Rule DL-4: hours and minutes run through nights and holidays; a bare date starts them at its end, 24:00. */
function runTo({ start, pauses }: Terms, ms: number): Pick<Deadline, 'dueAt' | 'dueOn'> {
  const stopped = pauses.reduce((sum, pause) => sum + (pause.to === null ? 0 : instantMs(pause.to) - instantMs(pause.from)), 0)
  const dueAt = addMs(start.at ?? endOfDay(start.on), ms + stopped)
  return { dueAt, dueOn: shanghaiDate(dueAt) }
}

function settle(terms: Terms, calendar: Calendar): Deadline {
  const { rule, start, pauses, extension } = terms
  const amount = rule.amount + (extension?.amount ?? 0)
  if (rule.unit === 'hour' || rule.unit === 'minute') {
    return { rule, start, ...runTo(terms, amount * unitMs[rule.unit]), skipped: [], counted: [], unofficialYears: [], pauses, extension }
  }
  const { date, skipped, counted, unofficialYears } = countTo(terms, amount, calendar)
  return { rule, start, dueAt: endOfDay(date), dueOn: date, skipped, counted, unofficialYears, pauses, extension }
}

/**
 * Rules DL-1 to DL-4: when something is due. `start` is a date, or an instant with a zone ('…+08:00' or '…Z').
 * The day of the event does not count; day periods end at 24:00 of their last day in Shanghai.
 */
export function computeDeadline(rule: DeadlineRule, start: string, calendar: Calendar): Deadline {
  const begin = isIsoDate(start) ? { on: start, at: null } : { on: shanghaiDate(start), at: toUtc(start) }
  // A catalogue entry is a rule and more; only the rule is stored.
  const { amount, unit, from, pausable, extension } = rule
  return settle({ rule: { amount, unit, from, pausable, extension }, start: begin, pauses: [], extension: null }, calendar)
}

const openPause = (deadline: Deadline): Pause | undefined => deadline.pauses.find((pause) => pause.to === null)

export const isPaused = (deadline: Deadline): boolean => openPause(deadline) !== undefined

/** Rule DL-3: in time is before dueAt; a stopped clock is never overdue. */
export const isOverdue = (deadline: Deadline, at: string): boolean => !isPaused(deadline) && instantMs(at) >= instantMs(deadline.dueAt)

const startMs = ({ start }: Deadline): number => instantMs(start.at ?? startOfDay(start.on))

/** Rule DL-5: stops the clock, where the rule allows it, while it is running. */
export function pauseDeadline(deadline: Deadline, at: string, reason: string): Deadline | Refusal {
  if (!deadline.rule.pausable) return refuse('deadline.not_pausable')
  if (isPaused(deadline)) return refuse('deadline.already_paused')
  const lastResumed = deadline.pauses.reduce((latest, pause) => Math.max(latest, instantMs(pause.to ?? pause.from)), startMs(deadline))
  if (instantMs(at) < lastResumed) return refuse('deadline.wrong_order')
  if (isOverdue(deadline, at)) return refuse('deadline.past_due')
  return { ...deadline, pauses: [...deadline.pauses, { from: toUtc(at), to: null, reason }] }
}

/** Rule DL-5: lets the clock run again and moves the due date by the days (or the time) that it stood still. */
export function resumeDeadline(deadline: Deadline, at: string, calendar: Calendar): Deadline | Refusal {
  const open = openPause(deadline)
  if (open === undefined) return refuse('deadline.not_paused')
  if (instantMs(at) < instantMs(open.from)) return refuse('deadline.wrong_order')
  const pauses = deadline.pauses.map((pause) => (pause === open ? { ...pause, to: toUtc(at) } : pause))
  return settle({ ...deadline, pauses }, calendar)
}

/** Who approved, when and why; the role decides whether the approval holds. */
export type Approval = { readonly at: string; readonly approver: StaffRole; readonly reason: string }

/** Rule DL-6: one extension, approved by whom the rule names, before the deadline has passed. */
export function extendDeadline(deadline: Deadline, approval: Approval, calendar: Calendar): Deadline | Refusal {
  const allowed = deadline.rule.extension
  if (allowed === null) return refuse('deadline.not_extendable')
  if (deadline.extension !== null) return refuse('deadline.extension_used')
  if (approval.approver !== allowed.approver) return refuse('deadline.wrong_approver')
  if (instantMs(approval.at) < startMs(deadline)) return refuse('deadline.wrong_order')
  if (isOverdue(deadline, approval.at)) return refuse('deadline.past_due')
  return settle({ ...deadline, extension: { amount: allowed.amount, on: shanghaiDate(approval.at), reason: approval.reason } }, calendar)
}

export type Redated = {
  readonly deadline: Deadline
  /** The due date itself is another one; false with a log line means that only the explanation changed. */
  readonly moved: boolean
  /** One line for the log in both languages, null when the calendar made no difference. */
  readonly log: { readonly zh: string; readonly en: string } | null
}

/** Rule DL-7: a changed calendar re-dates an open deadline and says so. */
export function redate(deadline: Deadline, calendar: Calendar): Redated {
  const again = settle(deadline, calendar)
  const moved = again.dueOn !== deadline.dueOn || again.dueAt !== deadline.dueAt
  // As lists: what comes back from the database has its keys in another order.
  const reasons = ({ skipped, counted, unofficialYears }: Deadline) =>
    JSON.stringify([skipped.map(({ from, to, reason, names }) => [from, to, reason, names]), counted.map(({ date, name }) => [date, name]), unofficialYears])
  if (moved) {
    const log = {
      zh: `工作日历调整：到期日由${deadline.dueOn}改为${again.dueOn}`,
      en: `calendar changed: due date moved from ${deadline.dueOn} to ${again.dueOn}`,
    }
    return { deadline: again, moved, log }
  }
  if (reasons(again) === reasons(deadline)) return { deadline, moved, log: null }
  const log = {
    zh: `工作日历调整：到期日仍为${again.dueOn}，跳过或计入的日期已更新`,
    en: `calendar changed: still due on ${again.dueOn}; the days skipped or counted were updated`,
  }
  return { deadline: again, moved, log }
}
