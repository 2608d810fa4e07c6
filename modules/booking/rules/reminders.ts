import { instantMs, type Instant } from '../../../kernel/instant.ts'

/** What `booking.reminded` counts: each reminder is one bit, so that none is sent twice. */
const dayBefore = 1
const hoursBefore = 2
export const dayMs = 24 * 3_600_000
const hoursMs = 2 * 3_600_000

type Remindable = { readonly startsAt: Instant; readonly madeAt: Instant; readonly reminded: number }
type ReminderDue = { /** Which one is sent; null where its hour has passed unneeded. */ readonly send: 'day' | 'hours' | null; readonly reminded: number }

/**
 * Rule TG-8: one message a day before and one two hours before. Whoever booked within that time was told then and is not
 * told again; after an outage only the nearer one is sent; nothing is sent once the time has begun. Null: nothing to do yet.
 */
export function reminderDue(booking: Remindable, nowMs: number): ReminderDue | null {
  const [starts, made] = [instantMs(booking.startsAt), instantMs(booking.madeAt)]
  if (nowMs >= starts) return null
  const due = (bit: number, ms: number) => (booking.reminded & bit) === 0 && nowMs >= starts - ms
  const [day, hours] = [due(dayBefore, dayMs), due(hoursBefore, hoursMs)]
  if (!day && !hours) return null
  const reminded = booking.reminded | (day ? dayBefore : 0) | (hours ? hoursBefore : 0)
  if (hours && made < starts - hoursMs) return { send: 'hours', reminded }
  return { send: day && !hours && made < starts - dayMs ? 'day' : null, reminded }
}
