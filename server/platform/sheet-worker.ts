import { parentPort, workerData } from 'node:worker_threads'
import { RefusedError, type Refusal } from '../../kernel/refusal.ts'
import { readSheet, type ReadRow, type SheetLimits } from './read-sheet.ts'
import { writeXlsx, type Sheet, type SheetRow } from './xlsx.ts'

// Reads or writes one large spreadsheet away from the thread that answers requests (sheets-apart.ts).

export type SheetTask = { readonly kind: 'read'; readonly bytes: Uint8Array; readonly limits: SheetLimits } | { readonly kind: 'write'; readonly sheet: Omit<Sheet, 'rows'> }
export type SheetTurn = { readonly rows: readonly ReadRow[] } | { readonly refused: Refusal } | { readonly done: true } | { readonly more: true } | { readonly bytes: Uint8Array }
/** `next` asks for more rows that were read; `rows` and `end` bring those to be written. */
export type SheetFeed = { readonly next: true } | { readonly rows: readonly SheetRow[] } | { readonly end: true }

/** So many rows a message, and none before the last was taken in: each costs the other thread a few milliseconds. */
const atATime = 2000

const port = parentPort
const task = workerData as SheetTask
const say = (turn: SheetTurn) => port?.postMessage(turn)

if (task.kind === 'read') {
  try {
    const rows = readSheet(task.bytes, task.limits)
    let at = 0
    const handOver = () => {
      if (at < rows.length) {
        say({ rows: rows.slice(at, at + atATime) })
        at += atATime
        return
      }
      say({ done: true })
      port?.close()
    }
    port?.on('message', handOver)
    handOver()
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    say({ refused: error.refusal })
  }
} else {
  const rows: SheetRow[] = []
  port?.on('message', (feed: SheetFeed) => {
    if ('rows' in feed) {
      for (const row of feed.rows) rows.push(row)
      say({ more: true })
    } else if ('end' in feed) {
      say({ bytes: writeXlsx({ ...task.sheet, rows }) })
      port.close()
    }
  })
  say({ more: true })
}
