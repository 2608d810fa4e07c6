import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Cadence, Due, DutyKind, Target } from '../../reader/rules/model.ts'
import type { PlanState } from '../rules/views.ts'

const planColumns = [
  'id', 'institution_id as institutionId', 'region_code as regionCode', 'draft_id as draftId', 'title', 'number', 'issuer', 'issued_on as issuedOn', 'starts_on as startsOn', 'ends_on as endsOn',
  'grace_days as graceDays', 'institutions', 'launched_at as launchedAt', 'progress_at as progressAt', 'ready_at as readyAt', 'closed_at as closedAt', 'template_id as templateId', 'template_version as templateVersion', 'template_sha256 as templateSha256',
] as const
const state = sql<PlanState>`state`.as('state')

export const loadPlan = (read: ReadTx, planId: string) =>
  read.selectFrom('plan').select(planColumns).select(state).where('id', '=', planId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
export type Plan = Awaited<ReturnType<typeof loadPlan>>

export const loadPlanForUpdate = (tx: Tx, planId: string): Promise<Plan> =>
  tx.selectFrom('plan').select(planColumns).select(state).where('id', '=', planId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Plans that a body launched, from an instant to another, in time order. */
export const listLaunchedBy = (read: ReadTx, institutionId: string, from: string, to: string) =>
  read.selectFrom('plan').select(['id', 'title', 'launched_at as launchedAt']).where('institution_id', '=', institutionId).where('launched_at', '>=', from).where('launched_at', '<', to).orderBy('launched_at').orderBy('id').execute()

/** Campaigns of commissions below the one that runs a plan: of the same template, or named; those whose time holds a day. */
export const listBelow = (read: ReadTx, planId: string, named: readonly string[], on: string) =>
  read
    .selectFrom('plan as up')
    .innerJoin('institution as own', 'own.id', 'up.institution_id')
    .innerJoin('plan as pl', (on_) => on_.onRef('pl.institution_id', '!=', 'up.institution_id'))
    .innerJoin('institution as i', 'i.id', 'pl.institution_id')
    .select(['pl.id as planId', 'pl.title', 'pl.institution_id as institutionId', 'i.name as institutionName', 'pl.region_code as regionCode'])
    .where('up.id', '=', planId)
    .where('pl.state', 'in', ['running', 'closed'])
    .where('pl.starts_on', '<=', on)
    .where('pl.ends_on', '>=', on)
    .where(sql<boolean>`pl.region_code like own.region_prefix || '%'`)
    .where((eb) => eb.or([eb('pl.template_id', '=', eb.ref('up.template_id')), eb(sql<boolean>`pl.id = any (${[...named]}::uuid[])`, '=', true)]))
    .orderBy('pl.region_code')
    .orderBy('pl.id', 'desc')
    .execute()

/** When the plans began whose duties are bound to these measures. */
export const listStarts = (read: ReadTx, measureKeys: readonly string[]) =>
  read
    .selectFrom('duty')
    .innerJoin('plan', 'plan.id', 'duty.plan_id')
    .select(['plan.id as planId', 'duty.fact_key as measureKey', 'plan.starts_on as startsOn', 'plan.region_code as regionCode'])
    .where('duty.kind', '=', 'measure')
    .where('duty.fact_key', '=', sql<string>`any(${[...measureKeys]}::text[])`)
    .distinct()
    .execute()

/** Newest first. An institution sees the plans it takes part in, a commission those of the bodies it reaches and its own. */
export function listPlans(read: ReadTx, ask: { state: PlanState | undefined; participant: string | null; body: string | null; regionPrefix: string | null }) {
  let query = read.selectFrom('plan').select(planColumns).select(state)
  if (ask.state !== undefined) query = query.where('state', '=', ask.state)
  const { participant, regionPrefix, body } = ask
  if (regionPrefix === null) {
    query = query.where((eb) => eb.exists(eb.selectFrom('plan_participant as pp').select('pp.plan_id').whereRef('pp.plan_id', '=', 'plan.id').where('pp.institution_id', '=', participant ?? '00000000-0000-7000-8000-000000000000')))
  } else if (regionPrefix !== '%') {
    // A county's commission also sees the province's plans that its own institutions take part in.
    query = query.where((eb) =>
      eb.or([eb('region_code', 'like', `${regionPrefix}%`), ...(body === null ? [] : [eb('institution_id', '=', body)]), eb.exists(eb.selectFrom('plan_participant as pp').select('pp.plan_id').whereRef('pp.plan_id', '=', 'plan.id'))]),
    )
  }
  return query.orderBy('id', 'desc').limit(500).execute()
}

export async function countDuties(read: ReadTx, planIds: readonly string[]) {
  if (planIds.length === 0) return new Map<string, number>()
  const duties = await read.selectFrom('duty').select('plan_id').select((eb) => eb.fn.countAll<number>().as('n')).where('plan_id', 'in', [...planIds]).groupBy('plan_id').execute()
  return new Map(duties.map((row) => [row.plan_id, row.n]))
}

export const participates = async (read: ReadTx, planId: string, institutionId: string): Promise<boolean> =>
  (await read.selectFrom('plan_participant').select('plan_id').where('plan_id', '=', planId).where('institution_id', '=', institutionId).executeTakeFirst()) !== undefined

export const listPhases = (read: ReadTx, planId: string) =>
  read
    .selectFrom('phase')
    .select(['id', 'name', 'starts_on as startsOn', 'ends_on as endsOn', 'closed_at as closedAt', 'closed_name as closedByName', 'reopened_reason as reopenedReason', 'clause_id as clauseId'])
    .where('plan_id', '=', planId)
    .orderBy('ordinal')
    .execute()

export async function loadPhaseForUpdate(tx: Tx, planId: string, phaseId: string) {
  return tx.selectFrom('phase').select(['id', 'name', 'closed_at as closedAt']).where('plan_id', '=', planId).where('id', '=', phaseId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))
}

export const savePhase = (tx: Tx, planId: string, phaseId: string, set: { closed_at: string | null; closed_name: string | null; reopened_at?: string; reopened_name?: string; reopened_reason?: string }) =>
  tx.updateTable('phase').set(set).where('plan_id', '=', planId).where('id', '=', phaseId).execute()

export const listClauses = (read: ReadTx, planId: string) =>
  read.selectFrom('clause').select(['id', 'parent_id as parentId', 'ordinal', 'path', 'printed', 'title', 'text', 'level']).where('plan_id', '=', planId).orderBy('ordinal').execute()

export const listDuties = (read: ReadTx, planId: string) =>
  read
    .selectFrom('duty as d')
    .select(['d.id', 'd.clause_id as clauseId', 'd.text', 'd.subject', 'd.receiver', 'd.role', 'd.fresh_days as freshDays', 'd.fact_key as factKey', 'd.kinds', 'd.institution_ids as institutionIds'])
    .select([sql<DutyKind>`d.kind`.as('kind'), sql<Due | null>`d.due`.as('due'), sql<Cadence | null>`d.cadence`.as('cadence'), sql<Target | null>`d.target`.as('target'), sql<string[]>`d.products`.as('products'), sql<'document' | 'consult'>`d.source`.as('source')])
    .select((eb) => eb.selectFrom('duty_period as p').whereRef('p.plan_id', '=', 'd.plan_id').whereRef('p.duty_id', '=', 'd.id').select((e) => e.fn.countAll<number>().as('n')).as('periods'))
    .where('d.plan_id', '=', planId)
    .orderBy('d.ordinal')
    .execute()

export const listBuckets = async (read: ReadTx, planId: string): Promise<string[]> =>
  (await read.selectFrom('duty_period').select('bucket_on').distinct().where('plan_id', '=', planId).orderBy('bucket_on').execute()).map((row) => row.bucket_on)

/** Clauses something is due for, as the board's columns. */
export const listBoardClauses = (read: ReadTx, planId: string) =>
  read
    .selectFrom('clause as c')
    .select(['c.id', 'c.ordinal', 'c.printed', 'c.title', 'c.path', 'c.text'])
    .where('c.plan_id', '=', planId)
    .where((eb) => eb.exists(eb.selectFrom('duty as d').select('d.id').whereRef('d.plan_id', '=', 'c.plan_id').whereRef('d.clause_id', '=', 'c.id')))
    .orderBy('c.ordinal')
    .execute()

export const listParticipants = (read: ReadTx, planId: string) =>
  read
    .selectFrom('plan_participant as pp')
    .innerJoin('institution as i', 'i.id', 'pp.institution_id')
    .select(['pp.institution_id as institutionId', 'i.name', 'pp.kind', 'pp.level', 'pp.ready_at as readyAt', 'pp.region_code as regionCode', 'pp.obligations'])
    .where('pp.plan_id', '=', planId)
    .orderBy('pp.region_code')
    .orderBy('i.name')
    .execute()

/** Institutions a launch may take: open, no commissions, in the asker's scope (checked by rule on the way); any body by id. */
export const listBodies = (read: ReadTx, ask: { ids: readonly string[] } | { regionPrefix: string }) => {
  const query = read.selectFrom('institution').select(['id', 'name', 'kind', 'level', 'region_code as regionCode', 'active'])
  return ('ids' in ask ? query.where(sql<boolean>`id = any (${[...ask.ids]}::uuid[])`) : query.where('kind', '!=', 'commission').where('active', '=', true).where('region_code', 'like', `${ask.regionPrefix}%`)).execute()
}

export const savePlanState = (tx: Tx, planId: string, set: { state: PlanState; progress_at?: string; ready_at?: string; closed_at?: string; closed_name?: string; close_reason?: string }) =>
  tx.updateTable('plan').set(set).where('id', '=', planId).execute()

/** Phases still open of running plans of a region, and launches that stand still: for the list of next steps. */
export const listOpenPhases = (read: ReadTx, regionPrefix: string) =>
  read
    .selectFrom('phase as ph')
    .innerJoin('plan as pl', 'pl.id', 'ph.plan_id')
    .select(['ph.plan_id as planId', 'ph.id as phaseId', 'ph.name', 'ph.ends_on as endsOn'])
    .where('pl.state', '=', 'running')
    .where('ph.closed_at', 'is', null)
    .where('pl.region_code', 'like', `${regionPrefix}%`)
    .orderBy('ph.ends_on')
    .limit(50)
    .execute()

export const listUnfinishedLaunches = (read: ReadTx, regionPrefix: string, before: string) =>
  read
    .selectFrom('plan')
    .select(['id as planId', 'title', 'progress_at as progressAt'])
    .select(state)
    .where('region_code', 'like', `${regionPrefix}%`)
    .where((eb) => eb.or([eb('state', '=', 'stopped'), eb.and([eb('state', '=', 'launching'), eb('progress_at', '<=', before)])]))
    .execute()
