import { randomUUID } from 'node:crypto'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act, Look } from '../../../server/platform/act.ts'
import { packSheet, mostComment } from '../rules/sealed.ts'
import { isVeryLow, readAnswers } from '../rules/score.ts'
import { followsNoVisit, mayAnswer, type Token } from '../rules/survey.ts'
import { insertBoxed } from '../store/box.ts'
import { findPublished, type Form } from '../store/surveys.ts'
import { findToken, spendToken } from '../store/tokens.ts'
import type { Carried } from './carried.ts'
import { typedIndex } from './code.ts'

/** Which visit of which body a sheet is about. */
type Place = Pick<Token, 'institutionId' | 'regionCode' | 'tokenIndex' | 'surveyKey' | 'version' | 'departmentId'>
export type Opened = { readonly token: Place; readonly form: Pick<Form, 'content'> }

/** Rule SV-6: what a code opens, or why it does not. */
export async function openToken({ read, today, platform }: Pick<Look, 'read' | 'today' | 'platform'>, typed: string): Promise<Opened> {
  const index = typedIndex(platform.vault, typed)
  const token = index === null ? undefined : await findToken(read, index)
  if (token === undefined) throw new RefusedError('survey.token_unknown')
  const no = mayAnswer(token, today)
  if (no !== null) throw new RefusedError(no.refused)
  const content = await findPublished(read, token.institutionId, token.surveyKey, token.version)
  if (content === undefined) throw new RefusedError('survey.unknown')
  return { token, form: { content } }
}

type Ask = { readonly code: string; readonly typed: Readonly<Record<string, string | undefined>>; readonly comment: string; /** What the form itself said that its code opens. */ readonly carried?: Carried | null }

async function opened(act: Act, ask: Ask): Promise<Opened> {
  const carried = ask.carried ?? null
  const content = carried === null ? undefined : await findPublished(act.tx, carried.institutionId, carried.surveyKey, carried.version)
  return carried === null || content === undefined ? openToken({ read: act.tx, today: act.today, platform: act.platform }, ask.code) : { token: carried, form: { content } }
}

/**
 * Rule SV-6: the token is spent and the sheet is laid into the box, sealed, in one transaction: neither can be without the
 * other. Nothing else is written: no event, no key of a repeat, no hour, no address (ADR 0022).
 */
export async function answer(act: Act, ask: Ask): Promise<Opened & { readonly low: boolean }> {
  const found = await opened(act, ask)
  const { token, form } = found
  const { answers, missing } = readAnswers(form.content, ask.typed)
  if (missing.length > 0) throw new RefusedError('survey.answers_missing')
  const way = await spendToken(act.tx, token, act.today)
  if (way === null) {
    // Used, or out of time since the first page: the code itself says which.
    await openToken({ read: act.tx, today: act.today, platform: act.platform }, ask.code)
    throw new RefusedError('survey.token_used')
  }
  const comment = form.content.comment ? ask.comment.trim().slice(0, mostComment) : ''
  await insertBoxed(act.tx, {
    institutionId: token.institutionId, regionCode: token.regionCode, id: randomUUID(), surveyKey: token.surveyKey, version: token.version, departmentId: token.departmentId, on: act.today, apart: followsNoVisit(way), sealed: act.vault.seal(packSheet({ answers, comment })),
  })
  return { ...found, low: isVeryLow(form.content, answers) }
}
