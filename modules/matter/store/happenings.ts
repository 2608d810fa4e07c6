import type { Instant } from '../../../kernel/instant.ts'
import { sql, type ReadTx } from '../../../server/platform/database.ts'

/** What happened to matters of one body and kind in some days: exact, small numbers too; whoever shows them withholds. */
export type MatterHappening = {
  readonly institutionId: string
  readonly kind: string
  /** Received in the window; what was merged into another is the other. */
  readonly received: number
  /** Accepted or declined in the window, or not yet though its limit fell in it. */
  readonly acceptDue: number
  readonly acceptedInTime: number
  /** Answered (rectified) in the window, or not yet though its limit fell in it. */
  readonly answerDue: number
  readonly answeredInTime: number
  /** Called back or rated: of what was answered in the window, or taken up again in it. */
  readonly calledBack: number
  readonly solved: number
  readonly satisfied: number
  /** With a verdict: of what was answered or closed in the window. */
  readonly judged: number
  readonly substantiated: number
  readonly partly: number
  /** Times that something was taken up again in the window. */
  readonly reopened: number
  /** At the given moment: the body owes its answer (its rectification), and the limit has passed; whenever it came in. */
  readonly overdue: number
  readonly signedOff: number
  readonly rechecked: number
  readonly slidBack: number
}

/** The window is from its first instant up to, not including, its last. */
export type HappeningAsk = { readonly institutionIds: readonly string[]; readonly fromAt: Instant; readonly untilAt: Instant; readonly at: Instant; /** Moves that take something up again. */ readonly reopenMoves: readonly string[] }

/**
 * One statement over what changed since the window began, and one over the steps that took something up again. What has
 * not changed since then had nothing happen in the window, but may still be owed.
 */
export async function countHappenings(read: ReadTx, ask: HappeningAsk): Promise<MatterHappening[]> {
  if (ask.institutionIds.length === 0) return []
  const ids = sql`${[...ask.institutionIds]}::uuid[]`
  const [from, until, at] = [sql`${ask.fromAt}::timestamptz`, sql`${ask.untilAt}::timestamptz`, sql`${ask.at}::timestamptz`]
  const inside = (instant: string) => sql`(${sql.raw(instant)} >= ${from} and ${sql.raw(instant)} < ${until})`
  const owed = (limit: string) => sql`(${inside(limit)} and ${sql.raw(limit)} <= ${at})`
  const n = (condition: ReturnType<typeof sql>) => sql`count(*) filter (where ${condition})::int`
  const counts = sql`m.state not in ('withdrawn', 'merged')`
  const decidedAt = 'coalesce(m.accepted_at, m.first_response_at)'
  const answeredAt = 'coalesce(m.answered_at, m.rectified_at)'
  const rated = sql`(m.solved is not null or m.satisfied is not null) and ${inside('coalesce(m.answered_at, m.changed_at)')}`
  const judged = sql`m.verdict is not null and ${inside('coalesce(m.answered_at, m.closed_at)')}`
  const found = await sql<Omit<MatterHappening, 'reopened'>>`
    select m.institution_id as "institutionId", m.kind,
      ${n(sql`m.merged_into is null and ${inside('m.received_at')}`)} as received,
      ${n(sql`${counts} and ((m.accepted_in_time is not null and ${inside(decidedAt)}) or (m.accepted_in_time is null and m.accepted_at is null and m.phase = 'open' and ${owed('m.due_at')}))`)} as "acceptDue",
      ${n(sql`${counts} and m.accepted_in_time and ${inside(decidedAt)}`)} as "acceptedInTime",
      ${n(sql`${counts} and ((m.answered_in_time is not null and ${inside(answeredAt)}) or (m.answered_in_time is null and m.settled_at is null and ${owed('m.settle_due_at')}))`)} as "answerDue",
      ${n(sql`${counts} and m.answered_in_time and ${inside(answeredAt)}`)} as "answeredInTime",
      ${n(rated)} as "calledBack", ${n(sql`m.solved and ${rated}`)} as solved, ${n(sql`m.satisfied and ${rated}`)} as satisfied,
      ${n(judged)} as judged, ${n(sql`m.verdict = 'substantiated' and ${judged}`)} as substantiated, ${n(sql`m.verdict = 'partly' and ${judged}`)} as partly,
      ${n(sql`m.settled_at is null and m.phase = 'open' and m.settle_due_at <= ${at}`)} as overdue,
      ${n(inside('m.signed_off_at'))} as "signedOff", ${n(inside('m.rechecked_at'))} as rechecked, ${n(sql`m.recheck_held = false and ${inside('m.rechecked_at')}`)} as "slidBack"
    from matter m
    where m.institution_id = any (${ids}) and m.received_at < ${until} and (m.changed_at >= ${from} or m.phase = 'open')
    group by m.institution_id, m.kind`.execute(read)
  const again = await sql<{ institutionId: string; kind: string; n: number }>`
    select m.institution_id as "institutionId", m.kind, count(*)::int as n
    from matter m join matter_event e on e.institution_id = m.institution_id and e.matter_id = m.id
    where m.institution_id = any (${ids}) and m.reopened > 0 and m.changed_at >= ${from} and e.at >= ${from} and e.at < ${until} and e.move = any (${[...ask.reopenMoves]}::text[])
    group by m.institution_id, m.kind`.execute(read)
  const reopened = new Map(again.rows.map((row) => [`${row.institutionId} ${row.kind}`, row.n]))
  return found.rows.map((row) => ({ ...row, reopened: reopened.get(`${row.institutionId} ${row.kind}`) ?? 0 }))
}
