import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { listInstitutions } from '../../directory/public.ts'
import { countedShape, liveMeasures, type Live } from '../live.ts'
import type { Told } from './count-facts.ts'
import { countWhatIsMissing } from './prepare.ts'

const system = systemActor('measure')

/**
 * Rule ME-17: joining, leaving and a new department move a coverage without any fact, so every coverage of today is told
 * of once before the day ends and with it the periods that end today.
 */
export async function rosterMoved(platform: Platform, told: Told): Promise<{ institutions: number; measures: number }> {
  const { bodies, keys } = await look(platform, system, async ({ read }) => ({
    bodies: await listInstitutions(read, { regionPrefix: '' }),
    keys: coveragesOf(await liveMeasures(read)),
  }))
  for (const body of bodies) {
    await act(platform, system, (given) => told(given, keys.map((measureKey) => ({ institutionId: body.id, regionCode: body.regionCode, measureKey, on: given.today, until: given.today }))))
  }
  await act(platform, system, countWhatIsMissing)
  return { institutions: bodies.length, measures: keys.length }
}

function coveragesOf(live: Live): string[] {
  return [...live.entries()].flatMap(([key, versions]) => {
    const newest = versions.at(-1)
    return newest !== undefined && countedShape(live, newest.definition) === 'coverage' ? [key] : []
  })
}
