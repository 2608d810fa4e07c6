import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { findInstitution } from '../../directory/public.ts'
import { formOf } from '../forms.ts'
import { findOwnPack, gatherBodies, type RollupAsk } from '../rollup.ts'
import { findRollup, insertPacks } from '../store/packs.ts'
import { withPeriod, occurrence, type PackKey } from './pack.ts'
import { loadPack } from '../store/packs.ts'

/** Rule RP-12: opens the commission's own roll-up of a campaign, form and period; a second one is the first, and what a duty of its own asks for is that duty's pack. */
export async function openRollup(act: Act, ask: Omit<RollupAsk, 'institutionId'>): Promise<PackKey> {
  const own = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  if (own === undefined || own.kind !== 'commission' || !hasRole(act.actor, 'commission_head', 'commission_clerk')) throw new RefusedError('access.denied')
  if (formOf(ask.formKey) === undefined) throw new RefusedError('report.no_form', ask.formKey)
  const known = await findOwnPack(act.tx, { ...ask, institutionId: own.id }, act.now.toISOString())
  if (known !== undefined) return { institutionId: own.id, packId: known.packId }
  const gathered = await gatherBodies(act.tx, { ...ask, institutionId: own.id }, act.now.toISOString())
  if (gathered.bodies.length === 0) throw new RefusedError('report.nothing_to_roll_up')
  const days = [...gathered.periods.map((period) => period.fromOn), ask.toOn].sort()
  const key = { institutionId: own.id, packId: act.newId() }
  const dueOn = gathered.bodies.map((body) => body.dueOn).sort().at(-1) ?? ask.toOn
  const made = await insertPacks(act.tx, [{ ...key, regionCode: own.regionCode, kind: 'rollup', planId: ask.planId, formKey: ask.formKey, fromOn: days[0] ?? ask.toOn, toOn: ask.toOn, dueOn, dueAt: null }], act.now.toISOString())
  if (made.length === 0) {
    const other = await findRollup(act.tx, own.id, ask)
    if (other === undefined) throw new RefusedError('request.busy')
    return { institutionId: own.id, packId: other.packId }
  }
  await act.record(occurrence(await withPeriod(act, await loadPack(act.tx, key)), 'report.rollup_opened', { bodies: gathered.bodies.length }))
  return key
}
