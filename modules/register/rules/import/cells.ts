import { isIsoDate, type IsoDate } from '../../../../kernel/calendar.ts'
import type { FieldDefinition } from '../definition.ts'
import type { FieldValue } from '../values.ts'

/** A cell as it was typed. `odd`: its text cannot be trusted; `filled`: a merged cell covers it. */
export type Cell = { readonly text: string; readonly odd?: 'rounded' | 'error'; readonly filled?: boolean }

/** Who and which departments can be named, by what people type. Names that two people have are in `twice`. */
export type Directory = {
  readonly departments: ReadonlyMap<string, string>
  readonly byNumber: ReadonlyMap<string, string>
  readonly byName: ReadonlyMap<string, string>
  readonly twice: ReadonlySet<string>
}

const plainName = (name: string): string => name.normalize('NFKC').replaceAll(/\s/g, '')

export function directoryOf(departments: readonly { id: string; name: string }[], staff: readonly { staffId: string; name: string; employeeNumber: string }[]): Directory {
  const byName = new Map<string, string>()
  const twice = new Set<string>()
  for (const each of staff) {
    const name = plainName(each.name)
    if (byName.has(name)) twice.add(name)
    byName.set(name, each.staffId)
  }
  return { departments: new Map(departments.map((each) => [plainName(each.name), each.id])), byNumber: new Map(staff.map((each) => [plainName(each.employeeNumber), each.staffId])), byName, twice }
}

type Read<T> = { readonly value: T } | { readonly reason: string }
const no = (reason: string): { reason: string } => ({ reason })

/** 2024-03-01, 2024/3/1, 2024.3.1, 2024年3月1日, 20240301; null where it is no day of the calendar. */
export function readDay(text: string): IsoDate | null {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '').replace(/(T|日).*$/, '')
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:\d\d:.*)?$/.exec(plain) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(plain)
  if (found === null) return null
  const date = `${found[1]}-${(found[2] ?? '').padStart(2, '0')}-${(found[3] ?? '').padStart(2, '0')}`
  return isIsoDate(date) && date >= '1900-01-01' ? date : null
}

const dayReason = '不是有效的日期，请写成 2026-03-01'
export const readDayCell = (text: string): Read<IsoDate> => {
  const day = readDay(text)
  return day === null ? no(dayReason) : { value: day }
}

export function readDepartment(text: string, directory: Directory): Read<string> {
  const id = directory.departments.get(plainName(text))
  return id === undefined ? no('科室目录中没有这个科室，或当天已撤销') : { value: id }
}

function readPerson(text: string, directory: Directory): Read<string> {
  const plain = plainName(text)
  // '00123 王芳' and '王芳（00123）' are how people tell two of one name apart.
  const number = /^[\w-]+/.exec(plain)?.[0] ?? /[(（]([\w-]+)[)）]$/.exec(plain)?.[1]
  const byNumber = directory.byNumber.get(plain) ?? (number === undefined ? undefined : directory.byNumber.get(number))
  if (byNumber !== undefined) return { value: byNumber }
  if (directory.twice.has(plain)) return no('有同名人员，请改填工号')
  const id = directory.byName.get(plain)
  return id === undefined ? no('人员目录中没有这个人，请填工号或姓名') : { value: id }
}

const parts = (text: string): string[] => text.split(/[、,，;；/\n]+/).map((part) => part.trim()).filter((part) => part !== '')

function readMany(texts: readonly string[], read: (text: string) => Read<string>): Read<FieldValue> {
  const found: string[] = []
  for (const text of texts) {
    const one = read(text)
    if ('reason' in one) return no(texts.length === 1 ? one.reason : `“${text.slice(0, 40)}”${one.reason}`)
    found.push(one.value)
  }
  return { value: found }
}

function readOption(field: FieldDefinition, text: string): Read<string> {
  const plain = plainName(text).toLowerCase()
  const option = field.options?.find((each) => plainName(each.zh).toLowerCase() === plain || each.value === plain || plainName(each.en).toLowerCase() === plain)
  return option === undefined ? no(`不是可选的值；可填：${field.options?.map((each) => each.zh).join('、') ?? ''}`) : { value: option.value }
}

const truths: Readonly<Record<string, boolean>> = { 是: true, 有: true, '√': true, 对: true, yes: true, true: true, y: true, '1': true, 否: false, 无: false, '×': false, 不: false, no: false, false: false, n: false, '0': false }

function readNumber(field: FieldDefinition, text: string): Read<FieldValue> {
  const plain = text.normalize('NFKC').replaceAll(/[\s,]/g, '')
  // The unit stands in the heading; typed behind the number as well it does no harm.
  const unit = [field.unit?.zh, field.unit?.en, '%'].find((each) => each !== undefined && each !== '' && plain.endsWith(each))
  const number = unit === undefined ? plain : plain.slice(0, -unit.length)
  return /^[+-]?\d{1,15}(\.\d{1,10})?$/.test(number) ? { value: Number(number) } : no(field.decimals === 0 ? '应为整数' : '应为数字')
}

function readTime(text: string): Read<FieldValue> {
  const found = /^(\d{1,2})[:：时点](\d{1,2})?分?(?::\d\d)?$/.exec(plainName(text))
  const time = found === null ? '' : `${(found[1] ?? '').padStart(2, '0')}:${(found[2] ?? '0').padStart(2, '0')}`
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? { value: time } : no('不是有效的时间，请写成 14:30')
}

/** What a person typed under a heading as the value of its field; judged further by readField like any other value. */
export function readCell(field: FieldDefinition, text: string, directory: Directory): Read<FieldValue> {
  switch (field.type) {
    case 'number':
      return readNumber(field, text)
    case 'date':
      return readDayCell(text)
    case 'time':
      return readTime(text)
    case 'boolean': {
      const truth = truths[plainName(text).toLowerCase()]
      return truth === undefined ? no('请填 是 或 否') : { value: truth }
    }
    case 'choice':
      return readOption(field, text)
    case 'choices':
      return readMany(parts(text), (part) => readOption(field, part))
    case 'person':
      return readPerson(text, directory)
    case 'people':
      return readMany(parts(text), (part) => readPerson(part, directory))
    case 'department':
      return readDepartment(text, directory)
    case 'text':
    case 'longtext':
    case 'place':
    case 'link':
    case 'file':
    case 'picture':
    case 'signature':
      return { value: text }
  }
}
