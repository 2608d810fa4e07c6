import { sql } from 'kysely'
import type { ReadTx } from '../../../server/platform/database.ts'

type Counts = {
  readonly institutionId: string; readonly kind: string; readonly category: string | null; readonly channel: string; readonly verdict: string | null
  readonly received: number; readonly accepted: number; readonly declined: number; readonly acceptedInTime: number; readonly answered: number; readonly dueAnswered: number; readonly answeredInTime: number; readonly closed: number; readonly open: number; readonly overdue: number
  readonly rated: number; readonly satisfied: number; readonly calledBack: number; readonly solved: number; readonly reopened: number; readonly merged: number; readonly withdrawn: number; readonly published: number; readonly signedOff: number; readonly rechecked: number; readonly recheckHeld: number; readonly slidBack: number; readonly acceptDue: number; readonly judged: number
}

/** What came in on these days, counted once by body, kind, category, channel and verdict: any sum is made of these few rows. */
export async function countMatters(read: ReadTx, ask: { readonly institutionIds: readonly string[]; readonly fromAt: string; readonly toAt: string; readonly now: string }): Promise<Counts[]> {
  if (ask.institutionIds.length === 0) return []
  const rows = await sql<Counts>`
    select institution_id as "institutionId", kind, category, channel, verdict,
      count(*)::int as received, count(accepted_at)::int as accepted, count(*) filter (where state = 'declined')::int as declined, count(*) filter (where accepted_in_time)::int as "acceptedInTime",
      count(answered_at)::int as answered,
      -- Due: answered, or past its date. What was withdrawn or merged owes nothing.
      count(*) filter (where state not in ('withdrawn', 'merged') and (answered_at is not null or settle_due_at <= ${ask.now}::timestamptz))::int as "dueAnswered",
      count(*) filter (where answered_in_time and state not in ('withdrawn', 'merged'))::int as "answeredInTime", count(closed_at)::int as closed, count(*) filter (where phase = 'open')::int as open,
      count(*) filter (where settled_at is null and settle_due_at <= ${ask.now}::timestamptz)::int as overdue,
      count(satisfied)::int as rated, count(*) filter (where satisfied)::int as satisfied, count(solved)::int as "calledBack", count(*) filter (where solved)::int as solved, count(*) filter (where reopened > 0)::int as reopened,
      count(merged_into)::int as merged, count(*) filter (where state = 'withdrawn')::int as withdrawn, count(published_at)::int as published, count(signed_off_at)::int as "signedOff", count(rechecked_at)::int as rechecked, count(*) filter (where recheck_held)::int as "recheckHeld", count(*) filter (where not recheck_held)::int as "slidBack", count(verdict)::int as judged,
      count(*) filter (where accepted_in_time is not null or (accepted_at is null and phase = 'open' and settle_due_at <= ${ask.now}::timestamptz))::int as "acceptDue"
    from matter where institution_id = any (${[...ask.institutionIds]}::uuid[]) and received_at >= ${ask.fromAt}::timestamptz and received_at < ${ask.toAt}::timestamptz
    group by institution_id, kind, category, channel, verdict`.execute(read)
  return rows.rows
}
export type MatterCounts = Counts
