import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import { openStates, type GapReason, type Post, type PostDay, type Takeover, type TakeoverState } from '../rules/posts.ts'

const postColumns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'queue_id as queueId', 'first_staff_id as firstStaffId', 'first_name as firstName', 'second_staff_id as secondStaffId', 'second_name as secondName', 'limit_minutes as limitMinutes', 'active', 'revision'] as const

/** Posts of a body by line and name. */
export const listPosts = (read: ReadTx, institutionId: string, ask: { activeOnly?: boolean } = {}): Promise<Post[]> =>
  read.selectFrom('queue_post').select(postColumns).where('institution_id', '=', institutionId).$if(ask.activeOnly === true, (query) => query.where('active', '=', true)).orderBy('queue_id').orderBy('first_name').orderBy('id').limit(500).execute()

export const loadPost = (read: ReadTx, institutionId: string, postId: string): Promise<Post> =>
  read.selectFrom('queue_post').select(postColumns).where('institution_id', '=', institutionId).where('id', '=', postId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

const written = (post: Post) => ({ first_staff_id: post.firstStaffId, first_name: post.firstName, second_staff_id: post.secondStaffId, second_name: post.secondName, limit_minutes: post.limitMinutes, active: post.active })

export const insertPost = (tx: Tx, post: Post) => tx.insertInto('queue_post').values({ institution_id: post.institutionId, id: post.id, region_code: post.regionCode, queue_id: post.queueId, ...written(post), revision: post.revision }).execute()

export async function savePost(tx: Tx, post: Post, readRevision: number): Promise<void> {
  const saved = await tx.updateTable('queue_post').set({ ...written(post), revision: readRevision + 1 }).where('institution_id', '=', post.institutionId).where('id', '=', post.id).where('revision', '=', readRevision).executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}

const dayColumns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'post_id as postId', 'department_id as departmentId', 'on_date as onDate', 'looks', 'kept', 'gaps', 'taken', 'last_seen_at as lastSeenAt'] as const

export const postDaysForUpdate = (tx: Tx, institutionId: string, onDate: IsoDate): Promise<PostDay[]> => tx.selectFrom('queue_post_day').select(dayColumns).where('institution_id', '=', institutionId).where('on_date', '=', onDate).orderBy('post_id').forUpdate().execute()

export const savePostDay = (tx: Tx, day: PostDay, at: string) =>
  tx
    .insertInto('queue_post_day')
    .values({ institution_id: day.institutionId, post_id: day.postId, on_date: day.onDate, region_code: day.regionCode, id: day.id, department_id: day.departmentId, looks: day.looks, kept: day.kept, gaps: day.gaps, taken: day.taken, last_seen_at: day.lastSeenAt, last_look_at: at })
    .onConflict((conflict) => conflict.columns(['institution_id', 'post_id', 'on_date']).doUpdateSet((eb) => ({ looks: eb.ref('excluded.looks'), kept: eb.ref('excluded.kept'), gaps: eb.ref('excluded.gaps'), taken: eb.ref('excluded.taken'), last_seen_at: eb.ref('excluded.last_seen_at'), last_look_at: eb.ref('excluded.last_look_at') })))
    .execute()

export const listPostDays = (read: ReadTx, ask: { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate }, after: { readonly on: IsoDate; readonly id: string } | null, limit: number): Promise<PostDay[]> =>
  read
    .selectFrom('queue_post_day')
    .select(dayColumns)
    .where('institution_id', '=', ask.institutionId)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .where(afterFact(after))
    .orderBy('on_date')
    .orderBy('id')
    .limit(limit)
    .execute()

const columns = [
  'institution_id as institutionId', 'region_code as regionCode', 'id', 'post_id as postId', 'queue_id as queueId', 'department_id as departmentId', 'on_date as onDate', 'reason', 'state', 'found_at as foundAt', 'waiting', 'again_at as againAt',
  'answered_at as answeredAt', 'answered_staff_id as answeredStaffId', 'answered_name as answeredName', 'remark', 'window_id as windowId', 'from_window_id as fromWindowId', 'ended_at as endedAt',
] as const
// The table checks both words.
const takeoverOf = <R extends { reason: string; state: string }>(row: R): Omit<R, 'reason' | 'state'> & { reason: GapReason; state: TakeoverState } => ({ ...row, reason: row.reason as GapReason, state: row.state as TakeoverState })

const takeovers = (read: ReadTx, institutionId: string) => read.selectFrom('queue_takeover').select(columns).where('institution_id', '=', institutionId)

/** What still goes on at a body, the oldest first. */
export const openTakeovers = async (read: ReadTx, institutionId: string): Promise<Takeover[]> => (await takeovers(read, institutionId).where('state', 'in', [...openStates]).orderBy('found_at').limit(200).execute()).map(takeoverOf)

/** The same, locked in one order: whoever answers meanwhile comes before or after the look and is never overwritten by it. */
export const openTakeoversForUpdate = async (tx: Tx, institutionId: string): Promise<Takeover[]> =>
  (await tx.selectFrom('queue_takeover').select(columns).where('institution_id', '=', institutionId).where('state', 'in', [...openStates]).orderBy('id').limit(200).forUpdate().execute()).map(takeoverOf)

export const listTakeovers = async (read: ReadTx, institutionId: string, from: IsoDate): Promise<Takeover[]> => (await takeovers(read, institutionId).where('on_date', '>=', from).orderBy('on_date', 'desc').orderBy('found_at', 'desc').limit(200).execute()).map(takeoverOf)

export async function loadTakeover(read: ReadTx, institutionId: string, id: string): Promise<Takeover> {
  return takeoverOf(await takeovers(read, institutionId).where('id', '=', id).executeTakeFirstOrThrow(() => new RefusedError('not_found')))
}

/** Locked, so that two who answer at once do so one after the other. */
export async function loadTakeoverForUpdate(tx: Tx, institutionId: string, id: string): Promise<Takeover> {
  return takeoverOf(await tx.selectFrom('queue_takeover').select(columns).where('institution_id', '=', institutionId).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))
}

const changing = (takeover: Takeover) => ({ state: takeover.state, again_at: takeover.againAt, answered_at: takeover.answeredAt, answered_staff_id: takeover.answeredStaffId, answered_name: takeover.answeredName, remark: takeover.remark, window_id: takeover.windowId, from_window_id: takeover.fromWindowId, ended_at: takeover.endedAt })

export const insertTakeover = (tx: Tx, takeover: Takeover) =>
  tx.insertInto('queue_takeover').values({ institution_id: takeover.institutionId, id: takeover.id, region_code: takeover.regionCode, post_id: takeover.postId, queue_id: takeover.queueId, department_id: takeover.departmentId, on_date: takeover.onDate, reason: takeover.reason, found_at: takeover.foundAt, waiting: takeover.waiting, ...changing(takeover) }).execute()

export const saveTakeover = (tx: Tx, takeover: Takeover) => tx.updateTable('queue_takeover').set(changing(takeover)).where('institution_id', '=', takeover.institutionId).where('id', '=', takeover.id).execute()

/** When something was last done at each window today. */
export async function lastSteps(read: ReadTx, institutionId: string, queueIds: readonly string[], onDate: IsoDate): Promise<Map<string, string>> {
  if (queueIds.length === 0) return new Map()
  const rows = await read.selectFrom('ticket_step').select('window_id as windowId').select((eb) => eb.fn.max('at').as('at')).where('institution_id', '=', institutionId).where('queue_id', 'in', [...queueIds]).where('on_date', '=', onDate).where('window_id', 'is not', null).groupBy('window_id').execute()
  return new Map(rows.flatMap((row) => (row.windowId === null ? [] : [[row.windowId, row.at]])))
}
