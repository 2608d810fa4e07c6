import { spawn, spawnSync } from 'node:child_process'
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { program } from './binaries.ts'
import { isAlive } from './lock.ts'
import type { Owner } from './owner.ts'

export type Cluster = { readonly native: string; readonly folder: string; readonly logFile: string; readonly owner: Owner | null; readonly superPassword: string; readonly test: boolean }

const asOwner = (cluster: Cluster) => (cluster.owner === null ? {} : { uid: cluster.owner.uid, gid: cluster.owner.gid })
/** Without the caller's locale: PostgreSQL is told everything by flags. */
const quietEnvironment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }) }

/** Makes the cluster beside its place and moves it there when it is whole: a kill in between leaves nothing half. */
export function initialise(cluster: Cluster): void {
  if (existsSync(path.join(cluster.folder, 'PG_VERSION'))) return
  const fresh = path.join(cluster.folder, 'fresh')
  rmSync(fresh, { recursive: true, force: true })
  const passwordFile = path.join(cluster.folder, 'password')
  writeFileSync(passwordFile, cluster.superPassword, { mode: 0o600 })
  if (cluster.owner !== null) chownSync(passwordFile, cluster.owner.uid, cluster.owner.gid)
  // C collation with C.UTF-8 character types: trigrams and case work on Chinese, and no index depends on an ICU version.
  const flags = ['-D', fresh, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '-E', 'UTF8', '--lc-collate=C', '--lc-ctype=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(cluster.test ? ['--no-sync'] : [])]
  const done = spawnSync(program(cluster.native, 'initdb'), flags, { ...asOwner(cluster), cwd: os.tmpdir(), encoding: 'utf8', env: quietEnvironment })
  rmSync(passwordFile, { force: true })
  if (done.status !== 0) throw new Error(`数据库初始化失败，数据目录没有改动：${(done.stderr || String(done.error ?? '')).trim().split('\n').at(-1) ?? ''}`)
}

/** Where the cluster really is: `fresh` becomes `data` in one rename once initdb has finished. */
export function settle(cluster: Cluster): string {
  const place = path.join(cluster.folder, 'data')
  if (!existsSync(path.join(place, 'PG_VERSION'))) {
    initialise(cluster)
    rmSync(place, { recursive: true, force: true })
    renameSync(path.join(cluster.folder, 'fresh'), place)
  }
  return place
}

const urlFor = (port: number, password: string, database = 'postgres') => `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

/** Whether a server of exactly this data folder answers on the port. */
export async function answers(port: number, password: string, folder: string): Promise<'yes' | 'starting' | 'no'> {
  const client = new pg.Client({ connectionString: urlFor(port, password), connectionTimeoutMillis: 3000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ place: string }>(`select current_setting('data_directory') as place`)
    return path.resolve(rows[0]?.place ?? '') === path.resolve(folder) ? 'yes' : 'no'
  } catch (error) {
    // 57P03: the server is there, but starting up or recovering.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === '57P03' ? 'starting' : 'no'
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** What postmaster.pid says, where its process is alive and is a PostgreSQL. */
export function livingServer(folder: string): { pid: number; port: number } | null {
  const file = path.join(folder, 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || !isAlive(pid)) return null
  if (existsSync('/proc/self/cmdline')) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')) return null
    } catch {
      return null
    }
  }
  return { pid, port: Number.isInteger(port) ? port : 0 }
}

export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port'))))
    })
  })

const testFlags = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']

/** Starts the server and waits until it answers; after a crash that may take minutes, and is said every five seconds. */
export async function launch(cluster: Cluster, folder: string, port: number, log: (line: string) => void): Promise<void> {
  // A pid file whose process is gone, or is something else by now, would keep PostgreSQL from starting.
  if (livingServer(folder) === null) rmSync(path.join(folder, 'postmaster.pid'), { force: true })
  if (existsSync(cluster.logFile) && statSync(cluster.logFile).size > 20 * 1024 * 1024) renameSync(cluster.logFile, `${cluster.logFile}.1`)
  const output = openSync(cluster.logFile, 'a', 0o600)
  const flags = ['-D', folder, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'shared_buffers=256MB', '-c', 'max_connections=80', '-c', 'timezone=UTC', '-c', 'log_timezone=UTC', '-c', 'max_wal_size=2GB', ...(cluster.test ? testFlags : [])]
  // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop the database last.
  const child = spawn(program(cluster.native, 'postgres'), flags, { ...asOwner(cluster), cwd: folder, detached: true, stdio: ['ignore', output, output], env: quietEnvironment })
  closeSync(output)
  let ended: number | null | undefined
  child.once('exit', (code) => {
    ended = code
  })
  child.once('error', () => {
    ended = null
  })
  child.unref()
  const started = performance.now()
  for (let told = 0; ; ) {
    if (ended !== undefined) throw new Error(`数据库没有启动成功：${lastWords(cluster.logFile)}`)
    if ((await answers(port, cluster.superPassword, folder)) === 'yes') return
    const seconds = Math.floor((performance.now() - started) / 1000)
    if (seconds >= 300) throw new Error(`数据库 5 分钟内没有就绪，已放弃等待；详情见 ${cluster.logFile}。`)
    if (seconds >= told + 5) {
      told = seconds
      log(`数据库正在恢复，已等待 ${seconds} 秒…… (database is recovering)`)
    }
    await wait(60)
  }
}

const lastWords = (file: string): string => (existsSync(file) ? (readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' / ').slice(-500)) : '没有日志')

/** A fast, clean shutdown, waited for. */
export function halt(cluster: Cluster, folder: string): void {
  spawnSync(program(cluster.native, 'pg_ctl'), ['stop', '-D', folder, '-m', 'fast', '-w', '-t', '120'], { ...asOwner(cluster), cwd: os.tmpdir(), env: quietEnvironment })
}
