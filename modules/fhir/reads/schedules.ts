import { RefusedError } from '../../../kernel/refusal.ts'
import type { Look } from '../../../server/platform/act.ts'
import { listClinics, type Clinic } from '../../booking/public.ts'
import { departmentsOn, staffNames } from '../../directory/public.ts'
import { choices, pageOf, reading, referred, tokens, type Ask } from '../ask.ts'
import { scheduleOf } from '../rules/from-booking.ts'
import { systems, type Resource } from '../rules/resource.ts'
import { both, namesFor, ourIdOf, ourIdsByIdentifier, ourIdsOf } from './names.ts'

export async function showClinics(look: Pick<Look, 'read' | 'today'>, institutionId: string, clinics: readonly Clinic[]): Promise<Resource[]> {
  const [names, departments, staff] = await Promise.all([
    namesFor(look.read, institutionId, { clinics: clinics.map((each) => each.id) }),
    departmentsOn(look.read, institutionId, look.today),
    staffNames(look.read, clinics.flatMap((each) => each.staffId ?? [])),
  ])
  const titles = new Map(departments.map((each) => [each.id, each.name]))
  return clinics.map((clinic) => scheduleOf(clinic, names, { department: titles.get(clinic.departmentId), staff: clinic.staffId === null ? undefined : staff.get(clinic.staffId) }))
}

export const readSchedule = (ask: Ask, id: string): Promise<Resource> => reading(ask, async (look) => {
  const { institutionId } = ask.caller
  const clinicId = await ourIdOf(look.read, institutionId, 'Schedule', id)
  const clinic = clinicId === null ? undefined : (await listClinics(look.read, { institutionId })).find((each) => each.id === clinicId)
  if (clinic === undefined) throw new RefusedError('not_found')
  const [shown] = await showClinics(look, institutionId, [clinic])
  if (shown === undefined) throw new RefusedError('not_found')
  return shown
})

export const searchSchedules = (ask: Ask) => reading(ask, async (look) => {
  const { institutionId } = ask.caller
  const ids = both(await ourIdsOf(look.read, institutionId, 'Schedule', choices(ask.params, '_id')), await ourIdsByIdentifier(look.read, institutionId, 'Schedule', tokens(ask.params, 'identifier')))
  const active = choices(ask.params, 'active')
  const services = tokens(ask.params, 'service-category')
  const actors = choices(ask.params, 'actor') === null ? null : [...(referred(ask, 'actor', 'Location') ?? []), ...(referred(ask, 'actor', 'Practitioner') ?? [])]
  const fits = (clinic: Clinic): boolean =>
    (ids === null || ids.includes(clinic.id)) &&
    (active === null || active.includes(String(clinic.active))) &&
    (services === null || services.some((each) => each.value === clinic.service && (each.system === null || each.system === systems.service))) &&
    (actors === null || actors.includes(clinic.departmentId) || (clinic.staffId !== null && actors.includes(clinic.staffId)))
  const page = pageOf((await listClinics(look.read, { institutionId })).filter(fits), (each) => each.id, ask)
  return { found: await showClinics(look, institutionId, page.rows), next: page.next }
})
