import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { AntibioticGrade, AntibioticRight, AntibioticSums } from '../rules/antibiotic.ts'

export type RightKept = AntibioticRight & { readonly id: string; readonly note: string; readonly madeName: string }

export const listRights = (read: ReadTx, institutionId: string): Promise<RightKept[]> =>
  read
    .selectFrom('antibiotic_right')
    .select(['id', 'staff_id as staffId', sql<AntibioticGrade>`grade`.as('grade'), 'from_on as fromOn', 'to_on as toOn', 'note', 'made_name as madeName'])
    .where('institution_id', '=', institutionId)
    .orderBy('from_on', 'desc')
    .orderBy('id', 'desc')
    .limit(5000)
    .execute()

export const insertRight = (tx: Tx, place: { institutionId: string; regionCode: string }, right: AntibioticRight & { id: string; note: string; madeBy: string; madeName: string; madeAt: string }) =>
  tx
    .insertInto('antibiotic_right')
    .values({ institution_id: place.institutionId, id: right.id, region_code: place.regionCode, staff_id: right.staffId, grade: right.grade, from_on: right.fromOn, to_on: right.toOn, note: right.note, made_by: right.madeBy, made_name: right.madeName, made_at: right.madeAt })
    .execute()

/** Sums of a month by department. */
export async function antibioticSums(read: ReadTx, institutionId: string, month: string): Promise<(AntibioticSums & { readonly key: string })[]> {
  const { rows } = await sql<AntibioticSums & { key: string; ddds: string }>`
    select department_id::text as key, sum(outpatient_visits)::int as outpatient, sum(outpatient_antibiotic_visits)::int as "outpatientWith", sum(emergency_visits)::int as emergency, sum(emergency_antibiotic_visits)::int as "emergencyWith",
      sum(discharges)::int as discharges, sum(inpatient_antibiotic_patients)::int as "dischargesWith", sum(antibiotic_ddds)::text as ddds, sum(patient_days)::int as "patientDays"
    from charge_day where institution_id = ${institutionId} and on_date >= ${month}::date and on_date < (${month}::date + interval '1 month')::date
    group by department_id`.execute(read)
  return rows.map((row) => ({ ...row, ddds: Number(row.ddds) }))
}

export type AntibioticLine = { readonly on: string; readonly docNo: string; readonly departmentId: string | null; readonly staffId: string; readonly itemCode: string; readonly itemName: string; readonly grade: AntibioticGrade; readonly visitKind: string; readonly days: number | null }

/** Lines of graded antibiotics of a month whose prescriber is known, refunds left out. */
export async function antibioticLines(read: ReadTx, institutionId: string, month: string): Promise<AntibioticLine[]> {
  const { rows } = await sql<AntibioticLine>`
    select l.on_date as on, l.doc_no as "docNo", l.department_id as "departmentId", l.staff_id as "staffId", l.item_code as "itemCode", l.item_name as "itemName", d.antibiotic as grade, l.visit_kind as "visitKind", l.days
    from charge_line l join drug_item d on d.code = l.item_code and d.antibiotic <> 'none'
    where l.institution_id = ${institutionId} and l.on_date >= ${month}::date and l.on_date < (${month}::date + interval '1 month')::date and l.kind = 'drug' and l.staff_id is not null and l.quantity > 0
    order by l.on_date, l.doc_no, l.line_key`.execute(read)
  return rows
}
