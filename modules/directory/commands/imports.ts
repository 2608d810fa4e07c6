import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { readSheet, sheetLimits } from '../../../server/platform/read-sheet.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { mayManageImport } from '../rules/import/authority.ts'
import { typedRows, type TypedRow } from '../rules/import/cells.ts'
import { findHeadings, importColumns, type ImportKind } from '../rules/import/columns.ts'
import { countsOf, isGood, promiseOf } from '../rules/import/judged.ts'
import { sampleCells } from '../rules/import/sample.ts'
import * as store from '../store/imports.ts'
import { bodyOf } from './institutions.ts'
import { judgeRows } from './judge-rows.ts'
import { takeRows } from './take-rows.ts'

type Key = { institutionId: string; importId: string }

/** How many example rows a preview keeps. */
const sampleSize = 20

const sealRows = (act: Act, rows: store.HeldRows): Buffer => act.vault.seal(gzipSync(JSON.stringify(rows)).toString('base64'))
const openRows = (act: Act, sealed: Buffer): store.HeldRows => JSON.parse(gunzipSync(Buffer.from(act.vault.open(sealed), 'base64')).toString('utf8')) as store.HeldRows

/** Reads a spreadsheet and says what it would do. Nothing of it is in the directory afterwards. */
export async function previewImport(act: Act, ask: { kind: ImportKind; upload: Upload }): Promise<Key> {
  const own = act.actor.institutionId
  if (own === null) throw new RefusedError('access.denied')
  const no = mayManageImport(act.actor, ask.kind)
  if (no !== null) throw new RefusedError(no.refused)
  const lines = readSheet(ask.upload.bytes)
  const headings = findHeadings(ask.kind, lines)
  const required = importColumns[ask.kind].filter((each) => each.required).map((each) => each.title)
  if (headings === null || headings.missing.length > 0) throw new RefusedError('directory.import_no_heading', (headings?.missing ?? required).join('、'))
  const rows = typedRows(ask.kind, headings.at, lines.slice(headings.line + 1))
  if (rows.length === 0) throw new RefusedError('directory.import_no_rows')
  if (rows.length > sheetLimits.rows) throw new RefusedError('directory.import_too_many_rows', String(sheetLimits.rows))
  const { judged } = await judgeRows(act, ask.kind, rows)
  const typedAt = new Map(rows.map((each) => [each.row, each]))
  const good = judged.filter(isGood)
  const run: store.ImportRun = {
    institutionId: own, id: act.newId(), regionCode: (await bodyOf(act, own)).regionCode, kind: ask.kind, fileName: ask.upload.name, state: 'preview', counts: countsOf(judged),
    createdBy: act.actor.id, createdName: act.actor.name, createdAt: act.now.toISOString(), committedAt: null,
  }
  const reading: store.Reading = {
    columns: headings.headings, ignored: headings.ignored.slice(0, 64), faults: judged.flatMap((each) => each.faults),
    sample: good.slice(0, sampleSize).map((each) => ({ row: each.row, action: each.action, changes: each.changes, cells: sampleCells(ask.kind, typedAt.get(each.row)) })),
  }
  const held = good.flatMap((each) => {
    const typed = typedAt.get(each.row)
    return typed === undefined ? [] : [{ typed, promise: promiseOf(each) }]
  })
  await store.insertImport(act.tx, run, reading, createHash('sha256').update(ask.upload.bytes).digest('hex'), sealRows(act, held))
  await act.record({ institutionId: own, regionCode: run.regionCode, kind: 'directory.import_previewed', subjectId: run.id, detail: { kind: run.kind, fileName: run.fileName, ...run.counts } })
  return { institutionId: own, importId: run.id }
}

/**
 * Rule DIR-25: all good rows or none. Each row is judged again; where it would now do something else than the preview
 * said, nothing is taken and the rows are named.
 */
export async function commitImport(act: Act, key: Key): Promise<void> {
  const { run, sealed } = await store.loadImportForUpdate(act.tx, key.institutionId, key.importId)
  const no = mayManageImport(act.actor, run.kind, run)
  if (no !== null) throw new RefusedError(no.refused)
  if (run.state !== 'preview' || sealed === null) throw new RefusedError('directory.import_over')
  const held = openRows(act, sealed)
  if (run.counts.created + run.counts.changed === 0) throw new RefusedError('directory.import_nothing')
  const promised = new Map(held.map((each) => [each.typed.row, each.promise]))
  const rows = await judgeRows(act, run.kind, held.map((each): TypedRow => each.typed))
  const differing = rows.judged.filter((each) => promiseOf(each) !== promised.get(each.row)).map((each) => each.row)
  if (differing.length > 0) throw new RefusedError('directory.import_stale', differing.slice(0, 20).join('、') + (differing.length > 20 ? ` 等 ${differing.length} 行` : ''))
  const bodies = await takeRows(act, rows)
  await store.finishImport(act.tx, run, 'committed', act.now.toISOString())
  await act.record(
    { institutionId: run.institutionId, regionCode: run.regionCode, kind: 'directory.import_committed', subjectId: run.id, detail: { kind: run.kind, fileName: run.fileName, ...run.counts } },
    ...bodies.map((each) => ({ institutionId: each.institutionId, regionCode: each.regionCode, kind: 'directory.imported', subjectId: run.id, detail: { kind: run.kind, created: each.created, changed: each.changed } })),
  )
}

export async function discardImport(act: Act, key: Key): Promise<void> {
  const { run } = await store.loadImportForUpdate(act.tx, key.institutionId, key.importId)
  const no = mayManageImport(act.actor, run.kind, run)
  if (no !== null) throw new RefusedError(no.refused)
  if (run.state !== 'preview') throw new RefusedError('directory.import_over')
  await store.finishImport(act.tx, run, 'discarded', act.now.toISOString())
  await act.record({ institutionId: run.institutionId, regionCode: run.regionCode, kind: 'directory.import_discarded', subjectId: run.id, detail: { kind: run.kind, fileName: run.fileName } })
}
