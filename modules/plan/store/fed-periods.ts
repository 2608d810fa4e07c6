import { sql } from 'kysely'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { DutyKind } from '../../reader/rules/model.ts'

const columns = ['dp.plan_id as planId', 'dp.id', 'd.fact_key as factKey'] as const
const kind = sql<DutyKind>`d.kind`.as('kind')

const fedPeriods = (read: ReadTx) =>
  read
    .selectFrom('duty_period as dp')
    .innerJoin('plan as pl', 'pl.id', 'dp.plan_id')
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .select(columns)
    .select(kind)
    .where('pl.state', '=', 'running')
    .where('d.kind', '!=', 'task')
    .where('d.fact_key', 'is not', null)
    .orderBy('dp.plan_id')
    .orderBy('dp.id')

/** Periods bound to facts that have begun and were not asked about yet. Of a plan just launched those gone by as well. */
export const listBegun = (read: ReadTx, ask: { planId: string | null; today: string; now: string }) => {
  const query = fedPeriods(read).where('dp.begun_at', 'is', null).where('dp.from_on', '<=', ask.today)
  // A source that comes later does not judge what people have already decided by hand.
  return (ask.planId === null ? query.where('dp.due_at', '>', ask.now) : query.where('dp.plan_id', '=', ask.planId)).execute()
}

/** Periods bound to facts whose due time has passed since they were last asked about. */
export const listToJudge = (read: ReadTx, now: string) => fedPeriods(read).where('dp.begun_at', 'is not', null).where('dp.judged_at', 'is', null).where('dp.due_at', '<=', now).execute()

export type FedPeriod = Awaited<ReturnType<typeof listToJudge>>[number]

export const markPeriods = (tx: Tx, planId: string, periodIds: readonly string[], set: { begun_at?: string; judged_at?: string }) =>
  tx.updateTable('duty_period').set(set).where('plan_id', '=', planId).where(sql<boolean>`id = any (${[...periodIds]}::uuid[])`).execute()

/** Who may have obligations in them, in a fixed order. */
export const listReady = (read: ReadTx, planId: string) =>
  read.selectFrom('plan_participant').select(['institution_id as institutionId', 'region_code as regionCode']).where('plan_id', '=', planId).where('ready_at', 'is not', null).orderBy('institution_id').execute()
