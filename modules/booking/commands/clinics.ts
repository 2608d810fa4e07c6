import { RefusedError, orThrow } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { departmentsOn, findInstitution, rosterOn } from '../../directory/public.ts'
import { mayPlan, type Body } from '../rules/schedule-authority.ts'
import * as store from '../store/clinics.ts'

export type ClinicKey = { readonly institutionId: string; readonly clinicId: string }
export type GivenClinic = Pick<store.Clinic, 'departmentId' | 'staffId' | 'name' | 'service' | 'room' | 'feeCents' | 'brings' | 'active'>

export async function bodyOf(act: Act, institutionId: string): Promise<Body> {
  const found = await findInstitution(act.tx, institutionId)
  if (found === undefined) throw new RefusedError('not_found')
  return { institutionId: found.id, regionCode: found.regionCode }
}

/** The clinic, locked, where the actor may plan it. */
export async function clinicToPlan(act: Act, key: ClinicKey): Promise<store.Clinic> {
  const clinic = await store.lockClinic(act.tx, key.institutionId, key.clinicId)
  orThrow(mayPlan(act.actor, clinic, clinic.departmentId))
  return clinic
}

async function checkPlaces(act: Act, institutionId: string, given: Pick<GivenClinic, 'departmentId' | 'staffId'>): Promise<void> {
  if (!(await departmentsOn(act.tx, institutionId, act.today)).some((each) => each.id === given.departmentId)) throw new RefusedError('booking.department_unknown')
  if (given.staffId !== null && !(await rosterOn(act.tx, institutionId, act.today)).some((each) => each.staffId === given.staffId)) throw new RefusedError('booking.doctor_unknown')
}

async function refuseNamesake(act: Act, clinic: store.Clinic): Promise<void> {
  const others = await store.listClinics(act.tx, { institutionId: clinic.institutionId, departmentId: clinic.departmentId })
  if (others.some((each) => each.id !== clinic.id && each.name === clinic.name)) throw new RefusedError('booking.clinic_exists', clinic.name)
}

/**
 * Adds a clinic, or changes the one with this id. Rule SC-10 decides who may; slots that exist keep department, doctor and
 * service, so that nobody who booked is sent elsewhere without being told.
 */
export async function saveClinic(act: Act, ask: GivenClinic & { readonly institutionId: string; readonly clinicId?: string; readonly revision?: number }): Promise<store.Clinic> {
  const body = await bodyOf(act, ask.institutionId)
  orThrow(mayPlan(act.actor, body, ask.departmentId))
  const known = ask.clinicId === undefined ? undefined : (await store.listClinics(act.tx, { institutionId: ask.institutionId })).find((each) => each.id === ask.clinicId)
  const given: GivenClinic = { departmentId: ask.departmentId, staffId: ask.staffId, name: ask.name, service: ask.service, room: ask.room, feeCents: ask.feeCents, brings: ask.brings, active: ask.active }
  await checkPlaces(act, ask.institutionId, given)
  if (known === undefined) {
    const clinic: store.Clinic = { ...body, ...given, id: ask.clinicId ?? act.newId(), revision: 1 }
    await refuseNamesake(act, clinic)
    await store.insertClinics(act.tx, [clinic])
    await act.record({ ...body, kind: 'booking.clinic_added', subjectId: clinic.id, detail: { name: clinic.name, departmentId: clinic.departmentId } })
    return clinic
  }
  const before = await clinicToPlan(act, { institutionId: known.institutionId, clinicId: known.id })
  if (ask.revision !== undefined && ask.revision !== before.revision) throw new RefusedError('request.stale')
  const clinic: store.Clinic = { ...before, ...given, revision: before.revision + 1 }
  await refuseNamesake(act, clinic)
  await store.saveClinic(act.tx, clinic)
  await act.record({ ...body, kind: 'booking.clinic_changed', subjectId: clinic.id, detail: { name: clinic.name, active: clinic.active, room: clinic.room, feeCents: clinic.feeCents } })
  return clinic
}
