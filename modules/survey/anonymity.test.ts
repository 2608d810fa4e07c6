import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newWorld, type World } from '../../server/testing/api.ts'
import { sendSheet, sheetOf, surveyHouse } from './testing/fixtures.ts'

// The attacker of ADR 0022: holds the whole database, row security off, with the columns PostgreSQL keeps of its own.
let world: World
let attacker: Client
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
  attacker = new Client({ connectionString: world.superUrl })
  await attacker.connect()
})
afterAll(async () => {
  await attacker.end()
  await world.close()
})

type Seen = { readonly xmin: string; readonly row: Record<string, unknown> }
async function tables(): Promise<string[]> {
  const { rows } = await attacker.query<{ name: string }>(`select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`)
  return rows.map((row) => row.name)
}
const allOf = async (table: string): Promise<Seen[]> => (await attacker.query<Seen>(`select t.xmin::text as xmin, to_jsonb(t) as row from ${table} t`)).rows
async function everything(): Promise<Map<string, Seen[]>> {
  const seen = new Map<string, Seen[]>()
  for (const table of await tables()) seen.set(table, await allOf(table))
  return seen
}
const changed = (before: Map<string, Seen[]>, after: Map<string, Seen[]>): string[] => [...after.keys()].filter((table) => JSON.stringify(before.get(table)) !== JSON.stringify(after.get(table)))

test('SV-6 an answer changes the token and the box, and no other table of the database', async () => {
  const house = await surveyHouse(world)
  const [code = '', other = ''] = await house.codes(2)
  const before = await everything()
  expect((await sendSheet(world, code, sheetOf(0, 'outpatient', { overall: '3' }), { comment: '第一句话' })).status).toBe(200)
  const after = await everything()
  expect(changed(before, after)).toEqual(['public.survey_box', 'public.survey_token'])
  const token = after.get('public.survey_token')?.find(({ row }) => row['spent'] === true && row['institution_id'] === house.institutionId)?.row
  expect(Object.keys(token ?? {}).toSorted()).toEqual(['department_id', 'expires_on', 'institution_id', 'issued_at', 'issued_on', 'region_code', 'spent', 'survey_key', 'token_index', 'version', 'way'])
  await sendSheet(world, other, sheetOf(3))
  const envelopes = (await allOf('public.survey_box')).map(({ row }) => row).filter((row) => row['institution_id'] === house.institutionId)
  expect(envelopes).toHaveLength(2)
  expect(new Set(envelopes.map((row) => String(row['sealed']).length)).size).toBe(1)
  for (const row of envelopes) expect(String(row['id'])[14], 'a random id, which holds no time').toBe('4')
  expect(JSON.stringify([...(await everything()).values()])).not.toContain('第一句话')
})

test('SV-6 nothing that is kept of an answer has an hour', async () => {
  const { rows } = await attacker.query<{ column_name: string; table_name: string }>(`select table_name, column_name from information_schema.columns where table_name in ('survey_box', 'survey_tally', 'survey_score', 'survey_comment', 'survey_call_back') and data_type like '%time%'`)
  expect(rows).toEqual([])
})

test('SV-7 once the box is emptied no row shares its transaction with a spent token, and every kept row stands for ten sheets', async () => {
  const house = await surveyHouse(world)
  const codes = await house.codes(10)
  for (const [at, code] of codes.entries()) await sendSheet(world, code, sheetOf(at % 4), at === 3 ? { comment: '等太久了' } : {})
  await house.empty()
  const all = await everything()
  const own = (table: string) => (all.get(table) ?? []).filter(({ row }) => row['institution_id'] === house.institutionId)
  const spent = new Set(own('public.survey_token').filter(({ row }) => row['spent'] === true).map((each) => each.xmin))
  expect(spent.size).toBe(10)
  const joined = [...all].filter(([table]) => table !== 'public.survey_token').flatMap(([table, seen]) => seen.filter((each) => spent.has(each.xmin)).map(() => table))
  expect(joined).toEqual([])
  expect(own('public.survey_box')).toEqual([])
  expect(own('public.survey_tally').map(({ row }) => row['sheets'])).toEqual([10])
  const comments = own('public.survey_comment').map(({ row }) => Object.keys(row).toSorted())
  expect(comments).toEqual([['department_id', 'id', 'institution_id', 'on_date', 'region_code', 'revision', 'said', 'state', 'survey_key']])
})

test('SV-7 whoever of ten gave the bad rating, the tables read the same', async () => {
  const readBy = async (bad: number) => {
    const house = await surveyHouse(world)
    for (const [at, code] of (await house.codes(10)).entries()) await sendSheet(world, code, sheetOf(at === bad ? 0 : 3))
    await house.empty()
    const names = ['survey_box', 'survey_tally', 'survey_score', 'survey_comment', 'survey_deed', 'survey_call_back']
    const kept: Record<string, unknown>[][] = []
    for (const name of names) kept.push((await allOf(`public.${name}`)).map(({ row }) => row).filter((row) => row['institution_id'] === house.institutionId))
    // What a body is called and the ids of rows made together say nothing of who answered what.
    return kept.map((rows) => rows.map(({ id: _id, institution_id: _body, tally_id: _tally, department_id: _department, ...row }) => JSON.stringify(row)).toSorted())
  }
  expect(await readBy(7)).toEqual(await readBy(0))
})
