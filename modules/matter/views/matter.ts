import type { z } from 'zod'
import { explainDeadline } from '../../../kernel/explain-deadline.ts'
import { addMs, shanghaiDate } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import type { DeadlineView, MatterView } from '../contract.ts'
import { shutFor } from '../commands/shut.ts'
import { kinds, loadKind } from '../kinds.ts'
import { mayReadAuthor, maySee, type Mover } from '../rules/authority.ts'
import { citizenState, citizenSteps } from '../rules/citizen.ts'
import { isClockPaused } from '../rules/effects.ts'
import { choiceOf, type Kind } from '../rules/kind.ts'
import type { Matter, MatterEvent, MatterKey } from '../rules/matter.ts'
import { childrenOf, findMatter, loadMatter, mattersByIds } from '../store/matters.ts'
import { findPublished } from '../store/published.ts'
import { listEvents, listFiles, listParts } from '../store/timeline.ts'
import { duplicatesOf } from './duplicates.ts'
import { viewEvents } from './events.ts'
import { viewMoves } from './moves.ts'
import { viewOthers, type Other } from './others.ts'
import { moverFor, namesFor, plainSetting, rowOf, type Asker } from './rows.ts'

/**
 * One matter with everything the asker may see and do; what may not be seen does not exist. `moved`: who has just given it
 * away is shown what came of it, once.
 */
export async function viewMatter(asker: Asker, key: MatterKey, moved = false): Promise<z.output<typeof MatterView>> {
  const { read } = asker
  const [matter, parts, mover] = await Promise.all([loadMatter(read, key), listParts(read, key), moverFor(asker)])
  const kind = loadKind(matter.kind)
  if (!moved && !maySee(kind, matter, mover, parts)) throw new RefusedError('not_found')
  const [events, files, plain, published] = await Promise.all([listEvents(read, key), listFiles(read, matter), plainSetting(asker), matter.publishedAt === null ? undefined : findPublished(read, key)])
  const setting = { ...plain, parts, ...(await shutFor(read, kind, matter.institutionId, matter.subjectStaffIds, asker.today)) }
  const names = await namesFor(read, [matter], { departments: [...parts.map((part) => part.departmentId), ...events.flatMap(departmentsIn)], staff: events.flatMap(staffIn) })
  const [duplicates, others, moves] = await Promise.all([duplicatesOf(asker, matter, mover), tiesOf(asker, matter, mover), viewMoves(asker, kind, matter, mover, setting)])
  const department = (id: string | null): string | null => (id === null ? null : (names.departments.get(id) ?? null))
  return {
    ...rowOf(matter, names, setting), confidentiality: kind.confidentiality, body: matter.body, department: matter.departmentId === null ? null : { id: matter.departmentId, name: department(matter.departmentId) ?? '' }, subjects: matter.subjectStaffIds.map((id) => ({ id, name: names.staff.get(id) ?? '' })),
    planId: matter.planId, clauseId: matter.clauseId, originNumber: matter.originNumber, first: { department: department(matter.firstDepartmentId), staff: matter.firstStaffId === null ? null : (names.staff.get(matter.firstStaffId) ?? null) }, enteredBy: matter.enteredName, offeredAt: matter.offeredAt, refusals: matter.refusals,
    verdictName: wordsOf(kind, matter.verdict), responsible: [...matter.responsible], answer: matter.answer, solved: matter.solved, satisfied: matter.satisfied, joinedReason: matter.joinedReason, acceptedAt: matter.acceptedAt, firstResponseAt: matter.firstResponseAt, answeredAt: matter.answeredAt, closedAt: matter.closedAt,
    acceptedInTime: matter.acceptedInTime, answeredInTime: matter.answeredInTime, measure: matter.measure, limitOn: matter.limitOn, rectifiedAt: matter.rectifiedAt, checkedAt: matter.checkedAt, signedOffAt: matter.signedOffAt, recheckAt: matter.recheckAt, recheckedAt: matter.recheckedAt, recheckHeld: matter.recheckHeld,
    deadline: viewDeadline(matter, setting.now), chase: matter.chase, author: { kept: matter.hasAuthor, mayRead: mayReadAuthor(kind, matter, mover, parts)?.refused ?? null },
    parts: parts.map((part) => ({ departmentId: part.departmentId, department: department(part.departmentId) ?? '', task: part.task, answer: part.answer, answeredBy: part.answeredName, answeredAt: part.answeredAt })),
    files: files.map(({ id, role, name, mediaType, size, addedAt, addedBy, open }) => ({ id, role, name, mediaType, size, addedAt, addedBy, open })), timeline: viewEvents(kind, events, names), moves, duplicates, ...others,
    published: published === undefined ? null : { at: published.publishedAt, title: published.title, question: published.question, answer: published.answer },
    citizen: { state: citizenState(kind, matter, events), steps: citizenSteps(kind, events).map(({ at, says, words }) => ({ at, says, words })) },
  }
}

const departmentsIn = (event: MatterEvent): string[] => {
  const { departmentId, departmentIds } = event.params
  return [...(event.departmentId === null ? [] : [event.departmentId]), ...(typeof departmentId === 'string' ? [departmentId] : []), ...(Array.isArray(departmentIds) ? departmentIds.map(String) : [])]
}

const staffIn = (event: MatterEvent): string[] => [event.params['staffId'], event.params['subjectIds']].flat().filter((each) => typeof each === 'string')

const wordsOf = (kind: Kind, verdict: string | null): { zh: string; en: string } | null => {
  const found = choiceOf(kind.verdicts, verdict)
  return found === undefined ? null : { zh: found.zh, en: found.en }
}

/** The running clock with how it came about; a limit set for this one matter explains itself by its date. */
function viewDeadline(matter: Matter, now: string): z.output<typeof DeadlineView> | null {
  if (matter.deadlineCode === 'limit' && matter.limitOn !== null && matter.settleDueAt !== null) {
    return { code: null, name: { zh: '限定期限', en: 'Limit set for this one' }, dueAt: matter.settleDueAt, dueOn: matter.limitOn, paused: false, extended: false, overdue: matter.phase === 'open' && matter.settleDueAt <= now, explained: { zh: `限 ${matter.limitOn} 完成`, en: `to be done by ${matter.limitOn}` }, source: null, certainty: null }
  }
  if (matter.deadline === null) return null
  const rule = loadDeadlineRules().findLast((each) => each.code === matter.deadlineCode)
  return {
    code: matter.deadlineCode, name: rule?.name ?? { zh: '期限', en: 'Time limit' }, dueAt: matter.deadline.dueAt, dueOn: shanghaiDate(addMs(matter.deadline.dueAt, -1)), paused: isClockPaused(matter), extended: matter.deadline.extension !== null, overdue: !isClockPaused(matter) && matter.phase === 'open' && matter.deadline.dueAt <= now,
    explained: { zh: explainDeadline(matter.deadline, 'zh'), en: explainDeadline(matter.deadline, 'en') }, source: rule === undefined ? null : `${rule.source}${rule.article ?? ''}`, certainty: rule?.certainty ?? null,
  }
}

/** What it belongs together with, as far as the asker may see it: another body's is shown by its number alone, through its job. */
async function tiesOf(asker: Asker, matter: Matter, mover: Mover): Promise<{ parent: Other | null; children: Other[]; mergedInto: Other | null; linked: Other[] }> {
  const { read } = asker
  const [children, near, parent] = await Promise.all([
    childrenOf(read, { institutionId: matter.institutionId, matterId: matter.id }), mattersByIds(read, matter.institutionId, [...matter.linked, ...(matter.mergedInto === null ? [] : [matter.mergedInto])]), matter.parent === null ? undefined : findMatter(read, matter.parent),
  ])
  const shown = [...children, ...near, ...(parent === undefined ? [] : [parent])].filter((each) => {
    const kind = kinds().get(each.kind)
    return kind !== undefined && maySee(kind, each, mover, [])
  })
  const others = await viewOthers(asker, shown)
  const byId = (id: string | null): Other | null => others.find((each) => each.id === id) ?? null
  return { parent: byId(matter.parent?.matterId ?? null), children: children.flatMap((child) => byId(child.id) ?? []), mergedInto: byId(matter.mergedInto), linked: matter.linked.flatMap((id) => byId(id) ?? []) }
}
