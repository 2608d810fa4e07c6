import { ImapFlow } from 'imapflow'
import { ChannelFault } from '../rules/fault.ts'

export type Security = 'tls' | 'starttls' | 'none'
export type ImapPlace = { readonly host: string; readonly port: number; readonly security: Security; readonly userName: string; readonly password: string }

/** What a poll needs of the inbox; nothing is deleted or moved, ever. */
export type OpenInbox = {
  readonly uidValidity: string
  readonly uidNext: number
  listAbove(uid: number): Promise<number[]>
  listUnseen(): Promise<number[]>
  /** Days of the server, so a day more than asked for may come. */
  listSince(at: string): Promise<number[]>
  /** The message, or so much of its beginning; null where it is gone. */
  fetch(uid: number, most: number): Promise<{ source: Buffer; size: number } | null>
  markSeen(uids: readonly number[]): Promise<void>
}
/** A test hands in an inbox that dies at a chosen step; the server behind it is a real one. */
export type InInbox = <T>(place: ImapPlace, work: (inbox: OpenInbox) => Promise<T>) => Promise<T>

/** Opens the inbox for one piece of work and closes it again, whatever happens. */
export const inInbox: InInbox = async (place, work) => {
  const client = new ImapFlow({
    host: place.host, port: place.port, secure: place.security === 'tls', doSTARTTLS: place.security === 'starttls', auth: { user: place.userName, pass: place.password },
    logger: false, disableAutoIdle: true, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000,
  })
  // A connection that breaks fails the command that waits for it; the event itself would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const lock = await client.getMailboxLock('INBOX')
    try {
      return await work(inboxOf(client))
    } finally {
      lock.release()
    }
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'authenticationFailed' in error && error.authenticationFailed === true) throw new ChannelFault('login', 'responseText' in error ? String(error.responseText) : 'login refused', { cause: error })
    throw error
  } finally {
    await client.logout().catch(() => client.close())
  }
}

function inboxOf(client: ImapFlow): OpenInbox {
  const opened = client.mailbox
  if (opened === false) throw new ChannelFault('folder', 'INBOX')
  const sorted = (found: number[] | false | undefined): number[] => (Array.isArray(found) ? [...found].sort((a, b) => a - b) : [])
  return {
    uidValidity: String(opened.uidValidity),
    uidNext: opened.uidNext,
    // "n:*" always answers the last message, even one below n.
    listAbove: async (uid) => sorted(await client.search({ uid: `${uid + 1}:*` }, { uid: true })).filter((each) => each > uid),
    listUnseen: async () => sorted(await client.search({ seen: false }, { uid: true })),
    listSince: async (at) => sorted(await client.search({ since: new Date(at) }, { uid: true })),
    async fetch(uid, most) {
      const found = await client.fetchOne(String(uid), { uid: true, size: true, source: { start: 0, maxLength: most } }, { uid: true })
      return found === false || found.source === undefined ? null : { source: found.source, size: found.size ?? found.source.length }
    },
    async markSeen(uids) {
      if (uids.length > 0) await client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true })
    },
  }
}
