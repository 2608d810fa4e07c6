import { earlierDate, type IsoDate } from '../../kernel/calendar.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import type { RegisterDefinition } from './rules/definition.ts'
import type { EntryFilter } from './rules/filters.ts'
import type { Turn } from './rules/periods.ts'
import { expectedUnits, isPerUnit, standingOf, unitKey, type Unit, type UnitCount, type UnitStanding } from './rules/units.ts'
import { departmentsOfBodies, staffOfBodies, type DatedDepartment, type DatedPerson } from './store/people.ts'
import * as store from './store/units.ts'

/** How a register stands over some days at one body; `need` is the number asked of each unit, `where` which entries count. */
export type StandingAsk = { readonly definition: RegisterDefinition; readonly turn: Turn; readonly dueAt: string | null; readonly need: number; readonly where?: EntryFilter }
/** `count` and `countInTime` are of the body as a whole. */
export type BodyStanding = UnitStanding & { readonly count: number; readonly countInTime: number }

const isByPerson = (ask: StandingAsk): boolean => ask.definition.scope === 'person' && isPerUnit(ask.definition)

export type Units = { readonly departments: readonly DatedDepartment[]; readonly people: readonly DatedPerson[] }

/** Departments and people that could be units of these definitions, with their days: one or two statements for any number of turns. */
export async function unitsOfBodies(read: ReadTx, institutionIds: readonly string[], definitions: readonly RegisterDefinition[], since: IsoDate): Promise<Units> {
  const byDepartment = definitions.some((each) => each.scope === 'department' || each.scope === 'ward')
  const byPerson = definitions.some((each) => each.scope === 'person' && isPerUnit(each))
  const [departments, people] = await Promise.all([byDepartment ? departmentsOfBodies(read, institutionIds, since) : [], byPerson ? staffOfBodies(read, institutionIds) : []])
  return { departments, people }
}

/** Rule RG-16: the units are those of the last day of the turn. */
export function unitsOn(definition: RegisterDefinition, units: Units, institutionId: string, on: IsoDate): Unit[] {
  return expectedUnits(
    definition,
    units.departments.filter((each) => each.institutionId === institutionId && (each.closedOn === null || each.closedOn > on)),
    units.people.filter((each) => each.institutionId === institutionId && each.joinedOn <= on && (each.leftOn === null || each.leftOn >= on)),
  )
}

/** Answers every ask in a handful of statements, whatever their number. */
export async function standingsOf(read: ReadTx, institutionId: string, asks: readonly StandingAsk[], withWaiting = false): Promise<BodyStanding[]> {
  if (asks.length === 0) return []
  const counts = asks.map(() => new Map<string, UnitCount>())
  const totals = asks.map(() => ({ count: 0, countInTime: 0 }))
  const plain = asks.map((ask) => ({ key: ask.definition.key, from: ask.turn.from, to: ask.turn.to, dueAt: ask.dueAt, where: ask.where ?? null }))
  const personal = asks.flatMap((ask, at) => (isByPerson(ask) ? [{ at, ask: plain[at] }] : [])).flatMap(({ at, ask }) => (ask === undefined ? [] : [{ at, ask }]))
  const since = asks.map((ask) => ask.turn.to).reduce(earlierDate)
  const [byDepartment, byPerson, waiting, units] = await Promise.all([
    store.countByDepartment(read, institutionId, plain), store.countByPerson(read, institutionId, personal.map((each) => each.ask)), withWaiting ? store.countWaitingUnits(read, institutionId, plain) : [],
    unitsOfBodies(read, [institutionId], asks.map((ask) => ask.definition), since),
  ])
  for (const row of byDepartment) {
    const total = totals[row.at]
    if (total === undefined) continue
    total.count += row.n
    total.countInTime += row.inTime
    counts[row.at]?.set(row.unit, { counted: row.n, inTime: row.inTime, waiting: 0 })
  }
  for (const row of byPerson) counts[personal[row.at]?.at ?? -1]?.set(row.unit, { counted: row.n, inTime: row.inTime, waiting: 0 })
  for (const row of waiting) {
    const own = counts[row.at]
    own?.set(row.unit, { ...(own.get(row.unit) ?? { counted: 0, inTime: 0 }), waiting: row.n })
  }
  return asks.map((ask, at) => {
    const own = unitsOn(ask.definition, units, institutionId, ask.turn.to)
    const total = totals[at] ?? { count: 0, countInTime: 0 }
    const body: UnitCount = { counted: total.count, inTime: total.countInTime, waiting: [...(counts[at]?.values() ?? [])].reduce((sum, each) => sum + each.waiting, 0) }
    const standing = standingOf(own, isByPerson(ask) || own.some((unit) => unitKey(unit) !== '') ? (counts[at] ?? new Map()) : new Map([['', body]]), ask.need)
    return { ...standing, ...total }
  })
}
