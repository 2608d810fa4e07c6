import { addMonths } from '../../../kernel/calendar.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { classOf } from './codes.ts'
import type { ReviewNumbers } from './numbers.ts'

export const proposalKinds = ['assessment', 'warning', 'cancel'] as const
export type ProposalKind = (typeof proposalKinds)[number]
export const proposalNames: Readonly<Record<ProposalKind, { readonly zh: string; readonly en: string }>> = {
  assessment: { zh: '医师定期考核不合格，离岗参加培训', en: 'Periodic assessment failed, off post for training' },
  warning: { zh: '提出警告，限制处方权', en: 'Warning and restricted right to prescribe' },
  cancel: { zh: '取消处方权', en: 'Right to prescribe cancelled' },
}

/** One final result of a prescriber, of this round or an earlier one of the assessment cycle. */
export type Finding = { readonly itemId: string; readonly month: string; readonly codes: readonly string[]; readonly publishedAt: string }
export type Earlier = { readonly kind: ProposalKind; readonly state: 'open' | 'taken' | 'rejected'; readonly madeAt: string; readonly decidedAt: string | null }
export type Proposal = { readonly kind: ProposalKind; readonly found: number; readonly itemIds: readonly string[] }

/**
 * Rule RV-14: five unreasonable ones within an assessment cycle, three abnormal ones, two abnormal ones after a restriction
 * that somebody decided: each a proposal to a person. What an earlier proposal of the same kind was made of is not counted
 * again. A restriction holds from the day it was decided, and is over with the assessment cycle it was decided in: what comes
 * after that begins with a warning again.
 */
export function proposalsFor(findings: readonly Finding[], earlier: readonly Earlier[], month: string, numbers: ReviewNumbers['consequences']): Proposal[] {
  const from = addMonths(month, 1 - numbers.assessmentMonths)
  const since = (kind: ProposalKind) => earlier.filter((each) => each.kind === kind).reduce((last, each) => (each.madeAt > last ? each.madeAt : last), '')
  const within = (kind: ProposalKind, abnormal: boolean) => findings.filter((each) => each.month >= from && each.publishedAt > since(kind) && each.codes.length > 0 && (!abnormal || classOf(each.codes) === 'abnormal'))
  const restricted = earlier.reduce<string | null>((last, { kind, state, decidedAt }) => (kind === 'warning' && state === 'taken' && decidedAt !== null && shanghaiDate(decidedAt) >= from && (last === null || decidedAt > last) ? decidedAt : last), null)
  const made = (kind: ProposalKind, own: readonly Finding[], most: number): Proposal[] => (own.length >= most ? [{ kind, found: own.length, itemIds: own.map((each) => each.itemId) }] : [])
  const after = restricted === null ? [] : within('cancel', true).filter((each) => each.publishedAt > restricted)
  return [
    ...made('assessment', within('assessment', false), numbers.unreasonable),
    ...(restricted === null ? made('warning', within('warning', true), numbers.abnormal) : made('cancel', after, numbers.abnormalAfterRestriction)),
  ]
}
