import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { isExpressionFault, readExpression } from '../../kernel/expression.ts'
import { expressionFields, factValues } from '../../modules/register/rules/compiled.ts'
import { templateCatalog } from '../../modules/template/public.ts'
import { factKeyOf } from '../../modules/template/rules/names.ts'
import { registers } from '../../modules/register/definitions.ts'
import { sampleEntry } from './sample-entry.ts'

const ids = (n: number) => Array.from({ length: n }, () => randomUUID())
const [staffIds, departmentIds] = [ids(12), ids(4)]

test('RG-4 every register of the catalogue can be filled in with ordinary values, whatever the seed', () => {
  const failed = [...registers().values()].flatMap(({ definition }) => {
    const place = { on: '2026-03-04', today: '2026-03-04', departmentId: definition.scope === 'department' || definition.scope === 'ward' ? (departmentIds[0] ?? null) : null, departmentIds, staffIds }
    return ['a', 'b', 'c', 'd', 'e'].filter((seed) => sampleEntry(definition, seed, place) === null).map((seed) => `${definition.key} ${seed}`)
  })
  expect(registers().size).toBeGreaterThan(50)
  expect(failed).toEqual([])
})

test('TP-8 every filter of the templates is one that an entry can fulfil', () => {
  const filters = templateCatalog().templates.flatMap(({ definition }) => definition.clauses.flatMap((clause) => clause.duties.flatMap(({ bind, where }) => (where === undefined ? [] : [{ key: factKeyOf(bind), where }]))))
  const failed = filters.filter(({ key, where }) => {
    const definition = registers().get(key)?.definition
    if (definition === undefined) return true
    const sample = sampleEntry(definition, 'a', { on: '2026-03-04', today: '2026-03-04', departmentId: departmentIds[0] ?? null, departmentIds, staffIds, where })
    const read = readExpression(where, expressionFields(definition.fields))
    return sample === null || isExpressionFault(read) || read.evaluate(factValues(definition.fields, sample.values)) !== true
  })
  expect(filters.length).toBeGreaterThan(100)
  expect(failed).toEqual([])
})
