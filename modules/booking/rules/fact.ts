import { diffDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { Fact, FactKind } from '../../../kernel/fact.ts'
import { instantMs, shanghaiDate, shanghaiTime, type Instant } from '../../../kernel/instant.ts'
import type { BookingState, BookingWay } from './booking.ts'
import type { Pool } from './pools.ts'

export const factPrefix = 'booking.'

/** Rule BK-60: each booking is a fact of the day of its visit; whatever happens to it changes that fact. */
export const visitKind: FactKind = {
  kind: 'booking.visit',
  name: { zh: '预约', en: 'Booking' },
  fields: {
    state: 'text', service: 'text', way: 'text', pool: 'text', online: 'boolean', helped: 'boolean', ahead: 'boolean', named: 'boolean', slot_minutes: 'number', lead_days: 'number', made_on: 'date',
    kept: 'boolean', cancelled: 'boolean', no_show: 'boolean', excused: 'boolean', reminded: 'boolean',
  },
}

/** Rule BK-61: the places of a clinic on a day are one fact, however many slots they lie in; stopped slots have none. */
export const slotsKind: FactKind = { kind: 'booking.slots', name: { zh: '号源', en: 'Places' }, fields: { service: 'text', places: 'number', slots: 'number' } }

export const factKinds: readonly FactKind[] = [visitKind, slotsKind]

/** What of a booking never changes. */
export type BookingRoot = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly departmentId: string
  readonly staffId: string | null
  readonly clinicName: string
  readonly service: string
  readonly way: BookingWay
  readonly pool: Pool
  readonly onDate: IsoDate
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly madeAt: Instant
}
export type BookingMoment = { readonly state: BookingState; readonly excused: boolean; readonly reminded: boolean }

/** The moment of a booking in one word, as it is kept in booking.told; the column booking.untold says the same in SQL. */
export const toldOf = ({ state, excused, reminded }: BookingMoment): string => `${state}${excused ? '+' : ''}${reminded ? '!' : ''}`

export function readTold(told: string): BookingMoment {
  const [, state = '', excused, reminded] = /^([a-z-]+)(\+)?(!)?$/.exec(told) ?? []
  // It was written by toldOf, of a state.
  return { state: state as BookingState, excused: excused !== undefined, reminded: reminded !== undefined }
}

const helpedWays: readonly BookingWay[] = ['desk', 'phone', 'village']

/** Rule BK-60. "Ahead" is every way but the counter on the day: what was drawn or waited for was booked ahead as well. Who was excused is no no-show. */
export function visitFact(root: BookingRoot, moment: BookingMoment): Fact {
  const { state, excused, reminded } = moment
  return {
    institutionId: root.institutionId, regionCode: root.regionCode, kind: visitKind.kind, id: root.id, on: root.onDate, departmentId: root.departmentId, staffIds: root.staffId === null ? [] : [root.staffId],
    fields: {
      state, service: root.service, way: root.way, pool: root.pool, online: root.way === 'portal', helped: helpedWays.includes(root.way), ahead: root.way !== 'onsite', named: root.staffId !== null,
      slot_minutes: Math.round((instantMs(root.endsAt) - instantMs(root.startsAt)) / 60_000), lead_days: diffDays(shanghaiDate(root.madeAt), root.onDate), made_on: shanghaiDate(root.madeAt),
      kept: state === 'arrived' || state === 'seen', cancelled: state === 'cancelled', no_show: state === 'no-show' && !excused, excused, reminded,
    },
    title: `${root.clinicName} ${shanghaiTime(root.startsAt)}`, link: `/booking/schedule?week=${root.onDate}&department=${root.departmentId}`,
  }
}

export type ClinicDay = { readonly institutionId: string; readonly regionCode: string; readonly clinicId: string; readonly id: string; readonly onDate: IsoDate; readonly departmentId: string; readonly service: string; readonly name: string; readonly places: number; readonly slots: number }

export const slotsFact = (day: ClinicDay): Fact => ({
  institutionId: day.institutionId, regionCode: day.regionCode, kind: slotsKind.kind, id: day.id, on: day.onDate, departmentId: day.departmentId, staffIds: [], fields: { service: day.service, places: day.places, slots: day.slots },
  title: `${day.name} ${day.places}`, link: `/booking/schedule?week=${day.onDate}&department=${day.departmentId}`,
})

/** Rule BK-61: a day whose places, slots, department or name differ from what was told is told anew. */
export const differs = (told: ClinicDay, now: ClinicDay): boolean => told.places !== now.places || told.slots !== now.slots || told.departmentId !== now.departmentId || told.service !== now.service || told.name !== now.name
