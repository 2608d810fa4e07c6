import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { FormContent, type Audience } from '../rules/form.ts'
import type { Body, Survey } from '../rules/survey.ts'

const columns = ['institution_id as institutionId', 'region_code as regionCode', 'key', sql<Audience>`audience`.as('audience'), 'active', 'by_message as byMessage', 'smallest', 'counts_unnamed as countsUnnamed', 'revision'] as const

export const listSurveys = (read: ReadTx, institutionId: string): Promise<Survey[]> => read.selectFrom('survey').select(columns).where('institution_id', '=', institutionId).orderBy('key').execute()

export const findSurvey = (read: ReadTx, institutionId: string, key: string): Promise<Survey | undefined> => read.selectFrom('survey').select(columns).where('institution_id', '=', institutionId).where('key', '=', key).executeTakeFirst()

export async function loadSurvey(read: ReadTx, institutionId: string, key: string): Promise<Survey> {
  const found = await findSurvey(read, institutionId, key)
  if (found === undefined) throw new RefusedError('survey.unknown')
  return found
}

/** Locks it: versions and boxes of one survey are written by one command after the other. */
export const lockSurvey = (tx: Tx, institutionId: string, key: string): Promise<Survey> =>
  tx.selectFrom('survey').select(columns).where('institution_id', '=', institutionId).where('key', '=', key).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('survey.unknown'))

/** For the jobs: which bodies use what. */
export const listActive = (read: ReadTx): Promise<Survey[]> => read.selectFrom('survey').select(columns).where('active', '=', true).orderBy('institution_id').orderBy('key').execute()

export const insertSurvey = (tx: Tx, survey: Survey) =>
  tx.insertInto('survey').values({ institution_id: survey.institutionId, region_code: survey.regionCode, key: survey.key, audience: survey.audience, active: survey.active, by_message: survey.byMessage, smallest: survey.smallest, counts_unnamed: survey.countsUnnamed }).execute()

export const saveSurvey = (tx: Tx, survey: Survey) =>
  tx.updateTable('survey').set({ active: survey.active, by_message: survey.byMessage, smallest: survey.smallest, counts_unnamed: survey.countsUnnamed, revision: survey.revision + 1 }).where('institution_id', '=', survey.institutionId).where('key', '=', survey.key).execute()

export type Form = { readonly surveyKey: string; readonly version: number; readonly state: 'draft' | 'published'; readonly content: FormContent; readonly publishedOn: string | null; readonly madeName: string; readonly revision: number }

const forms = (read: ReadTx, institutionId: string, key: string) =>
  read.selectFrom('survey_form').select(['survey_key as surveyKey', 'version', sql<Form['state']>`state`.as('state'), 'content', 'published_on as publishedOn', 'made_name as madeName', 'revision']).where('institution_id', '=', institutionId).where('survey_key', '=', key)
const readForm = (row: Omit<Form, 'content'> & { content: unknown }): Form => ({ ...row, content: FormContent.parse(row.content) })

/** Every version of a questionnaire, the newest first. */
export const listForms = async (read: ReadTx, institutionId: string, key: string): Promise<Form[]> => (await forms(read, institutionId, key).orderBy('version', 'desc').execute()).map(readForm)

export async function findForm(read: ReadTx, institutionId: string, key: string, version: number): Promise<Form | undefined> {
  const row = await forms(read, institutionId, key).where('version', '=', version).executeTakeFirst()
  return row === undefined ? undefined : readForm(row)
}

/** Contents of published versions, which never change (rule SV-2): read and checked once by a process, the oldest forgotten beyond so many. */
const published = new Map<string, FormContent>()
const mostKept = 500
const nameOf = (institutionId: string, key: string, version: number): string => `${institutionId} ${key} ${version}`

/** What this process has read of a published version before; undefined: it has to be asked for. */
export const publishedBefore = (institutionId: string, key: string, version: number): FormContent | undefined => published.get(nameOf(institutionId, key, version))

export async function findPublished(read: ReadTx, institutionId: string, key: string, version: number): Promise<FormContent | undefined> {
  const before = publishedBefore(institutionId, key, version)
  if (before !== undefined) return before
  const form = await findForm(read, institutionId, key, version)
  if (form === undefined || form.state === 'draft') return undefined
  const [oldest] = published.keys()
  if (published.size >= mostKept && oldest !== undefined) published.delete(oldest)
  published.set(nameOf(institutionId, key, version), form.content)
  return form.content
}

/** How many drafts nobody has published yet. */
export const countDrafts = async (read: ReadTx, institutionId: string): Promise<number> => {
  const row = await read.selectFrom('survey_form').select(sql<number>`count(*)::int`.as('drafts')).where('institution_id', '=', institutionId).where('state', '=', 'draft').executeTakeFirstOrThrow()
  return row.drafts
}

/** The version in use: the newest that was published. */
export async function currentForm(read: ReadTx, institutionId: string, key: string): Promise<Form> {
  const row = await forms(read, institutionId, key).where('state', '=', 'published').orderBy('version', 'desc').limit(1).executeTakeFirst()
  if (row === undefined) throw new RefusedError('survey.unknown')
  return readForm(row)
}

export const insertForm = (tx: Tx, body: Body, form: Form & { readonly madeBy: string }) =>
  tx
    .insertInto('survey_form')
    .values({ institution_id: body.institutionId, region_code: body.regionCode, survey_key: form.surveyKey, version: form.version, state: form.state, content: JSON.stringify(form.content), made_by: form.madeBy, made_name: form.madeName, published_on: form.publishedOn, revision: form.revision })
    .execute()

/** Rule SV-2: only a draft is ever written over; how many rows were. */
export async function saveDraft(tx: Tx, institutionId: string, form: Pick<Form, 'surveyKey' | 'version' | 'content' | 'revision' | 'madeName'> & { readonly madeBy: string }): Promise<number> {
  const done = await tx
    .updateTable('survey_form')
    .set({ content: JSON.stringify(form.content), made_by: form.madeBy, made_name: form.madeName, revision: form.revision + 1 })
    .where('institution_id', '=', institutionId)
    .where('survey_key', '=', form.surveyKey)
    .where('version', '=', form.version)
    .where('state', '=', 'draft')
    .where('revision', '=', form.revision)
    .executeTakeFirst()
  return Number(done.numUpdatedRows)
}

export const publishDraft = (tx: Tx, institutionId: string, key: string, version: number, on: string) =>
  tx.updateTable('survey_form').set({ state: 'published', published_on: on }).where('institution_id', '=', institutionId).where('survey_key', '=', key).where('version', '=', version).where('state', '=', 'draft').execute()

export const removeDraft = (tx: Tx, institutionId: string, key: string) => tx.deleteFrom('survey_form').where('institution_id', '=', institutionId).where('survey_key', '=', key).where('state', '=', 'draft').execute()
