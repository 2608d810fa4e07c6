import type { StaffRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { notify } from '../../../server/platform/notify.ts'
import { findReportPeriod, reportFact, type ReportPeriod } from '../../plan/public.ts'
import { asReported } from '../facts.ts'
import { formOf } from '../forms.ts'
import { factsOf } from '../rules/timing.ts'
import { termsOf, withTerms, type Loaded } from '../subject.ts'
import * as store from '../store/packs.ts'

export type { PackKey } from '../store/packs.ts'

/** A pack that nobody opened yet, as it will be. */
export const draftRow = (period: ReportPeriod, at: string): store.PackRow => ({
  institutionId: period.institutionId, packId: period.periodId, regionCode: period.regionCode, kind: 'obligation', planId: period.planId, formKey: period.factKey ?? '', fromOn: period.fromOn, toOn: period.toOn, dueOn: period.dueOn, dueAt: period.dueAt,
  state: 'draft', revision: 1, standing: 'none', submittedAt: null, onTime: null, narrative: {}, content: null, sha256: null, signatureId: null, askedAt: null, filled: null, filledAt: null, openedAt: at, changedAt: at,
})

/** Facts that came with new packs. The verdict of an obligation does not change by opening its pack. */
export const tellOpened = (act: Act, rows: readonly store.PackRow[]): Promise<void> => tellFacts(act, rows.flatMap((row) => factsOf(asReported(row)).map((after) => ({ before: null, after }))))

/** Rule RP-14: what changed about a pack is told to who counts, and its obligation is ruled anew, in the same transaction. */
export async function tellChanged(act: Act, before: store.PackRow, after: store.PackRow, period: Pick<ReportPeriod, 'periodDueOn'> | null): Promise<void> {
  if (before.kind === 'rollup' || period === null) return
  const [was, is] = [factsOf(asReported(before)), factsOf(asReported(after))]
  await tellFacts(act, [{ before: was[0], after: is[0] }, { before: was[1], after: is[1] }])
  // By the period's own day: an extension moves the due day out of the days that the plan looks at.
  await reportFact(act, { institutionId: after.institutionId, regionCode: after.regionCode, kind: 'report', factKey: after.formKey, on: period.periodDueOn })
}

/** Rule RP-1: opens the pack of one period where it has begun and is not open yet; twice at once gives one pack. Answers whether it is open. */
export async function openIfBegun(act: Act, key: store.PackKey): Promise<boolean> {
  if ((await store.findPack(act.tx, key)) !== undefined) return true
  const now = act.now.toISOString()
  const period = await findReportPeriod(act.tx, key.institutionId, key.packId, now)
  if (period === undefined || formOf(period.factKey) === undefined) throw new RefusedError('not_found')
  if (now < termsOf(period).opensAt) return false
  const row = draftRow(period, now)
  const made = await store.insertPacks(act.tx, [row], now)
  if (made.length > 0) await tellOpened(act, [row])
  return true
}

export async function ensureOpen(act: Act, key: store.PackKey): Promise<void> {
  if (!(await openIfBegun(act, key))) throw new RefusedError('report.not_open_yet')
}

export type Locked = Loaded & { readonly period: ReportPeriod | null }

/** The pack under lock, opened where it was not, at the revision the asker knows. */
export async function lockLoaded(act: Act, key: store.PackKey, revision: number): Promise<Locked> {
  await ensureOpen(act, key)
  const row = await store.lockPack(act.tx, key)
  if (row.revision !== revision) throw new RefusedError('request.stale')
  return withPeriod(act, row)
}

export async function withPeriod(act: Act, row: store.PackRow): Promise<Locked> {
  const now = act.now.toISOString()
  const period = row.kind === 'rollup' ? null : ((await findReportPeriod(act.tx, row.institutionId, row.packId, now)) ?? null)
  return { ...(await withTerms(act.tx, row, now)), period }
}

export const linkOf = (key: store.PackKey): string => `/reports/${key.institutionId}/${key.packId}`

/** A notice to head or clerk of the body whose pack it is. */
export const tellBody = (act: Act, loaded: Loaded, to: 'head' | 'clerk', topic: string, params: Readonly<Record<string, string | number>>, onceKey: string): Promise<void> => {
  const role: StaffRole = loaded.isCommission ? (to === 'head' ? 'commission_head' : 'commission_clerk') : to === 'head' ? 'institution_head' : 'institution_clerk'
  return notify(act, { institutionId: loaded.row.institutionId, regionCode: loaded.row.regionCode, role, topic, params: { form: loaded.form.name.zh, days: `${loaded.row.fromOn}—${loaded.row.toOn}`, ...params }, link: linkOf(loaded.row), onceKey })
}

/** The event of a change, on the pack as its subject. */
export const occurrence = (loaded: Loaded, kind: string, detail: Readonly<Record<string, unknown>>) => ({ institutionId: loaded.row.institutionId, regionCode: loaded.row.regionCode, kind, subjectId: loaded.row.packId, detail: { form: loaded.form.key, fromOn: loaded.row.fromOn, toOn: loaded.row.toOn, ...detail } })
