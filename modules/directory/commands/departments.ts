import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { mayManageStaff, type Body } from '../rules/authority.ts'
import type { DepartmentKind } from '../rules/kinds.ts'
import { findSubject } from '../rules/subjects.ts'
import * as store from '../store/departments.ts'
import { isDepartmentInUse } from '../store/posts.ts'
import { treatmentSubjects } from '../treatment-subjects.ts'
import { bodyOf } from './institutions.ts'

type Facts = { name: string; kind: DepartmentKind; subjectCode: string | null }

/** The body, if the actor may manage what belongs to it (Rule DIR-2). */
export async function managedBody(act: Act, institutionId: string): Promise<Body> {
  const body = await bodyOf(act, institutionId)
  const no = mayManageStaff(act.actor, body)
  if (no !== null) throw new RefusedError(no.refused)
  return body
}

function subjectOf(typed: string | null): string | null {
  if (typed === null || typed === '') return null
  const subject = findSubject(treatmentSubjects(), typed)
  if (subject === null) throw new RefusedError('directory.subject_unknown', typed)
  return subject.code
}

const occurrence = (body: Body, kind: string, departmentId: string, detail: Readonly<Record<string, unknown>>) => ({ institutionId: body.institutionId, regionCode: body.regionCode, kind, subjectId: departmentId, detail })

export async function createDepartment(act: Act, ask: Facts & { institutionId: string }): Promise<string> {
  const body = await managedBody(act, ask.institutionId)
  const id = act.newId()
  await store.insertDepartments(act.tx, [{ institutionId: body.institutionId, regionCode: body.regionCode, id, name: ask.name, kind: ask.kind, subjectCode: subjectOf(ask.subjectCode) }])
  await act.record(occurrence(body, 'directory.department_created', id, { name: ask.name }))
  return id
}

async function openDepartment(act: Act, key: { institutionId: string; departmentId: string; revision: number }) {
  const body = await managedBody(act, key.institutionId)
  const current = await store.loadDepartment(act.tx, key.institutionId, key.departmentId)
  if (current.revision !== key.revision) throw new RefusedError('request.stale')
  if (current.closedOn !== null) throw new RefusedError('directory.department_closed', current.closedOn)
  return { body, current }
}

export async function changeDepartment(act: Act, ask: Facts & { institutionId: string; departmentId: string; revision: number }): Promise<void> {
  const { body, current } = await openDepartment(act, ask)
  await store.saveDepartment(act.tx, { ...current, name: ask.name, kind: ask.kind, subjectCode: subjectOf(ask.subjectCode) }, ask.revision)
  await act.record(occurrence(body, 'directory.department_changed', current.id, { from: { name: current.name, kind: current.kind, subjectCode: current.subjectCode }, to: { name: ask.name, kind: ask.kind, subjectCode: ask.subjectCode } }))
}

/** Rule DIR-16: a department is closed only when no post of it is held from that day on. */
export async function closeDepartment(act: Act, ask: { institutionId: string; departmentId: string; revision: number; on: IsoDate }): Promise<void> {
  const { body, current } = await openDepartment(act, ask)
  if (await isDepartmentInUse(act.tx, current.institutionId, current.id, ask.on)) throw new RefusedError('directory.department_in_use')
  await store.saveDepartment(act.tx, { ...current, closedOn: ask.on }, ask.revision)
  await act.record(occurrence(body, 'directory.department_closed', current.id, { name: current.name, on: ask.on }))
}
