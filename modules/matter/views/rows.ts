import type { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { currentCalendar } from '../../../server/platform/calendar-store.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import { staffIdOf } from '../../directory/public.ts'
import type { LedgerRow, MatterRow } from '../contract.ts'
import { kinds } from '../kinds.ts'
import type { Mover } from '../rules/authority.ts'
import { mayMove, type Setting } from '../rules/decide.ts'
import { isClockPaused } from '../rules/effects.ts'
import { stateOf, type Kind } from '../rules/kind.ts'
import { leftUntil, type Left } from '../rules/left.ts'
import type { Matter } from '../rules/matter.ts'
import { isToCallBack } from '../rules/recheck.ts'
import { namesOf, type Names } from '../store/people.ts'

export type Asker = { readonly read: ReadTx; readonly actor: Actor; readonly now: Date; readonly today: IsoDate }

export const moverFor = async ({ read, actor }: Pick<Asker, 'read' | 'actor'>): Promise<Mover> => ({ actor, staffId: actor.kind === 'staff' ? await staffIdOf(read, actor.id) : null, author: false })

/** A setting for judging buttons: without parts, which a single matter adds. */
export const plainSetting = async ({ read, now }: Pick<Asker, 'read' | 'now'>): Promise<Setting> => ({ now: now.toISOString(), calendar: await currentCalendar(read), rules: loadDeadlineRules(), parts: [], cameFrom: null })

export const isLate = (matter: Pick<Matter, 'dueAt' | 'phase'>, now: string): boolean => matter.phase !== 'closed' && matter.dueAt !== null && matter.dueAt <= now

type Clock = Pick<Setting, 'now' | 'calendar'>

export function namesFor(read: ReadTx, matters: readonly Matter[], more: { readonly departments?: readonly string[]; readonly staff?: readonly string[] } = {}): Promise<Names> {
  const departments = [...matters.flatMap((matter) => [matter.holderDepartmentId, matter.offeredDepartmentId, matter.departmentId, matter.firstDepartmentId]).flatMap((id) => id ?? []), ...(more.departments ?? [])]
  const staff = [...matters.flatMap((matter) => [matter.handlerStaffId, matter.firstStaffId, ...matter.subjectStaffIds]).flatMap((id) => id ?? []), ...(more.staff ?? [])]
  return namesOf(read, matters.map((matter) => matter.institutionId), { departments, staff })
}

const named = (names: ReadonlyMap<string, string>, id: string | null): string | null => (id === null ? null : (names.get(id) ?? null))
const rank = { main: 0, plain: 1, danger: 2, quiet: 3 } as const

/** Moves somebody could make now, the main ones first. */
export const nextMoves = (kind: Kind, matter: Matter, mover: Mover, setting: Setting): string[] =>
  kind.moves.filter((move) => (move.weight === 'main' || move.weight === 'plain') && move.from.includes(matter.state) && mayMove(kind, matter, move, mover, setting) === null).sort((a, b) => rank[a.weight] - rank[b.weight]).map((move) => move.key)

const runsInHours = (matter: Matter): boolean => matter.deadline?.rule.unit === 'hour' || matter.deadline?.rule.unit === 'minute'
const leftOf = (matter: Matter, { now, calendar }: Clock): Left | null => (matter.dueAt === null || matter.phase === 'closed' || isClockPaused(matter) ? null : leftUntil(matter.dueAt, now, calendar, runsInHours(matter)))

export function rowOf(matter: Matter, names: Names, clock: Clock): Omit<z.output<typeof MatterRow>, 'next'> {
  const kind = kinds().get(matter.kind)
  return {
    institutionId: matter.institutionId, institutionName: names.institutions.get(matter.institutionId) ?? '', id: matter.id, kind: matter.kind, number: matter.number, title: matter.title, category: matter.category, channel: matter.channel, place: matter.place,
    state: matter.state, phase: matter.phase, waits: (kind === undefined ? undefined : stateOf(kind, matter.state)?.waits) ?? 'nobody', urgent: matter.urgent, harm: matter.harm, reopened: matter.reopened, joined: matter.joined,
    holderDepartmentId: matter.holderDepartmentId, holderDepartment: named(names.departments, matter.holderDepartmentId), offeredDepartmentId: matter.offeredDepartmentId, offeredDepartment: named(names.departments, matter.offeredDepartmentId), handlerStaffId: matter.handlerStaffId, handler: named(names.staff, matter.handlerStaffId),
    receivedAt: matter.receivedAt, dueAt: matter.dueAt, overdue: isLate(matter, clock.now), paused: isClockPaused(matter), left: leftOf(matter, clock), chaseDueAt: matter.chase !== null && matter.chase.answeredAt === null ? matter.chase.dueAt : null, toCallBack: isToCallBack(matter), verdict: matter.verdict, revision: matter.revision,
  }
}

/** Rows of a list, with names and what the asker can do next. */
export async function viewRows(asker: Asker, matters: readonly Matter[], mover: Mover): Promise<z.output<typeof MatterRow>[]> {
  const [names, setting] = await Promise.all([namesFor(asker.read, matters), plainSetting(asker)])
  return matters.map((matter) => {
    const kind = kinds().get(matter.kind)
    return { ...rowOf(matter, names, setting), next: kind === undefined ? [] : nextMoves(kind, matter, mover, setting) }
  })
}

const dayOf = (at: string | null): IsoDate | null => (at === null ? null : shanghaiDate(at))

export async function viewLedger(asker: Asker, matters: readonly Matter[]): Promise<z.output<typeof LedgerRow>[]> {
  const names = await namesFor(asker.read, matters)
  return matters.map((matter) => ({
    institutionId: matter.institutionId, institutionName: names.institutions.get(matter.institutionId) ?? '', id: matter.id, kind: matter.kind, number: matter.number, title: matter.title, category: matter.category, planId: matter.planId, clauseId: matter.clauseId,
    department: named(names.departments, matter.holderDepartmentId ?? matter.departmentId), owner: named(names.staff, matter.handlerStaffId), measure: matter.measure, limitOn: matter.limitOn, dueAt: matter.settleDueAt, overdue: isLate(matter, asker.now.toISOString()), state: matter.state, phase: matter.phase,
    foundOn: shanghaiDate(matter.receivedAt), rectifiedOn: dayOf(matter.rectifiedAt), checkedOn: dayOf(matter.checkedAt), signedOffOn: dayOf(matter.signedOffAt), recheckOn: dayOf(matter.recheckAt), recheckHeld: matter.recheckHeld, reopened: matter.reopened,
  }))
}
