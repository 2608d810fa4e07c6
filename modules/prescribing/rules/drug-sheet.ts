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
export const drugKeys = drugColumns.map((column) => column.key)

const grades: Readonly<Record<string, string>> = { '': 'none', 非限制: 'unrestricted', 非限制使用: 'unrestricted', 非限制级: 'unrestricted', 限制: 'restricted', 限制使用: 'restricted', 限制级: 'restricted', 特殊: 'special', 特殊使用: 'special', 特殊使用级: 'special', 否: 'none', 无: 'none' }
const controls: Readonly<Record<string, string>> = { '': 'none', 无: 'none', 否: 'none', 麻醉: 'narcotic', 麻醉药品: 'narcotic', 精一: 'psychotropic-1', 第一类精神药品: 'psychotropic-1', 精二: 'psychotropic-2', 第二类精神药品: 'psychotropic-2', 毒性: 'toxic', 医疗用毒性药品: 'toxic', 放射性: 'radioactive' }
const yes = ['是', '1', 'y', 'yes', '√']
const no = ['', '否', '0', 'n', 'no', '无']

export type DrugRow = { [Key in Exclude<DrugColumn, 'ddd' | 'ddds_per_unit' | 'essential' | 'negotiated' | 'central' | 'key_monitored' | 'herbal' | 'injection' | 'high_value'>]: string } & { ddd: string | null; ddds_per_unit: string | null; essential: boolean; negotiated: boolean; central: boolean; key_monitored: boolean; herbal: boolean; injection: boolean; high_value: boolean }

/** Why a cell cannot be taken. */
export const drugReasons = {
  missing: { zh: '必填，没有内容', en: 'is needed and empty' },
  number: { zh: '应是数字，如 1.5，最多六位小数', en: 'is no number such as 1.5, with six decimals at most' },
  'yes-no': { zh: '应填“是”或“否”', en: 'is neither 是 (yes) nor 否 (no)' },
  grade: { zh: '应填：非限制、限制、特殊，不是抗菌药物则不填', en: 'is none of 非限制, 限制, 特殊; left out where it is no antibiotic' },
  control: { zh: '应填：麻醉、精一、精二、毒性、放射性，没有则不填', en: 'is none of 麻醉, 精一, 精二, 毒性, 放射性; left out where it is none' },
  long: { zh: '太长：编码至多64个字，其他至多200个字', en: 'is too long: a code has 64 signs at most, anything else 200' },
  double: { zh: '编码与前面一行重复', en: 'The same code stands in a row above' },
} as const
export type DrugReason = keyof typeof drugReasons
export const drugReasonKeys = ['missing', 'number', 'yes-no', 'grade', 'control', 'long', 'double'] as const satisfies readonly DrugReason[]
export type DrugFault = { readonly column: DrugColumn; readonly reason: DrugReason }

const marks = ['essential', 'negotiated', 'central', 'key_monitored', 'herbal', 'injection', 'high_value'] as const
const mostSigns = { code: 64, other: 200 } as const

/** Rule PR-18: every cell of a row that cannot be read, with why. */
function faultsIn(cells: Readonly<Record<DrugColumn, string>>): DrugFault[] {
  return drugColumns.flatMap(({ key, required }): DrugFault[] => {
    const cell = cells[key]
    const fault = (reason: DrugReason): DrugFault[] => [{ column: key, reason }]
    if (required && cell === '') return fault('missing')
    if (cell.length > (key === 'code' ? mostSigns.code : mostSigns.other)) return fault('long')
    if ((key === 'ddd' || key === 'ddds_per_unit') && cell !== '' && !/^\d{1,8}(\.\d{1,6})?$/.test(cell)) return fault('number')
    if (marks.some((mark) => mark === key) && !yes.includes(cell.toLowerCase()) && !no.includes(cell.toLowerCase())) return fault('yes-no')
    if (key === 'antibiotic' && grades[cell] === undefined) return fault('grade')
    return key === 'control' && controls[cell] === undefined ? fault('control') : []
  })
}

/** Rule PR-18: one row of the catalogue, or what is wrong with it. A catalogue is taken whole or not at all. */
export function readDrug(cells: Readonly<Record<DrugColumn, string>>): DrugRow | { readonly faults: readonly DrugFault[] } {
  const faults = faultsIn(cells)
  const [antibiotic, control] = [grades[cells.antibiotic], controls[cells.control]]
  if (faults.length > 0 || antibiotic === undefined || control === undefined) return { faults }
  const is = (key: (typeof marks)[number]) => yes.includes(cells[key].toLowerCase())
  return {
    code: cells.code, atc: cells.atc, generic_name: cells.generic_name, name: cells.name, form: cells.form, strength: cells.strength, unit: cells.unit, ddd: cells.ddd || null, ddd_unit: cells.ddd_unit, ddds_per_unit: cells.ddds_per_unit || null, antibiotic, control,
    essential: is('essential'), negotiated: is('negotiated'), central: is('central'), key_monitored: is('key_monitored'), herbal: is('herbal'), injection: is('injection'), high_value: is('high_value'),
  }
}

const isNumber = (key: string): boolean => key === 'ddd' || key === 'ddds_per_unit'
/** Rule PR-45: which columns of a drug a sheet would change; null for one that is not in the catalogue yet. */
export function changedColumns(before: DrugRow | undefined, after: DrugRow): DrugColumn[] | null {
  if (before === undefined) return null
  const plain = (row: DrugRow, key: DrugColumn) => (isNumber(key) && row[key] !== null ? String(Number(row[key])) : row[key])
  return drugColumns.map((column) => column.key).filter((key) => plain(before, key) !== plain(after, key))
}

/** A drug as its row of the sheet is written. */
export function drugCells(drug: DrugRow): Record<DrugColumn, string> {
  const word = (words: Readonly<Record<string, string>>, value: string) => Object.keys(words).find((each) => words[each] === value) ?? ''
  const cell = (key: DrugColumn): string => {
    const value = drug[key]
    if (key === 'antibiotic') return word(grades, drug.antibiotic)
    if (key === 'control') return word(controls, drug.control)
    if (typeof value === 'boolean') return value ? '是' : ''
    return value === null ? '' : isNumber(key) ? String(Number(value)) : value
  }
  return Object.fromEntries(drugColumns.map(({ key }) => [key, cell(key)])) as Record<DrugColumn, string>
}
