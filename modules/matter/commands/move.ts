import { anonymous, type Actor } from '../../../kernel/actor.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import type { KeptFile } from '../../../server/platform/files.ts'
import { staffIdOf } from '../../directory/public.ts'
import { loadKind } from '../kinds.ts'
import { maySee, type Mover } from '../rules/authority.ts'
import { decide, type Decision, type Setting } from '../rules/decide.ts'
import { moveOf, type Kind } from '../rules/kind.ts'
import { emptyAsk, type Ask, type Matter, type MatterKey, type Part } from '../rules/matter.ts'
import { findMatter, loadForUpdate, lockMatters, saveMatter } from '../store/matters.ts'
import { departmentsAmong, staffAmong } from '../store/people.ts'
import { cameFrom, insertEvent, insertFiles, insertParts, listEvents, listParts, reopenParts, savePart, type FileRole } from '../store/timeline.ts'
import { follow, recordStep } from './follow.ts'
import { shutFor } from './shut.ts'
import { before as beforeEffect, after as afterEffect } from './tie.ts'

export type MoveFile = { readonly file: KeptFile; readonly role: FileRole }
export type MoveRequest = {
  readonly key: MatterKey
  readonly move: string
  /** Null: a job moves it as it finds it. */
  readonly revision: number | null
  readonly ask: Partial<Ask>
  readonly files: readonly MoveFile[]
  readonly author: boolean
}

export const moverOf = async (act: Pick<Act, 'tx'> & { actor: Actor }, author: boolean): Promise<Mover> =>
  ({ actor: act.actor, staffId: author || act.actor.kind !== 'staff' ? null : await staffIdOf(act.tx, act.actor.id), author })

/** Rule MT-24: the second of two who move at once is told what the first did; nothing is overwritten. */
async function refuseStale(act: Act, kind: Kind, matter: Matter, revision: number): Promise<never> {
  const since = (await listEvents(act.tx, { institutionId: matter.institutionId, matterId: matter.id })).filter((event) => event.seq > revision)
  const said = since.slice(-3).map((event) => `${event.byName === '' ? '' : `${event.byName} `}${moveOf(kind, event.move)?.name.zh ?? event.move}`)
  throw new RefusedError('matter.changed_meanwhile', said.join('；'))
}

/** Whom it is about once the move is made. */
const subjectsAfter = (kind: Kind, matter: Matter, moveKey: string, named: readonly string[]): string[] => (moveOf(kind, moveKey)?.effect === 'subjects' ? [...named] : [...new Set([...matter.subjectStaffIds, ...named])])

/** Everything a decision leans on, in one flight. */
export async function settingOf(act: Pick<Act, 'tx' | 'now' | 'today' | 'calendar'>, kind: Kind, matter: Matter, parts: readonly Part[], moveKey: string, named: readonly string[]): Promise<Setting> {
  const back = moveOf(kind, moveKey)?.to === 'back'
  const [from, over, shut] = await Promise.all([back ? cameFrom(act.tx, matter) : null, matter.mergedInto === null ? undefined : findMatter(act.tx, { institutionId: matter.institutionId, matterId: matter.mergedInto }), shutFor(act.tx, kind, matter.institutionId, subjectsAfter(kind, matter, moveKey, named), act.today)])
  return { now: act.now.toISOString(), calendar: act.calendar, rules: loadDeadlineRules(), parts, cameFrom: from, answeredElsewhere: over !== undefined && over.answeredAt !== null, ...shut }
}

/** Departments and people that a move names are there today. */
async function judgeNames(act: Act, matter: Matter, ask: Ask): Promise<void> {
  const departments = [...new Set([...ask.departmentIds, ...(ask.departmentId === null ? [] : [ask.departmentId])])]
  const people = [...new Set([...ask.subjectIds, ...(ask.staffId === null ? [] : [ask.staffId]), ...ask.responsible.flatMap((each) => each.staffId ?? [])])]
  if (departments.length + people.length === 0) return
  const [found, staff] = await Promise.all([departmentsAmong(act.tx, matter.institutionId, departments, act.today), staffAmong(act.tx, matter.institutionId, people, act.today)])
  if (found.length < departments.length) throw new RefusedError('matter.department_unknown')
  if (staff.length < people.length) throw new RefusedError('matter.staff_unknown')
}

/** Load, decide, save, record: every step of every kind, whoever makes it. */
export async function moveMatter(act: Act, request: MoveRequest): Promise<Matter> {
  const other = request.ask.otherId ?? null
  if (other !== null) await lockMatters(act.tx, request.key.institutionId, [request.key.matterId, other])
  const [matter, parts, mover] = await Promise.all([loadForUpdate(act.tx, request.key), listParts(act.tx, request.key), moverOf(act, request.author)])
  const kind = loadKind(matter.kind)
  if (!maySee(kind, matter, mover, parts)) throw new RefusedError('not_found')
  if (request.revision !== null && request.revision !== matter.revision) return refuseStale(act, kind, matter, request.revision)
  const count = (role: FileRole) => request.files.filter((each) => each.role === role).length
  const ask: Ask = { ...emptyAsk, ...request.ask, files: { house: count('house') + count('author'), before: count('before'), after: count('after') } }
  const setting = await settingOf(act, kind, matter, parts, request.move, ask.subjectIds)
  const decision = orThrow(decide(kind, matter, request.move, mover, ask, setting))
  await judgeNames(act, matter, ask)
  const tied = await beforeEffect(act, matter, decision, ask, mover)
  const after = { ...decision.after, ...tied, files: matter.files + request.files.length }
  await write(act, kind, matter, { ...decision, after }, request)
  await afterEffect(act, kind, { before: matter, after, move: decision.move, ask })
  await follow(act, kind, { before: matter, after, tells: decision.tells })
  // The chain is read by more than may see the matter: whom it is about is not written there.
  const { subjectIds, ...params } = decision.event.params
  await recordStep(act, kind, request.author, {
    institutionId: matter.institutionId, regionCode: matter.regionCode, kind: 'matter.moved', subjectId: matter.id,
    detail: { kind: matter.kind, number: matter.number, move: request.move, from: matter.state, to: after.state, files: request.files.map(({ file }) => file.sha256), ...params, ...(Array.isArray(subjectIds) ? { subjects: subjectIds.length } : {}) },
  })
  return after
}

async function write(act: Act, kind: Kind, before: Matter, decision: Decision, request: MoveRequest): Promise<void> {
  const { after, event } = decision
  await saveMatter(act.tx, after, before)
  const unnamed = request.author && kind.confidentiality === 'secret'
  insertEvent(act.tx, after, { ...event, seq: after.revision, fileIds: request.files.map(({ file }) => file.id), ...(unnamed ? { byId: anonymous.id } : {}) })
  if (decision.partsAgain) reopenParts(act.tx, after)
  insertParts(act.tx, after, decision.newParts, act.now.toISOString())
  if (decision.answeredPart !== null) savePart(act.tx, after, decision.answeredPart)
  insertFiles(act.tx, after, after.revision, request.files.map(({ file, role }) => ({ file, role, open: request.author || (role === 'house' && decision.move.effect === 'answer') })), { name: request.author ? '' : act.actor.name, at: act.now.toISOString() })
}
