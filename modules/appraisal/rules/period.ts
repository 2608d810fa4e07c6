import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { lastPeriods, periodOf, type Period } from '../../measure/rules/periods.ts'
import type { LeagueDefinition, Words } from './definition.ts'

type Kind = LeagueDefinition['period']

/** A month or a quarter in words. */
export function printPeriod({ from, to }: Period): Words {
  const [year, month] = [from.slice(0, 4), Number(from.slice(5, 7))]
  if (from.slice(0, 7) === to.slice(0, 7)) return { zh: `${year}年${month}月`, en: from.slice(0, 7) }
  const quarter = Math.ceil(month / 3)
  return { zh: `${year}年第${['一', '二', '三', '四'][quarter - 1] ?? quarter}季度`, en: `${year} Q${quarter}` }
}

/** Rule AP-2: the periods that are over, newest first. */
export const periodsOver = (kind: Kind, today: IsoDate, count: number): Period[] => lastPeriods(kind, addDays(periodOf(kind, today).from, -1), count).toReversed()

/** Rule AP-2: the period that begins on a day; null where none does, or where it is not over yet. */
export function periodFrom(kind: Kind, from: IsoDate, today: IsoDate): Period | null {
  const period = periodOf(kind, from)
  return period.from === from && period.to < today ? period : null
}

/** The months of a period, as '2026-03'. */
export function monthsOf({ from, to }: Period): string[] {
  const months: string[] = []
  for (let day = from; day <= to; day = addDays(periodOf('month', day).to, 1)) months.push(day.slice(0, 7))
  return months
}
