import { addWorkingDays, type Calendar } from '../../../kernel/calendar.ts'
import { addMs, shanghaiDate, startOfDay, type Instant } from '../../../kernel/instant.ts'
import type { Rung } from './definition.ts'
import type { Kind } from './kind.ts'
import type { Matter } from './matter.ts'

const hourMs = 3_600_000
/** Reminders of days go out at eight in the morning. */
const morning = (date: string): Instant => addMs(startOfDay(date), 8 * hourMs)

/** When a rung is reached. The last day in time is the day before the first instant that is too late. */
export function rungAt(rung: Pick<Rung, 'after' | 'unit'>, dueAt: Instant, calendar: Calendar): Instant {
  if (rung.unit === 'hour') return addMs(dueAt, rung.after * hourMs)
  const lastDay = shanghaiDate(addMs(dueAt, -1))
  return morning(rung.after === 0 ? lastDay : addWorkingDays(lastDay, rung.after, calendar).date)
}

export type Step = { readonly step: number; readonly at: Instant }

/**
 * Rule MT-11: the next rung that is still to come. Warnings whose time is past when the date is set are left out; of the
 * rungs after the date that are past, only the highest is taken, at once.
 */
export function nextStep(ladder: Kind['ladder'], dueAt: Instant | null, taken: number, now: Instant, calendar: Calendar): Step | null {
  if (dueAt === null) return null
  const rungs = ladder.map((rung, at) => ({ rung, step: at + 1, at: rungAt(rung, dueAt, calendar) })).filter((each) => each.step > taken)
  const late = rungs.filter((each) => each.at <= now && each.rung.after >= 0).at(-1)
  if (late !== undefined) return { step: late.step, at: now }
  const coming = rungs.find((each) => each.at > now)
  return coming === undefined ? null : { step: coming.step, at: coming.at }
}

/** Rule MT-11: the rung whose time has come, of those not taken: after the date the highest, before it the one that was waited for. */
export function reachedStep(ladder: Kind['ladder'], matter: Pick<Matter, 'dueAt' | 'ladderStep' | 'nextStepAt'>, now: Instant, calendar: Calendar): number | null {
  const { dueAt, nextStepAt } = matter
  if (dueAt === null || nextStepAt === null || nextStepAt > now) return null
  const passed = ladder.map((rung, at) => ({ rung, step: at + 1, at: rungAt(rung, dueAt, calendar) })).filter((each) => each.step > matter.ladderStep && each.at <= now)
  return (passed.filter((each) => each.rung.after >= 0).at(-1) ?? passed.filter((each) => each.at >= nextStepAt).at(-1))?.step ?? null
}

/** The next step of a matter whose date was set anew (the ladder begins again) or whose step was taken. */
export function laddered(kind: Kind, matter: Matter, before: Pick<Matter, 'dueAt'> | null, now: Instant, calendar: Calendar): Matter {
  const waits = matter.phase !== 'closed'
  const taken = before !== null && before.dueAt === matter.dueAt ? matter.ladderStep : 0
  const next = waits ? nextStep(kind.ladder, matter.dueAt, taken, now, calendar) : null
  return { ...matter, ladderStep: taken, nextStepAt: next?.at ?? null }
}
