import type { ReadTx } from '../../server/platform/database.ts'
import { departmentsOn, rosterOn, type RosterDepartment, type RosterPerson } from '../directory/public.ts'
import type { LiveMeasure } from './live.ts'
import { amountOf } from './rules/amount.ts'
import type { MeasureDefinition } from './rules/definition.ts'
import type { Period } from './rules/periods.ts'
import { accumulationOf, accumulationSpan, coverageOf, unitsAsked, type Leave } from './rules/units.ts'
import type { Parts, Sums } from './rules/value.ts'
import { listProgress } from './store/definitions.ts'
import { listLeaves, newestStates, sumCounters, sumUnits, type Ask, type CountedUnits } from './store/sums.ts'

/** One value that is asked for. */
export type Slot = { readonly measure: LiveMeasure; readonly institutionId: string; readonly period: Period }

type There = { readonly roster: readonly RosterPerson[]; readonly departments: readonly RosterDepartment[] }
type Coverage = Extract<MeasureDefinition, { shape: 'coverage' }>

/** Who and what belonged to a body on a day, asked once per body and day. */
function rosters(read: ReadTx) {
  const people = new Map<string, Promise<RosterPerson[]>>()
  const places = new Map<string, Promise<RosterDepartment[]>>()
  const once = <T>(kept: Map<string, Promise<T>>, at: string, ask: () => Promise<T>): Promise<T> => {
    const known = kept.get(at) ?? ask()
    kept.set(at, known)
    return known
  }
  return async (definition: Coverage, institutionId: string, on: string): Promise<There> => {
    const at = `${institutionId} ${on}`
    return {
      roster: definition.unitOf === 'staff' ? await once(people, at, () => rosterOn(read, institutionId, on)) : [],
      departments: definition.unitOf === 'department' || definition.departments !== undefined ? await once(places, at, () => departmentsOn(read, institutionId, on)) : [],
    }
  }
}

const askOf = ({ measure, institutionId, period }: Slot): Ask => ({
  institutionId, key: measure.key, version: measure.version, period: measure.definition.shape === 'accumulation' ? accumulationSpan(measure.definition.over, period) : period,
})

const noUnits: CountedUnits = { units: new Map(), facts: 0, countedAt: null }

/** The sums behind each value, in the order asked, in a handful of statements however many there are. */
export async function sumsOf(read: ReadTx, slots: readonly Slot[]): Promise<Sums[]> {
  const sums: Sums[] = slots.map(() => null)
  const waiting = await stillCounting(read, slots)
  const open = slots.map((slot, at) => ({ slot, at })).filter(({ slot }) => !waiting(slot))
  for (const [at, slot] of slots.entries()) if (waiting(slot)) sums[at] = 'counting'
  const of = (...shapes: readonly string[]) => open.filter(({ slot }) => shapes.includes(slot.measure.definition.shape))

  const [counters, states, units] = [of('ratio', 'sum'), of('state'), of('coverage', 'accumulation')]
  const [counted, newest, byUnit, askedOf] = await Promise.all([
    sumCounters(read, counters.map(({ slot }) => askOf(slot))), newestStates(read, states.map(({ slot }) => askOf(slot))),
    sumUnits(read, units.map(({ slot }) => askOf(slot))), unitsOf(read, units.map(({ slot }) => slot)),
  ])
  counters.forEach(({ slot, at }, n) => {
    const found: Parts = counted.get(n) ?? { numerator: 0n, denominator: 0n, facts: 0, countedAt: null }
    sums[at] = slot.measure.definition.shape === 'sum' ? { ...found, denominator: null } : found
  })
  states.forEach(({ at }, n) => {
    sums[at] = newest.get(n) ?? null
  })
  for (const [n, { slot, at }] of units.entries()) {
    const { definition } = slot.measure
    const found = byUnit.get(n) ?? noUnits
    if (definition.shape === 'coverage') sums[at] = { ...coverageOf(askedOf[n] ?? [], found.units, definition.least), facts: found.facts, countedAt: found.countedAt }
    if (definition.shape === 'accumulation') sums[at] = { ...accumulationOf(found.units, amountOf(definition.reach) ?? 0n), facts: found.facts, countedAt: found.countedAt }
  }
  return sums
}

/** For each coverage asked the units that belong to it; for anything else none. */
export async function unitsOf(read: ReadTx, slots: readonly Slot[]): Promise<string[][]> {
  const there = rosters(read)
  const away = await leavesOf(read, slots)
  const found: string[][] = []
  for (const { measure, institutionId, period } of slots) {
    const { definition, counting } = measure
    if (definition.shape !== 'coverage') {
      found.push([])
      continue
    }
    const leaves = counting.shape === 'coverage' && counting.leave !== null ? (away.get(`${institutionId} ${counting.leave}`) ?? []) : []
    found.push(unitsAsked(definition, period, { ...(await there(definition, institutionId, period.to)), leaves }))
  }
  return found
}

async function leavesOf(read: ReadTx, slots: readonly Slot[]): Promise<Map<string, Leave[]>> {
  const kinds = new Set(slots.flatMap(({ measure: { counting } }) => (counting.shape === 'coverage' && counting.leave !== null ? [counting.leave] : [])))
  if (kinds.size === 0) return new Map()
  const days = slots.map(({ period }) => period)
  const rows = await listLeaves(read, {
    institutionIds: [...new Set(slots.map((slot) => slot.institutionId))], kinds: [...kinds],
    from: days.reduce((least, each) => (each.from < least ? each.from : least), '9999-12-31'), to: days.reduce((most, each) => (each.to > most ? each.to : most), '0001-01-01'),
  })
  return Map.groupBy(rows, (row) => `${row.institutionId} ${row.kind}`)
}

/** Which of these are still being derived for their institution. */
async function stillCounting(read: ReadTx, slots: readonly Slot[]): Promise<(slot: Slot) => boolean> {
  const open = slots.filter(({ measure }) => measure.readyAt === null)
  if (open.length === 0) return () => false
  const done = new Set((await listProgress(read, { institutionIds: [...new Set(open.map((slot) => slot.institutionId))] })).map((row) => `${row.institutionId} ${row.key} ${row.version}`))
  return ({ measure, institutionId }) => measure.readyAt === null && !done.has(`${institutionId} ${measure.key} ${measure.version}`)
}
