import { systemActor, type StaffRole } from '../../../kernel/actor.ts'
import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { inventCitizenId, inventMobile } from '../../../kernel/invented.ts'
import { addMs, startOfDay } from '../../../kernel/instant.ts'
import { act, type Platform } from '../../../server/platform/act.ts'
import { api, newInstitution, type World } from '../../../server/testing/api.ts'
import { pushSlots, saveClinic } from '../../booking/public.ts'
import { saveClinic as saveExamClinic } from '../store.ts'

export type Device = { readonly name: string; readonly exams: readonly string[]; readonly building?: string; readonly floor?: number; /** 'HH:MM' of each day. */ readonly times: readonly string[]; readonly days: readonly IsoDate[]; readonly capacity?: number }

/** Clinics of examinations with free times; each has a department of its own. */
export const arrangeDevices = (platform: Platform, body: { institutionId: string; regionCode: string }, devices: readonly Device[]): Promise<string[]> =>
  act(platform, systemActor('test'), async (step) => {
    const clinics: string[] = []
    for (const device of devices) {
      const departmentId = step.newId()
      await step.tx.insertInto('department').values({ institution_id: body.institutionId, id: departmentId, region_code: body.regionCode, name: `${device.name}科`, kind: 'technical' }).execute()
      const clinic = await saveClinic(step, { institutionId: body.institutionId, departmentId, staffId: null, name: device.name, service: 'exam', room: `${device.name}1`, feeCents: 0, brings: '', active: true })
      await saveExamClinic(step.tx, body, { clinicId: clinic.id, exams: device.exams, building: device.building ?? '', floor: device.floor ?? 1 })
      const slots = device.days.flatMap((onDate) => device.times.map((time) => {
        const startsAt = addMs(startOfDay(onDate), (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000)
        return { startsAt, endsAt: addMs(startsAt, 20 * 60_000), onDate, room: `${device.name}1`, capacity: device.capacity ?? 2, pools: {}, opensAt: null }
      }))
      await pushSlots(step, { institutionId: body.institutionId, clinicId: clinic.id, slots })
      clinics.push(clinic.id)
    }
    return clinics
  })

export const halfHours = ['08:00', '08:30', '09:00', '09:30', '10:00', '10:30', '11:00', '14:00', '14:30', '15:00', '15:30']
export const patient = (seed: number, name = '沈竹青') => ({ name, phone: inventMobile(seed), idNumber: inventCitizenId(seed), bornOn: null })

/** A hospital with a laboratory, ultrasound and X-ray over some days, and its people. */
export async function examHouse(world: World, today: IsoDate, devices?: readonly Device[]) {
  const body = await newInstitution(world)
  const days = [1, 2, 3, 4, 5].map((n) => addDays(today, n))
  const clinics = await arrangeDevices(world.platform, body, devices ?? [
    { name: '采血室', exams: ['blood-fasting', 'blood-any'], times: halfHours, days },
    { name: '超声', exams: ['ultrasound-abdomen', 'ultrasound-pelvis', 'ultrasound-thyroid'], times: halfHours, days, floor: 2 },
    { name: '放射', exams: ['xray-chest', 'barium-meal', 'ct-plain'], times: halfHours, days, floor: 1 },
  ])
  const as = async (role: StaffRole) => api(world, await body.person(role))
  return { ...body, days, clinics, as, doctor: await as('doctor'), desk: await as('desk_clerk') }
}
