import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type Tx } from '../../../server/platform/database.ts'
import { recountDepartmentMonths } from './department-month.ts'

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

const raw = (text: string) => sql.raw(text)
const list = (columns: readonly string[], each: (column: string) => string = (column) => column) => raw(columns.map(each).join(', '))
const nobody = `'00000000-0000-0000-0000-000000000000'::uuid`

type Ask = { readonly institutionId: string; readonly regionCode: string; readonly month: IsoDate }

/** The lines of a month with what the catalogue says of them; what follows adds them up. */
const lines = ({ institutionId, month }: Ask) => sql`
  lines as materialized (
    select l.on_date, coalesce(l.department_id, ${raw(nobody)}) as dept, coalesce(l.staff_id, ${raw(nobody)}) as staff, case when l.staff_id is null then l.prescriber_code else '' end as code,
           l.kind, l.visit_kind, l.visit_no, l.prescription_no, l.item_code, l.item_name, l.unit, l.quantity, l.amount_cents, l.self_pay_cents, l.admitted_on, l.discharged_on, l.line_no,
           coalesce(i.herbal, false) as herbal, coalesce(i.negotiated, false) as negotiated, coalesce(i.central, false) as central, coalesce(i.essential, false) as essential,
           coalesce(i.key_monitored, false) as key_monitored, coalesce(i.high_value, false) as high_value, l.kind = 'drug' and coalesce(i.antibiotic, 'none') <> 'none' as antibiotic,
           coalesce(i.generic_name in (select generic_name from drug_item where central), false) as same_generic, l.quantity * coalesce(i.ddds_per_unit, 0) as ddds
      from charge_line l left join drug_item i on i.code = l.item_code
     where l.institution_id = ${institutionId} and l.on_date >= ${month}::date and l.on_date < (${month}::date + interval '1 month')::date
  )`

/** A bill that was wholly refunded did not happen. */
const stands = raw(`having sum(amount_cents) > 0 or not bool_or(amount_cents < 0)`)

/** Rule PR-13: a visit, a prescription and a stay count once: on the day and at the department of their first line, a stay on the day it ended. */
async function recountMonth(tx: Tx, ask: Ask): Promise<void> {
  await sql`delete from charge_prescriber_month where institution_id = ${ask.institutionId} and month = ${ask.month}::date`.execute(tx)
  await sql`delete from charge_item_month where institution_id = ${ask.institutionId} and month = ${ask.month}::date`.execute(tx)
  await sql`
    with ${lines(ask)},
    visits as (
      select visit_kind, min(on_date) as on_date, (array_agg(dept order by on_date, line_no))[1] as dept, coalesce(sum(quantity) filter (where antibiotic), 0) > 0 as antibiotic
        from lines where visit_kind <> 'inpatient' and visit_no <> '' group by visit_kind, visit_no ${stands}
    ),
    scripts as (
      select min(on_date) as on_date, (array_agg(dept order by on_date, line_no))[1] as dept, coalesce(sum(quantity) filter (where antibiotic), 0) > 0 as antibiotic
        from lines where visit_kind <> 'inpatient' and kind = 'drug' and prescription_no <> '' group by prescription_no ${stands}
    ),
    stays as (
      select max(discharged_on) as on_date, (array_agg(dept order by on_date desc, line_no desc))[1] as dept, greatest(max(discharged_on) - min(admitted_on), 1) as days, coalesce(sum(quantity) filter (where antibiotic), 0) > 0 as antibiotic
        from lines where visit_kind = 'inpatient' and visit_no <> '' group by visit_no having max(discharged_on) >= ${ask.month}::date and max(discharged_on) < (${ask.month}::date + interval '1 month')::date
    ),
    parts as (
      select on_date, dept, ${raw(sums.map(([, of]) => `coalesce(sum(amount_cents) filter (where ${of}), 0)`).join(', '))}, sum(self_pay_cents), 0, 0, 0, 0, 0, 0, 0, 0, 0, coalesce(sum(ddds) filter (where antibiotic and visit_kind = 'inpatient'), 0) from lines group by 1, 2
      union all select on_date, dept, ${raw(sums.map(() => '0').join(', '))}, 0, count(*) filter (where visit_kind = 'outpatient'), count(*) filter (where visit_kind = 'emergency'), 0, 0, 0, 0, count(*) filter (where visit_kind = 'outpatient' and antibiotic), count(*) filter (where visit_kind = 'emergency' and antibiotic), 0, 0 from visits group by 1, 2
      union all select on_date, dept, ${raw(sums.map(() => '0').join(', '))}, 0, 0, 0, 0, 0, count(*), count(*) filter (where antibiotic), 0, 0, 0, 0 from scripts group by 1, 2
      union all select on_date, dept, ${raw(sums.map(() => '0').join(', '))}, 0, 0, 0, count(*), sum(coalesce(days, 1)), 0, 0, 0, 0, count(*) filter (where antibiotic), 0 from stays group by 1, 2
    ),
    fresh as (select on_date, dept, ${list(dayColumns, (column) => `sum(${column}) as ${column}`)} from parts as p (on_date, dept, ${list(dayColumns)}) group by on_date, dept),
    gone as (
      update charge_day d set ${list(dayColumns, (column) => `${column} = 0`)}, is_told = d.told is null
       where d.institution_id = ${ask.institutionId} and d.on_date >= ${ask.month}::date and d.on_date < (${ask.month}::date + interval '1 month')::date
         and not exists (select 1 from fresh f where f.on_date = d.on_date and f.dept = d.department_id)
    ),
    ${monthSums(ask)}
    insert into charge_day (institution_id, region_code, on_date, department_id, ${list(dayColumns)}, is_told)
    select ${ask.institutionId}, ${ask.regionCode}, on_date, dept, ${list(dayColumns)}, false from fresh
    on conflict (institution_id, on_date, department_id) do update set ${list(dayColumns, (column) => `${column} = excluded.${column}`)}, is_told = false
    where (${list(dayColumns, (column) => `charge_day.${column}`)}) is distinct from (${list(dayColumns, (column) => `excluded.${column}`)})`.execute(tx)
}

/** Sums of prescribers and of items, from the same reading of the lines. */
const monthSums = (ask: Ask) => sql`
    prescribers as (
      insert into charge_prescriber_month (institution_id, month, region_code, department_id, staff_id, prescriber_code, lines, medical_cents, drug_cents, herbal_cents, negotiated_cents, central_cents, antibiotic_cents, material_cents, ddds, visits, prescriptions)
      select ${ask.institutionId}, ${ask.month}::date, ${ask.regionCode}, dept, staff, code, count(*), sum(amount_cents),
             ${raw([`kind = 'drug'`, `kind = 'drug' and herbal`, `kind = 'drug' and negotiated`, `kind = 'drug' and central`, 'antibiotic', `kind = 'material'`].map((of) => `coalesce(sum(amount_cents) filter (where ${of}), 0)`).join(', '))},
             coalesce(sum(ddds) filter (where kind = 'drug'), 0), count(distinct visit_kind || ' ' || visit_no) filter (where visit_no <> ''), count(distinct prescription_no) filter (where kind = 'drug' and prescription_no <> '' and visit_kind <> 'inpatient')
        from lines group by dept, staff, code
    ),
    items as (
      insert into charge_item_month (institution_id, month, region_code, kind, item_code, item_name, unit, lines, amount_cents, self_pay_cents, quantity, ddds, prescriptions)
      select ${ask.institutionId}, ${ask.month}::date, ${ask.regionCode}, kind, item_code, min(item_name), min(unit), count(*), sum(amount_cents), sum(self_pay_cents), sum(quantity), sum(ddds), count(distinct prescription_no) filter (where prescription_no <> '')
        from lines group by kind, item_code
    )`

/**
 * Rule PR-12: the sums of a month are made anew from its lines, never by adding to what was there: whatever stopped, came
 * twice or was corrected, they say what the lines say. Months are first days; each counts as changed.
 */
export async function recountMonths(tx: Tx, body: { institutionId: string; regionCode: string }, months: readonly IsoDate[], at: string, fileId: string | null = null): Promise<void> {
  // Compiling so many small sums takes longer than making them.
  await sql`set local jit = off`.execute(tx)
  for (const month of [...months].sort()) {
    const ask = { ...body, month }
    await recountMonth(tx, ask)
    await recountDepartmentMonths(tx, body, [month])
    await sql`
      insert into charge_month (institution_id, month, region_code, lines, version, file_id, changed_at)
      select ${ask.institutionId}, ${month}::date, ${ask.regionCode}, coalesce((select sum(lines) from charge_prescriber_month where institution_id = ${ask.institutionId} and month = ${month}::date), 0), 1, ${fileId}::uuid, ${at}::timestamptz
      on conflict (institution_id, month) do update set lines = excluded.lines, version = charge_month.version + 1, file_id = excluded.file_id, changed_at = excluded.changed_at`.execute(tx)
  }
}
