import { systemActor } from '../../kernel/actor.ts'
import { shanghaiDate } from '../../kernel/instant.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { institutionsByIds } from '../directory/public.ts'
import { tellPortalJob } from './fact-jobs.ts'
import type { PortalWhat } from './rules/portal-use.ts'
import { addCounts } from './store/portal-use.ts'

const system = systemActor('booking.portal')
/** Pages write nothing: what they count is kept in memory so long and written together. A server that is killed loses these seconds. */
const writeAfterMs = 2000

type Tally = { readonly counts: Map<string, { readonly institutionId: string; readonly onDate: string; readonly what: PortalWhat; n: number; at: string }>; timer: NodeJS.Timeout | null; writing: Promise<void> }
// One for each server that runs in this process: tests run several.
const tallies = new WeakMap<Platform, Tally>()

function tallyOf(platform: Platform): Tally {
  const known = tallies.get(platform)
  if (known !== undefined) return known
  const made: Tally = { counts: new Map(), timer: null, writing: Promise.resolve() }
  tallies.set(platform, made)
  return made
}

/** Rule BK-65: counts one page or form of the portal. */
export function countInPortal(platform: Platform, institutionId: string, ...whats: readonly PortalWhat[]): void {
  const tally = tallyOf(platform)
  const at = platform.clock.now().toISOString()
  const onDate = shanghaiDate(at)
  for (const what of whats) {
    const key = `${institutionId} ${onDate} ${what}`
    const known = tally.counts.get(key)
    if (known === undefined) tally.counts.set(key, { institutionId, onDate, what, n: 1, at })
    else [known.n, known.at] = [known.n + 1, at]
  }
  if (tally.timer !== null) return
  tally.timer = setTimeout(() => {
    tally.timer = null
    writeTally(platform).catch((error: unknown) => platform.log.error({ err: error }, 'counts of the portal were not written; they are tried again with the next ones'))
  }, writeAfterMs)
  tally.timer.unref()
}

/** Writes what was counted, after what is on its way: whoever has waited for it finds all of it. */
export function writeTally(platform: Platform): Promise<void> {
  const tally = tallyOf(platform)
  const mine = tally.writing.catch(() => undefined).then(() => writeNow(platform, tally))
  tally.writing = mine
  return mine
}

/** Where it fails it is counted again. */
async function writeNow(platform: Platform, tally: Tally): Promise<void> {
  const counts = [...tally.counts.values()]
  if (counts.length === 0) return
  tally.counts.clear()
  try {
    await act(platform, system, async (step) => {
      const bodies = new Map((await institutionsByIds(step.tx, [...new Set(counts.map((each) => each.institutionId))])).map((body) => [body.id, body.regionCode]))
      const known = counts.flatMap((each) => {
        const regionCode = bodies.get(each.institutionId)
        return regionCode === undefined ? [] : [{ ...each, regionCode }]
      })
      // In one order, so that two servers that write at once do not wait for each other in a circle.
      if (known.length > 0) await addCounts(step.tx, known.toSorted((a, b) => (`${a.institutionId} ${a.onDate} ${a.what}` < `${b.institutionId} ${b.onDate} ${b.what}` ? -1 : 1)))
      for (const institutionId of bodies.keys()) await tellPortalJob.enqueue(step.tx, { institutionId }, { key: `${tellPortalJob.name} ${institutionId}` })
    })
  } catch (error) {
    for (const each of counts) {
      const key = `${each.institutionId} ${each.onDate} ${each.what}`
      const since = tally.counts.get(key)
      if (since === undefined) tally.counts.set(key, each)
      else since.n += each.n
    }
    throw error
  }
}
