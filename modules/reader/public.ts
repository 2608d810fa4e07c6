import { RefusedError } from '../../kernel/refusal.ts'
import type { Act, Look } from '../../server/platform/act.ts'
import type { Understanding } from './rules/draft/understanding.ts'
import { extractText } from './extract.ts'
import type { PlanReading } from './rules/model.ts'
import { readPlan } from './rules/read-plan.ts'
import * as store from './store.ts'

export { checkFiltersWith } from './filter-check.ts'
export { createDraftFrom, type TemplateDraft } from './from-template.ts'
export { templateOf, type TemplateSource } from './store.ts'

/** Reads any uploaded document; what cannot be read is refused in one sentence. */
export async function readDocument(bytes: Uint8Array, name: string): Promise<{ text: string; reading: PlanReading }> {
  const { text } = await extractText(bytes, name).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error) throw new RefusedError('reader.unreadable', error.message)
    throw error
  })
  return { text, reading: readPlan(text) }
}

/** What a launch takes from a draft: the understanding as a person corrected it. */
export type LaunchDraft = { readonly draftId: string; readonly institutionId: string; readonly regionCode: string; readonly state: store.DraftStateName; readonly revision: number; readonly understanding: Understanding; readonly unconfirmed: number; readonly template: store.TemplateSource | null }

const forLaunch = (draft: store.Draft): LaunchDraft => ({
  draftId: draft.id, institutionId: draft.institutionId, regionCode: draft.regionCode, state: draft.state, revision: draft.revision, understanding: draft.understanding,
  unconfirmed: draft.understanding.duties.filter((duty) => !(duty.id in draft.confirmed)).length,
  template: store.templateOf(draft),
})

/** Locks the draft, so that it is launched once. */
export const loadDraftForLaunch = async (act: Act, draftId: string): Promise<LaunchDraft> => forLaunch(await store.loadDraftForUpdate(act.tx, draftId))

export const viewDraftForLaunch = async (look: Pick<Look, 'read'>, draftId: string): Promise<LaunchDraft> => forLaunch(await store.loadDraft(look.read, draftId))

/** The draft is closed by its launch; the command that launches records it. */
export async function markLaunched(act: Act, ask: { draftId: string; planId: string }): Promise<void> {
  const draft = await store.loadDraftForUpdate(act.tx, ask.draftId)
  await store.saveState(act.tx, draft, { state: 'launched', planId: ask.planId, at: act.now.toISOString() })
}
