import { isIsoDate, type IsoDate } from '../../../../kernel/calendar.ts'
import { sayFault } from '../../../../kernel/identifier-fault.ts'
import { checkMobile } from '../../../../kernel/identifiers.ts'
import { startOfDay, toUtc, type Instant } from '../../../../kernel/instant.ts'
import { letters } from '../../../register/rules/import/columns.ts'
import { clean } from '../mail.ts'

/** An order as it will be filed, whether a sheet or the other house's system brought it. */
export type Order = {
  readonly number: string
  readonly kind: string
  readonly title: string
  readonly text: string
  readonly institutionId: string
  readonly place: string
  readonly name: string
  readonly phone: string
  readonly receivedAt: Instant | null
  readonly dueAt: Instant | null
  /** The last day in time that the source has set. */
  readonly dueOn: IsoDate | null
}
export type OrderFault = { readonly row: number; readonly cell: string; readonly column: string; readonly value: string; readonly reason: string }
export type JudgedRow = { readonly row: number; readonly order: Order }

export type Known = {
  readonly today: IsoDate
  readonly now: Instant
  readonly ownInstitutionId: string
  /** Name or code as it was typed → the institution; null where there is none or more than one. */
  readonly institutions: (typed: string) => string | null
  readonly kinds: readonly { readonly key: string; readonly name: { readonly zh: string } }[]
}

type Cells = { readonly row: number; readonly at: ReadonlyMap<string, number>; readonly cells: readonly string[]; readonly odd: Readonly<Record<number, 'rounded' | 'error'>> }

/** Rule IN-14: one row of the sheet, with every bad cell named by its place; a row with a fault is not filed. */
export function judgeRow(line: Cells, titles: ReadonlyMap<string, string>, known: Known): { order: Order | null; faults: OrderFault[] } {
  const faults: OrderFault[] = []
  const cellOf = (key: string): string => clean(line.cells[line.at.get(key) ?? -1] ?? '').trim()
  const no = (key: string, reason: string) => {
    const at = line.at.get(key)
    faults.push({ row: line.row, cell: at === undefined ? '' : `${letters(at)}${line.row}`, column: titles.get(key) ?? key, value: cellOf(key).slice(0, 100), reason })
  }
  for (const [key, at] of line.at) {
    if (line.odd[at] === 'rounded') no(key, '数字太长，表格已丢失末尾几位；请把这一列设为文本后重填')
    if (line.odd[at] === 'error') no(key, '单元格是公式错误，没有内容')
  }
  const long = (key: string, most: number): string => {
    const text = cellOf(key)
    if (text.length > most) no(key, `超过 ${most} 个字`)
    return text
  }
  const number = long('number', 60)
  if (number === '') no('number', '必填，没有单号就无法避免重复')
  const text = long('text', 10_000)
  if (text.length < 2) no('text', text === '' ? '必填' : '内容太短')
  const kind = kindOf(cellOf('kind'), known.kinds)
  if (kind === null) no('kind', `没有这一类；可填：${known.kinds.map((each) => each.name.zh).join('、')}`)
  const institution = cellOf('institution')
  const institutionId = institution === '' ? known.ownInstitutionId : known.institutions(institution)
  if (institutionId === null) no('institution', '没有找到这家机构，或不止一家同名；请写全称或统一社会信用代码')
  const phone = phoneOf(cellOf('phone'))
  if (phone === null) no('phone', `不是电话号码：${sayFault('characters', 'zh')}`)
  const receivedAt = timeOf(cellOf('receivedAt'))
  if (receivedAt === wrong) no('receivedAt', '看不出日期，请写成 2026-03-01 或 2026-03-01 14:30')
  else if (receivedAt !== null && receivedAt > known.now) no('receivedAt', '来件时间在将来')
  const dueOn = dayOf(cellOf('dueOn'))
  if (dueOn === wrong) no('dueOn', '看不出日期，请写成 2026-03-08')
  const order = { number, title: long('title', 120), text, place: long('place', 120), name: long('name', 60) }
  if (faults.length > 0 || kind === null || institutionId === null || phone === null || receivedAt === wrong || dueOn === wrong) return { order: null, faults }
  return { order: { ...order, kind, institutionId, phone, receivedAt, dueAt: null, dueOn }, faults }
}

/** By its Chinese name, also as part of a longer one ('投诉举报类' is a complaint); a blank is a complaint. */
function kindOf(typed: string, kinds: Known['kinds']): string | null {
  if (typed === '') return 'complaint'
  const exact = kinds.find((each) => each.name.zh === typed || each.key === typed)
  return (exact ?? kinds.find((each) => typed.includes(each.name.zh)))?.key ?? null
}

/** Mobile or landline, as people write them; null where it is no number. */
export function phoneOf(typed: string): string | null {
  if (typed === '') return ''
  const mobile = checkMobile(typed)
  if (mobile.ok) return mobile.value
  const plain = typed.normalize('NFKC').replaceAll(/[\s()]/g, '').replaceAll(/\p{Pd}/gu, '-')
  return /^(\+?86-?)?(\d{3,4}-?)?\d{7,8}(-\d{1,4})?$/.test(plain) && plain.replaceAll(/\D/g, '').length <= 15 ? plain : null
}

const wrong = Symbol('no date')

function dayOf(typed: string): IsoDate | typeof wrong | null {
  if (typed === '') return null
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s.*)?$/.exec(typed.normalize('NFKC')) ?? []
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(date) ? date : wrong
}

function timeOf(typed: string): Instant | typeof wrong | null {
  const day = dayOf(typed)
  if (day === null || day === wrong) return day
  const [, hour, minute] = /\s(\d{1,2})[:：时](\d{1,2})/.exec(typed.normalize('NFKC')) ?? []
  if (hour === undefined || minute === undefined) return startOfDay(day)
  return Number(hour) > 23 || Number(minute) > 59 ? wrong : toUtc(`${day}T${hour.padStart(2, '0')}:${minute.padStart(2, '0')}:00+08:00`)
}
