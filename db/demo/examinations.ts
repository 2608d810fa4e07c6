import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { seeded } from '../../kernel/random.ts'
import { ensureSlots } from '../../modules/booking/commands/slots.ts'
import type { ClinicRule } from '../../modules/booking/rules/schedule.ts'
import { insertClinics, insertRules, type Clinic } from '../../modules/booking/store/clinics.ts'
import { bookPlan } from '../../modules/exam/commands/book-plan.ts'
import { orderExams, saveClinic } from '../../modules/exam/commands/order.ts'
import { placesFor } from '../../modules/exam/commands/places.ts'
import { loadExams } from '../../modules/exam/catalog.ts'
import { usualWish } from '../../modules/exam/rules/order.ts'
import { planExams } from '../../modules/exam/rules/plan.ts'
import { loadOrder } from '../../modules/exam/store.ts'
import { act, look, type Platform } from '../../server/platform/act.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import { demoCounty } from './bodies.ts'
import type { Cast } from './cast.ts'
import { inventPerson } from './patients.ts'

type Room = { readonly department: string; readonly name: string; readonly room: string; readonly floor: number; readonly minutes: number; readonly capacity: number; readonly exams: readonly string[] }
const house = 'renmin'
const rooms: readonly Room[] = [
  { department: '检验科', name: '抽血处', room: '门诊一楼 抽血处', floor: 1, minutes: 10, capacity: 4, exams: ['blood-fasting', 'blood-any', 'urine'] },
  { department: '医学影像科', name: '彩超1室', room: '医技二楼 彩超1室', floor: 2, minutes: 20, capacity: 1, exams: ['ultrasound-abdomen', 'ultrasound-thyroid', 'ultrasound-pelvis', 'ultrasound-urinary'] },
  { department: '医学影像科', name: 'CT室', room: '医技一楼 CT室', floor: 1, minutes: 20, capacity: 1, exams: ['ct-plain', 'ct-contrast'] },
  { department: '医学影像科', name: '放射拍片室', room: '医技一楼 拍片室', floor: 1, minutes: 10, capacity: 2, exams: ['xray-chest', 'barium-meal'] },
  { department: '心血管内科', name: '心电图室', room: '门诊三楼 心电图室', floor: 3, minutes: 15, capacity: 1, exams: ['ecg', 'holter', 'echo'] },
]
/** Planned within so many days: among few enough times to be quick at the first start. */
const soon = 5
/** What three doctors ordered: two are planned already, one lies on the planner's desk. */
const orders: readonly (readonly string[])[] = [['blood-fasting', 'ultrasound-abdomen', 'ct-plain'], ['ecg', 'echo', 'blood-any'], ['blood-fasting', 'ultrasound-abdomen', 'ecg', 'xray-chest']]

/** Examination rooms of the county hospital with four weeks of times, and three orders. */
export async function loadExaminations(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const hospital = cast.people.institutions.get(house)
  if (hospital === undefined) throw new Error(`the demonstration has no ${house}`)
  const clerk = cast.actor(house, 'institution_clerk')
  const made = await act(platform, clerk, async (step) => {
    const departments = await step.tx.selectFrom('department').select(['id', 'name']).where('institution_id', '=', hospital.id).execute()
    const clinics = rooms.map((room): Clinic => ({ institutionId: hospital.id, regionCode: demoCounty, id: step.newId(), departmentId: departments.find((each) => each.name === room.department)?.id ?? '', staffId: null, name: room.name, service: 'exam', room: room.room, feeCents: 0, brings: '请带检查申请单和身份证或社保卡。', active: true, revision: 1 }))
    const rules = clinics.flatMap((clinic, n): ClinicRule[] => {
      const room = rooms[n]
      if (room === undefined) return []
      return [[450, 690], [840, 1020]].map(([fromMinute = 0, toMinute = 0]) => ({ id: step.newId(), clinicId: clinic.id, weekdays: [1, 2, 3, 4, 5], fromMinute, toMinute, slotMinutes: room.minutes, capacity: room.capacity, pools: {}, onHolidays: false, room: '', weeksAhead: 4, releaseMinute: 480, mode: 'queue', drawMinutes: 30, referralDaysEarlier: 0, rolloverHours: 24, validFrom: today, validTo: null }))
    })
    await insertClinics(step.tx, clinics)
    await insertRules(step.tx, { institutionId: hospital.id, regionCode: demoCounty }, rules)
    for (const [n, clinic] of clinics.entries()) await saveClinic(step, { clinicId: clinic.id, exams: rooms[n]?.exams ?? [], building: '门诊医技楼', floor: rooms[n]?.floor ?? 1 })
    return (await ensureSlots(step, { institutionId: hospital.id, until: addDays(today, 28) })).made
  })
  let planned = 0
  for (const [n, exams] of orders.entries()) planned += await playOrder(platform, cast, { n, exams, plans: n < 2 })
  log(`检查室 ${rooms.length} 间、${made} 个时段，检查单 ${orders.length} 张（已排 ${planned} 张）`)
}

async function playOrder(platform: Platform, cast: Cast, given: { n: number; exams: readonly string[]; plans: boolean }): Promise<number> {
  const random = seeded(`demonstration of examinations ${given.n}`)
  const key = await act(platform, cast.actor(house, 'doctor', given.n), (step) => orderExams(step, { bookingCode: '', person: inventPerson(random, 90_000 + given.n), exams: given.exams, note: '', wish: null }))
  if (!given.plans) return 0
  const desk = cast.actor(house, 'desk_clerk')
  const found = await look(platform, desk, async ({ read, now, today }) => {
    const order = await loadOrder(read, key)
    const wish = { ...usualWish(today), to: addDays(today, soon) }
    return { wish, revision: order.revision, plan: planExams({ exams: loadExams(order.exams), places: await placesFor(read, order, [], wish, now.toISOString()), wish }) }
  })
  if (found.plan === null) return 0
  const now = platform.clock.now()
  await bookPlan({ actor: desk, now, today: shanghaiToday(now), platform, key: `demo-exam-${given.n}` }, { ...key, places: found.plan.places.map(({ exam, slotId }) => ({ exam, slotId })), wish: found.wish, revision: found.revision })
  return 1
}
