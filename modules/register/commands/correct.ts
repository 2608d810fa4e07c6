import type { Locale } from '../../../kernel/calendar.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { loadRegister, versionOf } from '../definitions.ts'
import { mayCorrect } from '../rules/authority.ts'
import { correct } from '../rules/decisions.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import { needsReason, type Entry } from '../rules/entry.ts'
import { entryLink, staffIdsOf } from '../rules/fact.ts'
import { validateEntry } from '../rules/validate.ts'
import type { Values } from '../rules/values.ts'
import { partPersonal, titleOf } from '../rules/words.ts'
import * as store from '../store/entries.ts'
import { insertFiles, listFiles, removeFiles } from '../store/files.ts'
import { sealed, type TypedAsk } from './enter.ts'
import { follow, placeOf } from './follow.ts'
import { throwInvalid } from './invalid.ts'
import { lookUpNamed } from './named.ts'
import { comingFiles, keepComing, settleMarks, withFiles } from './uploads.ts'

export type CorrectAsk = TypedAsk & store.EntryKey & { readonly revision: number; readonly reason: string; readonly keepFiles?: readonly string[] | undefined }

/** An entry locked, with its definition, what its personal fields hold, and today's say over who may what. */
async function open(act: Act, key: store.EntryKey) {
  const { entry, personal } = await store.loadForUpdate(act.tx, key)
  const authority = (await loadRegister(act.tx, key.key)).definition
  const definition = await versionOf(act.tx, key.key, entry.version)
  return { entry, personal, authority, definition }
}

/** Personal fields that were left out stay as they are sealed. */
function keptPersonal(act: Act, definition: RegisterDefinition, given: Values, entry: Entry, personal: Buffer | null): Values {
  const kept = definition.fields.filter((field) => field.personal && !(field.key in given) && entry.sealed.includes(field.key)).map((field) => field.key)
  if (kept.length === 0 || personal === null) return {}
  const clear = JSON.parse(act.vault.open(personal)) as Values
  return Object.fromEntries(kept.map((key) => [key, clear[key] ?? null]))
}

export async function correctEntry(act: Act, ask: CorrectAsk): Promise<void> {
  const opened = await open(act, ask)
  const { entry, definition, authority } = opened
  const no = mayCorrect(authority, entry, act.actor, ask.departmentId)
  if (no !== null) throw new RefusedError(no.refused, no.detail)
  if (entry.revision !== ask.revision) throw new RefusedError('request.stale')
  const files = await listFiles(act.tx, entry)
  const coming = comingFiles(ask.uploads, ask.fileFields)
  const kept = keptPersonal(act, definition, ask.values, entry, opened.personal)
  const filled = withFiles(definition, ask.values, files, coming, ask.keepFiles)
  const judged = validateEntry(definition, { ...ask, values: filled.values }, { today: act.today, onBefore: entry.on, kept: Object.keys(kept), evidence: filled.evidence })
  const named = await lookUpNamed(act.tx, entry.institutionId, definition, { ...ask, values: judged.values })
  throwInvalid([...filled.faults, ...judged.faults, ...named.faults], ask.locale)
  const arrived = await keepComing(act, entry, definition, coming, judged.values)
  const { plain, personal } = partPersonal(definition, { ...settleMarks(judged.values, arrived), ...kept })
  const removed = files.filter((file) => !filled.stay.has(file.id)).map((file) => file.id)
  const written = {
    on: ask.on, departmentId: ask.departmentId, values: plain, staffIds: staffIdsOf(definition, plain), title: titleOf(definition, plain, named.names), sealed: Object.keys(personal), files: files.length - removed.length + arrived.length,
  }
  const after = orThrow(correct(authority, entry, act.actor, { revision: ask.revision, reason: ask.reason, written }, act.now.toISOString()))
  await store.insertVersion(act.tx, entry, { personal: opened.personal, fileIds: files.map((file) => file.id), replaced: after.changed, reason: ask.reason })
  // The same personal values stay the same sealed bytes, so that a version shows whether they were touched.
  const untouched = Object.keys(kept).length === entry.sealed.length && Object.keys(personal).length === entry.sealed.length
  await store.saveEntry(act.tx, after, entry, untouched ? undefined : sealed(act, personal))
  await removeFiles(act.tx, after, removed, after.changed.at)
  await insertFiles(act.tx, after, arrived, after.changed)
  await follow(act, [{ definition, before: entry, after }], named.names)
  await tellConfirmer(act, entry, authority, ask.reason)
  await act.record({ ...placeOf(after), kind: 'register.corrected', detail: { register: ask.key, revision: after.revision, fields: differing(definition, entry, after), on: { from: entry.on, to: after.on }, reason: ask.reason, files: arrived.map(({ file }) => ({ name: file.name, sha256: file.sha256 })), removed } })
}

/** Adds files and leaves the rest as it is. */
export async function addFiles(act: Act, ask: store.EntryKey & { revision: number; reason: string; fileFields: readonly string[]; uploads: readonly Upload[]; locale: Locale }): Promise<void> {
  if (ask.uploads.length === 0) throw new RefusedError('file.missing')
  const entry = await store.loadEntry(act.tx, ask)
  await correctEntry(act, { ...ask, on: entry.on, departmentId: entry.departmentId, values: entry.values })
}

/** Keys only: the values before stand in the version, and the chain must not hold what may be wrong or private. */
const differing = (definition: RegisterDefinition, before: Entry, after: Entry): string[] =>
  definition.fields.flatMap((field) => (!field.personal && JSON.stringify(before.values[field.key] ?? null) !== JSON.stringify(after.values[field.key] ?? null) ? [field.key] : []))

async function tellConfirmer(act: Act, before: Entry, definition: RegisterDefinition, reason: string): Promise<void> {
  if (!needsReason(before) || before.confirmed === null || before.confirmed.id === act.actor.id) return
  await notify(act, { institutionId: before.institutionId, regionCode: before.regionCode, accountId: before.confirmed.id, topic: 'register.corrected', params: { register: definition.name.zh, registerEn: definition.name.en, title: before.title, by: act.actor.name, reason }, link: entryLink(before) })
}

export { open as openEntry }
