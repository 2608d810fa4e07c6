import { addDays, judgeDay, weekday, type Calendar, type IsoDate } from '../../../kernel/calendar.ts'
import { addMs, shanghaiDate, shanghaiTime, type Instant } from '../../../kernel/instant.ts'
import { minuteOf, partedAtOnce, placesOf, releaseOf, type Place, type PoolShares, type Release } from './pools.ts'

export const clinicServices = ['visit', 'exam', 'treatment', 'studio'] as const
export type ClinicService = (typeof clinicServices)[number]

export type ClinicRule = Release & {
  readonly id: string
  readonly clinicId: string
  /** 1 is Monday. */
  readonly weekdays: readonly number[]
  readonly fromMinute: number
  readonly toMinute: number
  readonly slotMinutes: number
  readonly capacity: number
  readonly pools: PoolShares
  readonly onHolidays: boolean
  readonly room: string
  readonly rolloverHours: number
  readonly validFrom: IsoDate
  readonly validTo: IsoDate | null
}

/** What differs on one day. */
export type ClinicException = {
  readonly id: string
  readonly clinicId: string
  readonly onDate: IsoDate
  readonly kind: 'stop' | 'extra' | 'room'
  readonly fromMinute: number
  readonly toMinute: number
  readonly slotMinutes: number | null
  readonly capacity: number | null
  readonly pools: PoolShares
  readonly room: string
}

export type PlannedSlot = {
  readonly onDate: IsoDate
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly room: string
  readonly stopped: boolean
  readonly places: readonly Place[]
  readonly rollsOverAt: Instant
  /** The lottery for its public places, or null where first come is first served. */
  readonly draw: { readonly opensAt: Instant; readonly closesAt: Instant } | null
}

const workingWeek = [1, 2, 3, 4, 5]

/**
 * Rule SC-1: a rule is held on its weekdays while it is valid, on statutory holidays only where it says so.
 * Rule SC-2: a make-up working day is held where the rule names that weekday or every day from Monday to Friday; other
 * clinics need an extra clinic, since nobody can tell whose weekday is made up for.
 */
export function isHeld(rule: Pick<ClinicRule, 'weekdays' | 'onHolidays' | 'validFrom' | 'validTo'>, on: IsoDate, calendar: Calendar): boolean {
  if (on < rule.validFrom || (rule.validTo !== null && on > rule.validTo)) return false
  const day = judgeDay(on, calendar)
  if (day.reason === 'holiday') return rule.onHolidays && rule.weekdays.includes(weekday(on))
  if (day.reason === 'make-up') return rule.weekdays.includes(weekday(on)) || workingWeek.every((each) => rule.weekdays.includes(each))
  return rule.weekdays.includes(weekday(on))
}

/** The last day whose slots exist by now: a day before the earliest of its places opens. */
export const horizonOf = (rule: Pick<ClinicRule, 'weeksAhead' | 'referralDaysEarlier'>, today: IsoDate): IsoDate => addDays(today, 7 * rule.weeksAhead + rule.referralDaysEarlier + 1)

type Cut = Pick<ClinicRule, 'fromMinute' | 'toMinute' | 'slotMinutes'>
/** Rule SC-3: slots of equal length from the beginning; what is left at the end and shorter than a slot is none. */
export const cut = ({ fromMinute, toMinute, slotMinutes }: Cut): { from: number; to: number }[] =>
  Array.from({ length: Math.max(0, Math.floor((toMinute - fromMinute) / slotMinutes)) }, (_, at) => ({ from: fromMinute + at * slotMinutes, to: fromMinute + (at + 1) * slotMinutes }))

const hourMs = 3_600_000
/** An extra clinic opens at once and rolls over a day before. */
const extraRolloverHours = 24

/** All slots of a clinic on a day, by beginning; a stop leaves the slot and says so, for whoever booked must be told. */
export function slotsOfDay(day: { readonly on: IsoDate; readonly rules: readonly ClinicRule[]; readonly exceptions: readonly ClinicException[]; readonly calendar: Calendar; readonly now: Instant }): PlannedSlot[] {
  const own = day.exceptions.filter((each) => each.onDate === day.on)
  const slots = [
    ...day.rules.filter((rule) => isHeld(rule, day.on, day.calendar)).flatMap((rule) => cut(rule).map((times) => slotOfRule(rule, day.on, times))),
    ...own.filter((each) => each.kind === 'extra').flatMap((extra) => cut(extraTimes(extra)).map((times) => slotOfExtra(extra, times, day.now))),
  ].sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
  const free = slots.filter((slot, at) => !slots.slice(0, at).some((earlier) => earlier.endsAt > slot.startsAt))
  return free.map((slot) => own.reduce(changed, slot))
}

const extraTimes = (extra: ClinicException): Cut => ({ ...extra, slotMinutes: extra.slotMinutes ?? extra.toMinute - extra.fromMinute })

function slotOfRule(rule: ClinicRule, on: IsoDate, times: { from: number; to: number }): PlannedSlot {
  const { opensAt, closesAt } = releaseOf(on, rule)
  const startsAt = minuteOf(on, times.from)
  return {
    onDate: on, startsAt, endsAt: minuteOf(on, times.to), room: rule.room, stopped: false,
    places: placesOf(on, rule.capacity, rule.pools, rule), rollsOverAt: addMs(startsAt, -rule.rolloverHours * hourMs), draw: closesAt === null ? null : { opensAt, closesAt },
  }
}

function slotOfExtra(extra: ClinicException, times: { from: number; to: number }, now: Instant): PlannedSlot {
  const startsAt = minuteOf(extra.onDate, times.from)
  return {
    onDate: extra.onDate, startsAt, endsAt: minuteOf(extra.onDate, times.to), room: extra.room, stopped: false,
    places: partedAtOnce(extra.onDate, extra.capacity ?? 1, extra.pools, now), rollsOverAt: addMs(startsAt, -extraRolloverHours * hourMs), draw: null,
  }
}

function changed(slot: PlannedSlot, by: ClinicException): PlannedSlot {
  if (by.kind === 'extra' || !touches(by, slot)) return slot
  return by.kind === 'stop' ? { ...slot, stopped: true } : { ...slot, room: by.room }
}

/** Rule SC-8: an exception concerns each slot that shares a minute with it. */
export const touches = (by: Pick<ClinicException, 'onDate' | 'fromMinute' | 'toMinute'>, slot: { readonly startsAt: Instant; readonly endsAt: Instant }): boolean =>
  slot.startsAt < minuteOf(by.onDate, by.toMinute) && slot.endsAt > minuteOf(by.onDate, by.fromMinute)

/** Minutes since midnight in Shanghai of an instant of that day; its end may be midnight. */
export function minuteIn(on: IsoDate, at: Instant): number {
  const [hours = '0', minutes = '0'] = shanghaiTime(at).split(':')
  return (shanghaiDate(at) > on ? 1440 : 0) + Number(hours) * 60 + Number(minutes)
}

/** '08:30' of 510. */
export const sayMinute = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

type Standing = { readonly startsAt: Instant; readonly endsAt: Instant }
/** Rule SC-7: slots that exist keep what they are; of a changed rule only those are added that overlap none of them. */
export const missing = (planned: readonly PlannedSlot[], existing: readonly Standing[]): PlannedSlot[] =>
  planned.filter((slot) => !existing.some((each) => each.startsAt < slot.endsAt && each.endsAt > slot.startsAt))
