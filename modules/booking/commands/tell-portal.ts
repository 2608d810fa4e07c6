import { systemActor } from '../../../kernel/actor.ts'
import { addDays } from '../../../kernel/calendar.ts'
import { act, type Platform } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { findInstitution } from '../../directory/public.ts'
import { writeTally } from '../portal-tally.ts'
import { isNothing, portalDiffers, portalFact } from '../rules/portal-use.ts'
import { savePortal, standingPortal, toldPortal } from '../store/portal-use.ts'

const system = systemActor('booking.portal')

/** Rule BK-65: tells what today and yesterday came to in the portal; told again, it changes nothing. */
export async function tellPortal(platform: Platform, institutionId: string): Promise<void> {
  await writeTally(platform)
  await act(platform, system, async (step) => {
    const body = await findInstitution(step.tx, institutionId)
    if (body === undefined) return
    const days = [addDays(step.today, -1), step.today]
    const standing = await standingPortal(step.tx, { institutionId, regionCode: body.regionCode }, days)
    const told = new Map((await toldPortal(step.tx, institutionId, days[0] ?? step.today)).map((day) => [day.onDate, day]))
    const changed = standing.flatMap((day) => {
      const before = told.get(day.onDate) ?? null
      if (before === null ? isNothing(day) : !portalDiffers(before, day)) return []
      return [{ before, after: { ...day, id: before?.id ?? step.newId() } }]
    })
    if (changed.length === 0) return
    await savePortal(step.tx, changed.map((each) => each.after), step.now.toISOString())
    await tellFacts(step, changed.map(({ before, after }) => ({ before: before === null ? null : portalFact(before), after: portalFact(after) })))
  })
}
