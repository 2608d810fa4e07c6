import { addMonths, type IsoDate } from '../../../kernel/calendar.ts'
import { sql, type Tx } from '../../../server/platform/database.ts'

const nobody = sql.raw(`'00000000-0000-0000-0000-000000000000'::uuid`)
/** Lines of a stay are looked for so many months before the one it ends in. */
export const monthsBack = 3

/** Rule PR-13: whether an inpatient was given an antibiotic is asked of the whole stay, from its admission on, and counted where and when it ended. */
export async function followStays(tx: Tx, institutionId: string, month: IsoDate): Promise<void> {
  const [from, to] = [addMonths(month, -monthsBack), addMonths(month, 1)]
  await sql`
    with ended as materialized (
      select visit_no, max(discharged_on) as ended_on, least(min(admitted_on), ${month}::date) as admitted_on, (array_agg(coalesce(department_id, ${nobody}) order by on_date desc, line_no desc))[1] as dept
        from charge_line where institution_id = ${institutionId} and on_date >= ${month}::date and on_date < ${to}::date and visit_kind = 'inpatient' and visit_no <> ''
       group by visit_no having max(discharged_on) >= ${month}::date and max(discharged_on) < ${to}::date
    ),
    given as (
      select e.visit_no from charge_line l join drug_item i on i.code = l.item_code and i.antibiotic <> 'none' join ended e on e.visit_no = l.visit_no and l.on_date >= e.admitted_on
       where l.institution_id = ${institutionId} and l.on_date >= greatest((select min(admitted_on) from ended), ${from}::date) and l.on_date < ${to}::date and l.visit_kind = 'inpatient' and l.kind = 'drug'
       group by e.visit_no having sum(l.quantity) > 0
    ),
    counted as (select e.ended_on, e.dept, count(*) as patients from ended e join given g on g.visit_no = e.visit_no group by 1, 2)
    update charge_day d set inpatient_antibiotic_patients = coalesce((select c.patients from counted c where c.ended_on = d.on_date and c.dept = d.department_id), 0), is_told = false
     where d.institution_id = ${institutionId} and d.on_date >= ${month}::date and d.on_date < ${to}::date and exists (select 1 from ended where admitted_on < ${month}::date)
       and d.inpatient_antibiotic_patients is distinct from coalesce((select c.patients from counted c where c.ended_on = d.on_date and c.dept = d.department_id), 0)`.execute(tx)
}

/** Months after these that have lines and may hold the end of a stay that began in them. */
export async function monthsAfter(tx: Tx, institutionId: string, months: readonly IsoDate[]): Promise<IsoDate[]> {
  const near = new Set(months.flatMap((month) => Array.from({ length: monthsBack }, (_, at) => addMonths(month, at + 1))).filter((month) => !months.includes(month)))
  if (near.size === 0) return []
  const rows = await tx.selectFrom('charge_month').select('month').where('institution_id', '=', institutionId).where('month', 'in', [...near]).where('lines', '>', 0).orderBy('month').execute()
  return rows.map((row) => row.month)
}
