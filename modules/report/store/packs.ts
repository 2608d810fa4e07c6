import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Pack } from '../rules/decisions.ts'
import type { Figures } from '../rules/moved.ts'
import type { PackKind, PackState, Standing } from '../rules/names.ts'

export type PackKey = { readonly institutionId: string; readonly packId: string }

const columns = [
  'p.institution_id as institutionId', 'p.id as packId', 'p.region_code as regionCode', 'p.plan_id as planId', 'p.form_key as formKey', 'p.from_on as fromOn', 'p.to_on as toOn', 'p.due_on as dueOn', 'p.due_at as dueAt', 'p.revision',
  'p.sha256', 'p.signature_id as signatureId', 'p.submitted_at as submittedAt', 'p.on_time as onTime', 'p.asked_at as askedAt', 'p.filled_at as filledAt', 'p.opened_at as openedAt', 'p.changed_at as changedAt',
] as const

/** Without the frozen content, which only a single pack is read with. */
const listed = (read: ReadTx) =>
  read
    .selectFrom('report_pack as p')
    .select(columns)
    .select([sql<PackKind>`p.kind`.as('kind'), sql<PackState>`p.state`.as('state'), sql<Standing>`p.standing`.as('standing'), sql<Record<string, string>>`p.narrative`.as('narrative'), sql<Figures | null>`p.filled`.as('filled')])

const packs = (read: ReadTx) => listed(read).select('p.content')
const one = (read: ReadTx, key: PackKey) => packs(read).where('p.institution_id', '=', key.institutionId).where('p.id', '=', key.packId)

export type PackRow = Awaited<ReturnType<typeof loadPack>>

export const findPack = (read: ReadTx, key: PackKey) => one(read, key).executeTakeFirst()
export const loadPack = (read: ReadTx, key: PackKey) => one(read, key).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Locks the row: everything that happens to one pack happens one after another. */
export const lockPack = (tx: Tx, key: PackKey): Promise<PackRow> => one(tx, key).forUpdate('p').executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export type NewPack = Pick<PackRow, 'institutionId' | 'packId' | 'regionCode' | 'kind' | 'planId' | 'formKey' | 'fromOn' | 'toOn' | 'dueOn' | 'dueAt'>

/** Opens packs of one body; those that exist stay as they are. Answers the ids of the new ones. */
export async function insertPacks(tx: Tx, rows: readonly NewPack[], at: string): Promise<string[]> {
  if (rows.length === 0) return []
  const made = await tx
    .insertInto('report_pack')
    .values(rows.map((row) => ({
      institution_id: row.institutionId, id: row.packId, region_code: row.regionCode, kind: row.kind, plan_id: row.planId, form_key: row.formKey, from_on: row.fromOn, to_on: row.toOn, due_on: row.dueOn, due_at: row.dueAt,
      state: 'draft', revision: 1, narrative: JSON.stringify({}), opened_at: at, changed_at: at,
    })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return made.map((row) => row.id)
}

type Change = {
  state?: PackState
  revision?: number
  standing?: Standing
  submitted_at?: string | null
  on_time?: boolean | null
  narrative?: Readonly<Record<string, string>>
  content?: string | null
  sha256?: string | null
  signature_id?: string | null
  asked_at?: string | null
  due_on?: string
  due_at?: string | null
}

export const savePack = (tx: Tx, key: PackKey, { narrative, ...change }: Change, at: string) =>
  tx
    .updateTable('report_pack')
    .set({ ...change, ...(narrative === undefined ? {} : { narrative: JSON.stringify(narrative) }), changed_at: at })
    .where('institution_id', '=', key.institutionId)
    .where('id', '=', key.packId)
    .execute()

/** What the rules moved; the signed content goes with the signature. */
export const saveState = (tx: Tx, key: PackKey, pack: Pack, at: string, more: Change = {}) =>
  savePack(tx, key, { state: pack.state, revision: pack.revision, standing: pack.standing, submitted_at: pack.submittedAt, on_time: pack.onTime, ...(pack.state === 'signed' ? {} : { content: null, sha256: null, signature_id: null }), ...more }, at)

/** Figures as the job filled them in; no change of the pack. */
export const saveFilled = (tx: Tx, key: PackKey, figures: Figures, at: string) =>
  tx.updateTable('report_pack').set({ filled: JSON.stringify(figures), filled_at: at }).where('institution_id', '=', key.institutionId).where('id', '=', key.packId).execute()

export type PackFilter = { readonly institutionId?: string | undefined; readonly planId?: string | undefined; readonly formKey?: string | undefined; readonly toOn?: string | undefined; readonly states?: readonly PackState[] | undefined; readonly kind?: PackKind | undefined }

const filtered = (read: ReadTx, filter: PackFilter) => {
  let query = listed(read).innerJoin('institution as i', 'i.id', 'p.institution_id').innerJoin('plan as pl', 'pl.id', 'p.plan_id').select(['i.name as institutionName', 'pl.title as planTitle'])
  if (filter.institutionId !== undefined) query = query.where('p.institution_id', '=', filter.institutionId)
  if (filter.planId !== undefined) query = query.where('p.plan_id', '=', filter.planId)
  if (filter.formKey !== undefined) query = query.where('p.form_key', '=', filter.formKey)
  if (filter.toOn !== undefined) query = query.where('p.to_on', '=', filter.toOn)
  if (filter.kind !== undefined) query = query.where('p.kind', '=', filter.kind)
  if (filter.states !== undefined) query = query.where('p.state', 'in', [...filter.states])
  return query
}

/** Packs still in hand, earliest due first. */
export const listInHand = (read: ReadTx, filter: PackFilter, limit: number) => filtered(read, { ...filter, states: ['draft', 'signed', 'returned'] }).orderBy('p.due_on').orderBy('p.id').limit(limit).execute()
export type ListedPack = Awaited<ReturnType<typeof listInHand>>[number]

/** Packs handed in, newest due day first. */
export function listDone(read: ReadTx, filter: PackFilter, before: { dueOn: string; id: string } | null, limit: number): Promise<ListedPack[]> {
  let query = filtered(read, { ...filter, states: ['submitted', 'accepted'] })
  if (before !== null) query = query.where(sql<boolean>`(p.due_on, p.id) < (${before.dueOn}::date, ${before.id}::uuid)`)
  return query.orderBy('p.due_on', 'desc').orderBy('p.id', 'desc').limit(limit).execute()
}

/** Every pack of a form and period in scope: what a roll-up looks at. */
export const listOfPeriod = (read: ReadTx, filter: PackFilter) => filtered(read, filter).orderBy('i.region_code').orderBy('i.name').limit(5000).execute()

/** The commission's own roll-up of a campaign, form and period. */
export const findRollup = (read: ReadTx, institutionId: string, ask: { planId: string; formKey: string; toOn: string }) =>
  packs(read).where('p.institution_id', '=', institutionId).where('p.kind', '=', 'rollup').where('p.plan_id', '=', ask.planId).where('p.form_key', '=', ask.formKey).where('p.to_on', '=', ask.toOn).executeTakeFirst()

/** What the plan engine asks of many periods at once. */
export const listStandings = (read: ReadTx, institutionId: string, packIds: readonly string[]) =>
  read
    .selectFrom('report_pack as p')
    .select(['p.id as packId', 'p.submitted_at as submittedAt', 'p.form_key as formKey', 'p.state'])
    .select(sql<Standing>`p.standing`.as('standing'))
    .where('p.institution_id', '=', institutionId)
    .where(sql<boolean>`p.id = any (${[...packIds]}::uuid[])`)
    .execute()

/** How many packs of obligations each body has in each campaign. */
export const countPacks = (read: ReadTx, planIds: readonly string[]) =>
  read
    .selectFrom('report_pack')
    .select(['plan_id as planId', 'institution_id as institutionId'])
    .select((eb) => eb.fn.countAll<number>().as('packs'))
    .where('kind', '=', 'obligation')
    .where(sql<boolean>`plan_id = any (${[...planIds]}::uuid[])`)
    .groupBy(['plan_id', 'institution_id'])
    .execute()

/** How the packs of obligations stand, by campaign, form and last day of the period, for the reader's scope. */
export const countStandings = (read: ReadTx, from: string) =>
  read
    .selectFrom('report_pack')
    .select(['plan_id as planId', 'form_key as formKey', 'to_on as toOn', 'on_time as onTime'])
    .select([sql<Standing>`standing`.as('standing'), sql<number>`count(*)::int`.as('n')])
    .where('kind', '=', 'obligation')
    .where('due_on', '>=', from)
    .groupBy(['plan_id', 'form_key', 'to_on', 'on_time', 'standing'])
    .execute()

/** Packs that a moved due date still concerns. */
export const listUndecided = (read: ReadTx, after: PackKey | null, limit: number) =>
  packs(read)
    .where('p.kind', '=', 'obligation')
    .where('p.state', 'in', ['draft', 'signed', 'returned'])
    .$if(after !== null, (query) => query.where(sql<boolean>`(p.id, p.institution_id) > (${after?.packId ?? ''}::uuid, ${after?.institutionId ?? ''}::uuid)`))
    .orderBy('p.id')
    .orderBy('p.institution_id')
    .limit(limit)
    .execute()

/** What stands still with somebody: signed, returned, or laid before the head. */
export const listStill = (read: ReadTx) =>
  filtered(read, { states: ['draft', 'signed', 'returned'] })
    .innerJoin('institution as b', 'b.id', 'p.institution_id')
    .select('b.kind as bodyKind')
    .where((eb) => eb.or([eb('p.state', 'in', ['signed', 'returned']), eb('p.asked_at', 'is not', null)]))
    .where('pl.state', '=', 'running')
    .orderBy('p.institution_id')
    .execute()

/** One page of the facts that packs are, by due day; both kinds of facts come from here. */
export function listFacts(read: ReadTx, ask: { institutionId: string; formKey: string | null; from: string; to: string }, page: { after: { on: string; id: string } | null; limit: number }): Promise<ListedPack[]> {
  let query = filtered(read, { institutionId: ask.institutionId, kind: 'obligation', formKey: ask.formKey ?? undefined }).where('p.due_on', '>=', ask.from).where('p.due_on', '<=', ask.to)
  if (page.after !== null) query = query.where(sql<boolean>`(p.due_on, p.id) > (${page.after.on}::date, ${page.after.id}::uuid)`)
  return query.orderBy('p.due_on').orderBy('p.id').limit(page.limit).execute()
}
