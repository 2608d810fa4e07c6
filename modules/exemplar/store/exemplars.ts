import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Place } from '../../../server/platform/keyset.ts'
import type { Check } from '../rules/checks.ts'
import type { ExemplarKind, ExemplarState } from '../rules/exemplar.ts'

export type ExemplarKey = { readonly institutionId: string; readonly exemplarId: string }
/** What the facts said at a moment. */
export type KeptChecks = { readonly at: string; readonly rows: readonly Check[] }

const columns = [
  'institution_id as institutionId', 'id as exemplarId', 'region_code as regionCode', 'revision', 'department_id as departmentId', 'staff_id as staffId', 'title', 'deeds', 'nominated_by as nominatedBy', 'nominated_from as nominatedFrom', 'nominated_name as nominatedName', 'nominated_at as nominatedAt', 'consent', 'consent_at as consentAt', 'commission_id as commissionId',
  'noticed_by as noticedBy', 'noticed_name as noticedName', 'noticed_at as noticedAt', 'notice_until as noticeUntil', 'decided_name as decidedName', 'decided_at as decidedAt', 'decision_reason as decisionReason', 'published_name as publishedName', 'published_at as publishedAt',
  'withdrawn_name as withdrawnName', 'withdrawn_at as withdrawnAt', 'withdrawn_reason as withdrawnReason',
] as const

const exemplars = (read: ReadTx) =>
  read.selectFrom('exemplar').select(columns).select([sql<ExemplarKind>`kind`.as('kind'), sql<ExemplarState>`state`.as('state'), sql<KeptChecks | null>`notice_checks`.as('noticeChecks'), sql<KeptChecks | null>`decision_checks`.as('decisionChecks')])
const one = (read: ReadTx, key: ExemplarKey) => exemplars(read).where('institution_id', '=', key.institutionId).where('id', '=', key.exemplarId)

export type ExemplarRecord = Awaited<ReturnType<typeof loadExemplar>>
export const loadExemplar = (read: ReadTx, key: ExemplarKey) => one(read, key).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
/** Locks the row: what happens to one nomination happens one after another. */
export const lockExemplar = (tx: Tx, key: ExemplarKey): Promise<ExemplarRecord> => one(tx, key).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

type Ask = { readonly staffId: string | null; readonly state: ExemplarState | undefined; readonly kind: ExemplarKind | undefined; readonly after: Place | undefined; readonly limit: number }
/** What row security shows, newest first; with a member of staff only what is about that person. */
export function listExemplars(read: ReadTx, ask: Ask): Promise<ExemplarRecord[]> {
  let query = exemplars(read)
  if (ask.staffId !== null) query = query.where('staff_id', '=', ask.staffId)
  if (ask.state !== undefined) query = query.where('state', '=', ask.state)
  if (ask.kind !== undefined) query = query.where('kind', '=', ask.kind)
  if (ask.after !== undefined) query = query.where(sql<boolean>`(nominated_at, id) < (${ask.after.at}::timestamptz, ${ask.after.id}::uuid)`)
  return query.orderBy('nominated_at', 'desc').orderBy('id', 'desc').limit(ask.limit).execute()
}

export const insertExemplar = (tx: Tx, row: ExemplarKey & { regionCode: string; kind: ExemplarKind; departmentId: string | null; staffId: string | null; title: string; deeds: string; from: string | null; by: string; byName: string; at: string }) =>
  tx
    .insertInto('exemplar')
    .values({
      institution_id: row.institutionId, id: row.exemplarId, region_code: row.regionCode, kind: row.kind, state: 'nominated', revision: 1, department_id: row.departmentId, staff_id: row.staffId, title: row.title, deeds: row.deeds, nominated_from: row.from, nominated_by: row.by, nominated_name: row.byName, nominated_at: row.at,
    })
    .execute()

type Change = Partial<{
  state: ExemplarState; consent: boolean; consent_at: string; commission_id: string; noticed_by: string; noticed_name: string; noticed_at: string; notice_until: string; decided_by: string; decided_name: string; decided_at: string; decision_reason: string
  published_name: string; published_at: string; withdrawn_name: string; withdrawn_at: string; withdrawn_reason: string
}>
export const saveExemplar = (tx: Tx, row: ExemplarRecord, change: Change, kept: { readonly notice?: KeptChecks; readonly decision?: KeptChecks } = {}) =>
  tx
    .updateTable('exemplar')
    .set({ ...change, ...(kept.notice === undefined ? {} : { notice_checks: JSON.stringify(kept.notice) }), ...(kept.decision === undefined ? {} : { decision_checks: JSON.stringify(kept.decision) }), revision: row.revision + 1 })
    .where('institution_id', '=', row.institutionId)
    .where('id', '=', row.exemplarId)
    .execute()

export const insertFiles = (tx: Tx, row: ExemplarKey & { regionCode: string }, files: readonly { id: string; name: string; size: number }[]) =>
  tx.insertInto('exemplar_file').values(files.map((file) => ({ institution_id: row.institutionId, exemplar_id: row.exemplarId, file_id: file.id, region_code: row.regionCode, name: file.name, size: file.size }))).execute()

export const listFiles = (read: ReadTx, key: ExemplarKey) =>
  read.selectFrom('exemplar_file').select(['file_id as fileId', 'name', 'size']).where('institution_id', '=', key.institutionId).where('exemplar_id', '=', key.exemplarId).orderBy('name').orderBy('file_id').execute()
