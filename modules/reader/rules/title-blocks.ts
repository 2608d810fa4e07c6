import { bare, fold, squeeze, tidy } from './lines.ts'
import type { SourceLine } from './lines.ts'
import { markerAt } from './markers.ts'
import { annexLabel, dateLine, documentNumber, endsAsNotice, endsAsPlan, isBodyName, isContactLine, isPageLine, isRedHead, isTailLine, orders, rosterRole, startsList, titleKey } from './shapes.ts'

/** Lines without the empty ones; positions below are positions in this list. */
export type Row = { readonly line: SourceLine; readonly folded: string }

export const toRows = (lines: readonly SourceLine[]): Row[] => lines.filter(({ raw }) => bare(raw) !== '').map((line) => ({ line, folded: fold(tidy(line.raw)) }))

export type TitleBlock = { readonly from: number; readonly to: number; readonly text: string; readonly kind: 'notice' | 'plan' }

/** A line that could be a piece of a title: short, no sentence, no counter, no label. */
export function mayBeTitle(folded: string): boolean {
  if (folded.length > 80 || /[。；！]/.test(folded) || /[：，]$/.test(folded)) return false
  if (/^[\u4e00-\u9fff ]{2,6}：/.test(folded) || /[>|]/.test(folded)) return false
  if (dateLine(folded) !== null || annexLabel(folded) !== null || startsList(folded) || isPageLine(folded)) return false
  if (rosterRole(folded) !== null || isContactLine(folded) || isTailLine(folded) || isRedHead(folded)) return false
  if (documentNumber(folded) !== null) return false
  const marker = markerAt(folded, 0, { start: true, decimals: false })
  return marker === null || (marker.kind === 'saying' && !/[，、]/.test(folded))
}

/** Rule RD-5: a title of one to five lines, broken anywhere, that ends in 方案, 计划 … or, where it issues something, in 通知. */
export function titleBlockAt(rows: readonly Row[], at: number): TitleBlock | null {
  let joined = ''
  for (let i = at; i < rows.length && i < at + 5; i += 1) {
    const row = rows[i]
    if (row === undefined || !mayBeTitle(row.folded) || (i === at && /^（[^）]*）$/.test(row.folded))) return null
    joined += row.folded
    const notice = endsAsNotice(joined) && (orders(joined) || joined.includes('关于'))
    const plan = !notice && endsAsPlan(joined) && !isNoticeBegun(joined, rows[i + 1])
    if (!notice && !plan) {
      if (bare(joined).length > 110) return null
      continue
    }
    const after = rows[i + 1]
    const bracketed = after !== undefined && /^（[^）]{1,24}）$/.test(after.folded) && !isTailLine(after.folded) && dateLine(after.folded) === null
    const to = bracketed ? i + 1 : i
    return { from: at, to, text: blockText(rows, at, to), kind: notice ? 'notice' : 'plan' }
  }
  return null
}

/** '关于印发…方案' goes on with '的通知' on the next line. */
const isNoticeBegun = (joined: string, next: Row | undefined): boolean =>
  /^[^《]*(?:印发|转发|下发)/.test(joined) && !/的通知/.test(joined) && next !== undefined && next.folded.endsWith('通知')

export const blockText = (rows: readonly Row[], from: number, to: number): string => {
  const pieces = rows.slice(from, to + 1).map(({ line }) => tidy(line.raw))
  return cleanTitle(pieces.join(' '))
}

/** No blanks between Chinese characters; the title line of a crawled file may end in a stray mark. */
export const cleanTitle = (text: string): string => squeeze(tidy(text)).replace(/ ?(?=[“”《》（）])|(?<=[“”《》（）]) ?/g, '')

/** What a notice issues: '关于印发《X》的通知' → X. */
export function issuedTitle(notice: string): string | null {
  const match = /(?:印发|转发|下发|发布)(.+?)(?:的)?(?:通知|函)(?:[（(〔].*)?$/.exec(notice)
  if (match === null) return null
  const issued = (match[1] ?? '').replace(/^《(.+)》$/, '$1').trim()
  // A forwarded notice issues what the notice inside it issues.
  return /(?:印发|转发).+通知$/.test(issued) && issued.length < notice.length ? (issuedTitle(issued) ?? issued) : issued
}

/** The body that stands before 关于印发 in a notice's title. */
export function issuerInTitle(notice: string): string | null {
  const match = /^(.{3,40}?)(?:关于|印发|转发)/.exec(notice)
  return match !== null && isBodyName(fold(match[1] ?? '')) ? (match[1] ?? null) : null
}

/** Rule RD-6: the plan's own title after the notice: the same words again, or the next title block before the counters begin again. */
export function planTitle(rows: readonly Row[], notice: TitleBlock | null, from: number): TitleBlock | null {
  const wanted = notice === null ? null : issuedTitle(notice.text)
  const key = wanted === null ? '' : titleKey(wanted)
  const starts = nextStarts(rows)
  let best: TitleBlock | null = null
  for (let i = from; i < rows.length; i += 1) {
    const block = titleBlockAt(rows, i)
    if (block === null || (block.kind === 'notice' && notice !== null)) continue
    const own = titleKey(block.text)
    const same = key.length >= 6 && (own === key || own.endsWith(key) || key.endsWith(own))
    if (same) {
      // A list of attachments may name the plan as well: the title is the last one before the counting starts.
      if (best === null || (starts[best.to + 1] ?? rows.length) > block.from) best = block
      i = block.to
      continue
    }
    if (notice === null) return block
    if (best === null && !inList(rows, i) && counts(rows, block.to)) best = block
  }
  return best
}

/** For each row the next one, itself included, that begins to count at 1. */
function nextStarts(rows: readonly Row[]): number[] {
  const starts = Array.from<number>({ length: rows.length + 1 }).fill(rows.length)
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const begins = markerAt(rows[i]?.folded ?? '', 0, { start: true, decimals: false })?.counter === 1
    starts[i] = begins ? i : (starts[i + 1] ?? rows.length)
  }
  return starts
}

/** A title is followed by counted clauses before the next title. */
const counts = (rows: readonly Row[], after: number): boolean => {
  for (let i = after + 1; i < rows.length && i <= after + 12; i += 1) {
    const marker = markerAt(rows[i]?.folded ?? '', 0, { start: true, decimals: false })
    if (marker !== null && marker.counter === 1 && marker.kind !== 'saying') return true
  }
  return false
}

const inList = (rows: readonly Row[], at: number): boolean => [1, 2].some((back) => startsList(rows[at - back]?.folded ?? ''))

/** Rule RD-3: five or more lines of a few characters are a title that a viewer printed upright. */
export function uprightRun(rows: readonly Row[], at: number): number {
  let end = at
  while (end < rows.length && bare(rows[end]?.folded ?? '').length <= 4 && !/[：。]/.test(rows[end]?.folded ?? '')) end += 1
  return end - at >= 5 ? end : at
}
