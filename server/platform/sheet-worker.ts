import { parentPort, workerData } from 'node:worker_threads'
import { RefusedError, type Refusal } from '../../kernel/refusal.ts'
import { readSheet, type ReadRow, type SheetLimits } from './read-sheet.ts'
import { writeXlsx, type Sheet, type SheetRow } from './xlsx.ts'

// Reads or writes one large spreadsheet away from the thread that answers requests (sheets-apart.ts).

export type SheetTask = { readonly kind: 'read'; readonly bytes: Uint8Array; readonly limits: SheetLimits } | { readonly kind: 'write'; readonly sheet: Omit<Sheet, 'rows'> }
export type SheetTurn = { readonly rows: readonly ReadRow[] } | { readonly refused: Refusal } | { readonly done: true } | { readonly bytes: Uint8Array }
export type SheetFeed = { readonly rows: readonly SheetRow[] } | { readonly end: true }

/** So many rows a message: taking one in costs the other thread a few milliseconds. */
const atATime = 2000

const port = parentPort
const task = workerData as SheetTask
const say = (turn: SheetTurn) => port?.postMessage(turn)

if (task.kind === 'read') {
  try {
    const rows = readSheet(task.bytes, task.limits)
    for (let at = 0; at < rows.length; at += atATime) say({ rows: rows.slice(at, at + atATime) })
    say({ done: true })
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    say({ refused: error.refusal })
  }
} else {
  const rows: SheetRow[] = []
  port?.on('message', (feed: SheetFeed) => {
    if ('rows' in feed) {
      for (const row of feed.rows) rows.push(row)
      return
    }
    say({ bytes: writeXlsx({ ...task.sheet, rows }) })
    port.close()
  })
}
