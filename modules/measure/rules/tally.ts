import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Fact, FactChange } from '../../../kernel/fact.ts'
import type { Amount } from './amount.ts'
import type { Measure } from './counting.ts'
import type { MeasureDefinition } from './definition.ts'

/** Where a counter row stands; department and unit carry the zero id where there is none. */
type Place = { readonly institutionId: string; readonly regionCode: string; readonly key: string; readonly version: number; readonly on: IsoDate }
export type CounterRow = Place & { readonly departmentId: string; readonly numerator: Amount; readonly denominator: Amount; readonly facts: number }
export type UnitRow = Place & { readonly unitId: string; readonly facts: number; readonly amount: Amount }
export type StateRow = Place & { readonly factId: string; readonly value: Amount; readonly outOf: Amount | null }
export type LeaveRow = { readonly institutionId: string; readonly regionCode: string; readonly kind: string; readonly factId: string; readonly staffId: string; readonly from: IsoDate; readonly to: IsoDate | null }

/** What became of one fact's row: absent is null. */
type Turn<Row> = { readonly before: Row | null; readonly after: Row | null }
type Said<Row> = Turn<Row> & { readonly of: Fact }

/** Differences to counters, and the rows that single facts write. */
export type Tally = {
  readonly counters: Map<string, CounterRow>
  readonly units: Map<string, UnitRow>
  readonly states: Map<string, Said<StateRow>>
  readonly leaves: Map<string, Said<readonly LeaveRow[]>>
}
export const newTally = (): Tally => ({ counters: new Map(), units: new Map(), states: new Map(), leaves: new Map() })

export const nobody = '00000000-0000-0000-0000-000000000000'

const placeOf = (measure: Measure, fact: Fact): Place => ({ institutionId: fact.institutionId, regionCode: fact.regionCode, key: measure.key, version: measure.version, on: fact.on })
const id = (place: Place, rest: string) => `${place.institutionId} ${place.key} ${place.version} ${place.on} ${rest}`

/** Rule ME-4: every change takes away what the fact was worth before and adds what it is worth now. */
export function tellMeasure(tally: Tally, measure: Measure, change: FactChange): void {
  if (change.before !== null) count(tally, measure, change.before, -1)
  if (change.after !== null) count(tally, measure, change.after, 1)
}

function count(tally: Tally, measure: Measure, fact: Fact, sign: 1 | -1): void {
  const { counting } = measure
  const place = placeOf(measure, fact)
  switch (counting.shape) {
    case 'ratio':
    case 'sum': {
      const numerator = counting.numerator.worth(fact)
      const denominator = counting.denominator?.worth(fact) ?? null
      if (numerator === null && denominator === null) return
      const departmentId = fact.departmentId ?? nobody
      const at = id(place, departmentId)
      const old = tally.counters.get(at)
      tally.counters.set(at, { ...place, departmentId, numerator: (old?.numerator ?? 0n) + BigInt(sign) * (numerator ?? 0n), denominator: (old?.denominator ?? 0n) + BigInt(sign) * (denominator ?? 0n), facts: (old?.facts ?? 0) + sign })
      return
    }
    case 'coverage':
    case 'accumulation': {
      const amount = counting.part.worth(fact)
      if (amount === null) return
      const unitIds = counting.unitOf === 'staff' ? new Set(fact.staffIds) : fact.departmentId === null ? [] : [fact.departmentId]
      for (const unitId of unitIds) {
        const at = id(place, unitId)
        const old = tally.units.get(at)
        tally.units.set(at, { ...place, unitId, facts: (old?.facts ?? 0) + sign, amount: (old?.amount ?? 0n) + BigInt(sign) * (counting.shape === 'accumulation' ? amount : 0n) })
      }
      return
    }
    case 'state': {
      if (counting.value.kind !== fact.kind) return
      const value = counting.value.worth(fact)
      const outOf = counting.outOf?.worth(fact) ?? null
      const row = value === null || (counting.outOf !== null && outOf === null) ? null : { ...place, factId: fact.id, value, outOf }
      say(tally.states, id(place, fact.id), fact, row, sign)
      return
    }
    case 'change':
      return
  }
}

/** Facts of a kind that says who is away; facts without a first day say nothing. */
export function tellLeave(tally: Tally, kind: string, change: FactChange): void {
  const turns = [[change.before, -1], [change.after, 1]] as const
  for (const [fact, sign] of turns) {
    if (fact === null || fact.kind !== kind) continue
    const { from_on: from, to_on: to } = fact.fields
    const rows = typeof from !== 'string' ? [] : [...new Set(fact.staffIds)].map((staffId) => ({ institutionId: fact.institutionId, regionCode: fact.regionCode, kind, factId: fact.id, staffId, from, to: typeof to === 'string' ? to : null }))
    say(tally.leaves, `${fact.institutionId} ${kind} ${fact.id}`, fact, rows.length === 0 ? null : rows, sign)
  }
}

function say<Row>(rows: Map<string, Said<Row>>, at: string, of: Fact, row: Row | null, sign: 1 | -1): void {
  const old = rows.get(at)
  rows.set(at, sign === 1 ? { of, before: old?.before ?? null, after: row } : { of, before: old === undefined ? row : old.before, after: null })
}

const isSame = (a: unknown, b: unknown) => stable(a) === stable(b)
const stable = (value: unknown) => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each))

/** What is left to write: differences of nothing are dropped, so a correction that changes no figure touches none. */
export function settle(tally: Tally) {
  return {
    counters: [...tally.counters.values()].filter((row) => row.facts !== 0 || row.numerator !== 0n || row.denominator !== 0n),
    units: [...tally.units.values()].filter((row) => row.facts !== 0 || row.amount !== 0n),
    states: [...tally.states.values()].filter((said) => !isSame(said.before, said.after)),
    leaves: [...tally.leaves.values()].filter((said) => !isSame(said.before, said.after)),
  }
}
export type Settled = ReturnType<typeof settle>

/** Days on which values of a measure at an institution may have changed; `until` null has no end. */
export type Touched = { readonly institutionId: string; readonly regionCode: string; readonly measureKey: string; readonly on: IsoDate; readonly until: IsoDate | null }

type Definitions = { readonly definitions: ReadonlyMap<string, MeasureDefinition>; readonly all: readonly MeasureDefinition[] }
const known = new WeakMap<readonly Measure[], Definitions>()

/** The definitions of measures that are asked about with every fact: put in order once. */
function definitionsOf(measures: readonly Measure[]): Definitions {
  const before = known.get(measures)
  if (before !== undefined) return before
  const made = { definitions: new Map(measures.map((each) => [`${each.key} ${each.version}`, each.definition])), all: measures.map((each) => each.definition) }
  known.set(measures, made)
  return made
}

/** Rule ME-6: which values a written difference can move: those of its day, of all later days for a state, of the year or all later days for an accumulation, of the days away for a coverage; with them all later values of a change. */
export function touchedBy(settled: Settled, measures: readonly Measure[]): Touched[] {
  const touched = new Map<string, Touched>()
  const touch = (of: { institutionId: string; regionCode: string }, measureKey: string, on: IsoDate, until: IsoDate | null) =>
    touched.set(`${of.institutionId} ${measureKey} ${on} ${until ?? ''}`, { institutionId: of.institutionId, regionCode: of.regionCode, measureKey, on, until })
  const { definitions, all: every } = definitionsOf(measures)
  for (const row of settled.counters) touch(row, row.key, row.on, row.on)
  for (const row of settled.units) {
    const definition = definitions.get(`${row.key} ${row.version}`)
    touch(row, row.key, row.on, definition?.shape !== 'accumulation' ? row.on : definition.over === 'year' ? `${row.on.slice(0, 4)}-12-31` : null)
  }
  for (const { of, before, after } of settled.states) for (const row of [before, after]) if (row !== null) touch(of, row.key, row.on, null)
  for (const { of, before, after } of settled.leaves) {
    for (const row of [...(before ?? []), ...(after ?? [])]) {
      for (const each of measures) if (each.counting.shape === 'coverage' && each.counting.leave === row.kind && (row.to === null || row.to >= row.from)) touch(of, each.key, row.from, row.to)
    }
  }
  const all = withChanges([...touched.values()], every)
  return all.sort((a, b) => (a.institutionId + a.measureKey + a.on < b.institutionId + b.measureKey + b.on ? -1 : 1))
}

/** Rule ME-6: what is compared with may lie any time before, so every later value of a change can move with its measure. */
export function withChanges(touched: readonly Touched[], definitions: readonly MeasureDefinition[]): Touched[] {
  const all = new Map(touched.map((each) => [`${each.institutionId} ${each.measureKey} ${each.on} ${each.until ?? ''}`, each]))
  for (const definition of definitions) {
    if (definition.shape !== 'change') continue
    for (const each of touched) if (each.measureKey === definition.of) all.set(`${each.institutionId} ${definition.key} ${each.on}`, { ...each, measureKey: definition.key, until: null })
  }
  return [...all.values()]
}
