import { describe, expect, test } from 'vitest'
import { staffRoles, type Actor } from '../../kernel/actor.ts'
import { aBed, aSlip, aWard } from './fixtures.ts'
import { bedsFor, fit, passedOver } from './rules/beds.ts'
import { factOf } from './rules/fact.ts'
import { admit, aheadOf, changeClass, confirm, decline, discharge, finishTests, inLine, mayGiveBeds, mayJudgeClass, mayMake, maySetWards, miss, offer, withdraw, type Slip } from './rules/slip.ts'

const at = { now: '2026-03-03T01:00:00.000Z', today: '2026-03-03' }
const bed = { bedId: 'b1', wardId: 'surgery' }
const offered = (given: Partial<Slip> = {}) => offer(aSlip('a', given), bed, '2026-03-04', at) as Slip

test('AD-1 class first, then time, and everybody knows how many stand before', () => {
  const line = [aSlip('late', { lineAt: '2026-03-02T03:00:00.000Z' }), aSlip('urgent', { urgency: 2, lineAt: '2026-03-02T05:00:00.000Z' }), aSlip('early')]
  expect(inLine(line).map((slip) => slip.id)).toEqual(['urgent', 'early', 'late'])
  expect(line.map((slip) => aheadOf(slip, line))).toEqual([2, 0, 1])
})

describe('AD-2 a bed fits', () => {
  const wards = [aWard('surgery', { reserve: 1 }), aWard('chest', { nearDepartments: ['surgery'] }), aWard('eyes'), aWard('isolation', { departmentId: 'surgery', isolation: true }), aWard('women', { departmentId: 'surgery', sex: 'female' })]
  const beds = [aBed('1', 'surgery', { room: 'A' }), aBed('2', 'surgery', { room: 'A', state: 'taken', sex: 'male', slipId: 'x' }), aBed('3', 'surgery', { room: 'B' }), aBed('4', 'chest'), aBed('5', 'eyes'), aBed('6', 'isolation'), aBed('7', 'women')]
  const house = { wards, beds }
  test.each([
    ['the own specialty', aSlip('a'), '3', 0],
    ['a near specialty', aSlip('a'), '4', 1],
    ['not any other', aSlip('a'), '5', 'admission.bed_specialty'],
    ['any for an emergency', aSlip('a', { urgency: 1 }), '5', 2],
    ['not a near one for the urgent', aSlip('a', { urgency: 2 }), '4', 'admission.bed_specialty'],
    ['not with the other sex in the room', aSlip('a'), '1', 'admission.bed_sex'],
    ['not a ward of the other sex', aSlip('a', { sex: 'male' }), '7', 'admission.bed_sex'],
    ['isolation for infection', aSlip('a', { infection: true }), '6', 0],
    ['no isolation without', aSlip('a'), '6', 'admission.bed_isolation'],
    ['nothing else with infection', aSlip('a', { infection: true }), '3', 'admission.bed_isolation'],
    ['not what is taken', aSlip('a'), '2', 'admission.bed_taken'],
  ])('AD-2 %s', (_, slip, id, expected) => {
    const answer = fit(slip, beds.find((each) => each.id === id) ?? aBed('none', 'none'), house)
    expect('bed' in answer ? answer.nearness : answer.refused).toBe(expected)
  })

  test('AD-2 the last beds of a ward are kept for emergencies, and the own specialty comes first', () => {
    const few = { wards, beds: [aBed('1', 'surgery'), aBed('4', 'chest')] }
    expect(fit(aSlip('a'), few.beds[0] ?? aBed('', ''), few)).toMatchObject({ refused: 'admission.bed_reserved' })
    expect(bedsFor(aSlip('a'), few).map((each) => each.bed.id)).toEqual(['4'])
    expect(bedsFor(aSlip('a', { urgency: 1 }), few).map((each) => each.bed.id)).toEqual(['1', '4'])
  })

  test('AD-3 only those before who could use the very bed, and are ready, are passed over', () => {
    const line = [aSlip('man', { sex: 'male', lineAt: '2026-03-01T01:00:00.000Z' }), aSlip('tests', { tests: 'ordered', lineAt: '2026-03-01T02:00:00.000Z' }), aSlip('ready', { lineAt: '2026-03-01T03:00:00.000Z' }), aSlip('a')]
    expect(passedOver(line[3] as Slip, beds[6] ?? aBed('', ''), line, house).map((slip) => slip.id)).toEqual(['ready'])
  })
})

test('AD-3 another class keeps the time, and the same is none', () => {
  expect(changeClass(aSlip('a'), 2)).toMatchObject({ urgency: 2, lineAt: aSlip('a').lineAt })
  expect(changeClass(aSlip('a'), 4)).toMatchObject({ refused: 'admission.same_class' })
  expect(changeClass(offered(), 2)).toMatchObject({ refused: 'admission.wrong_state' })
})

test('AD-4 an offer is answered within twelve hours, and no later than its day', () => {
  expect(offered()).toMatchObject({ state: 'offered', answerBy: '2026-03-03T13:00:00.000Z', comeOn: '2026-03-04' })
  expect(offer(aSlip('a'), bed, '2026-03-03', { ...at, now: '2026-03-03T12:00:00.000Z' })).toMatchObject({ answerBy: '2026-03-03T16:00:00.000Z' })
  expect(offer(aSlip('a'), bed, '2026-03-02', at)).toMatchObject({ refused: 'admission.day_over' })
  expect(confirm(offered(), at.now)).toMatchObject({ state: 'confirmed', bedId: 'b1' })
  expect(confirm(offered(), '2026-03-03T13:00:00.000Z')).toMatchObject({ refused: 'admission.answered_too_late' })
  expect(confirm(aSlip('a'), at.now)).toMatchObject({ refused: 'admission.wrong_state' })
})

test('AD-5 tests before admission are done before a bed is offered; an emergency waits for nothing', () => {
  expect(offer(aSlip('a', { tests: 'ordered' }), bed, '2026-03-04', at)).toMatchObject({ refused: 'admission.tests_pending' })
  expect(offer(aSlip('a', { tests: 'ordered', urgency: 1 }), bed, '2026-03-04', at)).toMatchObject({ state: 'offered' })
  expect(finishTests(aSlip('a', { tests: 'ordered' }))).toMatchObject({ tests: 'done' })
  expect(finishTests(aSlip('a'))).toMatchObject({ refused: 'admission.wrong_state' })
})

test('AD-6 one refusal keeps the place, the second goes to the end of the class', () => {
  const once = decline(offered(), at.now) as Slip
  expect(once).toMatchObject({ state: 'waiting', bedId: null, declined: 1, lineAt: aSlip('a').lineAt })
  expect(decline(offered({ declined: 1 }), at.now)).toMatchObject({ state: 'waiting', declined: 2, lineAt: at.now })
})

test('AD-6 one miss loses the bed and the place, the second ends the slip', () => {
  const late = { now: '2026-03-03T14:00:00.000Z', today: '2026-03-03' }
  expect(miss(offered(), at)).toMatchObject({ refused: 'admission.not_late' })
  expect(miss(offered(), late)).toMatchObject({ state: 'waiting', missed: 1, bedId: null, lineAt: late.now })
  expect(miss(offered({ missed: 1 }), late)).toMatchObject({ state: 'withdrawn', missed: 2 })
  const confirmed = confirm(offered(), at.now) as Slip
  expect(miss(confirmed, { ...late, today: '2026-03-04' })).toMatchObject({ refused: 'admission.not_late' })
  expect(miss(confirmed, { now: '2026-03-05T01:00:00.000Z', today: '2026-03-05' })).toMatchObject({ state: 'waiting', missed: 1 })
})

test('AD-7 who was offered a bed comes, an emergency at once, and whoever leaves frees the bed', () => {
  expect(admit(aSlip('a'), bed, at.now)).toMatchObject({ refused: 'admission.not_offered' })
  expect(admit(aSlip('a', { urgency: 1 }), bed, at.now)).toMatchObject({ state: 'admitted', bedId: 'b1' })
  const admitted = admit(offered(), null, at.now) as Slip
  expect(admitted).toMatchObject({ state: 'admitted', bedId: 'b1', admittedAt: at.now })
  expect(discharge(admitted, at.now)).toMatchObject({ state: 'discharged', bedId: null })
  expect(discharge(offered(), at.now)).toMatchObject({ refused: 'admission.wrong_state' })
  expect(withdraw(offered(), '转外院')).toMatchObject({ state: 'withdrawn', bedId: null, endReason: '转外院' })
  expect(withdraw(admitted, '')).toMatchObject({ refused: 'admission.wrong_state' })
})

test('AD-8 each step has its posts, at the own body', () => {
  const body = { institutionId: 'house', regionCode: '990121' }
  const actor = (role: (typeof staffRoles)[number], institutionId = 'house'): Actor => ({ kind: 'staff', id: 'p', name: '', institutionId, regionPrefix: null, roles: [role], posts: [] })
  const may = (check: (who: Actor) => unknown) => staffRoles.filter((role) => check(actor(role)) === null)
  expect(may(mayMake)).toEqual(['department_head', 'doctor', 'nurse', 'desk_clerk'])
  expect(may((who) => mayGiveBeds(who, body))).toEqual(['institution_clerk', 'department_head', 'nurse', 'desk_clerk'])
  expect(may((who) => mayJudgeClass(who, body))).toEqual(['department_head', 'doctor'])
  expect(may((who) => maySetWards(who, body))).toEqual(['institution_clerk', 'department_head'])
  expect(mayGiveBeds(actor('desk_clerk', 'other'), body)).toMatchObject({ refused: 'admission.beds_only' })
})

test('AD-9 the days until a bed are those between slip and admission', () => {
  expect(factOf(aSlip('a', { state: 'admitted', admittedAt: '2026-03-05T02:00:00.000Z' })).fields).toMatchObject({ admitted: true, wait_days: 3 })
  expect(factOf(aSlip('a')).fields).toMatchObject({ admitted: false, wait_days: 0 })
})
