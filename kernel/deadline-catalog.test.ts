import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Calendar } from './calendar.ts'
import { computeDeadline, Deadline } from './deadline.ts'
import { DeadlineCatalog, ruleInForce } from './deadline-catalog.ts'
import type { CatalogDeadlineRule } from './deadline-catalog.ts'
import { explainDeadline } from './explain-deadline.ts'

const { rules } = DeadlineCatalog.parse(parse(readFileSync(new URL('../catalog/deadline-rules.yaml', import.meta.url), 'utf8')))
const calendar: Calendar = { days: new Map(), officialYears: new Set([2026]) }
const anEntry = (over: Partial<CatalogDeadlineRule> = {}): CatalogDeadlineRule => ({
  code: 'petition.handling', name: { zh: '办理', en: 'Handling' }, source: '条例', article: null, certainty: 'law', validFrom: '2022-05-01',
  amount: 60, unit: 'day', from: 'accepted', pausable: false, extension: null, ...over,
})

test('DL-9 every rule of the catalogue makes a deadline that explains itself in both languages', () => {
  expect(rules.length).toBeGreaterThan(40)
  for (const rule of rules) {
    const deadline = computeDeadline(rule, '2026-03-02T09:00:00+08:00', calendar)
    expect(Deadline.strict().parse(deadline)).toEqual(deadline)
    expect(Object.keys(deadline.rule).sort()).toEqual(['amount', 'extension', 'from', 'pausable', 'unit'])
    for (const locale of ['zh', 'en'] as const) expect(explainDeadline(deadline, locale)).not.toMatch(/undefined|NaN/)
  }
})

test('DL-9 what is called law names its article', () => {
  expect(rules.filter((rule) => rule.certainty === 'law' && rule.article === null)).toEqual([])
})

test('DL-9 complaint, petition and penalty periods are those of the rule book', () => {
  const period = (code: string) => {
    const rule = ruleInForce(rules, code, '2026-03-02')
    return rule && `${rule.amount} ${rule.unit}${rule.extension ? ` +${rule.extension.amount}` : ''}`
  }
  expect(['complaint.investigated', 'complaint.several-departments', 'petition.handling', 'penalty.decision', 'information.answer', 'licensing.decision'].map(period)).toEqual([
    '5 workday', '10 workday', '60 day +30', '90 day', '20 workday +20', '20 workday +10',
  ])
  expect(period('no.such-rule')).toBeNull()
})

test('DL-9 the version valid on the day of the event counts', () => {
  const versions = [anEntry({ validFrom: '2026-01-01', amount: 45 }), anEntry(), anEntry({ validFrom: '2027-01-01', amount: 30 })]
  expect(['2022-04-30', '2022-05-01', '2026-06-01', '2030-01-01'].map((on) => ruleInForce(versions, 'petition.handling', on)?.amount)).toEqual([undefined, 60, 45, 30])
})

test('DL-9 a rule given twice for the same day is not taken', () => {
  expect(DeadlineCatalog.safeParse({ rules: [anEntry(), anEntry()] }).error?.issues[0]?.message).toBe('petition.handling is given twice from 2022-05-01')
})
