import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, dateOfDayNumber, dayNumber, diffDays, weekday } from './calendar.ts'
import { boundCadence, periodsOf } from './recurrence.ts'
import type { Cadence, Period } from './recurrence.ts'
import { readRecurrence } from './recurrence-rule.ts'
import { isRefusal } from './refusal.ts'

const every = (rrule: string, start: string | null = null, until: string | null = null): Cadence => ({ rrule, start, until })
const periods = (cadence: Cadence, from: string, to: string): readonly Period[] => {
  const answer = periodsOf(cadence, { from, to })
  if (isRefusal(answer)) throw new Error(`${answer.refused} ${answer.detail}`)
  return answer
}
/** 'from..to due (opens)' of each period. */
const say = (cadence: Cadence, from: string, to: string) => periods(cadence, from, to).map((each) => `${each.from}..${each.to} ${each.dueOn} ${each.opensOn}`)

test('REC-3 a Monday report covers the week before and is due that Monday', () => {
  expect(say(every('FREQ=WEEKLY;BYDAY=MO', '2023-07-09', '2023-07-24'), '2023-07-01', '2023-08-31')).toEqual([
    '2023-07-03..2023-07-09 2023-07-10 2023-07-10',
    '2023-07-10..2023-07-16 2023-07-17 2023-07-17',
    '2023-07-17..2023-07-23 2023-07-24 2023-07-24',
  ])
})

test('REC-3 a Thursday report covers the week it lies in', () => {
  expect(say(every('FREQ=WEEKLY;BYDAY=TH'), '2023-06-05', '2023-06-11')).toEqual(['2023-06-05..2023-06-11 2023-06-08 2023-06-05'])
})

test('REC-3 day 28 covers its own month, day 10 the month before', () => {
  expect(say(every('FREQ=MONTHLY;BYMONTHDAY=28'), '2023-02-01', '2023-03-31')).toEqual([
    '2023-02-01..2023-02-28 2023-02-28 2023-02-01',
    '2023-03-01..2023-03-31 2023-03-28 2023-03-01',
  ])
  expect(say(every('FREQ=MONTHLY;BYMONTHDAY=10'), '2023-03-01', '2023-03-31')).toEqual(['2023-02-01..2023-02-28 2023-03-10 2023-03-01'])
})

test('REC-3 quarters, half-years and years go by the same halves', () => {
  expect(say(every('FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25'), '2023-01-01', '2023-06-30')).toEqual([
    '2023-01-01..2023-03-31 2023-03-25 2023-01-01',
    '2023-04-01..2023-06-30 2023-06-25 2023-04-01',
  ])
  expect(say(every('FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10', '2023-01-01'), '2023-01-01', '2023-06-30')).toEqual([
    '2022-10-01..2022-12-31 2023-01-10 2023-01-01',
    '2023-01-01..2023-03-31 2023-04-10 2023-04-01',
  ])
  expect(say(every('FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=5'), '2023-01-01', '2023-12-31')).toEqual([
    '2022-07-01..2022-12-31 2023-01-05 2023-01-01',
    '2023-01-01..2023-06-30 2023-07-05 2023-07-01',
  ])
  expect(say(every('FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31'), '2023-01-01', '2024-12-31')).toEqual([
    '2022-01-01..2022-12-31 2023-01-31 2023-01-01',
    '2023-01-01..2023-12-31 2024-01-31 2024-01-01',
  ])
  expect(say(every('FREQ=YEARLY;BYMONTH=12'), '2023-01-01', '2023-12-31')).toEqual(['2023-01-01..2023-12-31 2023-12-31 2023-01-01'])
})

test('REC-3 a daily report covers its day, also on working weekdays only', () => {
  expect(say(every('FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR'), '2023-07-07', '2023-07-10')).toEqual([
    '2023-07-07..2023-07-07 2023-07-07 2023-07-07',
    '2023-07-10..2023-07-10 2023-07-10 2023-07-10',
  ])
})

test('REC-3 every second week covers two weeks, counted from the start', () => {
  expect(say(every('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', '2023-07-03'), '2023-07-10', '2023-07-31')).toEqual([
    '2023-07-03..2023-07-16 2023-07-17 2023-07-17',
    '2023-07-17..2023-07-30 2023-07-31 2023-07-31',
  ])
})

test('REC-2 a frequency without a day asks for calendar periods, due on their last day and cut at the ends', () => {
  expect(say(every('FREQ=WEEKLY', '2023-07-05', '2023-07-18'), '2023-07-01', '2023-12-31')).toEqual([
    '2023-07-05..2023-07-09 2023-07-09 2023-07-05',
    '2023-07-10..2023-07-16 2023-07-16 2023-07-10',
    '2023-07-17..2023-07-18 2023-07-18 2023-07-17',
  ])
  expect(say(every('FREQ=MONTHLY', '2023-03-09'), '2023-01-01', '2023-04-30')).toEqual([
    '2023-03-09..2023-03-31 2023-03-31 2023-03-09',
    '2023-04-01..2023-04-30 2023-04-30 2023-04-01',
  ])
  expect(say(every('FREQ=MONTHLY;INTERVAL=3'), '2023-01-01', '2023-06-30').map((each) => each.slice(0, 22))).toEqual(['2023-01-01..2023-03-31', '2023-04-01..2023-06-30'])
  expect(say(every('FREQ=MONTHLY;INTERVAL=6'), '2023-01-01', '2023-12-31').map((each) => each.slice(0, 22))).toEqual(['2023-01-01..2023-06-30', '2023-07-01..2023-12-31'])
  expect(say(every('FREQ=YEARLY', '2023-07-01', '2023-09-30'), '2023-01-01', '2023-12-31')).toEqual(['2023-07-01..2023-09-30 2023-09-30 2023-07-01'])
  expect(say(every('FREQ=MONTHLY;INTERVAL=2', '2023-02-10'), '2023-02-01', '2023-06-30').map((each) => each.slice(0, 22))).toEqual(['2023-02-10..2023-03-31', '2023-04-01..2023-05-31'])
  expect(periods(every('FREQ=DAILY;COUNT=3', '2023-07-05'), '2023-01-01', '2023-12-31').map((each) => each.dueOn)).toEqual(['2023-07-05', '2023-07-06', '2023-07-07'])
})

test('REC-4 with several due days each covers the days since the last one', () => {
  expect(say(every('FREQ=MONTHLY;BYMONTHDAY=15,-1'), '2023-02-01', '2023-02-28')).toEqual([
    '2023-02-01..2023-02-15 2023-02-15 2023-02-01',
    '2023-02-16..2023-02-28 2023-02-28 2023-02-16',
  ])
  expect(say(every('FREQ=WEEKLY;BYDAY=MO,TH', '2023-07-05'), '2023-07-01', '2023-07-10')).toEqual([
    '2023-07-04..2023-07-06 2023-07-06 2023-07-04',
    '2023-07-07..2023-07-10 2023-07-10 2023-07-07',
  ])
})

test('REC-5 day 31 falls on the last day of a shorter month, day 30 too', () => {
  expect(periods(every('FREQ=MONTHLY;BYMONTHDAY=31'), '2024-01-01', '2024-04-30').map((each) => each.dueOn)).toEqual(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30'])
  expect(periods(every('FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=30'), '2023-01-01', '2023-12-31').map((each) => each.dueOn)).toEqual(['2023-02-28', '2023-08-30'])
  expect(periods(every('FREQ=MONTHLY;BYMONTHDAY=15,31'), '2023-02-01', '2023-02-28').map((each) => each.dueOn)).toEqual(['2023-02-15', '2023-02-28'])
})

test('COUNT counts from the start and UNTIL ends a rule, whatever the window', () => {
  const thrice = every('FREQ=WEEKLY;BYDAY=MO;COUNT=3', '2023-07-01')
  expect(periods(thrice, '2023-07-11', '2023-12-31').map((each) => each.dueOn)).toEqual(['2023-07-17'])
  expect(periods(every('FREQ=MONTHLY;BYMONTHDAY=28;UNTIL=20230801T000000Z'), '2023-06-01', '2023-12-31').map((each) => each.dueOn)).toEqual(['2023-06-28', '2023-07-28'])
  expect(periodsOf(every('FREQ=WEEKLY;BYDAY=MO;COUNT=3'), { from: '2023-01-01', to: '2023-12-31' })).toMatchObject({ refused: 'recurrence.not_understood' })
})

test('an ordinal weekday is one due day of its month', () => {
  expect(say(every('FREQ=MONTHLY;BYDAY=-1FR'), '2023-06-01', '2023-06-30')).toEqual(['2023-06-01..2023-06-30 2023-06-30 2023-06-01'])
  expect(say(every('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1'), '2023-07-01', '2023-07-31')).toEqual(['2023-06-01..2023-06-30 2023-07-03 2023-07-01'])
})

test.each([
  '', 'weekly', 'FREQ=HOURLY', 'FREQ=WEEKLY;BYDAY=XX', 'FREQ=WEEKLY;BYDAY=1MO', 'FREQ=MONTHLY;BYMONTHDAY=32', 'FREQ=MONTHLY;BYMONTHDAY=0',
  'FREQ=MONTHLY;INTERVAL=0', 'FREQ=MONTHLY;BYEASTER=1', 'FREQ=MONTHLY;FREQ=DAILY', 'FREQ=WEEKLY;WKST=SU', 'FREQ=YEARLY;BYDAY=1MO',
  'FREQ=MONTHLY;UNTIL=20230231', 'FREQ=MONTHLY;COUNT=1,2', 'FREQ=MONTHLY;BYSETPOS=1', 'FREQ=DAILY;BYMONTHDAY=3', 'FREQ=MONTHLY;BYMONTH=13',
])('REC-1 refuses %s whole', (rrule) => {
  expect(periodsOf(every(rrule), { from: '2023-01-01', to: '2023-12-31' })).toEqual({ refused: 'recurrence.not_understood', detail: rrule })
})

test('REC-1 reads what plans need', () => {
  expect(readRecurrence('RRULE:freq=weekly;byday=mo;wkst=mo')).toMatchObject({ freq: 'WEEKLY', interval: 1, byDay: [{ day: 1, nth: null }] })
})

test('REC-7 makes at most 2,000 periods', () => {
  for (const rrule of ['FREQ=DAILY', 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'FREQ=MONTHLY;BYMONTHDAY=29,30,31']) {
    expect(periodsOf(every(rrule, '2000-01-01'), { from: '2000-01-01', to: '9000-12-31' })).toEqual({ refused: 'recurrence.too_many' })
  }
  expect(periods(every('FREQ=DAILY'), '2020-01-01', addDays('2020-01-01', 1999))).toHaveLength(2000)
})

test('asking again gives the same answer, also after many other questions', () => {
  const monday = every('FREQ=WEEKLY;BYDAY=MO')
  const first = say(monday, '2023-01-01', '2023-03-31')
  for (let year = 1000; year < 1500; year += 1) periods(every('FREQ=YEARLY'), `${year}-01-01`, `${year}-12-31`)
  expect(say(monday, '2023-01-01', '2023-03-31')).toEqual(first)
  expect(say(monday, '2023-01-01', '2023-03-24')).toEqual(first.slice(0, -1))
})

test('a phase narrows a cadence', () => {
  expect(boundCadence(every('FREQ=DAILY', '2023-01-01', null), { start: '2023-02-01', end: '2023-03-01' })).toEqual(every('FREQ=DAILY', '2023-02-01', '2023-03-01'))
  expect(boundCadence(every('FREQ=DAILY', '2023-05-01', '2023-06-01'), { start: null, end: '2023-07-01' })).toEqual(every('FREQ=DAILY', '2023-05-01', '2023-06-01'))
})

const day = fc.integer({ min: dayNumber('2022-01-01'), max: dayNumber('2026-12-31') }).map(dateOfDayNumber)
const someRule = fc.tuple(
  fc.constantFrom('FREQ=DAILY', 'FREQ=DAILY;BYDAY=MO,WE', 'FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=TU,FR,SU', 'FREQ=WEEKLY;BYMONTH=6', 'FREQ=MONTHLY',
    'FREQ=MONTHLY;BYMONTHDAY=28', 'FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=MONTHLY;BYMONTHDAY=5,31', 'FREQ=MONTHLY;BYMONTHDAY=15,-1', 'FREQ=MONTHLY;BYDAY=2TU', 'FREQ=YEARLY',
    'FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=30', 'FREQ=YEARLY;BYMONTH=2,5;BYMONTHDAY=31', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20'),
  fc.constantFrom('', ';INTERVAL=2', ';INTERVAL=3', ';INTERVAL=6'),
).map(([rule, interval]) => rule + interval)
const someCadence = fc.record({ rrule: someRule, start: fc.option(day), until: fc.option(day) })

test('REC-6 two windows side by side give the periods of the whole, each well-formed and in order', () => {
  fc.assert(fc.property(someCadence, day, fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 500 }), (cadence, from, days, more) => {
    const middle = addDays(from, days)
    const whole = periods(cadence, from, addDays(middle, more))
    expect([...periods(cadence, from, middle), ...periods(cadence, addDays(middle, 1), addDays(middle, more))]).toEqual(whole)
    for (const [at, each] of whole.entries()) {
      expect(each.from <= each.to && each.opensOn <= each.dueOn && each.dueOn >= from && each.dueOn <= addDays(middle, more)).toBe(true)
      if (cadence.until !== null) expect(each.dueOn <= cadence.until).toBe(true)
      if (cadence.start !== null) expect(each.dueOn >= cadence.start).toBe(true)
      const before = whole[at - 1]
      if (before !== undefined) expect(before.dueOn < each.dueOn && before.to < each.to).toBe(true)
    }
  }), { numRuns: 300 })
})

test('REC-3 weekly reports tile the calendar: no day twice, none left out', () => {
  fc.assert(fc.property(day, fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), (from, code) => {
    const weeks = periods(every(`FREQ=WEEKLY;BYDAY=${code}`), from, addDays(from, 100))
    for (const [at, each] of weeks.entries()) {
      expect([weekday(each.from), weekday(each.to), diffDays(each.from, each.to)]).toEqual([1, 7, 6])
      const before = weeks[at - 1]
      if (before !== undefined) expect(addDays(before.to, 1)).toBe(each.from)
    }
  }))
})
