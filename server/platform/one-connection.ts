import type { Duplex } from 'node:stream'
import { Kysely, type CompiledQuery, type KyselyProps } from 'kysely'
import type pg from 'pg'
import type { DB } from '../../db/types.ts'
import type { Statements } from './statements.ts'

type Connection = Parameters<Parameters<ReturnType<Kysely<DB>['getExecutor']>['provideConnection']>[0]>[0]
type Answer = Awaited<ReturnType<Connection['executeQuery']>>

/**
 * One transaction on one connection. Statements go out in order and without waiting for each other, so whoever needs no
 * answer need not wait for one; the database runs them one after the other all the same.
 */
export type OneConnection = {
  readonly handle: Kysely<DB>
  /** A statement of the transaction itself, past what `hold` keeps waiting. */
  run(text: string): Promise<{ readonly command: string }>
  /** Statements wait for this first; what it throws, they throw. */
  hold(until: Promise<unknown> | null): void
}

export function oneConnection(props: Pick<KyselyProps, 'config' | 'dialect' | 'driver'> & { readonly compiling: Kysely<DB> }, client: pg.PoolClient, statements: Statements): OneConnection {
  let held: Promise<unknown> | null = null
  const together = gathering(client)
  const ask = async (query: CompiledQuery): Promise<Answer> => {
    if (held !== null) await held
    together()
    const name = statements.nameOf(query.sql)
    const values = query.parameters as unknown[]
    const { command, rowCount, rows } = await client.query<Record<string, unknown>>(name === null ? { text: query.sql, values } : { name, text: query.sql, values })
    return changing.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows }
  }
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
      together()
      return client.query(text)
    },
    hold(until) {
      held = until
    },
  }
}

/**
 * Statements of one moment leave in one write: each write wakes the database by itself, which costs both sides more than
 * a short statement does.
 */
function gathering(client: pg.PoolClient): () => void {
  // What the driver writes to; it is not part of its types.
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection
  let gathers = false
  return () => {
    if (gathers) return
    gathers = true
    stream.cork()
    process.nextTick(() => {
      gathers = false
      stream.uncork()
    })
  }
}

const changing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])
