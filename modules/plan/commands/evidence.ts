import { RefusedError } from '../../../kernel/refusal.ts'
import { startOfDay } from '../../../kernel/instant.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { keepFile, type FileKind } from '../../../server/platform/files.ts'
import { notify } from '../../../server/platform/notify.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import type { StaffRole } from '../../../kernel/actor.ts'
import { mayDecideEvidence, maySubmit, mayWithdraw, type Judged } from '../rules/decisions.ts'
import type { EvidenceState } from '../rules/facts.ts'
import { nextRevision } from '../rules/revision.ts'
import { verdictAt } from '../rules/verdict.ts'
import type { VerdictName } from '../rules/views.ts'
import * as evidenceStore from '../store/evidence.ts'
import { lockObligation, type FullObligation } from '../store/obligations.ts'
import { askSources, hasFactSource } from './fact-sources.ts'
import { recomputePeriods, type Place } from './recompute.ts'

/** What may stand as evidence: documents, pictures, text. */
export const evidenceKinds: readonly FileKind[] = ['pdf', 'docx', 'xlsx', 'office', 'jpeg', 'png', 'text']

export type ObligationKey = { readonly institutionId: string; readonly periodId: string }

export const placeOf = (row: FullObligation): Place => ({ institutionId: row.institutionId, regionCode: row.regionCode, planId: row.planId })

/** The obligation as the rules see it at this moment. */
export function judged(row: FullObligation, evidence: readonly { state: EvidenceState }[], overrides: readonly { revokedAt: string | null }[], fed: boolean, now: string): Judged {
  return {
    institutionId: row.institutionId,
    regionCode: row.regionCode,
    planState: row.planState,
    phaseClosed: row.phaseClosedAt !== null,
    role: row.role,
    opensAt: startOfDay(row.opensOn),
    dueAt: row.dueAt,
    verdict: nameOf(row, now),
    hasOverride: overrides.some((each) => each.revokedAt === null),
    extended: row.extendedFrom !== null,
    waiting: evidence.some((each) => each.state === 'submitted'),
    // Rule PL-7: what must be kept fresh is handed in again once it went stale; a turn of a rhythm is not.
    accepted: evidence.some((each) => each.state === 'accepted') && !(row.kind === 'publish' && row.freshDays !== null && !row.hasRhythm),
    fed,
  }
}

/** Whether facts decide it at this moment: a source that keeps its key answered for the period. */
export const isFed = async (read: ReadTx, row: FullObligation): Promise<boolean> => hasFactSource(row.kind, row.factKey) && (await askSources(read, row.institutionId, [row])).has(row.periodId)

export const nameOf = (row: { verdict: string; flipsAt: string | null; flipsTo: string | null; dueAt: string; graceDays: number | null }, now: string): VerdictName =>
  verdictAt({ verdict: row.verdict as VerdictName, flipsAt: row.flipsAt, flipsTo: row.flipsTo as VerdictName | null, dueAt: row.dueAt }, row.graceDays, now)

export async function load(act: Act, key: ObligationKey) {
  const row = await lockObligation(act.tx, key.institutionId, key.periodId)
  const evidence = await evidenceStore.listEvidence(act.tx, key.institutionId, key.periodId)
  const overrides = await evidenceStore.listOverrides(act.tx, key.institutionId, key.periodId)
  return { row, evidence, overrides, judged: judged(row, evidence, overrides, await isFed(act.tx, row), act.now.toISOString()) }
}

/** Rules what changed, saves it, and writes the event with the verdict it led to. */
export async function settle(act: Act, row: FullObligation, kind: string, detail: Record<string, unknown>): Promise<void> {
  const [changed] = await recomputePeriods(act, placeOf(row), [row.periodId])
  await act.record({ institutionId: row.institutionId, regionCode: row.regionCode, kind, subjectId: row.periodId, detail: { planId: row.planId, ...detail, verdict: changed?.ruling.verdict, why: changed?.ruling.why.code } })
}

const linkTo = (row: FullObligation): string => `/obligations/${row.institutionId}/${row.periodId}`

/** Rule PL-32: when something was handed in is what the server's clock says at that moment; nobody enters a time. */
export async function submitEvidence(act: Act, ask: ObligationKey & { note: string; link: string | null; uploads: readonly Upload[] }): Promise<void> {
  const { row, evidence, judged: on } = await load(act, ask)
  const now = act.now.toISOString()
  const no = maySubmit(act.actor, on, now)
  if (no !== null) throw new RefusedError(no.refused)
  if (ask.uploads.length === 0 && ask.link === null) throw new RefusedError('plan.evidence_missing')
  const files = []
  for (const upload of ask.uploads) files.push(await keepFile(act, upload, { institutionId: row.institutionId, regionCode: row.regionCode, purpose: 'evidence', allowed: evidenceKinds }))
  const revision = nextRevision(evidence)
  await evidenceStore.insertEvidence(act.tx, placeAnd(row), { revision, note: ask.note, link: ask.link, at: now, by: act.actor.id, byName: act.actor.name, files })
  // Nobody decides on the evidence of their own body: the commission's own waits for the one above it (PL-24).
  if (row.institutionId !== row.commissionId) await notify(act, { institutionId: row.commissionId, regionCode: row.commissionRegion, role: 'commission_clerk', topic: 'plan.evidence_submitted', params: { institution: row.institutionName, duty: row.text.slice(0, 80), revision }, link: linkTo(row), onceKey: `evidence:${row.institutionId}:${row.periodId}:${revision}` })
  await settle(act, row, 'plan.evidence_submitted', { revision, link: ask.link, files: files.map((file) => ({ name: file.name, sha256: file.sha256 })), late: now >= row.dueAt })
}

const placeAnd = (row: FullObligation) => ({ ...placeOf(row), periodId: row.periodId })

type RevisionKey = ObligationKey & { readonly revision: number }

async function loadRevision(act: Act, key: RevisionKey) {
  const found = await load(act, key)
  const evidence = found.evidence.find((each) => each.revision === key.revision)
  if (evidence === undefined) throw new RefusedError('not_found')
  return { ...found, current: evidence }
}

export async function withdrawEvidence(act: Act, key: RevisionKey): Promise<void> {
  const { row, judged: on, current } = await loadRevision(act, key)
  const no = mayWithdraw(act.actor, on, current.state)
  if (no !== null) throw new RefusedError(no.refused)
  await evidenceStore.saveDecision(act.tx, key, { state: 'withdrawn', at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name, remark: '' })
  await settle(act, row, 'plan.evidence_withdrawn', { revision: key.revision })
}

export async function decideEvidence(act: Act, key: RevisionKey, decision: 'accepted' | 'returned', remark: string): Promise<void> {
  const { row, judged: on, current } = await loadRevision(act, key)
  const no = mayDecideEvidence(act.actor, on, current.state)
  if (no !== null) throw new RefusedError(no.refused)
  await evidenceStore.saveDecision(act.tx, key, { state: decision, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name, remark })
  await notify(act, {
    institutionId: row.institutionId, regionCode: row.regionCode, role: row.role as StaffRole, topic: decision === 'accepted' ? 'plan.evidence_accepted' : 'plan.evidence_returned',
    params: { duty: row.text.slice(0, 80), remark: remark.slice(0, 200), dueOn: row.periodDueOn }, link: linkTo(row), onceKey: `evidence-decision:${row.periodId}:${key.revision}`,
  })
  await settle(act, row, decision === 'accepted' ? 'plan.evidence_accepted' : 'plan.evidence_returned', { revision: key.revision, remark })
}
