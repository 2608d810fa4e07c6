import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { later } from '../../server/testing/reports.ts'
import { runLaunch } from '../plan/commands/launch.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import { county } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

const onlyDuties = { duties: 100, satisfaction: 0, 'complaint-satisfied': 0, 'complaint-in-time': 0, 'core-rules': 0 }

test('AP-4 AP-6 what plans ordered counts as the board of the month counts it, of whoever owed enough', async () => {
  const own = await county(world, ['甲', '乙'])
  const draftId = await arrange(world, (act) =>
    arrangeDraft(act, { institutionId: own.commission.institutionId, regionCode: own.regionCode }, someReading, (understanding) => ({
      ...understanding,
      duties: understanding.duties.flatMap((duty) => (duty.text === '报送进展' ? [{ ...duty, kind: 'task' as const, text: '每日巡查', cadence: { rrule: 'FREQ=DAILY', start: null, until: null, printed: '每日' }, settings: { ...duty.settings, kinds: ['general'] } }] : [])),
    })),
  )
  const { planId } = (await own.clerk.post('/plans', { draftId, revision: 1, institutionIds: own.bodies.map((body) => body.institutionId), startsOn: '2026-03-02', endsOn: '2026-03-29', graceDays: 0 })).body
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  const rows = (await own.clerk.get(`/obligations?planId=${planId}&limit=500`)).body.rows as { institutionId: string; periodId: string; dueOn: string }[]
  for (const row of rows.filter((each) => each.institutionId === own.bodies[0]?.institutionId || each.dueOn <= '2026-03-22')) expect((await own.clerk.post(`/obligations/${row.institutionId}/${row.periodId}/override`, { verdict: 'met', reason: '测试认定' })).status).toBe(200)
  await later(world, '2026-04-02T01:00:00.000Z')
  const { leagueId } = (await own.clerk.post('/leagues', { key: 'campaign', from: '2026-03-01' })).body
  expect((await own.clerk.put(`/leagues/${leagueId}/weights`, { revision: 1, weights: onlyDuties, reason: '只看任务完成' })).status).toBe(200)
  const { content } = (await own.clerk.get(`/leagues/${own.commission.institutionId}/${leagueId}`)).body
  const shown = content.groups[0].rows.map((row: { name: string; score: number; parts: { key: string; value: number; of: number }[] }) => [row.name.slice(0, 1), row.score, row.parts.find((part) => part.key === 'duties')?.of])
  // Twenty-eight days: all of them, and three weeks of four: 75 % is half of the way from 50 to 100.
  expect(shown).toEqual([['甲', 100, 28], ['乙', 50, 28]])
  // Nothing was due in February.
  const earlier = (await own.clerk.post('/leagues', { key: 'campaign', from: '2026-02-01' })).body
  const empty = (await own.clerk.get(`/leagues/${own.commission.institutionId}/${earlier.leagueId}`)).body.content
  expect(empty.groups[0].rows[0].parts.find((part: { key: string }) => part.key === 'duties')).toMatchObject({ points: null, why: 'no_duties' })
})
