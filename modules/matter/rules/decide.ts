import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { wordsFor, type Mover } from './authority.ts'
import { setClock } from './clock.ts'
import type { Input, MoveDefinition, Receiver } from './definition.ts'
import { effectOf, isClockPaused, type Outcome, type Setting } from './effects.ts'
import { sayInputs } from './input-words.ts'
import { choiceOf, moveOf, stateOf, type Kind } from './kind.ts'
import { laddered } from './ladder.ts'
import { emptyAsk, type Ask, type Matter, type MatterEvent, type Part } from './matter.ts'
import { keptFromSubjects, openTo } from './subjects.ts'

export type { Setting } from './effects.ts'
export type Told = Omit<MatterEvent, 'seq' | 'fileIds'>
export type Decision = {
  readonly move: MoveDefinition
  readonly after: Matter
  readonly event: Told
  readonly tells: readonly Receiver[]
  readonly newParts: readonly Part[]
  readonly answeredPart: Part | null
  readonly partsAgain: boolean
}

/** Rule MT-1: whether a move may be made at all, before anything is filled in: what a button is disabled by. */
export function mayMove(kind: Kind, matter: Matter, move: MoveDefinition, mover: Mover, setting: Setting): Refusal | null {
  const words = wordsFor(kind, matter, mover, setting.parts)
  if (!move.by.some((word) => words.has(word))) return refuse('matter.not_yours_to_move')
  if (!move.from.includes(matter.state)) return refuse('matter.not_from_here', stateOf(kind, matter.state)?.name.zh ?? matter.state)
  return sameHand(matter, move, mover) ?? standing(kind, matter, move, mover, setting)
}

/** Rule MT-16: a second person reads what leaves the house and calls back; not whoever did the part before. */
function sameHand(matter: Matter, move: MoveDefinition, mover: Mover): Refusal | null {
  if (move.not.includes('answerer') && matter.answeredBy === mover.actor.id) return refuse('matter.second_person')
  if (move.not.includes('writer') && (matter.rewordedBy ?? matter.answeredBy) === mover.actor.id) return refuse('matter.second_person')
  if (move.not.includes('handler') && mover.staffId !== null && matter.handlerStaffId === mover.staffId) return refuse('matter.second_person')
  return null
}

/** What an effect cannot be applied to, as far as it is known without being filled in. */
function standing(kind: Kind, matter: Matter, move: MoveDefinition, mover: Mover, setting: Setting): Refusal | null {
  const { effect } = move
  if ((effect === 'close' || effect === 'merge') && isKeptFromAbove(kind, matter, mover, setting)) return refuse('matter.entered_above')
  if (effect === 'rate' && matter.mergedInto !== null && setting.answeredElsewhere !== true) return refuse('matter.no_answer_yet')
  if (effect === 'pause') return mayPause(matter)
  if (effect === 'resume') return isClockPaused(matter) ? null : refuse('deadline.not_paused')
  if (effect === 'unpublish') return matter.publishedAt === null ? refuse('matter.not_published') : null
  if (effect === 'publish') return kind.publishes && matter.answer !== null ? null : refuse('matter.not_publishable')
  if (effect === 'hold' || effect === 'slip') return matter.recheckAt === null ? refuse('matter.no_recheck_due') : null
  if (tried.has(effect)) {
    const outcome = effectOf({ kind, matter, move, mover, ask: { ...emptyAsk, text: '…', date: shanghaiDate(setting.now) }, setting })
    return isRefusal(outcome) ? outcome : null
  }
  // An answer waits for the parts of all joined departments.
  return (effect === 'answer' || move.requires.includes('verdict')) && setting.parts.some((part) => part.answeredAt === null && openTo(setting.shut, part.departmentId)) ? refuse('matter.parts_open') : null
}

/** Rule MT-39: what the commission put on a ledger leaves it by the commission alone, or by being rectified. */
function isKeptFromAbove(kind: Kind, matter: Matter, mover: Mover, setting: Setting): boolean {
  if (!kind.ledger || !matter.enteredAbove) return false
  const words = wordsFor(kind, matter, mover, setting.parts)
  return !words.has('superior') && !words.has('system')
}

/** Effects that tell by themselves, before anything is filled in, whether they can be applied. */
const tried: ReadonlySet<MoveDefinition['effect']> = new Set(['extend', 'answer-chase', 'reopen', 'part-answer', 'urgent'])

function mayPause(matter: Matter): Refusal | null {
  if (matter.deadline === null) return refuse('matter.no_clock')
  if (!matter.deadline.rule.pausable) return refuse('deadline.not_pausable')
  return isClockPaused(matter) ? refuse('deadline.already_paused') : null
}

const given: Readonly<Record<Input, (ask: Ask) => boolean>> = {
  text: (ask) => ask.text !== '', publicText: (ask) => ask.publicText !== '', reason: (ask) => ask.reason !== null, files: (ask) => ask.files.house > 0, before: (ask) => ask.files.before > 0, after: (ask) => ask.files.after > 0,
  department: (ask) => ask.departmentId !== null, departments: (ask) => ask.departmentIds.length > 0, staff: (ask) => ask.staffId !== null, date: (ask) => ask.date !== null, verdict: (ask) => ask.verdict !== null, responsible: (ask) => ask.responsible.length > 0,
  measure: (ask) => ask.measure !== '', other: (ask) => ask.otherId !== null, institution: (ask) => ask.institutionId !== null, title: (ask) => ask.title !== '', satisfied: (ask) => ask.satisfied !== null, solved: (ask) => ask.solved !== null,
  harm: (ask) => ask.harm !== null, category: (ask) => ask.category !== null, plan: (ask) => ask.planId !== null, subjects: (ask) => ask.subjectIds.length > 0,
}

/** What is missing, or is no choice of the kind, or lies in the past. */
function judgeAsk(kind: Kind, matter: Matter, move: MoveDefinition, ask: Ask, { now, shut }: Setting): Refusal | null {
  const missing = move.requires.filter((input) => !given[input](ask))
  if (missing.length > 0) return refuse('matter.input_missing', sayInputs(missing))
  if (ask.verdict !== null && choiceOf(kind.verdicts, ask.verdict) === undefined) return refuse('matter.no_such_choice', ask.verdict)
  if (ask.category !== null && choiceOf(kind.categories, ask.category) === undefined) return refuse('matter.no_such_choice', ask.category)
  if (ask.reason !== null && move.reasons !== undefined && choiceOf(kind.reasons[move.reasons] ?? [], ask.reason) === undefined) return refuse('matter.no_such_choice', ask.reason)
  if (ask.date !== null && ask.date < shanghaiDate(now)) return refuse('matter.date_past', ask.date)
  if (ask.otherId === matter.id) return refuse('matter.with_itself')
  if (ask.institutionId === matter.institutionId) return refuse('matter.redirect_to_itself')
  if (ask.staffId !== null && [...matter.subjectStaffIds, ...ask.subjectIds].includes(ask.staffId)) return refuse('matter.subject_cannot_handle')
  if (![ask.departmentId, ...ask.departmentIds].every((id) => id === null || openTo(shut, id))) return refuse('matter.subject_heads_it')
  return null
}

/** Values that a move carries along whatever its effect. */
function carried(matter: Matter, move: MoveDefinition, ask: Ask): Partial<Matter> {
  const takes = (input: Input) => move.requires.includes(input) || move.offers.includes(input)
  return {
    ...(takes('verdict') && ask.verdict !== null ? { verdict: ask.verdict } : {}),
    ...(takes('responsible') && ask.responsible.length > 0 ? { responsible: ask.responsible } : {}),
    ...(takes('category') && ask.category !== null ? { category: ask.category } : {}),
    ...(takes('harm') && ask.harm !== null ? { harm: ask.harm, urgent: ask.harm } : {}),
    ...(takes('measure') && ask.measure !== '' ? { measure: ask.measure } : {}),
    ...(takes('plan') && ask.planId !== null ? { planId: ask.planId } : {}),
    ...(takes('subjects') && ask.subjectIds.length > 0 ? { subjectStaffIds: [...new Set([...matter.subjectStaffIds, ...ask.subjectIds])] } : {}),
  }
}

/** An answer that is drafted waits with the matter, with who wrote it. */
const drafted = (move: MoveDefinition, ask: Ask, mover: Mover): Partial<Matter> => (move.effect === 'none' && move.requires.includes('publicText') ? { answer: ask.publicText, answeredBy: mover.actor.id, rewordedBy: null } : {})

const byKindOf = (mover: Mover, matter: Matter): MatterEvent['byKind'] => (mover.author ? 'author' : mover.actor.kind === 'system' ? 'system' : mover.actor.institutionId === matter.institutionId ? 'staff' : 'superior')

/** The one interpreter: what a move makes of a matter, or why not. */
export function decide(kind: Kind, matter: Matter, moveKey: string, mover: Mover, ask: Ask, setting: Setting): Decision | Refusal {
  const move = moveOf(kind, moveKey)
  if (move === undefined) return refuse('matter.no_such_move', moveKey)
  const no = mayMove(kind, matter, move, mover, setting) ?? judgeAsk(kind, matter, move, ask, setting)
  if (no !== null) return no
  const outcome = effectOf({ kind, matter, move, mover, ask, setting })
  if (isRefusal(outcome)) return outcome
  // Departments named along with another step are joined by it.
  const along = move.effect !== 'join' && ask.departmentIds.length > 0 && (move.offers.includes('departments') || move.requires.includes('departments')) ? effectOf({ kind, matter, move: { ...move, effect: 'join' }, mover, ask, setting }) : null
  const parts: Outcome = along === null || isRefusal(along) ? { patch: {} } : along
  const changed = keptFromSubjects({ ...matter, ...carried(matter, move, ask), ...drafted(move, ask, mover), ...parts.patch, ...outcome.patch }, setting.shut)
  const after = moved(kind, changed, matter, move, setting, outcome.afresh === true)
  // Whoever has to act in the place of somebody else is told so.
  const above: readonly Receiver[] = after.takenUp.some((word) => !matter.takenUp.includes(word)) ? ['commission'] : []
  return {
    move, after, event: eventOf(matter, after, move, mover, ask, setting), tells: [...new Set([...move.tells, ...(outcome.alsoTells ?? []), ...above])],
    newParts: [...(outcome.newParts ?? []), ...(parts.newParts ?? [])], answeredPart: outcome.answeredPart ?? null, partsAgain: outcome.partsAgain === true,
  }
}

function moved(kind: Kind, changed: Matter, before: Matter, move: MoveDefinition, setting: Setting, afresh: boolean): Matter {
  const { now } = setting
  const to = move.to === 'same' ? before.state : move.to === 'back' ? (setting.cameFrom ?? kind.initial) : move.to
  const phase = stateOf(kind, to)?.phase ?? before.phase
  const placed: Matter = {
    ...changed, state: to, stateAt: to === before.state ? before.stateAt : now, phase, revision: before.revision + 1, changedAt: now,
    settledAt: phase === 'open' ? null : (before.settledAt ?? now), closedAt: phase === 'closed' ? (before.closedAt ?? now) : null,
    // What was demanded from above is answered by the end.
    chase: phase === 'closed' && changed.chase !== null && changed.chase.answeredAt === null ? { ...changed.chase, answeredAt: now } : changed.chase,
  }
  return laddered(kind, setClock(kind, placed, setting, afresh), before, now, setting.calendar)
}

/** An answer stands in the timeline as it left the house, also where it was approved without a change. */
const said = (move: MoveDefinition, after: Matter, ask: Ask): string => (move.effect === 'answer' ? (after.answer ?? '') : ask.publicText)

function eventOf(before: Matter, after: Matter, move: MoveDefinition, mover: Mover, ask: Ask, setting: Setting): Told {
  const byKind = byKindOf(mover, before)
  const params: Record<string, unknown> = {
    ...(ask.reason === null ? {} : { reason: ask.reason }), ...(ask.departmentId === null ? {} : { departmentId: ask.departmentId }), ...(ask.departmentIds.length === 0 ? {} : { departmentIds: ask.departmentIds }),
    ...(ask.staffId === null ? {} : { staffId: ask.staffId }), ...(ask.date === null ? {} : { date: ask.date }), ...(ask.verdict === null ? {} : { verdict: ask.verdict }), ...(ask.otherId === null ? {} : { otherId: ask.otherId }),
    ...(ask.institutionId === null ? {} : { institutionId: ask.institutionId }), ...(ask.solved === null ? {} : { solved: ask.solved }), ...(ask.satisfied === null ? {} : { satisfied: ask.satisfied }), ...(ask.category === null ? {} : { category: ask.category }), ...(ask.subjectIds.length === 0 && move.effect !== 'subjects' ? {} : { subjectIds: ask.subjectIds }),
    ...(before.dueAt === after.dueAt ? {} : { dueFrom: before.dueAt, dueTo: after.dueAt }), ...(before.deadlineCode === after.deadlineCode ? {} : { clock: after.deadlineCode }),
  }
  return {
    at: setting.now, move: move.key, fromState: before.state, toState: after.state, byKind, byId: mover.actor.id, byName: byKind === 'author' ? '' : mover.actor.name, departmentId: mover.actor.posts.find((post) => post.departmentId !== null)?.departmentId ?? null,
    words: byKind === 'author' ? '' : ask.text, publicWords: byKind === 'author' ? ask.text : said(move, after, ask), params,
  }
}
