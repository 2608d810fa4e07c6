import { verdicts, type VerdictName } from './views.ts'
import { flipsOf, type Stored } from './verdict.ts'

/** One institution's figures in one bucket. Kept small: plain numbers, clause numbers instead of ids. */
export type BoardCells = {
  /** clause number, then the count of each verdict in the order of `order` (stride 6). */
  readonly cells: readonly number[]
  /** What time alone will change, earliest first: [instant, [clause, n, from, to, …]]. */
  readonly flips: readonly (readonly [string, readonly number[]])[]
}

/** Order of the counts within a cell. */
export const order: readonly VerdictName[] = ['met', 'due', 'overdue', 'unmet', 'waived']
const stride = order.length + 1
const place = (verdict: VerdictName): number => order.indexOf(verdict)

export type Counted = Stored & { readonly clauseNo: number }

/** Rule PL-20: counts per clause as they stand at `now`, and every later change that time alone brings. */
export function countCells(obligations: Iterable<Counted>, graceDays: number | null, now: string): BoardCells {
  const counts = new Map<number, number[]>()
  const flips = new Map<string, Map<string, number>>()
  for (const each of obligations) {
    let current = each.verdict
    for (const flip of flipsOf(each, graceDays)) {
      if (flip.at > now && flip.to !== current) {
        const at = flips.get(flip.at) ?? new Map<string, number>()
        const key = `${each.clauseNo},${place(current)},${place(flip.to)}`
        at.set(key, (at.get(key) ?? 0) + 1)
        flips.set(flip.at, at)
      } else if (flip.at <= now) {
        count(counts, each.clauseNo, place(current), -1)
        count(counts, each.clauseNo, place(flip.to), 1)
      }
      current = flip.to
    }
    count(counts, each.clauseNo, place(each.verdict), 1)
  }
  return { cells: flatten(counts), flips: flattenFlips(flips) }
}

function count(counts: Map<number, number[]>, clauseNo: number, at: number, by: number): void {
  let row = counts.get(clauseNo)
  if (row === undefined) {
    row = [0, 0, 0, 0, 0]
    counts.set(clauseNo, row)
  }
  row[at] = (row[at] ?? 0) + by
}

const flatten = (counts: ReadonlyMap<number, readonly number[]>): number[] => [...counts].sort(([a], [b]) => a - b).flatMap(([clauseNo, row]) => [clauseNo, ...row])

const flattenFlips = (flips: ReadonlyMap<string, ReadonlyMap<string, number>>): BoardCells['flips'] =>
  [...flips]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([at, changes]) => [
      at,
      [...changes].flatMap(([key, n]) => {
        const [clauseNo = 0, from = 0, to = 0] = key.split(',').map(Number)
        return [clauseNo, n, from, to]
      }),
    ])

function unflatten(cells: readonly number[], into: Map<number, number[]>): void {
  for (let at = 0; at < cells.length; at += stride) {
    for (let k = 0; k < order.length; k += 1) {
      const n = cells[at + 1 + k] ?? 0
      if (n !== 0) count(into, cells[at] ?? 0, k, n)
    }
  }
}

function apply(counts: Map<number, number[]>, changes: readonly number[]): void {
  for (let at = 0; at < changes.length; at += 4) {
    const [clauseNo = 0, n = 0, from = 0, to = 0] = changes.slice(at, at + 4)
    count(counts, clauseNo, from, -n)
    count(counts, clauseNo, to, n)
  }
}

/** Rule PL-20: the figures at a later moment, without any obligation. */
export function cellsAt(row: BoardCells, now: string): readonly number[] {
  if (row.flips.length === 0 || (row.flips[0]?.[0] ?? '') > now) return row.cells
  const counts = new Map<number, number[]>()
  unflatten(row.cells, counts)
  for (const [at, changes] of row.flips) {
    if (at > now) break
    apply(counts, changes)
  }
  return flatten(counts)
}

/** The row for all weeks is the sum of the weeks, exact until `horizon`: later changes wait for the next computing. */
export function sumRows(rows: readonly BoardCells[], now: string, horizon: string): BoardCells & { readonly cut: boolean } {
  const counts = new Map<number, number[]>()
  const flips = new Map<string, Map<string, number>>()
  let cut = false
  for (const row of rows) {
    unflatten(cellsAt(row, now), counts)
    for (const [at, changes] of row.flips) {
      if (at <= now) continue
      if (at > horizon) {
        cut = true
        break
      }
      const sum = flips.get(at) ?? new Map<string, number>()
      for (let k = 0; k < changes.length; k += 4) {
        const key = `${changes[k]},${changes[k + 2]},${changes[k + 3]}`
        sum.set(key, (sum.get(key) ?? 0) + (changes[k + 1] ?? 0))
      }
      flips.set(at, sum)
    }
  }
  return { cells: flatten(counts), flips: flattenFlips(flips), cut }
}

/** The reply's form: clause index, the five counts, and the worst verdict that occurs (stride 7). */
export function withWorst(cells: readonly number[], indexOf: ReadonlyMap<number, number>): number[] {
  const out: number[] = []
  for (let at = 0; at < cells.length; at += stride) {
    const index = indexOf.get(cells[at] ?? -1)
    if (index === undefined) continue
    let worst = 0
    out.push(index)
    for (let k = 0; k < order.length; k += 1) {
      const n = cells[at + 1 + k] ?? 0
      out.push(n)
      if (n > 0) worst = Math.max(worst, verdicts.indexOf(order[k] ?? 'waived'))
    }
    out.push(worst)
  }
  return out
}

export type Totals = { met: number; due: number; overdue: number; unmet: number; waived: number }

export function totalsOf(cells: readonly number[]): Totals {
  const sums = [0, 0, 0, 0, 0]
  for (let at = 0; at < cells.length; at += stride) for (let k = 0; k < order.length; k += 1) sums[k] = (sums[k] ?? 0) + (cells[at + 1 + k] ?? 0)
  return { met: sums[0] ?? 0, due: sums[1] ?? 0, overdue: sums[2] ?? 0, unmet: sums[3] ?? 0, waived: sums[4] ?? 0 }
}
