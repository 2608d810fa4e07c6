import { createHash } from 'node:crypto'
import type { Actor } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { canonical } from './audit.ts'
import { send, statement, type Tx } from './database.ts'

export type Keyed = { readonly key: string; readonly endpoint: string; readonly content: unknown }

const claimed = statement<{ key: string }>('insert into idempotency (account_id, key, endpoint, request_hash, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning key')
const answered = statement<{ endpoint: string; request_hash: string; reply: unknown }>('select endpoint, request_hash, reply from idempotency where account_id = $1 and key = $2')
const freed = statement('delete from idempotency where account_id = $1 and key = $2')
const kept = statement('update idempotency set status = 200, reply = $3 where account_id = $1 and key = $2')

/** Whether the key is new. A repeat that comes while the first one runs waits for it here. */
export type Claim = Keyed & { readonly requestHash: string; readonly isNew: boolean }

/** Takes the key for this command: the first statement of its transaction. */
export async function claimKey(tx: Tx, actor: Actor, now: Date, keyed: Keyed): Promise<Claim> {
  const requestHash = createHash('sha256').update(canonical(keyed.content)).digest('base64url')
  const rows = await claimed(tx, [actor.id, keyed.key, keyed.endpoint, requestHash, now.toISOString()])
  return { ...keyed, requestHash, isNew: rows.length > 0 }
}

/**
 * Runs the command once per (account, key). A repeat gets the first one's answer; the same key with other content is
 * refused. A refused command leaves nothing, so it may be tried again.
 */
export async function once(tx: Tx, actor: Actor, claim: Claim, command: () => Promise<unknown>): Promise<unknown> {
  if (!claim.isNew) {
    const [first] = await answered(tx, [actor.id, claim.key])
    if (first === undefined || first.endpoint !== claim.endpoint || first.request_hash !== claim.requestHash) throw new RefusedError('request.key_reused')
    return first.reply
  }
  const reply = await command()
  // Kept writes of a refused command, but no answer to repeat: the key stays free.
  if (reply instanceof RefusedError) send(tx, freed(tx, [actor.id, claim.key]))
  else send(tx, kept(tx, [actor.id, claim.key, JSON.stringify(reply ?? {})]))
  return reply
}
