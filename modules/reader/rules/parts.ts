import type { IsoDate } from './model.ts'
import { tidy } from './lines.ts'
import type { SourceLine } from './lines.ts'
import { markerAt } from './markers.ts'
import { afterBody } from './after-body.ts'
import type { Annex, Promised } from './after-body.ts'
import { readHead } from './head.ts'
import { annexLabel, isContactLine, isContentsHead, isContentsLine, isPageLine, isRedHead, isTailLine, dateLine, documentNumber, isBodyName, startsList } from './shapes.ts'
import { issuedTitle, issuerInTitle, planTitle, titleBlockAt, toRows, uprightRun } from './title-blocks.ts'
import type { Row, TitleBlock } from './title-blocks.ts'

/** The outer shape of a file. Every line that is not empty is in exactly one of the lists. */
export type Parts = {
  readonly title: string
  readonly noticeTitle: string | null
  readonly issuer: string | null
  readonly number: string | null
  readonly issuedOn: IsoDate | null
  /** What a web site put around the document. */
  readonly shell: readonly SourceLine[]
  /** Red head, number, titles, signature and date: read into the fields above. */
  readonly head: readonly SourceLine[]
  /** Text of the notice that issues the plan. */
  readonly wrapper: readonly SourceLine[]
  /** Preamble and numbered text of the plan. */
  readonly body: readonly SourceLine[]
  /** Lines of the list of attachments. */
  readonly list: readonly SourceLine[]
  readonly promised: readonly Promised[]
  readonly annexes: readonly Annex[]
  /** Contact lines, 抄送, print line. */
  readonly tail: readonly SourceLine[]
  /** Lines behind the body that are none of these. */
  readonly closing: readonly SourceLine[]
  /** Page figures and lines of a table of contents. */
  readonly pages: readonly SourceLine[]
}

const isFirst = (row: Row | undefined): boolean => {
  const marker = row === undefined ? null : markerAt(row.folded, 0, { start: true, decimals: false })
  return marker?.kind === 'han' && marker.counter === 1
}

/** Rule RD-3: shell, red head, notice, title, body, list, contacts, annexes, tail; each part optional except the body. */
export function toParts(lines: readonly SourceLine[]): Parts {
  const all = toRows(lines)
  const isContents = (row: Row, index: number): boolean => isContentsLine(row.folded) || (isContentsHead(row.folded) && isContentsLine(all[index + 1]?.folded ?? ''))
  const isPage = (row: Row, index: number): boolean => isPageLine(row.folded) || isContents(row, index) || (index === all.length - 1 && all.length > 3 && /^\d{1,3}$/.test(row.folded))
  const rows = all.filter((row, index) => !isPage(row, index))
  const pages = all.filter(isPage).map(({ line }) => line)
  const start = startOf(rows)
  const top = firstTitle(rows, start)
  const notice = top?.kind === 'notice' ? top : null
  const plan = notice === null ? top : planTitle(rows, notice, notice.to + 1)
  const lead = plan ?? notice
  const bodyFrom = lead === null ? start : lead.to + 1
  const bodyTo = bodyEnd(rows, bodyFrom)
  const wrapperFrom = notice === null || plan === null ? (lead?.from ?? start) : notice.to + 1
  const wrapperTo = notice === null || plan === null ? wrapperFrom : plan.from
  const before = afterBody(rows, wrapperFrom, wrapperTo, { annexes: false, known: [] })
  const after = afterBody(rows, bodyTo, rows.length, { annexes: true, known: before.promised })
  // Some notices print their number below the title.
  const isHead = (row: Row): boolean => documentNumber(row.folded) !== null || isRedHead(row.folded)
  const head = readHead([...rows.slice(0, wrapperFrom), ...before.rest.filter(isHead)], [...before.signature, ...after.signature], [...after.tailRows])
  const within = rows.slice(bodyFrom, bodyTo)
  const titleRows = [notice, plan].flatMap((block) => (block === null ? [] : rows.slice(block.from, block.to + 1)))
  const named = new Set(titleRows)
  const headRows = rows.slice(start, wrapperFrom).filter((row) => !named.has(row))
  return {
    title: plan?.text ?? (notice === null ? '' : (issuedTitle(notice.text) ?? notice.text)),
    noticeTitle: notice?.text ?? null,
    issuer: head.signed ?? head.red ?? head.stated ?? (notice === null ? null : issuerInTitle(notice.text)),
    number: head.number,
    issuedOn: head.issuedOn,
    shell: linesOf(rows.slice(0, start)),
    head: linesOf([...headRows, ...before.rest.filter(isHead), ...titleRows, ...before.signature, ...after.signature]),
    wrapper: linesOf(before.rest.filter((row) => !isHead(row))),
    body: linesOf(within),
    list: linesOf([...before.list, ...after.list]),
    promised: [...before.promised, ...after.promised],
    annexes: after.annexes,
    tail: linesOf([...before.tailRows, ...after.tailRows]),
    closing: linesOf(after.rest),
    pages,
  }
}

const linesOf = (rows: readonly Row[]): SourceLine[] => rows.map(({ line }) => line)

/** First line of the document proper: behind site text, a metadata table and an upright title. */
function startOf(rows: readonly Row[]): number {
  const counted = rows.findIndex((row) => isFirst(row))
  const limit = counted < 0 ? Math.min(rows.length, 60) : counted
  for (let i = 0; i < limit; i += 1) {
    const run = uprightRun(rows, i)
    if (run > i) {
      i = run - 1
      continue
    }
    const row = rows[i]
    if (row === undefined) break
    if (isRedHead(row.folded) || (documentNumber(row.folded) !== null && !/^[\u4e00-\u9fff ]{2,6}：/.test(row.folded))) return i
    if (titleBlockAt(rows, i) !== null) return nameAbove(rows, i)
  }
  return 0
}

/** A body's name right above the title belongs to the document. */
const nameAbove = (rows: readonly Row[], at: number): number => (at > 0 && isBodyName(rows[at - 1]?.folded ?? '') ? at - 1 : at)

function firstTitle(rows: readonly Row[], start: number): TitleBlock | null {
  for (let i = start; i < rows.length && i < start + 12; i += 1) {
    const block = titleBlockAt(rows, i)
    if (block !== null) return repeated(rows, block)
    if (isFirst(rows[i])) break
  }
  return null
}

/** A title printed twice running counts once, the second time is the one that stays. */
function repeated(rows: readonly Row[], block: TitleBlock): TitleBlock {
  const again = titleBlockAt(rows, block.to + 1)
  return again !== null && again.kind === block.kind && again.text === block.text ? { ...again, from: block.from } : block
}

/** Rule RD-8: the body ends where attachments, signature or contacts begin and no counted clause follows before them. */
function bodyEnd(rows: readonly Row[], from: number): number {
  const counted = rows.findIndex((row, index) => index >= from && isFirst(row))
  const ahead = lookAhead(rows)
  for (let i = from; i < rows.length; i += 1) {
    const folded = rows[i]?.folded ?? ''
    if (annexLabel(folded) !== null || startsList(folded)) {
      // A list above the first clause is followed by the plan itself, unless an attachment's head stands between.
      if (counted > i && (ahead.label[i + 1] ?? rows.length) >= counted) continue
      return signatureAbove(rows, from, i)
    }
    const leaves = isContactLine(folded) || isTailLine(folded) || isSignature(rows, i)
    if (leaves && i > counted && ahead.goesOn[i + 1] !== true) return i
  }
  return rows.length
}

/** For each row: where the next attachment label stands, and whether counted clauses go on before any head of an attachment. */
function lookAhead(rows: readonly Row[]): { label: number[]; goesOn: boolean[] } {
  const label = Array.from<number>({ length: rows.length + 1 }).fill(rows.length)
  const goesOn = Array.from<boolean>({ length: rows.length + 1 }).fill(false)
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const folded = rows[i]?.folded ?? ''
    const labelled = annexLabel(folded) !== null
    label[i] = labelled ? i : (label[i + 1] ?? rows.length)
    const marker = markerAt(folded, 0, { start: true, decimals: false })
    const counts = (marker?.kind === 'han' || marker?.kind === 'han_bracket') && (marker.counter ?? 0) > 1
    goesOn[i] = !labelled && !startsList(folded) && (counts || goesOn[i + 1] === true)
  }
  return { label, goesOn }
}

const signatureAbove = (rows: readonly Row[], from: number, at: number): number => {
  let end = at
  while (end > from && end > at - 4 && (dateLine(rows[end - 1]?.folded ?? '') !== null || isBodyName(rows[end - 1]?.folded ?? ''))) end -= 1
  return dateLine(rows[at - 1]?.folded ?? '') === null ? at : end
}

const isSignature = (rows: readonly Row[], at: number): boolean =>
  isBodyName(rows[at]?.folded ?? '') && [1, 2, 3].some((next) => dateLine(rows[at + next]?.folded ?? '') !== null)

/** For tests and documentation: the numbers of all lines that hold text. */
export const textLines = (lines: readonly SourceLine[]): number[] => lines.filter(({ raw }) => tidy(raw) !== '').map(({ no }) => no)
