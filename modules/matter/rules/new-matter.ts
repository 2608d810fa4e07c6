import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { setClock, type Time } from './clock.ts'
import type { Channel } from './definition.ts'
import { stateOf, type Kind } from './kind.ts'
import { laddered } from './ladder.ts'
import type { Body, Matter, MatterKey, TakenUp } from './matter.ts'

export type NewAsk = Body & {
  readonly id: string
  readonly number: string
  readonly channel: Channel
  readonly title: string
  readonly body: string
  readonly category: string | null
  readonly place: string
  readonly departmentId: string | null
  readonly harm: boolean
  readonly receivedAt: Instant
  readonly hasAuthor: boolean
  readonly originNumber: string | null
  readonly enteredBy: { readonly id: string; readonly name: string }
  readonly files: number
  readonly takenUp?: readonly TakenUp[]
  readonly enteredAbove?: boolean
  readonly entry?: {
    readonly planId?: string | null; readonly clauseId?: string | null; readonly subjectStaffIds?: readonly string[]; readonly ownerDepartmentId?: string | null; readonly ownerStaffId?: string | null; readonly measure?: string; readonly limitOn?: IsoDate | null
    readonly parent?: MatterKey | null; readonly firstStaffId?: string | null; readonly firstDepartmentId?: string | null; readonly mayAssign?: boolean
  }
}

/** What heads it in lists where the author gave no title: the beginning of the text. */
export function titleOf(title: string, body: string): string {
  if (title.trim() !== '') return title.trim()
  const line = body.trim().split('\n')[0] ?? ''
  const characters = Array.from(line)
  return characters.length <= 30 ? line : `${characters.slice(0, 30).join('')}…`
}

/**
 * Rule MT-23: a matter as it begins. Where somebody may come to harm it is urgent from the start; a ledger item that is
 * entered by whoever runs the ledger goes to its owner at once.
 */
export function newMatter(kind: Kind, ask: NewAsk, time: Time): Matter {
  const { entry } = ask
  const owned = kind.ledger && entry?.mayAssign === true && (entry.ownerDepartmentId ?? entry.ownerStaffId ?? null) !== null
  const state = owned && stateOf(kind, 'handling') !== undefined ? 'handling' : kind.initial
  const blank: Matter = {
    institutionId: ask.institutionId, regionCode: ask.regionCode, id: ask.id, kind: kind.key, kindVersion: kind.version, number: ask.number, title: titleOf(ask.title, ask.body), body: ask.body, category: ask.category, channel: ask.channel, place: ask.place, departmentId: ask.departmentId,
    planId: entry?.planId ?? null, clauseId: entry?.clauseId ?? null, subjectStaffIds: entry?.subjectStaffIds ?? [], takenUp: ask.takenUp ?? [], state, stateAt: time.now, phase: stateOf(kind, state)?.phase ?? 'open', revision: 1, deadline: null, deadlineCode: null, dueAt: null, settleDueAt: null, settledAt: null,
    holderDepartmentId: owned ? (entry?.ownerDepartmentId ?? null) : null, handlerStaffId: owned ? (entry?.ownerStaffId ?? null) : null, firstDepartmentId: entry?.firstDepartmentId ?? null, firstStaffId: entry?.firstStaffId ?? null, enteredBy: ask.enteredBy.id, enteredName: ask.enteredBy.name, enteredAbove: ask.enteredAbove ?? false,
    offeredDepartmentId: null, offeredAt: null, refusals: 0, joined: 0, joinedReason: null, harm: ask.harm, urgent: ask.harm, verdict: null, responsible: [], solved: null, satisfied: null, calledBackAt: null, callBack: null, answer: null, answeredBy: null, rewordedBy: null, measure: entry?.measure ?? '', limitOn: entry?.limitOn ?? null, chase: null,
    receivedAt: ask.receivedAt, acceptedAt: owned ? time.now : null, firstResponseAt: null, answeredAt: null, closedAt: null, acceptedInTime: owned ? true : null, answeredInTime: null, reopened: 0, rectifiedAt: null, checkedAt: null, signedOffAt: null, recheckAt: null, recheckedAt: null, recheckHeld: null,
    parent: entry?.parent ?? null, mergedInto: null, linked: [], publishedAt: null, ladderStep: 0, nextStepAt: null, hasAuthor: ask.hasAuthor, files: ask.files, originNumber: ask.originNumber, changedAt: time.now,
  }
  return laddered(kind, setClock(kind, blank, time, false), null, time.now, time.calendar)
}
