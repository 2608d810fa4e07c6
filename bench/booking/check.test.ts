import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { checkRush, type Kept } from './check.ts'
import type { Logged } from './rush-clients.ts'

const line = (over: Partial<Logged> = {}): Logged => ({ key: 'k1', who: 0, person: 1, slotId: 's1', status: 200, bookingId: 'b1', error: null, ...over })
const row = (over: Partial<Kept> = {}): Kept => ({ id: 'b1', slotId: 's1', key: 'me k1', person: 'p1', day: 'd 2026-03-03', live: true, ...over })

function check(lines: readonly Logged[], kept: readonly Kept[]): Record<string, number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-check-'))
  try {
    const file = path.join(folder, 'rush.log')
    writeFileSync(file, lines.map((each) => `${JSON.stringify(each)}\n`).join(''))
    const { oversold, lost, duplicates } = checkRush(file, kept, 1)
    return { oversold, lost, duplicates }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test.each<[string, Logged[], Kept[], Record<string, number>]>([
  ['an honest log', [line(), line(), line({ key: 'k2', person: 2, status: 409, bookingId: null, error: 'booking.full' })], [row()], { oversold: 0, lost: 0, duplicates: 0 }],
  ['a booking that nobody was told of', [line()], [row(), row({ id: 'b2', slotId: 's2', key: 'me k2', person: 'p2' })], { oversold: 0, lost: 0, duplicates: 0 }],
  ['a place sold twice in the database', [line()], [row(), row({ id: 'b2', key: 'me k2', person: 'p2' })], { oversold: 1, lost: 0, duplicates: 0 }],
  ['a place promised twice', [line(), line({ key: 'k2', bookingId: 'b2' })], [row()], { oversold: 1, lost: 1, duplicates: 0 }],
  ['an answer that was not kept', [line()], [], { oversold: 0, lost: 1, duplicates: 0 }],
  ['a promise taken back for the same key', [line(), line({ status: 409, bookingId: null, error: 'booking.full' })], [row()], { oversold: 0, lost: 1, duplicates: 0 }],
  ['two answers for one key', [line(), line({ bookingId: 'b2', slotId: 's2' })], [row(), row({ id: 'b2', slotId: 's2', key: 'me k2', person: 'p2' })], { oversold: 0, lost: 0, duplicates: 1 }],
  ['one key kept twice', [line()], [row(), row({ id: 'b2', slotId: 's2', person: 'p2' })], { oversold: 0, lost: 0, duplicates: 1 }],
  ['one person twice on a day', [line()], [row(), row({ id: 'b2', slotId: 's2', key: 'me k2' })], { oversold: 0, lost: 0, duplicates: 1 }],
])('the checker of the rush judges %s', (_, lines, kept, expected) => {
  expect(check(lines, kept)).toEqual(expected)
})
