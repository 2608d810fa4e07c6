import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bigrams, normaliseHan, similarity } from './text.ts'

test('TX-1 width, case, blanks and punctuation do not count', () => {
  expect(normaliseHan('（一）改善 医疗服务，ＡＢ c１')).toBe('一改善医疗服务abc1')
  expect(similarity('每周一上报《周报表》。', '每周一 上报周报表')).toBe(1)
})

test('TX-2 shares of common pairs', () => {
  expect([...bigrams('三三三')]).toEqual([['三三', 2]])
  expect(similarity('一二三', '一二四')).toBe(0.5)
  expect([similarity('甲', '甲'), similarity('甲', '乙'), similarity('', ''), similarity('甲', '')]).toEqual([1, 0, 1, 0])
  expect(similarity('开展处方点评，每月公示结果', '每月开展处方点评并公示结果')).toBeGreaterThan(0.6)
})

test('TX-2 similarity is symmetric, between 0 and 1, and 1 for the same text', () => {
  const text = fc.string({ unit: 'grapheme' })
  fc.assert(fc.property(text, text, (a, b) => {
    const value = similarity(a, b)
    expect(value >= 0 && value <= 1).toBe(true)
    expect(similarity(b, a)).toBe(value)
    expect(similarity(a, a)).toBe(1)
  }))
})
