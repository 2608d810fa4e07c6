import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { arrange, newInstitution, newWorld, type World } from '../testing/api.ts'
import { verifyChains } from './audit.ts'
import { backup, restore } from './backup.ts'
import { restoreInstallation } from './backup/installation.ts'
import { parentsFirst } from './backup/tables.ts'
import { readConfig } from './config.ts'
import { newKeyRing, openVault, type KeyRing } from './crypto.ts'
import { openDatabase } from './database.ts'
import { migrate, migrationNames } from './migrate.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin 备份 '))
const keyRing = newKeyRing()
const now = new Date('2026-03-02T02:00:00.000Z')
const made: string[] = []
let world: World

async function on<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A database without a table in it, as an operator would make one. */
async function emptyDatabase(): Promise<string> {
  const name = `r_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  await on(inject('postgres').superUrl, (client) => client.query(`create database ${name} owner huiyin_owner`))
  made.push(name)
  const url = new URL(inject('postgres').ownerUrl)
  url.pathname = `/${name}`
  return url.toString()
}

const kept: KeyRing[] = []
const into = (ownerUrl: string) => ({ ownerUrl, appRole: 'huiyin_app', keepKeys: (ring: KeyRing) => void kept.push(ring) })
const source = () => ({ ownerUrl: world.ownerUrl, keyRing, now })
const tablesOf = (url: string) =>
  on(url, async (client) => (await client.query<{ n: number }>(`select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`)).rows[0]?.n)
const eventsOf = (url: string) =>
  on(url, async (client) => {
    await client.query(`set app.region = '%'`)
    return (await client.query<{ detail: unknown }>('select detail from event order by institution_id, seq')).rows
  })

beforeAll(async () => {
  world = await newWorld()
  const platform = { ...world.platform, vault: openVault(keyRing) }
  world = { ...world, platform }
  const institution = await newInstitution(world)
  const { institutionId, regionCode } = institution
  await institution.person('institution_clerk')
  await arrange(world, async (act) => {
    for (let n = 0; n < 20; n++) await act.record({ institutionId, regionCode, kind: 'trial.noted', subjectId: `号码 ${n}`, detail: { text: 'a\tb\\n\n换行 "引号"', n } })
    await act.tx.insertInto('outbox').values({ id: act.newId(), channel: 'sms', recipient: platform.vault.seal('13900000000'), body: platform.vault.seal('您好'), created_at: act.now.toISOString() }).execute()
  })
  // A line of a bill lies in a partition of its month, in a schema of its own.
  await on(world.ownerUrl, async (client) => {
    await client.query(`begin; set local app.region = '%'; select charge_months('2026-03-01', '2026-03-31')`)
    await client.query(
      `insert into charge_line (institution_id, on_date, doc_no, line_key, region_code, file_id, line_no, kind, visit_kind, visit_no, prescription_no, department_code, prescriber_code, item_code, item_name, quantity, unit, amount_cents, self_pay_cents, dose_unit, frequency, route, diagnoses, long_term, reason, procurement, content)
       values ($1, '2026-03-02', 'c1', gen_random_uuid(), $2, gen_random_uuid(), 1, 'drug', 'outpatient', 'm1', 'c1', 'nk', 'd1', 'y1', '药品', 1, '盒', 1250, 0, '', '', '', '', false, '', '', gen_random_uuid())`,
      [institutionId, regionCode],
    )
    await client.query('commit')
  })
  await on(world.ownerUrl, (client) => client.query(`select graphile_worker.add_job('trial.later', '{"n":1}', run_at => '2099-01-01T00:00:00Z', job_key => 'once')`))
})
afterAll(async () => {
  await world.close()
  for (const name of made) await on(inject('postgres').superUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
  rmSync(folder, { recursive: true, force: true })
})

test('a backup restored into an empty database has the same rows, chains, sealed values and waiting jobs', async () => {
  const place = path.join(folder, 'first')
  const manifest = await backup(source(), place)
  expect(existsSync(`${place}.partial`)).toBe(false)
  expect(['event', 'charge_line'].map((name) => manifest.tables.find((table) => table.name === name)?.rows)).toEqual([20, 1])
  expect(manifest.migrations).toEqual(await migrationNames())
  if (process.platform !== 'win32') for (const name of readdirSync(place)) expect(statSync(path.join(place, name)).mode & 0o077).toBe(0)

  const target = await emptyDatabase()
  await restore(into(target), place)
  expect(await eventsOf(target)).toEqual(await eventsOf(world.ownerUrl))
  expect(kept.at(-1)).toEqual(keyRing)
  const jobs = await on(target, (client) => client.query<{ key: string; run_at: Date }>(`select key, run_at from graphile_worker.jobs`))
  expect(jobs.rows).toMatchObject([{ key: 'once' }])
  const database = openDatabase(target, { role: 'huiyin_app', max: 1 })
  expect(await verifyChains(database, systemActor('test'), openVault(keyRing))).toMatchObject({ rows: 20, fault: null })
  const [sent] = await database.read(systemActor('test'), (read) => read.selectFrom('outbox').select('body').execute())
  expect(openVault(keyRing).open(sent?.body ?? Buffer.alloc(0))).toBe('您好')
  await database.close()
  const forced = (url: string) => on(url, async (client) => (await client.query(`select relname from pg_class where relforcerowsecurity and relnamespace = 'public'::regnamespace order by 1`)).rows)
  expect(await forced(target)).toEqual(await forced(world.ownerUrl))
  // A backup of the restored database says the same of every table.
  const again = await backup({ ...source(), ownerUrl: target }, path.join(folder, 'again'))
  expect(again.tables).toEqual(manifest.tables)
  expect(again.chains).toEqual(manifest.chains)
})

test('an installation that has started empty takes the backup of an older release and ends at this release', async () => {
  const names = await migrationNames()
  const older = await emptyDatabase()
  await migrate({ ownerUrl: older, appRole: 'huiyin_app', only: names.slice(0, -1) })
  await on(older, (client) => client.query(`insert into region (code, name, level) values ('990000', '云溪省', 'province')`))
  const place = path.join(folder, 'older')
  expect((await backup({ ...source(), ownerUrl: older }, place)).migrations).toEqual(names.slice(0, -1))
  const target = await emptyDatabase()
  await migrate({ ownerUrl: target, appRole: 'huiyin_app' })
  await restore(into(target), place)
  const { rows } = await on(target, (client) => client.query<{ name: string }>('select name from migration order by name'))
  expect(rows.map((row) => row.name)).toEqual(names)
  expect((await on(target, (client) => client.query('select name from region'))).rows).toEqual([{ name: '云溪省' }])
})

test('a target with anything of somebody in it stays as it is', async () => {
  const before = await eventsOf(world.ownerUrl)
  await expect(restore(into(world.ownerUrl), path.join(folder, 'first'))).rejects.toThrow(/已有数据/)
  expect(await eventsOf(world.ownerUrl)).toEqual(before)
  const foreign = await emptyDatabase()
  await on(foreign, (client) => client.query('create table ledger_of_others (n int); insert into ledger_of_others values (1)'))
  await expect(restore(into(foreign), path.join(folder, 'first'))).rejects.toThrow(/别的系统/)
  expect((await on(foreign, (client) => client.query('select n from ledger_of_others'))).rows).toEqual([{ n: 1 }])
})

test('a backup that was changed or cut is refused, and nothing stays in the target', async () => {
  const place = path.join(folder, 'tampered')
  await backup(source(), place)
  const file = path.join(place, 'event.copy.gz')
  const whole = readFileSync(file)
  const target = await emptyDatabase()
  const keysBefore = kept.length
  writeFileSync(file, gzipSync(gunzipSync(whole).toString('utf8').replace('trial.noted', 'trial.voted')))
  await expect(restore(into(target), place)).rejects.toThrow(/event 与备份清单不一致/)
  writeFileSync(file, whole.subarray(0, whole.length - 20))
  await expect(restore(into(target), place)).rejects.toThrow(/恢复没有完成/)
  expect(await eventsOf(target)).toEqual([])
  expect(kept.length).toBe(keysBefore)
  writeFileSync(file, whole)
  writeFileSync(path.join(place, 'key-ring.json'), JSON.stringify(newKeyRing()))
  await expect(restore(into(target), place)).rejects.toThrow(/不配套/)
  // With its own files whole again, the same target takes it.
  writeFileSync(path.join(place, 'key-ring.json'), JSON.stringify(keyRing))
  await restore(into(target), place)
  expect(await eventsOf(target)).toHaveLength(20)
})

test('a backup is refused in one sentence where it cannot be written, and leaves nothing', async () => {
  const full = path.join(folder, 'full')
  mkdirSync(full)
  writeFileSync(path.join(full, 'something'), '')
  await expect(backup(source(), full)).rejects.toThrow(/不是空的/)
  const file = path.join(folder, 'a-file')
  writeFileSync(file, '')
  await expect(backup(source(), path.join(file, 'below'))).rejects.toThrow(/不能写入/)
  const gone = new URL(world.ownerUrl)
  gone.pathname = '/nowhere'
  await expect(backup({ ...source(), ownerUrl: gone.toString() }, path.join(folder, 'gone'))).rejects.toThrow(/没有留下半份/)
  expect(readdirSync(folder).filter((name) => name.startsWith('gone') || name.includes('.partial'))).toEqual([])
})

test('the command restores into a data folder of its own, whose keys become those of the backup', async () => {
  const dataDir = path.join(folder, 'data')
  mkdirSync(dataDir)
  for (const each of [folder, dataDir]) chmodSync(each, 0o711)
  const external = await emptyDatabase()
  const config = readConfig(['--data', dataDir], { DATABASE_URL: external })
  await expect(restoreInstallation(config, path.join(folder, 'first'), { givenKeys: JSON.stringify(newKeyRing()) })).rejects.toThrow(/HUIYIN_KEYS/)
  await restoreInstallation(config, path.join(folder, 'first'))
  expect(JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8'))).toMatchObject({ keyRing })
  expect(await tablesOf(external)).toBe(await tablesOf(world.ownerUrl))
})

test('tables are ordered by their foreign keys, and a circle is said', () => {
  const tables = ['c', 'a', 'b'].map((name) => ({ name }))
  expect(parentsFirst(tables, [{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }]).map((table) => table.name)).toEqual(['c', 'b', 'a'])
  expect(() => parentsFirst(tables, [{ from: 'a', to: 'b' }, { from: 'b', to: 'a' }])).toThrow(/circle/)
})
