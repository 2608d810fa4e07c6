import type { Fact, FactChange, FactKind, FactValue } from '../../../kernel/fact.ts'
import { instantMs, shanghaiDate } from '../../../kernel/instant.ts'
import type { Kind } from './kind.ts'
import type { Matter } from './matter.ts'
import { isCalledBack } from './recheck.ts'

export const factPrefix = 'matter.'
export const kindOfFact = (factKind: string): string => factKind.slice(factPrefix.length)
export const matterLink = (matter: Pick<Matter, 'institutionId' | 'id'>): string => `/matters/${matter.institutionId}/${matter.id}`

const hourMs = 3_600_000
const hoursBetween = (from: string, to: string | null): number | null => (to === null ? null : Math.round(((instantMs(to) - instantMs(from)) / hourMs) * 100) / 100)

const fields = {
  state: 'text', phase: 'text', category: 'text', channel: 'text', harm: 'boolean', urgent: 'boolean', accepted: 'boolean', declined: 'boolean', accepted_in_time: 'boolean', answered: 'boolean', answered_in_time: 'boolean',
  hours_to_first_response: 'number', hours_to_answer: 'number', verdict: 'text', satisfied: 'boolean', solved: 'boolean', turned_away: 'number', called_back: 'boolean', joined_departments: 'number', reopened: 'number', chased: 'boolean', merged: 'boolean', withdrawn: 'boolean', published: 'boolean',
  /** Nothing was answered yet and the first step after the date was taken. */
  late: 'boolean',
  rectified: 'boolean', signed_off: 'boolean', rechecked: 'boolean', recheck_held: 'boolean', closed: 'boolean', due_on: 'date', answered_on: 'date', closed_on: 'date',
} as const satisfies FactKind['fields']

type Telling = Pick<Kind, 'key' | 'confidentiality' | 'name' | 'ladder' | 'hasAuthor' | 'moves' | 'verdicts'>

/** Time alone makes a matter late: told when the first rung after the date is taken. */
const isLate = (kind: Pick<Kind, 'ladder'>, matter: Matter): boolean => {
  const rung = kind.ladder.findIndex((each) => each.after > 0)
  return matter.phase === 'open' && rung >= 0 && matter.ladderStep > rung
}

/**
 * Rule MT-42: who was found responsible, once the answer has left the house and where the verdict says that there was
 * something to answer for; of a secret one not before it is closed.
 */
function blamed(kind: Telling, matter: Matter): string[] {
  const isFound = kind.verdicts.some((each) => each.key === 'substantiated') && (matter.verdict === 'substantiated' || matter.verdict === 'partly')
  const isOut = kind.confidentiality === 'secret' ? matter.phase === 'closed' : matter.phase !== 'open'
  return isFound && isOut && matter.state !== 'withdrawn' && matter.mergedInto === null ? [...new Set(matter.responsible.flatMap((each) => each.staffId ?? []))] : []
}

/** One line for a reader who may not see the matter itself: the words of protected and secret ones are not for a list of facts. */
export const lineOf = (kind: Pick<Kind, 'confidentiality' | 'name'>, matter: Pick<Matter, 'number' | 'title'>): string => (kind.confidentiality === 'ordinary' ? `${matter.number} ${matter.title}` : `${kind.name.zh} ${matter.number}`)

/** Rule MT-22: a matter is one fact of kind 'matter.<key>', about the day it came in. Nothing of its author is part of it; only ordinary ones have words. */
export function factOf(kind: Telling, matter: Matter): Fact {
  const values: Record<keyof typeof fields, FactValue> = {
    state: matter.state, phase: matter.phase, category: matter.category, channel: matter.channel, harm: matter.harm, urgent: matter.urgent, accepted: matter.acceptedAt !== null, declined: matter.state === 'declined', accepted_in_time: matter.acceptedInTime,
    answered: matter.answeredAt !== null, answered_in_time: matter.answeredInTime, hours_to_first_response: hoursBetween(matter.receivedAt, matter.firstResponseAt), hours_to_answer: hoursBetween(matter.receivedAt, matter.answeredAt), verdict: matter.verdict,
    satisfied: matter.satisfied, solved: matter.solved, turned_away: matter.refusals, called_back: isCalledBack(matter), joined_departments: matter.joined, reopened: matter.reopened, chased: matter.chase !== null, merged: matter.mergedInto !== null || matter.state === 'merged', withdrawn: matter.state === 'withdrawn', published: matter.publishedAt !== null,
    late: isLate(kind, matter), rectified: matter.rectifiedAt !== null, signed_off: matter.signedOffAt !== null, rechecked: matter.recheckedAt !== null, recheck_held: matter.recheckHeld, closed: matter.phase === 'closed',
    due_on: matter.settleDueAt === null ? null : shanghaiDate(matter.settleDueAt), answered_on: matter.answeredAt === null ? null : shanghaiDate(matter.answeredAt), closed_on: matter.closedAt === null ? null : shanghaiDate(matter.closedAt),
  }
  const secret = kind.confidentiality === 'secret'
  return {
    institutionId: matter.institutionId, regionCode: matter.regionCode, kind: `${factPrefix}${matter.kind}`, id: matter.id, on: shanghaiDate(matter.receivedAt), departmentId: secret ? null : (matter.holderDepartmentId ?? matter.departmentId), staffIds: blamed(kind, matter),
    fields: values, title: lineOf(kind, matter), link: matterLink(matter),
  }
}

export const factKind = (kind: Kind): FactKind => ({ kind: `${factPrefix}${kind.key}`, name: kind.name, fields })

export const anyVoice = 'voice'
export const voiceKind: FactKind = { kind: `${factPrefix}${anyVoice}`, name: { zh: '群众来件', en: 'What people bring' }, fields }

/** What somebody brings and a department may be asked to take: told a second time under one kind, so that a measure can count them together. */
export const isVoice = (kind: Pick<Kind, 'hasAuthor' | 'confidentiality' | 'moves'>): boolean => kind.hasAuthor && kind.confidentiality !== 'secret' && kind.moves.some((move) => move.effect === 'refuse')
export const voiceOf = (kind: Telling, matter: Matter): Fact => ({ ...factOf(kind, matter), kind: voiceKind.kind })

/** The facts that a step changes. */
export function changesOf(kind: Telling, before: Matter | null, after: Matter): FactChange[] {
  const change = (tell: typeof factOf): FactChange => ({ before: before === null ? null : tell(kind, before), after: tell(kind, after) })
  return [change(factOf), ...(isVoice(kind) ? [change(voiceOf)] : [])]
}
