import { sql, type ReadTx } from '../../../server/platform/database.ts'
import type { LeagueInput } from '../rules/league.ts'
import type { Income } from '../rules/ratio.ts'

export type Months = { readonly from: string; readonly to: string }
type UnitRow = Income & { readonly key: string; readonly isNow: boolean }

const sums = [
  ['medical_cents', 'medicalCents'], ['drug_cents', 'drugCents'], ['herbal_cents', 'herbalCents'], ['negotiated_cents', 'negotiatedCents'], ['central_cents', 'centralCents'], ['both_cents', 'bothCents'], ['material_cents', 'materialCents'],
  ['exam_cents', 'examCents'], ['lab_cents', 'labCents'], ['outpatient_cents', 'outpatientCents'], ['inpatient_cents', 'inpatientCents'], ['visits', 'visits'], ['discharges', 'discharges'],
] as const
const columns = sql.join(sums.map(([column, name]) => sql`sum(${sql.ref(column)})::bigint as ${sql.id(name)}`))

function paired(rows: readonly UnitRow[]): LeagueInput[] {
  const before = new Map(rows.filter((row) => !row.isNow).map((row) => [row.key, row]))
  return rows.filter((row) => row.isNow).map((row) => ({ key: row.key, name: row.key, now: row, before: before.get(row.key) ?? null }))
}

/** Departments of a house over some months and over those it is compared with, in one statement. */
export async function departmentUnits(read: ReadTx, institutionId: string, now: Months, before: Months): Promise<LeagueInput[]> {
  const { rows } = await sql<UnitRow>`
    select department_id::text as key, month >= ${now.from}::date as "isNow", ${columns} from charge_department_month
    where institution_id = ${institutionId} and (month between ${now.from}::date and ${now.to}::date or month between ${before.from}::date and ${before.to}::date)
    group by 1, 2`.execute(read)
  return paired(rows)
}

/** Houses as units, for a commission. */
export async function houseUnits(read: ReadTx, institutionIds: readonly string[], now: Months, before: Months): Promise<LeagueInput[]> {
  if (institutionIds.length === 0) return []
  const { rows } = await sql<UnitRow>`
    select institution_id::text as key, month >= ${now.from}::date as "isNow", ${columns} from charge_department_month
    where institution_id = any(${[...institutionIds]}::uuid[]) and (month between ${now.from}::date and ${now.to}::date or month between ${before.from}::date and ${before.to}::date)
    group by 1, 2`.execute(read)
  return paired(rows)
}

export type ItemSum = { readonly code: string; readonly name: string; readonly unit: string; readonly amountCents: number; readonly quantity: string; readonly lines: number; readonly marks: string; /** Of all items, listed or not. */ readonly totalCents: number }

/** Items of a department over some months, from their lines: the sums by item are of the whole house. */
export async function itemsOf(read: ReadTx, ask: Months & { institutionId: string; departmentId: string | null; kind: 'drug' | 'material'; limit: number }): Promise<ItemSum[]> {
  const { rows } = await sql<ItemSum>`
    select l.item_code as code, min(l.item_name) as name, min(l.unit) as unit, sum(l.amount_cents)::bigint as "amountCents", sum(l.quantity)::text as quantity, count(*)::int as lines,
      concat_ws(',', case when bool_or(d.herbal) then 'herbal' end, case when bool_or(d.negotiated) then 'negotiated' end, case when bool_or(d.central) then 'central' end, case when bool_or(d.key_monitored) then 'key' end, case when bool_or(d.high_value) then 'high' end) as marks,
      (sum(sum(l.amount_cents)) over ())::bigint as "totalCents"
    from charge_line l left join drug_item d on d.code = l.item_code
    where l.institution_id = ${ask.institutionId} and l.on_date >= ${ask.from}::date and l.on_date < (${ask.to}::date + interval '1 month')::date and l.kind = ${ask.kind}
      and l.department_id is not distinct from ${ask.departmentId}::uuid
    group by l.item_code order by sum(l.amount_cents) desc, l.item_code limit ${ask.limit}`.execute(read)
  return rows
}
