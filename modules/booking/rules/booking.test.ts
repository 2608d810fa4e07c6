import { describe, expect, test } from 'vitest'
import { anonymous, type Actor, type Role } from '../../../kernel/actor.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { seeded } from '../../../kernel/random.ts'
import type { Booking, BookingWay } from './booking.ts'
import { arrive, cancelUntil, confirm, excuse, mayCancel, mayMove, returnDueAt, see, type BookingLaw } from './booking-changes.ts'
import { mayAppeal, mayDecide, mayLift, shownTo } from './booking-appeal.ts'
import { judgeGroup, type Ground, type GroundSlot, type GroupAnswer, type GroupAsk } from './booking-group.ts'
import { bookedMessage } from './booking-message.ts'
import { readPerson } from './booking-person.ts'
import { mayWait, stopWait } from './booking-waiting.ts'
import { isOnline, mayBook } from './booking-ways.ts'
import { blockFor, stillHolds, type Missed, type NoShowRule } from './no-show.ts'
import type { Pool } from './pools.ts'

const house = '00000000-0000-7000-8000-00000000000a'
const now = '2026-03-02T01:00:00.000Z'
const law: BookingLaw = { cancelHours: 0, lateMinutes: 30, returnMinutes: 30 }
const staff = (role: Role, institutionId: string | null = house): Actor => ({ ...anonymous, kind: 'staff', id: 'staff', institutionId, roles: [role] })
const citizen = (id: string): Actor => ({ ...anonymous, kind: 'citizen', id, roles: ['citizen'] })
const refused = (answer: unknown): string | null => (isRefusal(answer) ? answer.refused : null)

const slot = (over: Partial<GroundSlot> = {}): GroundSlot => ({
  id: 's1', regionCode: '990121', clinicId: 'c', departmentId: 'd', staffId: null, service: 'visit', onDate: '2026-03-03', startsAt: '2026-03-03T01:00:00.000Z', endsAt: '2026-03-03T01:30:00.000Z', state: 'open', active: true, feeCents: 0, draw: 'none', ...over,
})
const ground = (over: Partial<Ground> = {}): Ground => ({ places: [{ slotId: 's1', pool: 'public', free: 1, opensAt: '2026-03-01T00:00:00.000Z' }], slots: [slot()], known: [], live: [], blocked: [], ...over })
const ask = (n: number, over: Partial<GroupAsk> = {}): GroupAsk => ({ slotId: 's1', pool: 'public', way: 'portal', personIndex: `p${n}`, madeBy: `a${n}`, madeKey: `k${n}`, requestHash: `h${n}`, ...over })
let ids = 0
const judge = (asks: readonly GroupAsk[], on: Ground): GroupAnswer[] => judgeGroup(asks, on, { now, holdMinutes: 15, newId: () => `b${(ids += 1)}` })
const said = (answers: readonly GroupAnswer[]): string[] => answers.map((each) => (isRefusal(each) ? each.refused : each.outcome))

const booking = (over: Partial<Booking> = {}): Booking => ({
  institutionId: house, id: 'b', regionCode: '990121', slotId: 's1', pool: 'public', clinicId: 'c', departmentId: 'd', staffId: null, service: 'visit', onDate: '2026-03-03', startsAt: '2026-03-03T01:00:00.000Z', endsAt: '2026-03-03T01:30:00.000Z', state: 'booked', personIndex: 'p', sealed: Buffer.from(''), bornYear: 1980,
  accountId: 'me', way: 'portal', madeBy: 'me', madeName: '', madeAt: now, holdUntil: null, changedAt: now, endedAt: null, endReason: null, arrivedAt: null, seenAt: null, movedFrom: null, excused: null, revision: 1, ...over,
})

describe('A group', () => {
  test('BK-5 is judged in the order of arrival', () => {
    expect(said(judge([ask(1), ask(2), ask(3)], ground({ places: [{ slotId: 's1', pool: 'public', free: 2, opensAt: now }] })))).toEqual(['made', 'made', 'booking.full'])
  })

  test.each<[string, GroupAsk[], Partial<Ground>, string[]]>([
    ['the same key twice takes one place', [ask(1), ask(1), ask(2)], { places: [{ slotId: 's1', pool: 'public', free: 2, opensAt: now }] }, ['made', 'repeated', 'made']],
    ['the same key for something else is refused', [ask(1), ask(1, { requestHash: 'other' })], {}, ['made', 'request.key_reused']],
    ['the same person twice takes one place', [ask(1), ask(2, { personIndex: 'p1' }), ask(3)], { places: [{ slotId: 's1', pool: 'public', free: 2, opensAt: now }] }, ['made', 'booking.same_day', 'made']],
    ['whoever was refused for a full slot may have another', [ask(1), ask(2), ask(2, { slotId: 's2', madeKey: 'k9' })], { slots: [slot(), slot({ id: 's2' })], places: [{ slotId: 's1', pool: 'public', free: 1, opensAt: now }, { slotId: 's2', pool: 'public', free: 1, opensAt: now }] }, ['made', 'booking.full', 'made']],
    ['a person with a booking that day gets none there', [ask(1)], { live: [{ personIndex: 'p1', once: 'd', onDate: '2026-03-03' }] }, ['booking.same_day']],
    ['and a second examination of that department', [ask(1, { way: 'desk' })], { slots: [slot({ service: 'exam' })], live: [{ personIndex: 'p1', once: 'd', onDate: '2026-03-03' }, { personIndex: 'p1', once: 's2', onDate: '2026-03-03' }] }, ['made']],
    ['but no examination twice at one time', [ask(1, { way: 'desk' })], { slots: [slot({ service: 'exam' })], live: [{ personIndex: 'p1', once: 's1', onDate: '2026-03-03' }] }, ['booking.same_day']],
    ['and one in another department', [ask(1)], { live: [{ personIndex: 'p1', once: 'other', onDate: '2026-03-03' }] }, ['made']],
  ])('BK-5 %s', (_, asks, over, expected) => {
    expect(said(judge(asks, ground(over)))).toEqual(expected)
  })

  test('BK-5 of any group at most as many are made as are free, one for each key and for each person and day', () => {
    const draw = seeded('booking groups')
    for (let round = 0; round < 300; round += 1) {
      const slots = Array.from({ length: 4 }, (_, n) => slot({ id: `s${n}`, departmentId: `d${n % 2}` }))
      const places = slots.map((each) => ({ slotId: each.id, pool: 'public' as const, free: draw.int(0, 3), opensAt: now }))
      const asks = Array.from({ length: draw.int(1, 30) }, () => ask(draw.int(0, 12), { slotId: `s${draw.int(0, 3)}`, requestHash: 'h' }))
      const answers = judge(asks, ground({ slots, places }))
      const made = answers.flatMap((each, at) => (isRefusal(each) || each.outcome !== 'made' ? [] : [{ booking: each.booking, ask: asks[at] }]))
      for (const place of places) expect(made.filter((each) => each.booking.slotId === place.slotId).length).toBeLessThanOrEqual(place.free)
      expect(new Set(made.map((each) => `${each.booking.madeBy} ${each.booking.madeKey}`)).size).toBe(made.length)
      expect(new Set(made.map((each) => `${each.ask?.personIndex} ${each.booking.departmentId}`)).size).toBe(made.length)
      // Nobody is told "full" while something is left of that slot in the end.
      for (const [at, each] of answers.entries()) if (refused(each) === 'booking.full') expect(made.filter((one) => one.booking.slotId === asks[at]?.slotId).length).toBe(places.find((place) => place.slotId === asks[at]?.slotId)?.free)
    }
  })

  test.each<[string, Partial<GroupAsk>, Partial<GroundSlot>, string]>([
    ['what is stopped', {}, { state: 'stopped' }, 'booking.slot_stopped'],
    ['a clinic that is closed', {}, { active: false }, 'booking.slot_stopped'],
    ['online what has begun', {}, { startsAt: now }, 'booking.slot_over'],
    ['at the counter what is over', { way: 'desk' }, { startsAt: '2026-03-02T00:00:00.000Z', endsAt: now }, 'booking.slot_over'],
    ['public places before the draw', {}, { draw: 'open' }, 'booking.by_draw'],
    ['online an examination that nobody ordered', {}, { service: 'exam' }, 'booking.needs_order'],
  ])('BK-7 refuses %s', (_, over, of, expected) => {
    expect(said(judge([ask(1, over)], ground({ slots: [slot(of)] })))).toEqual([expected])
  })

  test('BK-7 at the counter until it ends; the draw itself gives out what it drew, also before others may', () => {
    expect(said(judge([ask(1, { way: 'onsite' })], ground({ slots: [slot({ startsAt: '2026-03-02T00:45:00.000Z', endsAt: '2026-03-02T01:15:00.000Z' })] })))).toEqual(['made'])
    expect(said(judge([ask(1, { way: 'system' })], ground({ slots: [slot({ draw: 'open' })], places: [{ slotId: 's1', pool: 'public', free: 1, opensAt: '2026-03-03T00:00:00.000Z' }] })))).toEqual(['made'])
    expect(judge([ask(1)], ground({ places: [{ slotId: 's1', pool: 'public', free: 1, opensAt: '2026-03-02T01:00:00.001Z' }] }))).toEqual([{ refused: 'booking.not_open_yet', detail: '2026-03-02T01:00:00.001Z' }])
  })

  test('BK-3 a pause keeps from booking online and from nothing else', () => {
    const paused = ground({ blocked: [{ personIndex: 'p1', toOn: '2026-05-01' }] })
    expect(judge([ask(1)], paused)).toEqual([{ refused: 'booking.blocked', detail: '2026-05-01' }])
    for (const way of ['desk', 'phone', 'onsite', 'village', 'referral', 'followup'] as const) expect(said(judge([ask(1, { way })], paused))).toEqual(['made'])
    expect(isOnline('portal')).toBe(true)
  })

  test('BK-6 a fee holds the place, except for what was drawn', () => {
    const costs = ground({ slots: [slot({ feeCents: 500 })] })
    expect(judge([ask(1)], costs)).toMatchObject([{ booking: { holdUntil: '2026-03-02T01:15:00.000Z' } }])
    expect(judge([ask(1, { way: 'system' })], costs)).toMatchObject([{ booking: { holdUntil: null } }])
  })
})

describe('Who books', () => {
  const there = { id: house, regionCode: '990121', kind: 'general' }
  const own = { id: 'o', regionCode: '990121004', kind: 'township' }
  test.each<[string, Actor, BookingWay, Pool, string | null]>([
    ['the citizen a public place', citizen('me'), 'portal', 'public', null],
    ['the citizen no other', citizen('me'), 'portal', 'referral', 'booking.pool_not_yours'],
    ['nobody in somebody else’s name', citizen('you'), 'portal', 'public', 'booking.way_not_yours'],
    ['the desk on site', staff('desk_clerk'), 'onsite', 'onsite', null],
    ['the desk no follow-up', staff('desk_clerk'), 'followup', 'followup', 'booking.way_not_yours'],
    ['the doctor a follow-up', staff('doctor'), 'followup', 'followup', null],
    ['the house itself not for villagers', staff('doctor'), 'village', 'public', 'booking.way_not_yours'],
    ['a village doctor of the county', staff('doctor', 'o'), 'village', 'referral', null],
    ['staff never as the system', staff('doctor'), 'system', 'public', 'booking.way_not_yours'],
  ])('BK-1 BK-2 %s', (_, actor, way, pool, expected) => {
    expect(refused(mayBook(actor, { way, pool, institutionId: house, accountId: way === 'portal' ? 'me' : null }, { own, there }))).toBe(expected)
  })

  test('BK-2 primary care only, and its own county only', () => {
    const of = (kind: string, regionCode: string): Refusal | null => mayBook(staff('doctor', 'o'), { way: 'village', pool: 'public', institutionId: house, accountId: null }, { own: { id: 'o', regionCode, kind }, there })
    expect([refused(of('community', '990121')), refused(of('general', '990121')), refused(of('township', '990122'))]).toEqual([null, 'booking.way_not_yours', 'booking.not_your_region'])
  })
})

describe('Changes', () => {
  test.each<[string, Partial<Booking>, Actor, string, string | null]>([
    ['the citizen before the day', {}, citizen('me'), '2026-03-02T15:59:00.000Z', null],
    ['not on the day', {}, citizen('me'), '2026-03-02T16:00:00.001Z', 'booking.cancel_too_late'],
    ['a stranger finds none', {}, citizen('you'), now, 'booking.not_found'],
    ['staff of another house find none', {}, staff('desk_clerk', 'other'), now, 'booking.not_found'],
    ['the house on the day', { state: 'arrived' }, staff('desk_clerk'), '2026-03-03T02:00:00.000Z', null],
    ['not the citizen who has arrived', { state: 'arrived' }, citizen('me'), now, 'booking.has_arrived'],
    ['nobody twice', { state: 'cancelled' }, citizen('me'), now, 'booking.not_live'],
    ['nobody after the visit', { state: 'seen' }, staff('nurse'), now, 'booking.not_live'],
  ])('BK-10 BK-11 cancels: %s', (_, over, actor, at, expected) => {
    expect(refused(mayCancel(booking(over), actor, at, law))).toBe(expected)
  })

  test('BK-11 the deadline may be set earlier', () => {
    expect(cancelUntil(booking(), { ...law, cancelHours: 7 })).toBe('2026-03-02T09:00:00.000Z')
  })

  test('BK-12 what was stopped is moved by its owner at any time, an arrival by nobody', () => {
    expect(mayMove(booking({ state: 'stopped' }), citizen('me'), '2026-03-04T00:00:00.000Z', law)).toBeNull()
    expect(refused(mayMove(booking({ state: 'stopped' }), citizen('you'), now, law))).toBe('booking.not_found')
    expect(refused(mayMove(booking({ state: 'arrived' }), staff('nurse'), now, law))).toBe('booking.has_arrived')
    // Rule BK-23: an examination by the house alone; for a stranger there is still no booking.
    expect([mayMove(booking({ service: 'exam' }), citizen('me'), now, law), mayMove(booking({ service: 'exam', state: 'stopped' }), citizen('me'), now, law), mayMove(booking({ service: 'exam' }), citizen('you'), now, law), mayMove(booking({ service: 'exam' }), staff('nurse'), now, law)].map(refused)).toEqual(['booking.exam_by_house', 'booking.exam_by_house', 'booking.not_found', null])
  })

  test('BK-13 confirms what is held, in time, once', () => {
    const held = booking({ state: 'held', holdUntil: '2026-03-02T01:15:00.000Z' })
    expect(confirm(held, staff('desk_clerk'), now)).toMatchObject({ state: 'booked', revision: 2 })
    expect(refused(confirm(held, staff('desk_clerk'), '2026-03-02T01:15:00.000Z'))).toBe('booking.hold_over')
    expect(refused(confirm(booking({ state: 'expired' }), citizen('me'), now))).toBe('booking.hold_over')
    expect(refused(confirm(booking(), citizen('me'), now))).toBe('booking.not_held')
  })

  test('BK-14 arrives on the day until half an hour after the slot', () => {
    expect(refused(arrive(booking(), now, law))).toBe('booking.other_day')
    expect(arrive(booking(), '2026-03-03T02:00:00.000Z', law)).toMatchObject({ state: 'arrived' })
    expect(refused(arrive(booking(), '2026-03-03T02:00:00.001Z', law))).toBe('booking.arrived_too_late')
    expect(refused(arrive(booking({ state: 'cancelled' }), '2026-03-03T01:00:00.000Z', law))).toBe('booking.not_live')
    expect(refused(see(booking(), now))).toBe('booking.not_arrived')
  })

  test('BK-15 only the house excuses, and only who was to come or did not', () => {
    expect(excuse(booking({ state: 'no-show' }), staff('nurse'), '暴雨', now)).toMatchObject({ excused: '暴雨' })
    expect(refused(excuse(booking(), citizen('me'), '暴雨', now))).toBe('booking.not_found')
    expect(refused(excuse(booking({ state: 'cancelled' }), staff('nurse'), '暴雨', now))).toBe('booking.not_live')
  })

  test.each([
    ['2026-03-03T01:00:00.000Z', 0, now],
    ['2026-03-03T01:00:00.000Z', 0.999, '2026-03-02T01:29:58.200Z'],
    ['2026-03-02T01:10:00.000Z', 0.999, '2026-03-02T01:04:59.700Z'],
    ['2026-03-01T01:00:00.000Z', 0.5, now],
  ])('BK-16 a place of %s with chance %s is free at %s', (startsAt, random, due) => {
    expect(returnDueAt(startsAt, now, random, law)).toBe(due)
  })
})

describe('Not coming', () => {
  const rule: NoShowRule = { n: 3, windowDays: 180, blockDays: 90, exemptAge: 80 }
  const missed = (n: number, over: Partial<Missed> = {}): Missed => ({ bookingId: `m${n}`, onDate: '2026-02-01', clinicName: '内科', way: 'portal', excused: false, ...over })
  const three = [missed(1), missed(2), missed(3)]
  test.each<[string, Missed[], { bornYear?: number | null; counted?: string[] }, NoShowRule, boolean]>([
    ['three times pause', three, {}, rule, true],
    ['twice do not', [missed(1), missed(2)], {}, rule, false],
    ['an excused one does not count', [missed(1), missed(2), missed(3, { excused: true })], {}, rule, false],
    ['one on site does not', [missed(1), missed(2), missed(3, { way: 'onsite' })], {}, rule, false],
    ['one that was drawn does not', [missed(1), missed(2), missed(3, { way: 'system' })], {}, rule, false],
    ['one of long ago does not', [missed(1), missed(2), missed(3, { onDate: '2025-08-01' })], {}, rule, false],
    ['what counted before does not count again', three, { counted: ['m1'] }, rule, false],
    ['the very old are not paused', three, { bornYear: 1946 }, rule, false],
    ['nobody where the rule is off', three, {}, { ...rule, n: 0 }, false],
  ])('BK-17 %s', (_, all, of, given, expected) => {
    const block = blockFor(all, { bornYear: of.bornYear ?? 1980, counted: new Set(of.counted) }, given, '2026-03-02')
    expect(block !== null).toBe(expected)
    if (block !== null) expect(block).toMatchObject({ fromOn: '2026-03-02', toOn: '2026-05-30' })
  })

  test('BK-18 BK-19 the paused appeal once, a person decides', () => {
    const block = { institutionId: house, accountId: 'me', personIndex: 'p', state: 'stands', decision: null } as const
    const nobody = new Set<string>()
    expect([refused(mayAppeal(block, citizen('me'), nobody)), refused(mayAppeal(block, citizen('you'), nobody)), refused(mayAppeal({ ...block, decision: '不成立' }, citizen('me'), nobody))]).toEqual([null, 'booking.block_not_found', 'booking.appealed_already'])
    const appealed = { institutionId: house, state: 'appealed' } as const
    expect([refused(mayDecide(appealed, staff('institution_clerk'))), refused(mayDecide(appealed, staff('nurse'))), refused(mayDecide(appealed, { ...anonymous, kind: 'system' })), refused(mayDecide({ ...appealed, state: 'lifted' }, staff('institution_clerk')))]).toEqual([null, 'access.denied', 'access.denied', 'booking.appeal_decided'])
  })

  test('BK-24 a pause is appealed against by whoever books for the person, also where no account had booked', () => {
    const block = { institutionId: house, accountId: null, personIndex: 'p', state: 'stands', decision: null } as const
    expect([refused(mayAppeal(block, citizen('me'), new Set(['p']))), refused(mayAppeal(block, citizen('me'), new Set(['q'])))]).toEqual([null, 'booking.block_not_found'])
    expect(refused(mayAppeal({ ...block, accountId: 'you' }, citizen('me'), new Set(['p'])))).toBe('booking.appeal_not_yours')
  })

  test.each([
    ['the account that booked', 'me', null, ['内科', '我住院了', '不成立', '周医生']],
    ['whoever appealed where another booked nothing', null, 'me', ['', '我住院了', '不成立', '周医生']],
    ['another account with the number in its list', 'you', 'you', ['', null, null, null]],
    ['another account where nobody booked online', null, 'you', ['', null, null, null]],
  ])('BK-24 what is read of a pause by %s', (_, accountId, appealedBy, expected) => {
    const shown = shownTo({ accountId, appealedBy, missed: [{ clinicName: '内科' }], appeal: '我住院了', decision: '不成立', decidedName: '周医生' }, 'me')
    expect([shown.missed[0]?.clinicName, shown.appeal, shown.decision, shown.decidedName]).toEqual(expected)
  })

  test('BK-25 the desk lifts what holds, and a pause holds while enough of its absences count', () => {
    const block = { institutionId: house, state: 'stands', toOn: '2026-06-01' } as const
    const lift = (over: object, actor: Actor) => refused(mayLift({ ...block, ...over }, actor, '2026-03-02'))
    expect([lift({}, staff('desk_clerk')), lift({ state: 'appealed' }, staff('institution_clerk')), lift({}, staff('nurse')), lift({ institutionId: 'another' }, staff('desk_clerk')), lift({ state: 'lifted' }, staff('desk_clerk')), lift({ toOn: '2026-03-01' }, staff('desk_clerk'))]).toEqual([null, null, 'access.denied', 'access.denied', 'booking.block_over', 'booking.block_over'])
    const pause = { missed: ['a', 'b', 'c'].map((bookingId) => ({ bookingId })), rule: { n: 3 } }
    expect([stillHolds(pause, new Set()), stillHolds(pause, new Set(['b'])), stillHolds({ ...pause, rule: { n: 2 } }, new Set(['b']))]).toEqual([true, false, true])
  })

  test('BK-20 one waits where times are open, all places were given out and none is free, and may stop', () => {
    expect([refused(mayWait(null)), refused(mayWait({ open: 2, free: 1, unreleased: 0 })), refused(mayWait({ open: 2, free: 0, unreleased: 3 })), mayWait({ open: 2, free: 0, unreleased: 0 })]).toEqual(['booking.no_clinic_day', 'booking.still_free', 'booking.wait_too_early', null])
    expect(stopWait({ accountId: 'me', state: 'waiting' }, citizen('me'))).toMatchObject({ state: 'withdrawn' })
    expect(refused(stopWait({ accountId: 'me', state: 'booked' }, citizen('me')))).toBe('booking.wait_over')
  })

  test('BK-21 the message says where, when and how', () => {
    const told = { institution: '云溪县人民医院', clinicName: '内科门诊', room: '203', startsAt: '2026-03-03T01:00:00.000Z', endsAt: '2026-03-03T01:30:00.000Z', state: 'booked' as const, holdUntil: null, movedFrom: null, fromWaiting: false, code: '7K3M-Q0ZD-1XHA', feeCents: 0 }
    expect(bookedMessage(told)).toBe('【回音】预约成功：2026-03-03 09:00—09:30，云溪县人民医院内科门诊（203）。就诊码 7K3M-Q0ZD-1XHA，凭码报到。不能前来请及时取消。')
    expect(bookedMessage({ ...told, state: 'held', holdUntil: '2026-03-02T01:15:00.000Z', feeCents: 1500 })).toContain('请于 09:15 前缴费 15.00 元确认')
    expect([bookedMessage({ ...told, movedFrom: 'x' }), bookedMessage({ ...told, fromWaiting: true })].map((each) => each.slice(4, 8))).toEqual(['改约成功', '候补成功'])
  })
})

test('BK-4 a name is kept without control characters and marks that turn its direction, and is no name without them', () => {
  const given = { phone: '13900001234', idNumber: 'E12345678', bornOn: null }
  expect(readPerson({ ...given, name: '张\u0000\u202e三\u2066' }, '2026-03-02')).toMatchObject({ name: '张三' })
  expect(readPerson({ ...given, name: '张\u202e\u200b' }, '2026-03-02')).toMatchObject({ refused: 'booking.name_missing' })
})
