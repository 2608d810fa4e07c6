import type { Client } from 'pg'
import { loadRows } from './tables.ts'

/**
 * Waiting jobs in the runner's own terms. They are saved because a promise hangs on them (a launch half done, an SMS
 * to send); what a job did before is not: it is idempotent and starts over. Jobs given up for good stay behind.
 */
export const waitingJobs = `
  select t.identifier, j.payload::text as payload, q.queue_name, j.run_at, j.max_attempts, j.key, j.priority
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
  where j.attempts < j.max_attempts order by j.id`

const columns = ['identifier', 'payload', 'queue_name', 'run_at', 'max_attempts', 'key', 'priority']

/** Hands the saved jobs to the runner, in their order, through its own function. */
export async function enqueueSaved(client: Client, file: string): Promise<{ rows: number; sha256: string }> {
  await client.query(`create temporary table saved_job (n int generated always as identity, identifier text, payload text, queue_name text, run_at timestamptz, max_attempts int, key text, priority int) on commit drop`)
  const measured = await loadRows(client, 'saved_job', columns, file)
  await client.query(`
    select graphile_worker.add_job(identifier, payload::json, queue_name => queue_name, run_at => run_at, max_attempts => max_attempts, job_key => key, priority => priority)
    from (select * from saved_job order by n) s`)
  return measured
}
