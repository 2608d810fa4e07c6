import type { Duplex } from 'node:stream'
import { Kysely, type CompiledQuery, type KyselyProps } from 'kysely'
import type pg from 'pg'
import type { DB } from '../../db/types.ts'
import { boundOf, Flight, type Answered, type Waiting } from './flight.ts'
import type { Statements } from './statements.ts'

type Connection = Parameters<Parameters<ReturnType<Kysely<DB>['getExecutor']>['provideConnection']>[0]>[0]
type Answer = Awaited<ReturnType<Connection['executeQuery']>>

/**
 * One transaction on one connection. Statements go out in order and without waiting for each other, so whoever needs no
 * answer need not wait for one; the database runs them one after the other all the same.
 */
export type OneConnection = {
  readonly handle: Kysely<DB>
  /** A statement of the transaction itself, past what `hold` keeps waiting; may hold several, which take no values. */
  run(text: string): Promise<unknown>
  /** The last statement of the transaction, along with what was sent before it; answers what the database did. */
  finish(text: string): Promise<string>
  /** Statements wait for this first; what it throws, they throw. */
  hold(until: Promise<unknown> | null): void
}

export function oneConnection(props: Pick<KyselyProps, 'config' | 'dialect' | 'driver'> & { readonly compiling: Kysely<DB> }, client: pg.PoolClient, statements: Statements): OneConnection {
  let held: Promise<unknown> | null = null
  const { add, leave } = gathering(client)
  const put = (text: string, name: string | null, values: readonly unknown[]) => new Promise<Answered>((resolve, reject) => add({ text, name, values, resolve, reject }))
  const ask = async (query: CompiledQuery): Promise<Answer> => {
    if (held !== null) await held
    const { command, affected, rows } = await put(query.sql, statements.nameOf(query.sql), boundOf(query.parameters)).catch(told)
    return changing.has(command) ? { numAffectedRows: BigInt(affected), rows } : { rows }
  }
  // The executor asks these two of a connection; the type demands what a pool's connection has besides.
  const connection = {
    executeQuery: ask,
    streamQuery(): never {
      throw new Error('a transaction reads page by page, not as a stream')
    },
  } as unknown as Connection
  const executor = props.compiling.getExecutor().withConnectionProvider({ provideConnection: (consumer) => consumer(connection) })
  return {
    handle: new Kysely<DB>({ config: props.config, dialect: props.dialect, driver: props.driver, executor }),
    run(text) {
      leave()
      return client.query(text)
    },
    finish: async (text) => (await put(text, `huiyin_${text}`, [])).command,
    hold(until) {
      held = until
    },
  }
}

/**
 * Statements of one moment leave as one flight and in one write: each write wakes the database by itself, which costs both
 * sides more than a short statement does.
 */
function gathering(client: pg.PoolClient): { add(statement: Waiting): void; leave(): void } {
  // What the driver writes to; it is not part of its types.
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection
  let gathered: Waiting[] = []
  let gathers = false
  const take = (): void => {
    if (gathered.length === 0) return
    const flight = new Flight(gathered)
    gathered = []
    client.query(flight)
  }
  const begin = (): void => {
    if (gathers) return
    gathers = true
    stream.cork()
    process.nextTick(() => {
      gathers = false
      take()
      stream.uncork()
    })
  }
  return {
    add(statement) {
      begin()
      gathered.push(statement)
    },
    /** Sends what was gathered, so that what is written next comes after it. */
    leave() {
      begin()
      take()
    },
  }
}

/** A stack that leads to whoever asked, and not to the socket that answered. */
function told(error: unknown): never {
  if (error instanceof Error) Error.captureStackTrace(error)
  throw error
}

const changing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
