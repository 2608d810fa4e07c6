import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { sheetLimits } from '../../../server/platform/read-sheet.ts'
import { readSheetApart } from '../../../server/platform/sheets-apart.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { findHeadings, letters } from '../../register/rules/import/columns.ts'
import { kindNames } from '../matters.ts'
import { mayWatch } from '../rules/authority.ts'
import { orderColumns } from '../rules/transfer/columns.ts'
import { judgeRow, type JudgedRow, type OrderFault } from '../rules/transfer/judge.ts'
import { mayDiscard, mayTake } from '../rules/transfer/taking.ts'
import * as store from '../store/imports.ts'
import * as orders from '../store/orders.ts'
import * as sources from '../store/sources.ts'
import { ownBody } from './body.ts'
import { contentHash, fileOrder } from './file-order.ts'
import { institutionsFor } from './institutions.ts'
import { pack, unpack } from './packed.ts'

/** A week of a large county's hotline; each row is a whole matter, filed in one transaction with the others. */
const mostRows = 1000
const required = orderColumns.filter((each) => each.required).map((each) => each.title)

/** Rule IN-14: reads a sheet and says what it would file. Nothing of it is filed afterwards. */
export async function previewImport(act: Act, ask: sources.SourceKey & { upload: Upload | undefined }): Promise<store.ImportKey> {
  const no = mayWatch(act.actor, ask)
  if (no !== null) throw new RefusedError(no.refused)
  const source = await openSource(act, ask)
  if (ask.upload === undefined) throw new RefusedError('file.missing')
  const lines = await readSheetApart(ask.upload.bytes, { ...sheetLimits, rows: mostRows + 20 })
  const headings = findHeadings(orderColumns, lines)
  if (headings === null || headings.missing.length > 0) throw new RefusedError('channel.import_no_heading', (headings?.missing ?? required).join('、'))
  const rows = lines.slice(headings.line + 1).filter((line) => !isHint(line.cells, headings.at))
  if (rows.length === 0) throw new RefusedError('channel.import_no_rows')
  if (rows.length > mostRows) throw new RefusedError('directory.import_too_many_rows', String(mostRows))
  const { good, faults, known } = await judgeAll(act, source, rows.map((line) => ({ ...line, at: headings.at })))
  const run: store.IntakeImport = {
    institutionId: source.institutionId, id: act.newId(), regionCode: source.regionCode, sourceId: source.id, fileName: ask.upload.name, state: 'preview',
    counts: { rows: rows.length, good: good.length, bad: rows.length - good.length, known: known.size }, reading: { columns: headings.headings, ignored: headings.ignored.slice(0, 64) },
    taken: null, createdBy: act.actor.id, createdName: act.actor.name, createdAt: act.now.toISOString(), takenAt: null,
  }
  await store.insertImport(act.tx, run, { rows: pack(act.vault, good.map((each) => ({ ...each, known: known.has(each.order.number) }))), faults: pack(act.vault, faults) })
  await act.record({ institutionId: run.institutionId, regionCode: run.regionCode, kind: 'channel.import_previewed', subjectId: run.id, detail: { source: source.name, fileName: run.fileName, ...run.counts } })
  return { institutionId: run.institutionId, importId: run.id }
}

async function openSource(act: Act, key: sources.SourceKey): Promise<sources.Source> {
  const source = await sources.loadSource(act.tx, key)
  if (!source.active) throw new RefusedError('channel.source_closed')
  return source
}

/** The grey row of the template that says what each column takes. */
const isHint = (cells: readonly string[], at: ReadonlyMap<string, number>): boolean => orderColumns.every((column) => !at.has(column.key) || cells[at.get(column.key) ?? -1] === column.hint)

type Line = Parameters<typeof judgeRow>[0]
export type HeldRow = JudgedRow & { readonly known: boolean }

async function judgeAll(act: Act, source: sources.Source, lines: readonly Line[]): Promise<{ good: JudgedRow[]; faults: OrderFault[]; known: Set<string> }> {
  const body = await ownBody(act.tx, act.actor)
  const titles = new Map(orderColumns.map((each) => [each.key, each.title]))
  const context = { today: act.today, now: act.now.toISOString(), ownInstitutionId: source.institutionId, institutions: await institutionsFor(act.tx, body), kinds: kindNames(source.channel) }
  const judged = lines.map((line) => ({ line, ...judgeRow(line, titles, context) }))
  const before = await orders.knownNumbers(act.tx, source, judged.flatMap((each) => each.order?.number ?? []))
  const good: JudgedRow[] = []
  const faults: OrderFault[] = []
  const known = new Set<string>()
  const seen = new Map<string, number>()
  for (const { line, order, faults: own } of judged) {
    faults.push(...own)
    if (order === null) continue
    const twice = seen.get(order.number)
    const first = before.get(order.number)
    const reason = twice !== undefined ? `与第 ${twice} 行的单号相同` : first !== undefined && first.contentHash !== contentHash(act, order) ? `这个单号已登记为 ${first.matterNumber ?? ''}，但内容不同；补充情况请到该事项里登记` : null
    seen.set(order.number, twice ?? line.row)
    if (reason !== null) {
      const at = line.at.get('number') ?? 0
      faults.push({ row: line.row, cell: `${letters(at)}${line.row}`, column: titles.get('number') ?? '', value: order.number, reason })
      continue
    }
    if (first !== undefined) known.add(order.number)
    good.push({ row: line.row, order })
  }
  return { good, faults, known }
}

/** Rule IN-15: all rows or the good ones, in one transaction, once; a number that was filed meanwhile gives the first answer and no second matter. */
export async function takeImport(act: Act, ask: store.ImportKey & { rows: 'all' | 'good' }): Promise<void> {
  const { run, rows } = await store.loadImportForUpdate(act.tx, ask)
  const no = mayTake(act.actor, run, ask.rows)
  if (no !== null) throw new RefusedError(no.refused)
  if (rows === null) throw new RefusedError('channel.import_over')
  const source = await openSource(act, { institutionId: run.institutionId, sourceId: run.sourceId })
  let taken = 0
  for (const { order } of unpack<HeldRow>(act.vault, rows)) {
    const filed = await fileOrder(act, source, order, run.id)
    if (!filed.repeated) taken += 1
  }
  await store.finishImport(act.tx, run, { state: 'taken', at: act.now.toISOString(), taken })
  await act.record({ institutionId: run.institutionId, regionCode: run.regionCode, kind: 'channel.import_taken', subjectId: run.id, detail: { source: source.name, fileName: run.fileName, taken, leftOut: run.counts.bad } })
}

export async function discardImport(act: Act, key: store.ImportKey): Promise<void> {
  const { run } = await store.loadImportForUpdate(act.tx, key)
  const no = mayDiscard(act.actor, run)
  if (no !== null) throw new RefusedError(no.refused)
  await store.finishImport(act.tx, run, { state: 'discarded' })
  await act.record({ institutionId: run.institutionId, regionCode: run.regionCode, kind: 'channel.import_discarded', subjectId: run.id, detail: { fileName: run.fileName } })
}
