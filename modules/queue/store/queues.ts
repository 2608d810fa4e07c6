import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Queue, QueueKind, QueueRule, Window } from '../rules/queue.ts'

const columns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'department_id as departmentId', 'name', 'kind', 'letter', 'area', 'clinic_ids as clinicIds', 'rule', 'usual_minutes as usualMinutes', 'active', 'revision'] as const
type Row = { kind: string; rule: unknown; usualMinutes: string }
// The table checks the kind; the rule was checked by the contract when it was written.
const queueOf = <R extends Row>(row: R): Omit<R, keyof Row> & { kind: QueueKind; rule: QueueRule; usualMinutes: number } => ({ ...row, kind: row.kind as QueueKind, rule: row.rule as QueueRule, usualMinutes: Number(row.usualMinutes) })

/** Queues of a body by area and name. */
export async function listQueues(read: ReadTx, institutionId: string, ask: { activeOnly?: boolean; ids?: readonly string[] } = {}): Promise<Queue[]> {
  const rows = await read
    .selectFrom('queue')
    .select(columns)
    .where('institution_id', '=', institutionId)
    .$if(ask.activeOnly === true, (query) => query.where('active', '=', true))
    .$if(ask.ids !== undefined, (query) => query.where('id', 'in', ask.ids === undefined || ask.ids.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : [...ask.ids]))
    .orderBy('area')
    .orderBy('name')
    .limit(500)
    .execute()
  return rows.map(queueOf)
}

export async function loadQueue(read: ReadTx, institutionId: string, queueId: string): Promise<Queue> {
  return queueOf(await read.selectFrom('queue').select(columns).where('institution_id', '=', institutionId).where('id', '=', queueId).executeTakeFirstOrThrow(() => new RefusedError('not_found')))
}

const written = (queue: Queue) => ({ department_id: queue.departmentId, name: queue.name, kind: queue.kind, letter: queue.letter, area: queue.area, clinic_ids: [...queue.clinicIds], rule: JSON.stringify(queue.rule), usual_minutes: String(queue.usualMinutes), active: queue.active, revision: queue.revision })

export const insertQueue = (tx: Tx, queue: Queue) => tx.insertInto('queue').values({ institution_id: queue.institutionId, id: queue.id, region_code: queue.regionCode, ...written(queue) }).execute()

export async function saveQueue(tx: Tx, queue: Queue, readRevision: number): Promise<void> {
  const saved = await tx.updateTable('queue').set({ ...written(queue), revision: readRevision + 1 }).where('institution_id', '=', queue.institutionId).where('id', '=', queue.id).where('revision', '=', readRevision).executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}

const windowColumns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'queue_id as queueId', 'name', 'account_id as accountId', 'staff_id as staffId', 'staff_name as staffName', 'opened_at as openedAt', 'active', 'revision'] as const

/** Windows of some queues of a body, by name. */
export const listWindows = (read: ReadTx, institutionId: string, queueIds?: readonly string[]): Promise<Window[]> =>
  read
    .selectFrom('queue_window')
    .select(windowColumns)
    .where('institution_id', '=', institutionId)
    .$if(queueIds !== undefined, (query) => query.where('queue_id', 'in', queueIds === undefined || queueIds.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : [...queueIds]))
    .orderBy('name')
    .limit(2000)
    .execute()

export const loadWindow = (read: ReadTx, institutionId: string, windowId: string): Promise<Window> =>
  read.selectFrom('queue_window').select(windowColumns).where('institution_id', '=', institutionId).where('id', '=', windowId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Locked, so that two who sit down at once do so one after the other. */
export const loadWindowForUpdate = (tx: Tx, institutionId: string, windowId: string): Promise<Window> =>
  tx.selectFrom('queue_window').select(windowColumns).where('institution_id', '=', institutionId).where('id', '=', windowId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Where somebody sits now. */
export const windowOfAccount = (read: ReadTx, institutionId: string, accountId: string): Promise<Window | undefined> => read.selectFrom('queue_window').select(windowColumns).where('institution_id', '=', institutionId).where('account_id', '=', accountId).executeTakeFirst()

export const insertWindow = (tx: Tx, window: Window) =>
  tx.insertInto('queue_window').values({ institution_id: window.institutionId, id: window.id, region_code: window.regionCode, queue_id: window.queueId, name: window.name, active: window.active, revision: window.revision }).execute()

export const saveWindow = (tx: Tx, window: Window) =>
  tx
    .updateTable('queue_window')
    .set({ name: window.name, account_id: window.accountId, staff_id: window.staffId, staff_name: window.staffName, opened_at: window.openedAt, active: window.active, revision: window.revision + 1 })
    .where('institution_id', '=', window.institutionId)
    .where('id', '=', window.id)
    .execute()

/** Rule QU-15: departments with a doctor at an open window of theirs: somebody who holds the post of one on this day, of whichever department. */
export const listOpenDepartments = (read: ReadTx, institutionId: string, on: IsoDate): Promise<{ departmentId: string }[]> =>
  read
    .selectFrom('queue_window as w')
    .innerJoin('queue as q', (join) => join.onRef('q.institution_id', '=', 'w.institution_id').onRef('q.id', '=', 'w.queue_id'))
    .select('q.department_id as departmentId')
    .distinct()
    .where('w.institution_id', '=', institutionId)
    .where('w.account_id', 'is not', null)
    .where('q.kind', '=', 'consultation')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('post_holding as h')
          .innerJoin('post as p', (join) => join.onRef('p.institution_id', '=', 'h.institution_id').onRef('p.id', '=', 'h.post_id'))
          .select('h.post_id')
          .where('h.institution_id', '=', institutionId)
          .whereRef('h.staff_id', '=', 'w.staff_id')
          .where('p.role', 'in', ['doctor', 'department_head'])
          .where('h.from_on', '<=', on)
          .where((held) => held.or([held('h.to_on', 'is', null), held('h.to_on', '>=', on)])),
      ),
    )
    .execute()

/** Bodies that have a queue in use. */
export const listBodies = (read: ReadTx): Promise<{ institutionId: string; regionCode: string }[]> =>
  read.selectFrom('queue').select(['institution_id as institutionId', 'region_code as regionCode']).distinct().where('active', '=', true).orderBy('institution_id').limit(10_000).execute()
