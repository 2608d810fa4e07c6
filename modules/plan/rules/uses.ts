import type { IsoDate } from '../../../kernel/calendar.ts'
import { endOfDay, startOfDay, type Instant } from '../../../kernel/instant.ts'

/** One use of a service: when, what it says, where it can be looked at. */
export type Use = { readonly at: Instant; readonly title: string; readonly link: string | null }
type Asked = { readonly fromOn: IsoDate; readonly toOn: IsoDate; readonly dueAt: Instant }

/** Uses that belong to a period: from its first day to the end of its last, or to its due time where that lies later. */
export function usesIn(uses: readonly Use[], period: Asked): Use[] {
  const end = endOfDay(period.toOn)
  return uses.filter((use) => use.at >= startOfDay(period.fromOn) && use.at < (end > period.dueAt ? end : period.dueAt))
}

/** Rule PL-50: a service counts as used in the period in which it was used, in time before the due hour. */
export function serviceFacts(uses: readonly Use[], period: Asked): { kind: 'service'; on: true; used: number; usedInTime: number } {
  const own = usesIn(uses, period)
  return { kind: 'service', on: true, used: own.length, usedInTime: own.filter((use) => use.at < period.dueAt).length }
}
