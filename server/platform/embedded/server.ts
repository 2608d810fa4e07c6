import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { program } from './binaries.ts'
import { asOwner, clearSockets, quietEnvironment, serverFlags, type Cluster } from './cluster.ts'
import { codeOf, isAlive, runsFolder } from './liveness.ts'

const real = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : path.resolve(folder))

/** Whether a server of exactly this data folder answers on the port. */
export async function answers(port: number, password: string, place: string): Promise<'yes' | 'starting' | 'no'> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres', connectionTimeoutMillis: 3000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ place: string }>(`select current_setting('data_directory') as place`)
    return real(rows[0]?.place ?? '') === real(place) ? 'yes' : 'no'
  } catch (error) {
    // 57P03: the server is there, but starting up or recovering.
    return codeOf(error) === '57P03' ? 'starting' : 'no'
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** What postmaster.pid says, where its process may well be the PostgreSQL of this folder. */
export function livingServer(place: string): { pid: number; port: number; certain: boolean } | null {
  const file = path.join(place, 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3] ?? 0)
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null
  const runs = runsFolder(pid, place)
  return runs === 'no' ? null : { pid, port: Number.isInteger(port) ? port : 0, certain: runs === 'yes' }
}

/** The port of a living server of this folder, or null; waits while it recovers. */
export async function attach(cluster: Cluster, log: (line: string) => void): Promise<number | null> {
  for (let waited = 0; waited < 3000; waited++) {
    const living = livingServer(cluster.place)
    if (living === null) return null
    const state = living.port === 0 ? 'no' : await answers(living.port, cluster.superPassword, cluster.place)
    if (state === 'yes') return living.port
    // Where the system does not tell what the process is, PostgreSQL itself refuses a second server on the folder.
    if (state === 'no' && !living.certain && waited >= 150) return null
    if (waited % 50 === 49) log(`等待已在运行的数据库就绪，已等待 ${Math.round((waited + 1) / 10)} 秒…… (waiting for the running database)`)
    await wait(100)
  }
  throw new Error(`已在运行的数据库 5 分钟内没有应答，没有启动；请看 ${cluster.logFile}，结束它的进程后再试。The running database did not answer for 5 minutes.`)
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

/** Removes a pid file only where its number is proven to be somebody else's by now; all other cases PostgreSQL judges better. */
function clearForeignPid(place: string): void {
  const file = path.join(place, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid) && runsFolder(pid, place) === 'no') rmSync(file, { force: true })
}

const logLimit = 20 * 1024 * 1024

function openLog(file: string): { handle: number; from: number } {
  if (existsSync(file) && statSync(file).size > logLimit) renameSync(file, `${file}.1`)
  const handle = openSync(file, 'a', 0o600)
  return { handle, from: statSync(file).size }
}

function logSince(file: string, from: number): string {
  const size = Math.min(statSync(file).size - from, 64 * 1024)
  const buffer = Buffer.alloc(Math.max(size, 0))
  const handle = openSync(file, 'r')
  try {
    readSync(handle, buffer, 0, buffer.length, from)
  } finally {
    closeSync(handle)
  }
  return buffer.toString('utf8')
}

/** Starts the server and waits until it answers; the port that it got. Recovery after a crash may take minutes and is told. */
export async function launch(cluster: Cluster, wanted: number | null, log: (line: string) => void): Promise<number> {
  clearForeignPid(cluster.place)
  if (livingServer(cluster.place) === null) clearSockets(cluster.place)
  const started = performance.now()
  let port = wanted !== null && (await isFree(wanted)) ? wanted : await freePort()
  for (;;) {
    const said = await attempt(cluster, port, started, log)
    if (said === null) return port
    // The rest of a killed server still winds down, or somebody was faster on the port.
    const windsDown = said.includes('pre-existing shared memory block') || said.includes('lock file "postmaster.pid" already exists')
    const portTaken = said.includes('could not bind') || said.includes('could not create any TCP/IP sockets')
    if (!(windsDown || portTaken) || performance.now() - started > 60_000) {
      throw new Error(`数据库没有启动成功：${reasonOf(said)}；数据没有改动，详情见 ${cluster.logFile}。The database did not start.`)
    }
    if (portTaken) port = await freePort()
    await wait(250)
  }
}

const reasonOf = (said: string): string => /(?:FATAL|PANIC|error): {1,2}(.*)/.exec(said)?.[1] ?? (said.trim().split('\n').at(-1) || '没有说明')

async function attempt(cluster: Cluster, port: number, started: number, log: (line: string) => void): Promise<string | null> {
  const { handle, from } = openLog(cluster.logFile)
  // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop the database last.
  const child = spawn(program(cluster.native, 'postgres'), serverFlags(cluster, port), { ...asOwner(cluster), cwd: cluster.place, detached: true, stdio: ['ignore', handle, handle], env: quietEnvironment() })
  closeSync(handle)
  let failure: string | null = null
  const ended = () => {
    failure = logSince(cluster.logFile, from)
  }
  child.once('exit', ended)
  child.once('error', (error) => {
    failure = `error: ${error.message}`
  })
  child.unref()
  for (let told = 0; ; ) {
    if (failure !== null) return failure
    if ((await answers(port, cluster.superPassword, cluster.place)) === 'yes') {
      // How it ends, one day, is no failure to start; its folder may be gone by then.
      child.off('exit', ended)
      return null
    }
    const seconds = Math.floor((performance.now() - started) / 1000)
    if (seconds >= 300) throw new Error(`数据库 5 分钟内没有就绪，已放弃等待，它仍在后台恢复；稍后再启动，详情见 ${cluster.logFile}。The database was not ready within 5 minutes.`)
    if (seconds >= told + 5) {
      told = seconds
      log(`数据库正在恢复，已等待 ${seconds} 秒…… (the database is recovering)`)
    }
    await wait(60)
  }
}

/** A fast, clean shutdown, waited for. */
export async function halt(cluster: Cluster, log: (line: string) => void): Promise<void> {
  if (livingServer(cluster.place) === null) return
  const child = spawn(program(cluster.native, 'pg_ctl'), ['stop', '-D', cluster.place, '-m', 'fast', '-w', '-t', '120', '-s'], { ...asOwner(cluster), cwd: cluster.place, stdio: 'ignore', env: quietEnvironment() })
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
  if (code !== 0 && livingServer(cluster.place) !== null) log(`数据库没有在 120 秒内停下，已提交的数据不会丢失；详情见 ${cluster.logFile}。(The database did not stop in time.)`)
}
