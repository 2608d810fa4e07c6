import type { Actor } from '../../kernel/actor.ts'
import type { Calendar, IsoDate } from '../../kernel/calendar.ts'
import { record, type Occurrence } from './audit.ts'
import { currentCalendar } from './calendar-store.ts'
import { shanghaiToday, type Clock } from './clock.ts'
import type { Vault } from './crypto.ts'
import type { Database, ReadTx, Tx } from './database.ts'
import { newIdAt } from './new-id.ts'
import type { Logger } from 'pino'

/** What the running server is made of; built once in main.ts, or by a test. */
export type Platform = {
  readonly database: Database
  readonly clock: Clock
  readonly vault: Vault
  readonly log: Logger
  /** True shows the outbox page and the demonstration accounts. */
  readonly demo: boolean
  /** The address people reach, for links in messages and OpenID redirects. */
  readonly publicUrl: string
}

/** What a read is given beside its question. */
export type Look = {
  readonly read: ReadTx
  readonly actor: Actor
  readonly now: Date
  readonly today: IsoDate
  readonly platform: Platform
}

/** What a command is given: the transaction, who, when, the calendar, and the pen that records it. */
export type Act = {
  readonly tx: Tx
  readonly actor: Actor
  readonly now: Date
  readonly today: IsoDate
  readonly calendar: Calendar
  readonly platform: Platform
  readonly vault: Vault
  newId(): string
  /** Appends to the event chain in this transaction; call it last, it holds the chain's lock until commit. */
  record(...occurrences: Occurrence[]): Promise<void>
}

/** Runs a command of the system itself (a job, the demonstration loader, a test) with the same context a request gets. */
export async function act<T>(platform: Platform, actor: Actor, command: (act: Act) => Promise<T>): Promise<T> {
  return platform.database.write(actor, (tx, calendar) => command(actWith(platform, actor, tx, calendar)), currentCalendar)
}

export async function look<T>(platform: Platform, actor: Actor, question: (look: Look) => Promise<T>): Promise<T> {
  const now = platform.clock.now()
  return platform.database.read(actor, (read) => question({ read, actor, now, today: shanghaiToday(now), platform }))
}

export const actIn = async (platform: Platform, actor: Actor, tx: Tx): Promise<Act> => actWith(platform, actor, tx, await currentCalendar(tx))

export function actWith(platform: Platform, actor: Actor, tx: Tx, calendar: Calendar): Act {
  const now = platform.clock.now()
  const newId = () => newIdAt(now.getTime())
  return {
    tx,
    actor,
    now,
    today: shanghaiToday(now),
    calendar,
    platform,
    vault: platform.vault,
    newId,
    record: (...occurrences) => record(tx, { actor, now, vault: platform.vault, newId }, occurrences),
  }
}
