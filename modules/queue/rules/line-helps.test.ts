import { expect, test } from 'vitest'
import { withDay } from './episodes.ts'
import type { Episode } from './fact.ts'
import { oneMore } from './kiosk.ts'
import { mayBeNear, nearMessage, nearOnes } from './near.ts'
import { partNames } from './spread.ts'

const limit = { kioskMost: 3, kioskMinutes: 10 }
const noon = '2026-03-02T04:00:00.000Z'

test.each([
  ['the first one', null, { fromAt: noon, issued: 1 }],
  ['one below the limit', { fromAt: '2026-03-02T03:55:00.000Z', issued: 2 }, { fromAt: '2026-03-02T03:55:00.000Z', issued: 3 }],
  ['one more than the limit', { fromAt: '2026-03-02T03:55:00.000Z', issued: 3 }, { refused: 'queue.kiosk_full', detail: '2026-03-02T04:05:00.000Z' }],
  ['after the minutes are over it counts afresh', { fromAt: '2026-03-02T03:50:00.000Z', issued: 3 }, { fromAt: noon, issued: 1 }],
])('QU-25 a machine gives %s', (_, known, expected) => {
  expect(oneMore(known, limit, noon)).toEqual(expected)
})

const waits = (place: number, bookingId: string | null, issuedAt = '2026-03-02T03:00:00.000Z') => ({ place, ticket: { bookingId, issuedAt } })
test('QU-24 who booked and has at most three before them is told, and nobody who has just come', () => {
  const line = [waits(1, null), waits(2, 'b2', '2026-03-02T03:57:00.000Z'), waits(3, 'b3'), waits(4, 'b4'), waits(5, 'b5')]
  expect(nearOnes(line, noon).map(({ ticket }) => ticket.bookingId)).toEqual(['b3', 'b4'])
  expect(mayBeNear([{ bookingId: 'b1' }, { bookingId: null }])).toBe(false)
  expect(mayBeNear([{ bookingId: null }, { bookingId: null }, { bookingId: null }, { bookingId: 'b4' }])).toBe(true)
  expect(nearMessage({ institution: '云溪县人民医院', queue: '内科门诊', area: '二楼东', label: 'A012', before: 3, url: 'https://example.org/line/1' })).toBe('【回音】云溪县人民医院内科门诊：您的A012号前面还有3位，请到二楼东等候。看进度：https://example.org/line/1')
  expect(nearMessage({ institution: '云溪县人民医院', queue: '内科门诊', area: '', label: 'A012', before: 0, url: 'u' })).toContain('是下一位，请到候诊区等候')
})

test('QU-26 the parts of the spread follow each other without a gap', () => {
  expect(partNames().map(({ from, to }) => [from, to])).toEqual([[0, 5], [5, 10], [10, 20], [20, 30], [30, 60], [60, null]])
})

const known: Episode = { institutionId: 'h', regionCode: '990121', id: 'e', visitKey: 'v', departmentId: 'd', firstOn: '2026-03-02', lastOn: '2026-03-05', trips: 2 }
const fresh = (): Episode => ({ ...known, id: 'new', trips: 1 })
test.each([
  ['nobody known: a new episode', undefined, '2026-03-05', { id: 'new', trips: 1 }],
  ['two weeks later: one more trip', known, '2026-03-19', { id: 'e', trips: 3, lastOn: '2026-03-19' }],
  ['a day more than two weeks: another episode', known, '2026-03-20', { id: 'new', trips: 1 }],
])('QU-27 %s', (_, before, on, expected) => {
  expect(withDay(before, on, fresh)?.episode).toMatchObject(expected)
})
test('QU-27 the same day counted again changes nothing', () => {
  expect(withDay(known, '2026-03-05', fresh)).toBe(null)
})
