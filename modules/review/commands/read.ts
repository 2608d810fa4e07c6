import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { staffIdOf } from '../../directory/public.ts'
import { tellJob } from '../jobs.ts'
import { inOrder } from '../rules/codes.ts'
import type { Cycle } from '../rules/cycle.ts'
import { itemFact } from '../rules/fact.ts'
import * as rules from '../rules/item.ts'
import type { Given, Item, ItemKey, Opinion } from '../rules/item.ts'
import { holdCycle } from '../store/cycles.ts'
import { lastOpined, loadItemForUpdate, saveItem } from '../store/items.ts'
import { expertsOf, opinionsOf, removeOpinion, saveOpinion } from '../store/opinions.ts'

/** A step of an item saved with what follows from it. */
export async function keepItem(act: Act, cycle: Cycle, before: Item, after: Item, kind: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
  await saveItem(act.tx, after, act.now.toISOString())
  const told = { before: itemFact(before, cycle), after: itemFact(after, cycle) }
  if (JSON.stringify(told.before) !== JSON.stringify(told.after)) await tellFacts(act, [told])
  await act.record({ institutionId: after.institutionId, regionCode: after.regionCode, kind, subjectId: after.id, detail: { ...detail, cycleId: after.cycleId, no: after.no, from: before.state, to: after.state } })
}

/** The item and its round, each held: the item against others who act on it, the round against its next step. */
export async function locked(act: Act, key: ItemKey): Promise<{ item: Item; cycle: Cycle }> {
  const item = await loadItemForUpdate(act.tx, key)
  return { item, cycle: await holdCycle(act.tx, { institutionId: item.institutionId, cycleId: item.cycleId }) }
}

const withMine = (opinions: readonly Opinion[], mine: Opinion): Opinion[] => [...opinions.filter((each) => each.turn !== mine.turn || each.staffId !== mine.staffId), mine]
const rejectedOf = (item: Item, codes: readonly string[]): string[] => [...new Set(item.hints.map((each) => each.code))].filter((code) => !codes.includes(code))

/** Rules RV-7 and RV-8: an opinion of whoever was given it; what the machine suggested and was not taken is kept beside it. */
export async function giveOpinion(act: Act, ask: ItemKey & Given): Promise<void> {
  const staffId = await staffIdOf(act.tx, act.actor.id)
  const { item, cycle } = await locked(act, ask)
  const turn = rules.turnOf(item, staffId)
  const no = rules.mayOpine(item, turn, cycle) ?? rules.noteMissing(ask)
  if (no !== null) orThrow(no)
  if (turn === null || staffId === null) throw new RefusedError('review.not_your_item')
  const opinions = await opinionsOf(act.tx, ask)
  const mine: Opinion = { itemId: item.id, turn, staffId, codes: inOrder(ask.codes), note: ask.note }
  await saveOpinion(act.tx, item, mine, { id: act.newId(), rejected: rejectedOf(item, mine.codes), at: act.now.toISOString() })
  const after = rules.afterOpinions(item, withMine(opinions, mine))
  await keepItem(act, cycle, item, after, 'review.opinion_given', { turn, codes: mine.codes, rejected: rejectedOf(item, mine.codes) })
  if (after.state === 'split') await tellJob.enqueue(act.tx, { institutionId: item.institutionId, cycleId: item.cycleId, what: 'experts' }, { key: `review.tell:experts:${item.cycleId}` })
}

/** Rule RV-7: takes back one's last opinion, as long as nothing was built on it; answers what it said, so that nothing typed is lost. */
export async function takeBack(act: Act): Promise<ItemKey & Given> {
  const institutionId = act.actor.institutionId ?? ''
  const staffId = await staffIdOf(act.tx, act.actor.id)
  const last = staffId === null ? undefined : await lastOpined(act.tx, institutionId, staffId)
  if (last === undefined || staffId === null) throw new RefusedError('review.nothing_to_undo')
  const key = { institutionId, itemId: last.itemId }
  const { item, cycle } = await locked(act, key)
  const turn = rules.turnOf(item, staffId)
  const no = rules.mayOpine(item, turn, cycle)
  if (no !== null) orThrow(no)
  if (turn === null) throw new RefusedError('review.not_your_item')
  const opinions = await opinionsOf(act.tx, key)
  const mine = opinions.find((each) => each.turn === turn)
  await removeOpinion(act.tx, key, turn, staffId)
  const after = rules.afterOpinions(item, opinions.filter((each) => each !== mine))
  await keepItem(act, cycle, item, after, 'review.opinion_withdrawn', { turn, codes: mine?.codes ?? [] })
  return { ...key, codes: mine?.codes ?? [], note: mine?.note ?? '' }
}

/** Rule RV-10: a vote of a member of the expert group; a changed mind takes the place of the first one. */
export async function vote(act: Act, ask: ItemKey & Given): Promise<void> {
  const staffId = await staffIdOf(act.tx, act.actor.id)
  const { item, cycle } = await locked(act, ask)
  const experts = await expertsOf(act.tx, item.institutionId)
  const no = rules.mayVote(item, { staffId, isExpert: experts.some((each) => each.staffId === staffId) }) ?? rules.noteMissing(ask)
  if (no !== null) orThrow(no)
  if (staffId === null) throw new RefusedError('review.experts_only')
  const mine: Opinion = { itemId: item.id, turn: item.state === 'split' ? 3 : 4, staffId, codes: inOrder(ask.codes), note: ask.note }
  await saveOpinion(act.tx, item, mine, { id: act.newId(), rejected: [], at: act.now.toISOString() })
  const after = rules.afterVotes(item, withMine(await opinionsOf(act.tx, ask), mine), cycle.numbers.expertVotes, act.now.toISOString())
  await keepItem(act, cycle, item, after, 'review.voted', { turn: mine.turn, codes: mine.codes })
}
