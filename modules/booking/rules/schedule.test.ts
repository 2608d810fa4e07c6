import { describe, expect, test } from 'vitest'
import type { Calendar } from '../../../kernel/calendar.ts'
import { anonymous, systemActor, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { partedAtOnce, placesOf, plannedAround, releaseOf, type Release } from './pools.ts'
import { checkRule, mayPlan } from './schedule-authority.ts'
import { conflictsAmong, conflictsOf, sayConflict, type Held } from './schedule-conflicts.ts'
import { cut, horizonOf, isHeld, minuteIn, missing, slotsOfDay, touches, type ClinicException, type ClinicRule } from './schedule.ts'
import { findSheetHeadings, readSheetLine, readTime, readWeekdays } from './schedule-sheet.ts'
import { mayStop, offerFor, stopMessage, type Instead } from './stop.ts'

const release: Release = { weeksAhead: 2, releaseMinute: 480, mode: 'queue', drawMinutes: 30, referralDaysEarlier: 3 }
const aRule = (change: Partial<ClinicRule> = {}): ClinicRule => ({
  ...release, id: 'r1', clinicId: 'c1', weekdays: [1, 3], fromMinute: 480, toMinute: 720, slotMinutes: 30, capacity: 5, pools: { onsite: 1, referral: 1 }, onHolidays: false, room: '203', rolloverHours: 24, validFrom: '2026-01-01', validTo: null, ...change,
})
const anException = (change: Partial<ClinicException> = {}): ClinicException => ({ id: 'e1', clinicId: 'c1', onDate: '2026-03-02', kind: 'stop', fromMinute: 480, toMinute: 540, slotMinutes: null, capacity: null, pools: {}, room: '', ...change })

/** 2026-10-01 (Thursday) is a holiday, 2026-10-10 (Saturday) is made up for. */
const calendar: Calendar = { days: new Map([['2026-10-01', { kind: 'holiday', name: '国庆节' }], ['2026-10-10', { kind: 'workday', name: '国庆节' }]]), officialYears: new Set([2026]) }
const now = '2026-02-20T00:00:00.000Z'
const dayOf = (on: string, rules: ClinicRule[], exceptions: ClinicException[] = []) => slotsOfDay({ on, rules, exceptions, calendar, now })

describe('days', () => {
  test.each([
    ['a Monday of the rule', {}, '2026-03-02', true],
    ['a Tuesday', {}, '2026-03-03', false],
    ['a day before it is valid', { validFrom: '2026-04-01' }, '2026-03-02', false],
    ['a day after its last', { validTo: '2026-03-01' }, '2026-03-02', false],
    ['a statutory holiday', { weekdays: [4] }, '2026-10-01', false],
    ['a statutory holiday where the rule says so', { weekdays: [4], onHolidays: true }, '2026-10-01', true],
  ])('SC-1 %s', (_, change, on, held) => {
    expect(isHeld(aRule(change), on, calendar)).toBe(held)
  })
  test.each([
    ['held from Monday to Friday', [1, 2, 3, 4, 5], true],
    ['held on Saturdays', [6], true],
    ['held on two weekdays', [1, 3], false],
  ])('SC-2 on a make-up Saturday a clinic %s', (_, weekdays, held) => {
    expect(isHeld(aRule({ weekdays }), '2026-10-10', calendar)).toBe(held)
  })
  test('SC-1 slots exist a day before the earliest of their places opens', () => {
    expect(horizonOf(release, '2026-03-02')).toBe('2026-03-20')
  })
})

describe('slots', () => {
  test('SC-3 a morning is cut into equal slots, and what is left over is none', () => {
    expect(cut({ fromMinute: 480, toMinute: 575, slotMinutes: 30 })).toEqual([{ from: 480, to: 510 }, { from: 510, to: 540 }, { from: 540, to: 570 }])
    expect(dayOf('2026-03-02', [aRule()]).map((slot) => slot.startsAt)).toEqual(['00:00', '00:30', '01:00', '01:30', '02:00', '02:30', '03:00', '03:30'].map((time) => `2026-03-02T${time}:00.000Z`))
  })
  test('SC-4 public places open at the release minute two weeks before, those of a draw when it is over', () => {
    expect(releaseOf('2026-03-16', release)).toEqual({ opensAt: '2026-03-02T00:00:00.000Z', closesAt: null })
    expect(releaseOf('2026-03-16', { ...release, mode: 'draw' })).toEqual({ opensAt: '2026-03-02T00:00:00.000Z', closesAt: '2026-03-02T00:30:00.000Z' })
    expect(dayOf('2026-03-02', [aRule({ mode: 'draw' })])[0]).toMatchObject({ draw: { closesAt: '2026-02-16T00:30:00.000Z' }, places: [{ pool: 'public', opensAt: '2026-02-16T00:30:00.000Z' }, { pool: 'onsite' }, { pool: 'referral' }] })
  })
  test('SC-5 the capacity is parted once, each pool with its own opening', () => {
    expect(placesOf('2026-03-16', 5, { onsite: 1, referral: 1, followup: 0, priority: 1 }, release)).toEqual([
      { pool: 'public', capacity: 2, opensAt: '2026-03-02T00:00:00.000Z' },
      { pool: 'onsite', capacity: 1, opensAt: '2026-03-15T16:00:00.000Z' },
      { pool: 'referral', capacity: 1, opensAt: '2026-02-27T00:00:00.000Z' },
      { pool: 'priority', capacity: 1, opensAt: '2026-03-02T00:00:00.000Z' },
    ])
    expect(partedAtOnce('2026-03-16', 2, { referral: 2 }, now)).toEqual([{ pool: 'public', capacity: 0, opensAt: now }, { pool: 'referral', capacity: 2, opensAt: now }])
  })
  test.each([
    ['nothing taken: as planned', [], { public: 3, onsite: 1, referral: 1, priority: 1 }],
    ['within the plan', [['public', 3], ['referral', 1]], { public: 3, onsite: 1, referral: 1, priority: 1 }],
    ['one more taken in public: a pool that rolls over gives less', [['public', 4]], { public: 3, onsite: 1, referral: 0, priority: 1 }],
    ['what is taken stays', [['public', 4], ['referral', 1]], { public: 3, onsite: 1, referral: 1, priority: 0 }],
    ['the counter last of all others', [['public', 6]], { public: 3, onsite: 0, referral: 0, priority: 0 }],
    ['a pool that is not planned any more', [['followup', 5]], { public: 1, onsite: 0, referral: 0, priority: 0 }],
  ] as const)('SC-20 what is planned around what was taken: %s', (_, taken, expected) => {
    const planned = [{ pool: 'public', capacity: 3 }, { pool: 'onsite', capacity: 1 }, { pool: 'referral', capacity: 1 }, { pool: 'priority', capacity: 1 }] as const
    expect(Object.fromEntries(plannedAround(planned, taken.map(([pool, n]) => ({ pool, taken: n }))).map((each) => [each.pool, each.capacity]))).toEqual(expected)
  })
  test('SC-6 the roll-over of a slot lies so many hours before it', () => {
    expect(dayOf('2026-03-02', [aRule({ rolloverHours: 48 })])[0]?.rollsOverAt).toBe('2026-02-28T00:00:00.000Z')
  })
  test('SC-7 slots that stand keep; of a changed rule only those that overlap none are added', () => {
    const planned = dayOf('2026-03-02', [aRule({ slotMinutes: 60, toMinute: 780 })])
    expect(missing(planned, [{ startsAt: '2026-03-02T00:30:00.000Z', endsAt: '2026-03-02T02:30:00.000Z' }]).map((slot) => slot.startsAt)).toEqual(['2026-03-02T03:00:00.000Z', '2026-03-02T04:00:00.000Z'])
  })
  test('SC-8 a stop keeps the slots it touches as stopped, another room changes theirs, an extra clinic adds', () => {
    const slots = dayOf('2026-03-02', [aRule()], [anException({ toMinute: 525 }), anException({ id: 'e2', kind: 'room', fromMinute: 600, toMinute: 720, room: '305' }), anException({ id: 'e3', kind: 'extra', fromMinute: 1080, toMinute: 1200, slotMinutes: 60, capacity: 3, room: '203' })])
    expect(slots.map((slot) => `${minuteIn(slot.onDate, slot.startsAt)} ${slot.room} ${slot.stopped}`)).toEqual(['480 203 true', '510 203 true', '540 203 false', '570 203 false', '600 305 false', '630 305 false', '660 305 false', '690 305 false', '1080 203 false', '1140 203 false'])
    expect(slots.at(-1)?.places).toEqual([{ pool: 'public', capacity: 3, opensAt: now }])
    expect(touches(anException({ fromMinute: 480, toMinute: 510 }), { startsAt: '2026-03-02T00:30:00.000Z', endsAt: '2026-03-02T01:00:00.000Z' })).toBe(false)
  })
  test('SC-3 two rules that overlap never make two slots at once', () => {
    const slots = dayOf('2026-03-02', [aRule(), aRule({ id: 'r2', fromMinute: 495 })])
    expect(slots.every((slot, at) => at === 0 || (slots[at - 1]?.endsAt ?? '') <= slot.startsAt)).toBe(true)
  })
})

const held = (change: Partial<Held> = {}): Held => ({ clinicId: 'c1', clinicName: '内科甲门诊', staffId: 's1', room: '203', weekdays: [1, 3], fromMinute: 480, toMinute: 720, fromOn: '2026-03-01', toOn: null, ...change })
describe('conflicts', () => {
  test('SC-9 room, doctor and the clinic itself are all named at once, with when', () => {
    const others = [held({ clinicId: 'c2', clinicName: '内科乙门诊', staffId: 's2', weekdays: [3], fromMinute: 660 }), held({ clinicId: 'c3', clinicName: '专家门诊', room: '305', weekdays: [1] }), held({ weekdays: [3] }), held({ clinicId: 'c4', room: '', staffId: null })]
    expect(conflictsOf(held(), others).map((each) => `${each.why} ${each.clinicName} ${each.weekdays.join(',')} ${each.fromMinute}-${each.toMinute}`)).toEqual(['doctor 专家门诊 1 480-720', 'clinic 内科甲门诊 3 480-720', 'room 内科乙门诊 3 660-720'])
    expect(sayConflict(conflictsOf(held(), others)[2]!, 'zh')).toBe('内科乙门诊（同一诊室 203，周三 11:00–12:00）')
    expect(conflictsAmong([held(), ...others.slice(0, 2)])).toHaveLength(2)
  })
  test.each([
    ['another weekday', { clinicId: 'c2', weekdays: [2] }],
    ['afterwards', { clinicId: 'c2', fromMinute: 720, toMinute: 900 }],
    ['before it is valid', { clinicId: 'c2', fromOn: '2026-01-01', toOn: '2026-02-28' }],
    ['another room and doctor', { clinicId: 'c2', staffId: 's2', room: '9' }],
  ])('SC-9 no conflict with %s', (_, change) => {
    expect(conflictsOf(held(), [held(change)])).toEqual([])
  })
})

const actor = (role: StaffRole, departmentId: string | null, institutionId = 'i1', regionPrefix: string | null = null): Actor => ({ kind: 'staff', id: 'a', name: '', institutionId, regionPrefix, roles: [role], posts: [{ postId: 'p', role, title: '', departmentId }] })
const body = { institutionId: 'i1', regionCode: '990121' }
test.each([
  ['the clerk', actor('institution_clerk', null), null],
  ['the head of the department', actor('department_head', 'd1'), null],
  ['the head of another department', actor('department_head', 'd2'), 'booking.not_your_schedule'],
  ['a doctor', actor('doctor', 'd1'), 'booking.not_your_schedule'],
  ["another body's clerk", actor('institution_clerk', null, 'i2'), 'booking.not_your_schedule'],
  ['the commission, which looks on', actor('commission_clerk', null, 'k', '990121'), 'booking.not_your_schedule'],
  ['nobody', anonymous, 'booking.not_your_schedule'],
  ['a job', systemActor('x'), null],
])('SC-10 %s', (_, who, refused) => {
  expect(mayPlan(who, body, 'd1')?.refused ?? null).toBe(refused)
})

test.each([
  ['a slot longer than the clinic', { toMinute: 500, slotMinutes: 30 }, 'booking.no_slot_fits'],
  ['more kept back than there is', { capacity: 1, pools: { onsite: 1, referral: 1 } }, 'booking.pools_exceed_capacity'],
  ['a first day in the past', { validFrom: '2026-03-01' }, 'booking.rule_in_the_past'],
  ['a last day before the first', { validTo: '2026-03-01' }, 'booking.rule_ends_before'],
  ['nothing wrong', {}, null],
])('SC-11 %s', (_, change, refused) => {
  expect(checkRule(aRule({ validFrom: '2026-03-02', ...change }), '2026-03-02')?.refused ?? null).toBe(refused)
})

const stop = { onDate: '2026-03-02', reason: '外出会诊', clinicId: 'c1', substituteClinicId: 'c2' }
test('SC-12 a day that is over is not stopped, and a clinic does not stand in for itself', () => {
  expect(mayStop(stop, '2026-03-02')).toBeNull()
  expect(mayStop(stop, '2026-03-03')?.refused).toBe('booking.day_is_over')
  expect(mayStop({ ...stop, substituteClinicId: 'c1' }, '2026-03-02')?.refused).toBe('booking.substitute_is_itself')
})

const place = (slotId: string, clinicId: string, hour: string, free = 1): Instead => ({ slotId, clinicId, clinicName: clinicId, startsAt: `2026-03-02T${hour}:00.000Z`, free })
test.each([
  ['the substitute at about the same time', [place('x', 'c3', '01:00'), place('y', 'c2', '01:20')], 'y'],
  ['the substitute later, where that time is full', [place('x', 'c3', '01:00'), place('y', 'c2', '01:20', 0), place('z', 'c2', '03:00')], 'z'],
  ['the department, where the substitute has nothing', [place('w', 'c3', '00:30'), place('x', 'c3', '01:30')], 'x'],
  ['nothing, where there is nothing', [place('x', 'c3', '01:30', 0)], null],
])('SC-13 offered is %s', (_, free, slotId) => {
  expect(offerFor({ startsAt: '2026-03-02T01:00:00.000Z' }, 'c2', free)?.slotId ?? null).toBe(slotId)
})

test('SC-14 the message names clinic, reason, offer, the one click, and the fee that is refunded', () => {
  const told = { institution: '县医院', clinic: '内科甲门诊', startsAt: '2026-03-02T01:00:00.000Z', reason: '外出会诊', offer: place('y', '内科乙门诊', '01:30'), link: 'https://h/my', phone: '0990-1', refundCents: 1550 }
  expect(stopMessage(told)).toBe('【县医院】您预约的 2026-03-02 09:00 内科甲门诊 因外出会诊停诊，非常抱歉。可改约 2026-03-02 09:30 内科乙门诊，点击一键改约或另选：https://h/my。已付费用 15.50 元 将原路退回。停诊不计入爽约。')
  expect(stopMessage({ ...told, offer: null, link: null, refundCents: 0 })).toBe('【县医院】您预约的 2026-03-02 09:00 内科甲门诊 因外出会诊停诊，非常抱歉。暂无可改约的号源，请另选时间，请拨打 0990-1 或到服务台办理改约。停诊不计入爽约。')
})

describe('sheets', () => {
  const headings = ['科室*', '门诊名称', '医师', '星期', '开始时间', '结束时间', '每段号数', '转诊预留', '开始日期']
  const { at } = findSheetHeadings([{ cells: ['某医院门诊排班'] }, { cells: headings }])!
  const read = (...cells: string[]) => readSheetLine(5, (key) => cells[at.get(key) ?? -1] ?? '', '2026-03-02')
  test('SC-17 a row is a weekly rule, with what is left empty as usual', () => {
    expect(findSheetHeadings([{ cells: headings.slice(0, 4) }])?.missing).toEqual(['开始时间', '结束时间', '每段号数'])
    expect(read('内科', '普通门诊', '', '周一至周三、五', '8:00', '0.4791666667', '4', '1')).toEqual({ faults: [], line: { row: 5, department: '内科', clinic: '普通门诊', doctor: '', service: 'visit', room: '', weekdays: [1, 2, 3, 5], fromMinute: 480, toMinute: 690, slotMinutes: 30, capacity: 4, pools: { onsite: 0, referral: 1, followup: 0, priority: 0 }, weeksAhead: 2, releaseMinute: 480, validFrom: '2026-03-02' } })
  })
  test('SC-18 every bad cell is named at once', () => {
    expect(read('', '普通门诊', '', '周八', '早上', '11:30', '0', '', '2026-02-30').faults.map((each) => `${each.row} ${each.column} ${each.value}`)).toEqual(['5 科室 ', '5 星期 周八', '5 开始日期 2026-02-30', '5 开始时间 早上', '5 每段号数 0'])
    expect(read('内科', '普通门诊', '', '一', '08:00', '08:20', '4').faults.map((each) => each.reason)).toEqual(['起止时间里放不下一个号段'])
    expect(read('内科', '普通门诊', '', '一', '08:00', '09:00', '4', '5').faults.map((each) => each.reason)).toEqual(['预留共 5 个，超过每段号数'])
  })
  test.each([['工作日', [1, 2, 3, 4, 5]], ['一三五', [1, 3, 5]], ['1,3,5', [1, 3, 5]], ['周六、周日', [6, 7]], ['每天', [1, 2, 3, 4, 5, 6, 7]], ['周五至周一', null], ['下周', null]])('SC-17 weekdays %s', (text, days) => {
    expect(readWeekdays(text)).toEqual(days)
  })
  test.each([['08:00', 480], ['8点30', 510], ['14：05', 845], ['24:00', 1440], ['08:00:00', 480], ['25:00', null], ['8', null]])('SC-17 time %s', (text, minute) => {
    expect(readTime(text)).toBe(minute)
  })
})
