/** The sheet of the drug catalogue: its headings, and how a cell is read. */
export const drugColumns = [
  { key: 'code', title: '国家医保编码', required: true, example: 'XJ01CAA000A001010100001' },
  { key: 'atc', title: 'ATC编码', required: false, example: 'J01CA04' },
  { key: 'generic_name', title: '通用名', required: true, example: '阿莫西林' },
  { key: 'name', title: '药品名称', required: true, example: '阿莫西林胶囊' },
  { key: 'form', title: '剂型', required: false, example: '胶囊剂' },
  { key: 'strength', title: '规格', required: false, example: '0.25g×24粒' },
  { key: 'unit', title: '计价单位', required: false, example: '盒' },
  { key: 'ddd', title: 'DDD值', required: false, example: '1.5' },
  { key: 'ddd_unit', title: 'DDD单位', required: false, example: 'g' },
  { key: 'ddds_per_unit', title: '每计价单位DDD数', required: false, example: '4' },
  { key: 'antibiotic', title: '抗菌药物级别', required: false, example: '非限制' },
  { key: 'control', title: '特殊管理', required: false, example: '' },
  { key: 'essential', title: '基本药物', required: false, example: '是' },
  { key: 'negotiated', title: '国谈药品', required: false, example: '' },
  { key: 'central', title: '集采中选', required: false, example: '是' },
  { key: 'key_monitored', title: '重点监控', required: false, example: '' },
  { key: 'herbal', title: '中药饮片', required: false, example: '' },
  { key: 'injection', title: '注射剂', required: false, example: '' },
  { key: 'high_value', title: '高值耗材', required: false, example: '' },
] as const
export type DrugColumn = (typeof drugColumns)[number]['key']

const grades: Readonly<Record<string, string>> = { '': 'none', 非限制: 'unrestricted', 非限制使用: 'unrestricted', 非限制级: 'unrestricted', 限制: 'restricted', 限制使用: 'restricted', 限制级: 'restricted', 特殊: 'special', 特殊使用: 'special', 特殊使用级: 'special', 否: 'none', 无: 'none' }
const controls: Readonly<Record<string, string>> = { '': 'none', 无: 'none', 否: 'none', 麻醉: 'narcotic', 麻醉药品: 'narcotic', 精一: 'psychotropic-1', 第一类精神药品: 'psychotropic-1', 精二: 'psychotropic-2', 第二类精神药品: 'psychotropic-2', 毒性: 'toxic', 医疗用毒性药品: 'toxic', 放射性: 'radioactive' }
const yes = ['是', '1', 'y', 'yes', '√']
const no = ['', '否', '0', 'n', 'no', '无']

export type DrugRow = { [Key in Exclude<DrugColumn, 'ddd' | 'ddds_per_unit' | 'essential' | 'negotiated' | 'central' | 'key_monitored' | 'herbal' | 'injection' | 'high_value'>]: string } & { ddd: string | null; ddds_per_unit: string | null; essential: boolean; negotiated: boolean; central: boolean; key_monitored: boolean; herbal: boolean; injection: boolean; high_value: boolean }

/** Rule PR-18: one row of the catalogue, or the heading of the cell that cannot be read. A catalogue is taken whole or not at all. */
export function readDrug(cells: Readonly<Record<DrugColumn, string>>): DrugRow | { readonly wrong: string } {
  const title = (key: DrugColumn) => drugColumns.find((each) => each.key === key)?.title ?? key
  for (const { key, title: heading, required } of drugColumns) if (required && cells[key] === '') return { wrong: heading }
  for (const key of ['ddd', 'ddds_per_unit'] as const) if (cells[key] !== '' && !/^\d{1,9}(\.\d{1,6})?$/.test(cells[key])) return { wrong: title(key) }
  const marks = ['essential', 'negotiated', 'central', 'key_monitored', 'herbal', 'injection', 'high_value'] as const
  for (const key of marks) if (!yes.includes(cells[key].toLowerCase()) && !no.includes(cells[key].toLowerCase())) return { wrong: title(key) }
  const [antibiotic, control] = [grades[cells.antibiotic], controls[cells.control]]
  if (antibiotic === undefined) return { wrong: title('antibiotic') }
  if (control === undefined) return { wrong: title('control') }
  const is = (key: (typeof marks)[number]) => yes.includes(cells[key].toLowerCase())
  return {
    code: cells.code, atc: cells.atc, generic_name: cells.generic_name, name: cells.name, form: cells.form, strength: cells.strength, unit: cells.unit, ddd: cells.ddd || null, ddd_unit: cells.ddd_unit, ddds_per_unit: cells.ddds_per_unit || null, antibiotic, control,
    essential: is('essential'), negotiated: is('negotiated'), central: is('central'), key_monitored: is('key_monitored'), herbal: is('herbal'), injection: is('injection'), high_value: is('high_value'),
  }
}
