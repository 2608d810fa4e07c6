import type { StaffRole } from '../../kernel/actor.ts'
import type { Act } from './act.ts'
import { job } from './jobs.ts'

/** A line in somebody's list: for a role within a body (whoever holds the post then) or for one account. */
export type Note = {
  readonly institutionId: string
  readonly regionCode: string
  readonly role?: StaffRole
  readonly accountId?: string
  /** Its sentence stands in modules/notice/topics.ts. */
  readonly topic: string
  readonly params: Readonly<Record<string, string | number>>
  /** An address of the console, without '/console'. */
  readonly link?: string
  /** A second notice of the same key and body is not written. */
  readonly onceKey?: string
}

/** Writes notices in the command's transaction, so that nobody is told of what did not happen. */
export async function notify(act: Pick<Act, 'tx' | 'now' | 'newId'>, ...notes: readonly Note[]): Promise<void> {
  if (notes.length === 0) return
  const rows = notes.map((note) => {
    if (note.role === undefined && note.accountId === undefined) throw new Error(`notice ${note.topic} is for nobody`)
    return {
      institution_id: note.institutionId,
      id: act.newId(),
      region_code: note.regionCode,
      role: note.role ?? null,
      account_id: note.accountId ?? null,
      topic: note.topic,
      params: JSON.stringify(note.params),
      link: note.link ?? null,
      once_key: note.onceKey ?? null,
      created_at: act.now.toISOString(),
    }
  })
  await act.tx.insertInto('notice').values(rows).onConflict((conflict) => conflict.doNothing()).execute()
}

/** What leaves the house. The text may hold a one-time code, so it is kept sealed. */
export type Message = { readonly channel: 'sms'; readonly to: string; readonly text: string }

export const sendMessage = job<{ id: string }>('message.send')

/** Writes the sealed message and the job that sends it, both in the command's transaction. */
export async function queueMessage(act: Pick<Act, 'tx' | 'now' | 'newId' | 'vault'>, message: Message): Promise<string> {
  const id = act.newId()
  await act.tx
    .insertInto('outbox')
    .values({ id, channel: message.channel, recipient: act.vault.seal(message.to), body: act.vault.seal(message.text), created_at: act.now.toISOString() })
    .execute()
  await sendMessage.enqueue(act.tx, { id })
  return id
}
