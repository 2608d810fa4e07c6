import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { versionOf, loadRegister } from '../definitions.ts'
import { mayReadPersonal } from '../rules/authority.ts'
import { confirm, withdraw } from '../rules/decisions.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import type { Entry } from '../rules/entry.ts'
import type { Values } from '../rules/values.ts'
import { idsNamed } from '../rules/words.ts'
import * as store from '../store/entries.ts'
import { openEntry } from './correct.ts'
import { follow, placeOf } from './follow.ts'
import { namesOf } from './named.ts'

const namesIn = (act: Act, definition: RegisterDefinition, entry: Entry) => (definition.open === undefined ? new Map<string, string>() : namesOf(act.tx, [entry.institutionId], idsNamed(definition, entry.values)))

export async function confirmEntry(act: Act, ask: store.EntryKey & { revision: number }): Promise<void> {
  const { entry, authority, definition } = await openEntry(act, ask)
  const after = orThrow(confirm(authority, entry, act.actor, ask.revision, act.now.toISOString()))
  await store.saveEntry(act.tx, after, entry)
  await follow(act, [{ definition, before: entry, after }], await namesIn(act, definition, after))
  await act.record({ ...placeOf(after), kind: 'register.confirmed', detail: { register: ask.key, title: after.title, revision: after.revision } })
}

export async function withdrawEntry(act: Act, ask: store.EntryKey & { revision: number; reason: string }): Promise<void> {
  const { entry, authority, definition } = await openEntry(act, ask)
  const after = orThrow(withdraw(authority, entry, act.actor, ask, act.now.toISOString()))
  await store.saveEntry(act.tx, after, entry)
  await follow(act, [{ definition, before: entry, after }], new Map())
  await act.record({ ...placeOf(after), kind: 'register.withdrawn', detail: { register: ask.key, title: after.title, counted: entry.countedAt !== null, reason: ask.reason } })
}

/** Rule RG-12: the clear values, once it is on record who read them. */
export async function readPersonal(act: Act, ask: store.EntryKey): Promise<{ values: Values; names: ReadonlyMap<string, string> }> {
  const entry = await store.loadEntry(act.tx, ask)
  const authority = (await loadRegister(act.tx, ask.key)).definition
  const no = mayReadPersonal(authority, entry, act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  const personal = await store.loadPersonal(act.tx, entry)
  const values = personal === null ? {} : (JSON.parse(act.vault.open(personal)) as Values)
  const names = await namesOf(act.tx, [entry.institutionId], idsNamed(await versionOf(act.tx, ask.key, entry.version), values, true))
  await act.record({ ...placeOf(entry), kind: 'read.register_personal', detail: { register: ask.key, fields: entry.sealed } })
  return { values, names }
}
