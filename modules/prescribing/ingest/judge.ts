import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { chargeKinds, fieldOf, kindOfWord, visitKinds, visitOfWord, type ChargeKind, type Field } from '../rules/fields.ts'
import { rejectReasonKeys, type RejectReason } from '../rules/reasons.ts'
import { judgeStatement, macros, readStatement, writeStatement, type Reading } from './judge-sql.ts'
import { hasEdgeSpaces } from './spaces.ts'
import { openTally, type Tally } from './tally.ts'

/** What codes of the hospital's system stand for. */
export type Codes = {
  readonly kinds: ReadonlyMap<string, ChargeKind>
  readonly departments: ReadonlyMap<string, string>
  readonly prescribers: ReadonlyMap<string, string>
  readonly items: ReadonlyMap<string, string>
}

export type Reject = { readonly lineNo: number; readonly field: Field; readonly reason: RejectReason; readonly cell: string }
export type JudgedLot = {
  /** A file of good lines, to be copied into the database; empty path where there is none. */
  readonly path: string
  readonly lines: number
  readonly good: number
  /** Lines that were there twice in the lot, with the same content. */
  readonly same: number
  readonly rejected: number
  readonly rejects: readonly Reject[]
  readonly fromOn: IsoDate | null
  readonly toOn: IsoDate | null
  readonly unknownKinds: readonly string[]
  /** Lines of its text, blank ones and those within quotes among them. */
  readonly textLines: number
  /** On which line of the text a good line stands, by its number. */
  readonly lineOf: (lineNo: number) => number
}

/** So many rejects of a lot are kept with their cell; all are counted. */
const keptRejects = 20_000
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

export type Judge = { judge(bytes: Buffer, firstLine: number, at: number): Promise<JudgedLot>; /** What the good lines of all lots that were judged add up to. */ readonly tally: Tally; close(): void }

/** Reads, types and judges lots of one file in a database of its own in memory, which is bounded and spills to the folder; in one thread, for the other core writes. */
export async function openJudge(folder: string, reading: Reading, codes: Codes, secret: string): Promise<Judge> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '700MB', temp_directory: path.join(folder, 'spill'), preserve_insertion_order: 'true', autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' })
  const db = await instance.connect()
  for (const macro of macros) await db.run(macro)
  await fill(db, 'kinds', 'kind', new Map([...chargeKinds.map((kind): [string, ChargeKind] => [kind, kind]), ...codes.kinds]))
  await fill(db, 'visits', 'kind', new Map(visitKinds.map((kind) => [kind, kind])))
  await fill(db, 'departments', 'id', codes.departments)
  await fill(db, 'prescribers', 'id', codes.prescribers)
  await fill(db, 'items', 'item', codes.items)
  const rows = async <Row>(statement: string): Promise<Row[]> => (await db.runAndReadAll(statement)).getRowObjectsJson() as Row[]
  const tally = await openTally(db)

  return {
    tally,
    async judge(bytes, firstLine, at) {
      const source = path.join(folder, `lot-${at}.txt`)
      const target = path.join(folder, `lot-${at}.csv`)
      await writeFile(source, bytes)
      await db.run('drop table if exists reject_errors')
      await db.run('drop table if exists reject_scans')
      await db.run(readStatement(source, reading))
      const broken = await rows<Broken>(`select distinct on (line) cast(line as varchar) as line, cast(error_type as varchar) as type from reject_errors order by line`)
      await learn(db, rows, 'kinds', reading.columns.kind, kindOfWord)
      await learn(db, rows, 'visits', reading.columns.visitKind, visitOfWord)
      await db.run(judgeStatement(reading, secret, hasEdgeSpaces(bytes, reading.delimiter)))
      const lineOf = placesOf(bytes, firstLine, broken.map((each) => Number(each.line)))
      const [head] = await rows<Head>(`select cast(count(*) as varchar) as n, cast(count(verdict) as varchar) as bad, cast(min(on_date) filter (where verdict is null) as varchar) as "from", cast(max(on_date) filter (where verdict is null) as varchar) as "to",
        count(*) filter (where verdict is null) = count(distinct hash(on_date, doc_no, line_key)) filter (where verdict is null) as single from judged`)
      const twins = await partTwins(db, rows, head?.single === true)
      const bad = head?.bad === '0' ? [] : await rows<Bad>(`select cast(rn as varchar) as rn, verdict, cell from judged where verdict is not null order by rn limit ${keptRejects}`)
      const unknown = await rows<{ code: string }>(`select distinct cell as code from judged where verdict = 'kind:kind' order by 1 limit 50`)
      const count = Number(head?.n ?? 0) - Number(head?.bad ?? 0) - twins.same - twins.bad.length
      if (count > 0) {
        await db.run(writeStatement(target, firstLine - 1))
        await tally.add(firstLine - 1)
      }
      await rm(source, { force: true })
      const rejects = [...broken.slice(0, keptRejects).map((each): Reject => ({ lineNo: firstLine + Number(each.line) - 1, field: 'itemName', reason: reasonOfBreak(each.type), cell: '' })), ...[...bad, ...twins.bad].map((each) => rejectOf(each, lineOf))]
      return {
        path: count > 0 ? target : '', lines: Number(head?.n ?? 0) + broken.length, good: count, same: twins.same, rejected: Number(head?.bad ?? 0) + twins.bad.length + broken.length,
        fromOn: head?.from ?? null, toOn: head?.to ?? null, unknownKinds: unknown.map((each) => each.code), textLines: linesOf(bytes), lineOf: (lineNo) => lineOf(lineNo - firstLine + 1), rejects: rejects.sort((a, b) => a.lineNo - b.lineNo),
      }
    },
    close() {
      db.closeSync()
      instance.closeSync()
    },
  }
}

type Rows = <Row>(statement: string) => Promise<Row[]>
type Broken = { readonly line: string; readonly type: string }
type Head = { readonly n: string; readonly bad: string; readonly from: string | null; readonly to: string | null; /** No line of the lot has the key of another. */ readonly single: boolean }
type Bad = { readonly rn: string; readonly verdict: string; readonly cell: string | null }

function rejectOf({ rn, verdict, cell }: Bad, lineOf: (rn: number) => number): Reject {
  const [reason, field] = verdict.split(':')
  return { lineNo: lineOf(Number(rn)), field: fieldOf(field ?? '') ?? 'itemName', reason: rejectReasonKeys.find((each) => each === reason) ?? 'broken', cell: (cell ?? '').slice(0, 100) }
}

const reasonOfBreak = (type: string): RejectReason => (type.includes('UNICODE') || type.includes('ENCODING') ? 'encoding' : type.includes('COLUMN') ? 'columns' : 'broken')

/** Rule PR-9: a line number that stands twice in a file with one content is one line; with another content the second is turned away. */
async function partTwins(db: DuckDBConnection, rows: Rows, single: boolean): Promise<{ same: number; bad: readonly Bad[] }> {
  await db.run('drop view if exists good')
  await db.run('drop table if exists parted')
  if (single) {
    await db.run('create temp view good as select * from judged where verdict is null')
    return { same: 0, bad: [] }
  }
  const key = 'partition by on_date, doc_no, line_key order by rn'
  await db.run(`create temp table parted as select *, row_number() over (${key}) as copy, first_value(content) over (${key}) as first_content from judged where verdict is null`)
  await db.run('create temp view good as select * from parted where copy = 1')
  const [same] = await rows<{ n: string }>(`select cast(count(*) as varchar) as n from parted where copy > 1 and content = first_content`)
  return { same: Number(same?.n ?? 0), bad: await rows<Bad>(`select cast(rn as varchar) as rn, 'twice:lineId' as verdict, line_id as cell from parted where copy > 1 and content <> first_content order by rn`) }
}

/**
 * The line of the file that a row stands on. Nearly always rows are lines; where blank lines, line ends in quotes or lines
 * that could not be read lie between, it is counted.
 */
export function placesOf(bytes: Buffer, firstLine: number, broken: readonly number[]): (rn: number) => number {
  const isPlain = broken.length === 0 && bytes[0] !== 0x0a && bytes[0] !== 0x0d && !bytes.includes('\n\n') && !bytes.includes('\n\r\n') && !hasQuotedEnds(bytes)
  if (isPlain) return (rn) => firstLine + rn - 1
  const skip = new Set(broken)
  const starts: number[] = []
  let [line, quoted, isFresh] = [1, false, true]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (isFresh && byte !== 0x0a && byte !== 0x0d) {
      if (!skip.has(line)) starts.push(line)
      isFresh = false
    }
    if (byte === 0x22) quoted = !quoted
    else if (byte === 0x0a) {
      line += 1
      if (!quoted) isFresh = true
    }
  }
  return (rn) => firstLine + (starts[rn - 1] ?? rn) - 1
}

function linesOf(bytes: Buffer): number {
  let count = bytes.length === 0 || bytes[bytes.length - 1] === 0x0a ? 0 : 1
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) count += 1
  return count
}

function hasQuotedEnds(bytes: Buffer): boolean {
  let quoted = false
  let from = 0
  for (let at = bytes.indexOf(0x22); at !== -1; at = bytes.indexOf(0x22, at + 1)) {
    if (quoted && bytes.subarray(from, at).includes(0x0a)) return true
    quoted = !quoted
    from = at
  }
  return false
}

/** Words of the file that nobody mapped, taken for what they say of themselves. */
async function learn(db: DuckDBConnection, rows: Rows, table: 'kinds' | 'visits', column: number | undefined, means: (word: string) => string | null): Promise<void> {
  if (column === undefined) return
  const words = await rows<{ word: string }>(`select distinct trim(c${column}) as word from raw where c${column} is not null and trim(c${column}) not in (select code from ${table}) limit 1000`)
  await fill(db, table, 'kind', new Map(words.flatMap(({ word }): [string, string][] => { const kind = means(word); return kind === null || word === '' ? [] : [[word, kind]] })))
}

async function fill(db: DuckDBConnection, table: string, column: string, codes: ReadonlyMap<string, string>): Promise<void> {
  await db.run(`create temp table if not exists ${table} (code varchar, ${column} varchar)`)
  const all = [...codes]
  for (let at = 0; at < all.length; at += 500) await db.run(`insert into ${table} values ${all.slice(at, at + 500).map(([code, target]) => `(${text(code)}, ${text(target)})`).join(', ')}`)
}
