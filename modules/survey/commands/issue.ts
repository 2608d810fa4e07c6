import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { findInstitution } from '../../directory/public.ts'
import { askedOf } from '../rules/fact.ts'
import { expiryOf, surveyFor, type Body, type Survey, type Token, type Way } from '../rules/survey.ts'
import { currentForm, listSurveys } from '../store/surveys.ts'
import { insertTokens } from '../store/tokens.ts'
import { codeOf, tokenIndexFor } from './code.ts'

export type VisitAsked = { readonly visitId: string; readonly departmentId: string | null; /** Where the link goes; null: the code is handed over on paper, a screen or a list. */ readonly phone: string | null }
export type Issued = { readonly visitId: string; readonly code: string; readonly surveyKey: string; readonly isNew: boolean }

/** Which questionnaire: one by its key, or whichever is in turn for patients of a kind. */
export type Which = { readonly key: string } | { readonly audience: 'outpatient' | 'inpatient' }
const fits = (survey: Survey, which: Which): boolean => survey.active && ('key' in which ? survey.key === which.key : survey.audience === which.audience)

/**
 * Rule SV-5: one token for each visit, however often it is asked for. The message tells whoever left a number; where no
 * questionnaire is in use nobody is asked.
 */
export async function issueTokens(act: Act, ask: Body & { readonly which: Which; readonly way: Way; readonly visits: readonly VisitAsked[] }): Promise<Issued[]> {
  const { institutionId, regionCode, which, way, visits } = ask
  const body = { institutionId, regionCode }
  const fitting = (await listSurveys(act.tx, institutionId)).filter((survey) => fits(survey, which))
  if (fitting.length === 0 || visits.length === 0) return []
  const versions = new Map<string, number>()
  for (const { key } of fitting) versions.set(key, (await currentForm(act.tx, institutionId, key)).version)
  const made = visits.map((visit) => {
    const code = codeOf(act.vault, { institutionId, way, visitId: visit.visitId })
    const tokenIndex = tokenIndexFor(act.vault, code)
    const survey = surveyFor(fitting, tokenIndex) ?? fitting[0]
    if (survey === undefined) throw new RefusedError('survey.unknown')
    const token: Token = { ...body, tokenIndex, surveyKey: survey.key, version: versions.get(survey.key) ?? 1, departmentId: visit.departmentId, way, expiresOn: expiryOf(act.today), spent: false }
    return { visit, code, survey, token }
  })
  const added = await insertTokens(act.tx, body, made.map((each) => each.token), { at: act.now.toISOString(), on: act.today })
  const fresh = made.filter(({ token }) => added.has(token.tokenIndex))
  const told = fresh.filter(({ survey, visit }) => survey.byMessage && visit.phone !== null)
  if (told.length > 0) {
    const name = (await findInstitution(act.tx, institutionId))?.shortName ?? ''
    for (const { visit, code } of told) await queueMessage(act, { channel: 'sms', to: visit.phone ?? '', text: `【回音】${name}请您评价这次就诊，不记名，约三分钟，30天内有效：${act.platform.publicUrl}/survey/${code}` })
  }
  await tellFacts(act, fresh.map(({ token }) => ({ before: null, after: askedOf({ ...token, on: act.today }) })))
  if (fresh.length > 0) await act.record({ ...body, kind: 'survey.tokens_issued', subjectId: institutionId, detail: { way, sheets: fresh.length } })
  return made.map(({ visit, code, survey, token }) => ({ visitId: visit.visitId, code, surveyKey: survey.key, isNew: added.has(token.tokenIndex) }))
}
