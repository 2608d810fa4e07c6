import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import { runLaunch } from './commands/launch.ts'
import { standardWeights } from './rules/appraisal.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let region = 993500
const awake = (person: Person) => arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).where('account_id', '=', person.accountId).execute())

async function campaign() {
  world.clock.set('2026-03-02T01:00:00.000Z')
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const one = await newInstitution(world, { kind: 'general', regionCode, name: `青禾医院${region}` })
  const [clerk, head] = [await commission.person('commission_clerk'), await commission.person('commission_head')]
  const draftId = await arrange(world, (act) => arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading))
  const planId: string = (await api(world, clerk).post('/plans', { draftId, revision: 1, institutionIds: [one.institutionId], startsOn: '2026-03-02', graceDays: 0 })).body.planId
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  return { commission, one, clerk, head, planId, regionCode, person: await one.person('institution_clerk') }
}

const find = async (person: Person, planId: string, text: string, dueOn?: string): Promise<string> => {
  const row = ((await api(world, person).get(`/obligations?planId=${planId}&limit=100`)).body.rows as { text: string; dueOn: string; institutionId: string; periodId: string }[]).find((each) => each.text === text && (dueOn === undefined || each.dueOn === dueOn))
  return `/obligations/${row?.institutionId}/${row?.periodId}`
}
const pdf = (name: string) => [{ name: 'a.pdf', bytes: `%PDF-1.4 ${name}` }]

/** One met in time and checked, one late, one claimed but unmet, one waived; the rest runs. */
async function aYear() {
  const all = await campaign()
  const { person, clerk, planId, one } = all
  const met = await find(person, planId, '完成导诊台改造')
  await api(world, person).upload(`${met}/evidence`, pdf('met'))
  await api(world, clerk).post(`${met}/evidence/1/acceptance`)
  const waived = await find(person, planId, '报送进展', '2026-03-30')
  await api(world, clerk).post(`${waived}/override`, { verdict: 'waived', reason: '当周停诊' })
  const draw = (await api(world, clerk).post(`/plans/${planId}/draws`, { population: 'evidence_met', size: 1 })).body.drawId
  await api(world, clerk).post(`/plans/${planId}/draws/${draw}/checks/${met.split('/').slice(2).join('/')}`, { outcome: 'not_confirmed', remark: '现场未见导诊台' })
  const late = await find(person, planId, '报送进展', '2026-03-02')
  const claimed = await find(person, planId, '报送进展', '2026-03-09')
  world.clock.set('2026-03-10T01:00:00.000Z')
  await Promise.all([awake(person), awake(clerk), awake(all.head)])
  await api(world, person).upload(`${late}/evidence`, pdf('late'))
  await api(world, clerk).post(`${late}/evidence/1/acceptance`)
  await api(world, person).post(`${claimed}/claims`, { claim: 'met', note: '我们报过了' })
  return { ...all, sheet: async (who: Person = clerk, query = '') => (await api(world, who).get(`/appraisals/${one.institutionId}${query}`)) }
}

test('PL-46 the sheet counts one institution in a year from the same facts: in time, late, unmet, waived; claims, checks and overrides beside', async () => {
  const { sheet, one, planId } = await aYear()
  const { body } = await sheet()
  expect(body).toMatchObject({ institutionId: one.institutionId, year: 2026, years: [2026], total: { met: 1, late: 1, unmet: 1, overdue: 0, waived: 1, due: 4, claimed: 1, overclaim: 1 } })
  expect(body.plans).toMatchObject([{ planId, total: { met: 1, late: 1 } }])
  expect(body.plans[0].parts.map((part: { printed: string; counts: { met: number; late: number; due: number } }) => [part.printed, part.counts.met, part.counts.late, part.counts.due])).toEqual([['一、', 1, 0, 0], ['二、', 0, 1, 2], ['三、', 0, 0, 2]])
  expect(body.quarters.map((each: { counts: { met: number } }) => each.counts.met)).toEqual([1, 0, 0, 0])
  expect(body.checks).toMatchObject({ drawn: 1, notConfirmed: 1, rows: [{ outcome: 'not_confirmed', remark: '现场未见导诊台' }] })
  expect(body.overrides).toMatchObject([{ verdict: 'waived', reason: '当周停诊', revokedAt: null }])
  expect(body.scored.lines.map((line: { item: string; count: number; points: number }) => [line.item, line.count, line.points])).toEqual([['met', 1, 1], ['late', 1, 0.5], ['unmet', 1, 0], ['overdue', 0, 0], ['overclaim', 1, -0.5], ['not_confirmed', 1, -1]])
  expect(body).toMatchObject({ scored: { points: 0, full: 3, score: 0 }, weights: { isStandard: true, values: standardWeights } })
  expect((await sheet(undefined, '?year=2025')).body).toMatchObject({ year: 2025, plans: [], total: { met: 0 }, scored: { score: null } })
})

test('PL-46 the sheet is for the institution itself and its commission, for nobody else', async () => {
  const { sheet, person, head, one } = await aYear()
  const other = await campaign()
  for (const who of [person, head]) expect((await sheet(who)).status).toBe(200)
  for (const who of [other.person, other.clerk]) {
    await awake(who)
    expect((await sheet(who)).status).toBe(404)
  }
  expect((await sheet(await one.person('doctor'))).status).toBe(403)
})

test('PL-47 the head sets the weights of the region with a reason; sheets follow at once and say whose they are', async () => {
  const { sheet, head, clerk } = await aYear()
  const weights = { ...standardWeights, overclaim: 0, not_confirmed: -0.25 }
  const set = (who: Person, given: object) => api(world, who).put('/appraisal-weights', { weights: given, reason: '年度考评办法第六条' })
  expect(await set(clerk, weights)).toMatchObject({ status: 403 })
  expect(await set(head, { ...weights, late: 3 })).toMatchObject({ status: 400, body: { error: 'plan.weights_unfit' } })
  expect(await set(head, weights)).toMatchObject({ status: 200 })
  expect((await sheet()).body).toMatchObject({ scored: { points: 1.25, full: 3, score: 41.6 }, weights: { isStandard: false, reason: '年度考评办法第六条', values: weights } })
  const other = await aYear()
  expect((await other.sheet()).body.weights.isStandard).toBe(true)
})

test('PL-46 the sheet is exported as a book with the score, its lines and what they were counted from', async () => {
  const { one, clerk } = await aYear()
  const book = read((await api(world, clerk).get(`/appraisals/${one.institutionId}/export`)).raw)
  expect(book.SheetNames).toEqual(['得分', '各行动完成情况', '分季度', '抽查', '改判与免除'])
  const cells = (name: string) => utils.sheet_to_json<(string | number)[]>(book.Sheets[name] ?? {}, { header: 1 }).flat()
  for (const word of ['按时落实', '迟办（做了，但晚了）', -0.5]) expect(cells('得分')).toContain(word)
  expect(cells('抽查')).toContain('现场未见导诊台')
  expect(cells('改判与免除')).toContain('当周停诊')
})
