/**
 * How the lines of months are added up: one text that PostgreSQL and DuckDB read alike, so that sums made while a file is read
 * and sums made anew from the tables are the same. It reads a relation `lines`: month, on_date, dept, staff, code, kind,
 * visit_kind, visit_no, prescription_no, item_code, item_name, unit, quantity, amount_cents, self_pay_cents, admitted_on,
 * discharged_on, line_no, ddds and what the catalogue says of the item.
 */

/** Money sums of a day; what each adds up, by what the drug catalogue says of an item. */
const sums: readonly (readonly [column: string, of: string])[] = [
  ['medical_cents', 'true'],
  ['outpatient_cents', `visit_kind <> 'inpatient'`],
  ['inpatient_cents', `visit_kind = 'inpatient'`],
  ['drug_cents', `kind = 'drug'`],
  ['outpatient_drug_cents', `kind = 'drug' and visit_kind <> 'inpatient'`],
  ['inpatient_drug_cents', `kind = 'drug' and visit_kind = 'inpatient'`],
  ['herbal_cents', `kind = 'drug' and herbal`],
  ['negotiated_cents', `kind = 'drug' and negotiated`],
  ['central_cents', `kind = 'drug' and central`],
  ['both_cents', `kind = 'drug' and negotiated and central`],
  ['central_same_cents', `kind = 'drug' and same_generic`],
  ['essential_cents', `kind = 'drug' and essential`],
  ['key_monitored_cents', `kind = 'drug' and key_monitored`],
  ['antibiotic_cents', `kind = 'drug' and antibiotic`],
  ['material_cents', `kind = 'material'`],
  ['high_value_cents', `kind = 'material' and high_value`],
  ['service_cents', `kind = 'service'`],
  ['exam_cents', `kind = 'exam'`],
  ['lab_cents', `kind = 'lab'`],
  ['other_cents', `kind = 'other'`],
]
const counts = ['outpatient_visits', 'emergency_visits', 'discharges', 'patient_days', 'prescriptions', 'antibiotic_prescriptions', 'outpatient_antibiotic_visits', 'emergency_antibiotic_visits', 'inpatient_antibiotic_patients', 'antibiotic_ddds'] as const
/** Every figure of a day, in one order for the statements and for the facts. */
export const dayColumns: readonly string[] = [...sums.map(([column]) => column), 'self_pay_cents', ...counts]
export const prescriberColumns = ['dept', 'staff', 'code', 'lines', 'medical_cents', 'drug_cents', 'herbal_cents', 'negotiated_cents', 'central_cents', 'antibiotic_cents', 'material_cents', 'ddds', 'visits', 'prescriptions'] as const
export const itemColumns = ['kind', 'item_code', 'item_name', 'unit', 'lines', 'amount_cents', 'self_pay_cents', 'quantity', 'ddds', 'prescriptions'] as const

/** Where the engines differ: the department of the first and of the last line of a group, and text in the order of its bytes. */
export type Dialect = { readonly first: string; readonly last: string; readonly plain: string }

/** A bill that was wholly refunded did not happen. */
const stands = 'having sum(amount_cents) > 0 or not bool_or(amount_cents < 0)'
const antibiotic = 'coalesce(sum(quantity) filter (where antibiotic), 0) > 0 as antibiotic'
const nothing = sums.map(() => '0').join(', ')
const amount = (of: string): string => `coalesce(sum(amount_cents) filter (where ${of}), 0)`

/** Rule PR-13: a visit, a prescription and a stay count once: on the day and at the department of their first line, a stay on the day it ended. */
export const dayParts = ({ first, last }: Dialect): string => `
  visits as (
    select month, visit_kind, min(on_date) as on_date, ${first} as dept, ${antibiotic} from lines where visit_kind <> 'inpatient' and visit_no <> '' group by month, visit_kind, visit_no ${stands}
  ),
  scripts as (
    select month, min(on_date) as on_date, ${first} as dept, ${antibiotic} from lines where visit_kind <> 'inpatient' and kind = 'drug' and prescription_no <> '' group by month, prescription_no ${stands}
  ),
  stays as (
    select month, max(discharged_on) as on_date, ${last} as dept, greatest(coalesce(max(discharged_on) - min(admitted_on), 1), 1) as days, ${antibiotic}
      from lines where visit_kind = 'inpatient' and visit_no <> '' group by month, visit_no having max(discharged_on) >= month and max(discharged_on) < month + interval '1 month'
  ),
  parts as (
    select month, on_date, dept, ${sums.map(([column, of]) => `${amount(of)} as ${column}`).join(', ')}, sum(self_pay_cents) as self_pay_cents, ${counts.slice(0, -1).map((column) => `0 as ${column}`).join(', ')},
           coalesce(sum(ddds) filter (where antibiotic and visit_kind = 'inpatient'), 0) as antibiotic_ddds from lines group by month, on_date, dept
    union all select month, on_date, dept, ${nothing}, 0, count(*) filter (where visit_kind = 'outpatient'), count(*) filter (where visit_kind = 'emergency'), 0, 0, 0, 0, count(*) filter (where visit_kind = 'outpatient' and antibiotic), count(*) filter (where visit_kind = 'emergency' and antibiotic), 0, 0 from visits group by month, on_date, dept
    union all select month, on_date, dept, ${nothing}, 0, 0, 0, 0, 0, count(*), count(*) filter (where antibiotic), 0, 0, 0, 0 from scripts group by month, on_date, dept
    union all select month, on_date, dept, ${nothing}, 0, 0, 0, count(*), sum(days), 0, 0, 0, 0, count(*) filter (where antibiotic), 0 from stays group by month, on_date, dept
  ),
  fresh as (select month, on_date, dept, ${dayColumns.map((column) => `sum(${column}) as ${column}`).join(', ')} from parts group by month, on_date, dept)`

export const prescriberSums = `
  select month, dept, staff, code, count(*) as lines, sum(amount_cents) as medical_cents, ${([['drug_cents', `kind = 'drug'`], ['herbal_cents', `kind = 'drug' and herbal`], ['negotiated_cents', `kind = 'drug' and negotiated`], ['central_cents', `kind = 'drug' and central`], ['antibiotic_cents', 'antibiotic'], ['material_cents', `kind = 'material'`]] as const).map(([column, of]) => `${amount(of)} as ${column}`).join(', ')},
         coalesce(sum(ddds) filter (where kind = 'drug'), 0) as ddds, count(distinct visit_kind || ' ' || visit_no) filter (where visit_no <> '') as visits, count(distinct prescription_no) filter (where kind = 'drug' and prescription_no <> '' and visit_kind <> 'inpatient') as prescriptions
    from lines group by month, dept, staff, code`

export const itemSums = ({ plain }: Dialect): string => `
  select month, kind, item_code, min(item_name${plain}) as item_name, min(unit${plain}) as unit, count(*) as lines, sum(amount_cents) as amount_cents, sum(self_pay_cents) as self_pay_cents, sum(quantity) as quantity, sum(ddds) as ddds, count(distinct prescription_no) filter (where prescription_no <> '') as prescriptions
    from lines group by month, kind, item_code`
