import { open } from 'node:fs/promises'
import path from 'node:path'
import { addDays, addMonths, diffDays } from '../../kernel/calendar.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { codeOf, nameOf, type ChargeSize, type House } from './houses.ts'

export const chargeHeadings = ['明细流水号', '费用日期', '费用类别', '就诊类型', '就诊号', '处方号', '开单科室', '开单医师', '医保编码', '项目名称', '数量', '单位', '金额', '自付金额', '单次剂量', '剂量单位', '频次', '用药天数', '给药途径', '诊断', '患者编号', '年龄', '入院日期', '出院日期'] as const

const diagnoses = ['上呼吸道感染', '高血压病', '2型糖尿病', '急性支气管炎', '冠状动脉粥样硬化性心脏病', '腰椎间盘突出', '慢性胃炎', '社区获得性肺炎', '泌尿系感染', '体检']
const others = [['化验费', 'JC'], ['检查费', 'JX'], ['治疗费', 'ZL'], ['材料费', 'CL'], ['诊察费', 'ZC'], ['其他', 'QT']] as const

export type ChargeFileMade = { readonly house: House; readonly path: string; readonly lines: number; readonly bad: number }

/**
 * Lines as a hospital's system would export them: one file for each house, day by day; visits of one to nine lines, one in eight
 * an inpatient's; a few refunds, one in a thousand with a mistake. From a fixed seed: the same bytes on every run.
 */
export async function generateCharges(folder: string, houses: readonly House[], size: ChargeSize): Promise<ChargeFileMade[]> {
  const made: ChargeFileMade[] = []
  for (const [at, house] of houses.entries()) {
    const lines = Math.floor(size.lines / houses.length) + (at < size.lines % houses.length ? 1 : 0)
    const file = path.join(folder, `${String(at + 1).padStart(2, '0')}.csv`)
    made.push({ house, path: file, lines, bad: await writeHouse(file, house, lines, size, seeded(`charges: house ${at}`)) })
  }
  return made
}

/** Most of what is used is a few drugs: the square of a draw. */
const drugAt = (draw: Seeded, drugs: number): number => Math.floor(draw.next() ** 2 * drugs)
const yuan = (cents: number): string => (cents / 100).toFixed(2)

async function writeHouse(file: string, house: House, lines: number, size: ChargeSize, draw: Seeded): Promise<number> {
  const out = await open(file, 'w')
  const days = diffDays(size.firstMonth, addMonths(size.firstMonth, size.months))
  let [text, visit, bad] = [`${chargeHeadings.join(',')}\n`, 0, 0]
  for (let line = 0; line < lines; ) {
    visit += 1
    const on = addDays(size.firstMonth, Math.min(days - 1, Math.floor((line / lines) * days)))
    const inpatient = visit % 8 === 0
    const person = house.staff[draw.int(0, house.staff.length - 1)]
    const department = house.departments[person?.department ?? 0]
    const head = `${inpatient ? '住院' : visit % 9 === 0 ? '急诊' : '门诊'},V${visit},`
    const tail = `${diagnoses[draw.int(0, 9)]},P${draw.int(1, 400_000)},${draw.int(1, 90)}岁,${inpatient ? `${addDays(on, -draw.int(1, 9))},${on}` : ','}\n`
    for (let n = draw.int(1, 9); n > 0 && line < lines; n--) {
      line += 1
      const isDrug = draw.int(1, 10) <= 6
      const other = others[draw.int(0, others.length - 1)] ?? others[0]
      const drug = drugAt(draw, size.drugs)
      const quantity = draw.int(1, 4)
      const cents = quantity * (isDrug ? 200 + ((drug * 7919) % 9000) : draw.int(500, 20_000))
      const sign = draw.int(1, 400) === 1 ? -1 : 1
      const isBad = draw.int(1, 1000) === 1
      if (isBad) bad += 1
      text += `${house.name}-${line},${on} 09:${String(line % 60).padStart(2, '0')}:00,${isDrug ? '西药费' : other[0]},${head}${isDrug ? `R${visit}` : ''},${department?.name ?? ''},${person?.number ?? ''},${isDrug ? codeOf(drug) : `${other[1]}${draw.int(1, 200)}`},${isDrug ? nameOf(drug) : `${other[0]}项目`},${sign * quantity},${isDrug ? '盒' : '次'},${isBad ? '未知' : yuan(sign * cents)},${yuan(Math.floor((sign * cents) / 3))},${isDrug ? '0.25,g,tid' : ',,'},${isDrug ? draw.int(1, 7) : ''},${isDrug ? '口服' : ''},${tail}`
    }
    if (text.length > 1 << 20) {
      await out.writeFile(text)
      text = ''
    }
  }
  await out.writeFile(text)
  await out.close()
  return bad
}
