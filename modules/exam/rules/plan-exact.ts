import type { IsoDate } from '../../../kernel/calendar.ts'
import { fewestTrips, leastWaitingIn, servingSets } from './plan-days.ts'
import type { Place, Problem } from './problem.ts'

/** So many examinations are planned exactly; with more the best that is found in the time is offered, and said to be that. */
export const mostExact = 8

export type Plan = {
  readonly places: readonly Place[]
  readonly trips: number
  /** Minutes in the house between examinations, ways included. */
  readonly waiting: number
  readonly lastOn: IsoDate
  readonly finish: number
  /** No plan has fewer days, and none of as few days waits less or is over earlier. */
  readonly proven: boolean
}

/** Limits on waiting that are tried before what some plan is known to need: the fewer ways are left, the faster the search. */
const limits = [60, 180] as const

export function exactPlan(problem: Problem): Plan | null {
  const trips = fewestTrips(problem)
  if (trips.found === null) return null
  const { trips: fewest, waiting } = trips.found
  const serving = servingSets(problem, fewest)
  for (const most of [...limits.filter((each) => each < waiting), waiting]) {
    const { found, proven } = leastWaitingIn(problem, fewest, most, serving)
    if (found !== null) {
      const places = found.chosen.flatMap((each) => each.way.places)
      const last = found.chosen.at(-1)
      return { places, trips: found.trips, waiting: found.waiting, lastOn: places.at(-1)?.onDate ?? '', finish: last?.way.finish ?? 0, proven: proven && trips.proven }
    }
  }
  return null
}

/** What a set of places comes to. */
export function measurePlan(places: readonly Place[]): Pick<Plan, 'trips' | 'waiting' | 'lastOn' | 'finish'> {
  const days = [...Map.groupBy(places, (place) => place.onDate).entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  const waits = days.map(([, own]) => Math.max(...own.map((each) => each.end)) - Math.min(...own.map((each) => each.start)) - own.reduce((sum, each) => sum + each.end - each.start, 0))
  const last = days.at(-1)
  return { trips: days.length, waiting: waits.reduce((sum, each) => sum + each, 0), lastOn: last?.[0] ?? '', finish: Math.max(0, ...(last?.[1] ?? []).map((each) => each.end)) }
}

/** Negative where the first is better: fewer days, less waiting, over first. */
export const comparePlans = (a: Pick<Plan, 'trips' | 'waiting' | 'lastOn' | 'finish'>, b: Pick<Plan, 'trips' | 'waiting' | 'lastOn' | 'finish'>): number =>
  a.trips - b.trips || a.waiting - b.waiting || (a.lastOn < b.lastOn ? -1 : a.lastOn > b.lastOn ? 1 : a.finish - b.finish)
