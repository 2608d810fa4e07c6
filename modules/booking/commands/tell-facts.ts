import type { FactChange } from '../../../kernel/fact.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { differs, slotsFact, visitFact, type ClinicDay } from '../rules/fact.ts'
import { bodiesUntold, lockClinics, lockUntold, saveDays, saveTold, standingDays, toldDays } from '../store/facts.ts'

const system = systemActor('booking.facts')
/** So many facts are told in one transaction: begun again, it goes on where it was. */
const atOnce = 500

async function inTurns(platform: Platform, tell: (step: Act) => Promise<number>): Promise<number> {
  for (let told = 0; ; ) {
    const some = await act(platform, system, tell)
    told += some
    if (some < atOnce) return told
  }
}

/**
 * Rule BK-62: tells what happened to the bookings of a body since it was last told. It follows every change by a job that is
 * written with it; the same statement keeps what was told, so that each change counts once however often this runs.
 */
export const tellVisits = (platform: Platform, institutionId: string): Promise<number> =>
  inTurns(platform, async (step) => {
    const untold = await lockUntold(step.tx, institutionId, atOnce)
    if (untold.length === 0) return 0
    await saveTold(step.tx, institutionId, untold.map((each) => each.root.id))
    await tellFacts(step, untold.map(({ root, before, after }): FactChange => ({ before: before === null ? null : visitFact(root, before), after: visitFact(root, after) })))
    return untold.length
  })

/** Rule BK-61: tells the days whose places changed, from today on: what is past stays as it was. */
export const tellPlaces = (platform: Platform, institutionId: string): Promise<number> =>
  inTurns(platform, async (step) => {
    await lockClinics(step.tx, institutionId)
    const [told, standing] = await Promise.all([toldDays(step.tx, institutionId, step.today), standingDays(step.tx, institutionId, step.today)])
    const known = new Map(told.map((day) => [`${day.clinicId} ${day.onDate}`, day]))
    const changed = standing
      .flatMap((day): { before: ClinicDay | null; after: ClinicDay }[] => {
        const before = known.get(`${day.clinicId} ${day.onDate}`) ?? null
        const after = { ...day, id: before?.id ?? step.newId() }
        return before !== null && !differs(before, after) ? [] : [{ before, after }]
      })
      .slice(0, atOnce)
    if (changed.length === 0) return 0
    await saveDays(step.tx, changed.map((each) => each.after), step.now.toISOString())
    await tellFacts(step, changed.map(({ before, after }): FactChange => ({ before: before === null ? null : slotsFact(before), after: slotsFact(after) })))
    return changed.length
  })

/** What no job followed, if ever: found every few minutes. */
export async function tellForgotten(platform: Platform): Promise<number> {
  let told = 0
  for (const institutionId of await look(platform, system, ({ read }) => bodiesUntold(read))) told += await tellVisits(platform, institutionId)
  return told
}
