import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Form } from '../forms.ts'
import { changed, mayWrite } from '../rules/decisions.ts'
import { figuresOf } from '../rules/moved.ts'
import { asPack, fill } from '../subject.ts'
import { saveLook } from '../store/looks.ts'
import { findPack, savePack, saveState } from '../store/packs.ts'
import { lockLoaded, occurrence, openIfBegun, tellBody, withPeriod, type Locked, type PackKey } from './pack.ts'

const noteLimit = 300

/** How long each text of a form may be; what is not here is no field. */
function limitsOf(form: Form): ReadonlyMap<string, { most: number; label: string }> {
  return new Map(
    form.sections.flatMap((section): [string, { most: number; label: string }][] => {
      if (section.kind === 'summary') return section.fields.map((field) => [field.key, { most: field.max, label: field.label.zh }])
      if (section.kind !== 'table') return []
      return section.lines.map((line) => (line.from === 'text' ? [line.key, { most: 2000, label: line.label.zh }] : [`${line.key}.note`, { most: noteLimit, label: line.label.zh }]))
    }),
  )
}

/** Rule RP-6: whatever changes a signed pack makes its signature void. Answers whether there was one. */
async function saveChanged(act: Act, { row }: Locked, more: Parameters<typeof saveState>[4]): Promise<boolean> {
  await saveState(act.tx, row, changed(asPack(row)), act.now.toISOString(), more)
  return row.state === 'signed'
}

export type Words = { readonly key: string; /** What stood there when the writer began. */ readonly was: string; readonly text: string }

/** Rule RP-4: people add words; each field is saved by itself, and only over what its writer had before his eyes. */
export async function writeTexts(act: Act, key: PackKey, ask: { revision: number; texts: readonly Words[] }): Promise<void> {
  const loaded = await lockLoaded(act, key, ask.revision)
  const no = mayWrite(act.actor, asPack(loaded.row), loaded.terms, act.now.toISOString())
  if (no !== null) throw new RefusedError(no.refused)
  const limits = limitsOf(loaded.form)
  const kept = loaded.row.narrative
  const differing = ask.texts.filter((each) => (kept[each.key] ?? '') !== each.text)
  for (const each of ask.texts) {
    const limit = limits.get(each.key)
    if (limit === undefined) throw new RefusedError('report.no_such_field')
    if ([...each.text].length > limit.most) throw new RefusedError('report.text_long', `${limit.label} ≤ ${limit.most}`)
    const stands = kept[each.key] ?? ''
    if (stands !== each.was && stands !== each.text) throw new RefusedError('report.text_stale', limit.label)
  }
  if (differing.length === 0) return
  const voided = await saveChanged(act, loaded, { narrative: { ...kept, ...Object.fromEntries(differing.map((each) => [each.key, each.text])) } })
  await act.record(occurrence(loaded, 'report.written', { revision: ask.revision, fields: differing.map((each) => each.key), voided }))
}

/** Takes the signature back, so that figures can be taken anew. */
export async function withdrawSignature(act: Act, key: PackKey, ask: { revision: number }): Promise<void> {
  const loaded = await lockLoaded(act, key, ask.revision)
  const no = mayWrite(act.actor, asPack(loaded.row), loaded.terms, act.now.toISOString())
  if (no !== null) throw new RefusedError(no.refused)
  if (loaded.row.state !== 'signed') throw new RefusedError('report.not_signed')
  await saveChanged(act, loaded, {})
  await act.record(occurrence(loaded, 'report.signature_withdrawn', { revision: ask.revision, signatureId: loaded.row.signatureId }))
}

/** Lays the pack before the head. */
export async function askForSignature(act: Act, key: PackKey, ask: { revision: number }): Promise<void> {
  const loaded = await lockLoaded(act, key, ask.revision)
  const no = mayWrite(act.actor, asPack(loaded.row), loaded.terms, act.now.toISOString())
  if (no !== null) throw new RefusedError(no.refused)
  if (loaded.row.state === 'signed') throw new RefusedError('report.signed_already')
  await savePack(act.tx, key, { asked_at: act.now.toISOString() }, act.now.toISOString())
  await tellBody(act, loaded, 'head', 'report.to_sign', { by: act.actor.name }, `report.to_sign:${key.packId}:${ask.revision}:${act.today}`)
  await act.record(occurrence(loaded, 'report.signature_asked', { revision: ask.revision }))
}

/**
 * Rule RP-2: remembers the figures as this account sees them now. No event: it changes nothing but the marks of the next
 * look. Whoever of the body looks first opens the pack.
 */
export async function lookAt(act: Act, key: PackKey): Promise<void> {
  if (act.actor.institutionId === key.institutionId) await openIfBegun(act, key)
  const row = await findPack(act.tx, key)
  if (row === undefined) throw new RefusedError('not_found')
  const content = await fill(act.tx, await withPeriod(act, row), { now: act.now.toISOString(), today: act.today })
  await saveLook(act.tx, key, row.regionCode, { accountId: act.actor.id, figures: figuresOf(content), at: act.now.toISOString() })
}
