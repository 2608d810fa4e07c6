import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmbedded, type Embedded } from './embedded.ts'
import { stampOf } from './embedded/liveness.ts'
import { tryLock } from './embedded/lock.ts'
import { projectRoot } from './root.ts'

const base = mkdtempSync(path.join(os.tmpdir(), 'huiyin 嵌入 '))
chmodSync(base, 0o711)
/** Longer than a unix socket's path may be, with blanks and Chinese characters. */
const dataDir = path.join(base, '数据 目录', 'x'.repeat(120))
const started: Embedded[] = []
const start = async (options: { supervise?: boolean; log?: (line: string) => void } = {}): Promise<Embedded> => {
  const database = await startEmbedded({ dataDir, ...options })
  started.push(database)
  return database
}
const stopAll = async () => {
  for (const each of started.splice(0)) await each.stop()
}
afterAll(async () => {
  await stopAll()
  rmSync(base, { recursive: true, force: true })
})

async function ask<T extends object>(url: string, question: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(question)).rows
  } finally {
    await client.end()
  }
}

const clusterPlace = () => path.join(dataDir, 'postgres', 'data')
const postmaster = () => Number(readFileSync(path.join(clusterPlace(), 'postmaster.pid'), 'utf8').split('\n')[0])

/** Another process that starts the same database, says its port, and stays. */
function otherLauncher() {
  const script = `const { startEmbedded } = await import(process.argv[1]); const e = await startEmbedded({ dataDir: process.argv[2] }); console.log(e.port); process.on('SIGTERM', () => e.stop().then(() => process.exit(0))); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, path.join(import.meta.dirname, 'embedded.ts'), dataDir], { env: { ...process.env, HUIYIN_ROOT: projectRoot() }, stdio: ['ignore', 'pipe', 'inherit'] })
  const port = new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (text: Buffer) => resolve(Number(String(text).trim())))
    child.once('exit', (code) => reject(new Error(`the launcher ended with ${String(code)}`)))
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return { child, port, ended }
}

test('a first start makes a UTF-8 cluster with fsync, its roles without special rights, and secrets that only we read', async () => {
  const database = await start()
  expect(database.attached).toBe(false)
  const settings = await ask<{ name: string; setting: string }>(database.superUrl, `select name, setting from pg_settings where name in ('fsync', 'server_encoding', 'TimeZone', 'unix_socket_directories', 'lc_collate', 'max_connections')`)
  expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toMatchObject({ fsync: 'on', server_encoding: 'UTF8', TimeZone: 'UTC', unix_socket_directories: '', max_connections: '100' })
  const roles = await ask(database.superUrl, `select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname like 'huiyin%' order by 1`)
  expect(roles).toEqual(['huiyin_app', 'huiyin_owner'].map((rolname) => ({ rolname, rolsuper: false, rolbypassrls: false, rolcreaterole: false })))
  // Chinese trigrams exist only with a character type that knows Chinese.
  await ask(database.superUrl, 'create extension if not exists pg_trgm')
  expect((await ask<{ near: number }>(database.superUrl, `select similarity('云溪县人民医院', '人民医院') as near`))[0]?.near).toBeGreaterThan(0.2)
  if (process.platform !== 'win32') expect(statSync(path.join(dataDir, 'secrets.json')).mode & 0o077).toBe(0)
  if (process.getuid?.() === 0) expect(statSync(clusterPlace()).uid).not.toBe(0)
})

test.runIf(process.platform !== 'win32')('where the path is short enough the database is reached by a socket in a folder that only its owner enters, also after it was killed', async () => {
  const short = mkdtempSync(path.join(os.tmpdir(), 'h-'))
  const place = path.join(short, 'postgres')
  const database = await startEmbedded({ dataDir: short, test: true })
  const opened = [database]
  try {
    expect(new URL(database.appUrl).hostname).toBe(encodeURIComponent(place))
    expect(await ask(database.appUrl, 'select inet_client_addr() as address, current_user as name')).toEqual([{ address: null, name: 'huiyin_app' }])
    expect(statSync(place).mode & 0o077).toBe(0)
    await expect(ask(database.appUrl.replace(/:[^:@]*@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' })
    const { port } = database
    const killed = Number(readFileSync(path.join(place, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(killed, 'SIGKILL')
    await expect.poll(() => stampOf(killed) === String(killed)).toBe(true)
    // Its number belongs to somebody else by now.
    writeFileSync(path.join(place, `.s.PGSQL.${port}.lock`), `${process.pid}\n`)
    const again = await startEmbedded({ dataDir: short, test: true })
    opened.push(again)
    expect(again).toMatchObject({ attached: false, port })
    expect(await ask(again.appUrl, 'select inet_client_addr() as address')).toEqual([{ address: null }])
  } finally {
    for (const each of opened) await each.stop()
    rmSync(short, { recursive: true, force: true })
  }
}, 240_000)

test('a killed launcher leaves the database running, and the next one attaches with everything acknowledged still there', async () => {
  const other = otherLauncher()
  const port = await other.port
  const before = postmaster()
  other.child.kill('SIGKILL')
  await other.ended
  const database = await start()
  expect(database).toMatchObject({ attached: true, port })
  expect(postmaster()).toBe(before)
})

test('kill -9 of the database, again and again, loses no acknowledged row', async () => {
  let acknowledged = 0
  for (let round = 0; round < 3; round++) {
    const before = acknowledged
    const database = await start()
    const client = new Client({ connectionString: database.ownerUrl })
    client.on('error', () => undefined)
    await client.connect()
    await client.query('create table if not exists kept (n int primary key)')
    const writing = (async () => {
      for (;;) {
        await client.query('insert into kept values ($1)', [acknowledged + 1])
        acknowledged += 1
      }
    })().catch(() => undefined)
    await expect.poll(() => acknowledged).toBeGreaterThan(before)
    await wait(150)
    process.kill(postmaster(), 'SIGKILL')
    await writing
    await client.end().catch(() => undefined)
  }
  const database = await start()
  const [row] = await ask<{ n: number }>(database.ownerUrl, 'select count(*)::int as n from kept')
  expect(acknowledged).toBeGreaterThan(0)
  // The row on its way when the power went may be there as well; none that was answered may be missing.
  expect(row?.n).toBeGreaterThanOrEqual(acknowledged)
  const missing = await ask(database.ownerUrl, `select n from generate_series(1, ${acknowledged}) n where n not in (select n from kept)`)
  expect(missing).toEqual([])
})

test('two launchers at once share one server, and it ends with the last of them', async () => {
  await stopAll()
  expect(existsSync(path.join(clusterPlace(), 'postmaster.pid'))).toBe(false)
  const two = [otherLauncher(), otherLauncher()] as const
  const ports = await Promise.all(two.map((each) => each.port))
  expect(ports[0]).toBe(ports[1])
  two[0].child.kill('SIGTERM')
  await two[0].ended
  expect(existsSync(path.join(clusterPlace(), 'postmaster.pid'))).toBe(true)
  two[1].child.kill('SIGTERM')
  await two[1].ended
  expect(existsSync(path.join(clusterPlace(), 'postmaster.pid'))).toBe(false)
})

test('a supervised database that is killed comes back on its port', async () => {
  const said: string[] = []
  const database = await start({ supervise: true, log: (line) => said.push(line) })
  process.kill(postmaster(), 'SIGKILL')
  await expect.poll(() => said.some((line) => line.includes('已恢复')), { timeout: 60_000, interval: 100 }).toBe(true)
  expect(await ask(database.appUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a pid file that names a foreign process is no living server', async () => {
  const first = await start()
  const pidFile = path.join(clusterPlace(), 'postmaster.pid')
  const lines = readFileSync(pidFile, 'utf8').split('\n')
  const before = postmaster()
  process.kill(before, 'SIGKILL')
  await expect.poll(() => stampOf(before) === String(before)).toBe(true)
  writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'))
  const again = await start()
  expect(again).toMatchObject({ attached: false, port: first.port })
}, 240_000)

test('a lock whose holder is dead, or a namesake after a restart, is taken over; a living one is not', () => {
  const file = path.join(base, 'some.lock')
  writeFileSync(file, '999999999 1')
  const release = tryLock(file)
  expect(release).not.toBeNull()
  expect(tryLock(file)).toBeNull()
  release?.()
  if (existsSync('/proc/self/stat')) {
    writeFileSync(file, `${process.ppid} 1`)
    const second = tryLock(file)
    expect(second).not.toBeNull()
    second?.()
  }
  writeFileSync(file, stampOf(process.ppid))
  expect(tryLock(file)).toBeNull()
})

test('a data folder that cannot be one, damaged secrets and a vanished database are refused in one sentence', async () => {
  const file = path.join(base, 'a-file')
  writeFileSync(file, '')
  await expect(startEmbedded({ dataDir: file })).rejects.toThrow(/不能写入/)
  const damaged = mkdtempSync(path.join(base, 'damaged-'))
  writeFileSync(path.join(damaged, 'secrets.json'), '{')
  await expect(startEmbedded({ dataDir: damaged })).rejects.toThrow(/不要删除/)
  const vanished = mkdtempSync(path.join(base, 'vanished-'))
  writeFileSync(path.join(vanished, 'secrets.json'), readFileSync(path.join(dataDir, 'secrets.json')))
  await expect(startEmbedded({ dataDir: vanished })).rejects.toThrow(/不以空库|以空库冒充/)
})
