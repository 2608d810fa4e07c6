import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Body } from '../rules/matter.ts'

const cannedColumns = ['institution_id as institutionId', 'id', 'kind', 'title', 'text', 'revision', 'changed_name as changedBy', 'changed_at as changedAt'] as const
type Changed = { readonly id: string; readonly name: string; readonly at: string }
type Words = { readonly kind: string | null; readonly title: string; readonly text: string }

export const listCanned = (read: ReadTx, institutionId: string, kind: string | undefined) =>
  read.selectFrom('canned_answer').select(cannedColumns).where('institution_id', '=', institutionId).$if(kind !== undefined, (query) => query.where((eb) => eb.or([eb('kind', '=', kind ?? ''), eb('kind', 'is', null)]))).orderBy('title').orderBy('id').limit(500).execute()

export const insertCanned = (tx: Tx, body: Body, id: string, words: Words, changed: Changed) =>
  tx.insertInto('canned_answer').values({ institution_id: body.institutionId, id, region_code: body.regionCode, ...words, revision: 1, changed_by: changed.id, changed_name: changed.name, changed_at: changed.at }).returning(cannedColumns).executeTakeFirstOrThrow()

/** Written over the revision that was shown; a faster change makes it stale. */
export async function saveCanned(tx: Tx, body: Body, id: string, words: Words & { readonly revision: number }, changed: Changed) {
  const { revision, ...rest } = words
  const saved = await tx.updateTable('canned_answer').set({ ...rest, revision: revision + 1, changed_by: changed.id, changed_name: changed.name, changed_at: changed.at }).where('institution_id', '=', body.institutionId).where('id', '=', id).where('revision', '=', revision).returning(cannedColumns).executeTakeFirst()
  if (saved !== undefined) return saved
  const there = await tx.selectFrom('canned_answer').select('id').where('institution_id', '=', body.institutionId).where('id', '=', id).executeTakeFirst()
  throw new RefusedError(there === undefined ? 'not_found' : 'request.stale')
}

export const removeCanned = async (tx: Tx, institutionId: string, id: string): Promise<boolean> => (await tx.deleteFrom('canned_answer').where('institution_id', '=', institutionId).where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n

type Shift = { readonly fromAt: string; readonly toAt: string; readonly staffId: string; readonly phone: string; readonly note: string }

export const listShifts = (read: ReadTx, institutionId: string, fromAt: string, toAt: string) =>
  read
    .selectFrom('duty_roster as r')
    .innerJoin('staff as s', (join) => join.onRef('s.institution_id', '=', 'r.institution_id').onRef('s.id', '=', 'r.staff_id'))
    .select(['r.institution_id as institutionId', 'r.id', 'r.from_at as fromAt', 'r.to_at as toAt', 'r.staff_id as staffId', 's.name', 'r.phone', 'r.note'])
    .where('r.institution_id', '=', institutionId)
    .where('r.to_at', '>', fromAt)
    .where('r.from_at', '<', toAt)
    .orderBy('r.from_at')
    .orderBy('r.id')
    .limit(500)
    .execute()

/** Two who arrange shifts at once follow one another: the body's row of numbers is no lock, so the roster has its own. */
export const lockRoster = (tx: Tx, institutionId: string) => sql`select pg_advisory_xact_lock(hashtextextended(${`duty_roster ${institutionId}`}, 0))`.execute(tx)

export const insertShift = (tx: Tx, body: Body, id: string, shift: Shift, changed: Omit<Changed, 'id'>) =>
  tx.insertInto('duty_roster').values({ institution_id: body.institutionId, id, region_code: body.regionCode, from_at: shift.fromAt, to_at: shift.toAt, staff_id: shift.staffId, phone: shift.phone, note: shift.note, changed_name: changed.name, changed_at: changed.at }).execute()

export const removeShift = async (tx: Tx, institutionId: string, id: string): Promise<boolean> => (await tx.deleteFrom('duty_roster').where('institution_id', '=', institutionId).where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n
