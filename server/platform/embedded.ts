import { accessSync, chmodSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'
import type { KeyRing } from './crypto.ts'
import { usableBinaries } from './embedded/binaries.ts'
import { ensureCluster, socketOf, type Cluster } from './embedded/cluster.ts'
import { codeOf } from './embedded/liveness.ts'
import { lock } from './embedded/lock.ts'
import { clusterFolder, dropOwner, prepareFolder } from './embedded/owner.ts'
import { loadSecrets, saveSecrets, type Secrets } from './embedded/secrets.ts'
import { attach, halt, launch, livingServer } from './embedded/server.ts'
import { enter, leave } from './embedded/users.ts'

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
  /** Stops the database, unless another living process uses it as well. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  readonly dataDir: string
  readonly log?: (line: string) => void
  /** No durability, for tests alone. */
  readonly test?: boolean
  /** Starts the database again, on the same port, should it be killed while we live. */
  readonly supervise?: boolean
}

/** Makes the data folder, or says in one sentence why that cannot be; its real path. */
export function ensureDataDir(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
    if (!statSync(dataDir).isDirectory()) throw new Error('not a directory')
    const real = realpathSync(dataDir)
    // Root's PostgreSQL runs as another account and must walk through; what is secret in here has its own mode.
    if (process.getuid?.() === 0) chmodSync(real, statSync(real).mode | 0o011)
    return real
  } catch (error) {
    const reason = codeOf(error) || (error instanceof Error ? error.message : String(error))
    throw new Error(`数据目录 ${dataDir} 不能写入（${reason}），没有启动；请用 --data 换一个目录或修改权限。The data directory cannot be written.`, { cause: error })
  }
}

/**
 * Starts, or attaches to, the PostgreSQL of a data folder. Safe when two launchers start at once, after kill -9 of
 * either process, as root (drops to another account) and not, under any project path.
 * @throws Error with one sentence for the operator.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const log = options.log ?? (() => undefined)
  const dataDir = ensureDataDir(options.dataDir)
  const startLock = path.join(dataDir, 'start.lock')
  const release = await lock(startLock, 330)
  try {
    const secrets = loadSecrets(dataDir)
    const folder = clusterFolder(dataDir, log)
    const place = path.join(folder, 'data')
    const owner = dropOwner(place)
    prepareFolder(folder, owner)
    const cluster: Cluster = { native: usableBinaries(owner), place, logFile: path.join(dataDir, 'postgres.log'), owner, superPassword: secrets.superPassword, test: options.test === true }
    const isFirst = !existsSync(path.join(place, 'PG_VERSION'))
    ensureCluster(cluster, secrets.port !== null)
    const living = await attach(cluster, log)
    const port = living ?? (await launch(cluster, secrets.port, log))
    if (isFirst || living === null) await ensureRoles(port, secrets)
    if (secrets.port !== port) saveSecrets(dataDir, { ...secrets, port })
    enter(dataDir)
    const quit = options.supervise === true ? supervise(cluster, { port, startLock, log }) : () => undefined
    // A socket costs both sides a third less than TCP for each flight.
    const host = encodeURIComponent(socketOf(place, port) ?? '127.0.0.1')
    const url = (role: string, password: string, database: string) => `postgres://${role}:${encodeURIComponent(password)}@${host}:${port}/${database}`
    return {
      port,
      superUrl: url('postgres', secrets.superPassword, 'postgres'),
      ownerUrl: url('huiyin_owner', secrets.ownerPassword, 'huiyin'),
      appUrl: url('huiyin_app', secrets.appPassword, 'huiyin'),
      keyRing: secrets.keyRing,
      attached: living !== null,
      stop: once(async () => {
        quit()
        const done = await lock(startLock, 330)
        try {
          if (leave(dataDir)) await halt(cluster, log)
        } finally {
          done()
        }
      }),
    }
  } finally {
    release()
  }
}

/** Two signals in a row must not leave twice. */
function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= act())
}

/** Looks every two seconds; the connection pool finds the new server by itself, on the same port. */
function supervise(cluster: Cluster, at: { port: number; startLock: string; log: (line: string) => void }): () => void {
  let busy = false
  const look = async () => {
    if (busy || livingServer(cluster.place) !== null) return
    busy = true
    try {
      const release = await lock(at.startLock, 330)
      try {
        if (timer.hasRef() || livingServer(cluster.place) !== null) return
        at.log('数据库意外停止，正在重新启动…… (the database ended unexpectedly; starting it again)')
        const port = await launch(cluster, at.port, at.log)
        if (port === at.port) at.log('数据库已恢复。(the database is back)')
        else at.log(`数据库换到了端口 ${port}，请重新启动系统。(the database moved to another port; restart the system)`)
      } finally {
        release()
      }
    } catch (error) {
      at.log(error instanceof Error ? error.message : String(error))
    } finally {
      busy = false
    }
  }
  const timer = setInterval(() => void look(), 2000)
  timer.unref()
  return () => clearInterval(timer)
}

async function ensureRoles(port: number, secrets: Secrets): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password: secrets.superPassword, database: 'postgres' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const has = async (question: string) => ((await client.query(question)).rowCount ?? 0) > 0
    // Passwords are base64url: safe inside quotes.
    if (!(await has(`select 1 from pg_roles where rolname = 'huiyin_owner'`))) await client.query(`create role huiyin_owner login createdb nosuperuser nobypassrls password '${secrets.ownerPassword}'`)
    if (!(await has(`select 1 from pg_roles where rolname = 'huiyin_app'`))) await client.query(`create role huiyin_app login nosuperuser nobypassrls password '${secrets.appPassword}'`)
    await client.query('grant huiyin_app to huiyin_owner')
    if (!(await has(`select 1 from pg_database where datname = 'huiyin'`))) await client.query('create database huiyin owner huiyin_owner')
  } finally {
    await client.end()
  }
}
