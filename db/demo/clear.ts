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
