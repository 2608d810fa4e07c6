import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Spread } from '../rules/peers.ts'

type Place = { regionCode: string; kind: string; level: string; key: string; version: number; from: string }
/** With the pooled value of the peers, around which a funnel lies. */
export type KeptSpread = Spread & { readonly centre: number | null }
export type SpreadRow = Place & KeptSpread & { at: string }

/** Puts down how the bodies of a region lie; what no longer has enough values is taken away. */
export async function saveSpreads(tx: Tx, regionCode: string, asked: readonly { key: string; version: number; from: string }[], rows: readonly SpreadRow[]): Promise<void> {
  for (const each of asked) await tx.deleteFrom('measure_spread').where('region_code', '=', regionCode).where('measure_key', '=', each.key).where('version', '=', each.version).where('from_on', '=', each.from).execute()
  if (rows.length === 0) return
  await tx
    .insertInto('measure_spread')
    .values(rows.map((row) => ({ region_code: row.regionCode, kind: row.kind, level: row.level, measure_key: row.key, version: row.version, from_on: row.from, n: row.n, least: String(row.least), lower_quarter: String(row.lower), middle: String(row.middle), upper_quarter: String(row.upper), most: String(row.most), centre: row.centre === null ? null : String(row.centre), deciles: row.deciles === null ? null : row.deciles.map(String), at: row.at })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function findSpread(read: ReadTx, place: Place): Promise<(KeptSpread & { at: string }) | undefined> {
  const row = await read
    .selectFrom('measure_spread')
    .select(['n', 'least', 'lower_quarter as lower', 'middle', 'upper_quarter as upper', 'most', 'centre', 'deciles', 'at'])
    .where('region_code', '=', place.regionCode)
    .where('kind', '=', place.kind)
    .where('level', '=', place.level)
    .where('measure_key', '=', place.key)
    .where('version', '=', place.version)
    .where('from_on', '=', place.from)
    .executeTakeFirst()
  return row === undefined ? undefined : { n: row.n, least: Number(row.least), lower: Number(row.lower), middle: Number(row.middle), upper: Number(row.upper), most: Number(row.most), centre: row.centre === null ? null : Number(row.centre), deciles: row.deciles === null ? null : row.deciles.map(Number), at: row.at }
}
