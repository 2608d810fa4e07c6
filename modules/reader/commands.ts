import { isRefusal, RefusedError, type Refusal } from '../../kernel/refusal.ts'
import type { Act } from '../../server/platform/act.ts'
import { keepFile } from '../../server/platform/files.ts'
import type { Upload } from '../../server/platform/uploads.ts'
import { filterMisfit } from './filter-check.ts'
import { ExtractError } from './extract-error.ts'
import { extractText } from './extract.ts'
import { addDuty, addMember, addPhase, applyChange, removeItem, type Change } from './rules/draft/change.ts'
import { mergeReading } from './rules/draft/merge.ts'
import { mayChange } from './rules/draft/permissions.ts'
import { headId, itemIds, understand, type Confirmed } from './rules/draft/understand.ts'
import type { Section, Understanding } from './rules/draft/understanding.ts'
import { clauseIds } from './rules/diff.ts'
import type { PlanReading } from './rules/model.ts'
import { readPlan } from './rules/read-plan.ts'
import * as store from './store.ts'

type Taken = { sourceText: string; reading: PlanReading; fileId: string; fileName: string; body: { id: string; regionCode: string } }

/** Keeps the file and reads it. Reading is pure; whatever cannot be read is said in one sentence and nothing is kept. */
async function takeDocument(act: Act, upload: Upload | undefined): Promise<Taken> {
  if (upload === undefined) throw new RefusedError('file.missing')
  const body = act.actor.institutionId === null ? undefined : await store.findBody(act.tx, act.actor.institutionId)
  if (body === undefined) throw new RefusedError('access.denied')
  const extracted = await extractText(upload.bytes, upload.name).catch((error: unknown) => {
    if (error instanceof ExtractError) throw new RefusedError('reader.unreadable', error.message)
    throw error
  })
  const read = readPlan(extracted.text)
  const reading: PlanReading = { ...read, warnings: [...extracted.warnings.map((message) => ({ code: 'extraction', message, line: 0 })), ...read.warnings] }
  if (reading.clauses.length === 0) throw new RefusedError('reader.nothing_read')
  const file = await keepFile(act, upload, { institutionId: body.id, regionCode: body.regionCode, purpose: 'draft', allowed: ['text', 'docx', 'office', 'pdf'] })
  return { sourceText: extracted.text, reading, fileId: file.id, fileName: file.name, body }
}

export async function createDraft(act: Act, ask: { upload: Upload | undefined }): Promise<string> {
  const taken = await takeDocument(act, ask.upload)
  return insert(act, taken, { understanding: understand(taken.reading, clauseIds(taken.reading)), confirmed: {}, previousDraftId: null, diff: null })
}

/** A new version of the document: a new draft that begins with what was confirmed; the old one is put aside unless it was launched. */
export async function rereadDraft(act: Act, ask: { draftId: string; upload: Upload | undefined }): Promise<string> {
  const before = await store.loadDraftForUpdate(act.tx, ask.draftId)
  const no = mayChange(act.actor, { ...before, state: before.state === 'launched' ? 'draft' : before.state })
  if (no !== null) throw new RefusedError(no.refused)
  if (store.templateOf(before) !== null) throw new RefusedError('reader.from_template')
  const taken = await takeDocument(act, ask.upload)
  const merged = mergeReading(before, taken.reading)
  const draftId = await insert(act, taken, { understanding: merged.understanding, confirmed: merged.confirmed, previousDraftId: before.id, diff: { ...merged.diff, previousDraftId: before.id } })
  if (before.state === 'draft') await store.saveState(act.tx, before, { state: 'discarded', planId: null, at: act.now.toISOString() })
  return draftId
}

async function insert(act: Act, taken: Taken, given: { understanding: Understanding; confirmed: Confirmed; previousDraftId: string | null; diff: object | null }): Promise<string> {
  const id = act.newId()
  const { body, ...document } = taken
  await store.insertDraft(act.tx, { ...document, ...given, id, institutionId: body.id, regionCode: body.regionCode, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name })
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: given.previousDraftId === null ? 'reader.draft_created' : 'reader.draft_reread', subjectId: id, detail: { title: given.understanding.title, fileName: taken.fileName, previousDraftId: given.previousDraftId } })
  return id
}

type Key = { readonly draftId: string; readonly revision: number }

/** Load, check the revision, change, confirm what was touched, save, record: every correction has this shape. */
async function correct(act: Act, key: Key, kind: string, detail: object, change: (draft: store.Draft) => { understanding: Understanding; confirmed: Confirmed } | Refusal): Promise<store.Draft> {
  const draft = await store.loadDraftForUpdate(act.tx, key.draftId)
  const no = mayChange(act.actor, draft)
  if (no !== null) throw new RefusedError(no.refused)
  if (draft.revision !== key.revision) throw new RefusedError('request.stale')
  const done = change(draft)
  if (isRefusal(done)) throw new RefusedError(done.refused, done.detail)
  await store.saveDraft(act.tx, draft, { ...done, at: act.now.toISOString() })
  await act.record({ institutionId: draft.institutionId, regionCode: draft.regionCode, kind, subjectId: draft.id, detail: { ...detail, revision: draft.revision + 1 } })
  return { ...draft, ...done, title: done.understanding.title, revision: draft.revision + 1 }
}

const stamp = (act: Act, corrected: boolean) => ({ by: act.actor.id, byName: act.actor.name, at: act.now.toISOString(), corrected })

/** Rule DR-8: who corrects an item has looked at it: a correction confirms. */
export const changeItem = (act: Act, key: Key, ask: Change): Promise<store.Draft> => {
  const itemId = ask.section === 'head' ? headId : ask.itemId
  return correct(act, key, 'reader.item_corrected', { section: ask.section, itemId, change: ask.change }, (draft) => {
    const understanding = applyChange(draft.understanding, ask)
    if (isRefusal(understanding)) return understanding
    return filterMisfit(understanding, itemId) ?? { understanding, confirmed: { ...draft.confirmed, [itemId]: stamp(act, true) } }
  })
}

type Addition = { readonly section: 'phases'; readonly change: Parameters<typeof addPhase>[2] } | { readonly section: 'duties'; readonly change: Parameters<typeof addDuty>[2] } | { readonly section: 'members'; readonly change: Parameters<typeof addMember>[2] }

export async function addItem(act: Act, key: Key, ask: Addition): Promise<store.Draft & { addedId: string }> {
  // The prefix says that a person added it: no new version of the document takes it away (Rule DR-6).
  const addedId = `x-${act.newId()}`
  const draft = await correct(act, key, 'reader.item_added', { section: ask.section, itemId: addedId, change: ask.change }, (current) => {
    const added = ask.section === 'phases' ? addPhase(current.understanding, addedId, ask.change) : ask.section === 'duties' ? addDuty(current.understanding, addedId, ask.change) : addMember(current.understanding, addedId, ask.change)
    if (isRefusal(added)) return added
    return filterMisfit(added.understanding, addedId) ?? { understanding: added.understanding, confirmed: { ...current.confirmed, [addedId]: stamp(act, true) } }
  })
  return { ...draft, addedId }
}

export const dropItem = (act: Act, key: Key, itemId: string): Promise<store.Draft> =>
  correct(act, key, 'reader.item_removed', { itemId }, (draft) => {
    const understanding = removeItem(draft.understanding, itemId)
    if (isRefusal(understanding)) return understanding
    const { [itemId]: _gone, ...confirmed } = draft.confirmed
    return { understanding, confirmed }
  })

export const confirmItems = (act: Act, key: Key, ask: { items: readonly string[]; section: Section | null; confirmed: boolean }): Promise<store.Draft> =>
  correct(act, key, 'reader.items_confirmed', { ...ask }, (draft) => {
    const known = new Set((['head', 'clauses', 'phases', 'duties', 'groups', 'members', 'attachments'] as const).flatMap((section) => itemIds(draft.understanding, section)))
    const wanted = [...ask.items, ...(ask.section === null ? [] : itemIds(draft.understanding, ask.section))]
    if (!wanted.every((id) => known.has(id))) return { refused: 'reader.item_not_found' as const }
    if (!ask.confirmed) return { understanding: draft.understanding, confirmed: Object.fromEntries(Object.entries(draft.confirmed).filter(([id]) => !wanted.includes(id))) }
    const fresh = wanted.filter((id) => !(id in draft.confirmed))
    return { understanding: draft.understanding, confirmed: { ...draft.confirmed, ...Object.fromEntries(fresh.map((id) => [id, stamp(act, false)])) } }
  })

export async function discardDraft(act: Act, key: Key): Promise<store.Draft> {
  const draft = await store.loadDraftForUpdate(act.tx, key.draftId)
  const no = mayChange(act.actor, draft)
  if (no !== null) throw new RefusedError(no.refused)
  if (draft.revision !== key.revision) throw new RefusedError('request.stale')
  await store.saveState(act.tx, draft, { state: 'discarded', planId: null, at: act.now.toISOString() })
  await act.record({ institutionId: draft.institutionId, regionCode: draft.regionCode, kind: 'reader.draft_discarded', subjectId: draft.id, detail: { title: draft.title } })
  return { ...draft, state: 'discarded', revision: draft.revision + 1 }
}
