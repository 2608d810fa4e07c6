import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays, addMonths, addWorkingDays, compareDates, dateOfDayNumber, dayNumber, daysInMonth, diffDays, isIsoDate, isWorkingDay,
  judgeDay, lastOfMonth, printDate, startOfWeek, unofficialYearsOf, weekday,
} from './calendar.ts'
import type { Calendar, CalendarDay } from './calendar.ts'
import { addMs, endOfDay, instantMs, instantOf, shanghaiDate, shanghaiTime, startOfDay, toUtc } from './instant.ts'

const listed = (kind: CalendarDay['kind'], name: string, ...dates: string[]): [string, CalendarDay][] => dates.map((date) => [date, { kind, name }])

const calendar2022: Calendar = {
  days: new Map([
    ...listed('holiday', '国庆节', '2022-10-01', '2022-10-02', '2022-10-03', '2022-10-04', '2022-10-05', '2022-10-06', '2022-10-07'),
    ...listed('workday', '国庆节', '2022-10-08', '2022-10-09'),
  ]),
  officialYears: new Set([2022]),
}
const bare: Calendar = { days: new Map(), officialYears: new Set() }

const anyDay = fc.integer({ min: dayNumber('1600-01-01'), max: dayNumber('2400-12-31') })
const anyDate = anyDay.map(dateOfDayNumber)

test('day numbers agree with the platform for every date', () => {
  fc.assert(fc.property(anyDay, (number) => {
    const date = dateOfDayNumber(number)
    expect(date).toBe(new Date(number * 86_400_000).toISOString().slice(0, 10))
    expect(dayNumber(date)).toBe(number)
    expect(weekday(date) % 7).toBe(new Date(number * 86_400_000).getUTCDay())
  }))
})

test('adding and measuring days are inverse, and dates order as text', () => {
  fc.assert(fc.property(anyDate, fc.integer({ min: -9000, max: 9000 }), (date, days) => {
    expect(diffDays(date, addDays(date, days))).toBe(days)
    expect(compareDates(date, addDays(date, days))).toBe(days > 0 ? -1 : days < 0 ? 1 : 0)
  }))
})

test.each(['2023-02-29', '2023-13-01', '2023-00-10', '2023-1-01', '2023-01-32', '20230101', '2023-01-0x', '', '0000-01-01'])('%s is no date', (text) => {
  expect(isIsoDate(text)).toBe(false)
  expect(() => dayNumber(text)).toThrow(RangeError)
})

test('months know their length, their last day and their neighbours', () => {
  expect([daysInMonth(2023, 2), daysInMonth(2024, 2), daysInMonth(1900, 2), daysInMonth(2000, 2), daysInMonth(2023, 4)]).toEqual([28, 29, 28, 29, 30])
  expect(lastOfMonth('2024-02-03')).toBe('2024-02-29')
  expect(addMonths('2023-01-31', 1)).toBe('2023-02-28')
  expect(addMonths('2023-01-31', -2)).toBe('2022-11-30')
  expect(startOfWeek('2022-10-09')).toBe('2022-10-03')
})

test('CAL-1 what the notice lists decides, otherwise Monday to Friday', () => {
  expect(isWorkingDay('2022-09-30', calendar2022)).toBe(true)
  expect(judgeDay('2022-10-05', calendar2022)).toEqual({ counts: false, reason: 'holiday', name: '国庆节' })
  expect(judgeDay('2022-10-09', calendar2022)).toEqual({ counts: true, reason: 'make-up', name: '国庆节' })
  expect(judgeDay('2022-10-15', calendar2022).reason).toBe('weekend')
})

test('CAL-2 counts working days over holiday and make-up days and says which', () => {
  expect(addWorkingDays('2022-09-30', 5, calendar2022)).toEqual({
    date: '2022-10-12',
    skipped: [{ from: '2022-10-01', to: '2022-10-07', reason: 'holiday', names: ['国庆节'] }],
    counted: [{ date: '2022-10-08', name: '国庆节' }, { date: '2022-10-09', name: '国庆节' }],
    unofficialYears: [],
  })
  expect(addWorkingDays('2022-10-12', -5, calendar2022)).toMatchObject({ date: '2022-09-30', skipped: [{ from: '2022-10-01', to: '2022-10-07' }] })
  expect(addWorkingDays('2022-10-01', 0, calendar2022).date).toBe('2022-10-01')
})

test('CAL-2 two holidays in a row are one span with both names', () => {
  const days = new Map([...listed('holiday', '中秋', '2023-09-29'), ...listed('holiday', '国庆节', '2023-09-30', '2023-10-01')])
  const count = addWorkingDays('2023-09-28', 1, { days, officialYears: new Set([2023]) })
  expect(count.skipped).toEqual([{ from: '2023-09-29', to: '2023-10-01', reason: 'holiday', names: ['中秋', '国庆节'] }])
})

test('CAL-2 counting agrees with looking at each day, and steps add up', () => {
  const random = fc.record({
    start: fc.integer({ min: dayNumber('2022-08-01'), max: dayNumber('2022-12-31') }).map(dateOfDayNumber),
    amount: fc.integer({ min: 0, max: 60 }),
    more: fc.integer({ min: 0, max: 30 }),
    swaps: fc.array(fc.tuple(fc.integer({ min: 0, max: 240 }), fc.constantFrom('holiday' as const, 'workday' as const)), { maxLength: 30 }),
  })
  fc.assert(fc.property(random, ({ start, amount, more, swaps }) => {
    const days = new Map(swaps.map(([offset, kind]) => [addDays('2022-08-01', offset), { kind, name: 'x' }]))
    const calendar: Calendar = { days, officialYears: new Set([2022, 2023]) }
    const { date, skipped, counted } = addWorkingDays(start, amount, calendar)
    const between = Array.from({ length: diffDays(start, date) }, (_, at) => addDays(start, at + 1))
    expect(between.filter((each) => isWorkingDay(each, calendar))).toHaveLength(amount)
    expect(skipped.flatMap((span) => Array.from({ length: diffDays(span.from, span.to) + 1 }, (_, at) => addDays(span.from, at)))).toEqual(
      between.filter((each) => !isWorkingDay(each, calendar)),
    )
    expect(counted.map((each) => each.date)).toEqual(between.filter((each) => judgeDay(each, calendar).reason === 'make-up'))
    expect(addWorkingDays(date, more, calendar).date).toBe(addWorkingDays(start, amount + more, calendar).date)
  }), { numRuns: 200 })
})

test('CAL-3 a year without official data is said, and late December leans on the next year', () => {
  expect(addWorkingDays('2022-12-20', 3, calendar2022).unofficialYears).toEqual([])
  expect(addWorkingDays('2022-12-20', 6, calendar2022).unofficialYears).toEqual([2023])
  expect(addWorkingDays('2022-12-20', 20, calendar2022).unofficialYears).toEqual([2023])
  expect(addWorkingDays('2027-03-01', 1, bare).unofficialYears).toEqual([2027])
  expect(unofficialYearsOf('2022-12-31', calendar2022)).toEqual([2023])
})

test('CAL-4 a calendar without working days is a fault and no endless loop', () => {
  const days = new Map(Array.from({ length: 41_000 }, (_, at) => [addDays('2022-01-01', at), { kind: 'holiday' as const, name: 'x' }]))
  expect(() => addWorkingDays('2022-01-01', 1, { days, officialYears: new Set() })).toThrow(RangeError)
})

test('CAL-5 dates print in both languages', () => {
  expect(printDate('2022-09-30', 'zh')).toBe('2022年9月30日 周五')
  expect(printDate('2022-09-30', 'en')).toBe('Fri 30 Sep 2022')
})

test('CAL-6 Shanghai is eight hours ahead, and a day ends at 24:00 there', () => {
  expect(endOfDay('2022-10-12')).toBe('2022-10-12T16:00:00.000Z')
  expect(startOfDay('2022-10-12')).toBe('2022-10-11T16:00:00.000Z')
  expect([startOfDay('0001-01-01'), endOfDay('9999-12-31')]).toEqual(['0001-01-01T00:00:00.000Z', '9999-12-31T16:00:00.000Z'])
  expect(shanghaiDate('2022-10-12T15:59:59.999Z')).toBe('2022-10-12')
  expect(shanghaiDate('2022-10-12T16:00:00Z')).toBe('2022-10-13')
  expect(shanghaiTime('2022-10-12T10:30:00+08:00')).toBe('10:30')
  expect(toUtc('2022-10-12T10:30:00+08:00')).toBe('2022-10-12T02:30:00.000Z')
  expect(addMs('2022-12-31T23:59:59.999Z', 1)).toBe('2023-01-01T00:00:00.000Z')
})

test('CAL-6 instants without a zone are refused, all others agree with the platform', () => {
  expect(() => instantMs('2022-10-12T10:30:00')).toThrow(RangeError)
  expect(() => instantMs('2022-13-12T10:30:00Z')).toThrow(RangeError)
  fc.assert(fc.property(fc.integer({ min: -1e12, max: 9e12 }), (ms) => {
    expect(instantOf(ms)).toBe(new Date(ms).toISOString())
    expect(instantMs(instantOf(ms))).toBe(ms)
  }))
})
