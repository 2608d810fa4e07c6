import { sql, statement, type ReadTx } from '../../../server/platform/database.ts'
import type { LeagueInput } from '../rules/league.ts'
import { noIncome, type Income } from '../rules/ratio.ts'

export type Months = { readonly from: string; readonly to: string }

const sums = [
  ['medical_cents', 'medicalCents'], ['drug_cents', 'drugCents'], ['herbal_cents', 'herbalCents'], ['negotiated_cents', 'negotiatedCents'], ['central_cents', 'centralCents'], ['both_cents', 'bothCents'], ['material_cents', 'materialCents'],
  ['exam_cents', 'examCents'], ['lab_cents', 'labCents'], ['outpatient_cents', 'outpatientCents'], ['inpatient_cents', 'inpatientCents'], ['visits', 'visits'], ['discharges', 'discharges'],
] as const
type Row = { readonly key: string; readonly isNow: boolean; readonly sums: string }

/** One row for each unit and time; its sums as one text, which is read faster than thirteen numbers. */
const textOf = (unit: 'department_id' | 'institution_id', whose: string) => `
  select ${unit} as key, month >= $2::date as "isNow", concat_ws(',', ${sums.map(([column]) => `sum(${column})`).join(', ')}) as sums
    from charge_department_month
   where ${whose} and (month between $2::date and $3::date or month between $4::date and $5::date)
   group by 1, 2`
const ofDepartments = statement<Row>(textOf('department_id', 'institution_id = $1'))
const ofHouses = statement<Row>(textOf('institution_id', 'institution_id = any($1::uuid[])'))

function incomeOf(text: string): Income {
  const values = text.split(',')
  const income = { ...noIncome } as Record<keyof Income, number>
  for (const [at, [, name]] of sums.entries()) income[name] = Number(values[at])
  return income
}

function paired(rows: readonly Row[]): LeagueInput[] {
  const of = (isNow: boolean) => new Map(rows.flatMap((row) => (row.isNow === isNow ? [[row.key, incomeOf(row.sums)]] : [])))
  const [now, before] = [of(true), of(false)]
  // A unit that has no income any more is one: without it the house would seem to have grown by what it lost.
  return [...new Set(rows.map((row) => row.key))].map((key) => ({ key, name: key, now: now.get(key) ?? noIncome, before: before.get(key) ?? null }))
}

/** Departments of a house over some months and over those it is compared with, in one statement. */
export const departmentUnits = async (read: ReadTx, institutionId: string, now: Months, before: Months): Promise<LeagueInput[]> => paired(await ofDepartments(read, [institutionId, now.from, now.to, before.from, before.to]))

/** Houses as units, for a commission. */
export const houseUnits = async (read: ReadTx, institutionIds: readonly string[], now: Months, before: Months): Promise<LeagueInput[]> => (institutionIds.length === 0 ? [] : paired(await ofHouses(read, [[...institutionIds], now.from, now.to, before.from, before.to])))

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
