import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { chargeKinds, fieldKeys, type ChargeKind, type Columns } from '../rules/fields.ts'

export type Mapping = { readonly id: string; readonly version: number; readonly system: string; readonly headings: readonly string[]; readonly columns: Columns; readonly kinds: Readonly<Record<string, ChargeKind>>; readonly confirmedName: string; readonly confirmedAt: string }

const select = ['id', 'version', 'system', 'headings', 'columns', 'kinds', 'confirmed_name as confirmedName', 'confirmed_at as confirmedAt'] as const
type Row = { id: string; version: number; system: string; headings: string[]; columns: unknown; kinds: unknown; confirmedName: string; confirmedAt: string }

/** What was kept is read field by field: a field that a later version does without is left out. */
function mappingOf(row: Row): Mapping {
  const columns = Object.fromEntries(Object.entries(row.columns ?? {}).filter(([key, at]) => fieldKeys.some((each) => each === key) && typeof at === 'number'))
  const kinds = Object.fromEntries(Object.entries(row.kinds ?? {}).flatMap(([word, kind]) => { const known = chargeKinds.find((each) => each === kind); return known === undefined ? [] : [[word, known]] }))
  return { ...row, columns, kinds }
}

/** The newest version of every mapping of an institution, the newest first. */
export async function listMappings(read: ReadTx, institutionId: string): Promise<Mapping[]> {
  const rows = await read.selectFrom('charge_mapping').select(select).distinctOn('id').where('institution_id', '=', institutionId).orderBy('id').orderBy('version', 'desc').execute()
  return rows.map(mappingOf).sort((a, b) => (a.confirmedAt < b.confirmedAt ? 1 : -1))
}

export async function findMapping(read: ReadTx, institutionId: string, id: string, version: number): Promise<Mapping | null> {
  const row = await read.selectFrom('charge_mapping').select(select).where('institution_id', '=', institutionId).where('id', '=', id).where('version', '=', version).executeTakeFirst()
  return row === undefined ? null : mappingOf(row)
}

export const insertMapping = (tx: Tx, body: { institutionId: string; regionCode: string }, mapping: Omit<Mapping, 'confirmedName' | 'confirmedAt'>, by: { id: string; name: string; at: string }) =>
  tx.insertInto('charge_mapping').values({ institution_id: body.institutionId, region_code: body.regionCode, id: mapping.id, version: mapping.version, system: mapping.system, headings: [...mapping.headings], columns: JSON.stringify(mapping.columns), kinds: JSON.stringify(mapping.kinds), confirmed_by: by.id, confirmed_name: by.name, confirmed_at: by.at }).execute()

export type Code = { readonly kind: 'department' | 'prescriber' | 'item'; readonly code: string; readonly name: string; readonly targetId: string | null; readonly itemCode: string | null }

export async function listCodes(read: ReadTx, institutionId: string): Promise<Code[]> {
  const rows = await read.selectFrom('charge_code').select(['kind', 'code', 'name', 'target_id as targetId', 'item_code as itemCode']).where('institution_id', '=', institutionId).orderBy('kind').orderBy('code').execute()
  return rows.map((row) => ({ ...row, kind: row.kind === 'department' || row.kind === 'prescriber' ? row.kind : 'item' }))
}

export async function saveCodes(tx: Tx, body: { institutionId: string; regionCode: string }, codes: readonly Code[], at: string): Promise<void> {
  for (const code of codes) {
    await tx
      .insertInto('charge_code')
      .values({ institution_id: body.institutionId, region_code: body.regionCode, kind: code.kind, code: code.code, name: code.name, target_id: code.targetId, item_code: code.itemCode, changed_at: at })
      .onConflict((conflict) => conflict.columns(['institution_id', 'kind', 'code']).doUpdateSet({ name: code.name, target_id: code.targetId, item_code: code.itemCode, changed_at: at }))
      .execute()
  }
}

type UnknownCode = { readonly kind: Code['kind']; readonly code: string; readonly name: string; readonly lines: number }

/** Codes of departments and prescribers in the lines of some months that stand for nobody here, with how many lines say them. */
export async function listUnknownCodes(read: ReadTx, institutionId: string, fromOn: string, toOn: string): Promise<UnknownCode[]> {
  const { rows } = await sql<UnknownCode>`
    select 'department' as kind, department_code as code, '' as name, count(*) as lines from charge_line where institution_id = ${institutionId} and on_date between ${fromOn}::date and ${toOn}::date and department_id is null group by 2
    union all select 'prescriber', prescriber_code, '', count(*) from charge_line where institution_id = ${institutionId} and on_date between ${fromOn}::date and ${toOn}::date and staff_id is null group by 2
    order by 1, 4 desc, 2 limit 500`.execute(read)
  return rows
}

/** Drugs of the bills that the catalogue does not know and nobody has said what they are, the dearest first. */
export async function listUnknownDrugs(read: ReadTx, institutionId: string): Promise<UnknownCode[]> {
  const { rows } = await sql<UnknownCode>`
    select 'item' as kind, s.item_code as code, min(s.item_name) as name, sum(s.lines)::int as lines
      from charge_item_month s left join drug_item d on d.code = s.item_code
      left join charge_code c on c.institution_id = s.institution_id and c.kind = 'item' and c.code = s.item_code
     where s.institution_id = ${institutionId} and s.kind = 'drug' and d.code is null and c.code is null
     group by s.item_code order by sum(s.amount_cents) desc, s.item_code limit 200`.execute(read)
  return rows
}

/** Months of which an institution has lines. */
export const listMonths = async (read: ReadTx, institutionId: string): Promise<string[]> => (await read.selectFrom('charge_month').select('month').where('institution_id', '=', institutionId).orderBy('month').execute()).map((row) => row.month)

/** Puts lines at whom their codes stand for now; what somebody said goes before what was guessed by a name. */
export async function placeCodes(tx: Tx, institutionId: string, month: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update charge_line l set department_id = coalesce(d.target_id, l.department_id), staff_id = coalesce(p.target_id, l.staff_id)
      from charge_line k
      left join charge_code d on d.institution_id = ${institutionId} and d.kind = 'department' and d.code = k.department_code
      left join charge_code p on p.institution_id = ${institutionId} and p.kind = 'prescriber' and p.code = k.prescriber_code
     where k.institution_id = ${institutionId} and k.on_date >= ${month}::date and k.on_date < (${month}::date + interval '1 month')::date
       and (d.target_id is not null and k.department_id is distinct from d.target_id or p.target_id is not null and k.staff_id is distinct from p.target_id)
       and l.institution_id = k.institution_id and l.on_date = k.on_date and l.doc_no = k.doc_no and l.line_key = k.line_key`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** From the first to the last day of the months of which an institution has lines; null where it has none. */
export async function monthSpan(read: ReadTx, institutionId: string): Promise<{ fromOn: string; toOn: string } | null> {
  const { rows } = await sql<{ fromOn: string | null; toOn: string | null }>`select min(month) as "fromOn", (max(month) + interval '1 month' - interval '1 day')::date as "toOn" from charge_month where institution_id = ${institutionId}`.execute(read)
  const [span] = rows
  return span === undefined || span.fromOn === null || span.toOn === null ? null : { fromOn: span.fromOn, toOn: span.toOn }
}
