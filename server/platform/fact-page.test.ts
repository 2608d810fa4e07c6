import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { newWorld, type World } from '../testing/api.ts'
import { sql } from './database.ts'
import { afterFact, type FactPlace } from './fact-page.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const id = (n: number) => `00000000-0000-7000-8000-00000000000${n}`
const all = [['2026-03-01', 2], ['2026-03-01', 3], ['2026-03-02', 1], ['2026-03-02', 9], ['2026-03-04', 0]] as const

test('facts read page by page come each once, in the order of days and ids, also where a page ends in the middle of a day', async () => {
  const page = (after: FactPlace | null, limit: number) =>
    world.platform.database.read(systemActor('test'), async (read) => {
      const rows = sql.join(all.map(([on, n]) => sql`(${on}::date, ${id(n)}::uuid)`))
      return (await sql<FactPlace>`select f.on_date as "on", f.id from (values ${rows}) as f (on_date, id) where ${afterFact(after, 'f.on_date', 'f.id')} order by f.on_date, f.id limit ${limit}`.execute(read)).rows
    })
  for (const limit of [1, 2, 3, 5, 9]) {
    const seen: FactPlace[] = []
    for (let after: FactPlace | null = null; ; after = seen.at(-1) ?? null) {
      const found = await page(after, limit)
      if (found.length === 0) break
      seen.push(...found)
    }
    expect(seen.map((each) => [each.on, each.id])).toEqual(all.map(([on, n]) => [on, id(n)]))
  }
})
