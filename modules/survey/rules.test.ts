import { expect, test } from 'vitest'
import { readSurveys, surveys } from './catalog.ts'
import { formFaults, officialChanged, type FormContent } from './rules/form.ts'
import { isLow, responseOf } from './rules/response.ts'
import { packSheet, unpackSheet } from './rules/sealed.ts'
import { readAnswers, scoreSheet, showSum, tally } from './rules/score.ts'
import { mayAnswer, ready, surveyFor } from './rules/survey.ts'

const degree = [{ zh: '很不满意', en: 'a', score: 0 }, { zh: '不太满意', en: 'b', score: 33.3 }, { zh: '比较满意', en: 'c', score: 66.7 }, { zh: '很满意', en: 'd', score: 100 }]
const item = (key: string, dimension: string, more: object = {}) => ({ key, dimension, scale: 'degree', text: { zh: key, en: key }, notApplicable: true, official: true, ...more })
const form: FormContent = {
  audience: 'outpatient', name: { zh: '问卷', en: 'Form' }, lead: { zh: '说明', en: 'Lead' }, pageSize: 2, scales: { degree }, weighted: false, comment: true, lowAt: 34,
  dimensions: [{ key: 'care', name: { zh: '服务', en: 'Care' }, weight: 3 }, { key: 'place', name: { zh: '环境', en: 'Place' }, weight: 1 }],
  items: [item('doctor', 'care'), item('nurse', 'care'), item('ward', 'place')],
}

test('SV-1 the questionnaires of the catalogue hold together; each fault of another is named with its place', () => {
  expect(readSurveys().map((each) => each.key)).toEqual(['appraisal', 'contest', 'ethics-rating', 'feelings', 'hospital', 'inpatient', 'nursing', 'outpatient', 'staff'])
  expect([...surveys().values()].every((each) => each.items.every((one) => one.official))).toBe(true)
  expect(formFaults(form)).toEqual([])
  const paths = (changed: Partial<FormContent>) => formFaults({ ...form, ...changed }).map((each) => each.path.join('.'))
  expect(paths({ items: [...form.items, item('ward', 'place')] })).toEqual(['items.3'])
  expect(paths({ items: [item('doctor', 'care'), item('ward', 'nowhere', { scale: 'none' })] })).toEqual(['items.1.dimension', 'items.1.scale', 'dimensions.1'])
  expect(paths({ scales: { degree: degree.toReversed() } })).toEqual(['scales.degree'])
})

test('SV-2 a house may add questions and order them; official ones it may neither change, drop nor claim', () => {
  expect(officialChanged(form, { ...form, items: [...form.items.toReversed(), item('parking', 'place', { official: false })] })).toEqual([])
  expect(officialChanged(form, { ...form, items: form.items.slice(1) })).toEqual(['doctor'])
  expect(officialChanged(form, { ...form, items: [...form.items, item('parking', 'place')] })).toEqual(['parking'])
  expect(officialChanged(form, { ...form, scales: { degree: degree.map((each) => ({ ...each, zh: `${each.zh}!` })) } })).toHaveLength(3)
})

test('SV-3 an answer is one of the choices or "does not apply"; anything else is missing', () => {
  expect(readAnswers(form, { doctor: '3', nurse: 'na', ward: '4' })).toEqual({ answers: { doctor: 3, nurse: null }, missing: ['ward'] })
  expect(readAnswers({ ...form, items: [item('doctor', 'care', { notApplicable: false })] }, { doctor: 'na' }).missing).toEqual(['doctor'])
})

test.each([
  ['all the best', { doctor: 3, nurse: 3, ward: 3 }, false, { care: 10_000, place: 10_000, total: 10_000 }],
  ['the mean of questions, then of dimensions', { doctor: 3, nurse: 0, ward: 0 }, false, { care: 5000, place: 0, total: 2500 }],
  ['what does not apply in no denominator', { doctor: 1, nurse: null, ward: null }, false, { care: 3330, total: 3330 }],
  ['nothing that applies has no score', { doctor: null, nurse: null, ward: null }, false, {}],
  ['weights only where they are on', { doctor: 3, nurse: 3, ward: 0 }, true, { care: 10_000, place: 0, total: 7500 }],
])('SV-4 %s', (_, answers, weighted, scores) => {
  expect(Object.fromEntries(scoreSheet({ ...form, weighted }, answers))).toEqual(scores)
})

test('SV-5 questionnaires that fit take turns by the visit, and the same visit always has the same', () => {
  const two = [{ key: 'b' }, { key: 'a' }]
  const given = Array.from({ length: 200 }, (_, at) => surveyFor(two, `visit ${at}`)?.key ?? '')
  expect(given).toEqual(Array.from({ length: 200 }, (_, at) => surveyFor(two.toReversed(), `visit ${at}`)?.key ?? ''))
  expect(Math.min(given.filter((key) => key === 'a').length, given.filter((key) => key === 'b').length)).toBeGreaterThan(60)
})

test('SV-6 a token opens once and in its time; sheets are of one length before they are sealed', () => {
  expect(mayAnswer({ spent: false, expiresOn: '2026-03-31' }, '2026-03-31')).toBeNull()
  expect(mayAnswer({ spent: true, expiresOn: '2026-03-31' }, '2026-03-02')).toMatchObject({ refused: 'survey.token_used' })
  expect(mayAnswer({ spent: false, expiresOn: '2026-03-31' }, '2026-04-01')).toMatchObject({ refused: 'survey.token_expired' })
  const [short, long] = [{ answers: { a: 1 }, comment: '' }, { answers: Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`question-${at}`.padEnd(40, 'x'), null])), comment: '𠮷'.repeat(500) }].map((sheet) => ({ sheet, packed: packSheet(sheet) }))
  expect(Buffer.byteLength(short?.packed ?? '')).toBe(Buffer.byteLength(long?.packed ?? ''))
  expect(unpackSheet(long?.packed ?? '')).toEqual(long?.sheet)
})

test('SV-7 ten of a department come out alone, smaller ones together after a week, and never fewer than ten', () => {
  const cell = (departmentId: string | null, sheets: number, since = '2026-03-01') => ({ departmentId, sheets, since })
  const names = ({ alone, together }: ReturnType<typeof ready>) => [alone.map((each) => each.departmentId), together.map((each) => each.departmentId)]
  expect(names(ready([cell('a', 10), cell('b', 9)], 10, '2026-03-07'))).toEqual([['a'], []])
  expect(names(ready([cell('b', 9), cell('c', 1)], 10, '2026-03-07'))).toEqual([[], []])
  expect(names(ready([cell('b', 9), cell('c', 1)], 10, '2026-03-08'))).toEqual([[], ['b', 'c']])
  expect(names(ready([cell('b', 8), cell('c', 1)], 10, '2026-06-08'))).toEqual([[], []])
  expect(names(ready([cell(null, 10)], 10, '2026-03-01'))).toEqual([[], [null]])
})

test('SV-7 a tally is the same in whatever order the sheets lay', () => {
  const sheets = [{ doctor: 3, nurse: null, ward: 2 }, { doctor: 0, nurse: 1, ward: 3 }, { doctor: 3, nurse: 3, ward: null }]
  const one = tally(form, sheets)
  expect(one.items).toEqual({ doctor: [1, 0, 0, 2, 0], nurse: [0, 1, 0, 1, 1], ward: [0, 0, 1, 1, 1] })
  expect(Object.fromEntries(tally(form, sheets.toReversed()).scores)).toEqual(Object.fromEntries(one.scores))
  expect(one.scores.get('place')).toEqual({ sheets: 2, points: 16_670, squares: 6670 ** 2 + 10_000 ** 2 })
})

test('SV-8 fewer than the smallest number show nothing; otherwise the mean with its interval', () => {
  expect(showSum({ sheets: 9, points: 90_000, squares: 9 * 10_000 ** 2 }, 10)).toEqual({ sheets: 9, score: null, from: null, to: null })
  expect(showSum({ sheets: 10, points: 90_000, squares: 9 * 10_000 ** 2 }, 10)).toEqual({ sheets: 10, score: 90, from: 70.4, to: 100 })
  expect(showSum({ sheets: 12, points: 120_000, squares: 12 * 10_000 ** 2 }, 10)).toEqual({ sheets: 12, score: 100, from: 100, to: 100 })
})

test('SV-17 whoever may still answer is in no denominator, and nobody is found silent before the time is over', () => {
  expect(responseOf([])).toEqual({ asked: 0, answered: 0, open: 0, lapsed: 0, rate: null })
  expect(responseOf([{ asked: 10, answered: 0, open: 10 }])).toEqual({ asked: 10, answered: 0, open: 10, lapsed: 0, rate: null })
  const low = responseOf([{ asked: 60, answered: 15, open: 5 }, { asked: 5, answered: 2, open: 0 }])
  expect(low).toEqual({ asked: 65, answered: 17, open: 5, lapsed: 43, rate: 28 })
  expect([isLow(low), isLow(responseOf([{ asked: 10, answered: 3, open: 0 }])), isLow(responseOf([{ asked: 10, answered: 0, open: 10 }]))]).toEqual([true, false, false])
})
