import { diffDays } from '../../../kernel/calendar.ts'
import type { ExamDefinition } from './definition.ts'
import { isTooLateFasting, walkMinutes, wishAgainst, type Place, type Wish } from './problem.ts'
import { relationOf, type Cause } from './relations.ts'

/** What a placement breaks. `hard` false: it goes against the patient's wish, which the patient may give up. */
export type Breach =
  | { readonly kind: 'overlap' | 'walk'; readonly first: string; readonly second: string; readonly minutes: number; readonly hard: true }
  | { readonly kind: 'cause'; readonly first: string; readonly second: string; readonly cause: Cause; readonly hard: true }
  | { readonly kind: 'fasting-hour'; readonly exam: string; readonly until: string; readonly hard: true }
  | { readonly kind: 'wish'; readonly exam: string; readonly wish: 'dates' | 'mornings' | 'weekdays'; readonly hard: false }

const none: ReadonlySet<string> = new Set()

/** Rule XM-8: everything that stands between these places, at once: what was dragged is told all that it breaks. */
export function checkPlaces(exams: readonly ExamDefinition[], places: readonly Place[], wish: Wish | null): Breach[] {
  const byKey = new Map(exams.map((exam) => [exam.key, exam]))
  const inOrder = [...places].sort((a, b) => (a.onDate === b.onDate ? a.start - b.start : a.onDate < b.onDate ? -1 : 1))
  const breaches: Breach[] = []
  for (const [at, place] of inOrder.entries()) {
    const exam = byKey.get(place.exam)
    if (exam === undefined) continue
    if (exam.fasting !== undefined && isTooLateFasting(exam, place.start)) breaches.push({ kind: 'fasting-hour', exam: exam.key, until: exam.fasting.until, hard: true })
    const against = wish === null ? null : wishAgainst(place, wish)
    if (against !== null) breaches.push({ kind: 'wish', exam: exam.key, wish: against, hard: false })
    for (const later of inOrder.slice(at + 1)) {
      const second = byKey.get(later.exam)
      if (second !== undefined) breaches.push(...between(exam, place, second, later))
    }
  }
  return breaches
}

function between(exam: ExamDefinition, place: Place, second: ExamDefinition, later: Place): Breach[] {
  const pair = { first: exam.key, second: second.key }
  const relation = relationOf(exam, second, none)
  if (place.onDate !== later.onDate) {
    const apart = diffDays(place.onDate, later.onDate)
    return relation.causes.filter((cause) => cause.days === null || cause.days > apart).map((cause) => ({ kind: 'cause', ...pair, cause, hard: true }))
  }
  const gap = later.start - place.end
  const walk = walkMinutes(place, later)
  const told: Breach[] = relation.causes.filter((cause) => cause.minutes === null || (cause.days ?? 0) > 0 || cause.minutes > gap).map((cause) => ({ kind: 'cause', ...pair, cause, hard: true }))
  if (gap < 0) return [{ kind: 'overlap', ...pair, minutes: -gap, hard: true }, ...told]
  if (gap < walk) return [{ kind: 'walk', ...pair, minutes: walk, hard: true }, ...told]
  return told
}
