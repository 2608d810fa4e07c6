import { checkPlaces } from './check.ts'
import type { ExamDefinition } from './definition.ts'
import { comparePlans, exactPlan, measurePlan, mostExact, type Plan } from './plan-exact.ts'
import { isTooLateFasting, problemOf, wishAgainst, type Ask, type Place } from './problem.ts'

/** How much an examination asks of the others: the most demanding are placed first. */
const weight = (exam: ExamDefinition): number => exam.after.length * 4 + exam.before.length * 4 + (exam.leaves === undefined ? 0 : 3) + (exam.fasting === undefined ? 0 : 2) + (exam.bladder === 'any' ? 0 : 1)

/** Rule XM-1: beyond eight, the eight most demanding exactly, the others where they cost least, then each moved as long as that helps. */
export function planMany(ask: Ask, mayGoOn: () => boolean, leftOut: ReadonlySet<string>): Plan | null {
  const exams = [...ask.exams].sort((a, b) => weight(b) - weight(a) || (a.key < b.key ? -1 : 1))
  const places = ask.places.filter((place) => {
    const exam = exams.find((each) => each.key === place.exam)
    return exam !== undefined && wishAgainst(place, ask.wish, leftOut) === null && !isTooLateFasting(exam, place.start)
  })
  const core = exactPlan(problemOf({ ...ask, exams: exams.slice(0, mostExact), places }, leftOut))
  if (core === null) return null
  let chosen: readonly Place[] = core.places
  for (const exam of exams.slice(mostExact)) {
    const grown = cheapest(exams, chosen, exam, places)
    if (grown === null) return null
    chosen = grown
  }
  for (let better = true; better && mayGoOn(); ) {
    better = false
    for (const exam of exams) {
      const moved = cheapest(exams, chosen.filter((each) => each.exam !== exam.key), exam, places)
      if (moved !== null && comparePlans(measurePlan(moved), measurePlan(chosen)) < 0) {
        chosen = moved
        better = true
      }
      if (!mayGoOn()) break
    }
  }
  return { places: inOrder(chosen), ...measurePlan(chosen), proven: false }
}

const inOrder = (places: readonly Place[]): Place[] => [...places].sort((a, b) => (a.onDate === b.onDate ? a.start - b.start : a.onDate < b.onDate ? -1 : 1))

/** With one more examination, where it costs least and breaks nothing. */
function cheapest(exams: readonly ExamDefinition[], chosen: readonly Place[], exam: ExamDefinition, places: readonly Place[]): Place[] | null {
  let best: Place[] | null = null
  for (const place of places) {
    if (place.exam !== exam.key) continue
    const grown = [...chosen, place]
    if (best !== null && comparePlans(measurePlan(grown), measurePlan(best)) >= 0) continue
    if (checkPlaces(exams, grown, null).length === 0) best = grown
  }
  return best
}
