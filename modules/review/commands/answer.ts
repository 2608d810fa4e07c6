import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { staffIdOf } from '../../directory/public.ts'
import { tellJob } from '../jobs.ts'
import * as rules from '../rules/item.ts'
import type { ItemKey } from '../rules/item.ts'
import { keepItem, locked } from './read.ts'

const leastWords = 10

/** Rule RV-11: agreed, or objected to with a reason; an objection goes to the expert group. */
export async function answerFinding(act: Act, ask: ItemKey & { readonly answer: 'accept' | 'object'; readonly text: string }): Promise<void> {
  const staffId = await staffIdOf(act.tx, act.actor.id)
  const { item, cycle } = await locked(act, ask)
  const no = rules.mayReply(item, { staffId, today: act.today }, cycle)
  if (no !== null) orThrow(no)
  const now = act.now.toISOString()
  if (ask.answer === 'accept') {
    await keepItem(act, cycle, item, rules.accept(item, now), 'review.accepted', {})
    return
  }
  if (ask.text.trim().length < leastWords) throw new RefusedError('review.reply_text_needed')
  await keepItem(act, cycle, item, rules.object(item, ask.text.trim(), now), 'review.objected', { text: ask.text.trim() })
  await tellJob.enqueue(act.tx, { institutionId: item.institutionId, cycleId: item.cycleId, what: 'objection' }, { key: `review.tell:objection:${item.cycleId}` })
}
