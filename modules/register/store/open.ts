import { sql } from 'kysely'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Entry } from '../rules/entry.ts'
import type { OpenItem } from '../rules/open.ts'
import { inIndexOrder } from '../../../server/platform/in-order.ts'

/** Writes what citizens see of these entries; an earlier item of the same entry goes. */
export async function saveOpenItems(tx: Tx, items: readonly { entry: Entry; item: OpenItem }[]): Promise<void> {
  if (items.length === 0) return
  await tx
    .insertInto('register_open_item')
    .values(items.map(({ entry, item }) => ({ institution_id: entry.institutionId, entry_id: entry.id, region_code: entry.regionCode, register_key: entry.registerKey, on_date: entry.on, content: JSON.stringify(item.content), file_ids: [...item.fileIds], listed: true })))
    .onConflict((conflict) => conflict.columns(['institution_id', 'entry_id']).doUpdateSet((eb) => ({ on_date: eb.ref('excluded.on_date'), content: eb.ref('excluded.content'), file_ids: eb.ref('excluded.file_ids'), listed: eb.ref('excluded.listed') })))
    .execute()
}

export async function removeOpenItems(tx: Tx, institutionId: string, entryIds: readonly string[]): Promise<void> {
  if (entryIds.length === 0) return
  await tx.deleteFrom('register_open_item').where('institution_id', '=', institutionId).where('entry_id', 'in', [...entryIds]).execute()
}

/** Registers that show nothing to citizens any more, or are gone: what was shown of them is taken down. */
export const takeDownOthers = (tx: Tx, openKeys: readonly string[]) =>
  tx.updateTable('register_open_item').set({ listed: false }).where('listed', '=', true).where(sql<boolean>`not (register_key = any (${[...openKeys]}::text[]))`).execute()

/** The newest day a register shows since a day; null where it shows nothing. */
export const newestOpen = async (read: ReadTx, key: string, since: IsoDate): Promise<IsoDate | null> =>
  (await read.selectFrom('register_open_item').select('on_date as on').where('register_key', '=', key).where('listed', '=', true).where('on_date', '>=', since).orderBy('on_date', 'desc').orderBy('entry_id', 'desc').limit(1).executeTakeFirst())?.on ?? null

export type OpenAsk = { readonly key: string; readonly since: IsoDate; readonly institutionId: string | undefined; readonly after: { on: IsoDate; id: string } | undefined; readonly limit: number }

export async function listOpenItems(read: ReadTx, ask: OpenAsk) {
  let query = read
    .selectFrom('register_open_item as o')
    .innerJoin('institution as i', 'i.id', 'o.institution_id')
    .select(['o.institution_id as institutionId', 'i.name as institutionName', 'o.entry_id as id', 'o.on_date as on', 'o.content'])
    .where('o.register_key', '=', ask.key)
    .where('o.listed', '=', true)
    .where('o.on_date', '>=', ask.since)
    .orderBy('o.on_date', 'desc')
    .orderBy('o.entry_id', 'desc')
    .limit(ask.limit)
  if (ask.institutionId !== undefined) query = query.where('o.institution_id', '=', ask.institutionId)
  if (ask.after !== undefined) query = query.where(sql<boolean>`(o.on_date, o.entry_id) < (${ask.after.on}::date, ${ask.after.id}::uuid)`)
  return (await inIndexOrder(read, () => query.execute())).map((row) => ({ ...row, content: row.content as unknown as OpenItem['content'] }))
}

/** Institutions that show something in a register since a day. */
export const openInstitutionIds = async (read: ReadTx, key: string, since: IsoDate): Promise<string[]> =>
  (await read.selectFrom('register_open_item').select('institution_id as id').distinct().where('register_key', '=', key).where('listed', '=', true).where('on_date', '>=', since).execute()).map((row) => row.id)

export const isOpenFile = async (read: ReadTx, key: string, institutionId: string, fileId: string, since: IsoDate): Promise<boolean> =>
  (await read
    .selectFrom('register_open_item')
    .select('entry_id')
    .where('institution_id', '=', institutionId)
    .where('register_key', '=', key)
    .where('listed', '=', true)
    .where('on_date', '>=', since)
    .where(sql<boolean>`${fileId}::uuid = any (file_ids)`)
    .executeTakeFirst()) !== undefined
