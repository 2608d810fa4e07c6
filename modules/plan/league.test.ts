import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import { runLaunch } from './commands/launch.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let region = 992900
const awake = (person: Person) => arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).where('account_id', '=', person.accountId).execute())

/** A campaign with one daily duty over three institutions, of which the first meets more days than the second. */
async function campaign() {
  world.clock.set('2026-03-02T01:00:00.000Z')
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const bodies = [await newInstitution(world, { kind: 'general', regionCode, name: `甲医院${region}` }), await newInstitution(world, { kind: 'general', regionCode, name: `乙医院${region}` }), await newInstitution(world, { kind: 'township', regionCode, name: `丙卫生院${region}` })]
  const [clerk, head] = [await commission.person('commission_clerk'), await commission.person('commission_head')]
  const draftId = await arrange(world, (act) =>
    arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading, (understanding) => ({
      ...understanding,
      duties: [
        ...understanding.duties.flatMap((duty) => (duty.text === '报送进展' ? [{ ...duty, kind: 'task' as const, text: '每日巡查', cadence: { rrule: 'FREQ=DAILY', start: null, until: null, printed: '每日' }, settings: { ...duty.settings, kinds: ['general'] } }] : [])),
        ...understanding.duties.flatMap((duty) => (duty.text === '完成导诊台改造' ? [duty, { ...duty, id: 'own', text: '卫健委通报', settings: { ...duty.settings, kinds: ['commission'], role: 'commission_clerk' as const } }] : [])),
      ],
    })),
  )
  const planId: string = (await api(world, clerk).post('/plans', { draftId, revision: 1, institutionIds: bodies.map((body) => body.institutionId), startsOn: '2026-03-02', endsOn: '2026-03-29', graceDays: 0 })).body.planId
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  const rows = (await api(world, clerk).get(`/obligations?planId=${planId}&limit=500`)).body.rows as { institutionId: string; periodId: string; text: string; dueOn: string }[]
  const set = async (at: number, dueOn: (day: string) => boolean, verdict: string) => {
    for (const row of rows) if (row.text === '每日巡查' && row.institutionId === bodies[at]?.institutionId && dueOn(row.dueOn)) expect((await api(world, clerk).post(`/obligations/${row.institutionId}/${row.periodId}/override`, { verdict, reason: '测试认定' })).status).toBe(200)
  }
  return { commission, bodies, clerk, head, planId, set, regionCode, names: bodies.map((body) => body.name) }
}

type Row = { name: string; rank: number | null; tied: boolean; met: number; n: number; due: number; waived: number; peerRank: number | null; peers: number; band: string; trend: string | null }

test('PL-43 PL-44 the league counts from the board: what is due or waived stays out, the commission is not ranked, small numbers get a band', async () => {
  const { clerk, planId, set, names, head } = await campaign()
  await set(0, (day) => day <= '2026-03-15', 'met')
  await set(1, (day) => day <= '2026-03-10', 'met')
  await set(1, (day) => day === '2026-03-11', 'waived')
  world.clock.set('2026-03-21T01:00:00.000Z')
  await Promise.all([awake(clerk), awake(head)])
  const load = async (query = '') => (await api(world, clerk).get(`/plans/${planId}/league${query}`)).body
  const all = await load()
  expect(all.periods).toEqual(['all', '2026-03', '2026-03-16', '2026-03-09', '2026-03-02'])
  const show = (rows: Row[]) => rows.map((row) => [row.name, row.rank, `${row.met}/${row.n}`, row.due, row.waived, row.peerRank, row.peers, row.band])
  // Nineteen days are gone and the task of 20 March with them: of all of it the first did 14, the second 9.
  expect(show(all.rows)).toEqual([
    [names[0], 1, '14/20', 9, 0, 1, 2, 'fair'], [names[1], 2, '9/19', 9, 1, 2, 2, 'low'], [names[2], null, '0/1', 0, 0, null, 0, 'low'],
  ])
  const week = await load('?period=2026-03-09')
  expect(show(week.rows).slice(0, 2)).toEqual([[names[0], null, '7/7', 0, 0, null, 0, 'high'], [names[1], null, '2/6', 0, 1, null, 0, 'low']])
  expect(show((await load('?kind=township')).rows)).toHaveLength(1)
  expect(await api(world, clerk).get(`/plans/${planId}/league?period=2026-03-40`)).toMatchObject({ status: 400 })
})

test('PL-44 institutions with the same share are tied, in a stable order', async () => {
  const { clerk, planId, set, names } = await campaign()
  await set(0, (day) => day <= '2026-03-11', 'met')
  await set(1, (day) => day >= '2026-03-12' && day <= '2026-03-21', 'met')
  world.clock.set('2026-03-24T01:00:00.000Z')
  await awake(clerk)
  const rows = (await api(world, clerk).get(`/plans/${planId}/league`)).body.rows as Row[]
  expect(rows.slice(0, 2).map((row) => [row.name, row.rank, row.tied])).toEqual([[names[0], 1, true], [names[1], 1, true]].sort((a, b) => String(a[0]).localeCompare(String(b[0]), 'zh-CN')))
})

test('PL-45 the head makes a league public with a reason; it shows what stood then, until it is replaced or taken down', async () => {
  const { clerk, head, planId, set, bodies, names } = await campaign()
  await set(0, (day) => day <= '2026-03-15', 'met')
  world.clock.set('2026-03-17T01:00:00.000Z')
  await Promise.all([awake(clerk), awake(head)])
  const page = (path: string) => world.app.http.inject({ method: 'GET', url: path })
  expect((await page(`/plans/${planId}/league`)).statusCode).toBe(404)
  expect((await page(`/plans/${planId}`)).body).not.toContain('完成率排名')
  const publish = (who: Person, period: string, reason = '按方案第十条通报') => api(world, who).post(`/plans/${planId}/league/publications`, { period, reason })
  expect(await publish(clerk, 'all')).toMatchObject({ status: 403 })
  expect(await publish(head, '2026-03-16')).toMatchObject({ status: 409, body: { error: 'plan.league_not_over' } })
  expect(await publish(head, '2026-03')).toMatchObject({ status: 409, body: { error: 'plan.league_not_over' } })
  expect(await publish(head, 'all')).toMatchObject({ status: 200, body: { publications: [{ period: 'all', withdrawnAt: null }], blocked: { publish: null, withdraw: null } } })
  expect(await publish(head, '2026-03-09')).toMatchObject({ status: 200 })
  const shown = (await page(`/plans/${planId}/league?period=all`)).body
  expect(shown).toContain(names[0])
  expect(shown).toContain('14/15')
  expect(shown).not.toContain('<script')
  expect((await page(`/plans/${planId}/league`)).body).toContain('2026年3月9日当周')
  expect((await page(`/plans/${planId}`)).body).toContain('看各医院完成率排名')
  // Facts that come later change the league, not what was published; the next publication replaces it.
  await set(0, (day) => day === '2026-03-16', 'met')
  expect((await page(`/plans/${planId}/league?period=all`)).body).toContain('14/15')
  world.clock.advance(60_000)
  const again = await publish(head, 'all', '数据有更新')
  expect(again.body.publications.filter((each: { period: string }) => each.period === 'all')).toMatchObject([{ withdrawnAt: null }, { withdrawnReason: '数据有更新' }])
  expect((await page(`/plans/${planId}/league?period=all`)).body).toContain('15/15')
  const person = await bodies[2]?.person('institution_clerk')
  if (person === undefined) throw new Error('no third institution')
  expect((await api(world, person).get(`/plans/${planId}/league/public`)).body.rows).toHaveLength(2)
  expect((await api(world, person).get(`/plans/${planId}/league`)).status).toBe(403)
  const down = (period: string) => api(world, head).post(`/plans/${planId}/league/withdrawals`, { period, reason: '统计口径有误' })
  expect(await down('all')).toMatchObject({ status: 200, body: { blocked: { withdraw: 'plan.league_not_public' } } })
  expect(await down('all')).toMatchObject({ status: 409, body: { error: 'plan.league_not_public' } })
  expect((await page(`/plans/${planId}/league?period=all`)).statusCode).toBe(404)
  const kinds = (await arrange(world, (act) => act.tx.selectFrom('event').select('kind').where('subject_id', '=', planId).where('kind', 'like', 'plan.league%').orderBy('seq').execute())).map((row) => row.kind)
  expect(kinds).toEqual(['plan.league_published', 'plan.league_published', 'plan.league_published', 'plan.league_withdrawn'])
})

test('PL-43 the league is exported as it is shown', async () => {
  const { clerk, planId, set, names } = await campaign()
  await set(0, (day) => day <= '2026-03-15', 'met')
  world.clock.set('2026-03-17T01:00:00.000Z')
  await awake(clerk)
  const reply = await api(world, clerk).get(`/plans/${planId}/league/export`)
  const book = read(reply.raw)
  const rows = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1 })
  expect(rows[1]?.slice(0, 2)).toEqual(['名次', '机构'])
  expect(rows[2]?.slice(0, 8)).toEqual(['1', names[0], '综合医院', '二级', '93%', '高', 15, 14])
  expect(rows.find((row) => row[1] === names[2])?.[0]).toBe('不排名')
})

test('PL-43 the method page works out a real line where a league is public, and says so where none is', async () => {
  const page = async () => (await world.app.http.inject({ method: 'GET', url: '/league/method' })).body
  const { head, clerk, planId, set, names } = await campaign()
  await arrange(world, (act) => act.tx.updateTable('league_publication').set({ withdrawn_at: act.now.toISOString() }).where('withdrawn_at', 'is', null).execute())
  expect(await page()).toContain('为说明算法而设')
  await set(0, (day) => day <= '2026-03-15', 'met')
  world.clock.set('2026-03-17T01:00:00.000Z')
  await Promise.all([awake(head), awake(clerk)])
  expect((await api(world, clerk).get('/league/example')).body.example).toMatchObject({ planId })
  await api(world, head).post(`/plans/${planId}/league/publications`, { period: 'all', reason: '按方案第十条通报' })
  expect(await page()).toContain(`${names[0]}这一期共有29件事项：已落实14件，未落实1件，逾期0件，未到期14件，免除0件。`)
  expect(await page()).toContain('完成率 = 14 ÷ 15 = 93%')
})
