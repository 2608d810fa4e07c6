import { sql } from 'kysely'
import type { ReadTx } from '../../../server/platform/database.ts'
import { runningCodes, type ClaimName, type DifferenceName } from '../rules/difference.ts'
import { rows, verdictNow, type Keyset } from './obligations.ts'

/** Rule PL-40 in SQL, for lists and counts; rules/difference.ts is the same rule for one. */
export const differenceNow = (now: string) => sql<DifferenceName | null>`case
  when o.claim = 'unmet' and ${verdictNow(now)} = 'met' then 'unmet_met'
  when o.claim = 'met' and ${verdictNow(now)} = 'unmet' then 'met_unmet'
  when o.claim = 'met' and ${verdictNow(now)} = 'overdue' then 'met_overdue'
  when o.claim = 'met' and ${verdictNow(now)} = 'due' and o.why ->> 'code' = any (${[...runningCodes]}::text[]) then 'met_running' end`

export type DifferenceFilter = { planId: string; difference?: DifferenceName | undefined; institutionId?: string | undefined; clauseId?: string | undefined; dueFrom?: string | null | undefined; dueTo?: string | null | undefined }

function filtered(read: ReadTx, filter: DifferenceFilter, now: string) {
  let query = rows(read).select(sql<ClaimName>`o.claim`.as('claim')).where('o.plan_id', '=', filter.planId).where('o.claim', 'is not', null).where(differenceNow(now), 'is not', null)
  if (filter.difference !== undefined) query = query.where(differenceNow(now), '=', filter.difference)
  if (filter.institutionId !== undefined) query = query.where('o.institution_id', '=', filter.institutionId)
  if (filter.clauseId !== undefined) query = query.where('c.id', '=', filter.clauseId)
  return query
}

/** Obligations whose claim and verdict part, earliest due first. */
export function listDifferences(read: ReadTx, filter: DifferenceFilter, now: string, after: Keyset, limit: number) {
  let query = filtered(read, filter, now).select(sql<DifferenceName>`${differenceNow(now)}`.as('difference'))
  if (after !== null) query = query.where(sql<boolean>`(o.due_at, o.period_id, o.institution_id) > (${after.dueAt}::timestamptz, ${after.periodId}::uuid, ${after.institutionId}::uuid)`)
  return query.orderBy('o.due_at').orderBy('o.period_id').orderBy('o.institution_id').limit(limit).execute()
}

export async function countDifferences(read: ReadTx, filter: Omit<DifferenceFilter, 'difference'>, now: string): Promise<Map<DifferenceName, number>> {
  const found = await read
    .selectFrom(filtered(read, filter, now).select(differenceNow(now).as('difference')).as('each'))
    .select('each.difference')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .groupBy('each.difference')
    .execute()
  return new Map(found.flatMap((row) => (row.difference === null ? [] : [[row.difference, row.n]])))
}

export type Drawable = { institutionId: string; periodId: string; regionCode: string; verdict: string; claim: ClaimName | null }

/** What a draw may take: of one population, not of the drawing body itself, and nothing that was drawn before. */
export function listDrawable(read: ReadTx, ask: { planId: string; population: 'differences' | 'evidence_met'; exceptBody: string; dueFrom: string | null; dueTo: string | null }, now: string, limit: number): Promise<Drawable[]> {
  let query = read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .select(['o.institution_id as institutionId', 'o.period_id as periodId', 'o.region_code as regionCode'])
    .select([verdictNow(now).as('verdict'), sql<ClaimName | null>`o.claim`.as('claim')])
    .where('o.plan_id', '=', ask.planId)
    .where('o.institution_id', '!=', ask.exceptBody)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('sample_check as s').select('s.draw_id').whereRef('s.institution_id', '=', 'o.institution_id').whereRef('s.period_id', '=', 'o.period_id'))))
  if (ask.dueFrom !== null) query = query.where(sql<boolean>`o.due_at > (${ask.dueFrom}::date::timestamp at time zone 'Asia/Shanghai')`)
  if (ask.dueTo !== null) query = query.where(sql<boolean>`o.due_at <= ((${ask.dueTo}::date + 1)::timestamp at time zone 'Asia/Shanghai')`)
  if (ask.population === 'differences') query = query.where('o.claim', 'is not', null).where(differenceNow(now), 'is not', null)
  else {
    query = query
      .where(verdictNow(now), '=', 'met')
      .where(sql<boolean>`o.why ->> 'code' in ('accepted', 'verified_by_hand', 'published')`)
      .where((eb) => eb.exists(eb.selectFrom('evidence as e').select('e.revision').whereRef('e.institution_id', '=', 'o.institution_id').whereRef('e.period_id', '=', 'o.period_id').where('e.state', '=', 'accepted')))
  }
  return query.orderBy('o.institution_id').orderBy('o.period_id').limit(limit).execute()
}
