import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type Tx } from '../../../server/platform/database.ts'
import { followStays, monthsAfter } from './stays.ts'
import { recountDepartmentMonths } from './department-month.ts'
import { dayColumns, dayParts, itemColumns, itemSums, prescriberColumns, prescriberSums, type Dialect } from './month-sums.ts'

const raw = (text: string) => sql.raw(text)
const list = (columns: readonly string[], each: (column: string) => string = (column) => column) => raw(columns.map(each).join(', '))
const nobody = `'00000000-0000-0000-0000-000000000000'::uuid`
const dialect: Dialect = { first: '(array_agg(dept order by on_date, line_no))[1]', last: '(array_agg(dept order by on_date desc, line_no desc))[1]', plain: ' collate "C"' }

type Ask = { readonly institutionId: string; readonly regionCode: string; readonly month: IsoDate }

/** Columns as texts that the database reads as arrays, each as long as the others, in the order of the lists of month-sums.ts. */
export type SumArrays = readonly string[]
/** Sums of one month as they were made while its lines were read. */
export type MonthSums = { readonly days: SumArrays; readonly prescribers: SumArrays; readonly items: SumArrays; /** A stay that ended in it began before it. */ readonly carries: boolean }

/** The lines of a month with what the catalogue says of them; what follows adds them up. */
const lines = ({ institutionId, month }: Ask) => sql`
  lines as materialized (
    select ${month}::date as month, l.on_date, coalesce(l.department_id, ${raw(nobody)}) as dept, coalesce(l.staff_id, ${raw(nobody)}) as staff, case when l.staff_id is null then l.prescriber_code else '' end as code,
           l.kind, l.visit_kind, l.visit_no, l.prescription_no, l.item_code, l.item_name, l.unit, l.quantity, l.amount_cents, l.self_pay_cents, l.admitted_on, l.discharged_on, l.line_no,
           coalesce(i.herbal, false) as herbal, coalesce(i.negotiated, false) as negotiated, coalesce(i.central, false) as central, coalesce(i.essential, false) as essential,
           coalesce(i.key_monitored, false) as key_monitored, coalesce(i.high_value, false) as high_value, l.kind = 'drug' and coalesce(i.antibiotic, 'none') <> 'none' as antibiotic,
           coalesce(i.generic_name in (select generic_name from drug_item where central), false) as same_generic, l.quantity * coalesce(i.ddds_per_unit, 0) as ddds
      from charge_line l left join drug_item i on i.code = l.item_code
     where l.institution_id = ${institutionId} and l.on_date >= ${month}::date and l.on_date < (${month}::date + interval '1 month')::date
  )`

const writePrescribers = (ask: Ask, from: ReturnType<typeof sql>) => sql`
  insert into charge_prescriber_month (institution_id, month, region_code, department_id, staff_id, prescriber_code, ${list(prescriberColumns.slice(3))})
  select ${ask.institutionId}, ${ask.month}::date, ${ask.regionCode}, ${list(prescriberColumns)} from ${from} p`

const writeItems = (ask: Ask, from: ReturnType<typeof sql>) => sql`
  insert into charge_item_month (institution_id, month, region_code, ${list(itemColumns)})
  select ${ask.institutionId}, ${ask.month}::date, ${ask.regionCode}, ${list(itemColumns)} from ${from} i`

/** Days of which nothing is left say so; what nobody was told of is not told. */
const goneDays = (ask: Ask) => sql`
  gone as (
    update charge_day d set ${list(dayColumns, (column) => `${column} = 0`)}, is_told = d.told is null
     where d.institution_id = ${ask.institutionId} and d.on_date >= ${ask.month}::date and d.on_date < (${ask.month}::date + interval '1 month')::date
       and not exists (select 1 from fresh f where f.on_date = d.on_date and f.dept = d.department_id)
  )`

const writeDays = (ask: Ask) => sql`
  insert into charge_day (institution_id, region_code, on_date, department_id, ${list(dayColumns)}, is_told)
  select ${ask.institutionId}, ${ask.regionCode}, on_date, dept, ${list(dayColumns)}, false from fresh
  on conflict (institution_id, on_date, department_id) do update set ${list(dayColumns, (column) => `${column} = excluded.${column}`)}, is_told = false
  where (${list(dayColumns, (column) => `charge_day.${column}`)}) is distinct from (${list(dayColumns, (column) => `excluded.${column}`)})`

async function recountMonth(tx: Tx, ask: Ask): Promise<void> {
  await sql`
    with ${lines(ask)}, ${raw(dayParts(dialect))}, ${goneDays(ask)},
    prescribers as (${writePrescribers(ask, sql`(${raw(prescriberSums)})`)}),
    items as (${writeItems(ask, sql`(${raw(itemSums(dialect))})`)})
    ${writeDays(ask)}`.execute(tx)
}

const typeOf: Readonly<Record<string, string>> = { on_date: 'date', dept: 'uuid', staff: 'uuid', code: 'text', kind: 'text', item_code: 'text', item_name: 'text', unit: 'text', quantity: 'numeric', ddds: 'numeric', antibiotic_ddds: 'numeric' }
const rowsOf = (columns: readonly string[], arrays: SumArrays) => sql`unnest(${sql.join(columns.map((column, at) => sql`${arrays[at] ?? '{}'}::text::${raw(typeOf[column] ?? 'bigint')}[]`))}) as u (${list(columns)})`

/** The same sums, made while the lines were read. */
async function writeMonth(tx: Tx, ask: Ask, given: MonthSums): Promise<void> {
  await sql`with fresh as materialized (select * from ${rowsOf(['on_date', 'dept', ...dayColumns], given.days)}), ${goneDays(ask)} ${writeDays(ask)}`.execute(tx)
  await writePrescribers(ask, sql`(select * from ${rowsOf(prescriberColumns, given.prescribers)})`).execute(tx)
  await writeItems(ask, sql`(select * from ${rowsOf(itemColumns, given.items)})`).execute(tx)
}

/**
 * Rule PR-12: the sums of a month are made anew from its lines, never by adding to what was there: whatever stopped, came
 * twice or was corrected, they say what the lines say. Months are first days; each counts as changed. `given` are sums of
 * months all of whose lines one file brought, made while it was read.
 */
export async function recountMonths(tx: Tx, body: { institutionId: string; regionCode: string }, months: readonly IsoDate[], at: string, fileId: string | null = null, given: ReadonlyMap<IsoDate, MonthSums> = new Map()): Promise<void> {
  // Compiling so many small sums takes longer than making them.
  await sql`set local jit = off`.execute(tx)
  for (const month of [...months].sort()) {
    const ask = { ...body, month }
    await sql`delete from charge_prescriber_month where institution_id = ${ask.institutionId} and month = ${ask.month}::date`.execute(tx)
    await sql`delete from charge_item_month where institution_id = ${ask.institutionId} and month = ${ask.month}::date`.execute(tx)
    const made = given.get(month)
    await (made === undefined ? recountMonth(tx, ask) : writeMonth(tx, ask, made))
    if (made === undefined || made.carries) await followStays(tx, ask.institutionId, month)
    await recountDepartmentMonths(tx, body, [month])
    await sql`
      insert into charge_month (institution_id, month, region_code, lines, version, file_id, changed_at)
      select ${ask.institutionId}, ${month}::date, ${ask.regionCode}, coalesce((select sum(lines) from charge_prescriber_month where institution_id = ${ask.institutionId} and month = ${month}::date), 0), 1, ${fileId}::uuid, ${at}::timestamptz
      on conflict (institution_id, month) do update set lines = excluded.lines, version = charge_month.version + 1, file_id = excluded.file_id, changed_at = excluded.changed_at`.execute(tx)
  }
  // What is known of a stay now may decide about a month that was added up before.
  for (const month of await monthsAfter(tx, body.institutionId, months)) await followStays(tx, body.institutionId, month)
}
