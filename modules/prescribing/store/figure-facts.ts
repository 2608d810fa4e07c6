import { sql, type ReadTx } from '../../../server/platform/database.ts'
import type { PublicItem } from './published.ts'

type Ask = { readonly institutionId: string; readonly from: string; readonly to: string }
type After = { readonly on: string; readonly id: string } | null
type Row = { institutionId: string; regionCode: string; month: string; on: string }

/** Closed months by their last day. */
export async function closedMonths(read: ReadTx, ask: Ask, after: After, limit: number): Promise<(Row & { alarms: number; drugs: number })[]> {
  const { rows } = await sql<Row & { alarms: number; drugs: number }>`
    with closed as (
      select institution_id, region_code, month, (content->>'count')::int as drugs, (month + interval '1 month' - interval '1 day')::date as on_date from rank_table where institution_id = ${ask.institutionId} and subject = 'drug' and version = 1
    )
    select c.institution_id as "institutionId", c.region_code as "regionCode", c.month, c.on_date as "on",
      (select count(*)::int from drug_use_alarm a where a.institution_id = ${ask.institutionId} and a.month = c.month and a.gone_at is null) as alarms,
      c.drugs
    from closed c where c.on_date between ${ask.from}::date and ${ask.to}::date and (${after?.on ?? null}::date is null or (c.on_date, c.month::text) > (${after?.on ?? null}::date, ${after?.id ?? ''}))
    order by c.on_date, c.month limit ${limit}`.execute(read)
  return rows
}

/** What was made public, by the day it was. */
export async function publicItemsOf(read: ReadTx, ask: Ask, after: After, limit: number): Promise<(Row & { item: PublicItem; version: number })[]> {
  const { rows } = await sql<Row & { item: PublicItem; version: number }>`
    select * from (
      select institution_id as "institutionId", region_code as "regionCode", month, item, version, (made_at at time zone 'Asia/Shanghai')::date as "on", concat(item, '/', month, '/', version) as id from figure_published where institution_id = ${ask.institutionId}
    ) p where p."on" between ${ask.from}::date and ${ask.to}::date and (${after?.on ?? null}::date is null or (p."on", p.id collate "C") > (${after?.on ?? null}::date, ${after?.id ?? ''}))
    order by p."on", p.id collate "C" limit ${limit}`.execute(read)
  return rows
}
