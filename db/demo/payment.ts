import { systemActor } from '../../kernel/actor.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import { saveClinic } from '../../modules/booking/commands/clinics.ts'
import { addRule } from '../../modules/booking/commands/clinics-rules.ts'
import { standInOf } from '../../modules/payment/stand-in/mount.ts'
import { insertMerchant } from '../../modules/payment/store/merchants.ts'
import { sealKeys } from '../../modules/payment/till.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { demoCounty } from './bodies.ts'
import type { DemoPeople } from './people.ts'

const feeCents = 2500

/** One clinic of the county hospital asks a fee, which is paid online at the stand-in: nobody's money is touched. */
export async function loadPayment(platform: Platform, people: DemoPeople, today: IsoDate, log: (line: string) => void): Promise<void> {
  const hospital = people.institutions.get('renmin')
  if (hospital === undefined) throw new Error('the demonstration has no renmin')
  const keys = await standInOf(platform).addMerchant()
  const name = await act(platform, systemActor('demo'), async (step) => {
    const at = step.now.toISOString()
    const body = { institutionId: hospital.id, regionCode: demoCounty }
    await insertMerchant(step.tx, { ...body, channel: 'stand-in', address: null, mchid: keys.mchid, appid: keys.appid, serial: keys.serial, platformSerial: keys.platformSerial, trade: 'native', sealed: sealKeys(step.vault, keys), active: true, since: at, revision: 1, changedName: '演示', changedAt: at })
    const departments = await step.tx.selectFrom('department').select(['id', 'name']).where('institution_id', '=', hospital.id).where('kind', '=', 'clinical').orderBy('name').execute()
    const department = departments.find((each) => each.name === '心血管内科') ?? departments[0]
    if (department === undefined) throw new Error('the hospital of the demonstration has no department')
    const clinic = await saveClinic(step, { institutionId: hospital.id, departmentId: department.id, staffId: null, name: `${department.name}知名专家门诊`, service: 'visit', room: '301', feeCents, brings: '请带身份证或社保卡，复诊请带以往病历。', active: true })
    await addRule(step, { institutionId: hospital.id, clinicId: clinic.id, weekdays: [1, 2, 3, 4, 5], fromMinute: 870, toMinute: 1020, slotMinutes: 30, capacity: 3, pools: {}, onHolidays: false, room: '', weeksAhead: 2, releaseMinute: 480, mode: 'queue', drawMinutes: 30, referralDaysEarlier: 0, rolloverHours: 24, validFrom: today, validTo: null, replaces: null })
    return clinic.name
  })
  log(`${name}可网上交费（演示支付）`)
}
