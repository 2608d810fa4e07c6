import { expect, test } from 'vitest'
import { bookingStates } from './booking.ts'
import { differs, readTold, slotsFact, toldOf, visitFact, type BookingRoot, type ClinicDay } from './fact.ts'

const root: BookingRoot = { institutionId: 'h', id: 'b', regionCode: '990121', departmentId: 'd', staffId: null, clinicName: '内科门诊', service: 'visit', way: 'portal', pool: 'public', onDate: '2026-03-09', startsAt: '2026-03-09T01:00:00.000Z', endsAt: '2026-03-09T01:30:00.000Z', madeAt: '2026-03-01T17:00:00.000Z' }
const day: ClinicDay = { institutionId: 'h', regionCode: '990121', clinicId: 'c', id: 'x', onDate: '2026-03-09', departmentId: 'd', service: 'visit', name: '内科门诊', places: 20, slots: 4 }
const plain = { excused: false, reminded: false }

test('BK-62 whatever moment was told can be read again', () => {
  for (const state of bookingStates) for (const excused of [true, false]) for (const reminded of [true, false]) expect(readTold(toldOf({ state, excused, reminded }))).toEqual({ state, excused, reminded })
})

test('BK-60 a booking says when it was made, how long its slot is and how it was booked, and nothing of the person', () => {
  const fact = visitFact(root, { state: 'booked', ...plain })
  // Made after midnight in Shanghai.
  expect(fact).toMatchObject({ kind: 'booking.visit', on: '2026-03-09', title: '内科门诊 09:00', fields: { made_on: '2026-03-02', lead_days: 7, slot_minutes: 30, online: true, helped: false, ahead: true, named: false, kept: false, no_show: false } })
  expect(Object.keys(fact.fields)).not.toContain('name')
})

test.each([
  ['arrived', { state: 'arrived', ...plain }, { kept: true, no_show: false, cancelled: false }],
  ['seen', { state: 'seen', ...plain }, { kept: true, no_show: false }],
  ['not come', { state: 'no-show', ...plain }, { kept: false, no_show: true }],
  ['not come, excused', { state: 'no-show', excused: true, reminded: true }, { kept: false, no_show: false, excused: true, reminded: true }],
  ['cancelled', { state: 'cancelled', ...plain }, { cancelled: true, kept: false }],
] as const)('BK-60 %s', (_, moment, fields) => {
  expect(visitFact(root, moment).fields).toMatchObject(fields)
})

test.each([['onsite', false, false], ['desk', true, true], ['village', true, true], ['phone', true, true], ['referral', true, false], ['followup', true, false], ['system', true, false]] as const)('BK-60 booked by %s: ahead %s, helped %s', (way, ahead, helped) => {
  expect(visitFact({ ...root, way }, { state: 'booked', ...plain }).fields).toMatchObject({ way, ahead, helped, online: false })
})

test('BK-61 the places of a day are one fact, told anew where something differs', () => {
  expect(slotsFact(day)).toMatchObject({ kind: 'booking.slots', on: '2026-03-09', fields: { service: 'visit', places: 20, slots: 4 } })
  expect(differs(day, { ...day })).toBe(false)
  for (const other of [{ places: 19 }, { slots: 3 }, { departmentId: 'e' }, { service: 'studio' }, { name: '外科门诊' }]) expect(differs(day, { ...day, ...other })).toBe(true)
})
