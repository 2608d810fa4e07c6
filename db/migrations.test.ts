import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, migrationNames } from '../server/platform/migrate.ts'
import { projectRoot } from '../server/platform/root.ts'
import { cloneDatabase } from '../server/testing/database.ts'

let cloned: Awaited<ReturnType<typeof cloneDatabase>>
beforeAll(async () => {
  cloned = await cloneDatabase()
})
afterAll(() => cloned.drop())

const ask = async <Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: cloned.ownerUrl })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

test('an empty database is brought to this release, and a second run changes nothing', async () => {
  expect((await ask<{ name: string }>('select name from migration order by name')).map((row) => row.name)).toEqual(await migrationNames())
  expect(await migrate({ ownerUrl: cloned.ownerUrl, appRole: 'huiyin_app' })).toEqual({ applied: [] })
})

test('two servers that start at once migrate one after the other', async () => {
  const both = await Promise.all([migrate({ ownerUrl: cloned.ownerUrl, appRole: 'huiyin_app' }), migrate({ ownerUrl: cloned.ownerUrl, appRole: 'huiyin_app' })])
  expect(both).toEqual([{ applied: [] }, { applied: [] }])
})

test('every table is declared in one of the three classes, with the policy that goes with it', async () => {
  const undeclared = await ask(`select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in ('migration', 'table_class') and not exists (select 1 from table_class t where t.name = c.relname)`)
  expect(undeclared).toEqual([])
})

test('the types in db/types.ts are those of the migrated database', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-types-'))
  const file = path.join(folder, 'types.ts')
  execFileSync(process.execPath, [path.join(projectRoot(), 'tools', 'db-types.mjs'), cloned.ownerUrl, file], { cwd: projectRoot(), stdio: 'pipe' })
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(path.join(projectRoot(), 'db', 'types.ts'), 'utf8'))
  rmSync(folder, { recursive: true })
})

test('a migration that was changed after it ran is refused by name', async () => {
  const [first = ''] = await migrationNames()
  await ask(`update migration set checksum = 'other' where name = '${first}'`)
  await expect(migrate({ ownerUrl: cloned.ownerUrl, appRole: 'huiyin_app' })).rejects.toThrow(first)
})
