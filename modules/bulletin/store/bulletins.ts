import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Texts } from '../rules/fields.ts'
import { monthOf, windowOf, type Month } from '../rules/month.ts'
import type { BulletinKind, BulletinState } from '../rules/names.ts'

export type BulletinKey = { readonly institutionId: string; readonly bulletinId: string }

const columns = [
  'b.institution_id as institutionId', 'b.id as bulletinId', 'b.region_code as regionCode', 'b.month_on as monthOn', 'b.version', 'b.revision', 'b.number_year as numberYear', 'b.number', 'b.sha256', 'b.submitted_by as submittedBy', 'b.submitted_name as submittedName',
  'b.submitted_at as submittedAt', 'b.approval_id as approvalId', 'b.returned_remark as returnedRemark', 'b.returned_name as returnedName', 'b.returned_at as returnedAt', 'b.published_at as publishedAt', 'b.changed_at as changedAt', 'b.changed_name as changedName',
] as const

/** Without what lies before the head, which only a single bulletin is read with. */
const listed = (read: ReadTx) => read.selectFrom('bulletin as b').select(columns).select([sql<BulletinKind>`b.kind`.as('kind'), sql<BulletinState>`b.state`.as('state'), sql<Texts>`b.texts`.as('texts')])
const one = (read: ReadTx, key: BulletinKey) => listed(read).select(['b.content', 'b.figures', 'b.kept_figures as keptFigures']).where('b.institution_id', '=', key.institutionId).where('b.id', '=', key.bulletinId)

export type BulletinRow = Awaited<ReturnType<typeof loadBulletin>>

export const findBulletin = (read: ReadTx, key: BulletinKey) => one(read, key).executeTakeFirst()
export const loadBulletin = (read: ReadTx, key: BulletinKey) => one(read, key).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
/** Locks the row: everything that happens to one bulletin happens one after another. */
export const lockBulletin = (tx: Tx, key: BulletinKey): Promise<BulletinRow> => one(tx, key).forUpdate('b').executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** A commission's bulletins that are in hand: first versions and corrections. */
export const listInHand = (read: ReadTx, institutionId: string) => listed(read).where('b.institution_id', '=', institutionId).where('b.state', '<>', 'published').orderBy('b.month_on', 'desc').execute()

export const listMonths = async (read: ReadTx, institutionId: string, kind: BulletinKind): Promise<Set<Month>> =>
  new Set((await read.selectFrom('bulletin').select('month_on').where('institution_id', '=', institutionId).where('kind', '=', kind).execute()).map((row) => monthOf(row.month_on)))

/** Opens a month; answers false where there is one already. */
export async function insertBulletin(tx: Tx, row: { institutionId: string; bulletinId: string; regionCode: string; kind: BulletinKind; month: Month; at: string; byName: string }): Promise<boolean> {
  const made = await tx
    .insertInto('bulletin')
    .values({ institution_id: row.institutionId, id: row.bulletinId, region_code: row.regionCode, kind: row.kind, month_on: windowOf(row.month).fromOn, state: 'draft', version: 1, revision: 1, texts: JSON.stringify({}), opened_at: row.at, changed_at: row.at, changed_name: row.byName })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return made.length > 0
}

type Change = {
  state?: BulletinState
  version?: number
  texts?: Texts
  number_year?: number
  number?: number
  content?: string | null
  sha256?: string | null
  figures?: string | null
  kept_figures?: string | null
  submitted_by?: string | null
  submitted_name?: string | null
  submitted_at?: string | null
  approval_id?: string | null
  returned_remark?: string | null
  returned_name?: string | null
  returned_at?: string | null
  published_at?: string
}

/** What lies before the head goes when the work is no longer there. */
export const unsubmitted = { content: null, sha256: null, figures: null, submitted_by: null, submitted_name: null, submitted_at: null, approval_id: null } as const satisfies Change

export const saveBulletin = (tx: Tx, row: BulletinRow, { texts, ...change }: Change, by: { at: string; name: string }) =>
  tx
    .updateTable('bulletin')
    .set({ ...change, ...(texts === undefined ? {} : { texts: JSON.stringify(texts) }), revision: row.revision + 1, changed_at: by.at, changed_name: by.name })
    .where('institution_id', '=', row.institutionId)
    .where('id', '=', row.bulletinId)
    .execute()

/** The next register number of a commission in a year, of each kind by itself; its row is locked until the publication commits. */
export async function takeNumber(tx: Tx, { institutionId, regionCode, kind }: { institutionId: string; regionCode: string; kind: BulletinKind }, year: number): Promise<number> {
  const { last } = await tx
    .insertInto('bulletin_number')
    .values({ institution_id: institutionId, kind, year, region_code: regionCode, last: 1 })
    .onConflict((conflict) => conflict.columns(['institution_id', 'kind', 'year']).doUpdateSet((eb) => ({ last: eb('bulletin_number.last', '+', 1) })))
    .returning('last')
    .executeTakeFirstOrThrow()
  return last
}

export const insertApproval = (tx: Tx, key: BulletinKey, regionCode: string, given: { id: string; version: number; accountId: string; staffId: string; name: string; post: string; at: string; sha256: string }) =>
  tx
    .insertInto('bulletin_approval')
    .values({ institution_id: key.institutionId, id: given.id, region_code: regionCode, bulletin_id: key.bulletinId, version: given.version, account_id: given.accountId, staff_id: given.staffId, name: given.name, post: given.post, approved_at: given.at, sha256: given.sha256 })
    .execute()

/** Every approval ever given, void ones as well, oldest first. */
export const listApprovals = (read: ReadTx, key: BulletinKey) =>
  read.selectFrom('bulletin_approval').select(['id', 'version', 'name', 'post', 'approved_at as at', 'sha256']).where('institution_id', '=', key.institutionId).where('bulletin_id', '=', key.bulletinId).orderBy('approved_at').orderBy('id').execute()
