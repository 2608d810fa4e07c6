export const headings = ['明细流水号', '费用日期', '费用类别', '就诊类型', '就诊号', '处方号', '开单科室', '开单医师', '医保编码', '项目名称', '数量', '单位', '金额', '单次剂量', '剂量单位', '频次', '用药天数', '给药途径', '诊断', '患者编号', '年龄']

export type Cells = Partial<Record<(typeof headings)[number], string>>
let counter = 0

/** One line as a hospital system exports it; what is not said is plausible. */
export function aLine(given: Cells = {}): string {
  counter += 1
  const cells: Cells = { 明细流水号: `L${counter}`, 费用日期: '2026-02-03 10:20:30', 费用类别: '西药费', 就诊类型: '门诊', 就诊号: `V${counter}`, 处方号: `R${counter}`, 开单科室: '内科', 开单医师: '测试医师', 医保编码: 'XTEST001', 项目名称: '测试胶囊', 数量: '2', 单位: '盒', 金额: '30.50', 单次剂量: '0.5', 剂量单位: 'g', 频次: 'tid', 用药天数: '3', 给药途径: '口服', 诊断: '上呼吸道感染', 患者编号: `P${counter}`, 年龄: '45岁', ...given }
  return headings.map((heading) => cells[heading] ?? '').join(',')
}
export const csvOf = (lines: readonly string[]): string => [headings.join(','), ...lines, ''].join('\n')
