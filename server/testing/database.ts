import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'

const withName = (url: string, name: string): string => {
  const parsed = new URL(url)
  parsed.pathname = `/${name}`
  return parsed.toString()
}

/** A database of one's own, cloned from the migrated template. */
export async function cloneDatabase(): Promise<{ ownerUrl: string; appUrl: string; superUrl: string; drop(): Promise<void> }> {
  const { superUrl, ownerUrl, appUrl, template } = inject('postgres')
  const name = `t_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const run = async (statement: string) => {
    const client = new Client({ connectionString: superUrl })
    await client.connect()
    try {
      // Two clones of one template at the same moment wait for each other.
      await client.query(`select pg_advisory_lock(hashtext('clone'))`)
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await run(`create database ${name} template ${template} owner huiyin_owner`)
  return { ownerUrl: withName(ownerUrl, name), appUrl: withName(appUrl, name), superUrl: withName(superUrl, name), drop: () => run(`drop database if exists ${name} with (force)`) }
}
