// bench: reports: filling one weekly pack, and 500 packs on a Monday morning while 100 clerks work
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { systemActor } from '../kernel/actor.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { prepareMeasures } from '../modules/measure/public.ts'
import { measureRoutes } from '../modules/measure/routes.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { planRoutes } from '../modules/plan/routes.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import { defaultSettings, type DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { prepareRegisters } from '../modules/register/public.ts'
import { registerRoutes } from '../modules/register/routes.ts'
import { openDue } from '../modules/report/commands/open-due.ts'
import { reportRoutes } from '../modules/report/routes.ts'
import { connect } from '../server/connect.ts'
import { act, type Platform } from '../server/platform/act.ts'
import { newApp } from '../server/platform/app.ts'
import { fixedClock } from '../server/platform/clock.ts'
import { openVault } from '../server/platform/crypto.ts'
import { openDatabase } from '../server/platform/database.ts'
import { startEmbedded } from '../server/platform/embedded.ts'
import { migrate } from '../server/platform/migrate.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { markCounted, saveBodies, tokenOf } from './registers/arrange.ts'
import { benchBodies, type BenchBodies, type BenchBody } from './registers/bodies.ts'
import { quantile } from './registers/lists.ts'

// One plan with twelve weekly duties and a weekly report over 500 institutions, thirteen weeks in. Durability is on. The
// clerks read over loopback HTTP what they read in the morning, with a pause between two pages as a person makes; they begin within one such pause, not in the same millisecond.
const size = { institutions: 500, clerks: 100, pauseMs: 1000 }
const limits: Readonly<Record<string, number>> = { pack_ms: 300, monday_s: 300, clerk_p95_ms: 200 }
const json = process.argv.includes('--json')
const say = (line: string) => (json ? undefined : process.stderr.write(`${line}\n`))
const system = systemActor('bench')
const startsOn = '2026-03-02'
const monday = '2026-06-01T00:30:00.000+08:00'

const duty = (id: string, kind: DutyItem['kind'], factKey: string, rrule: string): DutyItem => ({
  id, clauseId: 'c-1', subject: '各单位', inferredSubject: false, kind, text: `${kind} ${factKey}`, due: null, cadence: { rrule, start: null, until: null, printed: '每周' }, target: null, products: [], receiver: null, responsible: null, line: 1,
  settings: { ...defaultSettings, factKey },
})
const records = ['health-education', 'media-reports', 'guide-desk', 'environment', 'conduct-check', 'core-rules', 'informed-talk', 'walk-through', 'toilets', 'parking', 'nine-s']

async function launch(platform: Platform, bodies: BenchBodies): Promise<void> {
  const duties = [duty('report', 'report', 'weekly', 'FREQ=WEEKLY;BYDAY=MO'), ...records.map((key) => duty(key, 'record', key, 'FREQ=WEEKLY;BYDAY=SU'))]
  const draftId = await act(platform, system, (at) => arrangeDraft(at, { institutionId: bodies.city.id, regionCode: bodies.city.regionCode }, undefined, (understanding) => ({ ...understanding, phases: [], groups: [], members: [], duties })))
  const planId = await act(platform, system, (at) => launchPlan(at, { draftId, revision: 1, institutionIds: bodies.institutions.map((body) => body.id), startsOn, endsOn: '2026-08-30', graceDays: 30 }))
  if ((await runLaunch(platform, planId)) !== 'ready') throw new Error('the plan was not launched')
}

type Reading = { readonly path: string; readonly ms: number }

/** One clerk's morning: page after page until told to stop. */
async function work(address: string, body: BenchBody, begins: number, readings: Reading[], going: () => boolean): Promise<void> {
  await wait(begins)
  const cookie = `${sessionCookie}=${tokenOf(body)}`
  const pages = ['/api/due', '/api/reports', '/api/registers', '/api/registers/health-education/entries', '/api/missing-entries', '/api/next-steps']
  for (let n = 0; going(); n += 1) {
    const path_ = pages[n % pages.length] ?? ''
    const begin = performance.now()
    const answer = await fetch(`${address}${path_}`, { headers: { cookie } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${path_} answered ${answer.status}`)
    readings.push({ path: path_, ms: performance.now() - begin })
    await wait(size.pauseMs)
  }
}

async function measurePack(address: string, body: BenchBody): Promise<number[]> {
  const cookie = `${sessionCookie}=${tokenOf(body)}`
  const { rows } = (await (await fetch(`${address}/api/reports`, { headers: { cookie } })).json()) as { rows: { institutionId: string; packId: string }[] }
  const [pack] = rows
  if (pack === undefined) throw new Error('no pack was opened')
  const taken: number[] = []
  for (let n = 0; n < 30; n += 1) {
    const begin = performance.now()
    const answer = await fetch(`${address}/api/reports/${pack.institutionId}/${pack.packId}`, { headers: { cookie } })
    const whole = (await answer.json()) as { content: { sections: unknown[] } }
    if (!answer.ok || whole.content.sections.length < 4) throw new Error('the pack is not whole')
    taken.push(performance.now() - begin)
  }
  return taken
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  connect()
  const cluster = await startEmbedded({ dataDir })
  const clock = fixedClock(`${startsOn}T01:00:00.000Z`)
  const platform: Platform = { database: openDatabase(cluster.appUrl, { max: 20 }), clock, vault: openVault(cluster.keyRing), log: pino({ level: 'silent' }), demo: false, publicUrl: 'http://127.0.0.1' }
  const app = await newApp(platform)
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
    for (const routes of [planRoutes, registerRoutes, measureRoutes, reportRoutes]) routes(app)
    const bodies = benchBodies(size.institutions)
    await act(platform, system, seedOfficialYears)
    await act(platform, system, prepareRegisters)
    await act(platform, system, (at) => prepareMeasures(at))
    await act(platform, system, (at) => saveBodies(at, bodies))
    await act(platform, system, (at) => markCounted(at, bodies))
    say('launching …')
    await launch(platform, bodies)
    // What was due before is opened first, so that the Monday morning holds one week's packs.
    clock.set('2026-05-31T04:00:00.000Z')
    say('opening the packs of the weeks before …')
    await openDue(platform)
    clock.set(new Date(Date.parse(monday)).toISOString())
    // The clerks signed in this morning: a session that was idle for weeks would have ended.
    await act(platform, system, (at) => at.tx.updateTable('session').set({ last_seen_at: '2098-01-01T00:00:00.000Z' }).execute())
    const address = await app.http.listen({ host: '127.0.0.1', port: 0 })
    const readings: Reading[] = []
    let going = true
    say('Monday morning …')
    const clerks = bodies.institutions.slice(0, size.clerks).map((body, at) => work(address, body, (at * size.pauseMs) / size.clerks, readings, () => going))
    const begin = performance.now()
    const opened = await openDue(platform)
    const seconds = (performance.now() - begin) / 1000
    going = false
    await Promise.all(clerks)
    if (opened.packs < size.institutions || opened.failed > 0) throw new Error(`opened ${opened.packs} packs, ${opened.failed} failed`)
    const [hospital] = bodies.institutions
    if (hospital === undefined) throw new Error('there is no institution')
    const pack = await measurePack(address, hospital)
    for (const [page, own] of Map.groupBy(readings, (each) => each.path)) say(`  ${page.padEnd(45)} p50 ${quantile(own.map((each) => each.ms), 0.5).toFixed(0)}, p95 ${quantile(own.map((each) => each.ms), 0.95).toFixed(0)} ms`)
    report([
      ['pack_ms', quantile(pack, 0.5), 'ms'], ['pack_p95_ms', quantile(pack, 0.95), 'ms'], ['monday_s', seconds, 's'], ['monday_packs', opened.packs, 'packs'],
      ['clerk_p95_ms', quantile(readings.map((each) => each.ms), 0.95), 'ms'], ['clerk_median_ms', quantile(readings.map((each) => each.ms), 0.5), 'ms'], ['clerk_requests', readings.length, 'requests'],
    ])
  } finally {
    await app.http.close()
    await platform.database.close()
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function report(figures: readonly (readonly [string, number, string])[]): void {
  for (const [figure, value, unit] of figures) {
    const rounded = Math.round(value * 10) / 10
    const limit = limits[figure]
    process.stdout.write(json ? `${JSON.stringify({ bench: 'reports', figure, value: rounded, unit })}\n` : `${figure.padEnd(20)} ${String(rounded).padStart(10)} ${unit.padEnd(9)}${limit === undefined ? '' : ` limit ${limit}, ratio ${(value / limit).toFixed(2)}`}\n`)
  }
}

await main()
