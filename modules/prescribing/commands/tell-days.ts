import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { changeOf, isNothing } from '../rules/fact.ts'
import { listUntold, listUntoldBodies, markTold } from '../store/days.ts'

const system = systemActor('prescribing.facts')
/** Days told in one transaction. */
const lot = 200

/**
 * Rule PR-14: measures and verdicts are told the days whose sums changed, after the file that changed them is in (ADR 0020).
 * What is told and that it was told is one transaction.
 */
export async function tellDays(platform: Platform, institutionId: string): Promise<number> {
  for (let told = 0; ; ) {
    const some = await act(platform, system, async (at) => {
      const days = await listUntold(at.tx, institutionId, lot)
      if (days.length === 0) return 0
      await markTold(at.tx, institutionId, days.map((day) => ({ onDate: day.onDate, departmentId: day.departmentId, told: isNothing(day.now) ? null : day.now })))
      await tellFacts(at, days.map((day) => changeOf(day, day.told, day.now)).filter((change) => change.before !== null || change.after !== null))
      return days.length
    })
    told += some
    if (some < lot) return told
  }
}

/** Whatever no job followed. */
export async function tellForgotten(platform: Platform): Promise<void> {
  for (const institutionId of await look(platform, system, ({ read }) => listUntoldBodies(read))) await tellDays(platform, institutionId)
}
