import { sql } from 'kysely'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { DutyKind } from '../../reader/rules/model.ts'
import type { PlanState, VerdictName } from '../rules/views.ts'
import { verdictNow } from './obligations.ts'

/** The day on which an obligation's own due time ends; an extension moves it. */
const dueDay = sql<string>`((o.due_at - interval '1 millisecond') at time zone 'Asia/Shanghai')::date`

const reportRows = (read: ReadTx, now: string) =>
  read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .innerJoin('clause as c', (on) => on.onRef('c.plan_id', '=', 'd.plan_id').onRef('c.id', '=', 'd.clause_id'))
    .innerJoin('institution as i', 'i.id', 'o.institution_id')
    .innerJoin('institution as issuer', 'issuer.id', 'pl.institution_id')
    .leftJoin('phase as ph', (on) => on.onRef('ph.plan_id', '=', 'dp.plan_id').onRef('ph.id', '=', 'dp.phase_id'))
    .select([
      'o.institution_id as institutionId', 'i.name as institutionName', 'i.kind as institutionKind', 'o.region_code as regionCode', 'o.period_id as periodId', 'o.plan_id as planId', 'pl.title as planTitle',
      'pl.number as planNumber', 'pl.starts_on as planStartsOn', 'pl.ends_on as planEndsOn', 'pl.institution_id as commissionId', 'issuer.name as commissionName', 'pl.region_code as commissionRegion',
      'c.printed as clausePrinted', 'c.title as clauseTitle', 'd.id as dutyId', 'd.text', 'd.role', 'd.receiver', 'd.fact_key as factKey', 'dp.from_on as fromOn', 'dp.to_on as toOn', 'dp.opens_on as opensOn',
      'dp.due_on as periodDueOn', 'o.due_at as dueAt', 'ph.name as phaseName', 'ph.starts_on as phaseStartsOn', 'ph.ends_on as phaseEndsOn', 'ph.closed_at as phaseClosedAt',
    ])
    .select([sql<PlanState>`pl.state`.as('planState'), dueDay.as('dueOn'), verdictNow(now).as('verdict')])
    .select((eb) =>
      eb.exists(eb.selectFrom('obligation_override as x').select('x.id').whereRef('x.institution_id', '=', 'o.institution_id').whereRef('x.period_id', '=', 'o.period_id').where('x.revoked_at', 'is', null)).$castTo<boolean>().as('overridden'),
    )
    .where('d.kind', '=', 'report')

export type ReportAsk = {
  readonly institutionId?: string
  readonly planId?: string
  /** Forms by name: duties bound to others are left out. */
  readonly formKeys?: readonly string[]
  readonly periodIds?: readonly string[]
  /** The last day of the period: it stays when a due date moves. */
  readonly toOn?: string
  readonly dueFrom?: string
  /** Only what can be worked on by then. */
  readonly opensUntil?: string
  readonly limit?: number
}

/** Periods of report duties in the reader's scope, earliest due first. */
export function listReportPeriods(read: ReadTx, ask: ReportAsk, now: string) {
  let query = reportRows(read, now)
  if (ask.institutionId !== undefined) query = query.where('o.institution_id', '=', ask.institutionId)
  if (ask.planId !== undefined) query = query.where('o.plan_id', '=', ask.planId)
  if (ask.formKeys !== undefined) query = query.where(sql<boolean>`d.fact_key = any (${[...ask.formKeys]}::text[])`)
  if (ask.periodIds !== undefined) query = query.where(sql<boolean>`o.period_id = any (${[...ask.periodIds]}::uuid[])`)
  if (ask.toOn !== undefined) query = query.where('dp.to_on', '=', ask.toOn)
  if (ask.dueFrom !== undefined) query = query.where('dp.due_on', '>=', ask.dueFrom)
  if (ask.opensUntil !== undefined) query = query.where('dp.opens_on', '<=', ask.opensUntil)
  return query.orderBy('o.due_at').orderBy('o.period_id').orderBy('o.institution_id').limit(ask.limit ?? 5000).execute()
}
export type ReportPeriodRow = Awaited<ReturnType<typeof listReportPeriods>>[number]

/** How many report periods each institution has that can be worked on by a day, in running plans. */
export const countReportPeriods = (read: ReadTx, formKeys: readonly string[], opensUntil: string) =>
  read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .select(['o.plan_id as planId', 'o.institution_id as institutionId', 'o.region_code as regionCode', 'pl.institution_id as commissionId', 'pl.region_code as commissionRegion'])
    .select((eb) => eb.fn.countAll<number>().as('periods'))
    .where('pl.state', '=', 'running')
    .where('d.kind', '=', 'report')
    .where(sql<boolean>`d.fact_key = any (${[...formKeys]}::text[])`)
    .where('dp.opens_on', '<=', opensUntil)
    .groupBy(['o.plan_id', 'o.institution_id', 'o.region_code', 'pl.institution_id', 'pl.region_code'])
    .orderBy('o.plan_id')
    .orderBy('o.institution_id')
    .execute()

/** The due times of many obligations as they stand now. */
export const listDueTimes = (read: ReadTx, periodIds: readonly string[]) =>
  read
    .selectFrom('obligation as o')
    .select(['o.institution_id as institutionId', 'o.period_id as periodId', 'o.due_at as dueAt'])
    .select(dueDay.as('dueOn'))
    .where(sql<boolean>`o.period_id = any (${[...periodIds]}::uuid[])`)
    .execute()

/** Which forms plans ask for in the reader's scope, by the last day of each period, and of how many bodies; a moved due date does not part a period. */
export const listReportDues = (read: ReadTx, ask: { planId?: string; from: string; to: string }) =>
  read
    .selectFrom('obligation as o')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .innerJoin('plan as pl', 'pl.id', 'dp.plan_id')
    .innerJoin('institution as issuer', 'issuer.id', 'pl.institution_id')
    .select(['dp.plan_id as planId', 'pl.title as planTitle', 'pl.institution_id as commissionId', 'issuer.name as commissionName', 'd.fact_key as formKey', 'dp.to_on as toOn'])
    .select((eb) => [eb.fn.min('dp.from_on').as('fromOn'), eb.fn.max('dp.due_on').as('dueOn'), eb.fn.max('o.due_at').as('dueAt'), eb.fn.countAll<number>().as('asked')])
    .where('d.kind', '=', 'report')
    .where('d.fact_key', 'is not', null)
    .where('dp.due_on', '>=', ask.from)
    .where('dp.due_on', '<=', ask.to)
    .$if(ask.planId !== undefined, (query) => query.where('dp.plan_id', '=', ask.planId ?? ''))
    .groupBy(['dp.plan_id', 'pl.title', 'pl.institution_id', 'issuer.name', 'd.fact_key', 'dp.to_on'])
    .orderBy('dueOn', 'desc')
    .orderBy('pl.title')
    .limit(500)
    .execute()

export type DutyWindow = { readonly institutionId: string; readonly planId: string; readonly fromOn: string; readonly toOn: string }

/** What was due in a window, with its verdict at this moment; the reports themselves are not counted among what they tell of. */
export function listWindowObligations(read: ReadTx, ask: DutyWindow, now: string, limit: number) {
  return read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .innerJoin('clause as c', (on) => on.onRef('c.plan_id', '=', 'd.plan_id').onRef('c.id', '=', 'd.clause_id'))
    .select(['o.period_id as periodId', 'c.printed as clausePrinted', 'c.title as clauseTitle', 'd.text', 'o.claimed_at as claimedAt', 'o.verified_at as verifiedAt'])
    .select([sql<DutyKind>`d.kind`.as('kind'), dueDay.as('dueOn'), verdictNow(now).as('verdict')])
    .where('o.institution_id', '=', ask.institutionId)
    .where('o.plan_id', '=', ask.planId)
    .where('d.kind', '!=', 'report')
    .where('dp.due_on', '>=', ask.fromOn)
    .where('dp.due_on', '<=', ask.toOn)
    .orderBy('dp.clause_no')
    .orderBy('o.due_at')
    .orderBy('o.period_id')
    .limit(limit)
    .execute()
}

export type VerdictCounts = Readonly<Record<VerdictName, number>>

/** Verdicts of what was due from the plan's start to the end of a window, and of the part due inside it, in one statement. */
export async function countVerdicts(read: ReadTx, ask: DutyWindow, now: string): Promise<{ inside: VerdictCounts; upTo: VerdictCounts }> {
  // The verdict is named once, in the subquery: as a group it would be another expression with parameters of its own.
  const judged = read
    .selectFrom('obligation as o')
    .innerJoin('plan as pl', 'pl.id', 'o.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .select([verdictNow(now).as('verdict'), sql<boolean>`dp.due_on >= ${ask.fromOn}::date`.as('isInside')])
    .where('o.institution_id', '=', ask.institutionId)
    .where('o.plan_id', '=', ask.planId)
    .where('d.kind', '!=', 'report')
    .where('dp.due_on', '<=', ask.toOn)
  const rows = await read.selectFrom(judged.as('j')).select(['j.verdict', 'j.isInside', sql<number>`count(*)::int`.as('n')]).groupBy(['j.verdict', 'j.isInside']).execute()
  const sum = (wanted: (row: (typeof rows)[number]) => boolean): VerdictCounts => {
    const total = (verdict: VerdictName) => rows.filter((row) => row.verdict === verdict && wanted(row)).reduce((all, row) => all + row.n, 0)
    return { waived: total('waived'), met: total('met'), due: total('due'), overdue: total('overdue'), unmet: total('unmet') }
  }
  return { inside: sum((row) => row.isInside), upTo: sum(() => true) }
}

/** Files of evidence handed in during a window and not taken back or returned. */
export const listWindowEvidence = (read: ReadTx, ask: DutyWindow, instants: { from: string; before: string }, limit: number) =>
  read
    .selectFrom('evidence as e')
    .innerJoin('evidence_file as f', (on) => on.onRef('f.institution_id', '=', 'e.institution_id').onRef('f.period_id', '=', 'e.period_id').onRef('f.revision', '=', 'e.revision'))
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'e.plan_id').onRef('dp.id', '=', 'e.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .select(['f.name', 'f.sha256', 'f.size', 'd.text as proves', 'e.submitted_at as submittedAt', 'e.period_id as periodId', 'f.file_id as fileId'])
    .where('e.institution_id', '=', ask.institutionId)
    .where('e.plan_id', '=', ask.planId)
    .where('e.state', 'in', ['submitted', 'accepted'])
    .where('e.submitted_at', '>=', instants.from)
    .where('e.submitted_at', '<', instants.before)
    .orderBy('e.submitted_at')
    .orderBy('f.name')
    .orderBy('f.file_id')
    .limit(limit)
    .execute()
