import { startOfDay, type Instant } from '../../kernel/instant.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { findInstitution } from '../directory/public.ts'
import { findReportPeriod, planSummary, type ReportPeriod } from '../plan/public.ts'
import { fillPack, type Moment, type Subject } from './fill.ts'
import { formOf, type Form } from './forms.ts'
import { fillRollup } from './rollup.ts'
import type { PackContent } from './rules/content.ts'
import type { Pack, Terms } from './rules/decisions.ts'
import type { PackRow } from './store/packs.ts'

/** A pack with what its plan says about it now: what every command and view begins with. */
export type Loaded = { readonly row: PackRow; readonly form: Form; readonly terms: Terms; readonly subject: Subject; readonly planTitle: string; readonly commission: { readonly id: string; readonly name: string; readonly regionCode: string } | null; readonly clause: string; readonly duty: string; readonly dueAt: Instant | null; readonly isCommission: boolean }

export const asPack = (row: PackRow): Pack => ({ institutionId: row.institutionId, regionCode: row.regionCode, kind: row.kind, state: row.state, revision: row.revision, standing: row.standing, submittedAt: row.submittedAt, onTime: row.onTime })

export const termsOf = (period: ReportPeriod): Terms => ({
  role: period.role, opensAt: startOfDay(period.opensOn), dueAt: period.dueAt, isRunning: period.planState === 'running', phaseClosed: period.phaseClosedAt !== null, settled: period.overridden || period.verdict === 'waived',
})

/** The subject of an obligation's pack. */
export const subjectOf = (period: ReportPeriod, given: { revision: number; texts: Readonly<Record<string, string>> }): Subject => ({
  kind: 'obligation', body: { id: period.institutionId, name: period.institutionName, regionCode: period.regionCode }, plan: { id: period.planId, title: period.planTitle, number: period.planNumber, issuer: period.commissionName },
  period: { id: period.periodId, fromOn: period.fromOn, toOn: period.toOn, dueOn: period.dueOn }, covered: period, ...given,
})

export async function withTerms(read: ReadTx, row: PackRow, now: Instant): Promise<Loaded> {
  const form = formOf(row.formKey)
  if (form === undefined) throw new RefusedError('report.no_form', row.formKey)
  if (row.kind === 'rollup') return rollupTerms(read, row, form, { revision: row.revision, texts: row.narrative })
  const period = await findReportPeriod(read, row.institutionId, row.packId, now)
  if (period === undefined) throw new RefusedError('not_found')
  return asAsked(row, form, period)
}

/** An obligation's pack with what its period says. */
export function asAsked(row: PackRow, form: Form, period: ReportPeriod): Loaded {
  const given = { revision: row.revision, texts: row.narrative }
  return {
    row, form, terms: termsOf(period), subject: subjectOf(period, given), planTitle: period.planTitle, // What a commission owes by its own plan goes to nobody here.
    commission: period.commissionId === period.institutionId ? null : { id: period.commissionId, name: period.commissionName, regionCode: period.commissionRegion }, clause: `${period.clausePrinted}${period.clauseTitle}`, duty: period.text,
    dueAt: period.dueAt, isCommission: period.institutionKind === 'commission',
  }
}

/** A commission's own roll-up has no due time and waits for nobody: it may be worked on as long as it is not handed in. */
async function rollupTerms(read: ReadTx, row: PackRow, form: Form, given: { revision: number; texts: Readonly<Record<string, string>> }): Promise<Loaded> {
  const plan = await planSummary(read, row.planId)
  const body = await findInstitution(read, row.institutionId)
  const issuer = await findInstitution(read, plan.institutionId)
  if (body === undefined) throw new RefusedError('not_found')
  const period = { id: row.packId, fromOn: row.fromOn, toOn: row.toOn, dueOn: row.dueOn }
  return {
    row, form, planTitle: plan.title, commission: null, clause: '', duty: form.name.zh, dueAt: null, isCommission: true,
    terms: { role: 'commission_clerk', opensAt: row.openedAt, dueAt: '9999-12-31T00:00:00.000Z', isRunning: true, phaseClosed: false, settled: false },
    subject: {
      kind: 'rollup', body: { id: body.id, name: body.name, regionCode: body.regionCode }, plan: { id: plan.id, title: plan.title, number: null, issuer: issuer?.name ?? '' }, period,
      covered: { ...period, phaseStartsOn: null, phaseEndsOn: null, planStartsOn: plan.startsOn }, ...given,
    },
  }
}

/** Rule RP-2: the pack's content as of now: live for an institution, summed for a commission. */
export const fill = (read: ReadTx, loaded: Pick<Loaded, 'form' | 'subject' | 'isCommission'>, at: Moment): Promise<PackContent> => (loaded.isCommission ? fillRollup(read, loaded.form, loaded.subject, at) : fillPack(read, loaded.form, loaded.subject, at))
