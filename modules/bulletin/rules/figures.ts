import type { Instant } from '../../../kernel/instant.ts'

/** What one body's month came to: exact counts, from the matter engine. */
export type Counts = {
  readonly complaints: number
  readonly tips: number
  readonly others: number
  readonly acceptDue: number
  readonly acceptedInTime: number
  readonly answerDue: number
  readonly answeredInTime: number
  readonly calledBack: number
  readonly solved: number
  readonly satisfied: number
  readonly judged: number
  readonly substantiated: number
  readonly reopened: number
  /** Open and past its limit at the moment the figures were taken. */
  readonly overdue: number
  readonly problemsEntered: number
  readonly problemsSignedOff: number
  readonly problemsOverdue: number
  readonly rechecked: number
  readonly slidBack: number
  /** Patients seen in the month; null where nobody entered it. */
  readonly visits: number | null
}
export type CountKey = Exclude<keyof Counts, 'visits'>

export const countKeys = [
  'complaints', 'tips', 'others', 'acceptDue', 'acceptedInTime', 'answerDue', 'answeredInTime', 'calledBack', 'solved', 'satisfied', 'judged', 'substantiated', 'reopened', 'overdue',
  'problemsEntered', 'problemsSignedOff', 'problemsOverdue', 'rechecked', 'slidBack',
] as const satisfies readonly CountKey[]

export const noCounts: Counts = { ...(Object.fromEntries(countKeys.map((key) => [key, 0])) as Record<CountKey, number>), visits: null }

export type Body = { readonly institutionId: string; readonly name: string; readonly counts: Counts }

/** Everything a bulletin is made of, exact: kept with the commission, never published. */
export type Figures = { /** When they were taken. */ readonly asOf: Instant; readonly bodies: readonly Body[]; /** The same bodies' sum of the month before. */ readonly before: Counts }

/**
 * Rule BU-3: a sum adds counts, and a rate of several bodies is the sum of numerators over the sum of denominators.
 * Visits are only summed where every body has them: a rate over half of the patients would be wrong.
 */
export function sumCounts(all: readonly Counts[]): Counts {
  const sums = Object.fromEntries(countKeys.map((key) => [key, all.reduce((sum, each) => sum + each[key], 0)])) as Record<CountKey, number>
  const visits = all.map((each) => each.visits)
  return { ...sums, visits: all.length === 0 || visits.includes(null) ? null : visits.reduce<number>((sum, each) => sum + (each ?? 0), 0) }
}

/** What each count is called where exact ones are shown. */
export const countNames: Readonly<Record<CountKey, { readonly zh: string; readonly en: string }>> = {
  complaints: { zh: '投诉', en: 'Complaints' }, tips: { zh: '举报', en: 'Reports of misconduct' }, others: { zh: '建议、表扬、咨询等', en: 'Other voices' }, acceptDue: { zh: '应受理', en: 'To be accepted' }, acceptedInTime: { zh: '按时受理', en: 'Accepted in time' },
  answerDue: { zh: '应答复', en: 'To be answered' }, answeredInTime: { zh: '按时答复', en: 'Answered in time' }, calledBack: { zh: '回访', en: 'Called back' }, solved: { zh: '已解决', en: 'Solved' }, satisfied: { zh: '满意', en: 'Satisfied' }, judged: { zh: '作出结论', en: 'Judged' },
  substantiated: { zh: '查实', en: 'Substantiated' }, reopened: { zh: '重新办理', en: 'Reopened' }, overdue: { zh: '超期未办结', en: 'Overdue' }, problemsEntered: { zh: '新增问题', en: 'Problems entered' }, problemsSignedOff: { zh: '销号', en: 'Signed off' },
  problemsOverdue: { zh: '超期未整改', en: 'Rectification overdue' }, rechecked: { zh: '回头看', en: 'Re-checked' }, slidBack: { zh: '反弹', en: 'Slid back' },
}

/** One figure that is otherwise now; null where there was none, or is none any more. */
export type Moved = { /** Null for the sum. */ readonly institutionId: string | null; readonly name: string | null; readonly key: string; readonly label: { readonly zh: string; readonly en: string }; readonly was: number | string | null; readonly now: number | string | null }

/** Rule BU-12: what is otherwise now than it was when the figures were frozen; the sum first, then body by body. */
export function movedSince(frozen: Figures, now: Figures): Moved[] {
  const differing = (was: Counts, is: Counts, of: Pick<Moved, 'institutionId' | 'name'>): Moved[] => countKeys.flatMap((key) => (was[key] === is[key] ? [] : [{ ...of, key, label: countNames[key], was: was[key], now: is[key] }]))
  const ids = [...new Set([...frozen.bodies, ...now.bodies].map((body) => body.institutionId))]
  const of = (figures: Figures, id: string) => figures.bodies.find((body) => body.institutionId === id)
  return [
    ...differing(sumCounts(frozen.bodies.map((body) => body.counts)), sumCounts(now.bodies.map((body) => body.counts)), { institutionId: null, name: null }),
    ...ids.flatMap((id) => differing(of(frozen, id)?.counts ?? noCounts, of(now, id)?.counts ?? noCounts, { institutionId: id, name: (of(now, id) ?? of(frozen, id))?.name ?? '' })),
  ]
}
