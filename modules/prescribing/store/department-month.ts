import { sql, type Tx } from '../../../server/platform/database.ts'

/** The months of the departments, made anew from their days; the league of ratios reads them. */
export async function recountDepartmentMonths(tx: Tx, body: { readonly institutionId: string; readonly regionCode: string }, months: readonly string[]): Promise<void> {
  for (const month of months) {
    await tx.deleteFrom('charge_department_month').where('institution_id', '=', body.institutionId).where('month', '=', month).execute()
    await sql`
      insert into charge_department_month (institution_id, month, department_id, region_code, medical_cents, drug_cents, herbal_cents, negotiated_cents, central_cents, both_cents, material_cents, exam_cents, lab_cents, outpatient_cents, inpatient_cents, visits, discharges, prescriptions)
      select institution_id, ${month}::date, department_id, min(region_code), sum(medical_cents), sum(drug_cents), sum(herbal_cents), sum(negotiated_cents), sum(central_cents), sum(both_cents), sum(material_cents), sum(exam_cents), sum(lab_cents), sum(outpatient_cents), sum(inpatient_cents), sum(outpatient_visits + emergency_visits), sum(discharges), sum(prescriptions)
      from charge_day
      where institution_id = ${body.institutionId} and on_date >= ${month}::date and on_date < ${month}::date + interval '1 month'
      group by institution_id, department_id`.execute(tx)
  }
}
