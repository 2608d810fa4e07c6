import type { IsoDate } from '../../../kernel/calendar.ts'
import { fieldKeys, type Columns, type Field } from '../rules/fields.ts'

/** What reading one file needs to know of its mapping. */
export type Reading = {
  readonly columns: Columns
  readonly width: number
  readonly delimiter: string
  /** The last day a line may be of. */
  readonly today: IsoDate
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
/** A cell as it stands in the file; what it was read as has no such prefix. */
const cellName = (field: Field): string => `f_${field}`
/** Cells beyond the heading, where a line may have run over. */
const overflow = 4
const never = String.fromCharCode(1)

/** Marks a null on the way from the judge to the table: a sign that no cell holds, for it is taken out of each lot. */
export const nullMark = never

/**
 * Rule PR-3: dates are taken as 2026-03-02, 2026/3/2, 2026.3.2, 20260302, 2026年3月2日, each with or without a time, and as the
 * day number of a spreadsheet (46083).
 */
const dateMacro = `create or replace temp macro as_day(x) as case when x = '' then null else coalesce(
  try_cast(left(x, 10) as date),
  case when regexp_full_match(x, '[0-9]{8}([0-9]{4,6})?') then cast(try_strptime(left(x, 8), '%Y%m%d') as date)
       when regexp_full_match(x, '[0-9]{5}([.][0-9]+)?') and try_cast(x as double) between 36526 and 73050 then date '1899-12-30' + cast(floor(cast(x as double)) as integer)
       when regexp_matches(x, '^[0-9]{4}[/.年][0-9]{1,2}[/.月][0-9]{1,2}') then cast(try_strptime(regexp_extract(x, '^([0-9]{4})[/.年]([0-9]{1,2})[/.月]([0-9]{1,2})', 1) || '-' || regexp_extract(x, '^([0-9]{4})[/.年]([0-9]{1,2})[/.月]([0-9]{1,2})', 2) || '-' || regexp_extract(x, '^([0-9]{4})[/.年]([0-9]{1,2})[/.月]([0-9]{1,2})', 3), '%Y-%m-%d') as date)
  end) end`

/**
 * Rule PR-4: numbers are taken with a decimal point, with thousands in commas (1,234.50), with a decimal comma where nothing
 * else can be meant (12,5 and 12,50), with a currency sign and in brackets for a refund.
 */
const numberMacro = `create or replace temp macro as_number(x) as case when x = '' then null else coalesce(
  try_cast(x as decimal(18, 6)),
  case when regexp_full_match(x, '[¥￥]?\\s*-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?\\s*元?') then try_cast(regexp_replace(x, '[¥￥,\\s元]', '', 'g') as decimal(18, 6))
       when regexp_full_match(x, '-?[0-9]+,[0-9]{1,2}') then try_cast(replace(x, ',', '.') as decimal(18, 6))
       when regexp_full_match(x, '[(（][0-9.]+[)）]') then -try_cast(regexp_replace(x, '[()（）]', '', 'g') as decimal(18, 6))
       when regexp_full_match(x, '[¥￥]?\\s*-?[0-9.]+\\s*元?') then try_cast(regexp_replace(x, '[¥￥\\s元]', '', 'g') as decimal(18, 6))
  end) end`

/** Ages as 45, 45岁, 3月, 10天, 2岁3月; in days, 365 to the year and 30 to the month. */
const ageMacro = `create or replace temp macro as_age(x) as case
  when x = '' then null
  when try_cast(rtrim(x, '岁') as smallint) is not null then cast(try_cast(rtrim(x, '岁') as smallint) as integer) * 365
  when regexp_full_match(x, '[0-9]{1,3}([.][0-9]+)?') then cast(floor(cast(x as double) * 365) as integer)
  else nullif(coalesce(try_cast(regexp_extract(x, '([0-9]+)\\s*(岁|年|y|Y)', 1) as smallint), 0)::integer * 365 + coalesce(try_cast(regexp_extract(x, '([0-9]+)\\s*(个月|月|m|M)', 1) as smallint), 0)::integer * 30 + coalesce(try_cast(regexp_extract(x, '([0-9]{1,6})\\s*(天|日|d|D)', 1) as integer), 0), 0) end`

export const macros: readonly string[] = [dateMacro, numberMacro, ageMacro]

/** Rule PR-6: reads one lot, with room for cells beyond the heading; the number of a row is its place among those that could be read. */
export function readStatement(path: string, reading: Reading): string {
  const names = [...Array.from({ length: reading.width }, (_, at) => `c${at}`), ...Array.from({ length: overflow }, (_, at) => `x${at}`)]
  return `create or replace temp table raw as select row_number() over () as rn, * from read_csv(${text(path)}, header = false, all_varchar = true, auto_detect = false,
    columns = {${names.map((name) => `'${name}': 'VARCHAR'`).join(', ')}}, delim = ${text(reading.delimiter)}, quote = '"', escape = '"', nullstr = ${text(never)}, null_padding = true, strict_mode = false, store_rejects = true, rejects_limit = 0, parallel = false)`
}

const required: readonly Field[] = ['onDate', 'kind', 'visitNo', 'quantity', 'amount']

/** Rules PR-5 and PR-7: each row as a line of a bill, or with the first thing that is wrong with it as 'reason:field'. Trimming is a fifth of the work, and left out where no cell can begin or end with a space. */
export function judgeStatement(reading: Reading, secret: string, hasSpaces = true): string {
  const { columns } = reading
  const has = (field: Field) => columns[field] !== undefined
  const cell = (field: Field) => (has(field) ? (hasSpaces ? `trim(coalesce(c${columns[field]}, ''))` : `coalesce(c${columns[field]}, '')`) : `''`)
  const last = Math.max(...fieldKeys.flatMap((field) => columns[field] ?? []))
  const q = cellName
  const keyed = has('patient') ? `case when f_patient = '' then null else left(sha256(${text(secret)} || sha256(${text(secret)} || f_patient)), 32) end` : 'cast(null as varchar)'
  // What the file itself says: what a code is found to mean later must not make another line of it.
  const identity = `concat_ws(chr(31), on_date, f_visitNo, f_prescriptionNo, coalesce(nullif(f_itemCode, ''), f_itemName), f_itemName, f_prescriber)`
  const verdict = `case
    when shifted then 'columns:onDate'
    when contains(f_itemName || f_diagnoses || f_department, '\uFFFD') then 'encoding:itemName'
    ${required.map((field) => `when ${q(field)} = '' then 'empty:${field}'`).join(' ')}
    when f_itemCode = '' and f_itemName = '' then 'empty:itemCode'
    when on_date is null or on_date < date '2000-01-01' then 'date:onDate'
    when on_date > date ${text(reading.today)} then 'future:onDate'
    when k.kind is null then 'kind:kind'
    when f_visitKind <> '' and v.kind is null then 'visitKind:visitKind'
    when quantity is null then 'number:quantity'
    when amount is null then 'number:amount'
    when f_selfPay <> '' and self_pay is null then 'number:selfPay'
    when abs(quantity) > 1000000 then 'large:quantity'
    when abs(amount) > 10000000 then 'large:amount'
    when quantity * amount < 0 then 'sign:amount'
    when f_admittedOn <> '' and admitted_on is null then 'date:admittedOn'
    when f_dischargedOn <> '' and discharged_on is null then 'date:dischargedOn'
    when discharged_on < admitted_on then 'stay:dischargedOn'
  end`
  return `create or replace temp table judged as
    with cells as (select rn, trim(${Array.from({ length: overflow }, (_, at) => `coalesce(x${at}, '')`).join(' || ')}) <> '' or c${last} is null as shifted, ${fieldKeys.map((field) => `${cell(field)} as ${q(field)}`).join(', ')} from raw),
    typed as (
      select *, as_day(f_onDate) as on_date, as_number(f_quantity) as quantity, as_number(f_amount) as amount, as_number(f_selfPay) as self_pay, as_day(f_admittedOn) as admitted_on, as_day(f_dischargedOn) as discharged_on from cells
    ),
    known as (
      select t.*, ${verdict} as verdict, k.kind as charge, coalesce(v.kind, case when f_admittedOn <> '' then 'inpatient' else 'outpatient' end) as visit, d.id as department_id, p.id as staff_id,
             coalesce(i.item, nullif(f_itemCode, ''), f_itemName) as item_code, case when f_prescriptionNo <> '' then f_prescriptionNo else f_visitNo end as doc_no
        from typed t left join kinds k on k.code = t.f_kind left join visits v on v.code = t.f_visitKind left join departments d on d.code = t.f_department
        left join prescribers p on p.code = t.f_prescriber left join items i on i.code = t.f_itemCode
    ),
    keyed as (
      select *, ${keyed} as patient_index,
      ${has('lineId') ? `md5(case when f_lineId <> '' then 'id:' || f_lineId else ${identity} end)` : `md5(${identity} || '#' || row_number() over (partition by ${identity} order by rn))`} as line_key,
      md5(concat_ws(chr(31), charge, visit, f_department, f_prescriber, item_code, ${(['visitNo', 'prescriptionNo', 'itemName', 'unit', 'dose', 'doseUnit', 'frequency', 'days', 'route', 'diagnoses', 'age', 'longTerm', 'reason', 'procurement'] as const).map((field) => q(field)).join(', ')}, quantity, amount, self_pay, admitted_on, discharged_on)) as content
      from known
    )
    select rn, verdict, case when verdict is null then null else ${cellOfVerdict} end as cell, f_lineId as line_id, ${lineColumns.filter((column) => column !== 'line_no').map((column) => `${valueOf(column)} as ${column}`).join(', ')} from keyed`
}

/** The columns of a good line, in the order of the statement that writes it. */
export const lineColumns = [
  'on_date', 'doc_no', 'line_key', 'line_no', 'kind', 'visit_kind', 'visit_no', 'prescription_no', 'department_id', 'department_code', 'staff_id', 'prescriber_code', 'item_code', 'item_name', 'quantity', 'unit', 'amount_cents', 'self_pay_cents',
  'dose', 'dose_unit', 'frequency', 'days', 'route', 'diagnoses', 'patient_index', 'age_days', 'long_term', 'reason', 'procurement', 'admitted_on', 'discharged_on', 'content',
] as const

const cut = (field: Field, most: number) => `left(f_${field}, ${most})`
const values: Readonly<Record<string, string>> = {
  doc_no: 'left(doc_no, 64)', kind: 'charge', visit_kind: 'visit', visit_no: cut('visitNo', 64), prescription_no: cut('prescriptionNo', 64), department_code: cut('department', 60), prescriber_code: cut('prescriber', 60), item_code: 'left(item_code, 64)', item_name: cut('itemName', 120), unit: cut('unit', 20),
  amount_cents: 'try_cast(round(amount * 100) as bigint)', self_pay_cents: 'try_cast(round(coalesce(self_pay, 0) * 100) as bigint)', dose: 'as_number(f_dose)', dose_unit: cut('doseUnit', 20), frequency: cut('frequency', 30), days: `coalesce(try_cast(nullif(f_days, '') as integer), try_cast(as_number(regexp_replace(nullif(f_days, ''), '[天日]', '')) as integer))`, route: cut('route', 30), diagnoses: cut('diagnoses', 500),
  age_days: 'as_age(f_age)', long_term: `lower(f_longTerm) in ('1', 'y', 'yes', 'true', '是', '长期', '有')`, reason: cut('reason', 200), procurement: cut('procurement', 30),
}
const valueOf = (column: string): string => values[column] ?? column
/** What stands in the file where a line was turned away. */
const cellOfVerdict = `case split_part(verdict, ':', 2) ${fieldKeys.map((field) => `when '${field}' then f_${field}`).join(' ')} end`

/** Writes the good lines in the order of the table's key, so that they come to lie one after another. */
export const writeStatement = (path: string, before: number): string => `copy (
  select ${lineColumns.map((column) => (column === 'line_no' ? `rn + ${before}` : column)).join(', ')} from good order by on_date, doc_no, line_key) to ${text(path)} (format csv, header false, nullstr ${text(never)})`
