import type { StaffRole } from '../../../kernel/actor.ts'
import { inventCitizenId, inventMobile } from '../../../kernel/invented.ts'
import { api, arrange, newInstitution, type World } from '../../../server/testing/api.ts'

export const patient = (seed: number, name = '顾念慈') => ({ name, phone: inventMobile(seed), idNumber: inventCitizenId(seed) })

/** A hospital with two departments, a ward each, and its people. */
export async function admissionHouse(world: World, given: { beds?: number; reserve?: number } = {}) {
  const body = await newInstitution(world)
  const [surgery, medicine] = await arrange(world, async (act) => {
    const ids = [act.newId(), act.newId()]
    for (const [at, name] of ['普外科', '内科'].entries()) await act.tx.insertInto('department').values({ institution_id: body.institutionId, id: ids[at] ?? '', region_code: body.regionCode, name, kind: 'clinical' }).execute()
    return ids
  })
  const as = async (role: StaffRole) => api(world, await body.person(role))
  const [clerk, doctor, desk] = [await as('institution_clerk'), await as('doctor'), await as('desk_clerk')]
  const beds = Array.from({ length: given.beds ?? 2 }, (_, at) => ({ label: String(at + 1), room: '' }))
  const wardId: string = (await clerk.post('/admission/wards', { departmentId: surgery, name: '普外病区', reserve: given.reserve ?? 0, beds })).body.wardId
  const slip = (seed: number, more: object = {}) => doctor.post('/admission/slips', { departmentId: surgery, diagnosis: '胆囊结石', urgency: 4, stayDays: 5, sex: 'female', bornYear: 1960, person: patient(seed), ...more })
  return { ...body, surgery: surgery ?? '', medicine: medicine ?? '', as, clerk, doctor, desk, wardId, slip }
}
