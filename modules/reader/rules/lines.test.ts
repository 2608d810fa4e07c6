import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dutyWarnings } from './checks.ts'
import { bare, fold, rawOffset, squeeze, toLines } from './lines.ts'
import { counterValue, markerAt, toHan } from './markers.ts'
import type { Duty } from './model.ts'

test.each([
  ['医疗卫生服 务，进一步 优化', '医疗卫生服务，进一步优化'],
  ['于 2023 年 7 月', '于 2023 年 7 月'],
  ['\u00a0\u3000一、 目标\u2003', '一、目标'],
  ['家门\u200b口', '家门口'],
  ['组 长：李 某  局长', '组 长：李 某 局长'],
  ['李  某   副局长', '李 某 副局长'],
])('RD-1 blanks in %j', (raw, text) => {
  expect(toLines(raw)[0]).toEqual({ no: 1, raw, text })
})

test('RD-1 lines are counted from 1 for every line end', () => {
  expect(toLines('甲\r\n乙\n\n丙\r丁').map(({ no, text }) => `${no}${text}`)).toEqual(['1甲', '2乙', '3', '4丙', '5丁'])
})

test('RD-1 no character is lost and every position leads back to the source', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (source) => {
      for (const line of toLines(source)) {
        expect(bare(line.text)).toBe(bare(line.raw))
        for (let i = 0; i < line.text.length; i += 1) if (bare(line.text.charAt(i)) !== '') expect(line.raw.charAt(rawOffset(line, i))).toBe(line.text.charAt(i))
      }
    }),
  )
})

test.each([
  ['〔2023〕[1] (一)', '（2023）（1） （一）'],
  ['１２：３０，1,000；35％', '12:30，1,000；35%'],
  ['目标:提高,完成;', '目标：提高，完成；'],
  ['“急〞—至～', '“急”-至~'],
  ['⼀、⼆', '一、二'],
])('RD-2 %j folds to one script of marks', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

test('RD-2 folding never changes the length, and folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(fold(text)).toHaveLength(text.length)
      expect(squeeze(fold(fold(text)))).toBe(squeeze(fold(text)))
    }),
  )
})

test.each([
  ['一、', 'han', 1], ['十一．', 'han', 11], ['（五十三）', 'han_bracket', 53], ['〔二〕', 'han_bracket', 2], ['㈢', 'han_bracket', 3], ['1﹒', 'number', 1], ['12、', 'number', 12], ['1.2023年', 'number', 1],
  ['（3）', 'number_bracket', 3], ['⑷', 'number_bracket', 4], ['⑤', 'circle', 5], ['二是', 'saying', 2], ['其次，', 'saying', 2], ['其二，', 'saying', 2], ['第三阶段：', 'phase', 3], ['其次阶段:', 'phase', 2], ['第二部分 ', 'part', 2], ['第十条 ', 'article', 10], ['——', 'dash', null],
])('RD-10 %s is a counter', (printed, kind, counter) => {
  expect(markerAt(fold(`${printed}甲`), 0, { start: true, decimals: false })).toMatchObject({ kind, counter })
})

test('RD-10 numerals to sixty and beyond are read as they are printed', () => {
  for (let value = 1; value < 100; value += 1) expect(counterValue(toHan(value))).toBe(value)
})

const duty: Duty = { clause: '一', subject: '各医院', inferredSubject: false, kind: 'measure', text: '满意度达到350%', due: null, cadence: null, target: null, products: [], receiver: null, responsible: null, line: 4 }

test('RD-25 a percentage above 100 and a report to nobody are said', () => {
  const high: Duty = { ...duty, target: { metric: '满意度', comparator: '>=', value: 350, upper: null, unit: '%', printed: '达到350%' } }
  const lost: Duty = { ...duty, kind: 'report', cadence: { rrule: 'FREQ=MONTHLY', start: null, until: null, printed: '每月' } }
  expect(dutyWarnings([high, lost, duty]).map(({ code, line }) => [code, line])).toEqual([['percent_above_100', 4], ['report_without_receiver', 4]])
})
