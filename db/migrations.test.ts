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

const asSuper = async <Row extends pg.QueryResultRow>(...statements: string[]): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: cloned.superUrl })
  await client.connect()
  try {
    let rows: Row[] = []
    for (const statement of statements) ({ rows } = await client.query<Row>(statement))
    return rows
  } finally {
    await client.end()
  }
}
const textOf = (name: string) => readFileSync(path.join(projectRoot(), 'db', 'migrations', name), 'utf8')
const id = (n: number) => `'00000000-0000-7000-8000-${String(n).padStart(12, '0')}'`

test('of objections that waited at once the first keeps what all said, and what was drafted for a part is drafted anew', async () => {
  const objection = (n: number, said: string, drafted: string) => `(${id(1)}, ${id(n)}, '990121', ${id(2)}, ${id(3)}, 1, '${said}', '${said}证据', ${id(4)}, '经办人', '2026-03-0${n - 9} 01:00+00', ${drafted})`
  await asSuper(
    'drop index league_objection_waits',
    `insert into league_objection (institution_id, id, region_code, league_id, commission_id, revision, reason, evidence, filed_by, filed_name, filed_at, upheld, answer, correction, drafted_by, drafted_name, drafted_at)
     values ${[objection(10, '甲', 'null, null, null, null, null, null'), objection(11, '乙', `true, '属实', '补计', ${id(5)}, '周', '2026-03-05 01:00+00'`), objection(12, '丙', 'null, null, null, null, null, null')].join(', ')}`,
  )
  await ask(`begin; ${textOf('2026-11-28-2740_objection_waits.sql')} commit`)
  expect(await asSuper('select id, reason, evidence, revision, upheld, answer, correction, drafted_at from league_objection')).toEqual([{ id: id(10).slice(1, -1), reason: '甲\n乙\n丙', evidence: '甲证据\n乙证据\n丙证据', revision: 2, upheld: null, answer: null, correction: null, drafted_at: null }])
})

test('who appealed against a pause is known from the event where it was not kept beside the appeal', async () => {
  const block = (n: number, appealedAt: string, by: string) => `(${id(1)}, ${id(n)}, '990121', 'x', '2026-03-01', '2026-06-01', '[]', '{}', 'stands', ${appealedAt}, ${by}, '2026-03-01 01:00+00')`
  const event = (n: number, kind: string) => `(${id(1)}, ${n}, '990121', ${id(100 + n)}, '2026-03-02 01:00+00', ${id(30 + n)}, '', '${kind}', ${id(20 + n)}, '{}', '', '')`
  await asSuper(
    `insert into booking_block (institution_id, id, region_code, person_index, from_on, to_on, missed, rule, state, appealed_at, appealed_by, created_at)
     values ${[block(21, `'2026-03-02 01:00+00'`, 'null'), block(22, `'2026-03-02 01:00+00'`, id(40)), block(23, 'null', 'null')].join(', ')}`,
    `insert into event (institution_id, seq, region_code, id, at, actor_id, actor_name, kind, subject_id, detail, prev, hash) values ${[event(1, 'booking.appealed'), event(2, 'booking.appealed'), event(3, 'booking.blocked')].join(', ')}`,
  )
  await ask(`begin; ${textOf('2026-11-28-2750_who_appealed.sql')} commit`)
  expect((await asSuper<{ by: string | null }>('select appealed_by as by from booking_block order by id')).map((row) => row.by)).toEqual([id(31).slice(1, -1), id(40).slice(1, -1), null])
})

test('a migration that was changed after it ran is refused by name', async () => {
  const [first = ''] = await migrationNames()
  await ask(`update migration set checksum = 'other' where name = '${first}'`)
  await expect(migrate({ ownerUrl: cloned.ownerUrl, appRole: 'huiyin_app' })).rejects.toThrow(first)
})
