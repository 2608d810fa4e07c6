import { sql } from 'kysely'
import { RefusedError } from '../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../server/platform/database.ts'
import type { PlanReading } from './rules/model.ts'
import type { Diff } from './rules/draft/merge.ts'
import type { Confirmed } from './rules/draft/understand.ts'
import type { Understanding } from './rules/draft/understanding.ts'

/** The template a draft was made from, as it was then. */
export type TemplateSource = { readonly templateId: string; readonly version: number; readonly sha256: string }

export type DraftStateName = 'draft' | 'launched' | 'discarded'

const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'title', 'file_id as fileId', 'file_name as fileName', 'plan_id as planId', 'revision', 'previous_draft_id as previousDraftId',
  'created_at as createdAt', 'created_name as createdByName', 'changed_at as changedAt', 'clause_count as clauses', 'duty_count as duties', 'confirmed_count as confirmedCount', 'warning_count as warnings',
  'template_id as templateId', 'template_version as templateVersion', 'template_sha256 as templateSha256',
] as const

/** The three columns as one thing; null for an uploaded document. */
export const templateOf = (row: { templateId: string | null; templateVersion: number | null; templateSha256: string | null }): TemplateSource | null =>
  row.templateId === null || row.templateVersion === null || row.templateSha256 === null ? null : { templateId: row.templateId, version: row.templateVersion, sha256: row.templateSha256 }
const state = sql<DraftStateName>`state`.as('state')

export function listDrafts(read: ReadTx, ask: { state: DraftStateName | undefined; after: string | null; limit: number }) {
  let query = read.selectFrom('draft').select(columns).select(state)
  if (ask.state !== undefined) query = query.where('state', '=', ask.state)
  if (ask.after !== null) query = query.where('id', '<', ask.after)
  return query.orderBy('id', 'desc').limit(ask.limit).execute()
}

const whole = (read: ReadTx, draftId: string) =>
  read
    .selectFrom('draft')
    .select(columns)
    .select('source_text as sourceText')
    .select([state, sql<PlanReading>`reading`.as('reading'), sql<Understanding>`understanding`.as('understanding'), sql<Confirmed>`confirmed`.as('confirmed'), sql<(Diff & { previousDraftId: string }) | null>`diff`.as('diff')])
    .where('id', '=', draftId)

export const loadDraft = (read: ReadTx, draftId: string) => whole(read, draftId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
export type Draft = Awaited<ReturnType<typeof loadDraft>>

/** Locks the draft: corrections come one after another, each on the revision it was made for. */
export const loadDraftForUpdate = (tx: Tx, draftId: string): Promise<Draft> => whole(tx, draftId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const findBody = (read: ReadTx, institutionId: string) => read.selectFrom('institution').select(['id', 'region_code as regionCode', 'kind']).where('id', '=', institutionId).executeTakeFirst()

export const insertDraft = (
  tx: Tx,
  given: { institutionId: string; regionCode: string; id: string; fileId: string; fileName: string; sourceText: string; reading: PlanReading; understanding: Understanding; confirmed: Confirmed; previousDraftId: string | null; diff: object | null; template?: TemplateSource; at: string; by: string; byName: string },
) =>
  tx
    .insertInto('draft')
    .values({
      institution_id: given.institutionId, id: given.id, region_code: given.regionCode, title: given.understanding.title, file_id: given.fileId, file_name: given.fileName, source_text: given.sourceText,
      reading: JSON.stringify(given.reading), understanding: JSON.stringify(given.understanding), confirmed: JSON.stringify(given.confirmed), state: 'draft', previous_draft_id: given.previousDraftId,
      diff: given.diff === null ? null : JSON.stringify(given.diff), created_at: given.at, created_by: given.by, created_name: given.byName, changed_at: given.at,
      clause_count: given.understanding.clauses.length, duty_count: given.understanding.duties.length, confirmed_count: Object.keys(given.confirmed).length, warning_count: given.reading.warnings.length,
      template_id: given.template?.templateId ?? null, template_version: given.template?.version ?? null, template_sha256: given.template?.sha256 ?? null,
    })
    .execute()

export const saveDraft = (tx: Tx, draft: Draft, set: { understanding: Understanding; confirmed: Confirmed; at: string }) =>
  tx
    .updateTable('draft')
    .set({
      understanding: JSON.stringify(set.understanding), confirmed: JSON.stringify(set.confirmed), title: set.understanding.title, revision: draft.revision + 1, changed_at: set.at,
      clause_count: set.understanding.clauses.length, duty_count: set.understanding.duties.length, confirmed_count: Object.keys(set.confirmed).length,
    })
    .where('institution_id', '=', draft.institutionId)
    .where('id', '=', draft.id)
    .execute()

export const saveState = (tx: Tx, draft: Pick<Draft, 'institutionId' | 'id' | 'revision'>, set: { state: DraftStateName; planId: string | null; at: string }) =>
  tx.updateTable('draft').set({ state: set.state, plan_id: set.planId, revision: draft.revision + 1, changed_at: set.at }).where('institution_id', '=', draft.institutionId).where('id', '=', draft.id).execute()
