import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hasher } from '../../../kernel/hasher.ts'
import { giveInTurn, makeDraw, type DrawRecord } from './draw.ts'
import { checkDraw, drawRecordShape } from './draw-record.ts'

const hasher: Hasher = {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
  hmac: (key, text) => createHmac('sha256', key).update(text, 'utf8').digest('hex'),
}
const release = { id: 'r', institutionId: 'i', clinicId: 'c', onDate: '2026-03-09', opensAt: '2026-03-02T00:00:00.000Z', closesAt: '2026-03-02T00:30:00.000Z' }
const slots = [{ id: 's1', places: 1 }, { id: 's2', places: 2 }]
const entries = ['t5', 't1', 't4', 't2', 't3'].map((ticket) => ({ ticket, choices: ['s1', 's2'] }))
const drawn = makeDraw(hasher, { release, seed: 'a seed', slots, entries })

describe('DW-1 the draw', () => {
  test('is the same whoever makes it, in whatever order entries and slots lie', () => {
    expect(makeDraw(hasher, { release, seed: 'a seed', slots: slots.toReversed(), entries: entries.toReversed() })).toEqual(drawn)
    expect(drawn.seedHash).toBe(hasher.sha256('a seed'))
  })
  test('gives as many as there are places and tells the others that nothing was left', () => {
    expect(drawn.outcome.map((line) => line.wish)).toEqual([1, 2, 2, null, null])
    expect(drawn.outcome.map((line) => line.ticket)).toEqual(drawn.order)
  })
  test('another seed is another order', () => {
    const orders = new Set(['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => makeDraw(hasher, { release, seed, slots, entries }).order.join()))
    expect(orders.size).toBeGreaterThan(3)
  })
})

test('DW-2 one entry more changes the keys of all, so that no ticket can be picked to win beforehand', () => {
  const keysMoved = Array.from({ length: 40 }, (_, n) => makeDraw(hasher, { release, seed: 'a seed', slots, entries: [...entries, { ticket: `z${n}`, choices: ['s1'] }] }).order.filter((ticket) => !ticket.startsWith('z')).join())
  expect(new Set(keysMoved).size).toBeGreaterThan(10)
})

test('DW-2 every ticket comes first about equally often', () => {
  const firsts = new Map<string, number>()
  for (let n = 0; n < 2000; n += 1) {
    const first = makeDraw(hasher, { release, seed: `seed ${n}`, slots, entries }).order[0] ?? ''
    firsts.set(first, (firsts.get(first) ?? 0) + 1)
  }
  for (const { ticket } of entries) expect(firsts.get(ticket)).toBeGreaterThan(330)
})

test('DW-3 each in turn gets the first wish that is left; nobody could swap and be better off than the turn allows', () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }), { maxLength: 30 }), fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }), (wishes, places) => {
      const asked = wishes.map((choices, n) => ({ ticket: `t${n}`, choices: choices.map((each) => `s${each}`) }))
      const given = giveInTurn(asked.map((each) => each.ticket), asked, places.map((each, n) => ({ id: `s${n}`, places: each })))
      const left = new Map(places.map((each, n) => [`s${n}`, each]))
      for (const [n, line] of given.entries()) {
        const best = asked[n]?.choices.find((slot) => (left.get(slot) ?? 0) > 0) ?? null
        expect(line.slotId).toBe(best)
        if (best !== null) left.set(best, (left.get(best) ?? 0) - 1)
      }
      expect([...left.values()].every((each) => each >= 0)).toBe(true)
    }),
  )
})

describe('DW-4 checking a record', () => {
  const forged = (change: (record: { -readonly [Key in keyof DrawRecord]: DrawRecord[Key] }) => void): DrawRecord => {
    const copy = structuredClone(drawn) as { -readonly [Key in keyof DrawRecord]: DrawRecord[Key] }
    change(copy)
    return copy
  }
  test('one that was made by the rule fits, through its file as well', () => {
    expect(checkDraw(hasher, drawRecordShape.parse(JSON.parse(JSON.stringify(drawn))), drawn.seedHash)).toEqual({ fits: true, entries: 5, given: 3 })
  })
  test.each<[string, (record: { -readonly [Key in keyof DrawRecord]: DrawRecord[Key] }) => void, string]>([
    ['another seed', (r) => { r.seed = 'another' }, 'seedHash'],
    ['a ticket that came later', (r) => { r.entries = [...r.entries, { ticket: 't9', choices: ['s1'] }] }, 'entriesHash'],
    ['a wish that was changed', (r) => { r.entries = r.entries.map((each, n) => (n === 0 ? { ...each, choices: ['s2'] } : each)) }, 'entriesHash'],
    ['a ticket twice', (r) => { r.entries = [...r.entries, ...r.entries.slice(0, 1)] }, 'entries t1'],
    ['a slot twice', (r) => { r.slots = [...r.slots, ...r.slots.slice(0, 1)] }, 'slots s1'],
    ['two turns swapped', (r) => { r.order = [r.order[1] ?? '', r.order[0] ?? '', ...r.order.slice(2)] }, 'order[0]'],
    ['a turn left out', (r) => { r.order = r.order.slice(0, -1) }, 'order[4]'],
    ['a place given to somebody else', (r) => { r.outcome = r.outcome.map((line, n) => (n === 4 ? { ...line, slotId: 's1', wish: 1 } : line)) }, 'outcome[4]'],
    ['a place more than there was', (r) => { r.slots = r.slots.map((slot) => ({ ...slot, places: 3 })) }, 'outcome[1]'],
  ])('%s is found and named', (_, change, where) => {
    expect(checkDraw(hasher, forged(change))).toMatchObject({ fits: false, where })
  })
  test('a seed changed together with its hash is found by the hash that was published before', () => {
    const other = makeDraw(hasher, { release, seed: 'chosen afterwards', slots, entries })
    expect(checkDraw(hasher, other)).toMatchObject({ fits: true })
    expect(checkDraw(hasher, other, drawn.seedHash)).toMatchObject({ fits: false, where: 'seedHash' })
  })
})
