import { sql } from 'kysely'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { Visibility } from '../rules/authority.ts'

type Row = {
  readonly kind: string; readonly departmentId: string | null; readonly department: string | null; readonly received: number; readonly open: number; readonly overdue: number
  readonly answerDue: number; readonly answeredInTime: number; readonly calledBack: number; readonly solved: number; readonly rated: number; readonly satisfied: number
}
type Ask = { readonly institutionId: string | null; readonly fromAt: string; readonly toAt: string; readonly now: string; readonly sees: Visibility }

/** Rule MT-4 as a condition: all of a kind where the posts say so, else what the departments one heads hold; row security keeps to the region. */
export async function countFigures(read: ReadTx, { institutionId, fromAt, toAt, now, sees }: Ask): Promise<Row[]> {
  const own = sees.institutionId
  const found = await sql<Row>`
    select m.kind, m.holder_department_id as "departmentId", d.name as department, count(*)::int as received, count(*) filter (where m.phase = 'open')::int as open,
      count(*) filter (where m.settled_at is null and m.settle_due_at <= ${now}::timestamptz)::int as overdue,
      count(*) filter (where m.state not in ('withdrawn', 'merged') and (m.answered_at is not null or m.settle_due_at <= ${now}::timestamptz))::int as "answerDue",
      count(*) filter (where m.answered_in_time and m.state not in ('withdrawn', 'merged'))::int as "answeredInTime",
      count(m.solved)::int as "calledBack", count(*) filter (where m.solved)::int as solved, count(m.satisfied)::int as rated, count(*) filter (where m.satisfied)::int as satisfied
    from matter m left join department d on d.institution_id = m.institution_id and d.id = m.holder_department_id
    where m.received_at >= ${fromAt}::timestamptz and m.received_at < ${toAt}::timestamptz
      and (${institutionId}::uuid is null or m.institution_id = ${institutionId}::uuid)
      and ((m.institution_id = ${own}::uuid and (m.kind = any (${[...sees.all]}::text[]) or (m.kind = any (${[...sees.working]}::text[]) and m.holder_department_id = any (${[...sees.departmentIds]}::uuid[]))))
        or (m.institution_id is distinct from ${own}::uuid and m.kind = any (${[...sees.below]}::text[])))
      and (${sees.staffId}::uuid is null or not m.subject_staff_ids @> array[${sees.staffId}::uuid])
    group by m.kind, m.holder_department_id, d.name
    order by m.kind, received desc`.execute(read)
  return found.rows
}
