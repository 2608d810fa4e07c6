import type { SourceLine } from './lines.ts'
import { isSignedLine } from './head.ts'
import { addListLine, isUnfinished, listItems } from './attachment-list.ts'
import type { Promised } from './attachment-list.ts'
import { annexHeading, annexLabel, dateLine, isBodyName, isContactLine, isTailLine, rosterRole, startsList, titleKey } from './shapes.ts'
import { blockText, mayBeTitle } from './title-blocks.ts'
import type { Row } from './title-blocks.ts'

export type { Promised } from './attachment-list.ts'

/** An attachment that stands in the file. */
export type Annex = {
  /** As printed in its label; '' for '附件' without a number; null where no label was printed. */
  number: string | null
  title: string
  readonly line: number
  /** Label and title lines. */
  readonly head: SourceLine[]
  readonly lines: SourceLine[]
}

export type After = {
  readonly list: Row[]
  readonly promised: readonly Promised[]
  readonly annexes: readonly Annex[]
  readonly signature: Row[]
  readonly tailRows: Row[]
  readonly rest: Row[]
}

/** No plan has more attachments; the bound keeps the reading linear. */
const mostAnnexes = 150

type Scope = { readonly annexes: boolean; readonly known: readonly Promised[] }

type Reading = {
  readonly rows: readonly Row[]
  readonly to: number
  readonly scope: Scope
  readonly out: { list: Row[]; promised: Promised[]; annexes: Annex[]; signature: Row[]; tailRows: Row[]; rest: Row[] }
  mode: 'rest' | 'list' | 'annex'
  keyed: { count: number; keys: ReadonlySet<string> }
}

/** Rule RD-16: what stands between two texts or behind the last: list of attachments, signature, contacts, attachments. */
export function afterBody(rows: readonly Row[], from: number, to: number, scope: Scope): After {
  const out: Reading['out'] = { list: [], promised: [], annexes: [], signature: [], tailRows: [], rest: [] }
  const reading: Reading = { rows, to, scope, out, mode: 'rest', keyed: { count: -1, keys: new Set() } }
  let at = from
  while (at < to) at = step(reading, at)
  return out
}

/** Takes in one or more rows and returns the position behind them. */
function step(reading: Reading, at: number): number {
  const { rows, out, scope } = reading
  const row = rows[at]
  if (row === undefined) return at + 1
  const heading = annexHeading(row.folded)
  const repeatsPromise = heading !== null && (out.promised.some(({ number }) => number === heading.number) || promisedKeys(reading).has(listKey(heading.title)))
  // Beyond any real plan: a file of nothing but labels stays readable text.
  if (out.annexes.length >= mostAnnexes || out.promised.length >= mostAnnexes) return keep(out.rest, row, at)
  if (isTailLine(row.folded)) return keep(out.tailRows, row, at)
  if (heading !== null && scope.annexes && (repeatsPromise || reading.mode === 'annex')) return openAnnex(reading, at, heading.number, heading.title)
  if (startsList(row.folded)) {
    reading.mode = 'list'
    listItems(out.promised, row)
    return keep(out.list, row, at)
  }
  const label = annexLabel(row.folded)
  if (label !== null) return scope.annexes ? labelled(reading, at, label) : keep(out.list, row, at)
  if (scope.annexes) {
    const title = promisedTitleAt(reading, at)
    if (title > 0) return titled(reading, at, title)
    if (reading.mode !== 'annex' && rosterRole(row.folded) !== null) return roster(reading, at)
  }
  if (reading.mode === 'annex') return keep(out.annexes.at(-1)?.lines ?? [], row.line, at)
  if (isSignature(rows, at, reading.to)) return keep(out.signature, row, at)
  if (isContactLine(row.folded)) {
    if (reading.mode === 'list') reading.mode = 'rest'
    return keep(scope.annexes ? out.tailRows : out.rest, row, at)
  }
  if (reading.mode === 'list' && addListLine(out.promised, row, at + 1 < reading.to ? rows[at + 1] : undefined)) return keep(out.list, row, at)
  reading.mode = 'rest'
  return keep(out.rest, row, at)
}

function keep<T>(list: T[], item: T, at: number): number {
  list.push(item)
  return at + 1
}

function isSignature(rows: readonly Row[], at: number, to: number): boolean {
  const row = rows[at]
  if (row === undefined) return false
  if (dateLine(row.folded) !== null || isSignedLine(row)) return true
  return isBodyName(row.folded) && [1, 2, 3].some((next) => at + next < to && dateLine(rows[at + next]?.folded ?? '') !== null)
}

/** A label behind its title belongs to the attachment that was just opened; otherwise it opens one. */
function labelled(reading: Reading, at: number, number: string): number {
  const current = reading.out.annexes.at(-1)
  const row = reading.rows[at]
  if (row === undefined) return at + 1
  if (reading.mode === 'annex' && current !== undefined && current.number === null && current.title !== '' && current.lines.length === 0) {
    current.number = number
    return keep(current.head, row.line, at)
  }
  return openAnnex(reading, at, number, '')
}

/** Opens an attachment at its label and takes its title from the same line or the lines below. */
function openAnnex(reading: Reading, at: number, number: string, title: string): number {
  const { rows, out } = reading
  const row = rows[at]
  if (row === undefined) return at + 1
  const annex: Annex = { number, title, line: row.line.no, head: [row.line], lines: [] }
  out.annexes.push(annex)
  reading.mode = 'annex'
  if (title !== '') return at + 1
  const length = promisedTitleAt(reading, at + 1) || looseTitle(reading, at + 1)
  annex.title = length === 0 ? '' : blockText(rows, at + 1, at + length)
  for (let i = 1; i <= length; i += 1) annex.head.push(rows[at + i]?.line ?? row.line)
  return at + 1 + length
}

/** A promised title without a label in front opens its attachment, or names the one that a label has just opened. */
function titled(reading: Reading, at: number, length: number): number {
  const { rows, out } = reading
  const lines = rows.slice(at, at + length).map(({ line }) => line)
  const first = lines[0]
  if (first === undefined) return at + 1
  out.annexes.push({ number: null, title: blockText(rows, at, at + length - 1), line: first.no, head: lines, lines: [] })
  reading.mode = 'annex'
  return at + length
}

/** A roster that begins without label or title of its own: it is the attachment that was announced just before. */
function roster(reading: Reading, at: number): number {
  const { out } = reading
  const row = reading.rows[at]
  if (row === undefined) return at + 1
  const announced = reading.mode === 'list' ? out.promised.at(-1) : undefined
  out.annexes.push({ number: announced?.number ?? null, title: announced?.title ?? '', line: row.line.no, head: [], lines: [row.line] })
  reading.mode = 'annex'
  return at + 1
}

/** How many rows from `at` print a promised title; 0 for none. An unfinished list item is not yet a title. */
function promisedTitleAt(reading: Reading, at: number): number {
  const { rows, to, out, mode } = reading
  const keys = promisedKeys(reading)
  if (keys.size === 0) return 0
  if (mode === 'list' && isUnfinished(out.promised.at(-1))) return 0
  let joined = ''
  for (let i = at; i < to && i < at + 3; i += 1) {
    const folded = rows[i]?.folded ?? ''
    if (!mayBeTitle(folded)) return 0
    joined += folded
    if (keys.has(listKey(joined))) return i - at + 1
  }
  return 0
}

/** Below a label the first short lines are the title, if they do not begin a list or a sentence. */
function looseTitle({ rows, to }: Reading, at: number): number {
  let joined = ''
  for (let i = at; i < to && i < at + 3; i += 1) {
    const folded = rows[i]?.folded ?? ''
    if (!mayBeTitle(folded) || folded.length > 45) return i - at
    joined += folded
    if (!isUnfinished({ number: '', title: joined, line: 0 })) return i - at + 1
    if (i === at && folded.length < 10) return 1
  }
  return Math.min(1, to - at)
}

/** Keys of all titles promised so far; made again only when the list has grown. */
function promisedKeys(reading: Reading): ReadonlySet<string> {
  const all = [...reading.scope.known, ...reading.out.promised]
  if (reading.keyed.count !== all.length) reading.keyed = { count: all.length, keys: new Set(all.map(({ title }) => listKey(title)).filter((key) => key.length >= 3)) }
  return reading.keyed.keys
}

/** The list says '…领导小组成员名单' where the attachment says '…领导小组'. */
const listKey = (title: string): string => titleKey(title).replace(/(?:成员)?名单$/, '')

