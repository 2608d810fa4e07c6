import { expect, test } from 'vitest'
import { addDays, addWorkingDays, isWorkingDay, weekday } from '../../kernel/calendar.ts'
import { computeDeadline } from '../../kernel/deadline.ts'
import { explainDeadline } from '../../kernel/explain-deadline.ts'
import { lastOfficialDay, seedCalendar } from './holidays.ts'

const calendar = seedCalendar()

test('CAL-3 official years are those of the notices; 2027 has none yet and is said', () => {
  expect([...calendar.officialYears]).toEqual(expect.arrayContaining([2022, 2023, 2024, 2025, 2026]))
  expect(calendar.officialYears.has(2027)).toBe(false)
  expect(lastOfficialDay(calendar)).toBe(`${Math.max(...calendar.officialYears)}-12-31`)
  expect(addWorkingDays('2026-12-20', 10, calendar).unofficialYears).toEqual([2027])
  expect(lastOfficialDay({ days: new Map(), officialYears: new Set() })).toBeNull()
})

test('CAL-1 known days of known notices', () => {
  expect(['2026-02-14', '2026-02-28', '2026-10-10', '2022-10-08', '2022-10-09'].map((day) => isWorkingDay(day, calendar))).toEqual([true, true, true, true, true])
  expect(['2026-02-16', '2026-10-01', '2024-05-03', '2022-10-07'].map((day) => isWorkingDay(day, calendar))).toEqual([false, false, false, false])
})

test('CAL-1 every make-up day is a weekend day and is named', () => {
  for (const [date, day] of calendar.days) {
    expect(day.name).toMatch(/[一-龥]/)
    if (day.kind === 'workday') expect(weekday(date)).toBeGreaterThan(5)
  }
})

test('CAL-3 an official year has 242 to 253 working days', () => {
  for (const year of calendar.officialYears) {
    let working = 0
    for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) if (isWorkingDay(day, calendar)) working += 1
    expect(working, String(year)).toBeGreaterThanOrEqual(242)
    expect(working, String(year)).toBeLessThanOrEqual(253)
  }
})

test('DL-8 the example of the rule book holds with the real calendar of 2022', () => {
  const deadline = computeDeadline({ amount: 5, unit: 'workday', from: 'accepted', pausable: false, extension: null }, '2022-09-30', calendar)
  expect(explainDeadline(deadline, 'en')).toBe(
    'accepted Fri 30 Sep 2022; +5 working days; skipped 1–7 Oct, holiday; counted Sat 8 and Sun 9 Oct, make-up days; due Wed 12 Oct',
  )
})
