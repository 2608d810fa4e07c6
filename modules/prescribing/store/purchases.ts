import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { KeptPurchase } from '../rules/purchase-fact.ts'
import type { PurchasePublished } from '../rules/purchase-public.ts'
import type { Matched, PlatformItem, Purchase, PurchaseVerdict } from '../rules/purchase.ts'
import type { SheetFault } from '../rules/purchase-sheet.ts'

type Place = { readonly institutionId: string; readonly regionCode: string }
type Made = { readonly id: string; readonly name: string; readonly sha256: string; readonly madeBy: string; readonly madeName: string; readonly madeAt: string }
const portion = 1000
async function inPortions<T>(rows: readonly T[], write: (some: readonly T[], from: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += portion) await write(rows.slice(from, from + portion), from)
}

export const knownList = async (read: ReadTx, institutionId: string, sha256: string): Promise<boolean> => (await read.selectFrom('platform_list').select('id').where('institution_id', '=', institutionId).where('sha256', '=', sha256).executeTakeFirst()) !== undefined

export async function insertList(tx: Tx, place: Place, made: Made, items: readonly PlatformItem[]): Promise<void> {
  await tx.insertInto('platform_list').values({ institution_id: place.institutionId, id: made.id, region_code: place.regionCode, name: made.name, sha256: made.sha256, items: items.length, made_by: made.madeBy, made_name: made.madeName, made_at: made.madeAt }).execute()
  await inPortions(items, (some, from) =>
    tx.insertInto('platform_item').values(some.map((item, at) => ({ institution_id: place.institutionId, list_id: made.id, n: from + at + 1, region_code: place.regionCode, code: item.code, generic: item.generic, form: item.form, spec: item.spec, maker: item.maker, winning: item.winning, price_cents: item.priceCents, from_on: item.fromOn, to_on: item.toOn }))).execute())
}

export type ListHead = { readonly id: string; readonly institutionId: string; readonly name: string; readonly items: number; readonly madeName: string; readonly madeAt: string }
/** Lists of the commissions above a region, the newest first; the newest one holds. */
export const listLists = (read: ReadTx, regionCode: string): Promise<ListHead[]> =>
  read
    .selectFrom('platform_list as l')
    .innerJoin('institution as i', 'i.id', 'l.institution_id')
    .select(['l.id', 'l.institution_id as institutionId', 'l.name', 'l.items', 'l.made_name as madeName', 'l.made_at as madeAt'])
    .where(sql<boolean>`${regionCode} like i.region_prefix || '%'`)
    .orderBy('l.made_at', 'desc')
    .orderBy('l.id', 'desc')
    .limit(50)
    .execute()

export const itemsOfList = (read: ReadTx, list: Pick<ListHead, 'id' | 'institutionId'>): Promise<PlatformItem[]> =>
  read.selectFrom('platform_item').select(['code', 'generic', 'form', 'spec', 'maker', 'winning', 'price_cents as priceCents', 'from_on as fromOn', 'to_on as toOn']).where('institution_id', '=', list.institutionId).where('list_id', '=', list.id).orderBy('n').execute()

export type PurchaseFile = { readonly id: string; readonly name: string; readonly lines: number; readonly rejects: readonly SheetFault[]; readonly matterId: string | null; readonly matterNumber: string | null; readonly madeName: string; readonly madeAt: string }
export const knownFile = async (read: ReadTx, institutionId: string, sha256: string): Promise<boolean> => (await read.selectFrom('purchase_file').select('id').where('institution_id', '=', institutionId).where('sha256', '=', sha256).executeTakeFirst()) !== undefined

export const insertFile = (tx: Tx, place: Place, made: Made & { listId: string; lines: number; rejects: readonly SheetFault[]; matterId: string | null; matterNumber: string | null }) =>
  tx
    .insertInto('purchase_file')
    .values({ institution_id: place.institutionId, id: made.id, region_code: place.regionCode, name: made.name, sha256: made.sha256, list_id: made.listId, lines: made.lines, rejects: JSON.stringify(made.rejects), matter_id: made.matterId, matter_number: made.matterNumber, made_by: made.madeBy, made_name: made.madeName, made_at: made.madeAt })
    .execute()

export const insertLines = (tx: Tx, place: Place, fileId: string, lines: readonly (Matched & { row: number; line: Purchase })[]): Promise<void> =>
  inPortions(lines, (some) =>
    tx
      .insertInto('purchase_line')
      .values(some.map(({ row, line, verdict, winning, overCents }) => ({ institution_id: place.institutionId, file_id: fileId, line_no: row, region_code: place.regionCode, on_date: line.on, code: line.code, generic: line.generic, form: line.form, spec: line.spec, maker: line.maker, supplier: line.supplier, order_number: line.orderNumber, quantity: String(line.quantity), amount_cents: line.amountCents, verdict, winning, over_cents: overCents })))
      .execute())

/** How many lines of the same day, product, order, quantity and amount came in an earlier file: the same delivery is not counted twice. */
export async function linesKnown(read: ReadTx, institutionId: string, from: string, to: string): Promise<Map<string, number>> {
  const rows = await read
    .selectFrom('purchase_line')
    .select([sql<string>`concat_ws('|', on_date, code, generic, spec, order_number, quantity::float8, amount_cents)`.as('key'), sql<number>`count(*)::int`.as('times')])
    .where('institution_id', '=', institutionId)
    .where('on_date', '>=', from)
    .where('on_date', '<=', to)
    .groupBy('key')
    .execute()
  return new Map(rows.map((row) => [row.key, row.times]))
}
export const lineKey = (line: Purchase): string => [line.on, line.code, line.generic, line.spec, line.orderNumber, line.quantity, line.amountCents].join('|')

export const listFiles = (read: ReadTx, institutionId: string): Promise<PurchaseFile[]> =>
  read
    .selectFrom('purchase_file')
    .select(['id', 'name', 'lines', sql<readonly SheetFault[]>`rejects`.as('rejects'), 'matter_id as matterId', 'matter_number as matterNumber', 'made_name as madeName', 'made_at as madeAt'])
    .where('institution_id', '=', institutionId)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()

export type LineRow = { readonly fileId: string; readonly lineNo: number; readonly on: string; readonly code: string; readonly generic: string; readonly spec: string; readonly maker: string; readonly supplier: string; readonly quantity: string; readonly amountCents: number; readonly verdict: PurchaseVerdict; readonly overCents: number }
export const listLines = (read: ReadTx, institutionId: string, verdicts: readonly PurchaseVerdict[], limit: number): Promise<LineRow[]> =>
  read
    .selectFrom('purchase_line')
    .select(['file_id as fileId', 'line_no as lineNo', 'on_date as on', 'code', 'generic', 'spec', 'maker', 'supplier', 'quantity', 'amount_cents as amountCents', sql<PurchaseVerdict>`verdict`.as('verdict'), 'over_cents as overCents'])
    .where('institution_id', '=', institutionId)
    .where('verdict', 'in', [...verdicts])
    .orderBy('on_date', 'desc')
    .orderBy('file_id')
    .orderBy('line_no')
    .limit(limit)
    .execute()

const kept = (read: ReadTx, institutionId: string) =>
  read.selectFrom('purchase_line').select(['institution_id as institutionId', 'region_code as regionCode', 'file_id as fileId', 'line_no as lineNo', 'on_date as on', 'generic', 'amount_cents as amountCents', sql<PurchaseVerdict>`verdict`.as('verdict'), 'winning']).where('institution_id', '=', institutionId)

/** Lines as facts: by day and id, which is file and line. */
export const linesByDay = (read: ReadTx, ask: { institutionId: string; from: string; to: string }, after: { on: string; id: string } | null, limit: number): Promise<KeptPurchase[]> =>
  kept(read, ask.institutionId)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .$if(after !== null, (query) => query.where(sql<boolean>`(on_date, file_id, line_no) > (${after?.on ?? ''}::date, ${(after?.id ?? '').split('/')[0] ?? ''}::uuid, ${Number((after?.id ?? '').split('/')[1] ?? 0)})`))
    .orderBy('on_date')
    .orderBy('file_id')
    .orderBy('line_no')
    .limit(limit)
    .execute()

/** Months in which something was bought, the newest first. */
export async function purchaseMonths(read: ReadTx, institutionId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`select distinct date_trunc('month', on_date)::date as month from purchase_line where institution_id = ${institutionId} order by 1 desc limit ${limit}`.execute(read)
  return rows.map((row) => row.month)
}

const topItems = 10
/** Rule PR-79: what was bought in a month. */
export async function purchaseSums(read: ReadTx, institutionId: string, month: string): Promise<PurchasePublished> {
  const within = sql`institution_id = ${institutionId} and on_date >= ${month}::date and on_date < (${month}::date + interval '1 month')::date`
  const cents = (where: string) => sql`coalesce(sum(amount_cents) filter (where ${sql.raw(where)}), 0)::bigint`
  const { rows } = await sql<Omit<PurchasePublished, 'top'>>`
    select count(*)::int as lines, ${cents('true')} as "amountCents", ${cents(`verdict in ('ordered', 'off-bid', 'over-price')`)} as "orderedCents", ${cents(`winning and verdict in ('ordered', 'over-price')`)} as "winningCents", ${cents(`verdict = 'off-platform'`)} as "offPlatformCents",
      ${cents(`verdict = 'off-bid'`)} as "offBidCents", ${cents(`verdict = 'over-price'`)} as "overPriceCents", count(*) filter (where verdict = 'to-check')::int as "toCheck", count(distinct supplier)::int as suppliers from purchase_line where ${within}`.execute(read)
  const [all] = rows
  if (all === undefined) throw new Error('sums of nothing are a row')
  const top = await sql<PurchasePublished['top'][number]>`select generic, sum(amount_cents)::bigint as "amountCents" from purchase_line where ${within} group by generic order by 2 desc, 1 limit ${topItems}`.execute(read)
  return { ...all, top: top.rows }
}

type LineKey = { institutionId: string; fileId: string; lineNo: number }
export async function loadLineForUpdate(tx: Tx, key: LineKey): Promise<(KeptPurchase & Pick<Purchase, 'spec' | 'supplier'> & { readonly fileName: string }) | undefined> {
  const row = await kept(tx, key.institutionId).select(['spec', 'supplier']).where('file_id', '=', key.fileId).where('line_no', '=', key.lineNo).forUpdate().executeTakeFirst()
  if (row === undefined) return undefined
  const file = await tx.selectFrom('purchase_file').select('name').where('institution_id', '=', key.institutionId).where('id', '=', key.fileId).executeTakeFirst()
  return { ...row, fileName: file?.name ?? '' }
}
/** The finding of a file that had none; the first one stays. */
export const linkMatter = (tx: Tx, key: { institutionId: string; fileId: string }, matter: { matterId: string; number: string }) =>
  tx.updateTable('purchase_file').set({ matter_id: matter.matterId, matter_number: matter.number }).where('institution_id', '=', key.institutionId).where('id', '=', key.fileId).where('matter_id', 'is', null).execute()
export const saveVerdict = (tx: Tx, key: LineKey, verdict: PurchaseVerdict) => tx.updateTable('purchase_line').set({ verdict }).where('institution_id', '=', key.institutionId).where('file_id', '=', key.fileId).where('line_no', '=', key.lineNo).execute()
