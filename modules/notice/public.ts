import type { Actor } from '../../kernel/actor.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { mineOf } from './rules.ts'
import * as store from './store.ts'

/** How many notices wait for this actor. */
export const unreadNotices = (read: ReadTx, actor: Actor): Promise<number> => store.countUnread(read, mineOf(actor))
