import { readFileSync } from 'node:fs'
import type { Logged } from './rush-clients.ts'

export type Kept = { readonly id: string; readonly slotId: string; readonly key: string; readonly person: string; readonly day: string; readonly live: boolean }
export type Verdict = { readonly acknowledged: number; readonly kept: number; readonly oversold: number; readonly lost: number; readonly duplicates: number }

const over = <T>(items: Iterable<T>, of: (item: T) => string): Map<string, T[]> => Map.groupBy(items, of)

/**
 * From the clients' own log and what the database holds afterwards, and from nothing else: places sold beyond what there
 * are, answers that were not kept, keys or people with more than one booking.
 */
export function checkRush(logFile: string, kept: readonly Kept[], capacity: number): Verdict {
  const lines = readFileSync(logFile, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Logged)
  const said = lines.filter((line) => line.status === 200)
  const byId = new Map(kept.map((each) => [each.id, each]))
  const live = kept.filter((each) => each.live)
  const soldTwice = [...over(live, (each) => each.slotId).values(), ...over(new Map(said.map((each) => [each.bookingId, each])).values(), (each) => each.slotId).values()].reduce((sum, each) => sum + Math.max(0, each.length - capacity), 0)
  const lost = said.filter((each) => byId.get(each.bookingId ?? '')?.live !== true).length
  const turned = [...over(lines.filter((each) => each.status === 200 || each.status === 409), (each) => each.key).values()].filter((each) => new Set(each.map((one) => one.status)).size > 1 && each[0]?.status === 200).length
  const answers = [...over(said, (each) => each.key).values()].filter((each) => new Set(each.map((one) => one.bookingId)).size > 1).length
  const keys = [...over(kept, (each) => each.key).values()].filter((each) => each.length > 1).length
  const people = [...over(live, (each) => `${each.person} ${each.day}`).values()].filter((each) => each.length > 1).length
  return { acknowledged: new Set(said.map((each) => each.bookingId)).size, kept: kept.length, oversold: soldTwice, lost: lost + turned, duplicates: answers + keys + people }
}
