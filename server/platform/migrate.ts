import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { runMigrations as runJobMigrations } from 'graphile-worker'
import pg from 'pg'
import { projectRoot } from './root.ts'

export type MigrateOptions = { ownerUrl: string; appRole: string; log?: (line: string) => void; only?: readonly string[] }

const folder = () => path.join(projectRoot(), 'db', 'migrations')

/** Names of all migrations in their order. */
export const migrationNames = async (): Promise<string[]> => (await readdir(folder())).filter((name) => name.endsWith('.sql')).sort()

const isRoleName = /^[a-z_][a-z0-9_]{0,62}$/

/**
 * Brings a database to this release: forward only, one transaction a file, checksums guarded, safe when two servers start at once.
 * `only` stops at a given list (restore replays exactly the list of its backup).
 */
export async function migrate({ ownerUrl, appRole, log, only }: MigrateOptions): Promise<{ applied: string[] }> {
  if (!isRoleName.test(appRole)) throw new Error(`application role name '${appRole}' is malformed`)
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'huiyin migrate' })
  await client.connect()
  const applied: string[] = []
  try {
    await client.query(`select pg_advisory_lock(hashtext('huiyin migrate'))`)
    const { rows } = await client.query<{ major: number }>(`select current_setting('server_version_num')::int / 10000 as major`)
    if ((rows[0]?.major ?? 0) < 15) throw new Error(`数据库版本过低：需要 PostgreSQL 15 或以上。PostgreSQL 15 or newer is needed.`)
    await ensureRole(client, appRole)
    await runJobMigrations({ connectionString: ownerUrl, logger: await quietLogger() })
    await client.query(`create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
    await client.query(`grant select on migration to ${appRole}`)
    const done = new Map((await client.query<{ name: string; checksum: string }>('select name, checksum from migration')).rows.map((row) => [row.name, row.checksum]))
    for (const name of await migrationNames()) {
      if (only !== undefined && !only.includes(name)) continue
      const text = await readFile(path.join(folder(), name), 'utf8')
      const checksum = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
      const known = done.get(name)
      if (known !== undefined) {
        if (known !== checksum) throw new Error(`migration ${name} was changed after it ran here; write a new one instead`)
        continue
      }
      await apply(client, { name, text, checksum, appRole })
      applied.push(name)
      log?.(`migration ${name}`)
    }
    await distribute(client, log)
  } finally {
    await client.end()
  }
  return { applied }
}

async function apply(client: pg.Client, step: { name: string; text: string; checksum: string; appRole: string }): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`set local huiyin.app_role = '${step.appRole}'`)
    await client.query(step.text)
    await client.query('insert into migration (name, checksum) values ($1, $2)', [step.name, step.checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${step.name} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** The application role may be made by the launcher or a database administrator beforehand; otherwise it is made here, without login. */
async function ensureRole(client: pg.Client, appRole: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [appRole])
  if (found.rowCount === 0) {
    await client.query(`create role ${appRole} nologin nosuperuser nobypassrls`)
  }
  await client.query(`grant usage on schema public to ${appRole}`)
  // The owner may step into the role where the application has no login of its own.
  const { rows } = await client.query<{ member: boolean }>(`select pg_has_role(current_user, $1, 'member') as member`, [appRole])
  if (rows[0]?.member !== true) await client.query(`grant ${appRole} to current_user`)
}

/** On Citus the tables are spread after they exist; on plain PostgreSQL this is nothing (reference/distributed.md). */
async function distribute(client: pg.Client, log?: (line: string) => void): Promise<void> {
  const citus = await client.query(`select 1 from pg_extension where extname = 'citus'`)
  if (citus.rowCount === 0) return
  await client.query(`set citus.enable_local_reference_table_foreign_keys = off`)
  const { rows } = await client.query<{ name: string; class: string }>(
    `select name, class from table_class where class <> 'local'
       and not exists (select 1 from pg_dist_partition where logicalrelid = to_regclass(name)) order by class desc, name`,
  )
  for (const row of rows) {
    if (row.class === 'reference') await client.query(`select create_reference_table($1)`, [row.name])
    else await client.query(`select create_distributed_table($1, 'institution_id', colocate_with => 'default')`, [row.name])
    log?.(`distributed ${row.name} as ${row.class}`)
  }
}

async function quietLogger() {
  const { Logger } = await import('graphile-worker')
  return new Logger(() => () => undefined)
}
