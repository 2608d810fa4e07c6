import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { verifyChains } from './audit.ts'
import { loadTable, measureTable, ourTables, saveTable, type TableRecord } from './backup/tables.ts'
import { keyRingShape, openVault, type KeyRing } from './crypto.ts'
import { openDatabase } from './database.ts'
import { migrate, migrationNames } from './migrate.ts'

const manifestShape = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  migrations: z.array(z.string()),
  keyFingerprint: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number().int(), sha256: z.string() })),
})
export type Manifest = z.infer<typeof manifestShape>

/** A backup or restore that cannot be done; the message is for the operator. */
export class BackupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BackupError'
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'huiyin backup' })
  await client.connect()
  return client
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error))

/**
 * Writes everything into a new folder: one consistent snapshot, a compressed file a table, a manifest with counts and
 * checksums, and the key ring. Works on the embedded and on any given database, while the server runs.
 * Waiting jobs are not saved: the server derives them anew when it starts.
 */
export async function backup(from: { ownerUrl: string; keyRing: KeyRing; now: Date; log: (line: string) => void }, folder: string): Promise<Manifest> {
  const target = path.resolve(folder)
  if (existsSync(target) && readdirSync(target).length > 0) throw new BackupError(`目录 ${target} 不是空的，没有备份；请给一个新目录。The folder is not empty; nothing was written.`)
  const partial = `${target}.partial`
  try {
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new BackupError(`目录 ${target} 不能写入（${codeOf(error)}），没有备份。The folder cannot be written.`, { cause: error })
  }
  const client = await connect(from.ownerUrl)
  try {
    await client.query(`begin isolation level repeatable read read only; set local app.region = '%'`)
    const tables: TableRecord[] = []
    for (const table of await ourTables(client)) {
      const saved = await saveTable(client, table, path.join(partial, `${table.name}.copy.gz`))
      tables.push(saved)
      if (saved.rows > 0) from.log(`${saved.name}: ${saved.rows}`)
    }
    const { rows } = await client.query<{ name: string }>('select name from migration order by name')
    await client.query('commit')
    const manifest: Manifest = { format: 1, createdAt: from.now.toISOString(), migrations: rows.map((row) => row.name), keyFingerprint: openVault(from.keyRing).fingerprint, tables }
    writeFileSync(path.join(partial, 'key-ring.json'), JSON.stringify(from.keyRing), { mode: 0o600 })
    writeFileSync(path.join(partial, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    if (existsSync(target)) rmSync(target, { recursive: true })
    renameSync(partial, target)
    return manifest
  } finally {
    await client.end()
  }
}

/** Reads what a backup folder says of itself. */
export function readManifest(folder: string): { manifest: Manifest; keyRing: KeyRing } {
  const read = (name: string): unknown => {
    try {
      return JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
    } catch (error) {
      throw new BackupError(`目录 ${path.resolve(folder)} 不是完整的备份（缺少或读不懂 ${name}），没有恢复。This is not a complete backup.`, { cause: error })
    }
  }
  const manifest = manifestShape.safeParse(read('manifest.json'))
  const keyRing = keyRingShape.safeParse(read('key-ring.json'))
  if (!manifest.success || !keyRing.success) throw new BackupError(`目录 ${path.resolve(folder)} 的备份清单已损坏，没有恢复。The manifest is damaged.`)
  if (openVault(keyRing.data).fingerprint !== manifest.data.keyFingerprint) throw new BackupError('备份里的密钥与数据不配套，没有恢复。The key ring does not belong to this backup.')
  return { manifest: manifest.data, keyRing: keyRing.data }
}

/**
 * Restores into an empty database, then proves it: counts and checksums of every table, and every event chain.
 * All in one transaction: where anything differs, nothing stays.
 */
export async function restore(into: { ownerUrl: string; appRole: string; log: (line: string) => void }, folder: string): Promise<Manifest> {
  const { manifest, keyRing } = readManifest(folder)
  const known = new Set(await migrationNames())
  const unknown = manifest.migrations.find((name) => !known.has(name))
  if (unknown !== undefined) throw new BackupError(`备份来自更新的版本（${unknown}），没有恢复；请先升级程序。The backup is from a newer release.`)
  await migrate({ ownerUrl: into.ownerUrl, appRole: into.appRole, only: manifest.migrations })
  const client = await connect(into.ownerUrl)
  try {
    await client.query(`begin; set local app.region = '%'`)
    const tables = new Map((await ourTables(client)).map((table) => [table.name, table]))
    for (const name of ['institution', 'account', 'event']) {
      const { rows } = await client.query<{ any: boolean }>(`select exists (select 1 from ${name}) as any`)
      if (rows[0]?.any === true) throw new BackupError('目标数据库里已有数据，没有恢复；请恢复到一个空的数据目录或空库。The target is not empty; nothing was changed.')
    }
    for (const record of manifest.tables) await client.query(`delete from "${record.name}"`)
    for (const record of manifest.tables) {
      if (!tables.has(record.name)) throw new BackupError(`备份里有本版本不认识的表 ${record.name}，没有恢复。`)
      await loadTable(client, record, path.join(folder, `${record.name}.copy.gz`))
      if (record.rows > 0) into.log(`${record.name}: ${record.rows}`)
    }
    for (const record of manifest.tables) {
      const table = tables.get(record.name)
      const found = table === undefined ? null : await measureTable(client, table)
      if (found === null || found.rows !== record.rows || found.sha256 !== record.sha256) throw new BackupError(`表 ${record.name} 恢复后与备份不一致（${found?.rows ?? 0} / ${record.rows} 行），已全部撤销。The restored table differs; everything was undone.`)
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    if (error instanceof BackupError) throw error
    throw new BackupError(`恢复失败，目标没有改动：${error instanceof Error ? error.message : String(error)}`, { cause: error })
  } finally {
    await client.end()
  }
  const database = openDatabase(into.ownerUrl, { max: 2, role: into.appRole })
  try {
    const report = await verifyChains(database, systemActor('restore'), openVault(keyRing))
    if (report.fault !== null) throw new BackupError(`数据已恢复，但留痕链在机构 ${report.fault.institutionId} 第 ${report.fault.seq} 条不符：备份前已被改动。The event chain was already broken in the backup.`)
    into.log(`${report.chains} 条留痕链、${report.rows} 条记录核对一致 (chains verified)`)
  } finally {
    await database.close()
  }
  return manifest
}
