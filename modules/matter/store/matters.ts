import { RefusedError } from '../../../kernel/refusal.ts'
import type { Deadline } from '../../../kernel/deadline.ts'
import { send, sql, statement, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { insertRow } from '../../../server/platform/insert-row.ts'
import { someday } from '../rules/clock.ts'
import type { Channel, Phase } from '../rules/definition.ts'
import type { Matter, MatterKey, Responsible, TakenUp } from '../rules/matter.ts'

export const matterColumns = [
  'm.institution_id as institutionId', 'm.region_code as regionCode', 'm.id', 'm.kind', 'm.kind_version as kindVersion', 'm.number', 'm.title', 'm.body', 'm.category', 'm.channel', 'm.place', 'm.department_id as departmentId', 'm.plan_id as planId', 'm.clause_id as clauseId',
  'm.subject_staff_ids as subjectStaffIds', 'm.taken_up as takenUp', 'm.state', 'm.state_at as stateAt', 'm.phase', 'm.revision', 'm.deadline', 'm.deadline_code as deadlineCode', 'm.due_at as dueAt', 'm.work_at as workAt', 'm.settle_due_at as settleDueAt', 'm.settled_at as settledAt',
  'm.holder_department_id as holderDepartmentId', 'm.handler_staff_id as handlerStaffId', 'm.first_department_id as firstDepartmentId', 'm.first_staff_id as firstStaffId', 'm.entered_by as enteredBy', 'm.entered_name as enteredName', 'm.entered_above as enteredAbove',
  'm.offered_department_id as offeredDepartmentId', 'm.offered_at as offeredAt', 'm.refusals', 'm.joined', 'm.joined_reason as joinedReason', 'm.harm', 'm.urgent', 'm.verdict', 'm.responsible', 'm.solved', 'm.satisfied', 'm.called_back_at as calledBackAt', 'm.call_back as callBack', 'm.answer', 'm.answered_by as answeredBy', 'm.reworded_by as rewordedBy', 'm.measure', 'm.limit_on as limitOn',
  'm.chase_text as chaseText', 'm.chase_at as chaseAt', 'm.chase_due_at as chaseDueAt', 'm.chase_answered_at as chaseAnsweredAt', 'm.received_at as receivedAt', 'm.accepted_at as acceptedAt', 'm.first_response_at as firstResponseAt', 'm.answered_at as answeredAt', 'm.closed_at as closedAt',
  'm.accepted_in_time as acceptedInTime', 'm.answered_in_time as answeredInTime', 'm.reopened', 'm.rectified_at as rectifiedAt', 'm.checked_at as checkedAt', 'm.signed_off_at as signedOffAt', 'm.recheck_at as recheckAt', 'm.rechecked_at as recheckedAt', 'm.recheck_held as recheckHeld',
  'm.parent_institution_id as parentInstitutionId', 'm.parent_id as parentId', 'm.merged_into as mergedInto', 'm.linked', 'm.published_at as publishedAt', 'm.ladder_step as ladderStep', 'm.next_step_at as nextStepAt', 'm.has_author as hasAuthor', 'm.files', 'm.origin_number as originNumber', 'm.changed_at as changedAt',
] as const

const select = (read: ReadTx) => read.selectFrom('matter as m').select(matterColumns)
export type MatterRow = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]
/** Columns as text: putting sixty of them together costs more than to ask for one matter. */
export const listOf = (columns: readonly string[]): string => columns.map((column) => column.replace(/^m\.(\w+)(?: as (\w+))?$/, (_, name: string, as?: string) => `m.${name} as "${as ?? name}"`)).join(', ')
const byKey = `select ${listOf(matterColumns)} from matter m where m.institution_id = $1 and m.id = $2`
const selectOne = statement<MatterRow>(byKey)
const lockOne = statement<MatterRow>(`${byKey} for update`)
const selectChildren = statement<MatterRow>(`select ${listOf(matterColumns)} from matter m where m.parent_institution_id = $1 and m.parent_id = $2 limit 50`)

export function matterOf(row: MatterRow): Matter {
  const { chaseText, chaseAt, chaseDueAt, chaseAnsweredAt, parentInstitutionId, parentId, workAt: _, ...rest } = row
  return {
    ...rest,
    // Checked when they were written: the deadline by the rules that made it, the phase and the draw by the table, the channel by the kind, the people by the contract, what was taken up by its rule.
    phase: row.phase as Phase, channel: row.channel as Channel, callBack: row.callBack as Matter['callBack'], takenUp: row.takenUp as TakenUp[], responsible: row.responsible as unknown as Responsible[], deadline: row.deadline as unknown as Deadline | null,
    chase: chaseText === null || chaseAt === null || chaseDueAt === null ? null : { text: chaseText, at: chaseAt, dueAt: chaseDueAt, answeredAt: chaseAnsweredAt },
    parent: parentInstitutionId === null || parentId === null ? null : { institutionId: parentInstitutionId, matterId: parentId },
  }
}

export async function findMatter(read: ReadTx, key: MatterKey): Promise<Matter | undefined> {
  const [row] = await selectOne(read, [key.institutionId, key.matterId])
  return row === undefined ? undefined : matterOf(row)
}

/** A matter in scope; whether somebody may see it is the rule's to say. */
export async function loadMatter(read: ReadTx, key: MatterKey): Promise<Matter> {
  const found = await findMatter(read, key)
  if (found === undefined) throw new RefusedError('not_found')
  return found
}

/** Locks the row: two who move one matter do so one after the other, and the second sees what the first did. */
export async function loadForUpdate(tx: Tx, key: MatterKey): Promise<Matter> {
  const [row] = await lockOne(tx, [key.institutionId, key.matterId])
  if (row === undefined) throw new RefusedError('not_found')
  return matterOf(row)
}

/** Locks several of one body in one order, with what was merged into them, so that two who do never wait for each other in a circle. */
export async function lockMatters(tx: Tx, institutionId: string, ids: readonly string[]): Promise<void> {
  await tx.selectFrom('matter').select('id').where('institution_id', '=', institutionId).where((eb) => eb.or([eb('id', 'in', [...ids]), eb('merged_into', 'in', [...ids])])).orderBy('id').forUpdate().execute()
}

/** Rule MT-45 as a condition: nobody has asked the author since the answer that stands. */
export const notCalledSince = sql<boolean>`(m.called_back_at is null or m.called_back_at < m.answered_at)`

const columnsOf = (matter: Matter) => ({
  category: matter.category, plan_id: matter.planId, subject_staff_ids: [...matter.subjectStaffIds], taken_up: [...matter.takenUp], state: matter.state, state_at: matter.stateAt, phase: matter.phase, revision: matter.revision, deadline: matter.deadline === null ? null : JSON.stringify(matter.deadline), deadline_code: matter.deadlineCode,
  due_at: matter.dueAt, work_at: matter.dueAt ?? someday, settle_due_at: matter.settleDueAt, settled_at: matter.settledAt, holder_department_id: matter.holderDepartmentId, handler_staff_id: matter.handlerStaffId,
  offered_department_id: matter.offeredDepartmentId, offered_at: matter.offeredAt, refusals: matter.refusals, joined: matter.joined, joined_reason: matter.joinedReason, harm: matter.harm, urgent: matter.urgent, verdict: matter.verdict, responsible: JSON.stringify(matter.responsible),
  solved: matter.solved, satisfied: matter.satisfied, called_back_at: matter.calledBackAt, call_back: matter.callBack, answer: matter.answer, answered_by: matter.answeredBy, reworded_by: matter.rewordedBy, measure: matter.measure, limit_on: matter.limitOn, chase_text: matter.chase?.text ?? null, chase_at: matter.chase?.at ?? null, chase_due_at: matter.chase?.dueAt ?? null, chase_answered_at: matter.chase?.answeredAt ?? null,
  accepted_at: matter.acceptedAt, first_response_at: matter.firstResponseAt, answered_at: matter.answeredAt, closed_at: matter.closedAt, accepted_in_time: matter.acceptedInTime, answered_in_time: matter.answeredInTime, reopened: matter.reopened,
  rectified_at: matter.rectifiedAt, checked_at: matter.checkedAt, signed_off_at: matter.signedOffAt, recheck_at: matter.recheckAt, rechecked_at: matter.recheckedAt, recheck_held: matter.recheckHeld, merged_into: matter.mergedInto, linked: [...matter.linked], published_at: matter.publishedAt,
  ladder_step: matter.ladderStep, next_step_at: matter.nextStepAt, files: matter.files, changed_at: matter.changedAt,
})

/** Sent, not waited for: what comes after it on the transaction runs after it. */
export function insertMatter(tx: Tx, matter: Matter): void {
  send(tx, insertRow(tx, 'matter', {
    institution_id: matter.institutionId, id: matter.id, region_code: matter.regionCode, kind: matter.kind, kind_version: matter.kindVersion, number: matter.number, title: matter.title, body: matter.body, channel: matter.channel, place: matter.place, department_id: matter.departmentId, clause_id: matter.clauseId,
    entered_above: matter.enteredAbove, first_department_id: matter.firstDepartmentId, first_staff_id: matter.firstStaffId, entered_by: matter.enteredBy, entered_name: matter.enteredName, received_at: matter.receivedAt, parent_institution_id: matter.parent?.institutionId ?? null, parent_id: matter.parent?.matterId ?? null,
    has_author: matter.hasAuthor, origin_number: matter.originNumber, ...columnsOf(matter),
  }))
}

/** Writes the new state over the one that was read; somebody who was faster makes it stale. */
export async function saveMatter(tx: Tx, matter: Matter, before: Pick<Matter, 'revision'>): Promise<void> {
  const saved = await tx.updateTable('matter').set(columnsOf(matter)).where('institution_id', '=', matter.institutionId).where('id', '=', matter.id).where('revision', '=', before.revision).executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}

/** Rule MT-41: those that were merged into one that is merged itself. */
export const repointMerged = (tx: Tx, from: Pick<Matter, 'institutionId' | 'id'>, to: string): Promise<unknown> =>
  tx.updateTable('matter').set({ merged_into: to }).where('institution_id', '=', from.institutionId).where('merged_into', '=', from.id).execute()

/** A share of a year's numbers: one row for each body, kind and year, locked until the command commits. */
export async function nextNumber(tx: Tx, body: { institutionId: string; regionCode: string }, kind: string, year: number): Promise<number> {
  const [row] = await takeNumber(tx, [body.institutionId, kind, year, body.regionCode])
  if (row === undefined) throw new Error('no number was taken')
  return row.last
}
const takeNumber = statement<{ last: number }>('insert into matter_number (institution_id, kind, year, region_code, last) values ($1, $2, $3, $4, 1) on conflict (institution_id, kind, year) do update set last = matter_number.last + 1 returning last')

/** The number just taken is not needed: nobody had one since, because its row is locked. */
export const giveBackNumber = (tx: Tx, body: { institutionId: string }, kind: string, year: number): void =>
  send(tx, tx.updateTable('matter_number').set((eb) => ({ last: eb('last', '-', 1) })).where('institution_id', '=', body.institutionId).where('kind', '=', kind).where('year', '=', year).execute())

/** Those of one body with these ids, in no order. */
export async function mattersByIds(read: ReadTx, institutionId: string, ids: readonly string[]): Promise<Matter[]> {
  if (ids.length === 0) return []
  return (await select(read).where('m.institution_id', '=', institutionId).where('m.id', 'in', [...ids]).execute()).map(matterOf)
}

export async function childrenOf(read: ReadTx, key: MatterKey): Promise<Matter[]> {
  return (await selectChildren(read, [key.institutionId, key.matterId])).map(matterOf)
}
