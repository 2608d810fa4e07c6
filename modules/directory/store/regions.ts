import { sql } from 'kysely'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Region } from '../rules/regions.ts'
import { anywhere } from './search.ts'

const columns = ['code', 'name', 'parent_code as parentCode', 'level'] as const
// The column is checked to hold one of the three.
const typed = (rows: { code: string; name: string; parentCode: string | null; level: string }[]) => rows as Region[]

export const listRegions = async (read: ReadTx, ask: { parent: string | undefined; search: string | undefined }): Promise<Region[]> => {
  let query = read.selectFrom('region').select(columns).orderBy('code').limit(500)
  if (ask.search !== undefined && ask.search !== '') query = query.where((eb) => eb.or([eb('name', 'ilike', anywhere(ask.search ?? '')), eb('code', 'like', `${(ask.search ?? '').replaceAll(/\D/g, '') || 'x'}%`)]))
  else if (ask.parent === undefined) query = query.where('parent_code', 'is', null)
  if (ask.parent !== undefined) query = query.where('parent_code', '=', ask.parent)
  return typed(await query.execute())
}

export const regionNames = async (read: ReadTx, codes: readonly string[]): Promise<Map<string, string>> => {
  if (codes.length === 0) return new Map()
  const rows = await read.selectFrom('region').select(['code', 'name']).where('code', 'in', [...new Set(codes)]).execute()
  return new Map(rows.map((row) => [row.code, row.name]))
}

export const countRegions = async (read: ReadTx): Promise<number> => {
  const { n } = await read.selectFrom('region').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  return n
}

/** Adds what is missing and renames what is called otherwise; nothing is removed. Answers how many rows that touched. */
export async function saveRegions(tx: Tx, regions: readonly Region[]): Promise<number> {
  const result = await sql`
    insert into region (code, name, parent_code, level)
    select * from unnest(${regions.map((each) => each.code)}::text[], ${regions.map((each) => each.name)}::text[], ${regions.map((each) => each.parentCode)}::text[], ${regions.map((each) => each.level)}::text[])
    on conflict (code) do update set name = excluded.name where region.name <> excluded.name`.execute(tx)
  return Number(result.numAffectedRows ?? 0)
}
