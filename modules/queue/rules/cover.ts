import { isWorkingDay, type Calendar } from '../../../kernel/calendar.ts'
import { shanghaiDate, shanghaiTime, type Instant } from '../../../kernel/instant.ts'
import type { QueueRule } from './queue.ts'

export const minuteOfDay = (at: Instant): number => {
  const [hours, minutes] = shanghaiTime(at).split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

/** Nobody is looked for in the first minutes of a session: doctors sign in then. */
export const graceMinutes = 10

/** Rule QU-15: whether a department owes its patients a doctor at this moment: a working day of the calendar, within its hours. */
export function isDue(hours: QueueRule['hours'], at: Instant, calendar: Calendar): boolean {
  if (!isWorkingDay(shanghaiDate(at), calendar)) return false
  const minute = minuteOfDay(at)
  return hours.some(({ from, to }) => minute >= from + graceMinutes && minute < to)
}

export type Cover = { readonly looks: number; readonly covered: number; readonly gaps: number }

/** One look: a gap begins where nobody is there and none was open, and ends where somebody is or the hours are over. */
export function looked(day: Cover, look: { readonly isDue: boolean; readonly isThere: boolean; readonly hasOpenGap: boolean }): { readonly day: Cover; readonly gap: 'open' | 'close' | null } {
  if (!look.isDue) return { day, gap: look.hasOpenGap ? 'close' : null }
  const isMissing = !look.isThere
  return {
    day: { looks: day.looks + 1, covered: day.covered + (isMissing ? 0 : 1), gaps: day.gaps + (isMissing && !look.hasOpenGap ? 1 : 0) },
    gap: isMissing ? (look.hasOpenGap ? null : 'open') : look.hasOpenGap ? 'close' : null,
  }
}
