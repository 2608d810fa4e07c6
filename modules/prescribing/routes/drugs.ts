import type { z } from 'zod'
import { refusalOf } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { checkDrugs, importDrugs } from '../commands/drugs.ts'
import { drugContract as contract, type DrugView } from '../contract/drugs.ts'
import { drugSheet, drugTemplate } from '../file-sheets.ts'
import { mayKeepCatalogue } from '../rules/authority.ts'
import { drugColumns } from '../rules/drug-sheet.ts'
import { countDrugs, listDrugs, type ListedDrug } from '../store/drugs.ts'

const mostFaults = 500
const mostMoves = 200
const mostInSheet = 60_000

export function drugRoutes(app: App): void {
  app.query(contract.listDrugs, async ({ read, actor, query }) => {
    const [rows, { items, withoutDdd, changedAt }] = await Promise.all([listDrugs(read, { search: query.search, only: query.only ?? null, after: query.after ?? null, limit: query.limit + 1 }), countDrugs(read)])
    return { rows: rows.slice(0, query.limit).map(viewDrug), next: rows.length > query.limit ? (rows[query.limit - 1]?.code ?? null) : null, items, withoutDdd, changedAt, blocked: { keep: refusalOf(mayKeepCatalogue(actor)) } }
  })
  app.command(contract.checkDrugs, async ({ uploads, ...act }) => {
    const { drugs, faults, ignored } = await checkDrugs(act, uploads[0])
    const [created, changed] = [drugs.filter((each) => each.changed === null), drugs.filter((each) => each.changed !== null && each.changed.length > 0)]
    const heading = (column: string) => drugColumns.find((each) => each.key === column)?.title ?? column
    return {
      name: uploads[0]?.name ?? '', rows: drugs.length + new Set(faults.map((each) => each.row)).size, created: created.length, changed: changed.length, same: drugs.length - created.length - changed.length, faultCount: faults.length, faults: faults.slice(0, mostFaults), ignored: [...ignored],
      // Changes first: what is new moves no figure of before.
      moves: [...changed, ...created].slice(0, mostMoves).map(({ row, drug, changed: columns }) => ({ row, code: drug.code, name: drug.name, columns: columns === null ? null : columns.map((column) => ({ column, heading: heading(column) })) })),
    }
  })
  app.command(contract.importDrugs, async ({ uploads, ...act }) => ({ items: await importDrugs(act, uploads[0]) }))
  app.query(contract.drugTemplate, async () => drugTemplate())
  app.query(contract.drugSheet, async ({ read }) => drugSheet(await listDrugs(read, { search: '', only: null, after: null, limit: mostInSheet })))
}

const markKeys = ['essential', 'negotiated', 'central', 'key_monitored', 'herbal', 'injection', 'high_value'] as const
const viewDrug = (drug: ListedDrug): z.input<typeof DrugView> => ({
  code: drug.code, atc: drug.atc, genericName: drug.generic_name, name: drug.name, form: drug.form, strength: drug.strength, unit: drug.unit, ddd: drug.ddd === null ? null : String(Number(drug.ddd)), dddUnit: drug.ddd_unit, dddsPerUnit: drug.ddds_per_unit === null ? null : String(Number(drug.ddds_per_unit)), antibiotic: drug.antibiotic, control: drug.control,
  marks: markKeys.filter((mark) => drug[mark]), source: drug.source, changedAt: drug.changedAt,
})
