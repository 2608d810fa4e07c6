import { fold, isHan, squeeze, tidy } from './lines.ts'
import type { Paragraph, SourceLine } from './lines.ts'
import { isTrap, markerAt } from './markers.ts'
import { isSpecialLine } from './shapes.ts'

/** A paragraph that still knows on which line each of its characters stood. Single blanks are kept. */
export type Passage = {
  readonly text: string
  readonly folded: string
  /** Position of the first character of each line, and that line's number. */
  readonly starts: readonly { readonly at: number; readonly no: number }[]
  readonly line: number
  readonly lastLine: number
}

const closed = /[。！？；：…]["”’）》】]*$/
const bracketEnd = /[）》】]$/
const open = /[，、（《“‘-]$/

/**
 * Rule RD-4: lines are joined where the first stops in the middle of a sentence and the second opens nothing new.
 * A heading stands alone; in a text wrapped at a fixed width a full line always runs on.
 */
export function joinLines(lines: readonly SourceLine[], decimals: boolean): Passage[] {
  const passages: Passage[] = []
  const width = wrapWidth(lines)
  let pieces: string[] = []
  let starts: { at: number; no: number }[] = []
  let length = 0
  let previous = ''
  const finish = (): void => {
    const first = starts[0]
    const last = starts.at(-1)
    if (first === undefined || last === undefined) return
    const text = pieces.join('')
    passages.push({ text, folded: fold(text), starts, line: first.no, lastLine: last.no })
  }
  for (const line of lines) {
    const text = tidy(line.raw)
    if (text === '') continue
    const folded = fold(text)
    const lone = starts.length > 0 && isLoneMark(fold(pieces[0] ?? ''), decimals)
    const first = lone ? pieces.slice(0, 3).join('') : (pieces[0] ?? '')
    if (starts.length > 0 && runsOn({ first, lineCount: starts.length - (lone ? 1 : 0), previous, next: folded, width, decimals })) {
      const gap = isHan(previous.at(-1) ?? '') || isHan(folded.charAt(0)) || open.test(previous) || /^[“《（，。；：、]/.test(folded) ? '' : ' '
      pieces.push(gap, text)
      starts.push({ at: length + gap.length, no: line.no })
      length += gap.length + text.length
    } else {
      finish()
      pieces = [text]
      starts = [{ at: 0, no: line.no }]
      length = text.length
    }
    previous = folded
  }
  finish()
  return passages
}

/** Paragraphs as others see them: blanks of old line wraps dropped. */
export const toParagraphs = (lines: readonly SourceLine[]): Paragraph[] =>
  joinLines(lines, false).map(({ text, line, lastLine }) => ({ text: squeeze(text), line, lastLine }))

/** The number of the line on which the character at `at` stands. */
export function lineAt(passage: Passage, at: number): number {
  let low = 0
  let high = passage.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((passage.starts[middle]?.at ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return passage.starts[low]?.no ?? passage.line
}

/** '一、' alone on its line: the heading is the next line. */
function isLoneMark(folded: string, decimals: boolean): boolean {
  if (folded.length > 8) return false
  const marker = markerAt(folded, 0, { start: true, decimals })
  return marker !== null && marker.kind !== 'dash' && marker.length >= folded.length
}

type Seam = {
  /** The paragraph's first line; a counter alone on a line counts with the line below. */
  readonly first: string
  readonly lineCount: number
  readonly previous: string
  readonly next: string
  readonly width: number
  readonly decimals: boolean
}

function runsOn({ first, lineCount, previous, next, width, decimals }: Seam): boolean {
  const opening = markerAt(next, 0, { start: true, decimals })
  const opens = opening !== null && !isTrap(opening, next.slice(opening.length), null)
  const midSentence = /[，、（《“]$/.test(previous)
  if (opens && !(midSentence && opening.kind === 'number' && previous.length >= 20)) return false
  if (lineCount === 0) return !isSpecialLine(next)
  if (isSpecialLine(next) || isSpecialLine(previous)) return false
  if (closed.test(previous)) return false
  if (midSentence) return true
  const full = previous.length >= width - 2
  if (bracketEnd.test(previous)) return full && lineCount > 1
  if (/^[，。；：、）》”]/.test(next)) return true
  if (full) return true
  if (Number.isFinite(width)) return false
  const heading = lineCount === 1 && first.length <= 45 && isHeadingLine(fold(first), decimals)
  if (heading) return false
  return previous.length > 20 || lineCount > 1 || /[，、]/.test(previous)
}

/** A line without a full stop that a counter opens, or a short line without any mark. */
function isHeadingLine(folded: string, decimals: boolean): boolean {
  const marker = markerAt(folded, 0, { start: true, decimals })
  if (marker === null) return folded.length <= 20 && !/[，、]/.test(folded)
  if (marker.kind === 'saying' || marker.kind === 'circle') return false
  return folded.length <= 45 && !/[。；]/.test(folded)
}

/** The width at which the text was wrapped by hand, Infinity where every paragraph is one line. */
export function wrapWidth(lines: readonly SourceLine[]): number {
  const lengths = lines.map(({ text }) => text.length).filter((length) => length >= 15).sort((a, b) => a - b)
  if (lengths.length < 12) return Number.POSITIVE_INFINITY
  const widest = lengths[Math.floor(lengths.length * 0.9)] ?? 0
  if (widest > 60) return Number.POSITIVE_INFINITY
  const near = lines.filter(({ text }) => text.length >= widest - 3 && text.length <= widest + 3)
  const broken = near.filter(({ text }) => !/[。！？；：]$/.test(fold(text)))
  return near.length >= lengths.length * 0.45 && broken.length >= near.length * 0.5 ? widest : Number.POSITIVE_INFINITY
}
