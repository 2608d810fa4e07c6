import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Deadline } from '../../../kernel/deadline.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Channel, Phase } from './definition.ts'

export type Body = { readonly institutionId: string; readonly regionCode: string }
export type MatterKey = { readonly institutionId: string; readonly matterId: string }
/** What a commission does in the place of those at a body who are complained about. */
export type TakenUp = 'officer' | 'head'
export type Responsible = { readonly staffId: string | null; readonly name: string }

/** A matter as rules see it. Who brought it is no part of it. */
export type Matter = Body & {
  readonly id: string
  readonly kind: string
  readonly kindVersion: number
  readonly number: string
  readonly title: string
  readonly body: string
  readonly category: string | null
  readonly channel: Channel
  readonly place: string
  readonly departmentId: string | null
  readonly planId: string | null
  readonly clauseId: string | null
  readonly subjectStaffIds: readonly string[]
  /** What the commission above does here, because all who would are complained about. */
  readonly takenUp: readonly TakenUp[]
  readonly state: string
  readonly stateAt: Instant
  readonly phase: Phase
  readonly revision: number
  readonly deadline: Deadline | null
  readonly deadlineCode: string | null
  readonly dueAt: Instant | null
  readonly settleDueAt: Instant | null
  readonly settledAt: Instant | null
  readonly holderDepartmentId: string | null
  readonly handlerStaffId: string | null
  readonly firstDepartmentId: string | null
  readonly firstStaffId: string | null
  readonly enteredBy: string
  readonly enteredName: string
  /** By somebody of another body: a commission, for one of its region. */
  readonly enteredAbove: boolean
  readonly offeredDepartmentId: string | null
  readonly offeredAt: Instant | null
  readonly refusals: number
  /** Departments joined beside the holder. */
  readonly joined: number
  readonly joinedReason: string | null
  readonly harm: boolean
  readonly urgent: boolean
  readonly verdict: string | null
  readonly responsible: readonly Responsible[]
  readonly solved: boolean | null
  readonly satisfied: boolean | null
  /** When somebody who had not handled it asked the author last. */
  readonly calledBackAt: Instant | null
  /** What the draw for a call-back said; null: it has not come to it. */
  readonly callBack: 'drawn' | 'passed' | null
  readonly answer: string | null
  readonly answeredBy: string | null
  /** Who put it in other words when it was approved. */
  readonly rewordedBy: string | null
  readonly measure: string
  readonly limitOn: IsoDate | null
  readonly chase: { readonly text: string; readonly at: Instant; readonly dueAt: Instant; readonly answeredAt: Instant | null } | null
  readonly receivedAt: Instant
  readonly acceptedAt: Instant | null
  readonly firstResponseAt: Instant | null
  readonly answeredAt: Instant | null
  readonly closedAt: Instant | null
  readonly acceptedInTime: boolean | null
  readonly answeredInTime: boolean | null
  readonly reopened: number
  readonly rectifiedAt: Instant | null
  readonly checkedAt: Instant | null
  readonly signedOffAt: Instant | null
  readonly recheckAt: Instant | null
  readonly recheckedAt: Instant | null
  readonly recheckHeld: boolean | null
  readonly parent: MatterKey | null
  readonly mergedInto: string | null
  readonly linked: readonly string[]
  readonly publishedAt: Instant | null
  readonly ladderStep: number
  readonly nextStepAt: Instant | null
  readonly hasAuthor: boolean
  readonly files: number
  readonly originNumber: string | null
  readonly changedAt: Instant
}

/** Rule MT-38: split off another one, with the same author: of its body and its kind. */
export const isPartOf = (child: Pick<Matter, 'institutionId' | 'kind' | 'parent'>, whole: Pick<Matter, 'institutionId' | 'id' | 'kind'>): boolean =>
  child.institutionId === whole.institutionId && child.kind === whole.kind && child.parent?.institutionId === whole.institutionId && child.parent.matterId === whole.id

/** A department that was joined and what it has answered. */
export type Part = {
  readonly departmentId: string
  readonly task: string
  readonly answer: string | null
  readonly answeredName: string | null
  readonly answeredAt: Instant | null
}

/** One line of the timeline. */
export type MatterEvent = {
  readonly seq: number
  readonly at: Instant
  readonly move: string
  readonly fromState: string | null
  readonly toState: string
  readonly byKind: 'staff' | 'superior' | 'author' | 'system'
  readonly byId: string
  readonly byName: string
  readonly departmentId: string | null
  readonly words: string
  readonly publicWords: string
  readonly params: Readonly<Record<string, unknown>>
  readonly fileIds: readonly string[]
}

/** Who brought it; sealed at rest. */
export type Author = { readonly name: string; readonly phone: string; readonly idNumber: string; readonly address: string }

/** What a person or a job gives along with a move. */
export type Ask = {
  readonly text: string
  readonly publicText: string
  readonly reason: string | null
  readonly departmentId: string | null
  readonly departmentIds: readonly string[]
  readonly staffId: string | null
  /** Whom it is about. */
  readonly subjectIds: readonly string[]
  readonly date: IsoDate | null
  readonly verdict: string | null
  readonly responsible: readonly Responsible[]
  readonly measure: string
  readonly otherId: string | null
  readonly institutionId: string | null
  readonly title: string
  readonly satisfied: boolean | null
  readonly solved: boolean | null
  readonly harm: boolean | null
  readonly category: string | null
  readonly planId: string | null
  /** How many files come along, by role. */
  readonly files: { readonly house: number; readonly before: number; readonly after: number }
}

export const emptyAsk: Ask = {
  text: '', publicText: '', reason: null, departmentId: null, departmentIds: [], staffId: null, subjectIds: [], date: null, verdict: null, responsible: [], measure: '', otherId: null, institutionId: null, title: '',
  satisfied: null, solved: null, harm: null, category: null, planId: null, files: { house: 0, before: 0, after: 0 },
}
