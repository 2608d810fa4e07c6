import { Logger, parseCronItems, run, type Runner, type TaskList } from 'graphile-worker'
import pg from 'pg'
import type { Logger as Log } from 'pino'
import { sql, type Tx } from './database.ts'

/** A kind of job: its name and the type of its payload. Modules declare theirs in jobs.ts. */
export type Job<Payload> = {
  readonly name: string
  /** Written in the caller's transaction: a rollback takes the job with it. `key` replaces a waiting job of the same key. */
  enqueue(tx: Tx, payload: Payload, options?: { runAt?: Date; key?: string }): Promise<void>
}

export function job<Payload>(name: string): Job<Payload> {
  return {
    name,
    async enqueue(tx, payload, options = {}) {
      await sql`select enqueue(${name}, ${JSON.stringify(payload)}::json, ${options.runAt?.toISOString() ?? null}::timestamptz, ${options.key ?? null})`.execute(tx)
    },
  }
}

export type Worker = { readonly job: string; run(payload: unknown): Promise<void> }
/** `cron` in five fields, Asia/Shanghai is UTC+8: write hours in UTC. */
export type Schedule = { readonly job: string; readonly cron: string }

const worker = <Payload>(declared: Job<Payload>, act: (payload: Payload) => Promise<void>): Worker => ({
  job: declared.name,
  // The payload was written by enqueue of the same declared job; its type travels with the declaration.
  run: (payload) => act(payload as Payload),
})
export { worker }

const serious: readonly string[] = ['error', 'warning']

/** Starts the job runner on an owner connection (its tables are not the application role's). */
export async function startJobs(options: { ownerUrl: string; workers: readonly Worker[]; schedules: readonly Schedule[]; log: Log; concurrency?: number }): Promise<Runner> {
  // The runner leaves its connections without anybody to hear them while they still end: one that the database ends first would end the server.
  const pool = new pg.Pool({ connectionString: options.ownerUrl, max: 4, application_name: 'huiyin jobs' })
  const heard = (error: Error): void => options.log.warn({ from: 'jobs', error: error.message }, 'a connection of the job runner ended')
  pool.on('error', heard).on('connect', (client) => client.on('error', heard))
  const taskList: TaskList = Object.fromEntries(options.workers.map((each) => [each.job, async (payload: unknown) => each.run(payload)]))
  const runner = await run({
    pgPool: pool,
    concurrency: options.concurrency ?? 2,
    noHandleSignals: true,
    pollInterval: 5000,
    taskList,
    // Not as a crontab text: that allows no dot in a job's name. What was missed while the server was down is made up for one hour.
    parsedCronItems: parseCronItems(options.schedules.map((each) => ({ task: each.job, match: each.cron, options: { backfillPeriod: 3_600_000, maxAttempts: 12 } }))),
    logger: new Logger(() => (level, message) => {
      if (serious.includes(level)) options.log.warn({ from: 'jobs' }, message)
    }),
  })
  return {
    ...runner,
    async stop(reason) {
      try {
        await runner.stop(reason)
      } finally {
        await pool.end()
      }
    },
  }
}
