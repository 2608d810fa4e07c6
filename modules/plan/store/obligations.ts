import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import { compiledOnce } from '../../../server/platform/compiled-once.ts'
import { statement, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { DutyKind, Target } from '../../reader/rules/model.ts'
import type { PlanState, VerdictName } from '../rules/views.ts'

/** Rule PL-3 in SQL, for filters over many rows; rules/verdict.ts is the same rule for one. */
export const verdictNow = (now: string) => sql<VerdictName>`case
  when o.flips_at is not null then case when o.flips_at <= ${now}::timestamptz then o.flips_to else o.verdict end
  when o.verdict in ('due', 'overdue') and pl.grace_days is not null and o.due_at + make_interval(hours => 24 * pl.grace_days) <= ${now}::timestamptz then 'unmet'
  when o.verdict = 'due' and o.due_at <= ${now}::timestamptz then 'overdue'
  else o.verdict end`

const joined = (read: ReadTx) =>
  read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .innerJoin('clause as c', (on) => on.onRef('c.plan_id', '=', 'd.plan_id').onRef('c.id', '=', 'd.clause_id'))
    .innerJoin('institution as i', 'i.id', 'o.institution_id')

const rowColumns = [
  'o.institution_id as institutionId', 'i.name as institutionName', 'o.period_id as periodId', 'o.plan_id as planId', 'pl.title as planTitle',
  'c.id as clauseId', 'c.printed as clausePrinted', 'c.title as clauseTitle', 'd.id as dutyId', 'd.text as text', 'd.role as role', 'd.fact_key as factKey', 'd.fact_filter as where',
  'dp.from_on as fromOn', 'dp.to_on as toOn', 'dp.opens_on as opensOn', 'dp.due_on as periodDueOn', 'o.due_at as dueAt',
  'o.verdict as verdict', 'o.flips_at as flipsAt', 'o.flips_to as flipsTo', 'o.why as why', 'o.claimed_at as claimedAt', 'o.verified_at as verifiedAt',
  'o.extended_from as extendedFrom', 'pl.grace_days as graceDays',
] as const

/** Obligations with the words of plan, clause and duty: what every list shows. */
export const rows = (read: ReadTx) => joined(read).select(rowColumns).select(sql<DutyKind>`d.kind`.as('kind'))

export type ListedObligation = Awaited<ReturnType<typeof listOfInstitution>>[number]

export type Filter = { planId?: string | undefined; clauseId?: string | undefined; institutionId?: string | undefined; verdict?: VerdictName | undefined; phaseId?: string | undefined; bucket?: string | undefined; openOnly?: boolean }
export type Keyset = { dueAt: string; periodId: string; institutionId: string } | null

/** Obligations in scope, earliest due first. */
export function listObligations(read: ReadTx, filter: Filter, now: string, after: Keyset, limit: number) {
  let query = rows(read)
  if (filter.planId !== undefined) query = query.where('o.plan_id', '=', filter.planId)
  if (filter.clauseId !== undefined) query = query.where('c.id', '=', filter.clauseId)
  if (filter.institutionId !== undefined) query = query.where('o.institution_id', '=', filter.institutionId)
  if (filter.phaseId !== undefined) query = query.where('dp.phase_id', '=', filter.phaseId)
  if (filter.bucket !== undefined) query = query.where('dp.bucket_on', '=', filter.bucket)
  if (filter.verdict !== undefined) query = query.where(verdictNow(now), '=', filter.verdict)
  // Rule PL-37: what the commission itself owes keeps no phase open; what is open at the close is unmet.
  if (filter.openOnly === true) query = query.whereRef('o.institution_id', '!=', 'pl.institution_id').where(openPredicate).where(verdictNow(now), 'in', ['due', 'overdue'])
  if (after !== null) query = query.where(sql<boolean>`(o.due_at, o.period_id, o.institution_id) > (${after.dueAt}::timestamptz, ${after.periodId}::uuid, ${after.institutionId}::uuid)`)
  return query.orderBy('o.due_at').orderBy('o.period_id').orderBy('o.institution_id').limit(limit).execute()
}

/** The words of the partial index, so that the planner uses it. */
const openPredicate = sql<boolean>`(o.verdict in ('due', 'overdue') or o.flips_at is not null)`

/** What is open at one institution and has begun or is due within a horizon; `roles` null asks for every post. */
export function listOfInstitution(read: ReadTx, ask: { institutionId: string; roles: readonly string[] | null; planId: string | undefined; now: string; today: string; until: string }, after: Keyset, limit: number) {
  let query = rows(read)
    .where('o.institution_id', '=', ask.institutionId)
    .where(openPredicate)
    .where(verdictNow(ask.now), 'in', ['due', 'overdue'])
    .where('pl.state', '!=', 'closed')
    .where((eb) => eb.or([eb('dp.opens_on', '<=', ask.today), eb('dp.due_on', '<=', ask.until)]))
  if (ask.roles !== null) query = query.where('d.role', 'in', [...ask.roles])
  if (ask.planId !== undefined) query = query.where('o.plan_id', '=', ask.planId)
  if (after !== null) query = query.where(sql<boolean>`(o.due_at, o.period_id) > (${after.dueAt}::timestamptz, ${after.periodId}::uuid)`)
  return query.orderBy('o.due_at').orderBy('o.period_id').limit(limit).execute()
}

export async function countOpen(read: ReadTx, ask: { planId: string; phaseId: string | null }, now: string): Promise<number> {
  let query = read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('o.plan_id', '=', ask.planId)
    .whereRef('o.institution_id', '!=', 'pl.institution_id')
    .where(openPredicate)
    .where(verdictNow(now), 'in', ['due', 'overdue'])
  if (ask.phaseId !== null) query = query.where('dp.phase_id', '=', ask.phaseId)
  return (await query.executeTakeFirst())?.n ?? 0
}

const hasRhythm = sql<boolean>`coalesce(jsonb_typeof(d.cadence) = 'object', false)`.as('hasRhythm')

const fullQuery = (read: ReadTx, institutionId: string, periodId: string) =>
  rows(read)
    .leftJoin('phase as ph', (on) => on.onRef('ph.plan_id', '=', 'dp.plan_id').onRef('ph.id', '=', 'dp.phase_id'))
    .select([
      'o.region_code as regionCode', 'o.extension_reason as extensionReason', 'd.subject as subject', 'd.receiver as receiver', 'd.fresh_days as freshDays',
      'c.text as clauseText', 'ph.name as phaseName', 'ph.closed_at as phaseClosedAt', 'pl.closed_at as planClosedAt', 'dp.clause_no as clauseNo', 'dp.bucket_on as bucketOn',
      'pl.institution_id as commissionId', 'pl.region_code as commissionRegion',
    ])
    .select([
      sql<PlanState>`pl.state`.as('planState'), sql<string[]>`d.products`.as('products'), sql<Target | null>`d.target`.as('target'),
      sql<string>`coalesce(nullif(d.cadence ->> 'printed', ''), d.due ->> 'printed', '')`.as('printed'), sql`dp.deadline`.as('deadline'), sql<string>`dp.basis`.as('basis'), sql<string | null>`dp.nominal_on`.as('nominalOn'), hasRhythm,
    ])
    .where('o.institution_id', '=', institutionId)
    .where('o.period_id', '=', periodId)

export const loadObligation = (read: ReadTx, institutionId: string, periodId: string) => fullQuery(read, institutionId, periodId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
export type FullObligation = Awaited<ReturnType<typeof loadObligation>>

/** Locks the obligation and its institution's place in the plan: facts of one institution are taken in one after another. */
export async function lockObligation(tx: Tx, institutionId: string, periodId: string): Promise<FullObligation> {
  const found = await tx.selectFrom('obligation').select('plan_id').where('institution_id', '=', institutionId).where('period_id', '=', periodId).executeTakeFirst()
  if (found === undefined) throw new RefusedError('not_found')
  await lockParticipant(tx, institutionId, found.plan_id)
  return loadObligation(tx, institutionId, periodId)
}

const lockPlace = statement('select region_code from plan_participant where institution_id = $1 and plan_id = $2 for update')
export const lockParticipant = (tx: Tx, institutionId: string, planId: string): Promise<unknown> => lockPlace(tx, [institutionId, planId])

export const saveExtension = (tx: Tx, institutionId: string, periodId: string, set: { dueAt: string; extendedFrom: string; reason: string }) =>
  tx.updateTable('obligation').set({ due_at: set.dueAt, extended_from: set.extendedFrom, extension_reason: set.reason }).where('institution_id', '=', institutionId).where('period_id', '=', periodId).execute()

/** Days on which facts of one kind and key came, changed or went; `until` null reaches into every later period. */
export type MovedDays = { readonly kind: DutyKind; readonly factKey: string | null; readonly on: string; readonly until: string | null }

const terms = (read: ReadTx) =>
  read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .leftJoin('phase as ph', (on) => on.onRef('ph.plan_id', '=', 'dp.plan_id').onRef('ph.id', '=', 'dp.phase_id'))
    .select([
      'o.period_id as periodId', 'o.plan_id as planId', 'o.region_code as regionCode', 'o.due_at as dueAt', 'o.verdict as verdict', 'dp.from_on as fromOn', 'dp.to_on as toOn', 'dp.opens_on as opensOn',
      'dp.bucket_on as bucketOn', 'd.id as dutyId', 'd.fresh_days as freshDays', 'd.fact_key as factKey', 'd.fact_filter as where', 'pl.grace_days as graceDays', 'ph.closed_at as phaseClosedAt', 'pl.closed_at as planClosedAt',
    ])
    .select([sql<DutyKind>`d.kind`.as('kind'), sql<Target | null>`d.target`.as('target'), hasRhythm])

/** Terms of many obligations of one institution at once: what a recomputation needs. */
export function listTerms(read: ReadTx, institutionId: string, ask: { periodIds?: readonly string[]; planId?: string; kind?: DutyKind; factKey?: string | null }): Promise<TermsRow[]> {
  let query = terms(read).where('o.institution_id', '=', institutionId)
  if (ask.periodIds !== undefined) query = query.where('o.period_id', 'in', [...ask.periodIds])
  if (ask.planId !== undefined) query = query.where('o.plan_id', '=', ask.planId)
  if (ask.kind !== undefined) query = query.where('d.kind', '=', ask.kind).where('pl.state', '!=', 'closed')
  if (ask.factKey !== undefined) query = ask.factKey === null ? query.where('d.fact_key', 'is', null) : query.where('d.fact_key', '=', ask.factKey)
  return query.execute()
}

/**
 * What the close of a phase or plan, or its undoing, can change: what the commission itself owes (PL-37) and what must be kept
 * fresh (PL-7); a turn of a rhythm asks for no renewal. `phaseId` null: what is in no phase that was closed before. By
 * institution, in the order in which they are locked, and from who takes part, so that the obligations are had by their key.
 */
export function listAtClose(read: ReadTx, planId: string, phaseId: string | null) {
  const query = read
    .selectFrom('plan_participant as pp')
    .innerJoin('plan as pl', 'pl.id', 'pp.plan_id')
    .innerJoin('duty_period as dp', 'dp.plan_id', 'pp.plan_id')
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .innerJoin('obligation as o', (on) => on.onRef('o.institution_id', '=', 'pp.institution_id').onRef('o.period_id', '=', 'dp.id'))
    .leftJoin('phase as ph', (on) => on.onRef('ph.plan_id', '=', 'dp.plan_id').onRef('ph.id', '=', 'dp.phase_id'))
    .select(['o.institution_id as institutionId', 'o.region_code as regionCode', 'o.period_id as periodId'])
    .where('pp.plan_id', '=', planId)
    .where((eb) => (phaseId === null ? eb('ph.closed_at', 'is', null) : eb('dp.phase_id', '=', phaseId)))
  const own = query.whereRef('pp.institution_id', '=', 'pl.institution_id')
  const fresh = query.where('d.kind', '=', 'publish').where('d.fresh_days', 'is not', null).where(sql<boolean>`coalesce(jsonb_typeof(d.cadence), '') <> 'object'`)
  return own.union(fresh).orderBy('institutionId').execute()
}

/**
 * Terms of what facts of some days can change: a fact counts for the periods that hold its day, for those whose due time
 * it precedes, also where that was extended, and a publication for those before that wait for it, were late by it or must be renewed until the close (PL-7). Asked with every fact.
 */
export const listTermsMoved = (read: ReadTx, institutionId: string, moved: readonly MovedDays[]): Promise<TermsRow[]> =>
  movedTerms(read, { institutionId, bound: [...new Set(moved.map((each) => each.factKey ?? ''))], kinds: moved.map((each) => each.kind), keys: moved.map((each) => each.factKey), from: moved.map((each) => each.on), until: moved.map((each) => each.until) })

const movedTerms = compiledOnce<{ institutionId: string; bound: string[]; kinds: DutyKind[]; keys: (string | null)[]; from: string[]; until: (string | null)[] }, TermsRow>((read, given) =>
  terms(read).where('o.institution_id', '=', given('institutionId')).where('pl.state', '!=', 'closed').where(sql<boolean>`coalesce(d.fact_key, '') = any (${given('bound')}::text[])`).where(sql<boolean>`exists (
      select 1 from unnest(${given('kinds')}::text[], ${given('keys')}::text[], ${given('from')}::date[], ${given('until')}::date[]) as m (kind, fact_key, from_on, to_on)
      where m.kind = d.kind and m.fact_key is not distinct from d.fact_key and (dp.to_on >= m.from_on or dp.due_on >= m.from_on or (o.extended_from is not null and o.due_at > (m.from_on::timestamp at time zone 'Asia/Shanghai')) or (d.kind = 'publish' and ph.closed_at is null and (d.fresh_days is not null or o.verdict in ('due', 'overdue') or (o.verdict = 'unmet' and (o.why ->> 'code' = 'late' or coalesce(jsonb_typeof(d.cadence), '') <> 'object'))))) and (m.to_on is null or dp.from_on <= m.to_on))`),
)
export type TermsRow = Awaited<ReturnType<ReturnType<typeof terms>['execute']>>[number]
