import { RefusedError, type RefusalCode } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { decided, mayDecide } from '../rules/decisions.ts'
import type { Decision } from '../rules/names.ts'
import { asPack } from '../subject.ts'
import * as packs from '../store/packs.ts'
import { insertDecision } from '../store/versions.ts'
import { occurrence, tellBody, tellChanged, withPeriod, type PackKey } from './pack.ts'

type Ask = { readonly revision: number; readonly decision: Decision; readonly remark: string }

const refusalFor = (act: Act, row: packs.PackRow, revision: number): RefusalCode | null => mayDecide(act.actor, asPack(row))?.refused ?? (row.revision === revision ? null : 'request.stale')

/** Rules RP-9 and RP-10: accepted, or returned with a remark to be drafted again as the next revision. */
export async function decidePack(act: Act, key: PackKey, ask: Ask): Promise<void> {
  const row = await packs.lockPack(act.tx, key)
  const no = refusalFor(act, row, ask.revision)
  if (no !== null) throw new RefusedError(no)
  await decideLocked(act, row, ask)
}

async function decideLocked(act: Act, row: packs.PackRow, ask: Ask): Promise<void> {
  const loaded = await withPeriod(act, row)
  const now = act.now.toISOString()
  await insertDecision(act.tx, row, row.regionCode, { revision: row.revision, decision: ask.decision, remark: ask.remark, at: now, by: act.actor.id, byName: act.actor.name })
  await packs.saveState(act.tx, row, decided(asPack(row), ask.decision), now)
  await tellChanged(act, row, await packs.loadPack(act.tx, row), loaded.period)
  const once = `report.${ask.decision}:${row.packId}:${row.revision}`
  await tellBody(act, loaded, 'clerk', `report.${ask.decision}`, { remark: ask.remark.slice(0, 200) }, once)
  if (ask.decision === 'returned') await tellBody(act, loaded, 'head', 'report.returned', { remark: ask.remark.slice(0, 200) }, `${once}:head`)
  await act.record(occurrence(loaded, `report.${ask.decision}`, { revision: row.revision, remark: ask.remark }))
}

export type Outcome = PackKey & { readonly refused: RefusalCode | null }

/**
 * Rule RP-10: several at once, each by itself: what may not be accepted is named and stays, the rest is accepted.
 * In the order of bodies, as the event chains are locked, so that two commissions cannot wait for each other.
 */
export async function acceptPacks(act: Act, asked: readonly (PackKey & { revision: number })[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const each of [...asked].sort((a, b) => (`${a.institutionId} ${a.packId}` < `${b.institutionId} ${b.packId}` ? -1 : 1))) {
    const known = await packs.findPack(act.tx, each)
    const row = known === undefined ? null : await packs.lockPack(act.tx, each)
    const no = row === null ? 'not_found' : refusalFor(act, row, each.revision)
    if (row !== null && no === null) await decideLocked(act, row, { revision: each.revision, decision: 'accepted', remark: '' })
    outcomes.push({ institutionId: each.institutionId, packId: each.packId, refused: no })
  }
  return outcomes
}
