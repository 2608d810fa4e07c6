import { RefusedError } from '../../kernel/refusal.ts'
import type { Act } from '../../server/platform/act.ts'
import { mineOf } from './rules.ts'
import * as store from './store.ts'

/** Rule NT-3: read by one holder of a post is read for all who hold it; who read it first is kept. No event: it changes nothing but the list. */
export async function readNotices(act: Act, noticeId: string | null): Promise<{ unread: number }> {
  const mine = mineOf(act.actor)
  const known = await store.markRead(act.tx, mine, { id: act.actor.id, at: act.now.toISOString() }, noticeId)
  if (!known) throw new RefusedError('not_found')
  return { unread: await store.countUnread(act.tx, mine) }
}
