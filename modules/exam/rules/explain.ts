import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ExamDefinition } from './definition.ts'
import { fewestTrips, leastWaitingIn } from './plan-days.ts'
import { mostExact, type Plan } from './plan-exact.ts'
import { isTooLateFasting, problemOf, wishAgainst, type Ask } from './problem.ts'
import { causesBetween, type Cause } from './relations.ts'

/** What stands in the way of fewer days, of less waiting, or of any plan. */
export type Reason =
  | { readonly kind: 'cause'; readonly cause: Cause }
  | { readonly kind: 'wish'; readonly wish: 'dates' | 'mornings' | 'weekdays' }
  | { readonly kind: 'fasting-hour' }
  /** The free days of these two never meet. */
  | { readonly kind: 'apart'; readonly first: string; readonly second: string }
  /** The free times of a day do not fit one after the other. */
  | { readonly kind: 'times' }
  | { readonly kind: 'no-place'; readonly exam: string; readonly because: 'none-free' | 'wish' | 'fasting-hour' }

/** Rule XM-9: what alone, if it were not there, would allow a plan in fewer days; else what the free places themselves do not allow. */
export function whyNotFewer(ask: Ask, plan: Pick<Plan, 'trips'>): Reason[] {
  if (plan.trips <= 1 || ask.exams.length > mostExact) return []
  const bound = limitsOf(ask).filter(({ id }) => {
    const { found } = fewestTrips(problemOf(ask, new Set([id])))
    return found !== null && found.trips < plan.trips
  })
  return bound.length > 0 ? bound.map((each) => each.reason) : placesApart(ask)
}

/** Rule XM-9: what alone makes the waiting on the days of the plan. */
export function whyNotSooner(ask: Ask, plan: Pick<Plan, 'places' | 'trips' | 'waiting'>): Reason[] {
  if (plan.waiting === 0 || ask.exams.length > mostExact) return []
  const days = new Set(plan.places.map((place) => place.onDate))
  const second = { ...ask, places: ask.places.filter((place) => days.has(place.onDate)) }
  const bound = limitsOf(second).filter(({ id }) => leastWaitingIn(problemOf(second, new Set([id])), plan.trips, plan.waiting - 1).found !== null)
  return bound.length > 0 ? bound.map((each) => each.reason) : [{ kind: 'times' }]
}

/** Rule XM-10: why there is no plan at all. */
export function whyNone(ask: Ask): Reason[] {
  const lacking = ask.exams.flatMap((exam): Reason[] => {
    const own = ask.places.filter((place) => place.exam === exam.key)
    if (own.length === 0) return [{ kind: 'no-place', exam: exam.key, because: 'none-free' }]
    const wished = own.filter((place) => wishAgainst(place, ask.wish) === null)
    if (wished.length === 0) return [{ kind: 'no-place', exam: exam.key, because: 'wish' }]
    return wished.every((place) => isTooLateFasting(exam, place.start)) ? [{ kind: 'no-place', exam: exam.key, because: 'fasting-hour' }] : []
  })
  if (lacking.length > 0) return lacking
  const within = { ...ask, exams: ask.exams.slice(0, mostExact) }
  const bound = limitsOf(within).filter(({ id }) => fewestTrips(problemOf(within, new Set([id]))).found !== null)
  return bound.length > 0 ? bound.map((each) => each.reason) : [{ kind: 'times' }]
}

/** Every limit that can be left out to see what it costs. */
function limitsOf({ exams, wish }: Ask): { readonly id: string; readonly reason: Reason }[] {
  const causes = exams.flatMap((first) => exams.flatMap((second) => (first === second ? [] : causesBetween(first, second)))).map((cause) => ({ id: cause.id, reason: { kind: 'cause', cause } as const }))
  const wishes = [
    ...(wish.mornings ? [{ id: 'mornings', reason: { kind: 'wish', wish: 'mornings' } as const }] : []),
    ...(wish.weekdays.length > 0 ? [{ id: 'weekdays', reason: { kind: 'wish', wish: 'weekdays' } as const }] : []),
    { id: 'dates', reason: { kind: 'wish', wish: 'dates' } as const },
  ]
  return [...causes, ...wishes, ...(exams.some((exam) => exam.fasting !== undefined) ? [{ id: 'fasting-hour', reason: { kind: 'fasting-hour' } as const }] : [])]
}

function placesApart(ask: Ask): Reason[] {
  const days = new Map(ask.exams.map((exam) => [exam.key, daysOf(ask, exam)]))
  for (const [at, first] of ask.exams.entries()) {
    for (const second of ask.exams.slice(at + 1)) {
      if ([...(days.get(first.key) ?? [])].every((day) => !(days.get(second.key) ?? new Set()).has(day))) return [{ kind: 'apart', first: first.key, second: second.key }]
    }
  }
  return [{ kind: 'times' }]
}

const daysOf = (ask: Ask, exam: ExamDefinition): Set<IsoDate> =>
  new Set(ask.places.filter((place) => place.exam === exam.key && wishAgainst(place, ask.wish) === null && !isTooLateFasting(exam, place.start)).map((place) => place.onDate))
