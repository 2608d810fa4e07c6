import type { IsoDate } from '../../../kernel/calendar.ts'
import { endOfDay } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { StaffRole } from '../../../kernel/actor.ts'
import type { Act } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { mayExtend, mayOverride, mayRevokeOverride } from '../rules/decisions.ts'
import * as evidenceStore from '../store/evidence.ts'
import { saveExtension, type FullObligation } from '../store/obligations.ts'
import { load, placeOf, settle, type ObligationKey } from './evidence.ts'
import { saveBoard } from './recompute.ts'

const tell = (act: Act, row: FullObligation, topic: string, params: Record<string, string>, once: string) =>
  notify(act, { institutionId: row.institutionId, regionCode: row.regionCode, role: row.role as StaffRole, topic, params: { duty: row.text.slice(0, 80), ...params }, link: `/obligations/${row.institutionId}/${row.periodId}`, onceKey: once })

export async function overrideVerdict(act: Act, ask: ObligationKey & { verdict: 'met' | 'unmet' | 'waived'; reason: string }): Promise<void> {
  const { row, judged } = await load(act, ask)
  const no = mayOverride(act.actor, judged)
  if (no !== null) throw new RefusedError(no.refused)
  const id = act.newId()
  await evidenceStore.insertOverride(act.tx, { institutionId: ask.institutionId, periodId: ask.periodId, regionCode: row.regionCode, id, verdict: ask.verdict, reason: ask.reason, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name })
  await tell(act, row, 'plan.verdict_overridden', { verdict: ask.verdict, reason: ask.reason.slice(0, 200) }, `override:${id}`)
  await settle(act, row, 'plan.verdict_overridden', { set: ask.verdict, reason: ask.reason, before: judged.verdict })
}

export async function revokeOverride(act: Act, ask: ObligationKey & { reason: string }): Promise<void> {
  const { row, judged } = await load(act, ask)
  const no = mayRevokeOverride(act.actor, judged)
  if (no !== null) throw new RefusedError(no.refused)
  await evidenceStore.revokeOverride(act.tx, ask, { at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name, reason: ask.reason })
  await settle(act, row, 'plan.override_revoked', { reason: ask.reason })
}

export async function extendObligation(act: Act, ask: ObligationKey & { dueOn: IsoDate; reason: string }): Promise<void> {
  const { row, judged } = await load(act, ask)
  const no = mayExtend(act.actor, judged, act.now.toISOString())
  if (no !== null) throw new RefusedError(no.refused)
  const dueAt = endOfDay(ask.dueOn)
  if (dueAt <= row.dueAt || ask.dueOn <= act.today) throw new RefusedError('plan.extension_not_later')
  await saveExtension(act.tx, ask.institutionId, ask.periodId, { dueAt, extendedFrom: row.dueAt, reason: ask.reason })
  // Rule PL-20: the verdict stays as it was, but it turns later.
  await saveBoard(act, placeOf(row), [row.bucketOn])
  await tell(act, row, 'plan.obligation_extended', { dueOn: ask.dueOn, reason: ask.reason.slice(0, 200) }, `extension:${row.periodId}`)
  await settle(act, row, 'plan.obligation_extended', { from: row.dueAt, to: dueAt, reason: ask.reason })
}
