import type { Clause } from './model.ts'
import { fold, squeeze } from './lines.ts'
import type { SourceLine } from './lines.ts'
import { isTrap, markerAt, usesDecimals } from './markers.ts'
import type { Marker, MarkerKind } from './markers.ts'
import { inlineMarkers } from './inline-markers.ts'
import { joinLines, lineAt } from './paragraphs.ts'
import type { Passage } from './paragraphs.ts'
import { cutTitle } from './titles.ts'

/** A piece of running text and the lines it came from. */
export type Piece = { readonly text: string; readonly line: number; readonly lastLine: number }

/** A clause while it is being built; `pieces[0]` is what follows the mark on its own line. */
export type Branch = {
  readonly kind: MarkerKind | 'root'
  readonly depth: number
  readonly counter: number | null
  readonly printed: string
  readonly path: string
  readonly level: number
  readonly line: number
  readonly pieces: Piece[]
  readonly children: Branch[]
}

/** Lower stands higher in the tree when a new kind of counter begins. */
const ranks: Readonly<Record<MarkerKind, number>> = {
  part: 0,
  han: 1,
  article: 1.2,
  phase: 1.5,
  han_bracket: 2,
  number: 3,
  decimal: 3,
  number_bracket: 4,
  circle: 5,
  saying: 6,
  dash: 7,
}
const rankOf = (kind: MarkerKind, depth: number): number => (kind === 'decimal' ? depth : ranks[kind])

/**
 * Rule RD-9: the clause tree of one run of lines. What stands before the first mark is the root's own text.
 * Text without a mark belongs to the clause above it, so a walk through the tree prints the lines in order.
 */
export function growOutline(lines: readonly SourceLine[], rootPath: string, prefix: string): Branch {
  const decimals = usesDecimals(lines.map(({ text }) => fold(text)))
  const passages = joinLines(lines, decimals)
  const root = branch({ kind: 'root', depth: 0, counter: null, printed: '', path: rootPath, level: 0, line: passages[0]?.line ?? 1 })
  const grower = { root, prefix, stack: [] as Branch[], taken: new Map<string, number>(), hasHan: passages.some(({ folded }) => opening(folded, decimals, null)?.kind === 'han') }
  passages.forEach((passage, index) => {
    const next = passages[index + 1]
    grow(grower, passage, next === undefined ? null : opening(next.folded, decimals, null), decimals)
  })
  return root
}

type Grower = {
  readonly root: Branch
  readonly prefix: string
  readonly stack: Branch[]
  readonly taken: Map<string, number>
  readonly hasHan: boolean
}

const branch = (fields: Omit<Branch, 'pieces' | 'children'>): Branch => ({ ...fields, pieces: [], children: [] })

const opening = (folded: string, decimals: boolean, grower: Grower | null): Marker | null => {
  const marker = markerAt(folded, 0, { start: true, decimals })
  if (marker === null) return null
  const last = grower?.stack.findLast((open) => open.kind === marker.kind)?.counter ?? null
  return isTrap(marker, folded.slice(marker.length, marker.length + 40), last === null ? null : last + 1) ? null : marker
}

function grow(grower: Grower, passage: Passage, next: Marker | null, decimals: boolean): void {
  const first = opening(passage.folded, decimals, grower)
  const counted = new Map<MarkerKind, number>()
  for (const open of grower.stack) if (open.kind !== 'root' && open.counter !== null) counted.set(open.kind, open.counter)
  const inner = inlineMarkers(passage.folded, { first, counted, next })
  const cuts = [...(first === null ? [] : [{ at: 0, marker: first }]), ...inner]
  const lead = cuts[0]?.at ?? passage.text.length
  if (lead > 0) addPiece(grower.stack.at(-1) ?? grower.root, passage, 0, lead)
  cuts.forEach(({ at, marker }, index) => {
    const placed = place(grower, marker, passage.text.slice(at, at + marker.length), lineAt(passage, at))
    addPiece(placed, passage, at + marker.length, cuts[index + 1]?.at ?? passage.text.length)
  })
}

function addPiece(target: Branch, passage: Passage, from: number, to: number): void {
  const text = passage.text.slice(from, to).trim()
  // The first piece may be empty: the mark stood alone and its title is on the next line.
  if (text === '' && target.pieces.length > 0) return
  target.pieces.push({ text, line: lineAt(passage, from), lastLine: lineAt(passage, Math.max(from, to - 1)) })
}

/** Rule RD-9: a known kind of counter goes on at its place; a new kind nests below whatever ranks higher. */
function place(grower: Grower, marker: Marker, printed: string, line: number): Branch {
  const { stack } = grower
  const rank = rankOf(marker.kind, marker.depth)
  const known = stack.findLastIndex((open) => open.kind === marker.kind && open.depth === marker.depth)
  const top = stack.at(-1)
  const nests = marker.counter === 1 && known >= 0 && known < stack.length - 1 && top !== undefined && top.kind !== 'root' && rankOf(top.kind, top.depth) < rank
  if (known >= 0 && !nests) stack.length = known
  else if (known < 0 && marker.kind !== 'saying' && !(marker.kind === 'phase' && marker.counter === 1)) {
    while (stack.length > 0 && rankOf(stack.at(-1)?.kind as MarkerKind, stack.at(-1)?.depth ?? 0) >= rank) stack.pop()
  }
  const parent = stack.at(-1) ?? grower.root
  const base = parent.kind === 'root' ? grower.prefix : `${parent.path}/`
  const segment = base + segmentOf(marker, printed)
  const times = (grower.taken.get(segment) ?? 0) + 1
  grower.taken.set(segment, times)
  const orphan = parent.kind === 'root' && marker.kind === 'han_bracket' && grower.hasHan
  const level = Math.min(4, orphan ? 2 : parent.level + 1)
  const placed = branch({ kind: marker.kind, depth: marker.depth, counter: marker.counter, printed, path: times === 1 ? segment : `${segment}#${times}`, level, line })
  parent.children.push(placed)
  stack.push(placed)
  return placed
}

/** Rule RD-14: the path is built from printed counters in one width, so a changed bracket does not change it. */
function segmentOf(marker: Marker, printed: string): string {
  const plain = fold(printed).replace(/ /g, '')
  switch (marker.kind) {
    case 'han':
    case 'part':
    case 'phase':
    case 'article':
      return plain.replace(/[、.：]+$/, '')
    case 'han_bracket':
      return `（${plain.replace(/[（）、.]/g, '')}）`
    case 'number_bracket':
      return /^[⑴-⒇]/.test(plain) ? plain.charAt(0) : `（${plain.replace(/[（）、.]/g, '')}）`
    case 'number':
      return `${marker.counter ?? ''}.`
    case 'circle':
      return plain.charAt(0)
    case 'decimal':
      return plain.replace(/\.$/, '')
    case 'saying':
      return plain
    case 'dash':
      return '—'
  }
}

/** Pieces and children stand in the order of the text, so the last of them ends last. */
const lastLine = (node: Branch): number => {
  const child = node.children.at(-1)
  return child === undefined ? ownLastLine(node) : lastLine(child)
}

export const ownLastLine = (node: Branch): number => node.pieces.at(-1)?.lastLine ?? node.line

/** Lines that other readers have already taken in (rows of a group) and that duties should not be read from. */
export type Leaving = { readonly without?: ReadonlySet<number> }

/** The finished clause; text paragraphs are parted by a line feed. */
export function toClause(node: Branch, leaving: Leaving = {}): Clause {
  const pieces = node.pieces.filter((piece) => leaving.without?.has(piece.line) !== true || piece.lastLine !== piece.line)
  const children = node.children.map((child) => toClause(child, leaving))
  const [head, ...others] = pieces
  const cut =
    node.kind === 'root' || head === undefined
      ? { title: '', text: head?.text ?? '' }
      : cutTitle(node.kind, head.text, { alone: others.every(({ text }) => text === ''), parent: children.length > 0 })
  const text = [cut.text, ...others.map((piece) => piece.text)].filter((part) => part !== '').map(squeeze).join('\n')
  return { path: node.path, printed: node.printed, title: squeeze(cut.title), text, level: node.level, children, lines: [node.line, lastLine(node)] }
}
