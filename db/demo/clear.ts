import pg from 'pg'

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
export async function dropOldNews(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(`
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t, matter_event e
      where t.id = j.task_id and t.identifier = 'matter.tell' and e.institution_id = (j.payload->>'institutionId')::uuid and e.matter_id = (j.payload->>'matterId')::uuid and e.seq = (j.payload->>'seq')::int and e.at < now() - interval '2 days'`)
  } finally {
    await client.end()
  }
}
