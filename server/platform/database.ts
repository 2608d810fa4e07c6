import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Actor } from '../../kernel/actor.ts'
import type { DB } from '../../db/types.ts'
import { oneConnection } from './one-connection.ts'
import { newStatements } from './statements.ts'

/** A handle that can only read: no insert, update or delete exists on it, and the transaction is READ ONLY. */
export type ReadTx = Pick<Kysely<DB>, 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'dynamic' | 'getExecutor' | 'executeQuery'>
declare const writes: unique symbol
/** A handle inside a command's transaction; the brand keeps it from being made anywhere else. */
export type Tx = Kysely<DB> & { readonly [writes]: true }

export type Database = {
  readonly pool: pg.Pool
  /** One READ ONLY transaction as the actor. */
  read<T>(actor: Actor, work: (read: ReadTx) => Promise<T>): Promise<T>
  /** One writing transaction as the actor; retried when the database asks for it. */
  write<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T>
  /** What `ahead` asks goes out together with the begin and is known when the work starts. */
  write<T, Early>(actor: Actor, work: (tx: Tx, early: Early) => Promise<T>, ahead: (tx: Tx) => Promise<Early>): Promise<T>
  /** One writing statement that is its own transaction, sent and committed in one flight; not tried again. */
  alone<T>(actor: Actor, statement: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

// Dates stay ISO strings, instants become ISO strings in UTC, counts become numbers: no Date object reaches a rule.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, readInstant)
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text))

const utcShape = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/

/** What the database says of an instant; nearly always in UTC already, and then without a detour over a Date. */
export function readInstant(text: string): string {
  const utc = utcShape.exec(text)
  return utc === null ? new Date(text).toISOString() : `${utc[1]}T${utc[2]}.${(utc[3] ?? '').padEnd(3, '0').slice(0, 3)}Z`
}

const uuidShape = /^[0-9a-f-]{36}$/
const prefixShape = /^([0-9]{2,6}|%)$/

/**
 * The settings row security compares with, as one statement with quoted, checked literals.
 * SET LOCAL and not set_config: only SET LOCAL reaches the shards of a distributed database (ADR 0003).
 */
export function scopeStatement(actor: Actor, readOnly: boolean): string {
  if (!uuidShape.test(actor.id)) throw new Error('actor id is no uuid')
  if (actor.institutionId !== null && !uuidShape.test(actor.institutionId)) throw new Error('institution id is no uuid')
  if (actor.regionPrefix !== null && !prefixShape.test(actor.regionPrefix)) throw new Error('region prefix is malformed')
  return (
    `begin${readOnly ? ' read only' : ''};` +
    `set local app.actor = '${actor.id}';` +
    `set local app.institution = '${actor.institutionId ?? ''}';` +
    `set local app.region = '${actor.regionPrefix ?? ''}'`
  )
}

const retryable = new Set(['40001', '40P01'])
const reconnect = new Set(['25006', '57P01', '57P02', '57P03', '08000', '08003', '08006'])
const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '')

/** True where the same command, with the same key, should be tried again (reference/distributed.md, rule 18). */
export const isTransient = (error: unknown): boolean =>
  retryable.has(codeOf(error)) || (codeOf(error) === 'XX000' && error instanceof Error && error.message.includes('could not commit'))

/** The connection ended without a reason: the database was killed. */
const isCut = (error: unknown): boolean => error instanceof Error && error.message === 'Connection terminated unexpectedly'

/** A migration of another server changed a table under a prepared statement. */
const isOutdated = (error: unknown): boolean => codeOf(error) === '0A000' && error instanceof Error && error.message.includes('cached plan')

type Trailing = { readonly sent: Promise<unknown>[]; readonly run: (text: string) => Promise<unknown> }
const trailing = new WeakMap<object, Trailing>()
const ignore = () => undefined

function trailingOf(handle: ReadTx): Trailing {
  const found = trailing.get(handle)
  if (found === undefined) throw new Error('a statement was sent on something that is no transaction')
  return found
}

/**
 * A statement whose answer nobody waits for: what comes after it on the transaction is run after it, and what it refuses
 * is thrown before anything is committed, in place of whatever failed because of it.
 */
export function send(handle: ReadTx, written: Promise<unknown>): void {
  written.catch(ignore)
  trailingOf(handle).sent.push(written)
}

/** Settings of this transaction alone, several in one message; nobody waits for them. */
export function setLocal(handle: ReadTx, settings: Readonly<Record<string, string>>): void {
  const { run } = trailingOf(handle)
  send(handle, run(Object.entries(settings).map(([name, value]) => `set local ${name} = ${value}`).join(';')))
}

/** The same for a statement of so many rows: a flood waits for each of its statements, or all of it would lie in memory. */
export async function sendFew(tx: Tx, rows: number, written: Promise<unknown>): Promise<void> {
  if (rows > 50) await written
  else send(tx, written)
}

/** A statement whose text never changes, without the cost of putting it together. */
export const statement =
  <Row>(text: string) =>
  async (handle: ReadTx, values: readonly unknown[]): Promise<Row[]> =>
    (await handle.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows

export function openDatabase(url: string, options: { max?: number; role?: string; onError?: (error: Error) => void } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    application_name: 'huiyin',
    // Statements of one connection are sent without waiting for the answer of the one before.
    pipeline: true,
    ...(options.role === undefined ? {} : { options: `-c role=${options.role}` }),
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => options.onError?.(error))
  const dialect = new PostgresDialect({ pool })
  const props = { config: { dialect }, dialect, driver: dialect.createDriver(), compiling: new Kysely<DB>({ dialect }) }
  const statements = newStatements()
  let closed: Promise<void> | undefined

  async function inTransaction<T>(actor: Actor, readOnly: boolean, work: (connection: Kysely<DB>, begun: Promise<unknown>, hold: (until: Promise<unknown> | null) => void) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    const { handle, run, finish, hold } = oneConnection(props, client, statements)
    const sent: Promise<unknown>[] = []
    trailing.set(handle, { sent, run })
    // A connection may break between two statements, when nobody waits for an answer; without a listener that would end the process.
    let broken: Error | null = null
    // The first news of it says why.
    const breaks = (error: Error) => {
      broken ??= error
    }
    client.on('error', breaks)
    try {
      const begun = run(scopeStatement(actor, readOnly))
      begun.catch(ignore)
      try {
        const result = await work(handle, begun, hold)
        const done = finish('commit')
        done.catch(ignore)
        await Promise.all([begun, ...sent])
        // The database answers the commit of a failed transaction by rolling it back.
        if ((await done) !== 'COMMIT') throw new Error('the transaction failed before its commit; nothing was kept')
        return result
      } catch (error) {
        await run('rollback').catch(ignore)
        throw broken ?? (await firstFailure([begun, ...sent], error))
      }
    } finally {
      client.off('error', breaks)
      client.release(broken ?? undefined)
    }
  }

  return {
    pool,
    async read(actor, work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await inTransaction(actor, true, work)
        } catch (error) {
          if (!isOutdated(error) || attempt >= 2) throw error
          statements.renew()
        }
      }
    },
    async write<T, Early>(actor: Actor, work: (tx: Tx, early: Early) => Promise<T>, ahead?: (tx: Tx) => Promise<Early>) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await inTransaction(actor, false, async (handle, begun, hold) => {
            const early = ahead?.(handle as Tx)
            early?.catch(ignore)
            // Nothing else is sent before the transaction is known to be open: outside of one it would stand by itself.
            hold(begun)
            await begun
            hold(null)
            return work(handle as Tx, (await early) as Early)
          })
        } catch (error) {
          if (isOutdated(error)) statements.renew()
          else if (!(isTransient(error) || reconnect.has(codeOf(error)) || isCut(error))) throw error
          if (attempt >= 4) throw error
        }
      }
    },
    alone<T>(actor: Actor, statement: (tx: Tx) => Promise<T>) {
      return inTransaction(actor, false, async (handle) => {
        const answer = statement(handle as Tx)
        send(handle, answer)
        return { answer }
      }).then(({ answer }) => answer)
    },
    close: () => (closed ??= pool.end()),
  }
}

/** Of the statements nobody waited for the first that failed by itself; what came after a failure failed because of it. */
async function firstFailure(sent: readonly Promise<unknown>[], error: unknown): Promise<unknown> {
  for (const each of await Promise.allSettled(sent)) if (each.status === 'rejected' && codeOf(each.reason) !== inFailed) return each.reason
  return error
}
/** The database's word for a statement of a transaction that had failed before. */
const inFailed = '25P02'

export { sql }
