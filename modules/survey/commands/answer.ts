import { randomUUID } from 'node:crypto'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act, Look } from '../../../server/platform/act.ts'
import { packSheet, mostComment } from '../rules/sealed.ts'
import { isVeryLow, readAnswers } from '../rules/score.ts'
import { mayAnswer, type Token } from '../rules/survey.ts'
import { insertBoxed } from '../store/box.ts'
import { findForm, type Form } from '../store/surveys.ts'
import { findToken, spendToken } from '../store/tokens.ts'
import { typedIndex } from './code.ts'

export type Opened = { readonly token: Token; readonly form: Form }

/** Rule SV-6: what a code opens, or why it does not. */
export async function openToken({ read, today, platform }: Pick<Look, 'read' | 'today' | 'platform'>, typed: string): Promise<Opened> {
  const index = typedIndex(platform.vault, typed)
  const token = index === null ? undefined : await findToken(read, index)
  if (token === undefined) throw new RefusedError('survey.token_unknown')
  const no = mayAnswer(token, today)
  if (no !== null) throw new RefusedError(no.refused)
  const form = await findForm(read, token.institutionId, token.surveyKey, token.version)
  if (form === undefined) throw new RefusedError('survey.unknown')
  return { token, form }
}

/**
 * Rule SV-6: the token is spent and the sheet is laid into the box, sealed, in one transaction: neither can be without the
 * other. Nothing else is written: no event, no key of a repeat, no hour, no address (ADR 0022).
 */
export async function answer(act: Act, ask: { readonly code: string; readonly typed: Readonly<Record<string, string | undefined>>; readonly comment: string }): Promise<Opened & { readonly low: boolean }> {
  const opened = await openToken({ read: act.tx, today: act.today, platform: act.platform }, ask.code)
  const { token, form } = opened
  const { answers, missing } = readAnswers(form.content, ask.typed)
  if (missing.length > 0) throw new RefusedError('survey.answers_missing')
  if (!(await spendToken(act.tx, token))) throw new RefusedError('survey.token_used')
  const comment = form.content.comment ? ask.comment.trim().slice(0, mostComment) : ''
  await insertBoxed(act.tx, {
    institutionId: token.institutionId, regionCode: token.regionCode, id: randomUUID(), surveyKey: token.surveyKey, version: token.version, departmentId: token.departmentId, on: act.today, sealed: act.vault.seal(packSheet({ answers, comment })),
  })
  return { ...opened, low: isVeryLow(form.content, answers) }
}
