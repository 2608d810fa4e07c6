import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import { refusalOf } from '../../kernel/refusal.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { institutionNames } from '../directory/public.ts'
import type { EntryRow, EntryView } from './contract.ts'
import { namedBy, namesOf, namesOfEntries } from './commands/named.ts'
import { loadRegister, versionOf } from './definitions.ts'
import * as authority from './rules/authority.ts'
import { needsReason, isCounting, type Entry } from './rules/entry.ts'
import type { EntryState, Values } from './rules/values.ts'
import * as store from './store/entries.ts'
import { listFiles } from './store/files.ts'

export type Asker = { readonly read: ReadTx; readonly actor: Actor; readonly today: IsoDate }
type Row = z.input<typeof EntryRow>

const mutable = (values: Values): Row['values'] => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Array.isArray(value) ? [...(value as readonly string[])] : (value as string | number | boolean | null)]))

const rowOf = (entry: Entry, institutions: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>): Row => ({
  institutionId: entry.institutionId, institutionName: institutions.get(entry.institutionId) ?? '', id: entry.id, registerKey: entry.registerKey, version: entry.version,
  on: entry.on, departmentId: entry.departmentId, departmentName: entry.departmentId === null ? null : (names.get(entry.departmentId) ?? null), title: entry.title,
  state: entry.state, counts: isCounting(entry), revision: entry.revision, values: mutable(entry.values),
  enteredByName: entry.entered.name, enteredAt: entry.entered.at, confirmedByName: entry.confirmed?.name ?? null, confirmedAt: entry.confirmed?.at ?? null, changedAt: entry.changed.at, files: entry.files,
})

export type Shown = { readonly rows: Row[]; readonly names: ReadonlyMap<string, string> }

/** Entries of one register as rows, with the names that their values need: two or three statements for a page. */
export async function viewEntries(read: ReadTx, entries: readonly Entry[]): Promise<Shown> {
  const key = entries[0]?.registerKey
  if (key === undefined) return { rows: [], names: new Map() }
  const institutions = await institutionNames(read, [...new Set(entries.map((entry) => entry.institutionId))])
  const names = await namesOfEntries(read, key, entries)
  return { rows: entries.map((entry) => rowOf(entry, institutions, names)), names }
}

const same = (a: Buffer | null, b: Buffer | null): boolean => (a === null || b === null ? a === b : a.equals(b))

/** The names of exactly these; null where one is not known. */
function namesAmong(known: ReadonlyMap<string, string> | undefined, { staffIds, departmentIds }: { staffIds: readonly string[]; departmentIds: readonly string[] }): Map<string, string> | null {
  const names = new Map<string, string>()
  for (const id of [...staffIds, ...departmentIds]) {
    const name = known?.get(id)
    if (name === undefined) return null
    names.set(id, name)
  }
  return names
}

/** One entry with everything a person may see of it, and what may be done with it now; `known` are names that whoever wrote it has looked up. */
export async function viewEntry(asker: Asker, key: store.EntryKey, known?: ReadonlyMap<string, string>): Promise<z.input<typeof EntryView>> {
  const { read, actor } = asker
  const entry = await store.loadEntry(read, key)
  const definition = await versionOf(read, key.key, entry.version)
  const today = (await loadRegister(read, key.key)).definition
  const versions = await store.listVersions(read, entry)
  const earlier = versions.map((row) => ({ ...row, version: entry.version, values: row.content as unknown as Values }))
  const named = namedBy([entry, ...earlier], new Map([[entry.version, definition]]))
  const names = namesAmong(known, named) ?? (await namesOf(read, [entry.institutionId], named))
  const institutions = await institutionNames(read, [entry.institutionId])
  const files = await listFiles(read, entry)
  const personal = versions.length === 0 ? null : await store.loadPersonal(read, entry)
  return {
    ...rowOf(entry, institutions, names),
    definition,
    files: files.map((file) => ({ ...file, field: file.field === '' ? null : file.field })),
    sealed: [...entry.sealed],
    versions: earlier.map((row, at) => ({
      revision: row.revision, on: row.on, departmentId: row.departmentId, state: row.state as EntryState, title: row.title, values: mutable(row.values),
      personalChanged: !same(row.personal, at === 0 ? personal : (earlier[at - 1]?.personal ?? null)),
      byName: row.byName, at: row.at, replacedByName: row.replacedByName, replacedAt: row.replacedAt, reason: row.reason,
    })),
    withdrawn: entry.withdrawn === null ? null : { byName: entry.withdrawn.name, at: entry.withdrawn.at, reason: entry.withdrawn.reason },
    names: Object.fromEntries(names),
    needsReason: needsReason(entry),
    blocked: {
      correct: refusalOf(authority.mayCorrect(today, entry, actor)), confirm: refusalOf(authority.mayConfirm(today, entry, actor)),
      withdraw: refusalOf(authority.mayWithdraw(today, entry, actor)), readPersonal: refusalOf(authority.mayReadPersonal(today, entry, actor)),
    },
  }
}
