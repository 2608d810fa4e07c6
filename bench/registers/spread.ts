import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import type { Seeded } from '../../kernel/random.ts'
import type { Catalogued } from '../../modules/register/definitions.ts'
import { concerns } from '../../modules/register/rules/authority.ts'
import type { RegisterDefinition } from '../../modules/register/rules/definition.ts'
import { expectedDepartments } from '../../modules/register/rules/units.ts'
import type { BenchBody } from './bodies.ts'

/** One register at one body; the weight is the share of all entries that lies there. */
export type Pair = { readonly body: BenchBody; readonly register: number; readonly definition: RegisterDefinition; readonly departmentIds: readonly string[]; readonly weight: number }

const rates = { day: 12, week: 6, month: 2, quarter: 0.7, year: 0.3, none: 2 } as const

/** What is kept every day or week and by many departments holds most; large bodies enter more than small ones. */
export function pairsOf(bodies: readonly BenchBody[], registers: readonly Catalogued[]): Pair[] {
  return bodies.flatMap((body) =>
    registers.flatMap(({ definition }, register) => {
      if (!concerns(definition, body)) return []
      const departmentIds = expectedDepartments(definition, body.departments).map((each) => each.id)
      const byDepartment = definition.scope === 'department' || definition.scope === 'ward'
      if (byDepartment && departmentIds.length === 0) return []
      // A few registers are loved and many are kept because they must be.
      const loved = 1 + 3 / (1 + (register % 17))
      return [{ body, register, definition, departmentIds: byDepartment ? departmentIds : [], weight: body.size * rates[definition.period] * loved * (byDepartment ? 1.5 : 1) }]
    }),
  )
}

/** Draws a place by its weight in the same time however many there are (Walker's alias method). */
export function drawing(weights: readonly number[]): (draw: Seeded) => number {
  const sum = weights.reduce((total, each) => total + each, 0)
  const scaled = weights.map((each) => (each * weights.length) / sum)
  const alias = weights.map((_, at) => at)
  const small = scaled.flatMap((each, at) => (each < 1 ? [at] : []))
  const large = scaled.flatMap((each, at) => (each >= 1 ? [at] : []))
  for (let low = small.pop(); low !== undefined; low = small.pop()) {
    const high = large.pop()
    if (high === undefined) break
    alias[low] = high
    const rest = (scaled[high] ?? 1) + (scaled[low] ?? 1) - 1
    scaled[high] = rest
    ;(rest < 1 ? small : large).push(high)
  }
  return (draw) => {
    const at = Math.floor(draw.next() * weights.length)
    return draw.next() < (scaled[at] ?? 1) || alias[at] === undefined ? at : alias[at]
  }
}

export type Month = { readonly days: readonly IsoDate[]; readonly entries: number }

/** The days from the first to the last, month by month, with how many entries each month gets: a little more every month. */
export function monthsOf(first: IsoDate, last: IsoDate, entries: number): Month[] {
  const months: IsoDate[][] = []
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const open = months.at(-1)
    if (open === undefined || open[0]?.slice(0, 7) !== day.slice(0, 7)) months.push([day])
    else open.push(day)
  }
  const weights = months.map((days, at) => days.length * (1 + at / months.length))
  const sum = weights.reduce((total, each) => total + each, 0)
  return months.map((days, at) => ({ days, entries: Math.round(((weights[at] ?? 0) * entries) / sum) }))
}
