import { createHash } from 'node:crypto'
import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { sheetLimits, type SheetLimits } from '../../../server/platform/read-sheet.ts'
import { readSheetApart } from '../../../server/platform/sheets-apart.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { loadRegister, openRegister } from '../definitions.ts'
import { departmentsFor, mayEnter, type Body } from '../rules/authority.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import { directoryOf, type Directory } from '../rules/import/cells.ts'
import { columnsOf, dayColumn, departmentColumn, findHeadings, mayImport, type Column, type Matched } from '../rules/import/columns.ts'
import { judgeRow, typedRow, type GoodRow, type ImportFault, type Line, type TypedRow } from '../rules/import/judge-row.ts'
import { mayDiscard } from '../rules/import/taking.ts'
import { departmentsOfBodies, staffOfBodies } from '../store/people.ts'
import * as store from '../store/imports.ts'
import { ownBody } from './body.ts'
import { breathe, portion, seal } from './packed.ts'

/** Rule RG-23: as many rows as a year of a large hospital; the fault list of such a file is long as well. */
const importLimits: SheetLimits = { ...sheetLimits, rows: 100_000, unpackedBytes: 400 * 1024 * 1024, fillMerges: true }
const mostFaults = 300_000
const firstFaults = 200
const sampleSize = 20

/** The directory on any day; days between which nobody came or went share one. */
export async function datedDirectory(read: ReadTx, institutionId: string): Promise<(on: IsoDate) => Directory> {
  const departments = await departmentsOfBodies(read, [institutionId], '1900-01-01')
  const staff = await staffOfBodies(read, [institutionId])
  const turns = [...new Set([...departments.flatMap((each) => each.closedOn ?? []), ...staff.flatMap((each) => [each.joinedOn, ...(each.leftOn === null ? [] : [addDays(each.leftOn, 1)])])])].sort()
  const known = new Map<number, Directory>()
  return (on) => {
    const span = turns.findIndex((turn) => turn > on)
    const before = known.get(span)
    if (before !== undefined) return before
    const made = directoryOf(departments.filter((each) => each.closedOn === null || each.closedOn > on), staff.filter((each) => each.joinedOn <= on && (each.leftOn === null || each.leftOn >= on)))
    known.set(span, made)
    return made
  }
}

/** Reads a spreadsheet and says what it would enter. Nothing of it is in the register afterwards. */
export async function previewImport(act: Act, ask: { key: string; upload: Upload | undefined }): Promise<store.ImportKey> {
  const body = await ownBody(act.tx, act.actor)
  const { definition, version } = await openRegister(act, ask.key)
  const no = mayEnter(definition, body, act.actor) ?? mayImport(definition)
  if (no !== null) throw new RefusedError(no.refused)
  if (ask.upload === undefined) throw new RefusedError('file.missing')
  const lines = await readSheetApart(ask.upload.bytes, importLimits)
  const columns = columnsOf(definition)
  const headings = headingsOf(columns, lines)
  const typed = await typedLines(columns, headings, lines)
  if (typed.length === 0) throw new RefusedError('register.import_no_rows')
  if (typed.length > importLimits.rows) throw new RefusedError('directory.import_too_many_rows', String(importLimits.rows))
  const judged = await judgeAll(act, body, definition, columns, headings, typed)
  const sha256 = createHash('sha256').update(ask.upload.bytes).digest('hex')
  const before = await store.takenBefore(act.tx, body.institutionId, ask.key, sha256)
  const faults: ImportFault[] = before === null ? judged.faults : [{ row: 0, cell: '', column: '', value: ask.upload.name, reason: `这份文件已在 ${before.slice(0, 10)} 导入过一次，再次导入会重复登记`, severity: 'warning' }, ...judged.faults]
  const bad = typed.length - judged.good.length
  const run: store.ImportRun = {
    institutionId: body.institutionId, id: act.newId(), regionCode: body.regionCode, registerKey: ask.key, version, fileName: ask.upload.name, state: 'preview', taken: null,
    counts: { rows: typed.length, good: judged.good.length, bad, faults: judged.counted.faults, warnings: judged.counted.warnings + (before === null ? 0 : 1) },
    createdBy: act.actor.id, createdName: act.actor.name, createdAt: act.now.toISOString(), takenAt: null,
  }
  const reading: store.Reading = {
    columns: headings.headings, ignored: headings.ignored.slice(0, 64), faults: faults.slice(0, firstFaults), faultsCut: judged.counted.faults + judged.counted.warnings > judged.faults.length,
    sample: judged.good.slice(0, sampleSize).map((row) => sampleOf(row, columns, typed)),
  }
  await store.insertImport(act.tx, run, { reading, sha256, rows: await seal(act.vault, judged.good), faults: await seal(act.vault, faults) })
  await act.record({ institutionId: run.institutionId, regionCode: run.regionCode, kind: 'register.import_previewed', subjectId: run.id, detail: { register: ask.key, fileName: run.fileName, ...run.counts } })
  return { key: ask.key, institutionId: run.institutionId, importId: run.id }
}

function headingsOf(columns: readonly Column[], lines: readonly { cells: readonly string[] }[]): Matched {
  const headings = findHeadings(columns, lines)
  const missing = headings?.missing ?? columns.filter((each) => each.required).map((each) => each.title)
  if (headings === null || missing.length > 0) throw new RefusedError('register.import_no_heading', missing.join('、'))
  return headings
}

async function typedLines(columns: readonly Column[], headings: Matched, lines: readonly Line[]): Promise<TypedRow[]> {
  const typed: TypedRow[] = []
  for (let at = headings.line + 1; at < lines.length; at += 1) {
    const line = lines[at]
    const row = line === undefined ? null : typedRow(columns, headings.at, line)
    if (row !== null) typed.push(row)
    if (at % portion === 0) await breathe()
  }
  return typed
}

async function judgeAll(act: Act, body: Body, definition: RegisterDefinition, columns: readonly Column[], headings: Matched, typed: readonly TypedRow[]) {
  const directoryOn = await datedDirectory(act.tx, body.institutionId)
  const departments = departmentsFor(act.actor, definition.enter)
  const good: GoodRow[] = []
  const faults: ImportFault[] = []
  const counted = { faults: 0, warnings: 0 }
  for (const [n, row] of typed.entries()) {
    const judged = judgeRow(row, { definition, columns, at: headings.at, today: act.today, directoryOn, departments })
    if (judged.good !== null) good.push(judged.good)
    for (const each of judged.faults) {
      counted[each.severity === 'fault' ? 'faults' : 'warnings'] += 1
      if (faults.length < mostFaults) faults.push(each)
    }
    if (n % portion === portion - 1) await breathe()
  }
  return { good, faults, counted }
}

/** A good row in the words of the file; personal values are not shown. */
function sampleOf(row: GoodRow, columns: readonly Column[], typed: readonly TypedRow[]): store.Reading['sample'][number] {
  const cells = typed.find((each) => each.row === row.row)?.cells
  return {
    row: row.row, on: row.on, department: cells?.get(departmentColumn)?.text ?? null,
    cells: columns.filter((column) => column.key !== dayColumn && column.key !== departmentColumn).map((column) => ({ column: column.title, value: column.field?.personal === true && cells?.has(column.key) === true ? '（已隐去）' : (cells?.get(column.key)?.text ?? '').slice(0, 100) })),
  }
}

export async function discardImport(act: Act, ask: store.ImportKey): Promise<void> {
  const { run } = await store.loadForUpdate(act.tx, ask)
  const no = mayDiscard((await loadRegister(act.tx, ask.key)).definition, act.actor, run)
  if (no !== null) throw new RefusedError(no.refused)
  await store.finishImport(act.tx, run, { state: 'discarded' })
  await act.record({ institutionId: run.institutionId, regionCode: run.regionCode, kind: 'register.import_discarded', subjectId: run.id, detail: { register: ask.key, fileName: run.fileName } })
}
