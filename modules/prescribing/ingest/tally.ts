import type { DuckDBConnection } from '@duckdb/node-api'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { dayColumns, dayParts, itemColumns, itemSums, prescriberColumns, prescriberSums, type Dialect } from '../store/month-sums.ts'
import type { MonthSums, SumArrays } from '../store/recount.ts'
import type { ItemMarks } from '../store/marks.ts'

/** What the lines of a file add up to, made in the engine that judged them; it knows nothing of lines that other files brought. */
export type Tally = {
  /** Takes in the good lines of the lot that was judged last. */
  add(linesBefore: number): Promise<void>
  /** How many lines each month has. */
  months(): Promise<ReadonlyMap<IsoDate, number>>
  items(): Promise<string[]>
  sumsOf(months: readonly IsoDate[], marks: readonly ItemMarks[]): Promise<Map<IsoDate, MonthSums>>
}

const nobody = `'00000000-0000-0000-0000-000000000000'`
const dialect: Dialect = { first: 'arg_min(dept, place)', last: 'arg_max(dept, place)', plain: '' }
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const texts = new Set(['code', 'kind', 'item_code', 'item_name', 'unit'])
/** A column of a group as the database reads an array; values of one group come in one order in every column. */
const arrayOf = (column: string): string => `'{' || string_agg(${texts.has(column) ? `'"' || replace(replace(${column}, '\\', '\\\\'), '"', '\\"') || '"'` : `cast(${column} as varchar)`}, ',') || '}' as ${column}`
const flags = ['herbal', 'negotiated', 'central', 'essential', 'keyMonitored', 'highValue', 'antibiotic', 'sameGeneric'] as const

/** So many lines are kept for the sums; a larger file is added up from the tables. */
const mostLines = 3_000_000

export async function openTally(db: DuckDBConnection): Promise<Tally> {
  await db.run(`create temp table tally (on_date date, line_no integer, kind varchar, visit_kind varchar, visit_no varchar, prescription_no varchar, dept uuid, staff uuid, code varchar, item_code varchar, item_name varchar, unit varchar,
    quantity decimal(18, 6), amount_cents bigint, self_pay_cents bigint, admitted_on date, discharged_on date)`)
  const rows = async <Row>(statement: string): Promise<Row[]> => (await db.runAndReadAll(statement)).getRowObjectsJson() as Row[]
  /** By month: each column of its sums as one array. */
  const arraysOf = async (columns: readonly string[], sums: string, before = ''): Promise<ReadonlyMap<string, SumArrays>> => {
    const made = await rows<Record<string, string>>(`${before} select cast(month as varchar) as month, ${columns.map(arrayOf).join(', ')} from ${sums} group by month`)
    return new Map(made.map((row) => [row['month'] ?? '', columns.map((column) => row[column] ?? '{}')]))
  }
  let isFull = false

  return {
    async add(linesBefore) {
      if (isFull) return
      try {
        await db.run(`insert into tally select on_date, rn + ${linesBefore}, kind, visit_kind, visit_no, prescription_no, coalesce(department_id, ${nobody}), coalesce(staff_id, ${nobody}), case when staff_id is null then prescriber_code else '' end,
          item_code, item_name, unit, quantity, amount_cents, self_pay_cents, admitted_on, discharged_on from good`)
        const [count] = await rows<{ n: string }>('select cast(count(*) as varchar) as n from tally')
        isFull = Number(count?.n ?? 0) > mostLines
      } catch {
        // No room for it; the lines themselves are safe.
        isFull = true
      }
      // Nothing that is left fits a month then, so that all are made from the tables.
      if (isFull) await db.run('truncate tally')
    },
    async months() {
      const found = await rows<{ month: string; n: string }>(`select cast(cast(date_trunc('month', on_date) as date) as varchar) as month, cast(count(*) as varchar) as n from tally group by 1`)
      return new Map(found.map((row) => [row.month, Number(row.n)]))
    },
    items: async () => (await rows<{ code: string }>('select distinct item_code as code from tally')).map((row) => row.code),
    async sumsOf(months, marks) {
      if (months.length === 0) return new Map()
      await db.run('create or replace temp table marks (code varchar, herbal boolean, negotiated boolean, central boolean, essential boolean, key_monitored boolean, high_value boolean, antibiotic boolean, same_generic boolean, ddds_per_unit decimal(14, 6))')
      for (let at = 0; at < marks.length; at += 500) await db.run(`insert into marks values ${marks.slice(at, at + 500).map((mark) => `(${quoted(mark.code)}, ${flags.map((flag) => String(mark[flag])).join(', ')}, ${mark.dddsPerUnit})`).join(', ')}`)
      await db.run(`create or replace temp table lines as
        select t.*, cast(date_trunc('month', t.on_date) as date) as month, (t.on_date - date '1970-01-01') * 4294967296 + t.line_no as place, ${['herbal', 'negotiated', 'central', 'essential', 'key_monitored', 'high_value', 'same_generic'].map((flag) => `coalesce(m.${flag}, false) as ${flag}`).join(', ')},
          t.kind = 'drug' and coalesce(m.antibiotic, false) as antibiotic, t.quantity * coalesce(m.ddds_per_unit, 0) as ddds
          from tally t left join marks m on m.code = t.item_code where cast(date_trunc('month', t.on_date) as date) in (${months.map((month) => `date ${quoted(month)}`).join(', ')})`)
      const days = await arraysOf(['on_date', 'dept', ...dayColumns], 'fresh', `with ${dayParts(dialect)}`)
      const prescribers = await arraysOf(prescriberColumns, `(${prescriberSums})`)
      const items = await arraysOf(itemColumns, `(${itemSums(dialect)})`)
      const carried = await rows<{ month: string }>(`select distinct cast(month as varchar) as month from lines where visit_kind = 'inpatient' and admitted_on < month and discharged_on >= month`)
      const carries = new Set(carried.map((row) => row.month))
      await db.run('drop table lines')
      const none: SumArrays = []
      return new Map(months.map((month) => [month, { days: days.get(month) ?? none, prescribers: prescribers.get(month) ?? none, items: items.get(month) ?? none, carries: carries.has(month) }]))
    },
  }
}
