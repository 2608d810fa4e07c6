import { extendDeadline, isPaused, pauseDeadline, resumeDeadline } from '../../../kernel/deadline.ts'
import { addMs, endOfDay } from '../../../kernel/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts'
import { wordsFor, type Mover } from './authority.ts'
import { isInTime, type Time } from './clock.ts'
import type { MoveDefinition, Receiver } from './definition.ts'
import type { Kind } from './kind.ts'
import type { Ask, Matter, Part } from './matter.ts'
import { openTo, type Shut } from './subjects.ts'

/** What the interpreter is told beside the question. */
export type Setting = Time & { readonly parts: readonly Part[]; /** The state it was in before the one it is in. */ readonly cameFrom: string | null; /** What follows from who is complained about: rules/subjects.ts. */ readonly shut?: Shut; /** What it was merged into has an answer. */ readonly answeredElsewhere?: boolean }

/** What an effect changes. */
export type Outcome = {
  readonly patch: Partial<Matter>
  /** The clock begins again now. */
  readonly afresh?: boolean
  readonly newParts?: readonly Part[]
  readonly answeredPart?: Part
  /** Joined departments are asked for their parts once more. */
  readonly partsAgain?: boolean
  /** Told beside whom the move names. */
  readonly alsoTells?: readonly Receiver[]
}
type Effected = Outcome | Refusal
type Asked = { readonly kind: Kind; readonly matter: Matter; readonly move: MoveDefinition; readonly mover: Mover; readonly ask: Ask; readonly setting: Setting }

const dayMs = 86_400_000
const patch = (changes: Partial<Matter>): Outcome => ({ patch: changes })

/** Rule MT-14: an answer waits for the parts of all joined departments that may still give one. */
const openParts = ({ parts, shut }: Setting): Refusal | null => (parts.some((part) => part.answeredAt === null && openTo(shut, part.departmentId)) ? refuse('matter.parts_open') : null)

/** Rule MT-12: from the second refusal on whoever runs the body is told, and may designate; how often it was turned away stays on the record. */
function refused({ matter }: Asked): Outcome {
  const refusals = matter.refusals + 1
  return { patch: { offeredDepartmentId: null, offeredAt: null, refusals }, ...(refusals >= 2 ? { alsoTells: ['officer', 'head'] } : {}) }
}

/** Rule MT-16: whoever changes the words at their approval is their writer, and no second reader of them. */
const writtenBy = (matter: Matter, answer: string, mover: Mover): Pick<Matter, 'answeredBy' | 'rewordedBy'> =>
  ({ answeredBy: matter.answeredBy ?? mover.actor.id, rewordedBy: matter.answer !== answer && matter.answeredBy !== null && matter.answeredBy !== mover.actor.id ? mover.actor.id : null })

function answered({ matter, ask, mover, setting }: Asked): Effected {
  const no = openParts(setting)
  if (no !== null) return no
  const answer = ask.publicText === '' ? matter.answer : ask.publicText
  if (answer === null) return refuse('matter.no_answer_yet')
  const first = matter.acceptedAt === null ? { acceptedAt: setting.now, acceptedInTime: isInTime(matter, setting.now) } : {}
  return patch({ ...first, answer, ...writtenBy(matter, answer, mover), answeredAt: setting.now, firstResponseAt: matter.firstResponseAt ?? setting.now, answeredInTime: isInTime(matter, setting.now) })
}

/** Rules MT-15, MT-40: an author asks for it to be taken up again within the days and as often as the kind allows; the house may always. */
function reopened({ kind, matter, mover, setting }: Asked): Effected {
  if (mover.author) {
    if (kind.reopen === undefined || matter.reopened >= kind.reopen.most) return refuse('matter.reopened_enough')
    const since = matter.closedAt ?? matter.answeredAt ?? matter.stateAt
    if (setting.now >= addMs(since, kind.reopen.days * dayMs)) return refuse('matter.reopen_too_late')
  }
  return { patch: { reopened: matter.reopened + 1, answeredAt: null, answeredInTime: null, answeredBy: null, rewordedBy: null, limitOn: null, callBack: null, solved: mover.author ? false : matter.solved, satisfied: mover.author ? false : matter.satisfied }, afresh: true, ...(setting.parts.length === 0 ? {} : { partsAgain: true, alsoTells: ['joined'] as const }) }
}

/** Rule MT-8: whoever is joined has a part; the switch to the longer time is a step with its reason. */
function joined({ matter, ask, setting }: Asked): Effected {
  const known = new Set([matter.holderDepartmentId, ...setting.parts.map((part) => part.departmentId)])
  const fresh = [...new Set(ask.departmentIds)].filter((departmentId) => !known.has(departmentId))
  if (fresh.length === 0) return refuse('matter.already_joined')
  return { patch: { joined: setting.parts.length + fresh.length, joinedReason: ask.text }, newParts: fresh.map((departmentId) => ({ departmentId, task: ask.text, answer: null, answeredName: null, answeredAt: null })) }
}

function answeredPart({ mover, ask, setting }: Asked): Effected {
  const headed = mover.actor.posts.flatMap((post) => (post.role === 'department_head' ? [post.departmentId] : []))
  const part = setting.parts.find((each) => headed.includes(each.departmentId) && each.answeredAt === null)
  if (part === undefined) return refuse('matter.part_answered')
  return { patch: {}, answeredPart: { ...part, answer: ask.text, answeredName: mover.actor.name, answeredAt: setting.now } }
}

function paused({ matter, ask, setting, kind, move }: Asked): Effected {
  if (matter.deadline === null) return refuse('matter.no_clock')
  const reason = kind.reasons[move.reasons ?? '']?.find((each) => each.key === ask.reason)?.zh ?? ask.text
  const deadline = pauseDeadline(matter.deadline, setting.now, reason)
  return isRefusal(deadline) ? deadline : patch({ deadline })
}

function resumed({ matter, setting }: Asked): Effected {
  if (matter.deadline === null) return refuse('matter.no_clock')
  const deadline = resumeDeadline(matter.deadline, setting.now, setting.calendar)
  return isRefusal(deadline) ? deadline : patch({ deadline })
}

function extended({ matter, ask, mover, setting }: Asked): Effected {
  if (matter.deadline === null) return refuse('matter.no_clock')
  const approver = matter.deadline.rule.extension?.approver
  if (approver !== undefined && !mover.actor.roles.includes(approver)) return refuse('deadline.wrong_approver')
  const deadline = extendDeadline(matter.deadline, { at: setting.now, approver: approver ?? 'institution_head', reason: ask.text }, setting.calendar)
  return isRefusal(deadline) ? deadline : patch({ deadline })
}

/** Rule MT-39: the first limit is the house's to set; a later day than the one that stands comes from above. */
function limited({ kind, matter, ask, mover, setting }: Asked): Effected {
  const isAbove = wordsFor(kind, matter, mover, setting.parts).has('superior')
  if (matter.limitOn !== null && ask.date !== null && ask.date > matter.limitOn && !isAbove) return refuse('matter.limit_stands', matter.limitOn)
  return { patch: { limitOn: ask.date, measure: ask.measure }, ...(isAbove ? { alsoTells: ['officer', 'head'] as const } : {}) }
}

/** Rule MT-13: a chase sets a date of its own and wants an answer; a new one takes the place of the last. */
const chased = ({ ask, setting }: Asked): Outcome => patch({ chase: { text: ask.text, at: setting.now, dueAt: ask.date === null ? addMs(setting.now, dayMs) : endOfDay(ask.date), answeredAt: null } })

const rated = ({ matter, ask, move, setting }: Asked): Outcome => patch({ ...(move.effect === 'call-back' ? { calledBackAt: setting.now } : {}), satisfied: ask.satisfied ?? (move.effect === 'confirm' ? true : matter.satisfied), solved: ask.solved ?? (move.effect === 'confirm' ? true : matter.solved) })

export function effectOf(asked: Asked): Effected {
  const { matter, move, mover, ask, setting } = asked
  const { now } = setting
  switch (move.effect) {
    case 'none': case 'merge': case 'link': case 'split': case 'redirect': case 'add': case 'note': case 'close': case 'withdraw': case 'publish': case 'unpublish':
      // Saying that it is not accepted is an answer in time, too.
      return patch(move.effect === 'close' && matter.acceptedAt === null && matter.phase === 'open' ? { acceptedInTime: isInTime(matter, now), firstResponseAt: matter.firstResponseAt ?? now, ...(ask.publicText === '' ? {} : { answer: ask.publicText, answeredAt: now, answeredInTime: isInTime(matter, now) }) } : move.to === 'back' ? { offeredDepartmentId: null, offeredAt: null } : {})
    case 'accept': return patch({ acceptedAt: now, acceptedInTime: isInTime(matter, now), firstResponseAt: matter.firstResponseAt ?? now })
    case 'offer': return patch({ offeredDepartmentId: ask.departmentId, offeredAt: now })
    case 'take': return patch({ holderDepartmentId: matter.offeredDepartmentId, offeredDepartmentId: null, offeredAt: null, handlerStaffId: ask.staffId ?? mover.staffId })
    // Who runs it from above has no post at the body.
    case 'keep': return patch({ handlerStaffId: mover.actor.institutionId === matter.institutionId ? mover.staffId : null })
    case 'designate': return patch({ holderDepartmentId: ask.departmentId, offeredDepartmentId: null, offeredAt: null, handlerStaffId: ask.staffId })
    case 'refuse': return refused(asked)
    case 'assign': return patch({ handlerStaffId: ask.staffId })
    case 'contact': return patch({ firstResponseAt: matter.firstResponseAt ?? now })
    case 'join': return joined(asked)
    case 'part-answer': return answeredPart(asked)
    case 'answer': case 'approve': return answered(asked)
    case 'rework': return { patch: { answeredBy: null, rewordedBy: null, rectifiedAt: null, checkedAt: null, ...(matter.phase === 'settled' ? { limitOn: ask.date } : {}) }, afresh: matter.phase === 'settled' }
    case 'pause': return paused(asked)
    case 'resume': return resumed(asked)
    case 'extend': return extended(asked)
    case 'chase': return chased(asked)
    case 'answer-chase': return matter.chase === null || matter.chase.answeredAt !== null ? refuse('matter.not_chased') : patch({ chase: { ...matter.chase, answeredAt: now } })
    case 'urgent': return matter.urgent ? refuse('matter.urgent_already') : patch({ urgent: true, harm: true })
    case 'report-back': return patch({ answer: ask.publicText === '' ? matter.answer : ask.publicText, answeredBy: null })
    case 'confirm': case 'rate': case 'call-back': return rated(asked)
    case 'reopen': return reopened(asked)
    case 'rectify': return patch({ rectifiedAt: now, answeredInTime: isInTime(matter, now) })
    case 'check': return patch({ checkedAt: now })
    case 'sign-off': return patch({ signedOffAt: now, recheckAt: null, recheckedAt: null, recheckHeld: null })
    case 'hold': return patch({ recheckedAt: now, recheckHeld: true })
    case 'slip': return { patch: { recheckedAt: now, recheckHeld: false, reopened: matter.reopened + 1, rectifiedAt: null, checkedAt: null, signedOffAt: null, limitOn: ask.date }, afresh: true }
    case 'limit': return limited(asked)
    case 'subjects': return patch({ subjectStaffIds: [...new Set(ask.subjectIds)] })
    case 'restart': return { patch: { limitOn: null }, afresh: true }
    case 'await-author': return patch({ limitOn: ask.date, firstResponseAt: matter.firstResponseAt ?? now })
    case 'unmerge': return { patch: { mergedInto: null }, afresh: true }
  }
}

export const isClockPaused = (matter: Pick<Matter, 'deadline'>): boolean => matter.deadline !== null && isPaused(matter.deadline)
