import { weekday, type IsoDate } from '../../../kernel/calendar.ts'
import { shanghaiTime } from '../../../kernel/instant.ts'
import type { ExamDefinition } from './definition.ts'
import { relationOf } from './relations.ts'

/** Where an examination is done; two of one building and floor are near each other. */
export type Site = { readonly building: string; readonly floor: number }

/** A free time at a clinic that does an examination. Minutes count from midnight in Shanghai. */
export type Place = {
  readonly exam: string
  readonly slotId: string
  readonly clinicId: string
  readonly clinicName: string
  readonly departmentId: string
  readonly room: string
  readonly site: Site
  readonly onDate: IsoDate
  readonly start: number
  readonly end: number
}

/** What the patient asks for; each is a limit and not a liking. */
export type Wish = { readonly from: IsoDate; readonly to: IsoDate; readonly mornings: boolean; /** 1 is Monday; empty is any. */ readonly weekdays: readonly number[] }

export const noonMinute = 12 * 60

export const minuteOf = (instant: string): number => minuteOfTime(shanghaiTime(instant))
export const minuteOfTime = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** Rule XM-4: minutes on foot (*default*): none within one clinic, 3 on one floor, 2 more for each floor, 10 to another building. */
export function walkMinutes(from: Place, to: Place): number {
  return from.clinicId === to.clinicId ? 0 : walkBetween(from.site, to.site)
}
export const walkBetween = (from: Site, to: Site): number => (from.building === to.building ? 3 + 2 * Math.abs(from.floor - to.floor) : 10)

/** Which of the patient's wishes a place goes against; null where none. */
export function wishAgainst(place: Pick<Place, 'onDate' | 'end'>, wish: Wish, leftOut: ReadonlySet<string> = new Set()): 'dates' | 'mornings' | 'weekdays' | null {
  if ((place.onDate < wish.from || place.onDate > wish.to) && !leftOut.has('dates')) return 'dates'
  if (wish.mornings && place.end > noonMinute && !leftOut.has('mornings')) return 'mornings'
  if (wish.weekdays.length > 0 && !wish.weekdays.includes(weekday(place.onDate)) && !leftOut.has('weekdays')) return 'weekdays'
  return null
}

/** Rule XM-5: an examination on an empty stomach is not later than its hour. */
export const isTooLateFasting = (exam: ExamDefinition, start: number): boolean => exam.fasting !== undefined && start > minuteOfTime(exam.fasting.until)

/** One examination at one clinic on one day: its free starts in order, and how long each takes. */
export type Option = { readonly exam: number; readonly clinic: number; readonly starts: readonly number[]; readonly places: readonly Place[]; readonly minutes: number }

/** All that the search looks at, with names replaced by numbers. */
export type Problem = {
  readonly exams: readonly ExamDefinition[]
  readonly days: readonly IsoDate[]
  readonly options: readonly (readonly Option[])[]
  /** [first][then]: minutes on one day, Infinity for never in this order; and days apart. */
  readonly minutes: readonly (readonly number[])[]
  readonly apart: readonly (readonly number[])[]
  /** [clinic][clinic] minutes on foot; Infinity where both cannot be of one day. */
  readonly walk: readonly (readonly number[])[]
}

export type Ask = { readonly exams: readonly ExamDefinition[]; readonly places: readonly Place[]; readonly wish: Wish }

export function problemOf({ exams, places, wish }: Ask, leftOut: ReadonlySet<string> = new Set()): Problem {
  const at = new Map(exams.map((exam, index) => [exam.key, index]))
  const fitting = places.filter((place) => {
    const exam = exams[at.get(place.exam) ?? -1]
    return exam !== undefined && wishAgainst(place, wish, leftOut) === null && (leftOut.has('fasting-hour') || !isTooLateFasting(exam, place.start))
  })
  const days = [...new Set(fitting.map((place) => place.onDate))].sort()
  const sites = new Map(fitting.map((place) => [place.clinicId, place]))
  const clinics = [...sites.keys()].sort()
  const clinicAt = new Map(clinics.map((clinic, index) => [clinic, index]))
  const options = days.map((day) => {
    const groups = Map.groupBy(fitting.filter((place) => place.onDate === day), (place) => `${at.get(place.exam)} ${clinicAt.get(place.clinicId)}`)
    return [...groups.values()].map((own) => optionOf(own, exams, at, clinicAt))
  })
  const relation = exams.map((first) => exams.map((second) => relationOf(first, second, leftOut)))
  return {
    exams, days, options,
    minutes: relation.map((row) => row.map((each) => each.minutes)),
    apart: relation.map((row) => row.map((each) => each.days)),
    walk: clinics.map((from) => clinics.map((to) => walkMinutes(sites.get(from) as Place, sites.get(to) as Place))),
  }
}

/** The longest of its times that day stands for each, so that an earlier start never ends later: the search leans on that. */
function optionOf(own: readonly Place[], exams: readonly ExamDefinition[], at: ReadonlyMap<string, number>, clinicAt: ReadonlyMap<string, number>): Option {
  const places = [...own].sort((a, b) => a.start - b.start || (a.slotId < b.slotId ? -1 : 1))
  const [first] = places as [Place, ...Place[]]
  const exam = at.get(first.exam) ?? 0
  return { exam, clinic: clinicAt.get(first.clinicId) ?? 0, starts: places.map((place) => place.start), places, minutes: Math.max(exams[exam]?.minutes ?? 0, ...places.map((place) => place.end - place.start)) }
}
