import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Place } from '../../../server/platform/keyset.ts'
import type { MailboxKey } from './mailboxes.ts'

export type MailState = 'noticed' | 'filed' | 'added' | 'ignored' | 'failed'
export type Mail = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly mailboxId: string
  readonly uidValidity: string
  readonly uid: number
  readonly state: MailState
  readonly reason: string | null
  readonly forced: boolean
  readonly attempts: number
  readonly lastError: string | null
  readonly seen: boolean
  readonly sealed: Buffer | null
  readonly matterId: string | null
  readonly matterNumber: string | null
  readonly noticedAt: string
  readonly settledAt: string | null
}
const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'mailbox_id as mailboxId', 'uid_validity as uidValidity', 'uid', 'state', 'reason', 'forced', 'attempts', 'last_error as lastError', 'seen', 'sealed', 'matter_id as matterId', 'matter_number as matterNumber', 'noticed_at as noticedAt', 'settled_at as settledAt'] as const
// The state is checked by the table.
const typed = (row: object) => row as Mail

/** Writes down what was seen in the mailbox; what is known already stays as it is. */
export async function insertNoticed(tx: Tx, key: MailboxKey & { regionCode: string }, uidValidity: string, uids: readonly number[], at: string, newId: () => string): Promise<void> {
  for (let from = 0; from < uids.length; from += 1000) {
    await tx
      .insertInto('mail')
      .values(uids.slice(from, from + 1000).map((uid) => ({ institution_id: key.institutionId, id: newId(), region_code: key.regionCode, mailbox_id: key.mailboxId, uid_validity: uidValidity, uid, state: 'noticed', noticed_at: at })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** A mailbox that was built anew numbers its messages anew: what was noticed, or has failed, under the old numbers is found again under the new. */
export const forgetOldNumbers = (tx: Tx, key: MailboxKey, uidValidity: string, at: string) =>
  tx.updateTable('mail').set({ state: 'ignored', reason: 'renumbered', settled_at: at }).where('institution_id', '=', key.institutionId).where('mailbox_id', '=', key.mailboxId).where('uid_validity', '<>', uidValidity).where('state', 'in', ['noticed', 'failed']).execute()

/** Another server or user may number its messages like the one before: the old numbers are told apart, or a new letter under a known number would be passed over. */
export const setNumbersApart = (tx: Tx, key: MailboxKey, revision: number) =>
  tx.updateTable('mail').set({ uid_validity: sql<string>`${`before ${revision}: `}::text || uid_validity` }).where('institution_id', '=', key.institutionId).where('mailbox_id', '=', key.mailboxId).where('uid_validity', 'not like', 'before %').execute()

/** When the oldest message was noticed that is still open, or has failed. */
export const oldestOpen = async (read: ReadTx, key: MailboxKey): Promise<string | null> =>
  (await read.selectFrom('mail').select('noticed_at as at').where('institution_id', '=', key.institutionId).where('mailbox_id', '=', key.mailboxId).where('state', 'in', ['noticed', 'failed']).orderBy('noticed_at').limit(1).executeTakeFirst())?.at ?? null

export const listOpen = async (read: ReadTx, key: MailboxKey, uidValidity: string, limit: number): Promise<Mail[]> =>
  (await read.selectFrom('mail').select(columns).where('institution_id', '=', key.institutionId).where('mailbox_id', '=', key.mailboxId).where('uid_validity', '=', uidValidity).where('state', '=', 'noticed').orderBy('attempts').orderBy('uid').limit(limit).execute()).map(typed)

/** Settled and committed, not yet marked in the mailbox. */
export const listUnmarked = (read: ReadTx, key: MailboxKey, uidValidity: string, limit: number): Promise<{ id: string; uid: number }[]> =>
  read.selectFrom('mail').select(['id', 'uid']).where('institution_id', '=', key.institutionId).where('mailbox_id', '=', key.mailboxId).where('uid_validity', '=', uidValidity).where('seen', '=', false).where('state', 'in', ['filed', 'added']).orderBy('uid').limit(limit).execute()

export async function saveMarked(tx: Tx, institutionId: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.updateTable('mail').set({ seen: true }).where('institution_id', '=', institutionId).where('id', 'in', [...ids]).execute()
}

/** Locks the row; null where another process has settled it meanwhile. */
export async function lockOpen(tx: Tx, institutionId: string, id: string): Promise<Mail | null> {
  const row = await tx.selectFrom('mail').select(columns).where('institution_id', '=', institutionId).where('id', '=', id).where('state', '=', 'noticed').forUpdate().executeTakeFirst()
  return row === undefined ? null : typed(row)
}

export const loadMailForUpdate = async (tx: Tx, institutionId: string, mailboxId: string, id: string): Promise<Mail> =>
  typed(await tx.selectFrom('mail').select(columns).where('institution_id', '=', institutionId).where('mailbox_id', '=', mailboxId).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))

export const isKnown = async (read: ReadTx, institutionId: string, messageKey: string): Promise<boolean> =>
  (await read.selectFrom('mail').select('id').where('institution_id', '=', institutionId).where('message_key', '=', messageKey).executeTakeFirst()) !== undefined

export type Settled = { state: MailState; reason?: string | null; message_key?: string | null; sender_index?: string | null; sealed?: Buffer | null; matter_id?: string | null; matter_number?: string | null; settled_at?: string | null; attempts?: number; last_error?: string | null; forced?: boolean }
export const saveMail = (tx: Tx, mail: Pick<Mail, 'institutionId' | 'id'>, set: Settled) =>
  tx.updateTable('mail').set(set).where('institution_id', '=', mail.institutionId).where('id', '=', mail.id).execute()

/** The number of the matter that a letter became, for its answer. */
export const numberOf = async (read: ReadTx, reply: { readonly institutionId: string; readonly mailId: string }): Promise<string | null> =>
  (await read.selectFrom('mail').select('matter_number as number').where('institution_id', '=', reply.institutionId).where('id', '=', reply.mailId).executeTakeFirst())?.number ?? null

/** The letter that became a matter. */
export async function filedAs(read: ReadTx, institutionId: string, number: string): Promise<Mail | undefined> {
  const row = await read.selectFrom('mail').select(columns).where('institution_id', '=', institutionId).where('matter_number', '=', number).where('state', '=', 'filed').orderBy('noticed_at').limit(1).executeTakeFirst()
  return row === undefined ? undefined : typed(row)
}

/** Letters of one sender that became one of these matters. */
export const listOfMatters = async (read: ReadTx, institutionId: string, senderIndex: string, numbers: readonly string[]): Promise<Mail[]> =>
  numbers.length === 0 ? [] : (await read.selectFrom('mail').select(columns).where('institution_id', '=', institutionId).where('matter_number', 'in', [...numbers]).where('sender_index', '=', senderIndex).where('state', '=', 'filed').orderBy('noticed_at', 'desc').limit(5).execute()).map(typed)

export async function listMails(read: ReadTx, key: MailboxKey, ask: { state: MailState | undefined; after: Place | undefined; limit: number }): Promise<Mail[]> {
  let query = read.selectFrom('mail').select(columns).where('institution_id', '=', key.institutionId).where('mailbox_id', '=', key.mailboxId).orderBy('noticed_at', 'desc').orderBy('id', 'desc').limit(ask.limit)
  if (ask.state !== undefined) query = query.where('state', '=', ask.state)
  if (ask.after !== undefined) query = query.where(sql<boolean>`(noticed_at, id) < (${ask.after.at}::timestamptz, ${ask.after.id}::uuid)`)
  return (await query.execute()).map(typed)
}

/** How many wait or have failed, at most a hundred. */
export async function countOpen(read: ReadTx, key: MailboxKey, state: 'noticed' | 'failed'): Promise<number> {
  const rows = await read.selectFrom('mail').select('id').where('institution_id', '=', key.institutionId).where('mailbox_id', '=', key.mailboxId).where('state', '=', state).limit(100).execute()
  return rows.length
}
