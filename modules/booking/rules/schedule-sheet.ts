import { isIsoDate, type IsoDate } from '../../../kernel/calendar.ts'
import { keptBack, type PoolShares } from './pools.ts'
import { cut, type ClinicService } from './schedule.ts'

/** Rule SC-17: one row of a sheet is one weekly rule of one clinic; the clinic is made where the department has none of that name. */
export const sheetColumns = [
  { key: 'department', title: '科室', required: true, example: '呼吸内科', width: 18 },
  { key: 'clinic', title: '门诊名称', required: true, example: '呼吸内科普通门诊', width: 26 },
  { key: 'doctor', title: '医师', required: false, example: '', width: 14 },
  { key: 'service', title: '类别', required: false, example: '门诊', width: 10 },
  { key: 'room', title: '诊室', required: false, example: '203', width: 10 },
  { key: 'weekdays', title: '星期', required: true, example: '周一至周五', width: 18 },
  { key: 'from', title: '开始时间', required: true, example: '08:00', width: 12 },
  { key: 'to', title: '结束时间', required: true, example: '11:30', width: 12 },
  { key: 'slotMinutes', title: '每段分钟', required: false, example: '30', width: 12 },
  { key: 'capacity', title: '每段号数', required: true, example: '4', width: 12 },
  { key: 'onsite', title: '现场预留', required: false, example: '1', width: 12 },
  { key: 'referral', title: '转诊预留', required: false, example: '1', width: 12 },
  { key: 'followup', title: '复诊预留', required: false, example: '', width: 12 },
  { key: 'priority', title: '优先预留', required: false, example: '', width: 12 },
  { key: 'weeksAhead', title: '提前周数', required: false, example: '2', width: 12 },
  { key: 'releaseAt', title: '放号时间', required: false, example: '08:00', width: 12 },
  { key: 'validFrom', title: '开始日期', required: false, example: '', width: 14 },
] as const
export type SheetKey = (typeof sheetColumns)[number]['key']

export type SheetFault = { readonly row: number; readonly column: string; readonly value: string; readonly reason: string }
export type SheetLine = { readonly row: number; readonly department: string; readonly clinic: string; readonly doctor: string; readonly service: ClinicService; readonly room: string; readonly weekdays: readonly number[]; readonly fromMinute: number; readonly toMinute: number; readonly slotMinutes: number; readonly capacity: number; readonly pools: PoolShares; readonly weeksAhead: number; readonly releaseMinute: number; readonly validFrom: IsoDate }

const services: Readonly<Record<string, ClinicService>> = { 门诊: 'visit', 检查: 'exam', 治疗: 'treatment', 专家工作室: 'studio', 工作室: 'studio' }
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '')

/** Where each column stands; null where no line of the first ten is a heading. */
export function findSheetHeadings(lines: readonly { readonly cells: readonly string[] }[]): { line: number; at: ReadonlyMap<SheetKey, number>; missing: readonly string[] } | null {
  const found = lines.slice(0, 10).map((each, line) => {
    const headings = each.cells.map((cell) => plain(cell).replaceAll(/\*|\(.*\)/g, ''))
    const at = new Map(sheetColumns.flatMap((column) => (headings.includes(column.title) ? [[column.key, headings.indexOf(column.title)] as const] : [])))
    return { line, at, missing: sheetColumns.filter((column) => column.required && !at.has(column.key)).map((column) => column.title) }
  })
  const best = found.sort((a, b) => b.at.size - a.at.size)[0]
  return best === undefined || best.at.size < 3 ? null : best
}

const dayNumbers: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7, 七: 7, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7 }

/** '周一至周五', '一、三、五', '1,3,5', '工作日', '每天'; null where it means nothing. */
export function readWeekdays(text: string): number[] | null {
  const given = plain(text).replaceAll(/星期|周|礼拜/g, '')
  if (given === '工作日') return [1, 2, 3, 4, 5]
  if (given === '每天' || given === '每日') return [1, 2, 3, 4, 5, 6, 7]
  const days: number[] = []
  for (const part of given.split(/[、,;/及和]/).filter((each) => each !== '')) {
    const [, first = '', last = ''] = /^(.)[至到~-](.)$/.exec(part) ?? []
    if (first !== '') {
      const [from, to] = [dayNumbers[first], dayNumbers[last]]
      if (from === undefined || to === undefined || to < from) return null
      for (let day = from; day <= to; day += 1) days.push(day)
    } else {
      const each = [...part].map((character) => dayNumbers[character])
      if (each.includes(undefined)) return null
      days.push(...each.filter((day) => day !== undefined))
    }
  }
  return days.length === 0 ? null : [...new Set(days)].sort((a, b) => a - b)
}

/** '8:00', '08:00:00', '8点30', or a spreadsheet's part of a day (0.3333); null where it is no time. */
export function readTime(text: string): number | null {
  const given = plain(text)
  const [, hours, minutes] = /^(\d{1,2})(?::|点|时)(\d{1,2})?(?:分|:\d\d)?$/.exec(given) ?? []
  if (hours !== undefined) {
    const minute = Number(hours) * 60 + Number(minutes ?? 0)
    return Number(minutes ?? 0) < 60 && minute <= 1440 ? minute : null
  }
  return /^0\.\d+$/.test(given) ? Math.round(Number(given) * 1440) : null
}

/** Rule SC-18: every cell that cannot be read is named with row, column, value and reason, all at once. */
export function readSheetLine(row: number, cellOf: (key: SheetKey) => string, today: IsoDate): { line: SheetLine | null; faults: SheetFault[] } {
  const faults: SheetFault[] = []
  const titles = new Map<SheetKey, string>(sheetColumns.map((column) => [column.key, column.title]))
  const fault = (key: SheetKey, reason: string): void => void faults.push({ row, column: titles.get(key) ?? key, value: cellOf(key).slice(0, 60), reason })
  const text = (key: SheetKey, most: number): string => {
    const value = cellOf(key).trim()
    if (value.length > most) fault(key, `最多 ${most} 个字`)
    return value
  }
  const whole = (key: SheetKey, least: number, most: number, standard: number): number => {
    const value = plain(cellOf(key))
    if (value === '') return standard
    const number = /^\d{1,6}(\.0+)?$/.test(value) ? Number(value) : Number.NaN
    if (!(number >= least && number <= most)) fault(key, `应为 ${least} 至 ${most} 的整数`)
    return number
  }
  const time = (key: SheetKey, standard: number): number => {
    if (plain(cellOf(key)) === '') return standard
    const minute = readTime(cellOf(key))
    if (minute === null) fault(key, '不是时间；请写成 08:00')
    return minute ?? standard
  }
  for (const column of sheetColumns) if (column.required && cellOf(column.key).trim() === '') fault(column.key, '不能为空')
  const weekdays = readWeekdays(cellOf('weekdays'))
  if (weekdays === null && cellOf('weekdays').trim() !== '') fault('weekdays', '看不懂；请写成 周一、周三 或 周一至周五')
  const service = plain(cellOf('service')) === '' ? 'visit' : services[plain(cellOf('service'))]
  if (service === undefined) fault('service', `不是可选的值；可填：${Object.keys(services).slice(0, 4).join('、')}`)
  const validFrom = readDay(cellOf('validFrom'), today)
  if (validFrom === null) fault('validFrom', '不是有效的日期；请写成 2026-03-01')
  else if (validFrom < today) fault('validFrom', '不能早于今天')
  const line: SheetLine = {
    row, department: text('department', 60), clinic: text('clinic', 60), doctor: text('doctor', 40), service: service ?? 'visit', room: text('room', 40), weekdays: weekdays ?? [], fromMinute: time('from', 0), toMinute: time('to', 1440),
    slotMinutes: whole('slotMinutes', 5, 60, 30), capacity: whole('capacity', 1, 200, 1), pools: { onsite: whole('onsite', 0, 200, 0), referral: whole('referral', 0, 200, 0), followup: whole('followup', 0, 200, 0), priority: whole('priority', 0, 200, 0) },
    weeksAhead: whole('weeksAhead', 1, 12, 2), releaseMinute: Math.min(1439, time('releaseAt', 480)), validFrom: validFrom ?? today,
  }
  if (faults.length === 0 && cut(line).length === 0) fault('to', '起止时间里放不下一个号段')
  if (faults.length === 0 && keptBack(line.pools) > line.capacity) fault('capacity', `预留共 ${keptBack(line.pools)} 个，超过每段号数`)
  return { line: faults.length === 0 ? line : null, faults }
}

function readDay(text: string, standard: IsoDate): IsoDate | null {
  const given = plain(text)
  if (given === '') return standard
  const [, year, month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/.exec(given) ?? []
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return year !== undefined && isIsoDate(date) ? date : null
}
