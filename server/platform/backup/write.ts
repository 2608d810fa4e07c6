import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'
import { openVault, type KeyRing } from '../crypto.ts'
import { codeOf } from '../embedded/liveness.ts'
import { tryLock } from '../embedded/lock.ts'
import { waitingJobs } from './jobs.ts'
import { BackupError, type Manifest } from './manifest.ts'
import { ourTables, rowsOf, saveRows, steadySettings } from './tables.ts'

export type BackupSource = { readonly ownerUrl: string; readonly keyRing: KeyRing; readonly now: Date; readonly log?: (line: string) => void }

/**
 * Writes everything into a new folder: one consistent snapshot, a compressed file a table, a manifest with counts and
 * checksums, and the key ring. Works on the embedded and on any given database, while the server runs.
 */
export async function backup(from: BackupSource, folder: string): Promise<Manifest> {
  const target = path.resolve(folder)
  const partial = `${target}.partial`
  const release = claim(target, partial)
  try {
    const manifest = await writeAll(from, partial)
    if (existsSync(target)) rmdirSync(target)
    renameSync(partial, target)
    settle(path.dirname(target))
    return manifest
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (error instanceof BackupError) throw error
    throw new BackupError(`备份没有完成（${error instanceof Error ? error.message : String(error)}），没有留下半份备份；请检查磁盘空间和数据库后重试。The backup failed; nothing was left behind.`, { cause: error })
  } finally {
    release()
  }
}

/** Makes the folder that is filled, beside the one that it becomes. */
function claim(target: string, partial: string): () => void {
  try {
    if (existsSync(target) && readdirSync(target).length > 0) throw new BackupError(`目录 ${target} 不是空的，没有备份；请给一个新目录。The folder is not empty; nothing was written.`)
    mkdirSync(path.dirname(target), { recursive: true })
    const release = tryLock(`${partial}.lock`)
    if (release === null) throw new BackupError(`另一个备份正在写入 ${partial}，没有备份；请等它结束。Another backup is being written there.`)
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial, { mode: 0o700 })
    return release
  } catch (error) {
    if (error instanceof BackupError) throw error
    throw new BackupError(`目录 ${target} 不能写入（${codeOf(error) || String(error)}），没有备份；请换一个目录或修改权限。The folder cannot be written.`, { cause: error })
  }
}

async function writeAll(from: BackupSource, partial: string): Promise<Manifest> {
  const client = new Client({ connectionString: from.ownerUrl, application_name: 'huiyin backup' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`begin isolation level repeatable read read only; ${steadySettings}`)
    const tables: Manifest['tables'] = []
    for (const table of await ourTables(client)) {
      // Better no backup than one with rows missing.
      if (table.hidden) throw new BackupError(`表 ${table.name} 的行级权限可能挡住一部分行，没有备份；请报告这个问题。Row security may hide rows of ${table.name}.`)
      const saved = await saveRows(client, rowsOf(table), path.join(partial, `${table.name}.copy.gz`))
      tables.push({ name: table.name, columns: [...table.columns], ...saved })
      if (saved.rows > 0) from.log?.(`${table.name}: ${saved.rows}`)
    }
    const jobs = await saveRows(client, waitingJobs, path.join(partial, 'waiting-jobs.gz'))
    const { rows } = await client.query<{ name: string }>('select name from migration order by name collate "C"')
    await client.query('commit')
    const heads = tables.find((table) => table.name === 'chain_head')
    const manifest: Manifest = {
      format: 1,
      createdAt: from.now.toISOString(),
      migrations: rows.map((row) => row.name),
      keyFingerprint: openVault(from.keyRing).fingerprint,
      chains: { heads: heads?.rows ?? 0, sha256: heads?.sha256 ?? '' },
      tables,
      jobs,
    }
    writeFile(path.join(partial, 'key-ring.json'), JSON.stringify(from.keyRing))
    writeFile(path.join(partial, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    settle(partial)
    return manifest
  } finally {
    await client.end().catch(() => undefined)
  }
}

function writeFile(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600)
  writeSync(handle, text)
  fsyncSync(handle)
  closeSync(handle)
}

/** The names in a folder reach the disk as well; not every system can be asked for that. */
function settle(folder: string): void {
  try {
    const handle = openSync(folder, 'r')
    fsyncSync(handle)
    closeSync(handle)
  } catch (error) {
    if (process.platform !== 'win32') throw error
  }
}
