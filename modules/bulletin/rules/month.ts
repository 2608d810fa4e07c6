import { daysInMonth, isoDateOf, type IsoDate } from '../../../kernel/calendar.ts'

/** '2026-10'. */
export type Month = string
export const monthShape = /^20\d\d-(0[1-9]|1[0-2])$/

const partsOf = (month: Month) => ({ year: Number(month.slice(0, 4)), at: Number(month.slice(5)) })

/** Rule BU-1: the days a bulletin tells of: the whole calendar month, in Shanghai. */
export function windowOf(month: Month): { readonly fromOn: IsoDate; readonly toOn: IsoDate } {
  const { year, at } = partsOf(month)
  return { fromOn: isoDateOf(year, at, 1), toOn: isoDateOf(year, at, daysInMonth(year, at)) }
}

export const monthOf = (day: IsoDate): Month => day.slice(0, 7)

export function monthBefore(month: Month): Month {
  const { year, at } = partsOf(month)
  return at === 1 ? `${year - 1}-12` : `${year}-${String(at - 1).padStart(2, '0')}`
}

export const isOver = (month: Month, today: IsoDate): boolean => windowOf(month).toOn < today

export const printMonth = (month: Month, locale: 'zh' | 'en' = 'zh'): string => {
  const { year, at } = partsOf(month)
  return locale === 'zh' ? `${year}年${at}月` : `${['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'][at - 1] ?? ''} ${year}`
}

/** The months without a bulletin that one could be opened for: the running one and the eleven before, newest first. */
export function monthsToOpen(today: IsoDate, known: ReadonlySet<Month>): Month[] {
  const months: Month[] = []
  for (let month = monthOf(today); months.length + known.size < 1000 && months.length < 12; month = monthBefore(month)) months.push(month)
  return months.filter((month) => !known.has(month))
}
