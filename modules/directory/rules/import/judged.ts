import type { Fault } from './cells.ts'

/** What one row would do. `entry` is null where the row has faults. */
export type Judged<Entry> = {
  readonly row: number
  readonly faults: readonly Fault[]
  readonly action: 'create' | 'change' | 'unchanged'
  readonly entry: Entry | null
  /** In words: 职称：医师 → 主治医师. Personal values are named, not shown. */
  readonly changes: readonly string[]
}

export const isGood = (judged: { readonly entry: unknown }): boolean => judged.entry !== null

/** Rule DIR-23: an empty cell leaves what is there; `typed` null means the cell was empty. */
export const keep = <Value>(typed: Value | null, present: Value | undefined, otherwise: Value): Value => typed ?? present ?? otherwise

export const blocksRow = (faults: readonly Fault[]): boolean => faults.some((each) => each.severity === 'fault')

/** '职称：医师 → 主治医师' for each pair that differs. */
export const differences = (pairs: readonly (readonly [title: string, before: string, after: string])[]): string[] =>
  pairs.filter(([, before, after]) => before !== after).map(([title, before, after]) => `${title}：${before === '' ? '（空）' : before} → ${after === '' ? '（空）' : after}`)

/** What a preview promised of a row; the commit takes the row only if it still comes to the same (Rule DIR-25). */
export const promiseOf = (judged: Judged<unknown>): string => JSON.stringify([judged.action, judged.entry, judged.changes])

export type Counts = { readonly rows: number; readonly good: number; readonly bad: number; readonly created: number; readonly changed: number; readonly unchanged: number; readonly faults: number; readonly warnings: number }

export function countsOf(all: readonly Judged<unknown>[]): Counts {
  const good = all.filter(isGood)
  const of = (action: Judged<unknown>['action']) => good.filter((each) => each.action === action).length
  const faults = all.flatMap((each) => each.faults)
  return {
    rows: all.length, good: good.length, bad: all.length - good.length, created: of('create'), changed: of('change'), unchanged: of('unchanged'),
    faults: faults.filter((each) => each.severity === 'fault').length, warnings: faults.filter((each) => each.severity === 'warning').length,
  }
}
