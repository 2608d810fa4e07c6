import type { IsoDate } from '../../../kernel/calendar.ts'
import { sendFew, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { insertRows } from '../../../server/platform/insert-row.ts'
import type { Figure } from '../rules/counters.ts'

/** Adds to the monthly figures. */
export async function addFigures(tx: Tx, figures: readonly Figure[]): Promise<void> {
  for (let at = 0; at < figures.length; at += 1000) {
    const rows = figures.slice(at, at + 1000).map((each) => ({ institution_id: each.institutionId, register_key: each.registerKey, month: each.month, department_id: each.departmentId, figure: each.figure, region_code: each.regionCode, value: String(each.value) }))
    await sendFew(tx, figures.length, insertRows(tx, 'register_count', rows, 'on conflict (institution_id, register_key, month, department_id, figure) do update set value = register_count.value + excluded.value'))
  }
}

export type CountAsk = { readonly key: string; readonly institutionId: string | undefined; readonly departmentId: string | undefined; readonly from: IsoDate; readonly to: IsoDate }

/** Figures by month, department and name over the bodies in scope. */
export async function listFigures(read: ReadTx, ask: CountAsk): Promise<{ month: IsoDate; departmentId: string; figure: string; value: number }[]> {
  let query = read
    .selectFrom('register_count')
    .select(['month', 'department_id as departmentId', 'figure', (eb) => eb.fn.sum<string>('value').as('value')])
    .where('register_key', '=', ask.key)
    .where('month', '>=', ask.from)
    .where('month', '<=', ask.to)
    .groupBy(['month', 'department_id', 'figure'])
    .orderBy('month')
  if (ask.institutionId !== undefined) query = query.where('institution_id', '=', ask.institutionId)
  if (ask.departmentId !== undefined) query = query.where('department_id', '=', ask.departmentId)
  return (await query.execute()).map((row) => ({ ...row, value: Number(row.value) }))
}
