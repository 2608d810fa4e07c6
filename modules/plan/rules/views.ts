export const planStates = ['launching', 'stopped', 'running', 'closed'] as const
export type PlanState = (typeof planStates)[number]

/** Worst last: the order in which a board cell takes its colour. */
export const verdicts = ['waived', 'met', 'due', 'overdue', 'unmet'] as const
export type VerdictName = (typeof verdicts)[number]

export const evidenceStates = ['submitted', 'accepted', 'returned', 'withdrawn'] as const

/** What to do about an open obligation: by evidence the first three, by facts the others. */
export const todoCodes = ['submit', 'resubmit', 'wait', 'enter', 'fill', 'publish', 'offer', 'settle', 'follow'] as const
export type TodoCode = (typeof todoCodes)[number]

export const stepCodes = ['submit', 'resubmit', 'enter', 'fill', 'publish', 'offer', 'settle', 'overdue', 'decide_evidence', 'close_phase', 'finish_launch'] as const

/** One line of the list of next steps. */
export type Step = {
  readonly code: (typeof stepCodes)[number]
  readonly count: number
  /** The earliest date it concerns. */
  readonly firstOn: string | null
  readonly planId: string | null
  readonly title: string | null
  /** Where the screen goes on. */
  readonly link: string
}
