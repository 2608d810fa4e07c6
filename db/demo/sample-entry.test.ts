import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
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
