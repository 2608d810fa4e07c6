import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seeded } from './random.ts'

test('RN-1 the published values of a seed never change', () => {
  const draw = seeded('回音 2026')
  expect([draw.int(1, 1000), draw.int(1, 1000), draw.int(1, 1000), draw.int(1, 1000)]).toEqual([147, 172, 676, 710])
  expect(draw.shuffle(['甲', '乙', '丙', '丁', '戊'])).toEqual(['戊', '乙', '丙', '甲', '丁'])
})

test('RN-1 the same seed repeats, another does not', () => {
  const run = (seed: string) => Array.from({ length: 20 }, seeded(seed).next)
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
    expect(run(a)).toEqual(run(a))
    if (a !== b) expect(run(a)).not.toEqual(run(b))
  }))
})

test('RN-1 numbers stay inside their bounds and lists keep their members', () => {
  fc.assert(fc.property(fc.string(), fc.integer({ min: -1000, max: 1000 }), fc.nat(5000), fc.array(fc.nat(), { minLength: 1 }), (seed, lo, size, list) => {
    const draw = seeded(seed)
    const drawn = draw.int(lo, lo + size)
    expect(drawn >= lo && drawn <= lo + size).toBe(true)
    const share = draw.next()
    expect(share >= 0 && share < 1).toBe(true)
    expect(list).toContain(draw.pick(list))
    expect(draw.shuffle(list).sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b))
  }))
  expect(() => seeded('x').pick([])).toThrow(RangeError)
  expect(() => seeded('x').int(2, 1)).toThrow(RangeError)
})

test('RN-1 every place is equally likely, in a draw and in a shuffle', () => {
  const draw = seeded('fair')
  const counts = Array.from({ length: 7 }, () => 0)
  const firsts = Array.from({ length: 7 }, () => 0)
  for (let round = 0; round < 70_000; round += 1) {
    const at = draw.int(0, 6)
    counts[at] = (counts[at] ?? 0) + 1
    const first = draw.shuffle([0, 1, 2, 3, 4, 5, 6])[0] ?? 0
    firsts[first] = (firsts[first] ?? 0) + 1
  }
  // Chi-square with 6 degrees of freedom: above 22.5 once in a thousand seeds; this seed is fixed.
  const chi = (list: number[]) => list.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
  expect(chi(counts)).toBeLessThan(22.5)
  expect(chi(firsts)).toBeLessThan(22.5)
})
