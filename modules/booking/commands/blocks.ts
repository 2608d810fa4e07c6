import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { mayAppeal, mayDecide } from '../rules/booking-appeal.ts'
import { loadBlock, saveAppeal, saveDecision, type KeptBlock } from '../store/blocks.ts'

/** Rule BK-18. Open the transaction as the system: the rule asks whose block it is. */
export async function appealBlock(act: Act, key: { institutionId: string; blockId: string }, words: string): Promise<KeptBlock> {
  const block = await loadBlock(act.tx, key.institutionId, key.blockId)
  const no = mayAppeal(block, act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  const at = act.now.toISOString()
  await saveAppeal(act.tx, block, words, at)
  await notify(act, { institutionId: block.institutionId, regionCode: block.regionCode, role: 'institution_clerk', topic: 'booking.appealed', params: { until: block.toOn }, link: '/booking/appeals' })
  await act.record({ institutionId: block.institutionId, regionCode: block.regionCode, kind: 'booking.appealed', subjectId: block.id })
  return { ...block, state: 'appealed', appeal: words, appealedAt: at }
}

/** Rule BK-19. */
export async function decideAppeal(act: Act, key: { institutionId: string; blockId: string }, ask: { lift: boolean; reason: string }): Promise<KeptBlock> {
  const block = await loadBlock(act.tx, key.institutionId, key.blockId)
  const no = mayDecide(block, act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  const state = ask.lift ? 'lifted' : 'stands'
  await saveDecision(act.tx, block, { state, by: act.actor.id, name: act.actor.name, words: ask.reason, at: act.now.toISOString() })
  await act.record({ institutionId: block.institutionId, regionCode: block.regionCode, kind: ask.lift ? 'booking.block_lifted' : 'booking.block_kept', subjectId: block.id, detail: { reason: ask.reason } })
  return { ...block, state, decision: ask.reason, decidedName: act.actor.name }
}
