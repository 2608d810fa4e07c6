import { RefusedError } from '../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../server/platform/database.ts'
import type { PlanReading } from '../reader/rules/model.ts'
import type { Coverage, Filed } from './rules.ts'

const columns = [
  'id', 'institution_id as institutionId', 'region_code as regionCode', 'plan_id as planId', 'revision', 'title', 'file_id as fileId', 'state',
  'filed_name as filedName', 'filed_at as filedAt', 'decided_name as decidedName', 'decided_at as decidedAt', 'remark', 'coverage',
] as const

const stateOf = (state: string): Filed['state'] => (state === 'accepted' || state === 'returned' || state === 'replaced' ? state : 'filed')
// The column is written by insertChildplan alone, in exactly this shape.
const typed = <Row extends { state: string; coverage: unknown }>(row: Row) => ({ ...row, state: stateOf(row.state), coverage: row.coverage as Coverage[] })

/** The newest revision of each institution, without texts. */
export async function listLatest(read: ReadTx, planId: string | undefined) {
  const rows = await read
    .selectFrom('childplan')
    .select(columns)
    .distinctOn(['institution_id', 'plan_id'])
    .$if(planId !== undefined, (query) => query.where('plan_id', '=', planId ?? ''))
    .orderBy('institution_id')
    .orderBy('plan_id')
    .orderBy('revision', 'desc')
    .limit(5000)
    .execute()
  return rows.map(typed)
}
export type ChildplanRecord = Awaited<ReturnType<typeof listLatest>>[number]

export async function listRevisions(read: ReadTx, institutionId: string, planId: string) {
  const rows = await read.selectFrom('childplan').select(columns).where('institution_id', '=', institutionId).where('plan_id', '=', planId).orderBy('revision', 'desc').execute()
  return rows.map(typed)
}

export async function loadChildplan(read: ReadTx, institutionId: string, childplanId: string): Promise<ChildplanRecord> {
  const row = await read.selectFrom('childplan').select(columns).where('institution_id', '=', institutionId).where('id', '=', childplanId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  return typed(row)
}

export async function loadReading(read: ReadTx, institutionId: string, childplanId: string): Promise<PlanReading> {
  const row = await read.selectFrom('childplan').select('reading').where('institution_id', '=', institutionId).where('id', '=', childplanId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  // Written by insertChildplan alone.
  return row.reading as unknown as PlanReading
}

/** Locks every revision of one institution under one plan: filing and deciding run one after the other. */
export async function lockRevisions(tx: Tx, institutionId: string, planId: string) {
  const rows = await tx.selectFrom('childplan').select(columns).where('institution_id', '=', institutionId).where('plan_id', '=', planId).orderBy('revision', 'desc').forUpdate().execute()
  return rows.map(typed)
}

export const insertChildplan = (
  tx: Tx,
  given: { institutionId: string; regionCode: string; id: string; planId: string; revision: number; title: string; fileId: string; sourceText: string; reading: PlanReading; coverage: readonly Coverage[]; filedBy: string; filedName: string; filedAt: string },
) =>
  tx
    .insertInto('childplan')
    .values({
      institution_id: given.institutionId, id: given.id, region_code: given.regionCode, plan_id: given.planId, revision: given.revision, title: given.title, file_id: given.fileId,
      source_text: given.sourceText, reading: JSON.stringify(given.reading), coverage: JSON.stringify(given.coverage), state: 'filed', filed_by: given.filedBy, filed_name: given.filedName, filed_at: given.filedAt,
    })
    .execute()

export const replaceEarlier = (tx: Tx, institutionId: string, planId: string) =>
  tx.updateTable('childplan').set({ state: 'replaced' }).where('institution_id', '=', institutionId).where('plan_id', '=', planId).where('state', 'in', ['filed']).execute()

export const saveDecision = (tx: Tx, record: ChildplanRecord, decision: { state: 'accepted' | 'returned'; remark: string; by: string; name: string; at: string }) =>
  tx
    .updateTable('childplan')
    .set({ state: decision.state, remark: decision.remark, decided_by: decision.by, decided_name: decision.name, decided_at: decision.at })
    .where('institution_id', '=', record.institutionId)
    .where('id', '=', record.id)
    .execute()

export async function fileNameOf(read: ReadTx, record: ChildplanRecord): Promise<string> {
  const file = await read.selectFrom('file').select('name').where('institution_id', '=', record.institutionId).where('id', '=', record.fileId).executeTakeFirst()
  return file?.name ?? ''
}

/** When a body filed its own plans, in time order. */
export const listFiled = (read: ReadTx, institutionId: string, from: string, to: string) =>
  read.selectFrom('childplan').select(['id', 'title', 'filed_at as filedAt']).where('institution_id', '=', institutionId).where('filed_at', '>=', from).where('filed_at', '<', to).orderBy('filed_at').execute()
