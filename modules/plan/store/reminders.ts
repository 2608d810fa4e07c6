import { sql } from 'kysely'
import type { ReadTx } from '../../../server/platform/database.ts'
import { verdictNow } from './obligations.ts'

/** What is open at an institution on one of the reminder days, by plan and post. Waiting for a decision is not reminded of. */
export const listReminders = (read: ReadTx, days: readonly string[], now: string) =>
  read
    .selectFrom('duty_period as dp')
    .innerJoin('plan as pl', 'pl.id', 'dp.plan_id')
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .innerJoin('obligation as o', (on) => on.onRef('o.plan_id', '=', 'dp.plan_id').onRef('o.period_id', '=', 'dp.id'))
    .innerJoin('institution as i', 'i.id', 'o.institution_id')
    .select(['o.institution_id as institutionId', 'o.region_code as regionCode', 'i.name as institutionName', 'pl.id as planId', 'pl.title', 'pl.institution_id as commissionId', 'pl.region_code as commissionRegion', 'd.role'])
    // The obligation's own due date: an extension moves the reminders as well.
    .select([sql<string>`((o.due_at - interval '1 millisecond') at time zone 'Asia/Shanghai')::date`.as('dueOn'), sql<number>`count(*)::int`.as('count'), sql<string>`min(d.text)`.as('text')])
    .where('pl.state', '=', 'running')
    .where(sql<boolean>`((o.due_at - interval '1 millisecond') at time zone 'Asia/Shanghai')::date = any (${[...days]}::date[])`)
    .where(sql<boolean>`(o.verdict in ('due', 'overdue') or o.flips_at is not null)`)
    .where(verdictNow(now), 'in', ['due', 'overdue'])
    .where(sql<boolean>`coalesce(o.why ->> 'code', '') <> 'waiting'`)
    .groupBy(['o.institution_id', 'o.region_code', 'i.name', 'pl.id', 'pl.title', 'pl.institution_id', 'pl.region_code', 'd.role', sql`((o.due_at - interval '1 millisecond') at time zone 'Asia/Shanghai')::date`])
    .orderBy('o.institution_id')
    .execute()
export type ReminderRow = Awaited<ReturnType<typeof listReminders>>[number]
