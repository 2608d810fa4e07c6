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

type Answer<T> = { readonly finish: (value: T) => void; readonly fail: (error: Error) => void; readonly say: (feed: SheetFeed) => void }

function run<T>(task: SheetTask, take: (turn: SheetTurn, answer: Answer<T>) => void): Promise<T> {
  return inTurn(
    () =>
      new Promise<T>((resolve, reject) => {
        const worker = new Worker(program, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } })
        const fail = (error: Error) => reject('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new RefusedError('directory.import_too_large') : error)
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, that is a window's
        const say = (feed: SheetFeed) => worker.postMessage(feed)
        worker.on('message', (turn: SheetTurn) => take(turn, { finish: resolve, fail, say }))
        worker.on('error', fail)
        worker.on('exit', () => fail(new Error('the spreadsheet thread ended without an answer')))
      }),
  )
}

/** Like readSheet, without holding up other requests however large the file is. */
export async function readSheetApart(bytes: Uint8Array, limits: SheetLimits): Promise<ReadRow[]> {
  if (bytes.length < smallBytes) return readSheet(bytes, limits)
  const rows: ReadRow[] = []
  return run<ReadRow[]>({ kind: 'read', bytes, limits }, (turn, { finish, fail, say }) => {
    if ('rows' in turn) {
      for (const row of turn.rows) rows.push(row)
      say({ next: true })
    } else if ('refused' in turn) fail(new RefusedError(turn.refused.refused, turn.refused.detail))
    else finish(rows)
  })
}

/** Like writeXlsx, without holding up other requests; `rowAt` makes each row when its turn has come. */
export async function writeXlsxApart(sheet: Omit<Sheet, 'rows'>, count: number, rowAt: (at: number) => SheetRow): Promise<Uint8Array> {
  const some = (from: number) => Array.from({ length: Math.min(smallRows, count - from) }, (_, at) => rowAt(from + at))
  if (count <= smallRows) return writeXlsx({ ...sheet, rows: some(0) })
  let sent = 0
  return run<Uint8Array>({ kind: 'write', sheet }, (turn, { finish, say }) => {
    if ('bytes' in turn) finish(turn.bytes)
    else if (sent >= count) say({ end: true })
    else {
      say({ rows: some(sent) })
      sent += smallRows
    }
  })
}
