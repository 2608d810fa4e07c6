import { expect, test } from 'vitest'
import type { FactKind } from '../../../kernel/fact.ts'
import { aDefinition, aFact } from '../fixtures.ts'
import { numberOf } from './amount.ts'
import { readCounting } from './counting.ts'
import { SetDefinition } from './definition.ts'
import { inWords } from './words.ts'

const kinds: readonly FactKind[] = [
  { kind: 'trial.day', name: { zh: '日汇总', en: 'Days' }, fields: { drugCents: 'number', herbalCents: 'number', negotiatedCents: 'number', centralCents: 'number', bothCents: 'number' } },
  { kind: 'trial.line', name: { zh: '明细', en: 'Lines' }, fields: { cents: 'number', marks: 'text' } },
]
const said = { zh: '按目录标记', en: 'as marked' }
const aSet = (key: string, versions: readonly object[]) => SetDefinition.parse({ key, name: { zh: `集合${key}`, en: key }, why: said, versions: versions.map((each) => ({ says: said, source: { zh: '自定', certainty: 'house' }, ...each })) })
const herbal = aSet('herbal', [{ validFrom: '2026-01-01', facts: [{ of: 'trial.day', less: 'herbalCents' }, { of: 'trial.line', field: 'marks', mark: 'herbal' }] }])
const negotiated = aSet('negotiated', [{ validFrom: '2026-01-01', facts: [{ of: 'trial.day', less: 'negotiatedCents' }] }])
const central = aSet('central', [{ validFrom: '2026-01-01', facts: [{ of: 'trial.day', less: 'centralCents', both: { negotiated: 'bothCents' } }] }])
const sets = [herbal, negotiated, central]

const counted = (without: readonly string[], given: object = {}, of = 'trial.day', add: string | undefined = of === 'trial.day' ? 'drugCents' : 'cents') =>
  readCounting(aDefinition('sum', { numerator: { of, ...(add === undefined ? {} : { add }), without }, sets, ...given }), kinds)
const worth = (without: readonly string[], fields: Record<string, number | string | null>, of = 'trial.day', on = '2026-03-02', given: object = {}) => {
  const counting = counted(without, given, of)
  if ('faults' in counting || counting.shape !== 'sum') throw new Error('faults' in counting ? counting.faults.map((each) => each.reason).join() : 'no sum')
  const found = counting.numerator.worth(aFact({ kind: of, on, fields }))
  return found === null ? null : numberOf(found)
}
const day = { drugCents: 1000, herbalCents: 100, negotiatedCents: 300, centralCents: 200, bothCents: 50 }

test('ME-32 an amount of a set is taken away; what two sets share is taken away once, in whatever order they are named', () => {
  expect(worth(['herbal'], day)).toBe(900)
  expect(worth(['negotiated', 'central'], day)).toBe(550)
  expect(worth(['central', 'herbal', 'negotiated'], { ...day, bothCents: null })).toBe(400)
  expect(worth(['herbal'], { drugCents: 1000 })).toBe(1000)
})

test('ME-32 a fact that carries the mark of a set counts for nothing', () => {
  expect(worth(['herbal'], { cents: 700, marks: 'negotiated,herbal' }, 'trial.line')).toBeNull()
  expect(worth(['herbal'], { cents: 700, marks: 'herbal-tea' }, 'trial.line')).toBe(700)
  expect(worth(['herbal'], { cents: 700, marks: null }, 'trial.line')).toBe(700)
})

test('ME-32 the version of the day of the fact decides; days before the first fall under the first', () => {
  const later = aSet('herbal', [{ validFrom: '2026-06-01', facts: [{ of: 'trial.day', less: 'herbalCents + centralCents' }] }, { validFrom: '2026-01-01', facts: [{ of: 'trial.day', less: 'herbalCents' }] }])
  const of = (on: string) => worth(['herbal'], day, 'trial.day', on, { sets: [later] })
  expect([of('2025-03-01'), of('2026-05-31'), of('2026-06-01')]).toEqual([900, 900, 700])
})

test('ME-32 an unknown set, or one that says nothing of these facts, is a fault and never nothing left out', () => {
  const reasons = (...asked: Parameters<typeof counted>) => {
    const found = counted(...asked)
    return 'faults' in found ? found.faults.map((each) => `${each.path.join('.')}: ${each.reason}`) : []
  }
  expect(reasons(['rare'])).toEqual(["numerator.without: there is no set 'rare' in catalog/sets"])
  expect(reasons(['negotiated'], {}, 'trial.line')).toEqual(["numerator.without: set 'negotiated' of 2026-01-01 says nothing of facts 'trial.line'"])
  expect(reasons(['herbal'], { numerator: { of: 'trial.day', without: ['herbal'] } })).toEqual(["numerator.without: set 'herbal' takes an amount away, but each fact counts as one here"])
  expect(reasons(['odd'], { sets: [aSet('odd', [{ validFrom: '2026-01-01', facts: [{ of: 'trial.day', less: 'nothing' }] }])] })).toEqual([expect.stringContaining("set 'odd': 'nothing' is not a field here")])
  expect(reasons(['odd'], { sets: [aSet('odd', [{ validFrom: '2026-01-01', facts: [{ of: 'trial.day' }] }])] })).toEqual([expect.stringContaining('needs a field with a mark, or an amount')])
})

test('ME-32 the words of a measure name what is left out, and since when that version holds', () => {
  const definition = aDefinition('sum', { numerator: { of: 'trial.day', add: 'drugCents', without: ['herbal'] }, sets: [herbal], says: { numerator: { zh: '药品收入', en: 'Drug income' } } })
  expect(inWords(definition, kinds).numerator).toEqual({ zh: '药品收入（不含：集合herbal，2026-01-01 版）', en: 'Drug income (without herbal, version of 2026-01-01)' })
})
