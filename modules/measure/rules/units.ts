import { addDays, laterDate, type IsoDate } from '../../../kernel/calendar.ts'
import { countOf, type Amount } from './amount.ts'
import type { MeasureDefinition } from './definition.ts'
import type { Period } from './periods.ts'

export type Person = { readonly staffId: string; readonly joinedOn: IsoDate; readonly departmentIds: readonly string[] }
export type Department = { readonly id: string; readonly kind: string }
export type Leave = { readonly staffId: string; readonly from: IsoDate; readonly to: IsoDate | null }
type Coverage = Extract<MeasureDefinition, { shape: 'coverage' }>

/** Rule ME-9: away on every day of the period on which the person belonged to the institution, by one leave or several. */
export function isAwayThroughout(person: Person, leaves: readonly Leave[], period: Period): boolean {
  let missing = laterDate(period.from, person.joinedOn)
  for (const leave of [...leaves].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (leave.from > missing) return false
    if (leave.to === null || leave.to >= period.to) return true
    if (leave.to >= missing) missing = addDays(leave.to, 1)
  }
  return false
}

/**
 * Rule ME-8: the units a coverage is asked of are those that belong to the institution on the last day of the period: who
 * joined by then, not who left before; of the named kinds of department where there are any; without who was away throughout.
 */
export function unitsAsked(definition: Coverage, period: Period, there: { readonly roster: readonly Person[]; readonly departments: readonly Department[]; readonly leaves: readonly Leave[] }): string[] {
  const kinds: readonly string[] | undefined = definition.departments
  const wanted = new Set(there.departments.filter((each) => kinds === undefined || kinds.includes(each.kind)).map((each) => each.id))
  if (definition.unitOf === 'department') return [...wanted]
  const leaves = Map.groupBy(there.leaves, (each) => each.staffId)
  return there.roster
    .filter((person) => kinds === undefined || person.departmentIds.some((each) => wanted.has(each)))
    .filter((person) => !isAwayThroughout(person, leaves.get(person.staffId) ?? [], period))
    .map((person) => person.staffId)
}

type Counted = { readonly facts: number; readonly amount: Amount }
/** Rule ME-8: numerator are the units asked with at least so many facts in the period. */
export const coverageOf = (asked: readonly string[], counted: ReadonlyMap<string, Counted>, least: number) => ({
  numerator: countOf(asked.filter((unit) => (counted.get(unit)?.facts ?? 0) >= least).length),
  denominator: countOf(asked.length),
})

/** Rule ME-10: of the persons with facts, those whose sum reached the mark. */
export function accumulationOf(counted: ReadonlyMap<string, Counted>, reach: Amount) {
  const persons = [...counted.values()].filter((each) => each.facts > 0)
  return { numerator: countOf(persons.filter((each) => each.amount >= reach).length), denominator: countOf(persons.length) }
}

/** Rule ME-10: the days an accumulation is summed over: the calendar year up to the end of the period, or all time up to it. */
export const accumulationSpan = (over: 'year' | 'career', period: Period): Period => ({ from: over === 'year' ? `${period.to.slice(0, 4)}-01-01` : '0001-01-01', to: period.to })
