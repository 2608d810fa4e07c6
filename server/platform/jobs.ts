import { Logger, parseCronItems, run, type Runner, type TaskList } from 'graphile-worker'
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
  const taskList: TaskList = Object.fromEntries(options.workers.map((each) => [each.job, async (payload: unknown) => each.run(payload)]))
  return run({
    connectionString: options.ownerUrl,
    concurrency: options.concurrency ?? 2,
    maxPoolSize: 4,
    noHandleSignals: true,
    pollInterval: 5000,
    taskList,
    // Not as a crontab text: that allows no dot in a job's name. What was missed while the server was down is made up for one hour.
    parsedCronItems: parseCronItems(options.schedules.map((each) => ({ task: each.job, match: each.cron, options: { backfillPeriod: 3_600_000, maxAttempts: 12 } }))),
    logger: new Logger(() => (level, message) => {
      if (serious.includes(level)) options.log.warn({ from: 'jobs' }, message)
    }),
  })
}
