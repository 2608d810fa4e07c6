import type { IsoDate } from './model.ts'
import { fold } from './lines.ts'
import { parseNumeral } from './numerals.ts'

/** What the document as a whole says about its year. */
export type ReadingContext = { readonly issuedOn: string | null; readonly number: string | null; readonly title: string; readonly year: number | null }

/** Folded text without blanks, with the way back: `printed(from, to)` gives the document's own words. */
export type Flat = { readonly text: string; printed(from: number, to: number): string }

/** Rule RT-2: blanks and widths never part a date; the words of the document stay as they were. */
export function flatten(source: string): Flat {
  const folded = fold(source)
  const kept: number[] = []
  let text = ''
  for (let at = 0; at < folded.length; at += 1) {
    const character = folded[at] ?? ''
    if (/\s/.test(character)) continue
    text += character
    kept.push(at)
  }
  return { text, printed: (from, to) => (to <= from ? '' : source.slice(kept[from] ?? 0, (kept[to - 1] ?? source.length) + 1).replaceAll(/\s+/g, '')) }
}

export type Precision = 'day' | 'tenth' | 'month' | 'half' | 'quarter' | 'year'

/** One date as printed: its parts, null where the document leaves them out. */
export type Atom = { readonly year: number | null; readonly month: number | null; readonly day: number | null; readonly precision: Precision; readonly edge: 'end' | 'start' | null; readonly from: number; readonly to: number }

const year = '([12]\\d{3}|二[〇零0][〇零一二三四五六七八九]{2})年'
const month = '(1[0-2]|0?[1-9])月份?'
const day = '(3[01]|[12]\\d|0?[1-9])[日号]'
/** A date with at least a month or a year; Chinese numerals only with their year or day beside them. */
const shapes = [
  `(?:${year})?${month}${day}`,
  `(?:${year})?(十[一二]?|[一二三四五六七八九])月(三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])[日号]`,
  `([12]\\d{3})[-./](1[0-2]|0?[1-9])[-./](3[01]|[12]\\d|0?[1-9])(?!\\d)`,
  `(?:${year})?(?:第?([一二三四1-4])季度)(末|底)?`,
  `(?:${year})?${month}(底|末|初|上旬|中旬|下旬)?`,
  `${year}(上半年|下半年|底|末|初|内|年底|年末)?`,
  `(?<![每全])(上半年|下半年|年底|年末)`,
]
const anyDate = new RegExp(shapes.map((shape) => `(?:${shape})`).join('|'), 'g')
/** Words before which a month or year is a rhythm, a rate or an age, and behind which it is a length. */
const noDateBefore = /[每逐各]$|[满近过]$/
const noDateAfter = /^(龄|以上|以下|一次|薪)/

const wholeYear = (text: string | undefined): number | null => (text === undefined ? null : parseNumeral(text))

function toAtom(match: RegExpMatchArray): Atom | null {
  const from = match.index ?? 0
  const g = match.slice(1)
  const base = { from, to: from + match[0].length }
  const num = (text: string | undefined) => (text === undefined ? null : parseNumeral(text))
  if (g[1] !== undefined) return { ...base, year: wholeYear(g[0]), month: num(g[1]), day: num(g[2]), precision: 'day', edge: null }
  if (g[4] !== undefined) return { ...base, year: wholeYear(g[3]), month: num(g[4]), day: num(g[5]), precision: 'day', edge: null }
  if (g[6] !== undefined) return { ...base, year: num(g[6]), month: num(g[7]), day: num(g[8]), precision: 'day', edge: null }
  if (g[10] !== undefined) return { ...base, year: wholeYear(g[9]), month: (num(g[10]) ?? 1) * 3, day: null, precision: 'quarter', edge: g[11] === undefined ? null : 'end' }
  if (g[13] !== undefined) {
    const part = g[14]
    const tenth = part === '上旬' ? 10 : part === '中旬' ? 20 : part === '下旬' ? 31 : null
    return { ...base, year: wholeYear(g[12]), month: num(g[13]), day: tenth, precision: tenth === null ? 'month' : 'tenth', edge: part === '底' || part === '末' ? 'end' : part === '初' ? 'start' : null }
  }
  if (g[15] !== undefined) return { ...base, year: wholeYear(g[15]), ...yearPart(g[16]) }
  if (g[17] !== undefined) return { ...base, year: null, ...yearPart(g[17]) }
  return null
}

const yearPart = (part: string | undefined): Pick<Atom, 'month' | 'day' | 'precision' | 'edge'> =>
  part === '上半年' ? { month: 6, day: null, precision: 'half', edge: null } : part === '下半年' ? { month: 12, day: null, precision: 'half', edge: null } : { month: null, day: null, precision: 'year', edge: part === undefined ? null : part === '初' ? 'start' : 'end' }

/** Every date of a flat text, in order. */
export function atomsOf(text: string): Atom[] {
  const found: Atom[] = []
  for (const match of text.matchAll(anyDate)) {
    const at = match.index
    if (noDateBefore.test(text.slice(Math.max(0, at - 1), at)) || noDateAfter.test(text.slice(at + match[0].length, at + match[0].length + 2))) continue
    const atom = toAtom(match)
    if (atom !== null) found.push(atom)
  }
  return found
}

const lastDay = (y: number, m: number): number => (m === 2 ? (y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31)
const iso = (y: number, m: number, d: number): IsoDate => `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(Math.min(d, lastDay(y, m))).padStart(2, '0')}`

/** Rule RT-3: month precision means the first day of the month where something begins, its last day where something ends. */
export function resolve(atom: Atom, inYear: number, side: 'start' | 'end'): IsoDate {
  const y = atom.year ?? inYear
  if (atom.precision === 'year') return side === 'start' && atom.edge !== 'end' ? iso(y, 1, 1) : iso(y, 12, 31)
  const m = atom.month ?? 1
  if (atom.precision === 'half') return side === 'start' ? iso(y, m - 5, 1) : iso(y, m, 31)
  if (atom.precision === 'quarter') return side === 'start' && atom.edge !== 'end' ? iso(y, m - 2, 1) : iso(y, m, 31)
  // 3月中旬 runs from the 11th to the 20th.
  if (atom.precision === 'tenth' && atom.day !== null) return iso(y, m, side === 'end' ? atom.day : atom.day === 31 ? 21 : atom.day - 9)
  if (atom.day !== null) return iso(y, m, atom.day)
  return (side === 'start' && atom.edge !== 'end') || atom.edge === 'start' ? iso(y, m, 1) : iso(y, m, 31)
}

/** Rule RT-4: the year is printed, or the nearest printed before it in the section, or that of the issue, the number, the title. */
export function inferYear(atom: Pick<Atom, 'year' | 'month'>, memory: number | null, context: ReadingContext): { year: number | null; inferred: boolean } {
  if (atom.year !== null) return { year: atom.year, inferred: false }
  if (memory !== null) return { year: memory, inferred: true }
  const base = context.issuedOn === null ? context.year : Number(context.issuedOn.slice(0, 4))
  if (base === null) return { year: null, inferred: true }
  const issueMonth = context.issuedOn === null ? null : Number(context.issuedOn.slice(5, 7))
  // A month long before the issue belongs to the year after it.
  return { year: issueMonth !== null && atom.month !== null && atom.month < issueMonth - 6 ? base + 1 : base, inferred: true }
}
