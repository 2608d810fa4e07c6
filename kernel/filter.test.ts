import { expect, test } from 'vitest'
import { isExpressionFault, readExpression } from './expression.ts'
import { filterFault, readConditions, sayFilter, writeFilter, type FilterField } from './filter.ts'

const fields: FilterField[] = [
  { key: 'kind', zh: '整治内容', en: 'Against what', type: 'choice', options: [{ value: 'unlicensed', zh: '无证行医', en: 'practice without a licence' }, { value: 'fraud', zh: '欺诈骗保', en: 'insurance fraud' }], unit: null },
  { key: 'topics', zh: '内容', en: 'Topics', type: 'choices', options: [{ value: 'fees', zh: '收费', en: 'fees' }, { value: 'drugs', zh: '用药', en: 'drugs' }], unit: null },
  { key: 'examined', zh: '有考核', en: 'Examined', type: 'boolean', options: [], unit: null },
  { key: 'places', zh: '检查场所', en: 'Places visited', type: 'number', options: [], unit: { zh: '家', en: 'places' } },
]

test.each([
  ["kind == 'unlicensed'", '整治内容为无证行医', 'Against what is practice without a licence'],
  ["kind in ['unlicensed', 'fraud']", '整治内容为无证行医或欺诈骗保', 'Against what is practice without a licence or insurance fraud'],
  ["has(topics, 'fees', 'drugs')", '内容包括收费或用药', 'Topics includes fees or drugs'],
  ["examined == true and places >= 5", '有考核为“是”，且检查场所不少于5家', 'Examined is yes and Places visited at least 5 places'],
])('EX-6 %s is said in words and written again as it was', (text, zh, en) => {
  expect(filterFault(text, fields)).toBeNull()
  expect(sayFilter(text, fields)).toEqual({ zh, en })
  const conditions = readConditions(text)
  expect('fault' in conditions ? conditions : writeFilter(conditions)).toBe(text)
})

test('EX-6 without conditions there is no filter; a quote in a value is written twice', () => {
  expect(writeFilter([])).toBeNull()
  expect(writeFilter([{ field: 'kind', sign: 'is', values: ["o'clock"] }])).toBe("kind == 'o''clock'")
})

test.each([
  ["kind == 'unlicenced'", "no choice 'unlicenced'"],
  ["sort == 'fraud'", "'sort' is not a field here"],
  ["kind == 'fraud' or examined == true", "joined by 'and'"],
  ["topics == 'fees'", 'has(topics'],
  ["has(kind, 'fraud')", "'has' does not fit"],
  ["places >= 'five'", 'needs a number'],
  ["examined == 'yes'", 'never compared'],
  ["kind != 'fraud'", 'a condition is'],
  ["kind == 'fraud' and kind == 'unlicensed'", 'asked about twice'],
  ['', 'begins with a field'],
  ["kind == 'fraud", 'no closing quote'],
])('EX-6 %s is refused: %s', (text, reason) => {
  expect(filterFault(text, fields)).toContain(reason)
})

const evaluate = (text: string, values: Record<string, string | null>) => {
  const read = readExpression(text, { topics: 'text' })
  if (isExpressionFault(read)) throw new Error(read.fault)
  return read.evaluate(values)
}

test.each([
  ["has(topics, 'fees')", 'drugs,fees', true],
  ["has(topics, 'fee')", 'drugs,fees', false],
  ["has(topics, 'fee', 'drugs')", 'drugs,fees', true],
  ["has(topics, 'fees')", null, null],
])('EX-5 %s of %s is %s', (text, topics, expected) => {
  expect(evaluate(text, { topics })).toBe(expected)
})

test('EX-5 has takes texts and at least one to look for', () => {
  expect(readExpression("has(topics)", { topics: 'text' })).toMatchObject({ fault: expect.stringContaining("'has' takes two or more values") as unknown })
  expect(readExpression('has(topics, 1)', { topics: 'text' })).toMatchObject({ fault: expect.stringContaining('needs a text') as unknown })
})
