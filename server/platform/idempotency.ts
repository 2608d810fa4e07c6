import { createHash } from 'node:crypto'
import type { Actor } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { canonical } from './audit.ts'
import type { Tx } from './database.ts'

export type Keyed = { readonly key: string; readonly endpoint: string; readonly content: unknown }

/**
 * Runs the command once per (account, key). A repeat waits for the first one, then gets its answer;
 * the same key with other content is refused. A refused command leaves nothing, so it may be tried again.
 */
export async function once(tx: Tx, actor: Actor, now: Date, keyed: Keyed, command: () => Promise<unknown>): Promise<unknown> {
  const requestHash = createHash('sha256').update(canonical(keyed.content)).digest('base64url')
  const claim = await tx
    .insertInto('idempotency')
    .values({ account_id: actor.id, key: keyed.key, endpoint: keyed.endpoint, request_hash: requestHash, created_at: now.toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (claim === undefined) {
    const first = await tx.selectFrom('idempotency').selectAll().where('account_id', '=', actor.id).where('key', '=', keyed.key).executeTakeFirstOrThrow()
    if (first.endpoint !== keyed.endpoint || first.request_hash !== requestHash) throw new RefusedError('request.key_reused')
    return first.reply
  }
  const reply = await command()
  if (reply instanceof RefusedError) {
    // Kept writes, but no answer to repeat: the key stays free.
    await tx.deleteFrom('idempotency').where('account_id', '=', actor.id).where('key', '=', keyed.key).execute()
    return reply
  }
  await tx
    .updateTable('idempotency')
    .set({ status: 200, reply: JSON.stringify(reply ?? {}) })
    .where('account_id', '=', actor.id)
    .where('key', '=', keyed.key)
    .execute()
  return reply
}
