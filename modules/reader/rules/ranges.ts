import type { IsoDate, PhaseFlag } from './model.ts'
import { atomsOf, inferYear, resolve, type Atom, type Flat, type ReadingContext } from './time.ts'

/** A stretch of time or a single date as the document prints it, in the place where it stands. */
export type TimeRead = {
  readonly kind: 'range' | 'date'
  readonly start: IsoDate | null
  readonly end: IsoDate | null
  readonly printed: string
  readonly flags: readonly PhaseFlag[]
  readonly from: number
  readonly to: number
  /** 'HH:MM' behind the date. */
  readonly time: string | null
  /** What stands behind the date: 前 makes it a limit, 起 a beginning. */
  readonly mark: 'before' | 'since' | 'until' | null
}

const connector = /^(?:起)?(?:[-–—―－~～]{1,2}|至|到)(?:今)?/
const dayOnly = /^(3[01]|[12]\d|0?[1-9])[日号]/
const clock = /^(?:(?:上午|下午|晚上?)?([01]?\d|2[0-3])[:：]([0-5]\d)|(?:上午|下午)?([01]?\d|2[0-3])[时点](?:([0-5]\d)分|(半))?)/
const before = /^(?:之前|以前|前|底前|截止|止)/
const since = /^(?:起|开始|以来)/

const twoDigits = (n: number) => String(n).padStart(2, '0')
export function clockAt(text: string): { time: string; length: number } | null {
  const match = clock.exec(text)
  if (match === null) return null
  const hour = Number(match[1] ?? match[3])
  const afternoon = /^下午|^晚/.test(match[0]) && hour < 12 ? 12 : 0
  return { time: `${twoDigits(hour + afternoon)}:${match[2] ?? match[4] ?? (match[5] === undefined ? '00' : '30')}`, length: match[0].length }
}

/** The year that later dates of the same section take over. */
export type YearMemory = { year: number | null }

/**
 * Rule RT-5: all dates and ranges of a text. The end of a range inherits month and year from its start; a range that
 * ends before it begins is kept and flagged, unless its end has no year of its own and simply lies in the next.
 */
export function timesOf(flat: Flat, context: ReadingContext, memory: YearMemory): TimeRead[] {
  const atoms = atomsOf(flat.text)
  const found: TimeRead[] = []
  let skip = -1
  atoms.forEach((atom, at) => {
    if (atom.from < skip) return
    const rest = flat.text.slice(atom.to)
    const joint = connector.exec(rest)
    const next = atoms[at + 1]
    const tail = joint === null ? null : endAtom(flat.text, atom, atom.to + joint[0].length, next)
    const read = tail === null ? single(flat, atom, context, memory) : range(flat, atom, tail, context, memory)
    skip = read.to
    if (atom.year !== null) memory.year = atom.year
    if (tail !== null && tail.year !== null) memory.year = tail.year
    // A range that rolls over New Year carries what follows it into the next year.
    else if (tail !== null && read.end !== null && read.start !== null && read.end.slice(0, 4) > read.start.slice(0, 4)) memory.year = Number(read.end.slice(0, 4))
    found.push(read)
  })
  return found
}

function endAtom(text: string, start: Atom, at: number, next: Atom | undefined): Atom | null {
  if (next !== undefined && next.from === at) return next
  const short = dayOnly.exec(text.slice(at))
  if (short === null || start.precision !== 'day') return null
  return { year: null, month: start.month, day: Number(short[1]), precision: 'day', edge: null, from: at, to: at + short[0].length }
}

function range(flat: Flat, start: Atom, end: Atom, context: ReadingContext, memory: YearMemory): TimeRead {
  const begun = inferYear(start, start.year === null && end.year !== null && (start.month ?? 1) <= (end.month ?? 12) ? end.year : memory.year, context)
  const startYear = start.precision === 'year' ? (start.year ?? begun.year) : begun.year
  const rollsOver = end.year === null && start.month !== null && end.month !== null && (end.month < start.month || (end.month === start.month && (end.day ?? 31) < (start.day ?? 1)))
  const endYear = end.year ?? (startYear === null ? null : startYear + (rollsOver ? 1 : 0))
  const startOn = startYear === null ? null : resolve(start, startYear, 'start')
  const endOn = endYear === null ? null : resolve(end, endYear, 'end')
  const flags: PhaseFlag[] = []
  if (startOn !== null && endOn !== null && endOn < startOn) flags.push('inverted')
  if (begun.inferred && end.year === null) flags.push('year_inferred')
  if (start.precision === 'month' || end.precision === 'month') flags.push('month_precision')
  const rest = flat.text.slice(end.to)
  const at = clockAt(rest)
  const to = end.to + (at?.length ?? 0)
  const mark = before.exec(flat.text.slice(to))
  return { kind: 'range', start: startOn, end: endOn, printed: flat.printed(start.from, to), flags, from: start.from, to: to + (mark?.[0].length ?? 0), time: at?.time ?? null, mark: mark === null ? null : 'before' }
}

function single(flat: Flat, atom: Atom, context: ReadingContext, memory: YearMemory): TimeRead {
  const { year, inferred } = inferYear(atom, memory.year, context)
  const at = clockAt(flat.text.slice(atom.to))
  const timed = atom.to + (at?.length ?? 0)
  const rest = flat.text.slice(timed)
  const limit = before.exec(rest)
  const begins = limit === null ? since.exec(rest) : null
  const led = /(?:截至|截止到?|至|到|最迟|不晚于|不迟于)$/.exec(flat.text.slice(0, atom.from))
  const to = timed + (limit?.[0].length ?? begins?.[0].length ?? 0)
  const flags: PhaseFlag[] = []
  if (inferred) flags.push('year_inferred')
  if (atom.precision === 'month') flags.push('month_precision')
  // Rule RT-6: 前 means the day that is named; a bare month before 前 ends on its last day.
  const end = year === null ? null : resolve(atom, year, begins === null ? 'end' : 'start')
  const start = year === null ? null : resolve(atom, year, 'start')
  return { kind: 'date', start: begins === null ? start : end, end: begins === null ? end : null, printed: flat.printed(atom.from, to), flags, from: atom.from, to, time: at?.time ?? null, mark: limit !== null ? 'before' : begins !== null ? 'since' : led !== null ? 'until' : null }
}
