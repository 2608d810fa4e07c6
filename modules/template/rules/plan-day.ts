import { isIsoDate, type IsoDate } from '../../../kernel/calendar.ts'

/** Rule TP-4: a day of a template, 'MM-DD' or '+1 MM-DD', in the campaign's first year; 29 February is the 28th in other years. */
export function dayOf(planDay: string, year: number): IsoDate {
  const [shift, monthDay] = planDay.startsWith('+') ? [Number(planDay.slice(1, 2)), planDay.slice(3)] : [0, planDay]
  const date = `${String(year + shift).padStart(4, '0')}-${monthDay}`
  const known: boolean = isIsoDate(date)
  return known ? date : `${date.slice(0, 8)}28`
}
