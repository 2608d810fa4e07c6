import { Worker } from 'node:worker_threads'
import { RefusedError } from '../../kernel/refusal.ts'
import { readSheet, type ReadRow, type SheetLimits } from './read-sheet.ts'
import type { SheetFeed, SheetTask, SheetTurn } from './sheet-worker.ts'
import { writeXlsx, type Sheet, type SheetRow } from './xlsx.ts'

/** Below these a spreadsheet is read or written at once: starting a thread would take longer. */
const smallBytes = 40_000
const smallRows = 2000
/** A spreadsheet that needs more than this is refused instead of taking the server with it. */
const mostMegabytes = 1500

// In source beside this file, in the build beside the bundle (tools/build.mjs).
const program = new URL(import.meta.url.endsWith('.ts') ? './sheet-worker.ts' : './sheet-worker.js', import.meta.url)

let last: Promise<unknown> = Promise.resolve()
/** One large spreadsheet at a time: two would need twice the memory and no less time. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work)
  last = mine.catch(() => undefined)
  return mine
}

function run<T>(task: SheetTask, feed: (worker: Worker) => void, take: (turn: SheetTurn, finish: (value: T) => void, fail: (error: Error) => void) => void): Promise<T> {
  return inTurn(
    () =>
      new Promise<T>((resolve, reject) => {
        const worker = new Worker(program, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } })
        const fail = (error: Error) => reject('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new RefusedError('directory.import_too_large') : error)
        worker.on('message', (turn: SheetTurn) => take(turn, resolve, fail))
        worker.on('error', fail)
        worker.on('exit', () => fail(new Error('the spreadsheet thread ended without an answer')))
        feed(worker)
      }),
  )
}

/** Like readSheet, without holding up other requests however large the file is. */
export async function readSheetApart(bytes: Uint8Array, limits: SheetLimits): Promise<ReadRow[]> {
  if (bytes.length < smallBytes) return readSheet(bytes, limits)
  const rows: ReadRow[] = []
  return run<ReadRow[]>({ kind: 'read', bytes, limits }, () => undefined, (turn, finish, fail) => {
    if ('rows' in turn) for (const row of turn.rows) rows.push(row)
    else if ('refused' in turn) fail(new RefusedError(turn.refused.refused, turn.refused.detail))
    else finish(rows)
  })
}

/** Like writeXlsx, without holding up other requests; the rows are handed over some at a time. */
export async function writeXlsxApart(sheet: Omit<Sheet, 'rows'>, rows: readonly SheetRow[]): Promise<Uint8Array> {
  if (rows.length <= smallRows) return writeXlsx({ ...sheet, rows })
  const feed = (worker: Worker) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, that is a window's
    const say = (message: SheetFeed) => worker.postMessage(message)
    for (let at = 0; at < rows.length; at += smallRows) say({ rows: rows.slice(at, at + smallRows) })
    say({ end: true })
  }
  return run<Uint8Array>({ kind: 'write', sheet }, feed, (turn, finish) => {
    if ('bytes' in turn) finish(turn.bytes)
  })
}
