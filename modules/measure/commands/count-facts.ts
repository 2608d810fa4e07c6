import type { FactChange } from '../../../kernel/fact.ts'
import type { Act } from '../../../server/platform/act.ts'
import { byKind, holdLive, liveForCounting, type ByKind, type LiveMeasure } from '../live.ts'
import { newTally, settle, tellLeave, tellMeasure, touchedBy, type Touched } from '../rules/tally.ts'
import { addDifferences, takeTurn } from '../store/counters.ts'

/** Who is told that values may have moved, in the transaction that moved them: the plan engine rules anew. */
export type Told = (act: Act, touched: readonly Touched[]) => Promise<void>

/**
 * Rule ME-4: counts facts in the transaction that records them: takes away what each was worth before, adds what it is
 * worth now. Answers which values may have moved (Rule ME-6).
 */
export async function countFacts(act: Act, changes: readonly FactChange[]): Promise<Touched[]> {
  const { all, counting, leaves } = byKind(await liveForCounting(act))
  const tally = newTally()
  for (const change of changes) {
    for (const measure of measuresOf(counting, change)) tellMeasure(tally, measure, change)
    for (const kind of new Set([change.before?.kind, change.after?.kind])) if (kind !== undefined && leaves.has(kind)) tellLeave(tally, kind, change)
  }
  const settled = settle(tally)
  const bodies = new Map([...settled.counters, ...settled.units, ...settled.states.map((said) => said.of), ...settled.leaves.map((said) => said.of)].map((row) => [row.institutionId, { institutionId: row.institutionId, regionCode: row.regionCode }]))
  if (bodies.size > 0) await takeTurn(act.tx, [...bodies.values()], act.now.toISOString())
  holdLive(act)
  if (bodies.size === 0) return []
  await addDifferences(act.tx, settled, act.now.toISOString())
  return touchedBy(settled, all)
}

/** A fact seldom changes its kind. */
function measuresOf(counting: ByKind['counting'], { before, after }: FactChange): Iterable<LiveMeasure> {
  const own = (after === null ? undefined : counting.get(after.kind)) ?? []
  return before === null || before.kind === after?.kind ? own : new Set([...(counting.get(before.kind) ?? []), ...own])
}
