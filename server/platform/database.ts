import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Actor } from '../../kernel/actor.ts'
import type { DB } from '../../db/types.ts'

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
  close(): Promise<void>
}

// Dates stay ISO strings, instants become ISO strings in UTC, counts become numbers: no Date object reaches a rule.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString())
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text))

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

export function openDatabase(url: string, options: { max?: number; role?: string; onError?: (error: Error) => void } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    application_name: 'huiyin',
    ...(options.role === undefined ? {} : { options: `-c role=${options.role}` }),
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => options.onError?.(error))
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })

  async function inTransaction<T>(actor: Actor, readOnly: boolean, work: (connection: Kysely<DB>) => Promise<T>): Promise<T> {
    return db.connection().execute(async (connection) => {
      await connection.executeQuery(CompiledQuery.raw(scopeStatement(actor, readOnly)))
      try {
        const result = await work(connection)
        await connection.executeQuery(CompiledQuery.raw('commit'))
        return result
      } catch (error) {
        await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined)
        throw error
      }
    })
  }

  return {
    pool,
    read: (actor, work) => inTransaction(actor, true, work),
    async write(actor, work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await inTransaction(actor, false, (connection) => work(connection as Tx))
        } catch (error) {
          if (attempt >= 4 || !(isTransient(error) || reconnect.has(codeOf(error)))) throw error
        }
      }
    },
    close: () => db.destroy(),
  }
}

export { sql }
