import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { notify, queueMessage } from '../../../server/platform/notify.ts'
import { institutionNames } from '../../directory/public.ts'
import type { Booking } from '../rules/booking.ts'
import { mayAppeal, mayDecide, mayLift, shownTo } from '../rules/booking-appeal.ts'
import { stillHolds } from '../rules/no-show.ts'
import { bookingsByIds } from '../store/bookings.ts'
import { visitorsOf } from '../store/visitors.ts'
import { openPerson } from './person.ts'
import { blocksOfPersons, loadBlock, saveAppeal, saveDecision, type KeptBlock } from '../store/blocks.ts'

/** Rule BK-18. Open the transaction as the system: the rule asks whose block it is. */
export async function appealBlock(act: Act, key: { institutionId: string; blockId: string }, words: string): Promise<KeptBlock> {
  const block = await loadBlock(act.tx, key.institutionId, key.blockId)
  const people = new Set((await visitorsOf(act.tx, act.actor.id)).map((each) => each.personIndex))
  const no = mayAppeal(block, act.actor, people)
  if (no !== null) throw new RefusedError(no.refused)
  const at = act.now.toISOString()
  await saveAppeal(act.tx, block, words, { id: act.actor.id, at })
  await notify(act, { institutionId: block.institutionId, regionCode: block.regionCode, role: 'institution_clerk', topic: 'booking.appealed', params: { until: block.toOn }, link: '/booking/appeals' })
  await act.record({ institutionId: block.institutionId, regionCode: block.regionCode, kind: 'booking.appealed', subjectId: block.id })
  return shownTo<KeptBlock>({ ...block, state: 'appealed', appeal: words, appealedAt: at, appealedBy: act.actor.id }, act.actor.id)
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

/** Rule BK-25: the desk lifts a pause with the reason, asked by somebody who has no account, too. */
export async function liftBlock(act: Act, key: { institutionId: string; blockId: string }, reason: string): Promise<KeptBlock> {
  const block = await loadBlock(act.tx, key.institutionId, key.blockId)
  const no = mayLift(block, act.actor, act.today)
  if (no !== null) throw new RefusedError(no.refused)
  return lift(act, block, reason)
}

/** Rule BK-25: a visit that is excused afterwards may have been one too few for the pause it led to. */
export async function judgeAnew(act: Act, excused: Booking): Promise<void> {
  const touched = (await blocksOfPersons(act.tx, excused.institutionId, [excused.personIndex])).filter((each) => each.state !== 'lifted' && each.toOn >= act.today && each.missed.some((one) => one.bookingId === excused.id))
  for (const { institutionId, id } of touched) {
    const block = await loadBlock(act.tx, institutionId, id)
    const visits = await bookingsByIds(act.tx, institutionId, block.missed.map((each) => each.bookingId))
    if (!stillHolds(block, new Set(visits.filter((each) => each.excused !== null).map((each) => each.id)))) await lift(act, block, excused.excused ?? '')
  }
}

async function lift(act: Act, block: KeptBlock, reason: string): Promise<KeptBlock> {
  await saveDecision(act.tx, block, { state: 'lifted', by: act.actor.id, name: act.actor.name, words: reason, at: act.now.toISOString() })
  const [visits, names] = await Promise.all([bookingsByIds(act.tx, block.institutionId, block.missed.map((each) => each.bookingId)), institutionNames(act.tx, [block.institutionId])])
  const last = visits.toSorted((a, b) => (a.onDate < b.onDate ? -1 : 1)).at(-1)
  if (last !== undefined) await queueMessage(act, { channel: 'sms', to: openPerson(act.vault, last.sealed).phone, text: `【回音】您在${names.get(block.institutionId) ?? ''}的网上预约暂停已解除，现在可以网上预约。` })
  await act.record({ institutionId: block.institutionId, regionCode: block.regionCode, kind: 'booking.block_lifted', subjectId: block.id, detail: { reason } })
  return { ...block, state: 'lifted', decision: reason, decidedName: act.actor.name }
}
