import type { z } from 'zod'
import { mayActFor, type Actor } from '../../kernel/actor.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import { refusalOf, refuse, RefusedError } from '../../kernel/refusal.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { findInstitution, listInstitutions } from '../directory/public.ts'
import { bodyOf, ownBody } from './commands/body.ts'
import type { DefinitionView, InstitutionMissing, MissingRow, PeriodView, RegisterRow, Standing } from './contract.ts'
import { listRegisters, loadRegister, versionOf, type Known } from './definitions.ts'
import { concerns, departmentsFor, isMine, mayEnter, type Body } from './rules/authority.ts'
import { needsConfirmation } from './rules/entry.ts'
import { mayImport } from './rules/import/columns.ts'
import type { RegisterDefinition } from './rules/definition.ts'
import { sayTurn, turnBefore, turnOn, type Turn } from './rules/periods.ts'
import { standingOf, type Unit, type UnitCount } from './rules/units.ts'
import { dayRange, needsDepartment } from './rules/validate.ts'
import { standingsOf, unitsOfBodies, unitsOn, type BodyStanding } from './standings.ts'
import { countWaiting } from './store/entries.ts'
import { departmentsOfBodies } from './store/people.ts'
import { countOverBodies } from './store/units.ts'
import type { Asker } from './views.ts'

/** The body that is asked about: the own one, or another in sight. */
async function bodyAsked({ read, actor }: Asker, institutionId: string | undefined): Promise<Body & { name: string }> {
  const found = institutionId === undefined ? undefined : await findInstitution(read, institutionId)
  if (institutionId === undefined) {
    const own = await ownBody(read, actor)
    return { ...own, name: (await findInstitution(read, own.institutionId))?.name ?? '' }
  }
  if (found === undefined || !mayActFor(actor, { institutionId: found.id, regionCode: found.regionCode })) throw new RefusedError('not_found')
  return { ...bodyOf(found), name: found.name }
}

const viewTurn = (definition: RegisterDefinition, turn: Turn, today: IsoDate): z.input<typeof PeriodView> => ({ ...turn, state: turn.to < today ? 'ended' : 'running', label: sayTurn(definition.period, turn) })
const viewStanding = (definition: RegisterDefinition, turn: Turn, today: IsoDate, { expected, reached }: { expected: number; reached: number }): z.input<typeof Standing> => ({ period: viewTurn(definition, turn, today), expected, reached })

type Asked = { readonly definition: RegisterDefinition; readonly turn: Turn }
/** The turns in which something is expected: the running one, and with `ended` the one before. */
function turnsAsked(definition: RegisterDefinition, body: Body, today: IsoDate, ended: boolean): Asked[] {
  const running = definition.expect > 0 && concerns(definition, body) ? turnOn(definition.period, today) : null
  if (running === null) return []
  const before = ended ? turnBefore(definition.period, running) : null
  return [{ definition, turn: running }, ...(before === null ? [] : [{ definition, turn: before }])]
}

async function standings(read: ReadTx, body: Body, asked: readonly Asked[], withWaiting: boolean): Promise<(Asked & { standing: BodyStanding })[]> {
  const found = await standingsOf(read, body.institutionId, asked.map((each) => ({ ...each, dueAt: null, need: each.definition.expect })), withWaiting)
  return asked.flatMap((each, at) => {
    const standing = found[at]
    return standing === undefined ? [] : [{ ...each, standing }]
  })
}

/** Registers that concern the body, those of the asker's own work first; a commission that asks about nobody in particular sees them all. */
export async function viewRegisters(asker: Asker, institutionId: string | undefined): Promise<z.input<typeof RegisterRow>[]> {
  const { read, actor, today } = asker
  const body = await bodyAsked(asker, institutionId)
  const everything = institutionId === undefined && actor.regionPrefix !== null
  const known = (await listRegisters(read)).filter((each) => everything || each.retired || concerns(each.definition, body))
  const live = known.filter((each) => !each.retired).map((each) => each.definition)
  const found = await standings(read, body, live.flatMap((definition) => turnsAsked(definition, body, today, false)), false)
  const standing = new Map(found.map((each) => [each.definition.key, viewStanding(each.definition, each.turn, today, each.standing)]))
  const waiting = await countWaiting(read, body.institutionId, live.filter(needsConfirmation).map((definition) => definition.key))
  const rows = known.map(({ definition, version, retired }) => ({
    key: definition.key, name: definition.name, why: definition.why, does: definition.does, group: definition.group, scope: definition.scope, period: definition.period, expect: definition.expect, version, retired,
    mine: !retired && isMine(definition, actor), waiting: waiting.get(definition.key) ?? 0, standing: standing.get(definition.key) ?? null, open: definition.open !== undefined,
  }))
  return rows.sort((a, b) => Number(b.mine) - Number(a.mine) || Number(a.retired) - Number(b.retired) || (a.key < b.key ? -1 : 1))
}

const enterBlocked = (known: Known, body: Body, actor: Actor) => (known.retired ? refuse('register.retired') : mayEnter(known.definition, body, actor))

export async function viewRegister(asker: Asker, key: string, ask: { institutionId: string | undefined; version: number | undefined }): Promise<z.input<typeof DefinitionView>> {
  const { read, actor, today } = asker
  const body = await bodyAsked(asker, ask.institutionId)
  const known = await loadRegister(read, key)
  const { definition } = known
  const shown = ask.version === undefined || ask.version === known.version ? definition : await versionOf(read, key, ask.version)
  const mine = departmentsFor(actor, definition.enter)
  const departments = needsDepartment(definition) && actor.institutionId === body.institutionId ? (await departmentsOfBodies(read, [body.institutionId], today)).filter((each) => mine === 'all' || mine.includes(each.id)) : []
  const found = known.retired ? [] : await standings(read, body, turnsAsked(definition, body, today, true), false)
  const enter = enterBlocked(known, body, actor)
  return {
    version: ask.version ?? known.version, sha256: known.sha256, since: known.since, retired: known.retired, definition: shown,
    departments: departments.map(({ id, name, kind }) => ({ id, name, kind })), needsDepartment: needsDepartment(definition), days: dayRange(definition, today),
    standing: found.map((each) => viewStanding(each.definition, each.turn, today, each.standing)),
    blocked: { enter: refusalOf(enter), import: refusalOf(enter ?? mayImport(definition)), export: null },
  }
}

const viewUnit = ({ departmentId, staffId, name, counted, waiting }: Unit & UnitCount) => ({ departmentId, staffId, name, entered: counted, waiting })

/** Rule RG-17: what is missing at one body in the running turn and in the last one that is over. */
export async function viewMissing(asker: Asker, institutionId: string | undefined): Promise<z.input<typeof MissingRow>[]> {
  const { read, actor, today } = asker
  const body = await bodyAsked(asker, institutionId)
  const live = (await listRegisters(read)).filter((each) => !each.retired).map((each) => each.definition)
  const found = await standings(read, body, live.flatMap((definition) => turnsAsked(definition, body, today, true)), true)
  const rows = found.filter((each) => each.standing.missing.length > 0).map(({ definition, turn, standing }) => {
    const own = mayEnter(definition, body, actor) === null ? departmentsFor(actor, definition.enter) : []
    return {
      registerKey: definition.key, name: definition.name, period: viewTurn(definition, turn, today), expect: definition.expect, expected: standing.expected, reached: standing.reached, missing: standing.missing.map(viewUnit),
      mine: own === 'all' || standing.missing.some((unit) => unit.departmentId !== null && own.includes(unit.departmentId)),
    }
  })
  return rows.sort((a, b) => Number(b.mine) - Number(a.mine) || Number(a.period.state === 'running') - Number(b.period.state === 'running') || (a.period.to < b.period.to ? -1 : 1))
}

/** One register and turn over every body in sight that it concerns. */
export async function viewMissingOf(asker: Asker, key: string, on: IsoDate | undefined): Promise<{ period: z.input<typeof PeriodView> | null; rows: z.input<typeof InstitutionMissing>[]; all: z.input<typeof Standing> | null }> {
  const { read, actor, today } = asker
  const { definition, retired } = await loadRegister(read, key)
  const turn = definition.expect > 0 && !retired ? turnOn(definition.period, on ?? today) : null
  if (turn === null) return { period: null, rows: [], all: null }
  const own = await ownBody(read, actor)
  const inSight = (await listInstitutions(read, { regionPrefix: actor.regionPrefix ?? own.regionCode, withCommissions: true })).filter((each) => actor.regionPrefix !== null || each.id === own.institutionId)
  const bodies = inSight.filter((each) => concerns(definition, each))
  const units = await unitsOfBodies(read, bodies.map((each) => each.id), [definition], turn.to)
  const counted = Map.groupBy(await countOverBodies(read, { key, ...turn, byPerson: definition.scope === 'person' }), (row) => row.institutionId)
  const rows = bodies.map((each) => {
    const rowsOf = counted.get(each.id) ?? []
    const sum = rowsOf.reduce((total, row) => total + row.counted, 0)
    const counts = new Map<string, UnitCount>(rowsOf.map((row) => [row.unit, { counted: row.counted, inTime: row.counted, waiting: row.waiting }]))
    if (definition.scope === 'institution') counts.set('', { counted: sum, inTime: sum, waiting: 0 })
    const standing = standingOf(unitsOn(definition, units, each.id, turn.to), counts, definition.expect)
    return { institutionId: each.id, institutionName: each.name, expected: standing.expected, reached: standing.reached, missing: standing.missing.map((unit) => unit.name).filter((name) => name !== '') }
  })
  const all = rows.reduce((sum, row) => ({ expected: sum.expected + row.expected, reached: sum.reached + row.reached }), { expected: 0, reached: 0 })
  return { period: viewTurn(definition, turn, today), rows, all: viewStanding(definition, turn, today, all) }
}
