import type { Counts } from './figures.ts'

/** What the matter engine counts of one kind at one body, as far as a bulletin tells of it. */
export type OfKind = Pick<Counts, 'acceptDue' | 'acceptedInTime' | 'answerDue' | 'answeredInTime' | 'calledBack' | 'solved' | 'satisfied' | 'judged' | 'substantiated' | 'reopened' | 'overdue' | 'rechecked' | 'slidBack'> & {
  readonly kind: string
  readonly received: number
  readonly partly: number
  readonly signedOff: number
}

const cases = ['complaint', 'tip'] as const
const voices = ['suggestion', 'praise', 'enquiry', 'help-request'] as const
const ledgers = ['problem', 'finding'] as const
const isOne = (keys: readonly string[], kind: string) => keys.includes(kind)

/** Rule BU-3: complaints and reports of misconduct are what must be answered; problems and findings what must be rectified. Partly substantiated counts as substantiated. */
export function addKind(counts: Counts, row: OfKind): Counts {
  if (isOne(voices, row.kind)) return { ...counts, others: counts.others + row.received }
  if (isOne(ledgers, row.kind)) {
    return {
      ...counts, problemsEntered: counts.problemsEntered + row.received, problemsSignedOff: counts.problemsSignedOff + row.signedOff, problemsOverdue: counts.problemsOverdue + row.overdue, rechecked: counts.rechecked + row.rechecked, slidBack: counts.slidBack + row.slidBack,
    }
  }
  if (!isOne(cases, row.kind)) return counts
  return {
    ...counts,
    complaints: counts.complaints + (row.kind === 'complaint' ? row.received : 0), tips: counts.tips + (row.kind === 'tip' ? row.received : 0), acceptDue: counts.acceptDue + row.acceptDue, acceptedInTime: counts.acceptedInTime + row.acceptedInTime,
    answerDue: counts.answerDue + row.answerDue, answeredInTime: counts.answeredInTime + row.answeredInTime, calledBack: counts.calledBack + row.calledBack, solved: counts.solved + row.solved, satisfied: counts.satisfied + row.satisfied,
    judged: counts.judged + row.judged, substantiated: counts.substantiated + row.substantiated + row.partly, reopened: counts.reopened + row.reopened, overdue: counts.overdue + row.overdue,
  }
}
