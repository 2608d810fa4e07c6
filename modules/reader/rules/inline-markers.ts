import { isTrap, markerAt } from './markers.ts'
import type { Marker, MarkerKind } from './markers.ts'

export type InlineMarker = { readonly at: number; readonly marker: Marker }

type Known = {
  /** The mark that opens the paragraph. */
  readonly first: Marker | null
  /** What each kind of counter last stood at in the clauses still open. */
  readonly counted: ReadonlyMap<MarkerKind, number>
  /** The mark that opens the next paragraph. */
  readonly next: Marker | null
}

const candidates =
  /（ ?(?:[一二三四五六七八九十百]{1,4}|\d{1,2}) ?）|[一二三四五六七八九十]{1,3} ?、|\d{1,3} ?[.、]|[①-⑳⑴-⒇㈠-㈩]|[一二三四五六七八九十]{1,2}(?:是|要)|首先|其次阶段|其次|再次|其[一二三四五]|第[一二三四五六七八九]阶段/g

/** Kinds whose heading may stand in a line that was glued to the one before; the others are split only as a row within one paragraph. */
const resumed: ReadonlySet<MarkerKind> = new Set<MarkerKind>(['han', 'han_bracket', 'number'])

/**
 * Rule RD-15: marks inside a paragraph: lines that lost their end, and 一是…二是… in one sentence. A mark counts only
 * behind the end of a sentence, outside brackets, and only if it is the next of its kind or begins a row that goes on.
 */
export function inlineMarkers(folded: string, known: Known): InlineMarker[] {
  const found = possible(folded, known.first?.length ?? 0)
  if (found.length === 0) return []
  const last = new Map(known.counted)
  const here = new Set<MarkerKind>()
  if (known.first?.counter != null) {
    last.set(known.first.kind, known.first.counter)
    here.add(known.first.kind)
  }
  const seconds = new Map<MarkerKind, number>()
  for (const { at, marker } of found) if (marker.counter === 2) seconds.set(marker.kind, at)
  const taken: InlineMarker[] = []
  for (const one of found) {
    const { kind, counter } = one.marker
    if (counter === null && kind !== 'saying') continue
    const goesOn = counter !== null && counter === (last.get(kind) ?? -1) + 1 && (here.has(kind) || resumed.has(kind))
    const begins = counter === 1 && ((seconds.get(kind) ?? -1) > one.at || (known.next?.kind === kind && known.next.counter === 2))
    const closes = counter === null && here.has(kind)
    if (!goesOn && !begins && !closes) continue
    if (isTrap(one.marker, folded.slice(one.at + one.marker.length, one.at + one.marker.length + 40), counter)) continue
    taken.push(one)
    here.add(kind)
    if (counter !== null) last.set(kind, counter)
  }
  return taken
}

/** Marks behind the end of a sentence and outside brackets, left to right, in one pass. */
function possible(folded: string, from: number): InlineMarker[] {
  const found: InlineMarker[] = []
  let depth = 0
  let scanned = from
  for (const match of folded.matchAll(candidates)) {
    const at = match.index
    if (at <= from || at < scanned) continue
    depth = depthAfter(folded, scanned, at, depth)
    scanned = at
    if (depth > 0) continue
    const phase = match[0].endsWith('阶段')
    const marker = markerAt(folded, at, { start: phase, decimals: false })
    if (marker !== null && standsFree(folded, at, marker.kind)) found.push({ at, marker })
  }
  return found
}

function depthAfter(folded: string, from: number, to: number, depth: number): number {
  let now = depth
  for (let i = from; i < to; i += 1) {
    const character = folded.charAt(i)
    if (character === '（' || character === '《') now += 1
    else if (character === '）' || character === '》') now = Math.max(0, now - 1)
    else if (character === '。') now = 0
  }
  return now
}

function standsFree(folded: string, at: number, kind: MarkerKind): boolean {
  const blank = folded.charAt(at - 1) === ' '
  const before = folded.charAt(blank ? at - 2 : at - 1)
  if (/[。！？；：]/.test(before)) return true
  if (kind === 'saying') return blank || before === '，'
  if (kind === 'circle' || kind === 'number_bracket' || kind === 'phase') return false
  return blank && !/[，、（]/.test(before)
}
