import path from 'node:path'
import { Client } from 'pg'
import { systemActor } from '../../../kernel/actor.ts'
import { verifyChains } from '../audit.ts'
import { openVault, type KeyRing } from '../crypto.ts'
import { openDatabase } from '../database.ts'
import { migrate, migrationNames } from '../migrate.ts'
import { enqueueSaved } from './jobs.ts'
import { BackupError, readManifest, type Manifest } from './manifest.ts'
import { loadRows, measureRows, ourTables, quoted, rowsOf, steadySettings, type Table } from './tables.ts'

export type RestoreTarget = {
  readonly ownerUrl: string
  readonly appRole: string
  readonly log?: (line: string) => void
  /** Keeps the backup's keys; called before the rows are committed, so that they are never there without their keys. */
  readonly keepKeys: (keyRing: KeyRing) => void
}

/**
 * Restores into an empty database, then proves it: counts and checksums of every table, and every event chain.
 * All rows come in one transaction: where anything differs, nothing stays. Afterwards the database is brought to this release.
 */
export async function restore(into: RestoreTarget, folder: string): Promise<Manifest> {
  const { manifest, keyRing } = readManifest(folder)
  const known = new Set(await migrationNames())
  const unknown = manifest.migrations.find((name) => !known.has(name))
  if (unknown !== undefined) throw new BackupError(`备份来自更新的版本（${unknown}），没有恢复；请先升级程序。The backup is from a newer release.`)
  await withClient(into.ownerUrl, (client) => makeEmpty(client, manifest))
  await migrate({ ownerUrl: into.ownerUrl, appRole: into.appRole, only: manifest.migrations })
  await withClient(into.ownerUrl, (client) => load(client, into, { manifest, keyRing, folder: path.resolve(folder) }))
  await proveChains(into, keyRing)
  await migrate({ ownerUrl: into.ownerUrl, appRole: into.appRole, ...(into.log === undefined ? {} : { log: into.log }) })
  return manifest
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'huiyin restore' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    if (error instanceof BackupError) throw error
    throw new BackupError(`恢复没有完成（${error instanceof Error ? error.message : String(error)}），已全部撤销，目标仍是空的。The restore failed; everything was undone.`, { cause: error })
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Tables that an installation fills by itself when it starts; rows there do not make it somebody's. */
const selfFilled = new Set(['region', 'calendar_day', 'calendar_year', 'setting'])

/** Refuses a database with rows of somebody; takes one of a later release back to nothing, so that the migrations can be replayed. */
async function makeEmpty(client: Client, manifest: Manifest): Promise<void> {
  const { rows } = await client.query<{ present: boolean }>(`select to_regclass('public.migration') is not null and to_regclass('public.table_class') is not null as present`)
  if (rows[0]?.present !== true) {
    const { rows: foreign } = await client.query<{ name: string }>(`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') limit 1`)
    if (foreign[0] !== undefined) throw new BackupError(`目标数据库里有别的系统的表（${foreign[0].name}），没有恢复，什么都没有改动；请给一个空库。The database holds tables of another system.`)
    return
  }
  await client.query(`begin; ${steadySettings}`)
  for (const table of await ourTables(client)) {
    if (selfFilled.has(table.name)) continue
    const { rowCount } = await client.query(`select 1 from ${quoted(table.name)} limit 1`)
    if ((rowCount ?? 0) > 0) throw new BackupError(`目标数据库里已有数据（表 ${table.name}），没有恢复，什么都没有改动；请恢复到一个空的 --data 目录或空库。The target is not empty; nothing was changed.`)
  }
  const { rows: applied } = await client.query<{ name: string }>('select name from migration')
  if (applied.some(({ name }) => !manifest.migrations.includes(name))) await client.query('drop schema public cascade; drop schema if exists charge, graphile_worker cascade; create schema public')
  await client.query('commit')
}

async function load(client: Client, into: RestoreTarget, backup: { manifest: Manifest; keyRing: KeyRing; folder: string }): Promise<void> {
  await client.query(`begin; ${steadySettings}`)
  const tables = await ourTables(client)
  const byName = new Map(tables.map((table) => [table.name, table]))
  const forced = tables.filter((table) => table.forced)
  // COPY FROM does not go through row security: it is lifted for the owner within this transaction.
  for (const table of forced) await client.query(`alter table ${quoted(table.name)} no force row level security`)
  const inBackup = new Set(backup.manifest.tables.map((table) => table.name))
  for (const table of tables.toReversed()) if (inBackup.has(table.name)) await client.query(`delete from ${quoted(table.name)}`)
  for (const saved of backup.manifest.tables) {
    if (!byName.has(saved.name)) throw new BackupError(`备份里有本版本不认识的表 ${saved.name}，没有恢复。The backup has an unknown table.`)
    const passed = await loadRows(client, saved.name, saved.columns, path.join(backup.folder, `${saved.name}.copy.gz`))
    if (passed.sha256 !== saved.sha256) throw differs(saved.name, passed.rows, saved.rows)
    if (saved.rows > 0) into.log?.(`${saved.name}: ${saved.rows}`)
  }
  for (const saved of backup.manifest.tables) await compare(client, byName.get(saved.name), saved)
  const jobs = await enqueueSaved(client, path.join(backup.folder, 'waiting-jobs.gz'))
  if (jobs.sha256 !== backup.manifest.jobs.sha256) throw differs('waiting-jobs', jobs.rows, backup.manifest.jobs.rows)
  for (const table of forced) await client.query(`alter table ${quoted(table.name)} force row level security`)
  into.keepKeys(backup.keyRing)
  await client.query('commit')
}

const differs = (name: string, found: number, expected: number): BackupError =>
  new BackupError(`表 ${name} 与备份清单不一致（${found} / ${expected} 行），已全部撤销，目标仍是空的；备份文件可能已损坏。Table ${name} differs from the manifest; everything was undone.`)

async function compare(client: Client, table: Table | undefined, saved: Manifest['tables'][number]): Promise<void> {
  const found = table === undefined ? { rows: 0, sha256: '' } : await measureRows(client, rowsOf({ ...table, columns: saved.columns }))
  if (found.rows !== saved.rows || found.sha256 !== saved.sha256) throw differs(saved.name, found.rows, saved.rows)
}

async function proveChains(into: RestoreTarget, keyRing: KeyRing): Promise<void> {
  const database = openDatabase(into.ownerUrl, { max: 2, role: into.appRole })
  try {
    const report = await verifyChains(database, systemActor('restore'), openVault(keyRing))
    if (report.fault !== null) throw new BackupError(`数据已恢复并与备份一致，但机构 ${report.fault.institutionId} 的留痕链第 ${report.fault.seq} 条不符（${report.fault.reason}）：备份之前就已被改动。The event chain was already broken when the backup was made.`)
    into.log?.(`${report.chains} 条留痕链、${report.rows} 条记录核对一致 (chains verified)`)
  } finally {
    await database.close()
  }
}
