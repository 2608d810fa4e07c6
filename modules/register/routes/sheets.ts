import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { institutionNames } from '../../directory/public.ts'
import { registerContract as contract } from '../contract.ts'
import { loadRegister } from '../definitions.ts'
import { listAll } from '../listed.ts'
import { entriesSheet, printColumns, printRow, templateSheet } from '../sheets.ts'
import { listAsk } from './asked.ts'

/** An exported list is whole up to what a spreadsheet is still handy with; paper takes fewer. */
const mostExported = 100_000
const mostPrinted = 2000

export function sheetRoutes(app: App): void {
  app.query(contract.importTemplate, async ({ read, params }) => templateSheet((await loadRegister(read, params.key)).definition))
  app.query(contract.exportEntries, async ({ read, actor, today, params, query }) => {
    const { definition } = await loadRegister(read, params.key)
    const { listed, names, cut } = await listAll(read, listAsk(actor, definition, query), mostExported)
    return entriesSheet(definition, listed, names, { today, cut })
  })
  app.query(contract.printEntries, async ({ read, actor, now, params, query }) => {
    const { definition } = await loadRegister(read, params.key)
    const ask = listAsk(actor, definition, query)
    const { listed, names, cut } = await listAll(read, ask, mostPrinted)
    const [institution = ''] = ask.institutionId === undefined ? [] : (await institutionNames(read, [ask.institutionId])).values()
    if (ask.institutionId !== undefined && institution === '') throw new RefusedError('not_found')
    // In the order they happened, as a register on paper reads.
    const rows = listed.toReversed().map((each) => printRow(definition, each, names))
    const counting = listed.filter(({ entry }) => entry.countedAt !== null)
    return {
      title: definition.name.zh, institution, from: query.from ?? null, to: query.to ?? null, printedAt: now.toISOString(), printedBy: actor.name, columns: printColumns(definition), rows, cut,
      totals: definition.totals.flatMap((key) => {
        const field = definition.fields.find((each) => each.key === key)
        const sum = counting.reduce((total, { entry }) => total + Number(entry.values[key] ?? 0), 0)
        return field === undefined ? [] : [{ key, title: field.label.zh, value: `${Number(sum.toFixed(field.decimals))}${field.unit?.zh ?? ''}` }]
      }),
    }
  })
}
