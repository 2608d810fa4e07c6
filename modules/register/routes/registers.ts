import type { z } from 'zod'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { registerContract as contract, type CountsView } from '../contract.ts'
import { loadRegister } from '../definitions.ts'
import { viewMissing, viewMissingOf, viewRegister, viewRegisters } from '../overview.ts'
import { noDepartment } from '../rules/counters.ts'
import { monthsBetween } from '../rules/periods.ts'
import { listFigures, type CountAsk } from '../store/counts.ts'
import { departmentNames } from '../store/people.ts'
import { meant } from './asked.ts'

export function registerListRoutes(app: App): void {
  app.query(contract.listRegisters, async ({ query, ...asker }) => ({ rows: await viewRegisters(asker, query.institutionId) }))
  app.query(contract.loadRegister, async ({ params, query, ...asker }) => viewRegister(asker, params.key, { institutionId: query.institutionId, version: query.version }))
  app.query(contract.listMissing, async ({ query, ...asker }) => ({ rows: await viewMissing(asker, query.institutionId) }))
  app.query(contract.listMissingOf, async ({ params, query, ...asker }) => viewMissingOf(asker, params.key, query.on))
  app.query(contract.countEntries, async ({ read, actor, params, query }) => {
    const { definition } = await loadRegister(read, params.key)
    const months = monthsBetween(query.from, query.to)
    const [from, to] = [months[0], months.at(-1)]
    if (from === undefined || to === undefined) throw new RefusedError('request.invalid', 'from')
    return viewCounts(read, { key: definition.key, institutionId: meant(actor, query.institutionId), departmentId: query.departmentId, from, to }, months, definition.totals)
  })
}

/** Rule RG-19: figures are read from the monthly sums; departments are told apart where one body is asked about. */
async function viewCounts(read: ReadTx, ask: CountAsk, months: readonly string[], totals: readonly string[]): Promise<z.input<typeof CountsView>> {
  const figures = (await listFigures(read, ask)).filter((each) => each.figure === '' || totals.includes(each.figure))
  const sumOf = (rows: typeof figures, figure: string) => Math.round(rows.reduce((sum, row) => (row.figure === figure ? sum + row.value : sum), 0) * 1e6) / 1e6
  const sums = (rows: typeof figures) => Object.fromEntries(totals.map((key) => [key, sumOf(rows, key)]))
  const byMonth = Map.groupBy(figures, (row) => row.month)
  const byDepartment = ask.institutionId === undefined ? [] : [...Map.groupBy(figures, (row) => row.departmentId)].map(([id, rows]) => ({ id, count: sumOf(rows, '') })).filter((row) => row.count !== 0)
  const names = ask.institutionId === undefined ? new Map<string, string>() : await departmentNames(read, [ask.institutionId], byDepartment.map((each) => each.id))
  return {
    total: sumOf(figures, ''), totals: sums(figures),
    months: months.map((month) => ({ month: month.slice(0, 7), count: sumOf(byMonth.get(month) ?? [], ''), totals: sums(byMonth.get(month) ?? []) })),
    departments: byDepartment.map(({ id, count }) => ({ departmentId: id === noDepartment ? null : id, name: names.get(id) ?? '', count })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
  }
}
