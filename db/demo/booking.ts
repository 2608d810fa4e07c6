import { systemActor } from '../../kernel/actor.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import { ensureSlots } from '../../modules/booking/commands/slots.ts'
import type { ClinicRule } from '../../modules/booking/rules/schedule.ts'
import { insertClinics, insertRules, type Clinic } from '../../modules/booking/store/clinics.ts'
import { act, type Act, type Platform } from '../../server/platform/act.ts'
import { fixedClock } from '../../server/platform/clock.ts'
import { at } from './cast.ts'
import type { DemoPeople } from './people.ts'
import { demoCounty } from './bodies.ts'

const office = /办公|医务|护理部|门诊部|急诊|服务|药|检验|影像|放射|重症|新生儿/
/** The hospitals that take bookings, with how many doctors of a department hold a clinic. */
const hospitals: readonly (readonly [body: string, doctors: number])[] = [['renmin', 2], ['zhongyi', 2], ['fuyou', 2]]

const morning = { fromMinute: 480, toMinute: 690 }
const afternoon = { fromMinute: 840, toMinute: 1020 }
const halves = [
  { weekdays: [1, 3, 5], ...morning },
  { weekdays: [2, 4], ...morning },
  { weekdays: [1, 4], ...afternoon },
] as const

const aRule = (act: Act, clinic: Clinic, today: IsoDate, change: Partial<ClinicRule>): ClinicRule => ({
  id: act.newId(), clinicId: clinic.id, weekdays: [1, 2, 3, 4, 5], ...morning, slotMinutes: 30, capacity: 4, pools: { onsite: 1, referral: 1 }, onHolidays: false, room: '', weeksAhead: 4, releaseMinute: 480, mode: 'queue', drawMinutes: 30, referralDaysEarlier: 3, rolloverHours: 24, validFrom: today, validTo: null, ...change,
})

/** Clinics of three hospitals: one for everybody in each department, and its doctors' own; the next four weeks have places. */
export async function loadBooking(platform: Platform, people: DemoPeople, today: IsoDate, log: (line: string) => void): Promise<void> {
  let made = 0
  // The schedules were there before the day began: its morning has places, too, when somebody looks in the afternoon.
  await act({ ...platform, clock: fixedClock(at(today, 0)) }, systemActor('demo'), async (step) => {
    for (const [body, doctors] of hospitals) made += await loadHospital(step, people, { body, doctors, today })
  })
  log(`${hospitals.length} 家医院今后四周 ${made} 个号段`)
}

async function loadHospital(step: Act, people: DemoPeople, given: { body: string; doctors: number; today: IsoDate }): Promise<number> {
  const hospital = people.institutions.get(given.body)
  if (hospital === undefined) throw new Error(`the demonstration has no ${given.body}`)
  const own = { institutionId: hospital.id, regionCode: demoCounty }
  const departments = (await step.tx.selectFrom('department').select(['id', 'name']).where('institution_id', '=', hospital.id).orderBy('name').execute()).filter((each) => !office.test(each.name))
  const clinics: Clinic[] = []
  const rules: ClinicRule[] = []
  for (const [at, department] of departments.entries()) {
    const floor = 200 + at * 10
    const add = (name: string, staffId: string | null, room: number, feeCents: number): Clinic => {
      const clinic: Clinic = { ...own, id: step.newId(), departmentId: department.id, staffId, name, service: 'visit', room: String(room), feeCents, brings: '请带身份证或社保卡，复诊请带以往病历。', active: true, revision: 1 }
      clinics.push(clinic)
      return clinic
    }
    const everybody = add(`${department.name}普通门诊`, null, floor + 1, 0)
    // Everybody's clinic is open on weekends too, in the morning.
    rules.push(aRule(step, everybody, given.today, { weekdays: [1, 2, 3, 4, 5, 6, 7], capacity: 6, pools: { onsite: 2, referral: 1, priority: 1 } }), aRule(step, everybody, given.today, { ...afternoon, capacity: 6, pools: { onsite: 2, priority: 1 } }))
    const doctors = people.staff.filter((each) => each.body === given.body && each.role === 'doctor' && each.departmentId === department.id).slice(0, given.doctors)
    for (const [nth, doctor] of doctors.entries()) {
      // The first doctor of every fourth department is asked for more than there is: those places are drawn.
      const drawn = nth === 0 && at % 4 === 0
      const clinic = add(`${department.name}专家门诊（${doctor.name}）`, doctor.staffId, floor + 2 + nth, 0)
      const half = halves[nth % halves.length] ?? halves[0]
      rules.push(aRule(step, clinic, given.today, { ...half, weekdays: [...half.weekdays], capacity: 3, ...(drawn ? { mode: 'draw', drawMinutes: 120 } : {}) }))
    }
  }
  await insertClinics(step.tx, clinics)
  await insertRules(step.tx, own, rules)
  return (await ensureSlots(step, { institutionId: hospital.id })).made
}
