import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { seeded } from '../../kernel/random.ts'
import { admitPatient, offerBed, saveWard } from '../../modules/admission/commands/beds.ts'
import { makeSlip } from '../../modules/admission/commands/slips.ts'
import type { Urgency } from '../../modules/admission/rules/slip.ts'
import type { Act, Platform } from '../../server/platform/act.ts'
import { at, stage, type Cast } from './cast.ts'
import { inventPerson } from './patients.ts'

const house = 'renmin'
type WardGiven = { readonly department: string; readonly near: readonly string[]; readonly name: string; readonly rooms: number; readonly reserve: number; readonly isolation?: boolean }
const wards: readonly WardGiven[] = [
  { department: '呼吸内科', near: ['心血管内科'], name: '呼吸内科一病区', rooms: 5, reserve: 1 },
  { department: '心血管内科', near: ['呼吸内科'], name: '心血管内科病区', rooms: 5, reserve: 1 },
  { department: '骨科', near: ['普通外科'], name: '骨科病区', rooms: 4, reserve: 1 },
  { department: '普通外科', near: ['骨科'], name: '普通外科病区', rooms: 4, reserve: 1 },
]
const illnesses: Readonly<Record<string, readonly string[]>> = {
  呼吸内科: ['慢性阻塞性肺疾病急性加重', '社区获得性肺炎', '支气管哮喘'],
  心血管内科: ['冠心病 不稳定型心绞痛', '心力衰竭', '高血压病3级'],
  骨科: ['股骨颈骨折', '腰椎间盘突出症', '膝关节骨性关节炎'],
  普通外科: ['胆囊结石伴慢性胆囊炎', '腹股沟疝', '甲状腺结节'],
}
/** Each bed room holds three, of one sex. */
const bedsOfRoom = 3

/** Wards of the county hospital with whoever lies in them, whoever is asked to come, and the line. */
export async function loadBeds(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const hospital = cast.people.institutions.get(house)
  if (hospital === undefined) throw new Error(`the demonstration has no ${house}`)
  const random = seeded('demonstration of beds')
  const [clerk, desk] = [cast.actor(house, 'institution_clerk'), cast.actor(house, 'desk_clerk')]
  let [n, waiting] = [0, 0]
  await stage(platform, async (as) => {
    const departments = await (await as(at(today, 0), clerk)).tx.selectFrom('department').select(['id', 'name']).where('institution_id', '=', hospital.id).execute()
    const idOf = (name: string) => departments.find((each) => each.name === name)?.id ?? ''
    const slipFor = async (step: Act, ward: WardGiven, sex: 'male' | 'female', urgency: Urgency) => {
      n += 1
      const person = inventPerson(random, 70_000 + n)
      return makeSlip(step, { departmentId: idOf(ward.department), kind: 'ward', diagnosis: random.pick(illnesses[ward.department] ?? []), urgency, stayDays: random.int(5, 12), infection: false, sex, bornYear: Number(person.idNumber.slice(6, 10)), person, tests: 'none', examOrderId: null, note: '' })
    }
    for (const [nth, ward] of wards.entries()) {
      const doctor = cast.actor(house, 'doctor', nth)
      const beds = Array.from({ length: ward.rooms * bedsOfRoom }, (_, bed) => ({ label: `${bed + 1}床`, room: `${nth + 3}0${Math.floor(bed / bedsOfRoom) + 1}` }))
      const wardId = await saveWard(await as(at(addDays(today, -20), 9), clerk), { wardId: null, departmentId: idOf(ward.department), nearDepartments: ward.near.map(idOf), name: ward.name, sex: 'any', isolation: false, reserve: ward.reserve, active: true, beds })
      const kept = await (await as(at(today, 0), clerk)).tx.selectFrom('bed').select(['id', 'room']).where('institution_id', '=', hospital.id).where('ward_id', '=', wardId).orderBy('room').orderBy('label').execute()
      for (const [at0, bed] of kept.slice(0, kept.length - ward.reserve - 2).entries()) {
        const day = addDays(today, -1 - (at0 % 8))
        const key = await slipFor(await as(at(addDays(day, -1), 10), doctor), ward, Number(bed.room) % 2 === 0 ? 'female' : 'male', 3)
        await offerBed(await as(at(addDays(day, -1), 11), desk), { ...key, bedId: bed.id, comeOn: day, reason: '' })
        await admitPatient(await as(at(day, 9), desk), { ...key, bedId: null, reason: '' })
      }
      // One is asked to come tomorrow; the others wait, the second as an urgent case.
      const offered = kept.at(-2)
      const first = await slipFor(await as(at(addDays(today, -3), 10), doctor), ward, Number(offered?.room ?? 0) % 2 === 0 ? 'female' : 'male', 3)
      if (offered !== undefined) await offerBed(await as(platform.clock.now().toISOString(), desk), { ...first, bedId: offered.id, comeOn: addDays(today, 1), reason: '' })
      for (const urgency of [3, 2, 4] as const) {
        await slipFor(await as(at(addDays(today, -2), 8 + urgency), doctor), ward, random.pick(['male', 'female'] as const), urgency)
        waiting += 1
      }
    }
  })
  log(`病区 ${wards.length} 个，住院登记 ${n} 人，${waiting} 人候床`)
}
