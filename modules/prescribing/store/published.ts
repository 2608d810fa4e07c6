import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { LeagueLine } from '../rules/league.ts'
import type { PurchasePublished } from '../rules/purchase-public.ts'
import type { RankTable } from '../rules/rank.ts'

export const publicItems = ['drug-use', 'ratio-ranking', 'purchase'] as const
/** What is made public of a closed month; purchases are of their own. */
export const closedItems = ['drug-use', 'ratio-ranking'] as const
export type PublicItem = (typeof publicItems)[number]
export type RankingPublished = { readonly drug: readonly LeagueLine[]; readonly material: readonly LeagueLine[] }
type Key = { readonly institutionId: string; readonly month: string }
export type ClosedItem = (typeof closedItems)[number]
export type Published = { readonly item: ClosedItem; readonly month: string; readonly version: number; readonly madeName: string; readonly madeAt: string }

const heads = (read: ReadTx, institutionId: string) =>
  read.selectFrom('figure_published').select([sql<ClosedItem>`item`.as('item'), 'month', 'version', 'made_name as madeName', 'made_at as madeAt']).where('institution_id', '=', institutionId)

export const listPublished = (read: ReadTx, { institutionId, month }: Key): Promise<Published[]> => heads(read, institutionId).where('month', '=', month).where('item', 'in', [...closedItems]).orderBy('item').orderBy('version').execute()

export const insertPublished = (tx: Tx, key: Key & { readonly regionCode: string }, row: { item: PublicItem; version: number; content: object; madeBy: string; madeName: string; madeAt: string }) =>
  tx.insertInto('figure_published').values({ institution_id: key.institutionId, item: row.item, month: key.month, version: row.version, region_code: key.regionCode, content: JSON.stringify(row.content), made_by: row.madeBy, made_name: row.madeName, made_at: row.madeAt }).execute()

export type Shown<Content> = { readonly month: string; readonly version: number; readonly madeAt: string; readonly content: Content }
/** Every version of the newest months that are public, the newest first. */
export async function listShown<Content extends RankTable | RankingPublished | PurchasePublished>(read: ReadTx, institutionId: string, item: PublicItem, months: number): Promise<Shown<Content>[]> {
  const { rows } = await sql<Shown<Content>>`
    select month, version, made_at as "madeAt", content from figure_published
    where institution_id = ${institutionId} and item = ${item}
      and month in (select distinct month from figure_published where institution_id = ${institutionId} and item = ${item} order by month desc limit ${months})
    order by month desc, version desc`.execute(read)
  return rows
}

/** When an item became public: the newest before an instant, the first from then on, and newest of all. */
export async function publishedAround(read: ReadTx, institutionId: string, item: PublicItem, dueAt: string): Promise<string[]> {
  const row = await read
    .selectFrom('figure_published')
    .select([sql<string | null>`max(made_at) filter (where made_at < ${dueAt}::timestamptz)`.as('before'), sql<string | null>`min(made_at) filter (where made_at >= ${dueAt}::timestamptz)`.as('since'), sql<string | null>`max(made_at)`.as('newest')])
    .where('institution_id', '=', institutionId)
    .where('item', '=', item)
    .executeTakeFirstOrThrow()
  return [row.before, row.since, row.newest].flatMap((at) => at ?? [])
}

/** Whether a house made anything public of its drug use. */
export const showsFigures = async (read: ReadTx, institutionId: string): Promise<boolean> => (await read.selectFrom('figure_published').select('month').where('institution_id', '=', institutionId).limit(1).executeTakeFirst()) !== undefined

export const housesShowing = (read: ReadTx): Promise<{ institutionId: string }[]> => read.selectFrom('figure_published').select('institution_id as institutionId').distinct().execute()

export type AlarmKept = { readonly itemCode: string; readonly name: string; readonly volume: number; readonly usual: number; readonly growth: number; readonly amountCents: number; readonly isNew: boolean; readonly handling: string; readonly handledName: string | null; readonly handledAt: string | null }
const asAlarm = (row: Omit<AlarmKept, 'volume' | 'usual' | 'growth'> & { volume: string; usual: string; growth: string }): AlarmKept => ({ ...row, volume: Number(row.volume), usual: Number(row.usual), growth: Number(row.growth) })

export const listAlarms = async (read: ReadTx, { institutionId, month }: Key): Promise<AlarmKept[]> =>
  (await read
    .selectFrom('drug_use_alarm')
    .select(['item_code as itemCode', 'item_name as name', 'volume', 'usual', 'growth', 'amount_cents as amountCents', 'is_new as isNew', 'handling', 'handled_name as handledName', 'handled_at as handledAt'])
    .where('institution_id', '=', institutionId)
    .where('month', '=', month)
    .where((eb) => eb.or([eb('gone_at', 'is', null), eb('handled_at', 'is not', null)]))
    .orderBy('amount_cents', 'desc')
    .orderBy('item_code')
    .limit(500)
    .execute()).map(asAlarm)

/** Items that are alarms of a month, as it was looked at last. */
export const alarmKeys = async (read: ReadTx, { institutionId, month }: Key): Promise<string[]> =>
  (await read.selectFrom('drug_use_alarm').select('item_code as key').where('institution_id', '=', institutionId).where('month', '=', month).where('gone_at', 'is', null).execute()).map((row) => row.key)

/** What grew too fast as the month's lines are now: what was found before keeps how it was handled, what is no alarm any more says since when. */
export async function saveAlarms(tx: Tx, key: Key & { readonly regionCode: string }, alarms: readonly { key: string; name: string; volume: number; usual: number; growth: number; amountCents: number; isNew: boolean }[], at: string): Promise<void> {
  await tx.updateTable('drug_use_alarm').set({ gone_at: at }).where('institution_id', '=', key.institutionId).where('month', '=', key.month).where('gone_at', 'is', null).where((eb) => eb.not(eb('item_code', '=', sql<string>`any(${alarms.map((alarm) => alarm.key)}::text[])`))).execute()
  if (alarms.length === 0) return
  await tx
    .insertInto('drug_use_alarm')
    .values(alarms.map((alarm) => ({ institution_id: key.institutionId, month: key.month, item_code: alarm.key, region_code: key.regionCode, item_name: alarm.name, volume: String(alarm.volume), usual: String(alarm.usual), growth: String(alarm.growth), amount_cents: alarm.amountCents, is_new: alarm.isNew, found_at: at })))
    .onConflict((conflict) => conflict.columns(['institution_id', 'month', 'item_code']).doUpdateSet((eb) => ({ volume: eb.ref('excluded.volume'), usual: eb.ref('excluded.usual'), growth: eb.ref('excluded.growth'), amount_cents: eb.ref('excluded.amount_cents'), is_new: eb.ref('excluded.is_new'), gone_at: null })))
    .execute()
}

export const saveHandling = async (tx: Tx, key: Key & { readonly itemCode: string }, by: { name: string; at: string; handling: string }): Promise<boolean> =>
  (await tx.updateTable('drug_use_alarm').set({ handled_name: by.name, handled_at: by.at, handling: by.handling }).where('institution_id', '=', key.institutionId).where('month', '=', key.month).where('item_code', '=', key.itemCode).executeTakeFirst()).numUpdatedRows > 0n
