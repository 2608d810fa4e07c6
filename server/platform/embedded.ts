import { accessSync, constants, mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { KeyRing } from './crypto.ts'
import { usableBinaries } from './embedded/binaries.ts'
import { answers, freePort, halt, isFree, launch, livingServer, settle, type Cluster } from './embedded/cluster.ts'
import { lock } from './embedded/lock.ts'
import { clusterFolder, dropOwner, prepareFolder } from './embedded/owner.ts'
import { loadSecrets, saveSecrets, type Secrets } from './embedded/secrets.ts'

export type Embedded = {
  readonly port: number
  readonly superUrl: string
  /** Owns the schema; runs migrations and jobs. */
  readonly ownerUrl: string
  /** Owns nothing, cannot bypass row security. */
  readonly appUrl: string
  readonly keyRing: KeyRing
  /** True where a living server of this folder was found and used. */
  readonly attached: boolean
  stop(): Promise<void>
}

/** Makes the data folder, or says in one sentence why that cannot be. */
export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new Error(`数据目录 ${dataDir} 不能写入（${reason}），没有启动；请换一个目录（--data 目录）或修改权限。The data directory cannot be written.`, { cause: error })
  }
}

/**
 * Starts, or attaches to, the PostgreSQL of a data folder. Safe when two launchers start at once, after kill -9 of
 * either process, as root (drops to another account) and not, under any project path.
 * @throws Error with one sentence for the operator.
 */
export async function startEmbedded(options: { dataDir: string; log?: (line: string) => void; test?: boolean }): Promise<Embedded> {
  const log = options.log ?? (() => undefined)
  const dataDir = path.resolve(options.dataDir)
  ensureDataDir(dataDir)
  const release = await lock(path.join(dataDir, 'start.lock'), 330)
  try {
    const secrets = loadSecrets(dataDir)
    const owner = dropOwner()
    const folder = clusterFolder(dataDir, owner)
    prepareFolder(folder, owner)
    const cluster: Cluster = { native: usableBinaries(owner !== null), folder, logFile: path.join(dataDir, 'postgres.log'), owner, superPassword: secrets.superPassword, test: options.test === true }
    const place = settle(cluster)
    const living = await attach(place, secrets, log)
    const port = living ?? (secrets.port !== null && (await isFree(secrets.port)) ? secrets.port : await freePort())
    if (living === null) await launch(cluster, place, port, log)
    if (secrets.port !== port) saveSecrets(dataDir, { ...secrets, port })
    await ensureRoles(port, secrets)
    const url = (role: string, password: string, database: string) => `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
    return {
      port,
      superUrl: url('postgres', secrets.superPassword, 'postgres'),
      ownerUrl: url('huiyin_owner', secrets.ownerPassword, 'huiyin'),
      appUrl: url('huiyin_app', secrets.appPassword, 'huiyin'),
      keyRing: secrets.keyRing,
      attached: living !== null,
      stop: async () => halt(cluster, place),
    }
  } finally {
    release()
  }
}

/** The port of a living server of this folder; waits while it recovers. */
async function attach(place: string, secrets: Secrets, log: (line: string) => void): Promise<number | null> {
  for (let waited = 0; waited < 3000; waited++) {
    const living = livingServer(place)
    if (living === null) return null
    const state = living.port === 0 ? 'starting' : await answers(living.port, secrets.superPassword, place)
    if (state === 'yes') return living.port
    if (waited % 50 === 49) log(`等待已在运行的数据库就绪…… (waiting for the running database)`)
    await wait(100)
  }
  throw new Error('已在运行的数据库 5 分钟内没有应答；请结束它的进程后再启动。The running database did not answer for 5 minutes.')
}

async function ensureRoles(port: number, secrets: Secrets): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: secrets.superPassword, database: 'postgres' })
  await client.connect()
  try {
    const has = async (catalogue: 'pg_roles' | 'pg_database', column: string, name: string) => ((await client.query(`select 1 from ${catalogue} where ${column} = $1`, [name])).rowCount ?? 0) > 0
    // Passwords are base64url: safe inside quotes.
    if (!(await has('pg_roles', 'rolname', 'huiyin_owner'))) await client.query(`create role huiyin_owner login createdb nosuperuser nobypassrls password '${secrets.ownerPassword}'`)
    if (!(await has('pg_roles', 'rolname', 'huiyin_app'))) await client.query(`create role huiyin_app login nosuperuser nobypassrls password '${secrets.appPassword}'`)
    await client.query('grant huiyin_app to huiyin_owner')
    if (!(await has('pg_database', 'datname', 'huiyin'))) await client.query('create database huiyin owner huiyin_owner')
  } finally {
    await client.end()
  }
}
