import type { CalendarDay, IsoDate } from '../../kernel/calendar.ts'
import { orThrow, RefusedError } from '../../kernel/refusal.ts'
import type { Act } from '../../server/platform/act.ts'
import { seedCalendar } from '../../server/platform/holidays.ts'
import { commissionPrefixes } from '../setting/public.ts'
import { mayChangeForAll } from '../setting/rules.ts'
import { calendarChanged } from './jobs.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

const mayChange = async (act: Act) => orThrow(mayChangeForAll(act.actor, await commissionPrefixes(act.tx)))

/** Moves the stamp, queues the re-dating in the same transaction, and records last. */
async function changed(act: Act, kind: string, subjectId: string, detail: Record<string, unknown>): Promise<void> {
  const stamp = act.newId()
  await store.moveStamp(act.tx, stamp, act.now.toISOString())
  // One re-dating is enough for many changes in a row.
  await calendarChanged.enqueue(act.tx, { stamp }, { key: calendarChanged.name })
  await act.record({ institutionId: act.actor.institutionId ?? act.actor.id, regionCode: act.actor.regionPrefix ?? '0', kind, subjectId, detail })
}

export async function saveDay(act: Act, ask: { day: IsoDate } & CalendarDay & { reason: string }): Promise<void> {
  await mayChange(act)
  const before = await store.findDay(act.tx, ask.day)
  const entry = { kind: ask.kind, name: ask.name }
  orThrow(rules.judgeEntry(ask.day, entry, before))
  await store.saveDay(act.tx, ask.day, { ...entry, source: `${act.actor.name}：${ask.reason}` })
  await changed(act, 'calendar.day_saved', ask.day, { before, ...entry, reason: ask.reason })
}

export async function removeDay(act: Act, ask: { day: IsoDate; reason: string }): Promise<void> {
  await mayChange(act)
  const before = await store.findDay(act.tx, ask.day)
  if (before === null) throw new RefusedError('calendar.no_such_day')
  await store.removeDay(act.tx, ask.day)
  await changed(act, 'calendar.day_removed', ask.day, { before, reason: ask.reason })
}

export async function saveYear(act: Act, ask: { year: number; official: boolean; source: string; reason: string }): Promise<void> {
  await mayChange(act)
  const before = (await store.listYears(act.tx)).find((row) => row.year === ask.year) ?? null
  if (before !== null && before.official === ask.official && before.source === ask.source) throw new RefusedError('calendar.unchanged')
  await store.saveYear(act.tx, { year: ask.year, official: ask.official, source: ask.source })
  await changed(act, 'calendar.year_saved', String(ask.year), { before, official: ask.official, source: ask.source, reason: ask.reason })
}

/** Rule CAL-8: at every start, as the system; brings only years that are not known here yet. Answers them. */
export async function seedOfficialYears(act: Act): Promise<number[]> {
  const { years, days } = rules.newYears(seedCalendar(), new Set((await store.listYears(act.tx)).map((row) => row.year)))
  if (years.length === 0) return []
  const source = '国务院办公厅节假日安排（随版本提供）'
  await store.insertDays(act.tx, days, source)
  for (const year of years) await store.saveYear(act.tx, { year, official: true, source })
  const stamp = act.newId()
  await store.moveStamp(act.tx, stamp, act.now.toISOString())
  await calendarChanged.enqueue(act.tx, { stamp }, { key: calendarChanged.name })
  return years
}
