import type { ReadTx } from '../../server/platform/database.ts'
import { institutionNames } from '../directory/public.ts'
import { namesOfEntries } from './commands/named.ts'
import { breathe } from './commands/packed.ts'
import type { Entry } from './rules/entry.ts'
import type { ListedEntry } from './sheets.ts'
import { listEntries, type ListAsk, type Place } from './store/list.ts'

const atATime = 2000

/** Every entry of a filtered list up to a number, page by page, with the names its values need. */
export async function listAll(read: ReadTx, ask: ListAsk, most: number): Promise<{ listed: ListedEntry[]; names: ReadonlyMap<string, string>; cut: boolean }> {
  const entries: Entry[] = []
  let after: Place | undefined
  let cut = false
  for (;;) {
    const { rows, reached } = await listEntries(read, ask, after, atATime, atATime)
    const last = rows.length >= atATime ? rows.at(-1) : reached
    for (const row of rows) entries.push(row)
    if (entries.length > most) {
      cut = true
      entries.length = most
      break
    }
    if (last === null || last === undefined) break
    after = { on: last.on, id: last.id }
    await breathe()
  }
  const institutions = await institutionNames(read, [...new Set(entries.map((entry) => entry.institutionId))])
  const names = await namesOfEntries(read, ask.key, entries)
  return {
    listed: entries.map((entry) => ({ entry, institution: institutions.get(entry.institutionId) ?? '', department: entry.departmentId === null ? '' : (names.get(entry.departmentId) ?? '') })),
    names, cut,
  }
}
