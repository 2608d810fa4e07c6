import type { IsoDate, Locale } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { openRegister, registers } from '../definitions.ts'
import { mayEnter } from '../rules/authority.ts'
import { enter } from '../rules/decisions.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import { staffIdsOf } from '../rules/fact.ts'
import { validateEntry } from '../rules/validate.ts'
import type { Values } from '../rules/values.ts'
import { partPersonal, titleOf, type NamesById } from '../rules/words.ts'
import * as store from '../store/entries.ts'
import { insertFiles } from '../store/files.ts'
import { ownBody } from './body.ts'
import { follow, placeOf } from './follow.ts'
import { throwInvalid } from './invalid.ts'
import { lookUpNamed } from './named.ts'
import { comingFiles, keepComing, settleMarks, withFiles } from './uploads.ts'

export type TypedAsk = { readonly on: IsoDate; readonly departmentId: string | null; readonly values: Values; readonly fileFields: readonly string[]; readonly uploads: readonly Upload[]; readonly locale: Locale }

export const sealed = (act: Act, personal: Values): Buffer | null => (Object.keys(personal).length === 0 ? null : act.vault.seal(JSON.stringify(personal)))

/** Files, values and names of what was typed, judged by a definition. */
async function judge(act: Act, institutionId: string, definition: RegisterDefinition, ask: TypedAsk) {
  const coming = comingFiles(ask.uploads, ask.fileFields)
  const filled = withFiles(definition, ask.values, [], coming, undefined)
  const judged = validateEntry(definition, { ...ask, values: filled.values }, { today: act.today, evidence: filled.evidence })
  const named = await lookUpNamed(act.tx, institutionId, definition, { ...ask, values: judged.values })
  return { coming, judged, named, faults: [...filled.faults, ...judged.faults, ...named.faults] }
}

/** Enters at the own body, with its files, or answers everything that is wrong with it. */
export async function enterEntry(act: Act, ask: TypedAsk & { readonly key: string; readonly version: number }): Promise<store.EntryKey & { readonly names: NamesById }> {
  // Names are asked for together with the rest, by the definition that a register of this release is sure to have.
  const current = registers().get(ask.key)?.definition
  const early = current === undefined || act.actor.institutionId === null ? null : judge(act, act.actor.institutionId, current, ask)
  early?.catch(() => undefined)
  const [body, { definition, version }] = await Promise.all([ownBody(act.tx, act.actor), openRegister(act, ask.key)])
  const no = mayEnter(definition, body, act.actor, ask.departmentId)
  if (no !== null) throw new RefusedError(no.refused, no.detail)
  if (version !== ask.version) throw new RefusedError('register.version_changed')
  const { coming, judged, named, faults } = await (early !== null && definition === current ? early : judge(act, body.institutionId, definition, ask))
  throwInvalid(faults, ask.locale)
  const arrived = await keepComing(act, body, definition, coming, judged.values)
  const { plain, personal } = partPersonal(definition, settleMarks(judged.values, arrived))
  const entry = enter(definition, act.actor, {
    institutionId: body.institutionId, regionCode: body.regionCode, id: act.newId(), registerKey: ask.key, version, on: ask.on, departmentId: ask.departmentId,
    values: plain, staffIds: staffIdsOf(definition, plain), title: titleOf(definition, plain, named.names), sealed: Object.keys(personal), files: arrived.length,
  }, act.now.toISOString())
  await store.insertEntries(act.tx, [{ entry, personal: sealed(act, personal), importId: null }])
  await insertFiles(act.tx, entry, arrived, entry.changed)
  await follow(act, [{ definition, before: null, after: entry }], named.names)
  await act.record({ ...placeOf(entry), kind: 'register.entered', detail: { register: ask.key, version, on: entry.on, title: entry.title, files: arrived.map(({ file }) => ({ name: file.name, sha256: file.sha256 })) } })
  return { key: ask.key, institutionId: entry.institutionId, entryId: entry.id, names: named.names }
}
