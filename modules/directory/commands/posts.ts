import type { StaffRole } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Occurrence } from '../../../server/platform/audit.ts'
import { mayFillAt, type Body } from '../rules/authority.ts'
import * as rules from '../rules/holdings.ts'
import { loadDepartment } from '../store/departments.ts'
import * as store from '../store/posts.ts'
import { loadStaffForUpdate } from '../store/staff.ts'
import { bodyOf } from './institutions.ts'

type Key = { institutionId: string; postId: string }
type Titled = Pick<rules.Post, 'id' | 'role' | 'title'>

const occurrence = (body: Body, kind: string, subjectId: string, detail: Readonly<Record<string, unknown>>): Occurrence => ({ institutionId: body.institutionId, regionCode: body.regionCode, kind, subjectId, detail })

/**
 * Rule DIR-8: duties, notices and open items are addressed to roles and posts, so with the post they pass to whoever
 * holds it next; that they did is recorded once, with both persons.
 */
export const passedOn = (body: Body, post: Titled, fromStaffId: string | null, toStaffId: string, on: IsoDate): Occurrence[] =>
  fromStaffId === null ? [] : [occurrence(body, 'directory.post_passed_on', post.id, { role: post.role, title: post.title, from: fromStaffId, to: toStaffId, on })]

export const vacated = (body: Body, post: Titled, staffId: string, lastOn: IsoDate): Occurrence => occurrence(body, 'directory.holding_ended', post.id, { role: post.role, title: post.title, staffId, lastOn })

async function bodyForRole(act: Act, institutionId: string, role: StaffRole): Promise<Body> {
  const body = await bodyOf(act, institutionId)
  const no = mayFillAt(act.actor, body, role)
  if (no !== null) throw new RefusedError(no.refused)
  return body
}

async function checkDepartment(act: Act, institutionId: string, departmentId: string | null): Promise<void> {
  if (departmentId === null) return
  const department = await loadDepartment(act.tx, institutionId, departmentId)
  if (department.closedOn !== null) throw new RefusedError('directory.department_closed', department.closedOn)
}

export async function createPost(act: Act, ask: { institutionId: string; role: StaffRole; title: string; departmentId: string | null }): Promise<string> {
  const body = await bodyForRole(act, ask.institutionId, ask.role)
  await checkDepartment(act, ask.institutionId, ask.departmentId)
  const id = act.newId()
  await store.insertPosts(act.tx, [{ institutionId: body.institutionId, regionCode: body.regionCode, id, role: ask.role, title: ask.title, departmentId: ask.departmentId }])
  await act.record(occurrence(body, 'directory.post_created', id, { role: ask.role, title: ask.title }))
  return id
}

export async function changePost(act: Act, ask: Key & { title: string; departmentId: string | null }): Promise<void> {
  const post = await store.loadPostForUpdate(act.tx, ask.institutionId, ask.postId)
  const body = await bodyForRole(act, ask.institutionId, post.role)
  if (post.abolishedOn !== null) throw new RefusedError('directory.post_abolished', post.abolishedOn)
  await checkDepartment(act, ask.institutionId, ask.departmentId)
  await store.savePost(act.tx, { ...post, title: ask.title, departmentId: ask.departmentId })
  await act.record(occurrence(body, 'directory.post_changed', post.id, { from: { title: post.title, departmentId: post.departmentId }, to: { title: ask.title, departmentId: ask.departmentId } }))
}

export async function abolishPost(act: Act, ask: Key & { on: IsoDate }): Promise<void> {
  const post = await store.loadPostForUpdate(act.tx, ask.institutionId, ask.postId)
  const body = await bodyForRole(act, ask.institutionId, post.role)
  const abolished = orThrow(rules.abolish(post, await store.holdingsOfPosts(act.tx, [post.id]), ask.on))
  await store.savePost(act.tx, { ...post, ...abolished })
  await act.record(occurrence(body, 'directory.post_abolished', post.id, { title: post.title, on: ask.on }))
}

export async function appoint(act: Act, ask: Key & { staffId: string; fromOn: IsoDate; toOn: IsoDate | null; succeed: boolean }): Promise<void> {
  const post = await store.loadPostForUpdate(act.tx, ask.institutionId, ask.postId)
  const body = await bodyForRole(act, ask.institutionId, post.role)
  const person = await loadStaffForUpdate(act.tx, ask.institutionId, ask.staffId)
  // A person who has a last day is appointed until then at most, without anybody typing the day again.
  const toOn = ask.toOn ?? person.leftOn
  const appointment = orThrow(rules.appoint(post, person, await store.holdingsOfPosts(act.tx, [post.id]), { fromOn: ask.fromOn, toOn, succeed: ask.succeed }))
  if (appointment.ends !== null) await store.saveHoldingEnd(act.tx, body.institutionId, appointment.ends.holdingId, appointment.ends.toOn)
  await store.insertHoldings(act.tx, [{ institutionId: body.institutionId, regionCode: body.regionCode, id: act.newId(), postId: post.id, staffId: person.id, fromOn: ask.fromOn, toOn }])
  await act.record(
    ...(appointment.ends === null || appointment.predecessorId === null ? [] : [vacated(body, post, appointment.predecessorId, appointment.ends.toOn)]),
    occurrence(body, 'directory.appointed', post.id, { role: post.role, title: post.title, staffId: person.id, from: ask.fromOn, to: toOn }),
    ...passedOn(body, post, appointment.predecessorId, person.id, ask.fromOn),
  )
}

/** Answers the post the holding belonged to. */
export async function endHolding(act: Act, ask: { institutionId: string; holdingId: string; on: IsoDate }): Promise<string> {
  const holding = await store.loadHolding(act.tx, ask.institutionId, ask.holdingId)
  const post = await store.loadPostForUpdate(act.tx, ask.institutionId, holding.postId)
  const body = await bodyForRole(act, ask.institutionId, post.role)
  const ended = orThrow(rules.endHolding(holding, ask.on))
  await store.saveHoldingEnd(act.tx, ask.institutionId, ended.id, ask.on)
  await act.record(vacated(body, post, holding.staffId, ask.on))
  return post.id
}
