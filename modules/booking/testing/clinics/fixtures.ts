import type { StaffRole } from '../../../../kernel/actor.ts'
import { api, arrange, newInstitution, type World } from '../../../../server/testing/api.ts'
import { saveClinic } from '../../commands/clinics.ts'
import { addRule, type GivenRule } from '../../commands/clinics-rules.ts'
import type { Clinic } from '../../store/clinics.ts'

/** Mondays and Wednesdays, four slots from 9 to 11, two places each, two weeks ahead at 8 in the morning. */
export const ruleGiven = (change: Partial<GivenRule> = {}): GivenRule => ({
  weekdays: [1, 3], fromMinute: 540, toMinute: 660, slotMinutes: 30, capacity: 2, pools: {}, onHolidays: false, room: '', weeksAhead: 2, releaseMinute: 480, mode: 'queue', drawMinutes: 30, referralDaysEarlier: 0, rolloverHours: 24, validFrom: '2026-03-02', validTo: null, replaces: null, ...change,
})

export const arrangeDepartment = (world: World, body: { institutionId: string; regionCode: string }, name = '内科'): Promise<string> =>
  arrange(world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: body.institutionId, region_code: body.regionCode, id, name, kind: 'clinical' }).execute()
    return id
  })

/** A clinic with a rule and its slots. */
export const arrangeClinic = (world: World, body: { institutionId: string }, departmentId: string, given: Partial<Clinic> = {}, rule: Partial<GivenRule> | null = {}): Promise<Clinic> =>
  arrange(world, async (act) => {
    const clinic = await saveClinic(act, { institutionId: body.institutionId, departmentId, staffId: null, name: '内科普通门诊', service: 'visit', room: '', feeCents: 0, brings: '', active: true, ...given })
    if (rule !== null) await addRule(act, { ...ruleGiven(rule), institutionId: clinic.institutionId, clinicId: clinic.id })
    return clinic
  })

/** A hospital with a department, and its people at the door. */
export async function newHospital(world: World, departmentName = '内科') {
  const body = await newInstitution(world)
  const departmentId = await arrangeDepartment(world, body, departmentName)
  const as = async (role: StaffRole, department?: string) => api(world, await body.person(role, department))
  return { ...body, departmentId, as, clerk: await as('institution_clerk') }
}
