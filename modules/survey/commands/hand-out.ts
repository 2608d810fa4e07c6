import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { departmentsOn, findInstitution, rosterOn, staffIdOf } from '../../directory/public.ts'
import { mayEnter, mayManage, type Body, type Survey } from '../rules/survey.ts'
import { loadSurvey } from '../store/surveys.ts'
import { issueTokens, type Issued } from './issue.ts'
import { issueNamed } from './visits.ts'

async function bodyOf(act: Act): Promise<Body> {
  const body = await findInstitution(act.tx, act.actor.institutionId ?? '')
  if (body === undefined) throw new RefusedError('access.denied')
  return { institutionId: body.id, regionCode: body.regionCode }
}
function inUse(survey: Survey): Survey {
  if (!survey.active) throw new RefusedError('survey.not_active')
  return survey
}

/**
 * Sheets to hand out: for patients at the desk, or invitations, one for each rater. They follow from the batch that the
 * screen made up, so that the same request again gives the same codes; how many were handed out, and by whom, is in the
 * chain; they follow no visit, so what comes back on them is boxed, added up and told apart (rule SV-5).
 */
export async function handOut(act: Act, key: string, ask: { readonly batchId: string; readonly count: number; readonly departmentId: string | null }): Promise<string[]> {
  const body = await bodyOf(act)
  const survey = inUse(await loadSurvey(act.tx, body.institutionId, key))
  if (survey.audience === 'staff') throw new RefusedError('survey.not_for_you')
  const no = survey.audience === 'invited' ? mayManage(act.actor, body) : mayEnter(act.actor, body)
  if (no !== null) throw new RefusedError(no.refused)
  if (ask.departmentId !== null && !(await departmentsOn(act.tx, body.institutionId, act.today)).some((each) => each.id === ask.departmentId)) throw new RefusedError('survey.department_unknown')
  const visits = Array.from({ length: ask.count }, (_, at) => ({ visitId: `${ask.batchId} ${at}`, departmentId: ask.departmentId, phone: null }))
  return (await issueTokens(act, { ...body, which: { key }, way: survey.audience === 'invited' ? 'invited' : 'paper', visits })).map((each) => each.code)
}

/** Rule SV-5: paper for one visit, named by its booking code, the slip of its line or the code of its admission: the same token as the message has. Who handed one out is on record, also where the token was there already; which visit it was is not. */
export async function handOutFor(act: Act, typed: string): Promise<Issued> {
  const body = await bodyOf(act)
  const no = mayEnter(act.actor, body)
  if (no !== null) throw new RefusedError(no.refused)
  const issued = await issueNamed(act, body, typed)
  await act.record({ ...body, kind: 'survey.visit_handed', subjectId: body.institutionId, detail: { way: issued.way } })
  return issued
}

/** Rule SV-5: a member of staff has one sheet of a questionnaire each half year; the code is theirs to ask for, again if it was lost. */
export async function claimSheet(act: Act, key: string): Promise<string> {
  const body = await bodyOf(act)
  const survey = inUse(await loadSurvey(act.tx, body.institutionId, key))
  const staffId = await staffIdOf(act.tx, act.actor.id)
  const person = (await rosterOn(act.tx, body.institutionId, act.today)).find((each) => each.staffId === staffId)
  if (survey.audience !== 'staff' || person === undefined) throw new RefusedError('survey.not_for_you')
  const half = `${act.today.slice(0, 4)}-${Number(act.today.slice(5, 7)) <= 6 ? 1 : 2}`
  const [issued] = await issueTokens(act, { ...body, which: { key }, way: 'staff', visits: [{ visitId: `${key} ${half} ${person.staffId}`, departmentId: person.departmentIds[0] ?? null, phone: null }] })
  if (issued === undefined) throw new RefusedError('survey.not_active')
  return issued.code
}
