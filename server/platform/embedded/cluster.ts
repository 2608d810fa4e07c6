import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { program } from './binaries.ts'
import { codeOf } from './liveness.ts'
import type { Owner } from './owner.ts'

/** One PostgreSQL cluster: the programs, where its files lie, and as whom it runs. */
export type Cluster = {
  readonly native: string
  /** PostgreSQL's own data folder. */
  readonly place: string
  readonly logFile: string
  readonly owner: Owner | null
  readonly superPassword: string
  readonly test: boolean
}

export const asOwner = (cluster: Cluster) => (cluster.owner === null ? {} : { uid: cluster.owner.uid, gid: cluster.owner.gid })

/** Without the caller's locale: PostgreSQL is told everything by flags. */
export const quietEnvironment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
})

// C collation with C.UTF-8 character types: trigrams and case work on Chinese, and no index depends on an ICU version.
const localeFlags = ['-E', 'UTF8', '--lc-collate=C', '--lc-ctype=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/**
 * Makes the cluster where there is none: beside its place, moved there in one rename when it is whole,
 * so that a kill in between leaves nothing half. `expected` is true where the installation has run before.
 */
export function ensureCluster(cluster: Cluster, expected: boolean): void {
  if (existsSync(path.join(cluster.place, 'PG_VERSION'))) return
  if (expected) {
    throw new Error(`数据库文件不在 ${cluster.place}，但这个数据目录以前有过数据库；为了不以空库冒充，没有启动。请把文件放回原处，或改用一个新的 --data 目录再从备份恢复。The database files are missing.`)
  }
  const parent = path.dirname(cluster.place)
  for (const left of readdirSync(parent)) if (left.startsWith('fresh.')) rmSync(path.join(parent, left), { recursive: true, force: true })
  const fresh = path.join(parent, `fresh.${process.pid}`)
  mkdirSync(fresh, { mode: 0o700 })
  const passwordFile = path.join(parent, `password.${process.pid}`)
  writeFileSync(passwordFile, cluster.superPassword, { mode: 0o600 })
  if (cluster.owner !== null) for (const each of [fresh, passwordFile]) chownSync(each, cluster.owner.uid, cluster.owner.gid)
  const flags = ['-D', fresh, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', ...localeFlags, ...(cluster.test ? ['--no-sync'] : [])]
  const done = spawnSync(program(cluster.native, 'initdb'), flags, { ...asOwner(cluster), cwd: parent, encoding: 'utf8', env: quietEnvironment() })
  rmSync(passwordFile, { force: true })
  if (done.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    const reason = (done.stderr || String(done.error ?? '')).trim().split('\n').find((line) => line.includes('error')) ?? '没有说明'
    throw new Error(`数据库初始化失败（${reason}），什么都没有留下；请检查磁盘空间和 ${parent} 的权限。The database could not be initialised.`)
  }
  try {
    renameSync(fresh, cluster.place)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error
  }
}

/** Test clusters give up durability for speed; an installation never does. */
const speedFlags = (test: boolean): string[] =>
  test ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off', '-c', 'max_connections=120'] : ['-c', 'fsync=on', '-c', 'max_connections=100', '-c', 'max_wal_size=2GB']

/** A socket's path may not be longer than 107 bytes, and in the list of folders a comma or a quote would mean something. */
const longestPath = 100

/** Where the socket of a cluster lies: beside its data, in a folder that only its owner enters. Null where it cannot: then there is TCP on loopback alone. */
export function socketFolder(place: string): string | null {
  const folder = path.dirname(place)
  return process.platform === 'win32' || Buffer.byteLength(folder) > longestPath - '/.s.PGSQL.65535'.length || /[^\w./-]/.test(folder) ? null : folder
}

/** The folder to connect through where the server of this port has a socket there; null for one that an older release started. */
export function socketOf(place: string, port: number): string | null {
  const folder = socketFolder(place)
  return folder !== null && existsSync(path.join(folder, `.s.PGSQL.${port}`)) ? folder : null
}

/** What a killed server left: its number may be somebody else's by now, which PostgreSQL would take for a server that runs. Only where none does. */
export function clearSockets(place: string): void {
  const folder = socketFolder(place)
  if (folder === null || !existsSync(folder)) return
  for (const left of readdirSync(folder)) if (left.startsWith('.s.PGSQL.')) rmSync(path.join(folder, left), { force: true })
}

export const serverFlags = (cluster: Cluster, port: number): string[] => [
  '-D', cluster.place, '-p', String(port),
  '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${socketFolder(cluster.place) ?? ''}`,
  '-c', 'shared_buffers=256MB', '-c', 'timezone=UTC', '-c', 'log_timezone=UTC',
  ...speedFlags(cluster.test),
]

export const neutralFolder = (): string => os.tmpdir()
