// bench: board: launch, first answer and recomputation of 1 plan × 120 clauses × 500 institutions × 26 weeks
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { pino } from 'pino'
import { systemActor } from '../kernel/actor.ts'
import { addDays } from '../kernel/calendar.ts'
import { seeded } from '../kernel/random.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { tick } from '../modules/plan/commands/upkeep.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import { registerFactSource, reportFact, type SourceFacts } from '../modules/plan/public.ts'
import { planRoutes } from '../modules/plan/routes.ts'
import { defaultSettings, type Understanding } from '../modules/reader/rules/draft/understanding.ts'
import { act, type Act, type Platform } from '../server/platform/act.ts'
import { newApp } from '../server/platform/app.ts'
import { fixedClock } from '../server/platform/clock.ts'
import { newToken, openVault, tokenHash } from '../server/platform/crypto.ts'
import { openDatabase } from '../server/platform/database.ts'
import { startEmbedded } from '../server/platform/embedded.ts'
import { migrate } from '../server/platform/migrate.ts'
import { sessionCookie } from '../server/platform/session.ts'

// The plan is the worst of its size: every clause asks for a record every week, so each institution has 3,120
// obligations and the plan 1,560,000. Durability is on (fsync, full pages). The reads go over loopback HTTP.
const size = { clauses: 120, institutions: 500, weeks: 26 }
const limits = { first_answer_p95_ms: 150, recompute_ms: 20, launch_s: 30 } as const
const json = process.argv.includes('--json')
const say = (line: string) => (json ? undefined : process.stderr.write(`${line}\n`))

const startsOn = '2026-03-02'
const regionCode = '990121'
const system = systemActor('bench')

const quantile = (values: readonly number[], q: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0

/** 120 clauses, each with one weekly duty that a register would feed. */
function largePlan(): Understanding {
  const clauses = Array.from({ length: size.clauses }, (_, at) => ({ id: `c-${at + 1}`, parentId: null, path: `${at + 1}`, printed: `${at + 1}.`, title: `改善措施第${at + 1}条`, text: '每周开展一次并登记。', level: 1, lines: [at + 1, at + 1] as [number, number] }))
  return {
    title: '改善就医感受十大专项行动', issuer: '青禾市卫生健康委员会', number: null, issuedOn: startsOn, clauses, phases: [], groups: [], members: [], attachments: [], contacts: [],
    duties: clauses.map((clause) => ({
      id: `d-${clause.id}`, clauseId: clause.id, subject: '各医疗机构', inferredSubject: true, kind: 'record' as const, text: `${clause.title}：每周登记`, due: null,
      cadence: { rrule: 'FREQ=WEEKLY', start: startsOn, until: addDays(startsOn, 7 * size.weeks - 1), printed: '每周' }, target: null, products: [], receiver: null, responsible: null, line: clause.lines[0],
      settings: { ...defaultSettings, factKey: clause.id },
    })),
  }
}

async function arrangeBodies(at: Act): Promise<{ commissionId: string; institutionIds: string[]; token: string }> {
  const created = at.now.toISOString()
  await at.tx.insertInto('region').values({ code: regionCode, name: '云溪县', level: 'county', parent_code: null }).execute()
  const commissionId = at.newId()
  const institutionIds = Array.from({ length: size.institutions }, () => at.newId())
  const body = (id: string, kind: string, name: string) => ({
    id, region_code: regionCode, region_prefix: kind === 'commission' ? regionCode : null, name, short_name: name, kind, level: kind === 'commission' ? 'none' : 'primary', ownership: 'public', credit_code: id, created_at: created,
  })
  await at.tx.insertInto('institution').values([body(commissionId, 'commission', '云溪县卫生健康局'), ...institutionIds.map((id, n) => body(id, n % 10 === 0 ? 'general' : 'township', `第${n + 1}卫生院`))]).execute()
  const [staffId, accountId, postId, token] = [at.newId(), at.newId(), at.newId(), newToken()]
  const own = { institution_id: commissionId, region_code: regionCode }
  await at.tx.insertInto('staff').values({ ...own, id: staffId, name: '经办人', employee_number: '1', joined_on: '2020-01-01' }).execute()
  await at.tx.insertInto('post').values({ ...own, id: postId, role: 'commission_clerk', title: '经办' }).execute()
  await at.tx.insertInto('post_holding').values({ ...own, id: at.newId(), post_id: postId, staff_id: staffId, from_on: '2020-01-01' }).execute()
  await at.tx.insertInto('account').values({ account_id: accountId, kind: 'staff', display_name: '经办人', institution_id: commissionId, staff_id: staffId, created_at: created }).execute()
  await at.tx.insertInto('session').values({ token_hash: tokenHash(token), id: at.newId(), account_id: accountId, created_at: created, last_seen_at: '2098-01-01T00:00:00.000Z', expires_at: '2099-01-01T00:00:00.000Z' }).execute()
  return { commissionId, institutionIds, token }
}

async function measureLaunch(platform: Platform, ask: { commissionId: string; institutionIds: readonly string[] }): Promise<{ planId: string; seconds: number; obligations: number }> {
  const owner = { institutionId: ask.commissionId, regionCode }
  const draftId = await act(platform, system, (at) => arrangeDraft(at, owner, undefined, () => largePlan()))
  const begin = performance.now()
  const planId = await act(platform, system, (at) => launchPlan(at, { draftId, revision: 1, institutionIds: ask.institutionIds, startsOn, endsOn: null, graceDays: 30 }))
  const outcome = await runLaunch(platform, planId)
  const seconds = (performance.now() - begin) / 1000
  if (outcome !== 'ready') throw new Error(`the launch ended as '${outcome}'`)
  const obligations = await platform.database.read(system, (read) => read.selectFrom('plan_participant').select((eb) => eb.fn.sum<number>('obligations').as('n')).where('plan_id', '=', planId).executeTakeFirstOrThrow())
  return { planId, seconds, obligations: obligations.n }
}

/** A fact recorded, the verdict it leads to computed, the board row saved, committed: one institution, one fact. */
async function measureRecompute(platform: Platform, institutionIds: readonly string[], on: string): Promise<number[]> {
  const known = new Map<string, SourceFacts>()
  registerFactSource('record', {
    name: 'bench',
    answers: (factKey) => factKey.startsWith('c-'),
    ask: async (_read, institutionId, questions) => new Map(questions.flatMap((question) => {
      const facts = known.get(`${institutionId} ${question.factKey} ${question.fromOn}`)
      return facts === undefined ? [] : [[question.periodId, facts] as const]
    })),
  })
  const draw = seeded('board')
  const taken: number[] = []
  for (let n = 0; n < 300; n += 1) {
    const institutionId = draw.pick(institutionIds)
    const factKey = `c-${draw.int(1, size.clauses)}`
    known.set(`${institutionId} ${factKey} ${on}`, { kind: 'record', count: 1, countInTime: 1 })
    const begin = performance.now()
    const outcome = await act(platform, system, (at) => reportFact(at, { institutionId, regionCode, kind: 'record', factKey, on }))
    taken.push(performance.now() - begin)
    if (outcome.recomputed !== 1) throw new Error(`a fact should touch one obligation, it touched ${outcome.recomputed}`)
  }
  return taken
}

async function measureBoard(address: string, token: string, planId: string, rounds: number): Promise<{ taken: number[]; bytes: number }> {
  const weeks = Array.from({ length: size.weeks }, (_, week) => addDays(startsOn, 7 * week))
  const taken: number[] = []
  let bytes = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const bucket of ['all', ...weeks]) {
      const begin = performance.now()
      const answer = await fetch(`${address}/api/plans/${planId}/board?bucket=${bucket}`, { headers: { cookie: `${sessionCookie}=${token}` } })
      const body = await answer.text()
      taken.push(performance.now() - begin)
      if (answer.status !== 200) throw new Error(`the board answered ${answer.status}: ${body.slice(0, 200)}`)
      const shown = JSON.parse(body) as { institutions: { cells: number[]; fresh: boolean }[] }
      if (shown.institutions.length !== size.institutions || shown.institutions.some((each) => each.cells.length !== 7 * size.clauses || !each.fresh)) throw new Error(`the board of ${bucket} is not whole`)
      bytes = Math.max(bytes, body.length)
    }
  }
  return { taken, bytes }
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  say('starting a database of its own, with durability on …')
  const cluster = await startEmbedded({ dataDir })
  const database = openDatabase(cluster.appUrl, { max: 8 })
  const clock = fixedClock(`${startsOn}T01:00:00.000Z`)
  const platform: Platform = { database, clock, vault: openVault(cluster.keyRing), log: pino({ level: 'silent' }), demo: false, publicUrl: 'http://127.0.0.1' }
  const app = await newApp(platform)
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
    planRoutes(app)
    const bodies = await act(platform, system, arrangeBodies)
    say('launching …')
    const launched = await measureLaunch(platform, bodies)
    say(`launched ${launched.obligations} obligations`)
    // The middle of the plan: half of the weeks are over, so their open obligations have turned overdue by time alone.
    clock.set(`${addDays(startsOn, 7 * 13 + 1)}T01:00:00.000Z`)
    const beginTick = performance.now()
    await tick(platform)
    const tickSeconds = (performance.now() - beginTick) / 1000
    const recomputed = await measureRecompute(platform, bodies.institutionIds, addDays(startsOn, 7 * 13))
    const address = await app.http.listen({ host: '127.0.0.1', port: 0 })
    const first = await measureBoard(address, bodies.token, launched.planId, 1)
    const again = await measureBoard(address, bodies.token, launched.planId, 3)
    // Monday night: everything of the week turns at the same moment.
    clock.set(`${addDays(startsOn, 7 * 14)}T01:00:00.000Z`)
    const turned = await measureBoard(address, bodies.token, launched.planId, 1)
    report([
      ['first_answer_p95_ms', quantile([...first.taken, ...again.taken, ...turned.taken], 0.95), 'ms'],
      ['first_answer_median_ms', quantile([...first.taken, ...again.taken, ...turned.taken], 0.5), 'ms'],
      ['first_answer_after_turn_max_ms', Math.max(...turned.taken), 'ms'],
      ['answer_size_kb', first.bytes / 1024, 'kB'],
      ['recompute_ms', quantile(recomputed, 0.5), 'ms'],
      ['recompute_p95_ms', quantile(recomputed, 0.95), 'ms'],
      ['launch_s', launched.seconds, 's'],
      ['obligations', launched.obligations, 'rows'],
      ['tick_s', tickSeconds, 's'],
    ])
  } finally {
    await app.http.close()
    await database.close()
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function report(figures: readonly (readonly [string, number, string])[]): void {
  for (const [figure, value, unit] of figures) {
    const rounded = Math.round(value * 10) / 10
    const limit = figure in limits ? limits[figure as keyof typeof limits] : null
    if (json) process.stdout.write(`${JSON.stringify({ bench: 'board', figure, value: rounded, unit })}\n`)
    else process.stdout.write(`${figure.padEnd(32)} ${String(rounded).padStart(10)} ${unit.padEnd(5)}${limit === null ? '' : ` limit ${limit}, ratio ${(value / limit).toFixed(2)}`}\n`)
  }
}

await main()
