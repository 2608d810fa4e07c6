import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { BookingWay } from './booking.ts'

/** `n` missed visits within `windowDays` keep from booking online for `blockDays`; n = 0 switches the rule off. */
export type NoShowRule = { readonly n: number; readonly windowDays: number; readonly blockDays: number; readonly exemptAge: number }

export type Missed = { readonly bookingId: string; readonly onDate: IsoDate; readonly clinicName: string; readonly way: BookingWay; readonly excused: boolean }
export type Block = { readonly fromOn: IsoDate; readonly toOn: IsoDate; readonly missed: readonly Missed[] }

/** Rule BK-25: a pause holds while as many of its absences as the rule asks for are counted still. */
export const stillHolds = (block: { readonly missed: readonly Pick<Missed, 'bookingId'>[]; readonly rule: Pick<NoShowRule, 'n'> }, excused: ReadonlySet<string>): boolean =>
  block.missed.filter((each) => !excused.has(each.bookingId)).length >= block.rule.n

/** Whoever was brought by somebody else, or stood there already, is not counted for not coming back. */
const uncounted: readonly BookingWay[] = ['onsite', 'system']

/**
 * Rule BK-17: who is kept from booking online, from when and why. Excused absences, places taken on site or drawn, and the
 * very old are not counted; what led to a block once leads to none again.
 */
export function blockFor(missed: readonly Missed[], of: { readonly bornYear: number | null; readonly counted: ReadonlySet<string> }, rule: NoShowRule, today: IsoDate): Block | null {
  if (rule.n === 0) return null
  if (of.bornYear !== null && Number(today.slice(0, 4)) - of.bornYear >= rule.exemptAge) return null
  const since = addDays(today, -rule.windowDays)
  const counted = missed.filter((each) => !each.excused && !uncounted.includes(each.way) && each.onDate >= since && !of.counted.has(each.bookingId))
  return counted.length < rule.n ? null : { fromOn: today, toOn: addDays(today, rule.blockDays - 1), missed: counted }
}
