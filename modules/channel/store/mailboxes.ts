import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Security } from '../net/imap.ts'

export type MailboxKey = { readonly institutionId: string; readonly mailboxId: string }
export type Mailbox = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly address: string
  readonly kind: string
  readonly imapHost: string
  readonly imapPort: number
  readonly imapSecurity: Security
  readonly smtpHost: string
  readonly smtpPort: number
  readonly smtpSecurity: Security
  readonly userName: string
  readonly password: Buffer
  readonly active: boolean
  readonly uidValidity: string | null
  readonly lastUid: number
  readonly polledAt: string | null
  readonly succeededAt: string | null
  readonly lastError: string | null
  readonly revision: number
  readonly changedName: string
  readonly changedAt: string
}

const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'address', 'kind', 'imap_host as imapHost', 'imap_port as imapPort', 'imap_security as imapSecurity', 'smtp_host as smtpHost', 'smtp_port as smtpPort', 'smtp_security as smtpSecurity',
  'user_name as userName', 'password', 'active', 'uid_validity as uidValidity', 'last_uid as lastUid', 'polled_at as polledAt', 'succeeded_at as succeededAt', 'last_error as lastError', 'revision', 'changed_name as changedName', 'changed_at as changedAt',
] as const
// The two securities are checked by the table.
const typed = (row: object) => row as Mailbox

export const listMailboxes = async (read: ReadTx, institutionId: string): Promise<Mailbox[]> =>
  (await read.selectFrom('mailbox').select(columns).where('institution_id', '=', institutionId).orderBy('address').limit(100).execute()).map(typed)

export const loadMailbox = async (read: ReadTx, key: MailboxKey): Promise<Mailbox> =>
  typed(await read.selectFrom('mailbox').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.mailboxId).executeTakeFirstOrThrow(() => new RefusedError('not_found')))

/** Locks the row: a change of its settings and what a poll found out do not overwrite each other. */
export const loadMailboxForUpdate = async (tx: Tx, key: MailboxKey): Promise<Mailbox> =>
  typed(await tx.selectFrom('mailbox').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.mailboxId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))

/** Mailboxes to be polled, of all bodies: for the system only. */
export const listActive = (read: ReadTx): Promise<{ institutionId: string; mailboxId: string }[]> =>
  read.selectFrom('mailbox').select(['institution_id as institutionId', 'id as mailboxId']).where('active', '=', true).orderBy('institution_id').execute()

export const insertMailbox = (tx: Tx, box: Mailbox) =>
  tx
    .insertInto('mailbox')
    .values({ institution_id: box.institutionId, id: box.id, region_code: box.regionCode, ...settings(box), revision: 1, changed_name: box.changedName, changed_at: box.changedAt })
    .execute()

const settings = (box: Mailbox) => ({
  address: box.address, kind: box.kind, imap_host: box.imapHost, imap_port: box.imapPort, imap_security: box.imapSecurity, smtp_host: box.smtpHost, smtp_port: box.smtpPort, smtp_security: box.smtpSecurity, user_name: box.userName, password: box.password, active: box.active,
})

/** Another server or user is another mailbox: what was known of its numbers is forgotten. */
export const saveMailbox = (tx: Tx, box: Mailbox, isElsewhere: boolean) =>
  tx
    .updateTable('mailbox')
    .set({ ...settings(box), revision: box.revision + 1, changed_name: box.changedName, changed_at: box.changedAt, last_error: null, ...(isElsewhere ? { uid_validity: null, last_uid: 0 } : {}) })
    .where('institution_id', '=', box.institutionId)
    .where('id', '=', box.id)
    .execute()

/** The row is locked, so that what was found out is of the mailbox as it is set up now. */
export const saveKnown = (tx: Tx, key: MailboxKey, known: { uidValidity: string; lastUid: number }) =>
  tx.updateTable('mailbox').set({ uid_validity: known.uidValidity, last_uid: known.lastUid }).where('institution_id', '=', key.institutionId).where('id', '=', key.mailboxId).execute()

/** Only where the mailbox is still the one that was read. */
export const savePolled = (tx: Tx, box: Mailbox, at: string, error: string | null) =>
  tx.updateTable('mailbox').set({ polled_at: at, last_error: error, ...(error === null ? { succeeded_at: at } : {}) }).where('institution_id', '=', box.institutionId).where('id', '=', box.id).where('revision', '=', box.revision).execute()
