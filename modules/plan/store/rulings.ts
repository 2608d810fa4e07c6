import { sql } from 'kysely'
import { sendFew, statement, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { NewRuling, Standing } from '../rules/written.ts'

const columns = `o.period_id as "periodId", o.verdict, o.flips_at as "flipsAt", o.flips_to as "flipsTo", o.due_at as "dueAt", o.why, o.claimed_at as "claimedAt", o.verified_at as "verifiedAt",
  dp.from_on as "fromOn", dp.to_on as "toOn", dp.bucket_on as "bucketOn", ph.closed_at as "phaseClosedAt", pl.closed_at as "planClosedAt",
  exists (select 1 from evidence e where e.institution_id = o.institution_id and e.period_id = o.period_id)
    or exists (select 1 from obligation_override x where x.institution_id = o.institution_id and x.period_id = o.period_id and x.revoked_at is null) as "byHand"`
const joined = `obligation o join plan pl on pl.id = o.plan_id join duty_period dp on dp.plan_id = o.plan_id and dp.id = o.period_id left join phase ph on ph.plan_id = dp.plan_id and ph.id = dp.phase_id`
const one = statement<Standing>(`select ${columns} from ${joined} where o.institution_id = $1 and o.period_id = $2`)
const many = statement<Standing>(`select ${columns} from ${joined} where o.institution_id = $1 and o.period_id = any ($2::uuid[])`)

/** What stands written of obligations of one institution, and under which terms; asked once its lock is had. */
export const listWritten = (read: ReadTx, institutionId: string, periodIds: readonly string[]): Promise<Standing[]> =>
  periodIds.length === 1 ? one(read, [institutionId, periodIds[0]]) : many(read, [institutionId, [...periodIds]])

const saveOne = statement('update obligation set verdict = $3, why = $4, flips_at = $5, flips_to = $6, claimed_at = $7, verified_at = $8 where institution_id = $1 and period_id = $2')

/** Saves the rulings of one institution in one statement; a single one, as nearly every fact makes, by a plan made once. */
export async function saveRulings(tx: Tx, institutionId: string, rulings: readonly NewRuling[]): Promise<void> {
  const [only, ...others] = rulings
  if (only === undefined) return
  if (others.length === 0) {
    const { ruling, claimedAt, verifiedAt } = only
    return sendFew(tx, 1, saveOne(tx, [institutionId, only.periodId, ruling.verdict, JSON.stringify(ruling.why), ruling.flip?.at ?? null, ruling.flip?.to ?? null, claimedAt, verifiedAt]))
  }
  const column = <T>(pick: (each: NewRuling) => T) => rulings.map(pick)
  const saved = sql`update obligation o set verdict = v.verdict, why = v.why::jsonb, flips_at = v.flips_at, flips_to = v.flips_to, claimed_at = v.claimed_at, verified_at = v.verified_at
    from unnest(${column((each) => each.periodId)}::uuid[], ${column((each) => each.ruling.verdict)}::text[], ${column((each) => JSON.stringify(each.ruling.why))}::text[],
      ${column((each) => each.ruling.flip?.at ?? null)}::timestamptz[], ${column((each) => each.ruling.flip?.to ?? null)}::text[],
      ${column((each) => each.claimedAt)}::timestamptz[], ${column((each) => each.verifiedAt)}::timestamptz[])
      as v (period_id, verdict, why, flips_at, flips_to, claimed_at, verified_at)
    where o.institution_id = ${institutionId} and o.period_id = v.period_id`.execute(tx)
  await sendFew(tx, rulings.length, saved)
}
