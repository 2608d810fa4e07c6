import { refuse, type Refusal } from '../../../../kernel/refusal.ts'
import type { FieldDefinition, RegisterDefinition } from '../definition.ts'
import { needsDepartment } from '../validate.ts'
import { isFileField } from '../values.ts'

/** A column of the spreadsheet: the day, the department, or a field. */
export type Column = { readonly key: string; readonly title: string; readonly synonyms: readonly string[]; readonly required: boolean; readonly field: FieldDefinition | null; readonly hint: string }

/** Keys of the two columns that are no field; field keys cannot begin with '#'. */
export const dayColumn = '#on'
export const departmentColumn = '#department'

/** Rule RG-22: where every entry needs a file, a spreadsheet cannot bring it. */
export function mayImport(definition: RegisterDefinition): Refusal | null {
  const needsFile = definition.evidence.files === 'required' || definition.fields.some((field) => isFileField(field) && field.required && field.when === undefined)
  return needsFile ? refuse('register.import_needs_files') : null
}

const range = (field: FieldDefinition, unit = field.unit?.zh ?? ''): string => {
  if (field.min !== undefined && field.max !== undefined) return `${field.min}—${field.max}${unit}`
  if (field.min !== undefined) return `不小于 ${field.min}${unit}`
  return field.max === undefined ? '' : `不大于 ${field.max}${unit}`
}

/** What may be typed, in a few words. */
function hintOf(field: FieldDefinition): string {
  const options = field.options?.map((option) => option.zh).join('、') ?? ''
  const says: Record<FieldDefinition['type'], string> = {
    text: '文字', longtext: '文字', place: '地点', link: field.to === undefined ? '网址' : '系统内记录地址',
    number: `${field.decimals === 0 ? '整数' : `数字，最多 ${field.decimals} 位小数`}${range(field) === '' ? '' : `，${range(field)}`}`,
    date: '如 2026-03-01', time: '如 14:30', boolean: '是 或 否', choice: `选一项：${options}`, choices: `可多选，用、隔开：${options}`,
    person: '工号，或不重名的姓名', people: '工号或不重名的姓名，用、隔开', department: '科室名称', file: '', picture: '', signature: '',
  }
  return field.hint === undefined ? says[field.type] : `${says[field.type]}（${field.hint.zh}）`
}

/** Rule RG-22: the columns of a register's spreadsheet: its day, its department where it is kept by departments, and every field but files. */
export function columnsOf(definition: RegisterDefinition): Column[] {
  const fields = definition.fields.filter((field) => !isFileField(field))
  const department = { key: departmentColumn, title: '科室', synonyms: ['科室名称', '部门', '部门名称', '病区', '所在科室'], required: true, field: null, hint: '科室名称，与科室目录一致' }
  const taken = new Set(fields.map((field) => field.label.zh))
  const day = { key: dayColumn, title: definition.day.label.zh, synonyms: ['日期', '时间', '登记日期', '开展日期', '开展时间', '检查日期'], required: true, field: null, hint: '如 2026-03-01' }
  return [
    day,
    ...(needsDepartment(definition) ? [taken.has(department.title) ? { ...department, title: '登记科室' } : department] : []),
    ...fields.map((field) => ({ key: field.key, title: field.label.zh, synonyms: [field.label.en, field.key], required: field.required && field.when === undefined, field, hint: hintOf(field) })),
  ]
}

/** Without blanks, width, case, stars and what stands in brackets: '人数（人）*' is '人数'. */
const plainHeading = (heading: string): string => heading.normalize('NFKC').toLowerCase().replaceAll(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '').replaceAll(/[\s\p{P}\p{S}]/gu, '')

/** 0 → A, 25 → Z, 26 → AA: what a spreadsheet calls a column. */
export function letters(at: number): string {
  let name = ''
  for (let rest = at + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCodePoint(65 + ((rest - 1) % 26)) + name
  return name
}

export type Matched = {
  /** The line among those read. */
  readonly line: number
  readonly at: ReadonlyMap<string, number>
  readonly headings: readonly { readonly column: string; readonly heading: string; readonly at: string }[]
  readonly ignored: readonly string[]
  readonly missing: readonly string[]
}

function matchLine(columns: readonly Column[], cells: readonly string[], line: number): Matched {
  const at = new Map<string, number>()
  const taken = new Set<number>()
  const find = (wanted: readonly string[]) => cells.findIndex((cell, place) => !taken.has(place) && cell !== '' && wanted.includes(plainHeading(cell)))
  const take = (column: Column, place: number) => {
    if (place < 0) return
    at.set(column.key, place)
    taken.add(place)
  }
  // An exact title wins over a synonym, so that two alike headings both find their place.
  for (const column of columns) take(column, find([plainHeading(column.title)]))
  for (const column of columns) if (!at.has(column.key)) take(column, find(column.synonyms.map(plainHeading)))
  return {
    line, at, headings: columns.flatMap((column) => {
      const place = at.get(column.key)
      return place === undefined ? [] : [{ column: column.title, heading: cells[place] ?? '', at: letters(place) }]
    }),
    ignored: [...new Set(cells.filter((cell, place) => cell !== '' && !taken.has(place)))],
    missing: columns.filter((column) => column.required && !at.has(column.key)).map((column) => column.title),
  }
}

/** Rule RG-22: headings are found by name wherever they stand, in the best of the first ten lines; titles may stand above. */
export function findHeadings(columns: readonly Column[], lines: readonly { readonly cells: readonly string[] }[]): Matched | null {
  const best = lines.slice(0, 10).map((line, at) => matchLine(columns, line.cells, at)).reduce<Matched | null>((found, each) => (each.at.size > (found?.at.size ?? 0) ? each : found), null)
  return best !== null && best.at.size >= Math.min(2, columns.length) ? best : null
}
