import { addDays, dayNumber } from '../../../kernel/calendar.ts'
import { endOfDay, shanghaiDate, shanghaiTime, startOfDay, toUtc } from '../../../kernel/instant.ts'

export type Shift = { readonly fromAt: string; readonly toAt: string }

/** Monday of the week of a day; 1970-01-01 was a Thursday. */
export const mondayOf = (day: string): string => addDays(day, -((dayNumber(day) + 3) % 7))
export const weekOf = (monday: string): string[] => Array.from({ length: 7 }, (_, at) => addDays(monday, at))

/** Shifts that touch a day, the earliest first. */
export const shiftsOn = <Any extends Shift>(shifts: readonly Any[], day: string): Any[] => shifts.filter((shift) => shift.fromAt < endOfDay(day) && shift.toAt > startOfDay(day)).toSorted((a, b) => (a.fromAt < b.fromAt ? -1 : 1))

/** Where nobody is on duty on a day, as times on the wall; '24:00' is its end. */
export function gapsOn(shifts: readonly Shift[], day: string): { from: string; to: string }[] {
  const end = endOfDay(day)
  const gaps: { from: string; to: string }[] = []
  let covered = startOfDay(day)
  for (const shift of shiftsOn(shifts, day)) {
    if (shift.fromAt > covered) gaps.push({ from: shanghaiTime(covered), to: shanghaiTime(shift.fromAt) })
    if (shift.toAt > covered) covered = shift.toAt
  }
  if (covered < end) gaps.push({ from: shanghaiTime(covered), to: '24:00' })
  return gaps
}

/** The same times on the days after: what a repeated shift is made of. Fields are Shanghai wall time, 'YYYY-MM-DDTHH:MM'. */
export function repeated(from: string, to: string, days: number): Shift[] {
  const move = (field: string, by: number) => toUtc(`${addDays(field.slice(0, 10), by)}${field.slice(10)}:00+08:00`)
  return Array.from({ length: days + 1 }, (_, by) => ({ fromAt: move(from, by), toAt: move(to, by) }))
}

/** A time of a shift seen from a day: the end of a night shift lies on the next one. */
export const timeFrom = (at: string, day: string): { time: string; later: boolean; earlier: boolean } => {
  const on = shanghaiDate(at)
  const isEnd = on > day && at === endOfDay(day)
  return { time: isEnd ? '24:00' : shanghaiTime(at), later: on > day && !isEnd, earlier: on < day }
}
