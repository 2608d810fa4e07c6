import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { anonymous, type Actor } from '../../kernel/actor.ts'
import { act as actAs, type Act } from '../../server/platform/act.ts'
import { sql } from '../../server/platform/database.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import type { DutyItem } from '../reader/rules/draft/understanding.ts'
import { closePhase } from './commands/gates.ts'
import { runLaunch } from './commands/launch.ts'
import { extendObligation } from './commands/override.ts'
import { registerFactSource, reportFact, type Question, type SourceFacts } from './public.ts'
import { lockParticipant } from './store/obligations.ts'

/** What happens while something else waits for its turn: facts, closes and extensions at the same moment. */
const start = '2026-03-02T01:00:00.000Z'
let world: World
const known = new Map<string, (question: Question) => SourceFacts>()
const asked: string[] = []

beforeAll(async () => {
  world = await newWorld(start)
  for (const kind of ['record', 'publish'] as const) {
    registerFactSource(kind, {
      name: 'meanwhile',
      answers: (factKey) => factKey.startsWith('meanwhile-'),
      ask: async (_read, institutionId, questions) => {
        asked.push(...questions.map((question) => question.fromOn))
        return new Map(questions.flatMap((question) => {
          const facts = known.get(`${institutionId} ${question.factKey}`)
          return facts === undefined ? [] : [[question.periodId, facts(question)] as const]
        }))
      },
    })
  }
})
afterEach(() => world.clock.set(start))
afterAll(() => world.close())

let region = 991900
const bound = (kind: DutyItem['kind'], factKey: string, more: Partial<DutyItem['settings']> = {}) => (duty: DutyItem): DutyItem => ({ ...duty, kind, settings: { ...duty.settings, factKey, ...more } })

/** A campaign in which `change` binds duties to facts; the commission owes what its change gives to it. */
async function campaign(change: Readonly<Record<string, (duty: DutyItem) => DutyItem>>) {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const hospital = await newInstitution(world, { kind: 'general', regionCode })
  const clerk = await commission.person('commission_clerk')
  const draftId = await arrange(world, (act) => arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading, (understanding) => ({ ...understanding, duties: understanding.duties.map((duty) => change[duty.text]?.(duty) ?? duty) })))
  const planId: string = (await api(world, clerk).post('/plans', { draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02' })).body.planId
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  const phaseId: string = (await api(world, clerk).get(`/plans/${planId}`)).body.phases[0].id
  const actor: Actor = { ...anonymous, kind: 'staff', id: clerk.accountId, name: '经办人', institutionId: commission.institutionId, regionPrefix: regionCode, roles: ['commission_clerk'] }
  const tell = (institutionId: string, kind: 'record' | 'publish', factKey: string, on: string) => arrange(world, (act) => reportFact(act, { institutionId, regionCode, kind, factKey, on }))
  return { regionCode, commission: commission.institutionId, hospital: hospital.institutionId, clerk, planId, phaseId, actor, tell }
}

const standing = (planId: string, institutionId: string, text: string) =>
  arrange(world, ({ tx }) => tx.selectFrom('obligation as o').innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 'o.plan_id').onRef('dp.id', '=', 'o.period_id')).innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id')).select(['o.period_id as periodId', 'o.verdict', 'o.flips_at as flipsAt', 'dp.from_on as fromOn', 'dp.to_on as toOn', 'dp.due_on as dueOn']).where('o.plan_id', '=', planId).where('o.institution_id', '=', institutionId).where('d.text', '=', text).orderBy('dp.from_on').execute())

async function waiting(many: number): Promise<void> {
  const count = () => arrange(world, async ({ tx }) => (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%plan_participant%'`.execute(tx)).rows[0]?.n)
  await expect.poll(count, { timeout: 20_000 }).toBe(many)
}

/** As `actor`, who has the turn of these bodies: `begin` is started and waits for it, then `done` is done first. */
async function before<T>(on: { actor: Actor; planId: string }, bodies: readonly string[], begin: () => readonly Promise<T>[], done: (act: Act) => Promise<unknown>): Promise<T[]> {
  const { begun } = await actAs(world.platform, on.actor, async (act) => {
    for (const body of bodies) await lockParticipant(act.tx, body, on.planId)
    const waits = Promise.all(begin())
    await waiting(bodies.length)
    await done(act)
    return { begun: waits }
  })
  return begun
}

const prices = '公开服务价格'
const talks = '完成导诊台改造'
const closing = () => campaign({ [prices]: bound('publish', 'meanwhile-prices', { freshDays: 7 }), [talks]: bound('record', 'meanwhile-talks', { kinds: ['commission'], role: 'inspector' }) })

/** On 1 April: prices are public since 30 March, what else the hospital owes is waived, what the commission owes is overdue. */
async function toBeClosed() {
  const own = await closing()
  known.set(`${own.hospital} meanwhile-prices`, () => ({ kind: 'publish', published: ['2026-03-30T01:00:00.000Z'] }))
  known.set(`${own.commission} meanwhile-talks`, () => ({ kind: 'record', count: 0, countInTime: 0 }))
  world.clock.set('2026-04-01T01:00:00.000Z')
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).execute())
  await own.tell(own.hospital, 'publish', 'meanwhile-prices', '2026-03-30')
  const [price] = await standing(own.planId, own.hospital, prices)
  expect(price).toMatchObject({ verdict: 'met', flipsAt: '2026-04-06T01:00:00.000Z' })
  await arrange(world, ({ tx }) => tx.updateTable('obligation').set({ verdict: 'waived' }).where('plan_id', '=', own.planId).where('institution_id', '=', own.hospital).where('period_id', '!=', price?.periodId ?? '').execute())
  return own
}

test('PL-60 PL-7 PL-37 facts that wait while a phase is closed are ruled as after the close, though they began before it', async () => {
  const own = await toBeClosed()
  const facts = () => {
    world.clock.set('2026-04-01T00:59:59.000Z')
    return [own.tell(own.hospital, 'publish', 'meanwhile-prices', '2026-03-30'), own.tell(own.commission, 'record', 'meanwhile-talks', '2026-03-20')]
  }
  expect(await before(own, [own.commission, own.hospital], facts, (act) => closePhase(act, own))).toEqual([{ recomputed: 1, changed: 0 }, { recomputed: 1, changed: 0 }])
  expect(await standing(own.planId, own.hospital, prices)).toMatchObject([{ verdict: 'met', flipsAt: null }])
  expect(await standing(own.planId, own.commission, talks)).toMatchObject([{ verdict: 'unmet', flipsAt: null }])
})

test('PL-60 PL-26 a fact that waits while its obligation is extended is judged by the later time', async () => {
  const own = await campaign({ 报送进展: bound('record', 'meanwhile-talks') })
  const [row] = await standing(own.planId, own.hospital, '报送进展')
  expect(row).toMatchObject({ dueOn: '2026-03-02', verdict: 'due' })
  known.set(`${own.hospital} meanwhile-talks`, ({ dueAt }) => ({ kind: 'record', count: 1, countInTime: dueAt > '2026-03-05' ? 1 : 0 }))
  const key = { institutionId: own.hospital, periodId: row?.periodId ?? '' }
  await before(own, [own.hospital], () => [own.tell(own.hospital, 'record', 'meanwhile-talks', '2026-02-25')], (act) => extendObligation(act, { ...key, dueOn: '2026-03-06', reason: '人手不足' }))
  expect((await standing(own.planId, own.hospital, '报送进展'))[0]).toMatchObject({ verdict: 'met' })
})

test('PL-27 a close that waits for one body holds the log of none', async () => {
  const own = await toBeClosed()
  const chain = (act: Act) => act.tx.selectFrom('chain_head').select('seq').where('institution_id', '=', own.commission).forUpdate().noWait().executeTakeFirstOrThrow()
  const closed = await before(own, [own.hospital], () => [api(world, own.clerk).post(`/plans/${own.planId}/phases/${own.phaseId}/close`)], chain)
  expect(closed).toMatchObject([{ status: 200 }])
  expect(await standing(own.planId, own.commission, talks)).toMatchObject([{ verdict: 'unmet' }])
})

test('PL-7 of turns gone by a publication asks only for those that were late, besides the one it falls in', async () => {
  const own = await campaign({ 报送进展: bound('publish', 'meanwhile-weekly') })
  known.set(`${own.hospital} meanwhile-weekly`, () => ({ kind: 'publish', published: [] }))
  const rows = await standing(own.planId, own.hospital, '报送进展')
  const gone = rows.filter((row) => row.dueOn < '2026-03-25' && row.toOn < '2026-03-25')
  expect(gone.length).toBeGreaterThan(2)
  const set = (periodIds: readonly string[], code: string) => arrange(world, ({ tx }) => tx.updateTable('obligation').set({ verdict: 'unmet', why: JSON.stringify({ code, params: {} }) }).where('institution_id', '=', own.hospital).where('period_id', 'in', [...periodIds]).execute())
  await set(gone.map((row) => row.periodId), 'not_in_turn')
  await set(gone.slice(1, 2).map((row) => row.periodId), 'late')
  world.clock.set('2026-03-25T01:00:00.000Z')
  asked.length = 0
  await own.tell(own.hospital, 'publish', 'meanwhile-weekly', '2026-03-25')
  const falls = rows.filter((row) => row.fromOn <= '2026-03-25' && (row.toOn >= '2026-03-25' || row.dueOn >= '2026-03-25'))
  expect(asked.toSorted()).toEqual([...gone.slice(1, 2), ...falls].map((row) => row.fromOn).toSorted())
})
