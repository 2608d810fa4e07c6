import { sql } from 'kysely'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { ClauseNode, Tally, Weights } from '../rules/appraisal.ts'
import type { ClaimName } from '../rules/difference.ts'
import type { CheckOutcome } from '../rules/draw.ts'
import { differenceNow } from './differences.ts'
import { verdictNow } from './obligations.ts'

/** An obligation belongs to the year and quarter of the day it is due on: 24:00 of a day is still that day. */
export type YearOf = { readonly institutionId: string; readonly after: string; readonly until: string }

const quarter = sql<number>`extract(quarter from (o.due_at - interval '1 millisecond') at time zone 'Asia/Shanghai')::int`
const late = (now: string) => sql<boolean>`(${verdictNow(now)} = 'unmet' and coalesce(o.why ->> 'code', '') = 'late')`

/** Equal obligations of one institution and year, counted: a few hundred rows at most, however many obligations there are. */
export function listTallies(read: ReadTx, ask: YearOf, now: string): Promise<Tally[]> {
  const each = read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .select(['o.plan_id as planId', 'dp.clause_no as clauseNo'])
    .select([quarter.as('quarter'), verdictNow(now).as('verdict'), late(now).as('late'), sql<ClaimName | null>`o.claim`.as('claim'), differenceNow(now).as('difference')])
    .where('o.institution_id', '=', ask.institutionId)
    .where('o.due_at', '>', ask.after)
    .where('o.due_at', '<=', ask.until)
  const columns = ['each.planId', 'each.clauseNo', 'each.quarter', 'each.verdict', 'each.late', 'each.claim', 'each.difference'] as const
  return read.selectFrom(each.as('each')).select(columns).select((eb) => eb.fn.countAll<number>().as('n')).groupBy(columns).execute()
}

/** The years in which anything of the institution is due, newest first. */
export async function listYears(read: ReadTx, institutionId: string): Promise<number[]> {
  const year = sql<number>`extract(year from (due_at - interval '1 millisecond') at time zone 'Asia/Shanghai')::int`
  return (await read.selectFrom('obligation').select(year.as('year')).distinct().where('institution_id', '=', institutionId).orderBy('year', 'desc').execute()).map((row) => row.year)
}

export const listPlanNames = (read: ReadTx, planIds: readonly string[]) => read.selectFrom('plan').select(['id', 'title', 'state', 'starts_on as startsOn', 'ends_on as endsOn']).where(sql<boolean>`id = any (${[...planIds]}::uuid[])`).orderBy('starts_on').orderBy('id').execute()

/** The clauses of plans without their text, for the parts they stand in. */
export const listClauseNodes = (read: ReadTx, planIds: readonly string[]): Promise<ClauseNode[]> =>
  read.selectFrom('clause').select(['plan_id as planId', 'id', 'parent_id as parentId', 'ordinal', 'printed', 'title']).where(sql<boolean>`plan_id = any (${[...planIds]}::uuid[])`).orderBy('plan_id').orderBy('ordinal').execute()

const onDuty = (read: ReadTx) =>
  read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
const words = ['pl.title as planTitle', 'd.text', 'dp.due_on as dueOn', 'o.period_id as periodId'] as const

/** Checks of obligations due in the year, newest draw first. */
export const listChecksOfYear = (read: ReadTx, ask: YearOf, limit: number) =>
  onDuty(read)
    .innerJoin('sample_check as s', (on) => on.onRef('s.institution_id', '=', 'o.institution_id').onRef('s.period_id', '=', 'o.period_id'))
    .select([...words, 's.draw_id as drawId', 's.remark', 's.drawn_at as drawnAt', 's.checked_at as checkedAt', 's.checked_name as checkedByName'])
    .select(sql<CheckOutcome | null>`s.outcome`.as('outcome'))
    .where('o.institution_id', '=', ask.institutionId)
    .where('o.due_at', '>', ask.after)
    .where('o.due_at', '<=', ask.until)
    .orderBy('s.drawn_at', 'desc')
    .orderBy('s.period_id')
    .limit(limit)
    .execute()

/** How the checks of the year's obligations ended; all of them, however long the list. */
export const countChecksOfYear = (read: ReadTx, ask: YearOf) =>
  read
    .selectFrom('obligation as o')
    .innerJoin('sample_check as s', (on) => on.onRef('s.institution_id', '=', 'o.institution_id').onRef('s.period_id', '=', 'o.period_id'))
    .select((eb) => [
      eb.fn.countAll<number>().as('drawn'),
      eb.fn.countAll<number>().filterWhere('s.outcome', 'is', null).as('open'),
      eb.fn.countAll<number>().filterWhere('s.outcome', '=', 'confirmed').as('confirmed'),
      eb.fn.countAll<number>().filterWhere('s.outcome', '=', 'not_confirmed').as('notConfirmed'),
    ])
    .where('o.institution_id', '=', ask.institutionId)
    .where('o.due_at', '>', ask.after)
    .where('o.due_at', '<=', ask.until)
    .executeTakeFirstOrThrow()

/** What people decided over the facts, revoked or not, newest first. */
export const listOverridesOfYear = (read: ReadTx, ask: YearOf, limit: number) =>
  onDuty(read)
    .innerJoin('obligation_override as v', (on) => on.onRef('v.institution_id', '=', 'o.institution_id').onRef('v.period_id', '=', 'o.period_id'))
    .select([...words, 'v.id', 'v.reason', 'v.set_name as byName', 'v.set_at as at', 'v.revoked_at as revokedAt', 'v.revoked_reason as revokedReason'])
    .select(sql<'met' | 'unmet' | 'waived'>`v.verdict`.as('verdict'))
    .where('o.institution_id', '=', ask.institutionId)
    .where('o.due_at', '>', ask.after)
    .where('o.due_at', '<=', ask.until)
    .orderBy('v.set_at', 'desc')
    .orderBy('v.id')
    .limit(limit)
    .execute()

/** Rule PL-47: the weights of the nearest commission, the newest of them; none where nobody set any. */
export const findWeights = (read: ReadTx, regionCode: string) =>
  read
    .selectFrom('appraisal_weights')
    .select(['reason', 'set_at as setAt', 'set_name as setByName'])
    .select(sql<Weights>`weights`.as('weights'))
    .where(sql<boolean>`${regionCode} like region_prefix || '%'`)
    .orderBy(sql`length(region_prefix)`, 'desc')
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

export const insertWeights = (tx: Tx, given: { id: string; regionCode: string; regionPrefix: string; weights: Weights; reason: string; at: string; by: string; byName: string }) =>
  tx
    .insertInto('appraisal_weights')
    .values({ id: given.id, region_code: given.regionCode, region_prefix: given.regionPrefix, weights: JSON.stringify(given.weights), reason: given.reason, set_at: given.at, set_by: given.by, set_name: given.byName })
    .execute()
