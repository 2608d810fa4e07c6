import { TextDecoder } from 'node:util'
import { guessColumns } from '../rules/guess.ts'
import { readSeparated } from './separated.ts'

export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const
export type Encoding = (typeof encodings)[number]

/**
 * Rule PR-2: the encoding is judged by the bytes, not by a wish: a mark at the beginning, else UTF-8 where everything of
 * the head is valid UTF-8, else GB18030. A character cut at the end of the head proves nothing.
 */
export function sniffEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

export type Heading = { readonly delimiter: string; readonly headings: readonly string[]; /** Bytes and lines up to the first row below it. */ readonly bytes: number; readonly lines: number }

const delimiters = [',', '\t', ';', '|'] as const

/**
 * The heading among the first lines of UTF-8 text: the one that names most fields, at least three; titles may stand above it.
 * Null where there is none.
 */
export function findHeading(head: Buffer): Heading | null {
  let best: (Heading & { known: number }) | null = null
  let from = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0
  for (let line = 1; line <= 12 && from < head.length; line++) {
    const end = head.indexOf(0x0a, from)
    const text = head.subarray(from, end === -1 ? head.length : end).toString('utf8').replace(/\r$/, '')
    const next = end === -1 ? head.length : end + 1
    for (const delimiter of delimiters) {
      const headings = (readSeparated(text, delimiter)[0] ?? []).map((cell) => cell.trim().replace(/\*$/, ''))
      const known = Object.keys(guessColumns(headings)).length
      if (known >= 3 && known > (best?.known ?? 0)) best = { delimiter, headings, bytes: next, lines: line, known }
    }
    from = next
  }
  if (best === null) return null
  const { known: _, ...heading } = best
  return heading
}
