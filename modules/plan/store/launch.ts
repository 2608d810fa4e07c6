import { sql } from 'kysely'
import type { Deadline } from '../../../kernel/deadline.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { TemplateSource } from '../../reader/public.ts'
import type { ClauseItem, DutyItem, PhaseItem } from '../../reader/rules/draft/understanding.ts'
import type { PlannedPeriod } from '../rules/periods.ts'

export type Owner = { readonly planId: string; readonly regionCode: string }
export type ClauseRow = { readonly id: string; readonly parentId: string | null; readonly ordinal: number } & Pick<ClauseItem, 'path' | 'printed' | 'title' | 'text' | 'level'>
export type PeriodRow = PlannedPeriod & { readonly id: string; readonly dutyId: string; readonly clauseNo: number }
export type DutyRow = Pick<DutyItem, 'kind' | 'text' | 'subject' | 'due' | 'cadence' | 'target' | 'products' | 'receiver' | 'responsible'> & {
  readonly id: string
  readonly clauseId: string
  readonly ordinal: number
  readonly role: string
  readonly kinds: readonly string[] | null
  readonly levels: readonly string[] | null
  readonly institutionIds: readonly string[] | null
  readonly freshDays: number | null
  readonly factKey: string | null
  /** Of the facts under that key, which count; null is all of them. */
  readonly where: string | null
  readonly source: 'document' | 'consult'
  readonly sourceId: string | null
}

export const insertPlan = (
  tx: Tx,
  owner: Owner,
  given: { institutionId: string; draftId: string | null; title: string; number: string | null; issuer: string | null; issuedOn: string | null; startsOn: string; endsOn: string; graceDays: number | null; institutions: number; template: TemplateSource | null; at: string; by: string; byName: string },
) =>
  tx
    .insertInto('plan')
    .values({
      id: owner.planId, region_code: owner.regionCode, institution_id: given.institutionId, draft_id: given.draftId, title: given.title, number: given.number, issuer: given.issuer, issued_on: given.issuedOn,
      starts_on: given.startsOn, ends_on: given.endsOn, grace_days: given.graceDays, institutions: given.institutions, state: 'launching', launched_at: given.at, launched_by: given.by, launched_name: given.byName, progress_at: given.at,
      template_id: given.template?.templateId ?? null, template_version: given.template?.version ?? null, template_sha256: given.template?.sha256 ?? null,
    })
    .execute()

/** At most this many rows a statement: the wire protocol takes 65,535 values. */
async function inChunks<T>(rows: readonly T[], insert: (chunk: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += 1000) await insert(rows.slice(at, at + 1000))
}

export const insertPhases = (tx: Tx, { planId, regionCode }: Owner, phases: readonly (Pick<PhaseItem, 'id' | 'name' | 'start' | 'end' | 'printed' | 'clauseId'> & { ordinal: number })[]) =>
  inChunks(phases, (chunk) =>
    tx.insertInto('phase').values(chunk.map((each) => ({ plan_id: planId, region_code: regionCode, id: each.id, ordinal: each.ordinal, name: each.name, starts_on: each.start, ends_on: each.end, printed: each.printed, clause_id: each.clauseId }))).execute(),
  )

export const insertClauses = (tx: Tx, { planId, regionCode }: Owner, clauses: readonly ClauseRow[]) =>
  inChunks(clauses, (chunk) =>
    tx.insertInto('clause').values(chunk.map((each) => ({ plan_id: planId, region_code: regionCode, id: each.id, parent_id: each.parentId, ordinal: each.ordinal, path: each.path, printed: each.printed, title: each.title, text: each.text, level: each.level }))).execute(),
  )

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

export const insertDuties = (tx: Tx, { planId, regionCode }: Owner, duties: readonly DutyRow[]) =>
  inChunks(duties, (chunk) =>
    tx
      .insertInto('duty')
      .values(
        chunk.map((each) => ({
          plan_id: planId, region_code: regionCode, id: each.id, clause_id: each.clauseId, ordinal: each.ordinal, kind: each.kind, text: each.text, subject: each.subject,
          due: json(each.due), cadence: json(each.cadence), target: json(each.target), products: JSON.stringify(each.products), receiver: each.receiver, responsible: json(each.responsible),
          role: each.role, kinds: each.kinds === null ? null : [...each.kinds], levels: each.levels === null ? null : [...each.levels], institution_ids: each.institutionIds === null ? null : [...each.institutionIds],
          fresh_days: each.freshDays, fact_key: each.factKey, fact_filter: each.where, source: each.source, source_id: each.sourceId,
        })),
      )
      .execute(),
  )

export const insertPeriods = (tx: Tx, { planId, regionCode }: Owner, periods: readonly PeriodRow[]) =>
  inChunks(periods, (chunk) =>
    tx
      .insertInto('duty_period')
      .values(
        chunk.map((each) => ({
          plan_id: planId, region_code: regionCode, id: each.id, duty_id: each.dutyId, clause_no: each.clauseNo, phase_id: each.phaseId, from_on: each.fromOn, to_on: each.toOn, opens_on: each.opensOn,
          due_on: each.dueOn, due_at: each.dueAt, bucket_on: each.bucketOn, basis: each.basis, deadline: json(each.deadline), nominal_on: each.nominalOn,
        })),
      )
      .execute(),
  )

export const insertParticipants = (tx: Tx, planId: string, bodies: readonly { id: string; regionCode: string; kind: string; level: string }[]) =>
  inChunks(bodies, (chunk) => tx.insertInto('plan_participant').values(chunk.map((body) => ({ institution_id: body.id, plan_id: planId, region_code: body.regionCode, kind: body.kind, level: body.level }))).execute())

/** The next institutions without their obligations, in a fixed order. */
export const listUnready = (read: ReadTx, planId: string, limit: number) =>
  read.selectFrom('plan_participant').select(['institution_id as institutionId', 'region_code as regionCode', 'kind', 'level']).where('plan_id', '=', planId).where('ready_at', 'is', null).orderBy('institution_id').limit(limit).execute()

/** Creates what is missing of one institution's obligations; answers how many were made now. */
export async function openObligations(tx: Tx, ask: { institutionId: string; regionCode: string; kind: string; planId: string; dutyId: string | null }): Promise<number> {
  const answer = await sql<{ made: number }>`select open_obligations(${ask.institutionId}::uuid, ${ask.regionCode}, ${ask.kind}, ${ask.planId}::uuid, ${ask.dutyId}::uuid) as made`.execute(tx)
  return answer.rows[0]?.made ?? 0
}

export const saveReady = (tx: Tx, institutionId: string, planId: string, obligations: number, at: string) =>
  tx
    .updateTable('plan_participant')
    .set((eb) => ({ ready_at: at, obligations: eb('obligations', '+', obligations) }))
    .where('institution_id', '=', institutionId)
    .where('plan_id', '=', planId)
    .execute()

export async function progressOf(read: ReadTx, planId: string) {
  const row = await read
    .selectFrom('plan_participant')
    .select((eb) => [eb.fn.countAll<number>().as('institutions'), eb.fn.count<number>('ready_at').as('ready'), eb.fn.coalesce(eb.fn.sum<number>('obligations'), sql<number>`0`).as('obligations')])
    .where('plan_id', '=', planId)
    .executeTakeFirstOrThrow()
  return row
}

/** What a launch counts a board from: due times and clause numbers of the periods, with whom they apply to. */
export const listLaunchPeriods = (read: ReadTx, planId: string) =>
  read
    .selectFrom('duty_period as dp')
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .select(['dp.clause_no as clauseNo', 'dp.due_at as dueAt', 'dp.bucket_on as bucketOn', 'd.kinds', 'd.levels', 'd.institution_ids as institutionIds'])
    .where('dp.plan_id', '=', planId)
    .execute()

/** Periods whose date was counted on the calendar and lies ahead. */
export const listDatedByCalendar = (read: ReadTx, now: string) =>
  read
    .selectFrom('duty_period as dp')
    .innerJoin('plan as pl', 'pl.id', 'dp.plan_id')
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .select(['dp.plan_id as planId', 'dp.id', 'dp.from_on as fromOn', 'dp.to_on as toOn', 'dp.basis', 'dp.due_at as dueAt', 'dp.bucket_on as bucketOn', 'dp.nominal_on as nominalOn', 'pl.institution_id as institutionId', 'pl.region_code as regionCode'])
    .select([sql<Deadline>`dp.deadline`.as('deadline'), sql<string | null>`d.due ->> 'time'`.as('time')])
    .where('dp.deadline', 'is not', null)
    .where('dp.due_at', '>', now)
    .where('pl.state', '!=', 'closed')
    .execute()

export const saveRedated = (tx: Tx, planId: string, periodId: string, set: { deadline: Deadline; fromOn: string; toOn: string; dueOn: string; dueAt: string; bucketOn: string }) =>
  tx
    .updateTable('duty_period')
    .set({ deadline: JSON.stringify(set.deadline), from_on: set.fromOn, to_on: set.toOn, due_on: set.dueOn, due_at: set.dueAt, bucket_on: set.bucketOn })
    .where('plan_id', '=', planId)
    .where('id', '=', periodId)
    .execute()

/** Moves the obligations of one institution that were not extended by hand; answers the periods touched. */
export async function moveObligations(tx: Tx, institutionId: string, periods: readonly { id: string; from: string; to: string }[]): Promise<string[]> {
  const answer = await sql<{ period_id: string }>`update obligation o set due_at = v.new_at
    from unnest(${periods.map((each) => each.id)}::uuid[], ${periods.map((each) => each.from)}::timestamptz[], ${periods.map((each) => each.to)}::timestamptz[]) as v (period_id, old_at, new_at)
    where o.institution_id = ${institutionId} and o.period_id = v.period_id and o.extended_from is null and o.due_at = v.old_at returning o.period_id`.execute(tx)
  return answer.rows.map((row) => row.period_id)
}

/** Participants a later duty is for; all of them where no list is given. */
export function listParticipantsToAsk(read: ReadTx, planId: string, institutionIds: readonly string[] | null) {
  const query = read.selectFrom('plan_participant').select(['institution_id as institutionId', 'region_code as regionCode', 'kind']).where('plan_id', '=', planId)
  return (institutionIds === null ? query : query.where('institution_id', 'in', [...institutionIds, '00000000-0000-7000-8000-000000000000'])).orderBy('institution_id').execute()
}
