import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { systemActor } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { scopeStatement, type Database } from '../../../server/platform/database.ts'
import { lineColumns, nullMark } from '../ingest/judge-sql.ts'
import type { Reject } from '../ingest/judge.ts'
import { lockLines, writeAgain, type Again } from './claims.ts'

export type TakenLot = {
  readonly path: string
  readonly good: number
  readonly fromOn: string | null
  readonly toOn: string | null
  readonly lines: number
  readonly same: number
  readonly rejected: number
  readonly rejects: readonly (Reject & { readonly heading: string })[]
  /** Lines of its text, and on which of them a line of the bill stands. */
  readonly textLines: number
  readonly lineOf: (lineNo: number) => number
  /** Where it begins and ends in the text. */
  readonly from: number
  readonly to: number
}

/** A lot that lies in a table of a session, ready to be written. */
type Staged = { /** Writes it with its place in the text, in one transaction; answers what it did with the lines. */ write(at: Instant): Promise<{ kept: number; corrected: number }> }
export type Loader = {
  /** Copies a lot where nobody else sees it. Lots are written in their order; while one is, the next may be staged, and no more than that. */
  stage(lot: TakenLot): Promise<Staged>
  close(): Promise<void>
}

/** How a staged line is typed before it is written; like charge_line, without what is the same for all of them. */
const types: Readonly<Record<string, string>> = { on_date: 'date', line_key: 'uuid', line_no: 'int', department_id: 'uuid', staff_id: 'uuid', quantity: 'numeric', amount_cents: 'bigint', self_pay_cents: 'bigint', dose: 'numeric', days: 'int', patient_index: 'uuid', age_days: 'int', long_term: 'boolean', admitted_on: 'date', discharged_on: 'date', content: 'uuid' }
const names = lineColumns.join(', ')

/** Rows of a lot that lie in memory until they are written. */
const stagedInMemory = '64MB'

/**
 * Connections of its own for one file: COPY is not known under row security, so lines are copied into a table of the session
 * and written from there as the application's role, under the policies of the table. Two, used in turn: one takes a lot in
 * while the other writes the lot before. Null where somebody else reads the file.
 */
export async function openLoader(database: Database, file: { readonly institutionId: string; readonly regionCode: string; readonly id: string }): Promise<Loader | null> {
  const first = await connect(database)
  const { rows } = await first.query<{ got: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as got', [file.id])
  if (rows[0]?.got !== true) {
    await first.end()
    return null
  }
  await prepare(first)
  let second: pg.Client | null = null
  let turn = 0
  const ready = new Set<string>()
  // Lines of its own institution and nothing else: the shortest way through the policies, too.
  const begin = scopeStatement({ ...systemActor('prescribing.import'), institutionId: file.institutionId, regionPrefix: null }, false)
  /** Lines were there before, so that the plain way was in vain. */
  let isAgain = false

  /** Rule PR-19: partitions are made before, in a transaction of their own: what they lock is not held while lines are written. */
  async function makeMonths(client: pg.Client, fromOn: string, toOn: string): Promise<void> {
    if (ready.has(fromOn.slice(0, 7)) && ready.has(toOn.slice(0, 7))) return
    await client.query('select charge_months($1, $2)', [fromOn, toOn])
    for (const month of [fromOn.slice(0, 7), toOn.slice(0, 7)]) ready.add(month)
  }

  async function client(): Promise<pg.Client> {
    turn += 1
    if (turn % 2 === 1) return first
    if (second === null) {
      second = await connect(database)
      await prepare(second)
    }
    return second
  }

  const insert = `insert into charge_line (institution_id, region_code, file_id, ${names}) select $1, $2, $3, ${names} from lot_line`
  const key = [file.institutionId, file.regionCode, file.id]

  async function write(on: pg.Client, lot: TakenLot): Promise<Again & { kept: number }> {
    // Nearly always no line was there before, and then finding that out for each of them is a fifth of the work.
    if (!isAgain) return { kept: (await on.query(insert, key)).rowCount ?? 0, claimed: 0, corrected: 0, twice: [] }
    const written = await on.query(`${insert} on conflict (institution_id, on_date, doc_no, line_key) do nothing`, key)
    const kept = written.rowCount ?? 0
    if (kept === lot.good) return { kept, claimed: 0, corrected: 0, twice: [] }
    return { kept, ...(await writeAgain(on, file)) }
  }

  async function writeLot(on: pg.Client, lot: TakenLot, at: Instant): Promise<{ kept: number; corrected: number }> {
    try {
      return await tryLot(on, lot, at)
    } catch (error) {
      if (isAgain || codeOf(error) !== '23505') throw error
      isAgain = true
      return tryLot(on, lot, at)
    }
  }

  async function tryLot(on: pg.Client, lot: TakenLot, at: Instant): Promise<{ kept: number; corrected: number }> {
    await on.query(begin)
    try {
      await lockLines(on, file.institutionId, isAgain ? 'alone' : 'beside')
      const { rows: places } = await on.query<{ position: number }>('select position from charge_file where institution_id = $1 and id = $2 for update', [file.institutionId, file.id])
      if (Number(places[0]?.position) !== lot.from) throw new Error(`the file stands at ${places[0]?.position ?? 'nothing'}, the lot begins at ${lot.from}`)
      const done = lot.path === '' ? { kept: 0, claimed: 0, corrected: 0, twice: [] } : await write(on, lot)
      await keepRejects(on, file, [...lot.rejects, ...done.twice.map((lineNo) => ({ lineNo: lot.lineOf(lineNo), field: 'lineId' as const, heading: '', reason: 'twice' as const, cell: '' }))])
      await on.query(
        `update charge_file set position = $3, lines = lines + $4, kept = kept + $5, same = same + $6, corrected = corrected + $7, rejected = rejected + $8,
           from_on = least(from_on, $9::date), to_on = greatest(to_on, $10::date), touched_at = $11, text_lines = coalesce(text_lines, lines) + $12,
           taken = taken + $5 + $7 + $13 where institution_id = $1 and id = $2`,
        [file.institutionId, file.id, lot.to, lot.lines, done.kept, lot.same + lot.good - done.kept - done.corrected - done.twice.length, done.corrected, lot.rejected + done.twice.length, lot.fromOn, lot.toOn, at, lot.textLines, done.claimed],
      )
      await on.query('commit')
      return { kept: done.kept, corrected: done.corrected }
    } catch (error) {
      await on.query('rollback').catch(() => undefined)
      throw error
    }
  }

  return {
    async stage(lot) {
      const on = await client()
      if (lot.fromOn !== null && lot.toOn !== null) await makeMonths(on, lot.fromOn, lot.toOn)
      if (lot.path !== '') {
        await on.query('truncate lot_line')
        await pipeline(createReadStream(lot.path, { highWaterMark: 1 << 18 }), on.query(copyFrom(`copy lot_line (${names}) from stdin (format csv, null '${nullMark}')`)))
      }
      return { write: (at) => writeLot(on, lot, at) }
    },
    async close() {
      await Promise.all([first.end(), second?.end()])
    },
  }
}

async function connect(database: Database): Promise<pg.Client> {
  const { connectionString, options } = database.pool.options
  const client = new pg.Client({ ...(connectionString === undefined ? {} : { connectionString }), ...(options === undefined ? {} : { options }), application_name: 'huiyin import' })
  // What breaks between two statements is said by the next one.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function prepare(client: pg.Client): Promise<void> {
  await client.query(`set temp_buffers = '${stagedInMemory}'`)
  await client.query(`create temp table lot_line (${lineColumns.map((column) => `${column} ${types[column] ?? 'text'}`).join(', ')})`)
}

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '')

async function keepRejects(client: pg.Client, file: { institutionId: string; regionCode: string; id: string }, rejects: TakenLot['rejects']): Promise<void> {
  const seen = new Map<number, number>()
  const places = rejects.map(({ lineNo }) => {
    const n = seen.get(lineNo) ?? 0
    seen.set(lineNo, n + 1)
    return n
  })
  for (let at = 0; at < rejects.length; at += 5000) {
    const some = rejects.slice(at, at + 5000)
    // A lot is whole lines of the text, so that only a file begun before its lines were counted can meet a number again.
    await client.query(
      `insert into charge_reject (institution_id, file_id, region_code, line_no, n, field, heading, reason, cell) select $1, $2, $3, * from unnest($4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[]) on conflict do nothing`,
      [file.institutionId, file.id, file.regionCode, some.map((each) => each.lineNo), places.slice(at, at + 5000), some.map((each) => each.field), some.map((each) => each.heading), some.map((each) => each.reason), some.map((each) => each.cell)],
    )
  }
}
