import { describe, expect, test } from 'vitest'
import { calendarFile, type CalendarEvent } from './ics.ts'
import { reminderDue } from './reminders.ts'
import { readVisitor } from './visitors.ts'

const typed = { name: '欧阳 明', idNumber: '99010119900307123X', phone: '139 0000 0001', relation: 'self', consent: '1' }
/** A number whose check character fits. */
const card = '110101199003070046'

describe('TG-4 who is booked for', () => {
  test('is read from what people type: blanks, full-width digits, small x', () => {
    expect(readVisitor({ ...typed, idNumber: ' １１０１０１ 19900307 0046 ' }, '2026-03-02')).toEqual({ visitor: { name: '欧阳明', idNumber: card, phone: '13900000001', bornOn: '1990-03-07', relation: 'self' }, faults: {} })
  })
  test.each<[string, Record<string, string>, string]>([
    ['no name', { name: ' ' }, 'name'],
    ['a name of one character', { name: '王' }, 'name'],
    ['a name with digits', { name: '王2' }, 'name'],
    ['a very long name', { name: '王'.repeat(61) }, 'name'],
    ['no card', { idNumber: '' }, 'idNumber'],
    ['a wrong check character', { idNumber: '110101199003070047' }, 'idNumber'],
    ['somebody not born yet', { idNumber: '110101202703070013' }, 'idNumber'],
    ['no mobile number', { phone: '0377-12345' }, 'phone'],
    ['nobody in particular', { relation: 'friend' }, 'relation'],
    ['no consent', { consent: '' }, 'consent'],
  ])('%s is said at its field', (_, change, field) => {
    expect(Object.keys(readVisitor({ ...typed, idNumber: card, ...change }, '2026-03-02').faults)).toEqual([field])
  })
})

describe('TG-7 the calendar file', () => {
  const event: CalendarEvent = { uid: 'b1', madeAt: '2026-03-02T01:00:00.000Z', startsAt: '2026-03-04T00:30:00.000Z', endsAt: '2026-03-04T01:00:00.000Z', title: '看病：内科; 王医生, 二楼', place: '云溪县人民医院', notes: '带身份证\n带病历', url: 'http://localhost/my/bookings', cancelled: false }
  const file = calendarFile(event)
  test('says when in UTC, escapes what has a meaning of its own, and ends every line as the standard asks', () => {
    for (const line of ['DTSTART:20260304T003000Z', 'DTEND:20260304T010000Z', 'SUMMARY:看病：内科\\; 王医生\\, 二楼', 'DESCRIPTION:带身份证\\n带病历', 'TRIGGER:-P1D', 'TRIGGER:-PT2H', 'STATUS:CONFIRMED']) expect(file).toContain(`${line}\r\n`)
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })
  test('no line is longer than 75 octets and no character is torn', () => {
    const long = calendarFile({ ...event, title: '云溪县妇幼保健院（云溪县儿童医院、云溪县妇女儿童健康服务指导中心）𠮷'.repeat(3) })
    for (const line of long.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(long.replaceAll('\r\n ', '')).toContain('健康服务指导中心）𠮷'.repeat(1))
    expect(long).not.toContain('\uFFFD')
  })
  test('a cancelled one takes itself out and rings no more', () => {
    const off = calendarFile({ ...event, cancelled: true })
    expect([off.includes('METHOD:CANCEL'), off.includes('STATUS:CANCELLED'), off.includes('VALARM')]).toEqual([true, true, false])
  })
})

describe('TG-8 reminders', () => {
  const startsAt = '2026-03-04T00:30:00.000Z'
  const early = '2026-02-20T00:00:00.000Z'
  const at = (iso: string) => Date.parse(iso)
  test.each<[string, { madeAt?: string; reminded?: number }, string, ReturnType<typeof reminderDue>]>([
    ['more than a day before: nothing yet', {}, '2026-03-03T00:29:59.000Z', null],
    ['a day before', {}, '2026-03-03T00:30:00.000Z', { send: 'day', reminded: 1 }],
    ['a day before, told already', { reminded: 1 }, '2026-03-03T12:00:00.000Z', null],
    ['two hours before', { reminded: 1 }, '2026-03-03T22:30:00.000Z', { send: 'hours', reminded: 3 }],
    ['after an outage only the nearer one', {}, '2026-03-03T23:00:00.000Z', { send: 'hours', reminded: 3 }],
    ['booked within the day: not told again', { madeAt: '2026-03-03T05:00:00.000Z' }, '2026-03-03T06:00:00.000Z', { send: null, reminded: 1 }],
    ['booked within the day: two hours before all the same', { madeAt: '2026-03-03T05:00:00.000Z', reminded: 1 }, '2026-03-03T22:31:00.000Z', { send: 'hours', reminded: 3 }],
    ['booked within two hours: nothing', { madeAt: '2026-03-03T23:00:00.000Z' }, '2026-03-03T23:05:00.000Z', { send: null, reminded: 3 }],
    ['all told', { reminded: 3 }, '2026-03-03T23:00:00.000Z', null],
    ['once it has begun nothing is sent', {}, startsAt, null],
  ])('%s', (_, given, now, due) => {
    expect(reminderDue({ startsAt, madeAt: early, reminded: 0, ...given }, at(now))).toEqual(due)
  })
})
