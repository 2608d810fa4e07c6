import type { IsoDate } from '../../../kernel/calendar.ts'
import type { FactValue } from '../../../kernel/fact.ts'
import type { FactQuestion } from '../../../server/platform/facts.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { dayFigures, type DayFigures } from '../rules/fact.ts'
import { dayColumns } from './month-sums.ts'

const camel = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const figures = sql.raw(dayColumns.map((column) => `'${camel(column)}', ${column}`).join(', '))

export type UntoldDay = { institutionId: string; regionCode: string; onDate: IsoDate; departmentId: string; told: Record<string, FactValue> | null; now: DayFigures }

const numbers = (given: Record<string, FactValue>): DayFigures => Object.fromEntries(dayFigures.map((figure) => [figure, Number(given[figure] ?? 0)])) as DayFigures

/** Days of an institution whose sums nobody was told of yet, the oldest first; locked. */
export async function listUntold(tx: Tx, institutionId: string, limit: number): Promise<UntoldDay[]> {
  const { rows } = await sql<Omit<UntoldDay, 'now'> & { now: Record<string, FactValue> }>`
    select institution_id as "institutionId", region_code as "regionCode", on_date as "onDate", department_id as "departmentId", told, json_build_object(${figures}) as now
      from charge_day where institution_id = ${institutionId} and not is_told order by on_date, department_id limit ${limit} for update`.execute(tx)
  return rows.map((row) => ({ ...row, now: numbers(row.now) }))
}

export async function markTold(tx: Tx, institutionId: string, days: readonly { onDate: IsoDate; departmentId: string; told: DayFigures | null }[]): Promise<void> {
  await sql`
    update charge_day d set is_told = true, told = t.told from unnest(${days.map((each) => each.onDate)}::date[], ${days.map((each) => each.departmentId)}::uuid[], ${days.map((each) => (each.told === null ? null : JSON.stringify(each.told)))}::jsonb[]) as t (on_date, department_id, told)
     where d.institution_id = ${institutionId} and d.on_date = t.on_date and d.department_id = t.department_id`.execute(tx)
}

export const listUntoldBodies = async (read: ReadTx): Promise<string[]> => (await read.selectFrom('charge_day').select('institution_id as institutionId').distinct().where('is_told', '=', false).limit(1000).execute()).map((row) => row.institutionId)

/** Days as they were told, for whoever counts anew. */
export async function listTold(read: ReadTx, ask: FactQuestion, after: { on: IsoDate; id: string } | null, limit: number) {
  const { rows } = await sql<{ institutionId: string; regionCode: string; onDate: IsoDate; departmentId: string; told: Record<string, FactValue> }>`
    select institution_id as "institutionId", region_code as "regionCode", on_date as "onDate", department_id as "departmentId", told from charge_day
     where institution_id = ${ask.institutionId} and on_date between ${ask.from}::date and ${ask.to}::date and told is not null
       and (${after?.on ?? null}::date is null or (on_date, on_date::text || '/' || department_id::text) > (${after?.on ?? null}::date, ${after?.id ?? null}::text))
     order by on_date, department_id limit ${limit}`.execute(read)
  return rows
}
