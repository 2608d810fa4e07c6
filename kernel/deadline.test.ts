import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, dateOfDayNumber, dayNumber } from './calendar.ts'
import type { Calendar } from './calendar.ts'
import { computeDeadline, Deadline, extendDeadline, isOverdue, isPaused, pauseDeadline, redate, resumeDeadline } from './deadline.ts'
import type { DeadlineRule } from './deadline.ts'
import { explainDeadline } from './explain-deadline.ts'
import { addMs, instantMs } from './instant.ts'
import { isRefusal } from './refusal.ts'

const week = (kind: 'holiday' | 'workday', first: string, days: number) =>
  Array.from({ length: days }, (_, at) => [addDays(first, at), { kind, name: '国庆节' }] as const)
const calendar: Calendar = { days: new Map([...week('holiday', '2022-10-01', 7), ...week('workday', '2022-10-08', 2)]), officialYears: new Set([2022, 2023]) }
const bare: Calendar = { days: new Map(), officialYears: new Set([2022, 2023]) }

const aRule = (over: Partial<DeadlineRule> = {}): DeadlineRule => ({ amount: 5, unit: 'workday', from: 'accepted', pausable: true, extension: null, ...over })
const extendable = aRule({ extension: { amount: 5, approver: 'commission_head', notify: true } })
const done = <T>(answer: T): Exclude<T, { refused: string }> => {
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer as Exclude<T, { refused: string }>
}
const friday = '2022-09-30'

test('DL-8 the deadline of the rule book explains itself in both languages', () => {
  const deadline = computeDeadline(aRule(), friday, calendar)
  expect(explainDeadline(deadline, 'en')).toBe(
    'accepted Fri 30 Sep 2022; +5 working days; skipped 1–7 Oct, holiday; counted Sat 8 and Sun 9 Oct, make-up days; due Wed 12 Oct',
  )
  expect(explainDeadline(deadline, 'zh')).toBe(
    '2022年9月30日（周五）受理；加5个工作日；跳过10月1日至7日（国庆节放假）；计入10月8日（周六）、10月9日（周日）调休上班；10月12日（周三）到期',
  )
})

test('DL-1 the day of the event does not count, at whatever hour it was', () => {
  for (const start of [friday, '2022-09-30T00:00:00+08:00', '2022-09-30T23:59:59+08:00', '2022-09-29T16:00:00Z']) {
    expect(computeDeadline(aRule(), start, calendar)).toMatchObject({ dueOn: '2022-10-12', dueAt: '2022-10-12T16:00:00.000Z' })
  }
})

test('DL-2 calendar days run through holidays and end on the day they end', () => {
  expect(computeDeadline(aRule({ unit: 'day', amount: 15 }), '2022-09-16', calendar)).toMatchObject({ dueOn: '2022-10-01', skipped: [], counted: [] })
})

test('DL-3 in time is until 24:00 of the last day in Shanghai', () => {
  const deadline = computeDeadline(aRule(), friday, calendar)
  expect(isOverdue(deadline, '2022-10-12T23:59:59+08:00')).toBe(false)
  expect(isOverdue(deadline, '2022-10-13T00:00:00+08:00')).toBe(true)
})

test('DL-4 hours and minutes run through; a bare date starts them at its end', () => {
  const day = computeDeadline(aRule({ unit: 'hour', amount: 24 }), '2022-09-30T10:30:00+08:00', calendar)
  expect(day).toMatchObject({ dueAt: '2022-10-01T02:30:00.000Z', dueOn: '2022-10-01' })
  expect(explainDeadline(day, 'en')).toBe('accepted Fri 30 Sep 2022 10:30; +24 hours; due Sat 1 Oct 10:30')
  expect(explainDeadline(day, 'zh')).toBe('2022年9月30日（周五）10:30受理；加24小时；10月1日（周六）10:30到期')
  expect(computeDeadline(aRule({ unit: 'minute', amount: 1 }), friday, calendar).dueAt).toBe('2022-09-30T16:01:00.000Z')
})

test('DL-5 a day is not counted when the clock stands still at its end', () => {
  const stopped = done(pauseDeadline(computeDeadline(aRule(), '2022-10-10', calendar), '2022-10-12T09:00:00+08:00', '鉴定'))
  expect(isPaused(stopped)).toBe(true)
  expect(isOverdue(stopped, '2023-01-01T00:00:00Z')).toBe(false)
  expect(explainDeadline(stopped, 'zh')).toBe('2022年10月10日（周一）受理；加5个工作日；跳过10月15日至16日（周末）；自10月12日09:00起暂停计时（鉴定）；恢复计时后重新计算到期日')
  const running = done(resumeDeadline(stopped, '2022-10-14T15:00:00+08:00', calendar))
  expect(running.dueOn).toBe('2022-10-19')
  expect(explainDeadline(running, 'en')).toBe('accepted Mon 10 Oct 2022; +5 working days; stopped 12–13 Oct, 鉴定; skipped 15–16 Oct, weekend; due Wed 19 Oct')
})

test('DL-5 calendar days and hours move by what the clock stood still', () => {
  const days = done(pauseDeadline(computeDeadline(aRule({ unit: 'day' }), '2022-10-10', calendar), '2022-10-12T09:00:00+08:00', '鉴定'))
  expect(done(resumeDeadline(days, '2022-10-15T09:00:00+08:00', calendar)).dueOn).toBe('2022-10-18')
  const hours = done(pauseDeadline(computeDeadline(aRule({ unit: 'hour', amount: 2 }), '2022-10-10T08:00:00Z', calendar), '2022-10-10T09:00:00Z', '鉴定'))
  const again = done(resumeDeadline(hours, '2022-10-10T09:20:00Z', calendar))
  expect(again.dueAt).toBe('2022-10-10T10:20:00.000Z')
  expect(explainDeadline(again, 'en')).toContain('stopped 10 Oct 17:00 – 10 Oct 17:20, 鉴定')
})

test.each([
  ['a rule that is not pausable', () => pauseDeadline(computeDeadline(aRule({ pausable: false }), friday, calendar), '2022-10-08T00:00:00Z', 'x'), 'deadline.not_pausable'],
  ['a second stop', () => pauseDeadline(done(pauseDeadline(computeDeadline(aRule(), friday, calendar), '2022-10-08T00:00:00Z', 'x')), '2022-10-09T00:00:00Z', 'x'), 'deadline.already_paused'],
  ['a stop before the start', () => pauseDeadline(computeDeadline(aRule(), friday, calendar), '2022-09-01T00:00:00Z', 'x'), 'deadline.wrong_order'],
  ['a stop after the due date', () => pauseDeadline(computeDeadline(aRule(), friday, calendar), '2022-10-13T00:00:00Z', 'x'), 'deadline.past_due'],
  ['resuming what runs', () => resumeDeadline(computeDeadline(aRule(), friday, calendar), '2022-10-08T00:00:00Z', calendar), 'deadline.not_paused'],
  ['resuming before the stop', () => resumeDeadline(done(pauseDeadline(computeDeadline(aRule(), friday, calendar), '2022-10-08T00:00:00Z', 'x')), '2022-10-07T00:00:00Z', calendar), 'deadline.wrong_order'],
])('DL-5 refuses %s', (_, act, refused) => {
  expect(act()).toEqual({ refused })
})

const approval = { at: '2022-10-11T09:00:00+08:00', approver: 'commission_head', reason: '情况复杂' } as const

test('DL-6 one extension, counted on from the end of the period', () => {
  const deadline = done(extendDeadline(computeDeadline(extendable, friday, calendar), approval, calendar))
  expect(deadline.dueOn).toBe('2022-10-19')
  expect(explainDeadline(deadline, 'zh')).toContain('10月11日批准延长5个工作日（情况复杂）')
  expect(explainDeadline(deadline, 'en')).toContain('extended 11 Oct by 5 working days, 情况复杂')
  expect(extendDeadline(deadline, approval, calendar)).toEqual({ refused: 'deadline.extension_used' })
})

test.each([
  ['where the rule has none', aRule(), approval, 'deadline.not_extendable'],
  ['by another post', extendable, { ...approval, approver: 'inspector' as const }, 'deadline.wrong_approver'],
  ['after the due date', extendable, { ...approval, at: '2022-10-13T00:00:00+08:00' }, 'deadline.past_due'],
  ['before the start', extendable, { ...approval, at: '2022-09-01T00:00:00+08:00' }, 'deadline.wrong_order'],
])('DL-6 refuses an extension %s', (_, rule, given, refused) => {
  expect(extendDeadline(computeDeadline(rule, friday, calendar), given, calendar)).toEqual({ refused })
})

test('DL-7 a changed calendar moves the due date, or only the reasons, or nothing, and says which', () => {
  const deadline = computeDeadline(aRule(), friday, bare)
  const moved = redate(deadline, calendar)
  expect(moved).toMatchObject({ moved: true, deadline: { dueOn: '2022-10-12' } })
  expect(moved.log?.en).toBe('calendar changed: due date moved from 2022-10-07 to 2022-10-12')
  expect(redate(moved.deadline, calendar)).toEqual({ deadline: moved.deadline, moved: false, log: null })
  // As the database gives it back: the same, its keys in another order.
  const kept = JSON.parse(JSON.stringify(moved.deadline), (_, value: unknown) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value)) as Deadline
  expect(JSON.stringify(kept)).not.toBe(JSON.stringify(moved.deadline))
  expect(redate(kept, calendar).log).toBeNull()
  const reworded = redate(moved.deadline, { ...calendar, officialYears: new Set([2023]) })
  expect(reworded).toMatchObject({ moved: false, deadline: { unofficialYears: [2022] } })
  expect(reworded.log?.zh).toContain('仍为2022-10-12')
})

test('DL-8 names years without official data and gives many weekends as one number', () => {
  const deadline = computeDeadline(aRule({ amount: 20, from: 'received' }), '2022-12-20', { days: new Map(), officialYears: new Set([2022]) })
  expect(explainDeadline(deadline, 'en')).toBe('received Tue 20 Dec 2022; +20 working days; skipped 8 weekend days; no official calendar yet for 2023, counted Monday to Friday; due Tue 17 Jan 2023')
  expect(explainDeadline(deadline, 'zh')).toBe('2022年12月20日（周二）收到；加20个工作日；跳过8个周末休息日；2023年的放假安排尚未录入，暂按周一至周五计算；2023年1月17日（周二）到期')
})

test('DL-5 stopping and resuming never brings a due date forward, and the stored form reads back', () => {
  const cases = fc.record({
    unit: fc.constantFrom('workday' as const, 'day' as const, 'hour' as const, 'minute' as const),
    amount: fc.integer({ min: 1, max: 90 }),
    start: fc.integer({ min: dayNumber('2022-08-01'), max: dayNumber('2022-11-01') }).map((number) => `${dateOfDayNumber(number)}T01:00:00.000Z`),
    share: fc.double({ min: 0, max: 0.999, noNaN: true }),
    stopMs: fc.integer({ min: 0, max: 30 * 86_400_000 }),
  })
  fc.assert(fc.property(cases, ({ unit, amount, start, share, stopMs }) => {
    const deadline = computeDeadline(aRule({ unit, amount }), start, calendar)
    const at = addMs(start, Math.floor((instantMs(deadline.dueAt) - instantMs(start)) * share))
    const again = done(resumeDeadline(done(pauseDeadline(deadline, at, 'x')), addMs(at, stopMs), calendar))
    expect(again.dueAt >= deadline.dueAt).toBe(true)
    if (unit === 'hour' || unit === 'minute') expect(instantMs(again.dueAt) - instantMs(deadline.dueAt)).toBe(stopMs)
    expect(Deadline.parse(JSON.parse(JSON.stringify(again)))).toEqual(again)
    expect(redate(again, calendar)).toEqual({ deadline: again, moved: false, log: null })
    for (const locale of ['zh', 'en'] as const) expect(explainDeadline(again, locale)).not.toMatch(/undefined|NaN|null/)
  }))
})
