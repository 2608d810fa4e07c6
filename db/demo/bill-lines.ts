import { addDays, addMonths, type IsoDate } from '../../kernel/calendar.ts'
import type { Seeded } from '../../kernel/random.ts'
import { ailments, demoDrugs, type Ailment, type DemoDrug, type DrugKey } from './drugs.ts'

/** The columns as the hospital's own system exports them. */
export const billHeadings = ['明细流水号', '费用日期', '费用类别', '就诊类型', '就诊号', '处方号', '开单科室', '开单医师工号', '医保编码', '项目名称', '数量', '单位', '金额', '自付金额', '单次剂量', '剂量单位', '频次', '用药天数', '给药途径', '诊断', '患者编号', '年龄', '采购方式', '入院日期', '出院日期'] as const
type Heading = (typeof billHeadings)[number]
type Cells = Partial<Record<Heading, string>>

export type Prescriber = { readonly number: string; readonly department: string; readonly ailment: Ailment; /** How often of a hundred prescriptions are not as they should be. */ readonly careless: number }
export type MonthOfBills = {
  /** A short name of the house, in the numbers of its lines. */
  readonly house: string
  readonly month: IsoDate
  readonly random: Seeded
  readonly prescribers: readonly Prescriber[]
  readonly prescriptions: number
  readonly stays: number
  /** How much more of a drug than usual is given this month; 1 where nothing is said. */
  readonly fashion: Readonly<Partial<Record<DrugKey, number>>>
  readonly herbal: boolean
}

type Fault = { readonly diagnosis?: string; readonly days?: number; readonly times?: number; readonly drugs?: readonly DrugKey[] }
/** What the machine sees by itself: an antibiotic for a cold, too many days, no diagnosis, four times the dose. */
const faults: readonly Fault[] = [{ diagnosis: '普通感冒', drugs: ['amoxicillin', 'ambroxol'] }, { days: 14 }, { diagnosis: '待查' }, { times: 4 }]

const yuan = (cents: number): string => (cents / 100).toFixed(2)

/** The lines of one house and month, from its seed: prescriptions with what belongs to a visit, and stays. */
export function billLines({ house, month, random, prescribers, prescriptions, stays, fashion, herbal }: MonthOfBills): string[][] {
  const rows: string[][] = []
  const stamp = month.slice(0, 7).replace('-', '')
  const length = Number(addDays(addMonths(month, 1), -1).slice(8))
  const line = (cells: Cells): void => {
    const all: Cells = { 明细流水号: `${house}${stamp}${String(rows.length + 1).padStart(5, '0')}`, ...cells }
    rows.push(billHeadings.map((heading) => all[heading] ?? ''))
  }
  const fee = (visit: Cells, kind: string, code: string, name: string, cents: number, unit = '次'): void => line({ ...visit, 费用类别: kind, 医保编码: code, 项目名称: name, 数量: '1', 单位: unit, 金额: yuan(cents), 自付金额: yuan(Math.round(cents * 0.3)) })
  const give = (visit: Cells, key: DrugKey, given: { days: number; times: number; units?: number }): void => {
    const drug: DemoDrug = demoDrugs[key]
    const more = fashion[key] ?? 1
    const units = given.units ?? Math.max(1, Math.round(more * (random.next() < more % 1 ? 1.5 : 1)))
    const cents = units * drug.cents
    line({
      ...visit, 费用类别: drug.herbal === true ? '中药饮片' : '西药费', 医保编码: drug.code, 项目名称: drug.name, 数量: String(units), 单位: drug.unit, 金额: yuan(cents), 自付金额: yuan(Math.round(cents * 0.3)), 单次剂量: String(drug.dose[0] * given.times), 剂量单位: drug.dose[1], 频次: drug.frequency, 用药天数: String(given.days), 给药途径: drug.route, 采购方式: drug.central === true ? '集采平台' : '平台',
    })
  }
  for (let n = 1; n <= prescriptions; n += 1) {
    const by = random.pick(prescribers)
    const fault = random.int(1, 100) <= by.careless ? random.pick(faults) : {}
    const [usual, drugs] = random.pick(ailments[by.ailment] ?? ailments['body'] ?? [])
    const number = `${house}${stamp}${String(n).padStart(4, '0')}`
    const visit: Cells = { 费用日期: `${month.slice(0, 8)}${String(random.int(1, length)).padStart(2, '0')}`, 就诊类型: random.int(0, 9) === 0 ? '急诊' : '门诊', 就诊号: `M${number}`, 处方号: `R${number}`, 开单科室: by.department, 开单医师工号: by.number, 诊断: fault.diagnosis ?? usual, 患者编号: `P${number}`, 年龄: `${random.int(18, 86)}岁` }
    const days = fault.days ?? (visit.就诊类型 === '急诊' ? 3 : 7)
    for (const drug of fault.drugs ?? drugs) give(visit, drug, { days, times: fault.times ?? 1 })
    if (herbal && n % 3 === 0) give({ ...visit, 处方号: `Y${number}`, 诊断: '气虚证' }, 'astragalus', { days: 7, times: 1, units: 210 })
    const plain = { ...visit, 处方号: '' }
    fee(plain, '诊察费', 'F-110200001', '普通门诊诊察费', 1500)
    if (n % 2 === 0) fee(plain, '化验费', 'F-250101015', '血细胞分析', 2500)
    if (n % 3 === 0) fee(plain, '检查费', 'F-220301001', '彩色超声检查', 9800)
    if (n % 4 === 0) fee(plain, '治疗费', 'F-120400006', '静脉输液', 1200)
    if (n % 4 === 0) fee(plain, '材料费', 'M-0101', '一次性使用输液器', 380, '套')
  }
  for (let n = 1; n <= stays; n += 1) {
    const by = random.pick(prescribers)
    const from = random.int(1, length - 8)
    const nights = random.int(4, 8)
    const day = (at: number): IsoDate => `${month.slice(0, 8)}${String(at).padStart(2, '0')}`
    const number = `${house}${stamp}Z${String(n).padStart(3, '0')}`
    const [diagnosis, drugs] = random.pick(ailments[by.ailment] ?? ailments['body'] ?? [])
    const stay: Cells = { 费用日期: day(from + nights), 就诊类型: '住院', 就诊号: number, 开单科室: by.department, 开单医师工号: by.number, 诊断: diagnosis, 患者编号: `P${number}`, 年龄: `${random.int(30, 88)}岁`, 入院日期: day(from), 出院日期: day(from + nights) }
    for (const drug of drugs) give(stay, drug, { days: nights, times: 1 })
    if (n % 2 === 0) give(stay, 'ceftriaxone', { days: nights, times: 1, units: nights * 2 })
    if (n % 4 === 0) give(stay, 'albumin', { days: 3, times: 1, units: Math.round(3 * (fashion.albumin ?? 1)) })
    fee(stay, '床位费', 'F-110900001', '普通病房床位费', 4000 * nights)
    fee(stay, '护理费', 'F-120100003', '二级护理', 1800 * nights)
    fee(stay, '检查费', 'F-210300001', 'CT平扫', 26_000)
    fee(stay, '化验费', 'F-250301001', '生化全套', 12_000)
    fee(stay, '治疗费', 'F-310000000', '治疗和监护', 6500 * nights)
    fee(stay, '材料费', 'M-0201', by.ailment === 'body' ? '内固定钢板' : '一次性医用耗材', by.ailment === 'body' ? 88_000 : 4600 * nights, '套')
  }
  return rows
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
export const billFile = (rows: readonly (readonly string[])[]): string => [billHeadings, ...rows].map((row) => row.map(cell).join(',')).join('\n')
