import { sql } from 'kysely'
import { compiledOnce } from '../../../server/platform/compiled-once.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { EvidenceState, Facts } from '../rules/facts.ts'

/** All evidence of one obligation, oldest revision first. */
export const listEvidence = (read: ReadTx, institutionId: string, periodId: string) =>
  read
    .selectFrom('evidence')
    .select(['revision', 'note', 'link', 'submitted_at as submittedAt', 'submitted_by as submittedBy', 'submitted_name as submittedByName', 'decided_at as decidedAt', 'decided_name as decidedByName', 'remark'])
    .select(sql<EvidenceState>`state`.as('state'))
    .where('institution_id', '=', institutionId)
    .where('period_id', '=', periodId)
    .orderBy('revision')
    .execute()
export type EvidenceRow = Awaited<ReturnType<typeof listEvidence>>[number]

export const listFiles = (read: ReadTx, institutionId: string, periodId: string) =>
  read
    .selectFrom('evidence_file')
    .select(['revision', 'file_id as fileId', 'sha256', 'name', 'size', 'media_type as mediaType'])
    .where('institution_id', '=', institutionId)
    .where('period_id', '=', periodId)
    .orderBy('revision')
    .orderBy('name')
    .execute()

export const findFile = (read: ReadTx, institutionId: string, periodId: string, revision: number, fileId: string) =>
  read.selectFrom('evidence_file').select('file_id').where('institution_id', '=', institutionId).where('period_id', '=', periodId).where('revision', '=', revision).where('file_id', '=', fileId).executeTakeFirst()

/** Where the same content was handed in for another obligation. Row security decides who sees which institution. */
export async function listReuse(read: ReadTx, institutionId: string, periodId: string, contents: readonly string[]) {
  if (contents.length === 0) return []
  return read
    .selectFrom('evidence_file as f')
    .innerJoin('evidence as e', (on) => on.onRef('e.institution_id', '=', 'f.institution_id').onRef('e.period_id', '=', 'f.period_id').onRef('e.revision', '=', 'f.revision'))
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'e.plan_id').onRef('dp.id', '=', 'e.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .innerJoin('institution as i', 'i.id', 'f.institution_id')
    .select(['f.sha256', 'f.institution_id as institutionId', 'i.name as institutionName', 'f.period_id as periodId', 'f.revision', 'e.submitted_at as submittedAt', 'd.text', 'dp.due_on as dueOn'])
    .where('f.sha256', 'in', [...contents])
    .where((eb) => eb.not(eb.and([eb('f.institution_id', '=', institutionId), eb('f.period_id', '=', periodId)])))
    .orderBy('e.submitted_at')
    .limit(100)
    .execute()
}

export async function insertEvidence(
  tx: Tx,
  key: { institutionId: string; periodId: string; regionCode: string; planId: string },
  given: { revision: number; note: string; link: string | null; at: string; by: string; byName: string; files: readonly { id: string; sha256: string; name: string; size: number; mediaType: string }[] },
): Promise<void> {
  const own = { institution_id: key.institutionId, period_id: key.periodId, region_code: key.regionCode, revision: given.revision }
  await tx.insertInto('evidence').values({ ...own, plan_id: key.planId, state: 'submitted', note: given.note, link: given.link, submitted_at: given.at, submitted_by: given.by, submitted_name: given.byName }).execute()
  if (given.files.length === 0) return
  await tx.insertInto('evidence_file').values(given.files.map((file) => ({ ...own, file_id: file.id, sha256: file.sha256, name: file.name, size: file.size, media_type: file.mediaType }))).execute()
}

export const saveDecision = (tx: Tx, key: { institutionId: string; periodId: string; revision: number }, set: { state: EvidenceState; at: string; by: string; byName: string; remark: string }) =>
  tx
    .updateTable('evidence')
    .set({ state: set.state, decided_at: set.at, decided_by: set.by, decided_name: set.byName, remark: set.remark })
    .where('institution_id', '=', key.institutionId)
    .where('period_id', '=', key.periodId)
    .where('revision', '=', key.revision)
    .execute()

export const listOverrides = (read: ReadTx, institutionId: string, periodId: string) =>
  read
    .selectFrom('obligation_override')
    .select(['id', 'reason', 'set_name as byName', 'set_at as at', 'revoked_at as revokedAt', 'revoked_name as revokedByName', 'revoked_reason as revokedReason'])
    .select(sql<'met' | 'unmet' | 'waived'>`verdict`.as('verdict'))
    .where('institution_id', '=', institutionId)
    .where('period_id', '=', periodId)
    .orderBy('set_at')
    .execute()

export const insertOverride = (tx: Tx, given: { institutionId: string; periodId: string; regionCode: string; id: string; verdict: string; reason: string; at: string; by: string; byName: string }) =>
  tx
    .insertInto('obligation_override')
    .values({ institution_id: given.institutionId, period_id: given.periodId, region_code: given.regionCode, id: given.id, verdict: given.verdict, reason: given.reason, set_at: given.at, set_by: given.by, set_name: given.byName })
    .execute()

export const revokeOverride = (tx: Tx, key: { institutionId: string; periodId: string }, set: { at: string; by: string; byName: string; reason: string }) =>
  tx
    .updateTable('obligation_override')
    .set({ revoked_at: set.at, revoked_by: set.by, revoked_name: set.byName, revoked_reason: set.reason })
    .where('institution_id', '=', key.institutionId)
    .where('period_id', '=', key.periodId)
    .where('revoked_at', 'is', null)
    .execute()

type HandFacts = Pick<Facts, 'override'> & { readonly evidence: readonly { revision: number; state: EvidenceState; submittedAt: string; decidedAt: string | null }[] }

/** What people did, for many obligations of one institution: evidence and standing overrides, in two statements. */
type Periods = { readonly institutionId: string; readonly periodIds: string[] }
const evidenceOf = compiledOnce<Periods, { periodId: string; revision: number; submittedAt: string; decidedAt: string | null; state: EvidenceState }>((read, given) =>
  read
    .selectFrom('evidence')
    .select(['period_id as periodId', 'revision', 'submitted_at as submittedAt', 'decided_at as decidedAt'])
    .select(sql<EvidenceState>`state`.as('state'))
    .where('institution_id', '=', given('institutionId'))
    .where(sql<boolean>`period_id = any (${given('periodIds')}::uuid[])`)
    .orderBy('revision'),
)
const overridesOf = compiledOnce<Periods, { periodId: string; reason: string; verdict: 'met' | 'unmet' | 'waived' }>((read, given) =>
  read
    .selectFrom('obligation_override')
    .select(['period_id as periodId', 'reason'])
    .select(sql<'met' | 'unmet' | 'waived'>`verdict`.as('verdict'))
    .where('institution_id', '=', given('institutionId'))
    .where(sql<boolean>`period_id = any (${given('periodIds')}::uuid[])`)
    .where('revoked_at', 'is', null),
)

export async function handFacts(read: ReadTx, institutionId: string, periodIds: readonly string[]): Promise<ReadonlyMap<string, HandFacts>> {
  if (periodIds.length === 0) return new Map()
  const given = { institutionId, periodIds: [...periodIds] }
  const [evidence, overrides] = await Promise.all([evidenceOf(read, given), overridesOf(read, given)])
  const standing = new Map(overrides.map((each) => [each.periodId, { verdict: each.verdict, reason: each.reason }]))
  return new Map(periodIds.map((periodId) => [periodId, { evidence: evidence.filter((each) => each.periodId === periodId), override: standing.get(periodId) ?? null }]))
}

/** Evidence that waits for a decision, oldest first, in the asker's scope, but not of the asker's own body (PL-24). */
export function listWaiting(read: ReadTx, ask: { planId: string | undefined; exceptBody: string | null; after: { submittedAt: string; periodId: string; institutionId: string } | null; limit: number }) {
  let query = read
    .selectFrom('evidence as e')
    .innerJoin('obligation as o', (on) => on.onRef('o.institution_id', '=', 'e.institution_id').onRef('o.period_id', '=', 'e.period_id'))
    .innerJoin('plan as pl', 'pl.id', 'e.plan_id')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'e.plan_id').onRef('dp.id', '=', 'e.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .innerJoin('clause as c', (on) => on.onRef('c.plan_id', '=', 'd.plan_id').onRef('c.id', '=', 'd.clause_id'))
    .innerJoin('institution as i', 'i.id', 'e.institution_id')
    .select([
      'e.institution_id as institutionId', 'i.name as institutionName', 'e.period_id as periodId', 'e.revision', 'e.plan_id as planId', 'pl.title as planTitle', 'c.printed as clausePrinted', 'c.title as clauseTitle',
      'd.text', 'o.due_at as dueAt', 'e.submitted_at as submittedAt', 'e.note',
    ])
    .select((eb) => eb.selectFrom('evidence_file as f').whereRef('f.institution_id', '=', 'e.institution_id').whereRef('f.period_id', '=', 'e.period_id').whereRef('f.revision', '=', 'e.revision').select((e) => e.fn.countAll<number>().as('n')).as('files'))
    .where('e.state', '=', 'submitted')
  if (ask.planId !== undefined) query = query.where('e.plan_id', '=', ask.planId)
  if (ask.exceptBody !== null) query = query.where('e.institution_id', '!=', ask.exceptBody)
  const { after } = ask
  if (after !== null) query = query.where(sql<boolean>`(e.submitted_at, e.period_id, e.institution_id) > (${after.submittedAt}::timestamptz, ${after.periodId}::uuid, ${after.institutionId}::uuid)`)
  return query.orderBy('e.submitted_at').orderBy('e.period_id').orderBy('e.institution_id').limit(ask.limit).execute()
}

export function countWaiting(read: ReadTx, exceptBody: string | null) {
  let query = read.selectFrom('evidence').select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('submitted_at').as('first')]).where('state', '=', 'submitted')
  if (exceptBody !== null) query = query.where('institution_id', '!=', exceptBody)
  return query.executeTakeFirstOrThrow()
}
