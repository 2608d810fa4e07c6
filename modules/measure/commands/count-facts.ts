import type { FactChange } from '../../../kernel/fact.ts'
import type { Act } from '../../../server/platform/act.ts'
import { liveMeasures } from '../live.ts'
import { kindsOf } from '../rules/counting.ts'
import { newTally, settle, tellLeave, tellMeasure, touchedBy, type Touched } from '../rules/tally.ts'
import { addDifferences, takeTurn } from '../store/counters.ts'

/** Who is told that values may have moved, in the transaction that moved them: the plan engine rules anew. */
export type Told = (act: Act, touched: readonly Touched[]) => Promise<void>

/**
 * Rule ME-4: counts facts in the transaction that records them: takes away what each was worth before, adds what it is
 * worth now. Answers which values may have moved (Rule ME-6).
 */
export async function countFacts(act: Act, changes: readonly FactChange[]): Promise<Touched[]> {
  const measures = [...(await liveMeasures(act.tx)).values()].flat()
  const tally = newTally()
  const leaves = new Set(measures.flatMap((each) => (each.counting.shape === 'coverage' && each.counting.leave !== null ? [each.counting.leave] : [])))
  for (const change of changes) {
    const kinds = new Set([change.before?.kind, change.after?.kind])
    for (const measure of measures) if ([...kindsOf(measure.counting)].some((kind) => kinds.has(kind))) tellMeasure(tally, measure, change)
    for (const kind of leaves) if (kinds.has(kind)) tellLeave(tally, kind, change)
  }
  const settled = settle(tally)
  const bodies = new Map([...settled.counters, ...settled.units, ...settled.states.map((said) => said.of), ...settled.leaves.map((said) => said.of)].map((row) => [row.institutionId, { institutionId: row.institutionId, regionCode: row.regionCode }]))
  if (bodies.size === 0) return []
  await takeTurn(act.tx, [...bodies.values()], act.now.toISOString())
  await addDifferences(act.tx, settled, act.now.toISOString())
  return touchedBy(settled, measures)
}
