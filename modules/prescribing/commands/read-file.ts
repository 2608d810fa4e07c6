import { createReadStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { openJudge, type JudgedLot } from '../ingest/judge.ts'
import { lotsOf, type Lot } from '../ingest/lots.ts'
import { findHeading, type Heading } from '../ingest/sniff.ts'
import { spool } from '../ingest/spool.ts'
import * as store from '../store/files.ts'
import { openLoader, type Loader, type TakenLot } from '../store/loader.ts'
import { findMapping, type Mapping } from '../store/mappings.ts'
import { codesOf } from './codes.ts'
import { finishFile } from './finish-file.ts'

const system = systemActor('prescribing.import')

export type ReadOptions = {
  /** Bytes of text a lot holds. */
  readonly lotBytes?: number
  /** A file of this machine, read as it lies there instead of from its pieces. */
  readonly path?: string
  /** Where text and lots lie while they are read. */
  readonly folder?: string
  /** Called once the folder is there. */
  readonly made?: () => Promise<void>
  /** How much may be one lot where lines have no numbers. */
  readonly wholeBytes?: number
}

/** Rule PR-8: without a column that numbers the lines equal ones are told apart by their order, so the whole file is one lot. */
const wholeBytes = 256 * 1024 * 1024
/** Small enough that while one is written, one is staged and one is judged, of a month of a small hospital already. */
const lotBytes = 8 * 1024 * 1024

/**
 * Rule PR-11: reads a file lot by lot; each is in the tables together with its place in the text. What stops it (a kill, a
 * full disk, a lost connection) costs the lots that were open and nothing else: the next reading goes on there.
 * False where somebody else reads it.
 */
export async function readFile(platform: Platform, key: store.FileKey, options: ReadOptions = {}): Promise<boolean> {
  const file = await look(platform, system, ({ read }) => store.loadFile(read, key))
  if (file.state !== 'ready' && file.state !== 'reading' && file.state !== 'held') return false
  const loader = await openLoader(platform.database, { ...key, regionCode: file.regionCode, id: key.fileId })
  if (loader === null) return false
  const folder = options.folder ?? path.join(os.tmpdir(), `huiyin-charge-${key.fileId}`)
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await options.made?.()
    await readLots(platform, key, loader, folder, options)
    return true
  } catch (error) {
    await holdFile(platform, key, error)
    return true
  } finally {
    await loader.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function readLots(platform: Platform, key: store.FileKey, loader: Loader, folder: string, options: ReadOptions): Promise<void> {
  const found = await look(platform, system, async ({ read, today }) => {
    const file = await store.loadFile(read, key)
    const mapping = file.mappingId === null || file.mappingVersion === null ? null : await findMapping(read, key.institutionId, file.mappingId, file.mappingVersion)
    if (mapping === null) throw new Error('the file has no mapping')
    return { file, mapping, codes: await codesOf(read, key.institutionId, today, new Map(Object.entries(mapping.kinds))), today }
  })
  const text = await textOf(platform, key, found.file, folder, options)
  if (found.file.position === 0 && (await standsAlready(platform, key, text.sha256))) return
  const heading = await headingOf(text.path, found.mapping)
  if (heading === null) return refuseFile(platform, key, 'no_heading', '')
  if (found.mapping.columns.lineId === undefined && text.bytes > (options.wholeBytes ?? wholeBytes)) return refuseFile(platform, key, 'no_line_id', `${wholeBytes / 1024 / 1024} MB`)
  await act(platform, system, (at) => store.saveFile(at.tx, key, { state: 'reading', sha256: text.sha256, text_bytes: text.bytes, fault: null, fault_detail: '', touched_at: at.now.toISOString(), ...(found.file.begunAt === null ? { begun_at: at.now.toISOString() } : {}) }))
  const judge = await openJudge(folder, { columns: found.mapping.columns, width: heading.headings.length, delimiter: heading.delimiter, today: found.today }, found.codes, platform.vault.blindIndex('person', 'prescribing'))
  try {
    const begin = found.file.position === 0 ? { at: heading.bytes, line: heading.lines + 1 } : { at: found.file.position, line: heading.lines + 1 + (found.file.textLines ?? found.file.lines) }
    if (found.file.position === 0) await act(platform, system, (at) => store.saveFile(at.tx, key, { position: heading.bytes, touched_at: at.now.toISOString() }))
    const size = found.mapping.columns.lineId === undefined ? wholeBytes : (options.lotBytes ?? lotBytes)
    // While one lot is written the next is staged and the one after it judged: three lots on disk, one in memory.
    let line = begin.line
    let [before, last]: [Promise<unknown>, Promise<unknown>] = [Promise.resolve(), Promise.resolve()]
    for await (const lot of lotsOf(text.path, begin.at, size, { columns: heading.headings.length, delimiter: heading.delimiter })) {
      const judged = await judge.judge(lot.bytes, line, lot.from)
      line += judged.textLines
      await before
      const taken = takenOf(found.mapping, lot, judged)
      if (lot.from === heading.bytes && judged.good === 0 && judged.rejected > 0) {
        await takeLot(platform, loader, taken, last)
        return await refuseFile(platform, key, 'nothing_fits', `${judged.rejected}`)
      }
      const writing = takeLot(platform, loader, taken, last)
      writing.catch(() => undefined)
      before = last
      last = writing
    }
    await last
    await finishFile(platform, key, { judge, codes: found.codes, isWhole: found.file.position === 0 })
  } finally {
    judge.close()
  }
}

function takenOf(mapping: Mapping, lot: Lot, judged: JudgedLot): TakenLot {
  const heading = (field: keyof Mapping['columns']): string => mapping.headings[mapping.columns[field] ?? -1] ?? ''
  return { ...judged, from: lot.from, to: lot.to, rejects: judged.rejects.map((each) => ({ ...each, heading: heading(each.field) })) }
}

/** Stages a lot at once and writes it after the one before. */
async function takeLot(platform: Platform, loader: Loader, lot: TakenLot, before: Promise<unknown>): Promise<void> {
  const staged = await loader.stage(lot)
  if (lot.path !== '') await rm(lot.path, { force: true })
  await before
  await staged.write(platform.clock.now().toISOString())
}

type Text = { readonly path: string; readonly sha256: string; readonly bytes: number }

async function textOf(platform: Platform, key: store.FileKey, file: store.FileRow, folder: string, options: ReadOptions): Promise<Text> {
  const source = options.path === undefined ? piecesOf(platform, key, file.pieces) : (createReadStream(options.path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>)
  const target = path.join(folder, 'text.csv')
  const encoding = file.encoding === 'gb18030' || file.encoding === 'utf-16le' || file.encoding === 'utf-16be' ? file.encoding : 'utf-8'
  const { sha256, bytes } = await spool(source, target, file.format, encoding)
  return { path: target, sha256, bytes }
}

async function* piecesOf(platform: Platform, key: store.FileKey, count: number): AsyncGenerator<Buffer> {
  for (let n = 0; n < count; n++) {
    const piece = await look(platform, system, ({ read }) => store.findPiece(read, key, n))
    if (piece === null) throw new Error(`piece ${n} of the file is gone`)
    yield piece
  }
}

async function headingOf(text: string, mapping: Mapping): Promise<Heading | null> {
  const file = await open(text, 'r')
  try {
    const head = Buffer.alloc(512 * 1024)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    const heading = findHeading(head.subarray(0, bytesRead))
    return heading !== null && heading.headings.length === mapping.headings.length ? heading : null
  } finally {
    await file.close()
  }
}

/** Rule PR-10: the same bytes, of which every line was taken, are said to be there and not read again. */
const standsAlready = (platform: Platform, key: store.FileKey, sha256: string): Promise<boolean> =>
  act(platform, system, async (at) => {
    const same = await store.findSame(at.tx, key.institutionId, sha256, key.fileId)
    if (same === undefined) return false
    await store.deletePieces(at.tx, key)
    await store.saveFile(at.tx, key, { state: 'same', sha256, same_as: same.id, touched_at: at.now.toISOString(), done_at: at.now.toISOString() })
    return true
  })

const refuseFile = (platform: Platform, key: store.FileKey, fault: string, detail: string): Promise<void> =>
  act(platform, system, async (at) => {
    const file = await store.loadFileForUpdate(at.tx, key)
    await store.saveFile(at.tx, key, { state: 'refused', fault, fault_detail: detail, touched_at: at.now.toISOString() })
    await at.record({ institutionId: key.institutionId, regionCode: file.regionCode, kind: 'prescribing.file_refused', subjectId: key.fileId, detail: { name: file.name, fault } })
  })

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '')
const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === '53100' || (error instanceof Error && /no space left|disk full/i.test(error.message))

/** What is in stays in; the state says why it stopped, and the next minute tries again. */
async function holdFile(platform: Platform, key: store.FileKey, error: unknown): Promise<void> {
  platform.log.error({ err: error, fileId: key.fileId }, 'a file of lines is held')
  await act(platform, system, (at) => store.saveFile(at.tx, key, { state: 'held', fault: isFull(error) ? 'disk_full' : 'broken_off', fault_detail: '', touched_at: at.now.toISOString() }))
}
