import { createHash } from 'node:crypto'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { findInstitution } from '../../directory/public.ts'
import { contentOf, surveys } from '../catalog.ts'
import { formFaults, officialChanged, type FormContent } from '../rules/form.ts'
import { mayManage, type Body, type Survey } from '../rules/survey.ts'
import * as store from '../store/surveys.ts'

const usualSmallest = 10

/** The body of whoever acts, which they may set up. */
export async function managed(act: Act): Promise<Body> {
  const body = await findInstitution(act.tx, act.actor.institutionId ?? '')
  const place = { institutionId: body?.id ?? '', regionCode: body?.regionCode ?? '' }
  const no = mayManage(act.actor, place)
  if (no !== null) throw new RefusedError(no.refused)
  return place
}

/** A body begins to use a questionnaire of the catalogue: its first version, published as it stands there. */
export async function takeUp(act: Act, key: string): Promise<void> {
  const body = await managed(act)
  const definition = surveys().get(key)
  if (definition === undefined) throw new RefusedError('survey.unknown')
  if ((await store.findSurvey(act.tx, body.institutionId, key)) !== undefined) throw new RefusedError('survey.taken_up')
  const content = contentOf(definition)
  await store.insertSurvey(act.tx, { ...body, key, audience: content.audience, active: true, byMessage: content.audience === 'outpatient' || content.audience === 'inpatient', smallest: usualSmallest, countsUnnamed: false, revision: 1 })
  await store.insertForm(act.tx, body, { surveyKey: key, version: 1, state: 'published', content, publishedOn: act.today, madeName: act.actor.name, madeBy: act.actor.id, revision: 1 })
  await act.record({ ...body, kind: 'survey.taken_up', subjectId: key, detail: { version: 1, sha256: digestOf(content) } })
}

const digestOf = (content: FormContent): string => createHash('sha256').update(JSON.stringify(content)).digest('hex')

export async function switchSurvey(act: Act, key: string, ask: Pick<Survey, 'active' | 'byMessage' | 'smallest'> & { readonly countsUnnamed?: boolean | undefined }): Promise<void> {
  const body = await managed(act)
  const survey = await store.lockSurvey(act.tx, body.institutionId, key)
  await store.saveSurvey(act.tx, { ...survey, ...ask, countsUnnamed: ask.countsUnnamed ?? survey.countsUnnamed })
  await act.record({ ...body, kind: 'survey.switched', subjectId: key, detail: { ...ask } })
}

/** A draft of the next version, from the one in use. */
export async function beginDraft(act: Act, key: string): Promise<void> {
  const body = await managed(act)
  await store.lockSurvey(act.tx, body.institutionId, key)
  const [newest] = await store.listForms(act.tx, body.institutionId, key)
  if (newest === undefined || newest.state === 'draft') throw new RefusedError('survey.draft_exists')
  await store.insertForm(act.tx, body, { ...newest, version: newest.version + 1, state: 'draft', publishedOn: null, madeName: act.actor.name, madeBy: act.actor.id, revision: 1 })
  await act.record({ ...body, kind: 'survey.draft_begun', subjectId: key, detail: { version: newest.version + 1 } })
}

async function draftOf(act: Act, body: Body, key: string): Promise<{ draft: store.Form; inUse: store.Form }> {
  await store.lockSurvey(act.tx, body.institutionId, key)
  const [draft, inUse] = await store.listForms(act.tx, body.institutionId, key)
  if (draft === undefined || inUse === undefined || draft.state !== 'draft') throw new RefusedError('survey.no_draft')
  return { draft, inUse }
}

/** Rules SV-1 and SV-2: what is saved may still be incomplete in nothing: a draft that opens is one that could be published. */
export async function saveDraft(act: Act, key: string, ask: { readonly revision: number; readonly content: FormContent }): Promise<void> {
  const body = await managed(act)
  const { draft, inUse } = await draftOf(act, body, key)
  const [fault] = formFaults(ask.content)
  if (fault !== undefined) throw new RefusedError('survey.form_faulty', fault.zh)
  const changed = officialChanged(inUse.content, ask.content)
  if (changed.length > 0 || ask.content.audience !== inUse.content.audience) throw new RefusedError('survey.official_changed', inUse.content.items.filter((item) => changed.includes(item.key)).map((item) => item.text.zh).join('、'))
  const saved = await store.saveDraft(act.tx, body.institutionId, { surveyKey: key, version: draft.version, content: ask.content, revision: ask.revision, madeName: act.actor.name, madeBy: act.actor.id })
  if (saved === 0) throw new RefusedError('survey.draft_changed')
  await act.record({ ...body, kind: 'survey.draft_saved', subjectId: key, detail: { version: draft.version, items: ask.content.items.length } })
}

/** Rule SV-2: from now on this version is given out, and nobody changes it any more; sheets of the one before stay as they are. */
export async function publish(act: Act, key: string): Promise<void> {
  const body = await managed(act)
  const { draft } = await draftOf(act, body, key)
  await store.publishDraft(act.tx, body.institutionId, key, draft.version, act.today)
  await act.record({ ...body, kind: 'survey.published', subjectId: key, detail: { version: draft.version, sha256: digestOf(draft.content) } })
}

export async function dropDraft(act: Act, key: string): Promise<void> {
  const body = await managed(act)
  const { draft } = await draftOf(act, body, key)
  await store.removeDraft(act.tx, body.institutionId, key)
  await act.record({ ...body, kind: 'survey.draft_dropped', subjectId: key, detail: { version: draft.version } })
}
