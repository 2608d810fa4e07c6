import type { DuckDBConnection } from '@duckdb/node-api'
import { statementOf, type FreeQuestion } from '../rules/question.ts'
import { connect, readOf } from './engine.ts'
import { fileOf, isThere } from './folder.ts'

export type AnswerRow = Readonly<Record<string, string | null>>
export type Running = { readonly id: string; readonly askedBy: string; readonly question: FreeQuestion; state: 'running' | 'done' | 'stopped' | 'memory' | 'failed'; progress: number; rows: readonly AnswerRow[]; startedAt: number; ms: number }

/** Rule PR-78: questions of this process, each with its own connection so that it can be stopped by itself; kept for a while after they are answered. */
const questions = new Map<string, Running & { db: DuckDBConnection | null }>()
const keptFor = 30 * 60_000
const mostKept = 200

export const runningOf = (askedBy: string): Running | undefined => [...questions.values()].find((each) => each.askedBy === askedBy && each.state === 'running')

export function findRunning(id: string, askedBy: string): Running | undefined {
  const found = questions.get(id)
  if (found === undefined || found.askedBy !== askedBy) return undefined
  if (found.state === 'running' && found.db !== null) found.progress = Math.max(0, Math.min(99, Math.round(found.db.progress.percentage)))
  return found
}

export function stopQuestion(id: string, askedBy: string): boolean {
  const found = questions.get(id)
  if (found === undefined || found.askedBy !== askedBy || found.state !== 'running') return false
  found.state = 'stopped'
  found.db?.interrupt()
  return true
}

type Ask = { readonly id: string; readonly askedBy: string; readonly question: FreeQuestion; readonly institutionIds: readonly string[] | null; readonly parts: readonly { readonly regionCode: string; readonly month: string }[] }

/** Files that are there; of a month without one the answer says that it is behind. */
const filesFor = (parts: Ask['parts']): string[] => parts.filter((part) => isThere(part.regionCode, part.month)).map((part) => fileOf(part.regionCode, part.month))

/** Starts a question and comes back at once; `now` are milliseconds of a steady clock. */
export function startQuestion(ask: Ask, now: number): { running: Running; ended: Promise<void> } {
  for (const [id, each] of questions) if (each.state !== 'running' && (questions.size >= mostKept || now - each.startedAt > keptFor)) questions.delete(id)
  const running = { id: ask.id, askedBy: ask.askedBy, question: ask.question, state: 'running' as Running['state'], progress: 0, rows: [] as readonly AnswerRow[], startedAt: now, ms: 0, db: null as DuckDBConnection | null }
  questions.set(ask.id, running)
  return { running, ended: run(ask, running) }
}

async function run(ask: Ask, running: Running & { db: DuckDBConnection | null }): Promise<void> {
  const files = filesFor(ask.parts)
  if (files.length === 0) {
    running.state = 'done'
    return
  }
  try {
    const db = await connect()
    running.db = db
    if (isStopped(running)) return
    const begun = performance.now()
    const read = await db.runAndReadAll(statementOf(ask.question, ask.institutionIds, { table: readOf(files), plain: '' }))
    if (isStopped(running)) return
    running.rows = read.getRowObjectsJson().map(textual)
    running.ms = Math.round(performance.now() - begun)
    running.state = 'done'
    running.progress = 100
  } catch (error) {
    if (running.state !== 'stopped') running.state = error instanceof Error && /out of memory/i.test(error.message) ? 'memory' : 'failed'
  } finally {
    running.db?.closeSync()
    running.db = null
  }
}

/** It may be stopped while somebody waits for the engine. */
const isStopped = (running: Pick<Running, 'state'>): boolean => running.state === 'stopped'

const textual = (row: Readonly<Record<string, unknown>>): AnswerRow => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null || value === undefined ? null : String(value as string | number)]))
