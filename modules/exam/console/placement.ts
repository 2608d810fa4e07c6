import type { Place } from '../rules/problem.ts'

/** What is chosen on the board: one place of each examination, by its key. */
export type Chosen = ReadonlyMap<string, Place>

const sameDay = (places: readonly Place[], exam: string, day: string): Place[] => places.filter((place) => place.exam === exam && place.onDate === day).sort((a, b) => a.start - b.start)

/** The free time of the day that is nearest to where a bar was dropped. */
export function nearest(places: readonly Place[], exam: string, day: string, minute: number): Place | undefined {
  return sameDay(places, exam, day).reduce<Place | undefined>((best, place) => (best === undefined || Math.abs(place.start - minute) < Math.abs(best.start - minute) ? place : best), undefined)
}

/** The next free time of the day, or the one before. */
export function stepTime(places: readonly Place[], place: Place, by: 1 | -1): Place | undefined {
  const own = sameDay(places, place.exam, place.onDate)
  return by === 1 ? own.find((each) => each.start > place.start) : own.findLast((each) => each.start < place.start)
}

/** The next day with a free time, or the one before, about the same time of day. */
export function stepDay(places: readonly Place[], place: Place, by: 1 | -1): Place | undefined {
  const days = [...new Set(places.filter((each) => each.exam === place.exam).map((each) => each.onDate))].sort()
  const day = by === 1 ? days.find((each) => each > place.onDate) : days.findLast((each) => each < place.onDate)
  return day === undefined ? undefined : nearest(places, place.exam, day, place.start)
}

/** From the first to the last minute of a day that any place of it needs, in whole hours; what a timeline shows. */
export function hoursOf(places: readonly Place[], day: string): { readonly from: number; readonly to: number } {
  const own = places.filter((place) => place.onDate === day)
  const from = Math.min(8 * 60, ...own.map((place) => place.start))
  const to = Math.max(12 * 60, ...own.map((place) => place.end))
  return { from: Math.floor(from / 60) * 60, to: Math.ceil(to / 60) * 60 }
}

export const sayTime = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
