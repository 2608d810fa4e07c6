import pg from 'pg'
import { systemActor } from '../../kernel/actor.ts'
import type { Platform } from '../../server/platform/act.ts'

/**
 * Empties an installation whose first start was cut short while the demonstration was being loaded. Nobody had been
 * served yet, so nothing that was acknowledged is lost. Runs as the owner; truncation asks no row security.
 */
export async function clearHalfLoaded(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(`select quote_ident(name) as name from table_class`)
    await client.query(`truncate ${rows.map((row) => row.name).join(', ')} cascade`)
    await client.query(`delete from graphile_worker._private_jobs`)
  } finally {
    await client.end()
  }
}

/** What was told of matters weeks ago is read long since: only the last days' news is still to be delivered when the server starts. */
export async function dropOldNews(platform: Platform, ownerUrl: string): Promise<number> {
  const before = new Date(platform.clock.now().getTime() - 2 * 86_400_000).toISOString()
  const old = await platform.database.read(systemActor('demo'), (read) => read.selectFrom('matter_event').select(['matter_id', 'seq']).where('at', '<', before).execute())
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const dropped = await client.query(
      `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t, unnest($1::text[], $2::int[]) as e (matter_id, seq)
       where t.id = j.task_id and t.identifier = 'matter.tell' and j.payload->>'matterId' = e.matter_id and (j.payload->>'seq')::int = e.seq`,
      [old.map((row) => row.matter_id), old.map((row) => row.seq)],
    )
    return dropped.rowCount ?? 0
  } finally {
    await client.end()
  }
}
