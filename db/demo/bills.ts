import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { addMonths, firstOfMonth, type IsoDate } from '../../kernel/calendar.ts'
import { seeded } from '../../kernel/random.ts'
import { departmentsOn, staffNumbers } from '../../modules/directory/public.ts'
import { importDrugs } from '../../modules/prescribing/commands/drugs.ts'
import { closeMonth, publishFigures } from '../../modules/prescribing/commands/rank.ts'
import { readLocalFile, tellDays } from '../../modules/prescribing/public.ts'
import { drugColumns } from '../../modules/prescribing/rules/drug-sheet.ts'
import { act, look, type Platform } from '../../server/platform/act.ts'
import { fixedClock } from '../../server/platform/clock.ts'
import { writeXlsx } from '../../server/platform/xlsx.ts'
import { systemActor } from '../../kernel/actor.ts'
import { billFile, billLines, type MonthOfBills, type Prescriber } from './bill-lines.ts'
import { demoCounty } from './bodies.ts'
import { at, type Cast } from './cast.ts'
import { demoDrugs, type Ailment, type DemoDrug } from './drugs.ts'

type House = { readonly key: string; readonly short: string; readonly prescriptions: number; readonly stays: number; readonly herbal: boolean; readonly rooms: Readonly<Record<string, Ailment>>; /** Of the first doctor of each department, of a hundred prescriptions. */ readonly careless: number }
const houses: readonly House[] = [
  { key: 'renmin', short: 'RM', prescriptions: 110, stays: 14, herbal: false, rooms: { 呼吸内科: 'lung', 心血管内科: 'heart', 神经内科: 'brain', 普通外科: 'body', 骨科: 'body' }, careless: 22 },
  { key: 'zhongyi', short: 'ZY', prescriptions: 70, stays: 10, herbal: true, rooms: { 肺病科: 'lung', 脾胃病科: 'body', 骨伤科: 'body' }, careless: 8 },
  { key: 'renhe', short: 'RH', prescriptions: 45, stays: 8, herbal: false, rooms: { 内科: 'heart', 外科: 'body' }, careless: 18 },
]
/** So many months that are over have bills; the newest one stands last. */
export const billedMonths = (today: IsoDate): IsoDate[] => [3, 2, 1].map((back) => addMonths(firstOfMonth(today), -back))
/** What doctors of the county come to like, month after month: ranks change by it. */
const fashions: readonly MonthOfBills['fashion'][] = [{}, { ambroxol: 1.6, citicoline: 1.4, albumin: 1.5 }, { ambroxol: 2.4, citicoline: 2.2, albumin: 3, cefuroxime: 0.6 }]

/** Doctors with a number at the house who prescribe; the first of each department is the one who has to be talked to. */
export async function prescribersOf(platform: Platform, cast: Cast, key: string, today: IsoDate): Promise<(Prescriber & { readonly staffId: string })[]> {
  const house = houses.find((each) => each.key === key)
  const institutionId = cast.people.institutions.get(key)?.id ?? ''
  const [rooms, numbers] = await look(platform, systemActor('demo'), ({ read }) => Promise.all([departmentsOn(read, institutionId, today), staffNumbers(read, institutionId)]))
  const doctors = cast.people.staff.filter((each) => each.body === key && each.role === 'doctor')
  // Whoever a visitor can sign in as prescribes, too.
  const own = rooms.find((each) => each.id === doctors[0]?.departmentId)?.name
  return Object.entries<Ailment>({ ...(own === undefined ? {} : { [own]: 'body' }), ...house?.rooms }).flatMap(([department, ailment]) => {
    const room = rooms.find((each) => each.name === department)
    return doctors.filter((each) => each.departmentId === room?.id).slice(0, 2).flatMap((doctor, nth) => {
      const number = numbers.find((each) => each.staffId === doctor.staffId)?.employeeNumber
      return number === undefined ? [] : [{ staffId: doctor.staffId, number, department, ailment, careless: nth === 0 ? (house?.careless ?? 0) : 5 }]
    })
  })
}

/** Three months of bills of three hospitals, read from files as a hospital sends them; two months are closed and public. */
export async function loadBills(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const now = platform.clock.now().toISOString()
  /** Nothing happens later than one looks. */
  const on = (instant: string): Platform => ({ ...platform, clock: fixedClock(instant < now ? instant : now) })
  const months = billedMonths(today)
  await act(on(at(months[0] ?? today, 9)), cast.actor('commission', 'commission_clerk'), (step) => importDrugs(step, { field: 'file', name: '云溪县药品目录.xlsx', bytes: Buffer.from(drugBook()) }))
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-demo-bills-'))
  let lines = 0
  try {
    for (const house of houses) {
      const place = { institutionId: cast.people.institutions.get(house.key)?.id ?? '', regionCode: demoCounty }
      const keeper = cast.actor(house.key, 'pharmacist')
      const prescribers = await prescribersOf(platform, cast, house.key, today)
      for (const [nth, month] of months.entries()) {
        const rows = billLines({ house: house.short, month, random: seeded(`demonstration of bills: ${house.key} ${nth}`), prescribers, prescriptions: house.prescriptions, stays: house.stays, fashion: fashions[nth] ?? {}, herbal: house.herbal })
        const file = path.join(folder, `${house.short}-${month.slice(0, 7)}-收费明细.csv`)
        writeFileSync(file, billFile(nth === months.length - 1 && house.key === 'renmin' ? withMistakes(rows) : rows))
        const read = await readLocalFile(on(at(addMonths(month, 1), 0.2)), place, file, keeper)
        if (read.state !== 'done') throw new Error(`the bills of ${house.key} ${month} were not read: ${read.state} ${read.fault ?? ''}`)
        lines += read.kept
      }
      await tellDays(platform, place.institutionId)
      for (const month of months) {
        await act(on(at(addMonths(month, 1), 0.4)), keeper, (step) => closeMonth(step, { ...place, month }))
        if (month === months.at(-1)) continue
        for (const item of ['drug-use', 'ratio-ranking'] as const) await act(on(at(addMonths(month, 1), 0.5)), keeper, (step) => publishFigures(step, { ...place, month }, item))
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  log(`收费与处方明细 ${lines} 行，${houses.length} 家医院，${months.length} 个月`)
}

/** What goes wrong in a file: a line that is none of a month that is known, an amount in words, a kind nobody knows, a refund with one sign. */
function withMistakes(rows: readonly string[][]): string[][] {
  const mistakes: readonly (readonly [column: number, said: string])[] = [[1, '四月三日'], [12, '见附件'], [2, '便民费'], [10, '-1'], [8, '']]
  const spoilt = mistakes.flatMap(([column, said], n) => {
    const row = rows[n * 7]
    return row === undefined ? [] : [row.map((value, at) => (at === 0 ? `${value}E${n}` : at === column || (column === 8 && at === 9) ? said : value))]
  })
  return [...rows, ...spoilt]
}

function drugBook(): Uint8Array {
  const yes = (is: boolean | undefined) => (is === true ? '是' : '')
  const rows = Object.values<DemoDrug>(demoDrugs).map((drug) => ({
    code: drug.code, atc: drug.atc, generic_name: drug.generic, name: drug.name, form: drug.form, strength: drug.strength, unit: drug.unit, ddd: String(drug.ddd[0]), ddd_unit: drug.ddd[1], ddds_per_unit: String(drug.ddds), antibiotic: drug.grade ?? '',
    essential: yes(drug.essential), negotiated: yes(drug.negotiated), central: yes(drug.central), key_monitored: yes(drug.monitored), herbal: yes(drug.herbal), injection: yes(drug.injection),
  }))
  return writeXlsx({ sheet: '药品目录', columns: drugColumns.map((column) => ({ key: column.key, title: column.title })), rows })
}
