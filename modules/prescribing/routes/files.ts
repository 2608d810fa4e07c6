import type { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import { refusalOf, RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { pageBy, placeOf } from '../../../server/platform/keyset.ts'
import { departmentsOn, staffNumbers } from '../../directory/public.ts'
import { keepCodes } from '../commands/codes.ts'
import { announceFile, confirmMapping, finishUpload, takePiece, withdrawFile } from '../commands/uploads.ts'
import { fileContract as contract, type ChargeFileRow, type ChargeFileView } from '../contract/files.ts'
import { rejectSheet } from '../file-sheets.ts'
import { headOf } from '../ingest/head.ts'
import { sayMaker } from '../names.ts'
import { mayKeep } from '../rules/authority.ts'
import { mayConfirm, mayWithdraw, pieceBytes } from '../rules/file.ts'
import { guessColumns } from '../rules/guess.ts'
import * as store from '../store/files.ts'
import { findMapping, listCodes, listMappings, listUnknownCodes, listUnknownDrugs, monthSpan } from '../store/mappings.ts'

export function fileRoutes(app: App): void {
  app.query(contract.listFiles, async ({ read, actor, query }) => {
    const own = houseOf(actor)
    const page = pageBy(await store.listFiles(read, own, placeOf(query.after), query.limit + 1), query.limit, (file) => ({ at: file.madeAt, id: file.id }))
    return { rows: page.rows.map(rowOf), next: page.next, blocked: { send: refusalOf(mayKeep(actor, own)) } }
  })
  app.query(contract.loadFile, async ({ read, actor, params }) => viewFile(read, actor, params))
  app.command(contract.announceFile, async ({ body, ...act }) => viewFile(act.tx, act.actor, await announceFile(act, body)))
  app.command(contract.takePiece, async ({ params, uploads, ...act }) => {
    await takePiece(act, { ...params, upload: uploads[0] })
    return {}
  })
  app.command(contract.finishUpload, async ({ params, ...act }) => {
    await finishUpload(act, params)
    return viewFile(act.tx, act.actor, params)
  })
  app.command(contract.confirmMapping, async ({ params, body, ...act }) => {
    await confirmMapping(act, { ...params, ...body, columns: given(body.columns) })
    return viewFile(act.tx, act.actor, params)
  })
  app.command(contract.withdrawFile, async ({ params, body, ...act }) => {
    await withdrawFile(act, { ...params, ...body })
    return viewFile(act.tx, act.actor, params)
  })
  app.query(contract.listRejects, async ({ read, params, query }) => {
    await store.loadFile(read, params)
    const rows = await store.listRejects(read, params, lineIn(query.after), query.limit + 1)
    return { rows: rows.slice(0, query.limit), next: rows.length > query.limit ? `${rows[query.limit - 1]?.lineNo ?? 0}-${rows[query.limit - 1]?.n ?? 0}` : null }
  })
  app.query(contract.exportRejects, async ({ read, params }) => {
    const file = await store.loadFile(read, params)
    return rejectSheet(file, await store.listRejects(read, params, lineIn(undefined), 100_000))
  })
  app.query(contract.listCodes, async ({ read, actor, today }) => {
    const own = houseOf(actor)
    const [known, departments, staff, span, drugs] = await Promise.all([listCodes(read, own), departmentsOn(read, own, today), staffNumbers(read, own), monthSpan(read, own), listUnknownDrugs(read, own)])
    return {
      known, unknown: [...(span === null ? [] : await listUnknownCodes(read, own, span.fromOn, span.toOn)), ...drugs], departments: departments.map(({ id, name }) => ({ id, name })), staff: staff.map((each) => ({ id: each.staffId, name: each.name, number: each.employeeNumber })),
      blocked: { keep: refusalOf(mayKeep(actor, own)) },
    }
  })
  app.command(contract.keepCodes, async ({ body, ...act }) => {
    await keepCodes(act, body)
    return { kept: body.codes.length }
  })
}

function houseOf(actor: Actor): string {
  if (actor.institutionId === null) throw new RefusedError('access.denied')
  return actor.institutionId
}

const given = <T>(columns: Readonly<Record<string, T | undefined>>): Record<string, T> => Object.fromEntries(Object.entries(columns).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))

function lineIn(after: string | undefined): { line: number; n: number } {
  if (after === undefined) return { line: 0, n: 0 }
  const [, line, n] = /^(\d{1,9})-(\d{1,9})$/.exec(after) ?? []
  if (line === undefined || n === undefined) throw new RefusedError('request.invalid', 'after')
  return { line: Number(line), n: Number(n) }
}

const rowOf = (file: store.FileRow): z.input<typeof ChargeFileRow> => ({
  institutionId: file.institutionId, id: file.id, name: file.name, size: file.size, state: file.state, format: file.format, encoding: file.encoding, progress: file.state === 'done' ? 1 : file.textBytes === 0 ? 0 : Math.min(1, file.position / file.textBytes),
  lines: file.lines, kept: file.kept, same: file.same, corrected: file.corrected, rejected: file.rejected, handed: file.handed, fromOn: file.fromOn, toOn: file.toOn, fault: file.fault, faultDetail: file.faultDetail, sameAs: file.sameAs, madeName: sayMaker(file.madeName), madeAt: file.madeAt, doneAt: file.doneAt,
})

async function viewFile(read: ReadTx, actor: Actor, key: store.FileKey): Promise<z.input<typeof ChargeFileView>> {
  const file = await store.loadFile(read, key)
  const no = mayKeep(actor, file.institutionId)
  const isAsked = file.state === 'asked' || file.state === 'refused'
  const mapping = file.mappingId === null || file.mappingVersion === null ? null : await findMapping(read, key.institutionId, file.mappingId, file.mappingVersion)
  return {
    ...rowOf(file), pieces: file.pieces, pieceBytes, came: file.state === 'coming' ? (await store.listPieces(read, key)).map((each) => each.n) : [], sha256: file.sha256,
    mapping: mapping === null ? null : { id: mapping.id, version: mapping.version, system: mapping.system, confirmedName: sayMaker(mapping.confirmedName), confirmedAt: mapping.confirmedAt, columns: mapping.columns, headings: [...mapping.headings], kinds: { ...mapping.kinds } },
    asked: isAsked ? await askedOf(read, file, mapping) : null,
    reasons: file.rejected === 0 ? [] : await store.countReasons(read, key),
    blocked: { confirm: refusalOf(no ?? mayConfirm(file)), withdraw: refusalOf(no ?? mayWithdraw(file)) },
  }
}

/** What a person needs to say which column is which; null where the file is no longer here. */
async function askedOf(read: ReadTx, file: store.FileRow, mapping: Awaited<ReturnType<typeof findMapping>>): Promise<z.input<typeof ChargeFileView>['asked']> {
  const count = file.format === 'csv' ? 1 : file.pieces
  const pieces = await Promise.all(Array.from({ length: count }, (_, n) => store.findPiece(read, { institutionId: file.institutionId, fileId: file.id }, n)))
  const head = pieces.includes(null) ? null : await headOf(Buffer.concat(pieces.flatMap((piece) => piece ?? [])), file.format)
  if (head === null) return null
  const systems = [...new Set((await listMappings(read, file.institutionId)).map((each) => each.system))]
  const masked = head.sample.map((row) => row.map(maskCell))
  return { headings: [...head.headings], guess: mapping?.columns ?? guessColumns(head.headings), sample: masked, systems, kinds: { ...mapping?.kinds } }
}

/** Numbers of persons are not shown while columns are looked at. */
const maskCell = (cell: string): string => (/^\d{15,18}[\dXx]?$|^1\d{10}$/.test(cell.trim()) ? `${cell.slice(0, 3)}****${cell.slice(-2)}` : cell)
