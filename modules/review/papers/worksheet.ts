import { writeXlsx, type SheetRow } from '../../../server/platform/xlsx.ts'
import { codeList, problemCodes } from '../rules/codes.ts'
import type { Cycle } from '../rules/cycle.ts'
import { isRead, type Item } from '../rules/item.ts'
import type { Prescription } from '../rules/prescription.ts'
import type { Part } from '../rules/sample.ts'
import { worksheetLine, worksheetSums } from '../rules/worksheet.ts'

const titles: Readonly<Record<Part, string>> = { outpatient: '处方点评工作表', inpatient: '病区用药医嘱点评工作表', 'double-ten': '“双十”处方专项点评工作表' }
const yes = (value: boolean): number => (value ? 1 : 0)
const show = (value: number | null): string => (value === null ? '—' : String(value))

function sayAge(ageDays: Prescription['ageDays']): string {
  if (ageDays === null) return ''
  if (ageDays < 31) return `${ageDays}天`
  return ageDays < 365 * 2 ? `${Math.floor(ageDays / 30.4375)}月` : `${Math.floor(ageDays / 365.25)}岁`
}

/** Rule RV-12: the official sheet of a round: one line a prescription, the letters beneath. Who prescribed stands on it only by number. */
export function worksheet(cycle: Cycle, items: readonly Item[], part: Part, body: string): Uint8Array {
  const own = items.filter((item) => item.part === part && isRead(item))
  const lines = own.map((item) => ({ item, line: worksheetLine(item.content, item.codes ?? []) }))
  const sums = worksheetSums(lines.map((each) => each.line))
  const rows = lines.map(({ item, line }): SheetRow => ({
    no: item.no, on: item.onDate, ref: item.ref, age: sayAge(item.content.ageDays), diagnoses: item.content.diagnoses, drugs: line.drugs, antibiotic: yes(line.antibiotic), injection: yes(line.injection), essential: line.essential, generic: line.generic, amount: line.amountCents / 100, reasonable: yes(line.reasonable), codes: line.codes.join('、'),
  }))
  const total: SheetRow = { no: null, on: null, ref: '合计', age: null, diagnoses: null, drugs: sums.A, antibiotic: sums.C, injection: sums.E, essential: sums.G, generic: sums.I, amount: sums.K, reasonable: sums.O, codes: null }
  return writeXlsx({
    sheet: '工作表', title: `${body}${titles[part]}`, form: true,
    lead: [[`处方月份：${cycle.month.slice(0, 4)}年${Number(cycle.month.slice(5, 7))}月`, `点评 ${sums.n} 份`, `抽样种子：${cycle.seed}`]],
    columns: [
      { key: 'no', title: '序号', width: 6, type: 'serial' }, { key: 'on', title: '处方日期', width: 12 }, { key: 'ref', title: '处方编号', width: 26 }, { key: 'age', title: '年龄', width: 8 }, { key: 'diagnoses', title: '诊断', width: 28 }, { key: 'drugs', title: '药品品种', width: 10, type: 'integer' },
      { key: 'antibiotic', title: '抗菌药（0/1）', width: 10, type: 'integer' }, { key: 'injection', title: '注射剂（0/1）', width: 10, type: 'integer' }, { key: 'essential', title: '国家基本药物品种数', width: 12, type: 'integer' }, { key: 'generic', title: '药品通用名数', width: 12, type: 'integer' }, { key: 'amount', title: '处方金额（元）', width: 12, type: 'number' },
      { key: 'reasonable', title: '是否合理（0/1）', width: 10, type: 'integer' }, { key: 'codes', title: '存在问题（代码）', width: 22 },
    ],
    rows: [...rows, total],
    foot: [
      [`A 用药品种总数 ${sums.A}`, `B 平均每张用药品种数 ${show(sums.B)}`, `C 使用抗菌药的处方数 ${sums.C}`, `D 抗菌药使用百分率 ${show(sums.D)}%`],
      [`E 使用注射剂的处方数 ${sums.E}`, `F 注射剂使用百分率 ${show(sums.F)}%`, `G 国家基本药物品种数 ${sums.G}`, `H 国家基本药物占比 ${show(sums.H)}%`],
      [`I 使用通用名的品种数 ${sums.I}`, `J 通用名占比 ${show(sums.J)}%`, `K 处方总金额 ${sums.K} 元`, `L 平均每张金额 ${show(sums.L)} 元`],
      [`O 合理处方数 ${sums.O}`, `P 合理处方百分率 ${show(sums.P)}%`, '点评人：', '填表日期：'],
      [`问题代码：${codeList.filter((code) => lines.some(({ line }) => line.codes.includes(code))).map((code) => `${code} ${problemCodes[code].zh}`).join('；') || '无'}`],
    ],
  })
}
