import { mostExact, exactPlan, type Plan } from './plan-exact.ts'
import { planMany } from './plan-many.ts'
import { problemOf, type Ask } from './problem.ts'

export const mostExams = 12

/** Rule XM-1: fewest days, then least waiting, then over first. Null where no plan exists. `mayGoOn` ends the search beyond eight examinations. */
export function planExams(ask: Ask, mayGoOn: () => boolean = () => true, leftOut: ReadonlySet<string> = new Set()): Plan | null {
  if (ask.exams.length === 0) return null
  if (ask.exams.length > mostExact) return planMany(ask, mayGoOn, leftOut)
  return exactPlan(problemOf(ask, leftOut))
}

/** Rule XM-7: up to so many plans, each on other days than those before it: the first is the best, the others are choices. */
export function proposePlans(ask: Ask, count: number, mayGoOn: () => boolean = () => true): Plan[] {
  const plans: Plan[] = []
  let places = ask.places
  while (plans.length < count) {
    const plan = planExams({ ...ask, places }, mayGoOn)
    if (plan === null) break
    plans.push(plan)
    const [first] = plan.places
    places = places.filter((place) => place.onDate !== first?.onDate)
  }
  return plans
}
