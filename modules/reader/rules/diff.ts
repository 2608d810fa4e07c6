import type { Clause, PlanReading } from './model.ts'
import { bare, fold } from './lines.ts'

/** Two printings of one clause. */
export type ClausePair = { readonly before: Clause; readonly after: Clause }

export type ReadingDiff = {
  readonly added: readonly Clause[]
  readonly removed: readonly Clause[]
  /** The same clause with other words (at the same or another place). */
  readonly changed: readonly ClausePair[]
  /** The same words at another place or under another number. */
  readonly moved: readonly ClausePair[]
  readonly same: readonly ClausePair[]
}

/** What the ids of an earlier version were, and what it said. */
export type PreviousReading = { readonly reading: Pick<PlanReading, 'clauses'>; readonly ids: ReadonlyMap<string, string> }

type Leaf = { readonly clause: Clause; readonly words: string; readonly pairs: ReadonlyMap<string, number>; readonly count: number }

/** From this share of common word pairs on, two clauses at different places are the same clause. */
const alike = 0.6
/** At the same place less is enough: a clause may be rewritten where it stands. */
const alikeInPlace = 0.35

/**
 * Rule RD-27: clauses of two versions are matched by words and by place: equal words first (at the same path if there
 * is a choice), then similar words at the same path, then the most similar of what is left.
 */
export function diffReadings(before: Pick<PlanReading, 'clauses'>, after: Pick<PlanReading, 'clauses'>): ReadingDiff {
  const pairs = matchClauses(before, after)
  const [olds, news] = [new Set(pairs.map((pair) => pair.before)), new Set(pairs.map((pair) => pair.after))]
  const changed: ClausePair[] = []
  const moved: ClausePair[] = []
  const same: ClausePair[] = []
  for (const pair of pairs) {
    if (wordsOf(pair.before) !== wordsOf(pair.after)) changed.push(pair)
    else if (pair.before.path !== pair.after.path) moved.push(pair)
    else same.push(pair)
  }
  return { added: flat(after.clauses).filter((clause) => !news.has(clause)), removed: flat(before.clauses).filter((clause) => !olds.has(clause)), changed, moved, same }
}

/**
 * Rule RD-28: an id for every clause path. Ids are made from the words when a clause first appears and are handed on
 * to its next printing, so they survive renumbering and rewording; they never depend on time or chance.
 */
export function clauseIds(reading: Pick<PlanReading, 'clauses'>, previous?: PreviousReading): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  const taken = new Set<string>(previous?.ids.values())
  if (previous !== undefined) {
    for (const pair of matchClauses(previous.reading, reading)) {
      const id = previous.ids.get(pair.before.path)
      if (id !== undefined) ids.set(pair.after.path, id)
    }
  }
  for (const clause of flat(reading.clauses)) {
    if (ids.has(clause.path)) continue
    const base = `c-${digest(wordsOf(clause))}`
    let id = base
    for (let again = 2; taken.has(id); again += 1) id = `${base}-${again}`
    taken.add(id)
    ids.set(clause.path, id)
  }
  return ids
}

function matchClauses(before: Pick<PlanReading, 'clauses'>, after: Pick<PlanReading, 'clauses'>): ClausePair[] {
  const olds = flat(before.clauses).map(leaf)
  const news = flat(after.clauses).map(leaf)
  const free = { olds: new Set(olds), news: new Set(news) }
  const partner = new Map<Leaf, Leaf>()
  const join = (one: Leaf, other: Leaf): void => {
    partner.set(other, one)
    free.olds.delete(one)
    free.news.delete(other)
  }
  const byWords = Map.groupBy(olds, ({ words }) => words)
  for (const other of news) {
    const equal = byWords.get(other.words)?.filter((one) => free.olds.has(one)) ?? []
    const one = equal.find(({ clause }) => clause.path === other.clause.path) ?? (other.words.length >= 4 ? equal[0] : undefined)
    if (one !== undefined) join(one, other)
  }
  // A group of headings may keep its place while its words change.
  const byPath = new Map(olds.map((one) => [one.clause.path, one]))
  for (const other of news.filter((leaf) => free.news.has(leaf))) {
    const one = byPath.get(other.clause.path)
    if (one !== undefined && free.olds.has(one) && likeness(one, other) >= alikeInPlace) join(one, other)
  }
  const ranked = [...free.news].flatMap((other) => [...free.olds].map((one) => ({ one, other, share: likeness(one, other) }))).filter(({ share }) => share >= alike)
  ranked.sort((a, b) => b.share - a.share)
  for (const { one, other } of ranked) if (free.olds.has(one) && free.news.has(other)) join(one, other)
  return news.flatMap((other) => {
    const one = partner.get(other)
    return one === undefined ? [] : [{ before: one.clause, after: other.clause }]
  })
}

const flat = (clauses: readonly Clause[]): Clause[] => clauses.flatMap((clause) => [clause, ...flat(clause.children)])

/** Words without blanks, in one width, so that a changed bracket or blank is no change. */
const wordsOf = (clause: Clause): string => fold(bare(clause.title + clause.text))

function leaf(clause: Clause): Leaf {
  const words = wordsOf(clause)
  const pairs = new Map<string, number>()
  const count = Math.max(1, words.length - 1)
  for (let i = 0; i < count; i += 1) {
    const pair = words.slice(i, i + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return { clause, words, pairs, count }
}

/** Share of common character pairs (Dice), 0 to 1. */
function likeness(one: Leaf, other: Leaf): number {
  const ceiling = (2 * Math.min(one.count, other.count)) / (one.count + other.count)
  if (ceiling < alikeInPlace) return 0
  let common = 0
  for (const [pair, times] of one.pairs) common += Math.min(times, other.pairs.get(pair) ?? 0)
  return (2 * common) / (one.count + other.count)
}

/** 53-bit hash (cyrb53) in base 36: short, stable, and no secret. */
function digest(words: string): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let i = 0; i < words.length; i += 1) {
    const code = words.charCodeAt(i)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36).padStart(11, '0')
}
