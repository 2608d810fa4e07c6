import type { LineContent, PackContent, Parts } from './content.ts'
import { linesOf } from './content.ts'

/** The figures of a pack by line: what a look is remembered as. */
export type Figures = Readonly<Record<string, readonly [period: number | null, cumulative: number | null]>>

const valueOf = (parts: Parts | null) => parts?.value ?? null

export const figuresOf = (content: Pick<PackContent, 'sections'>): Figures => Object.fromEntries(linesOf(content).filter((line) => line.how !== 'text').map((line) => [line.key, [valueOf(line.period), valueOf(line.cumulative)] as const]))

const differs = (a: number | null, b: number | null) => (a === null || b === null ? a !== b : Math.abs(a - b) > 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)))

export type Moved = { readonly key: string; readonly period: number | null; readonly cumulative: number | null }

/** Rule RP-2: which figures are not what they were, with what they were then. A line that was not there then has not moved. */
export function movedSince(before: Figures, now: Figures): Moved[] {
  return Object.entries(now).flatMap(([key, [period, cumulative]]) => {
    const was = before[key]
    if (was === undefined || (!differs(was[0], period) && !differs(was[1], cumulative))) return []
    return [{ key, period: was[0], cumulative: was[1] }]
  })
}

/**
 * Rule RP-7: the lines that no longer hold what was signed. Verdicts of the plan turn with the hour and with other
 * bodies' decisions, so they are not held against the signature; the rest is compared as of the same day.
 */
export function movedSinceSigned(signed: Pick<PackContent, 'sections'>, now: Pick<PackContent, 'sections'>): LineContent[] {
  const before = new Map(linesOf(signed).map((line) => [line.key, line]))
  return linesOf(now).filter((line) => {
    const was = before.get(line.key)
    if (was === undefined || line.how === 'text' || line.from.startsWith('plan:')) return false
    return differs(valueOf(was.period), valueOf(line.period)) || differs(valueOf(was.cumulative), valueOf(line.cumulative))
  })
}
