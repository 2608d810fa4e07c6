import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import type { Fact } from '../../kernel/fact.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { runCount } from './commands/rebuild.ts'
import { spreadPeers } from './commands/spread.ts'
import { aDefinition, aFact, anEntry, trialRegister } from './fixtures.ts'
import { prepareMeasures, standings } from './public.ts'

let world: World
let register: ReturnType<typeof trialRegister>
const entries = [aDefinition('ratio', { key: 'pass-rate', period: 'month', smallest: 3 }), aDefinition('ratio', { key: 'minutes', unit: 'minutes', direction: 'down', period: 'month' }), aDefinition('coverage', { key: 'reached' }), aDefinition('ratio', { key: 'open-rate', name: { zh: '公开的合格率', en: 'Open rate' }, period: 'month', public: true, target: { comparator: '>=', value: 80 } })].map(anEntry)

beforeAll(async () => {
  world = await newWorld('2026-03-20T01:00:00.000Z')
  register = trialRegister()
  await arrange(world, (given) => prepareMeasures(given, entries))
  for (const { definition } of entries) await runCount(world.platform, { key: definition.key, version: 1 }, async () => undefined)
})
afterAll(() => world.close())

type Body = { institutionId: string; regionCode: string }
async function put(body: Body, given: Partial<Fact>): Promise<Fact> {
  return arrange(world, async (each) => {
    const fact = aFact({ institutionId: body.institutionId, regionCode: body.regionCode, id: each.newId(), ...given })
    await register.put(each, fact)
    return fact
  })
}
const sessions = (body: Body, passed: number, attended: number, on = '2026-03-03', departmentId: string | null = null) => put(body, { on, departmentId, fields: { passed, attended } })
async function department(body: Body, name: string): Promise<string> {
  return arrange(world, async ({ tx, newId }) => {
    const id = newId()
    await tx.insertInto('department').values({ institution_id: body.institutionId, region_code: body.regionCode, id, name, kind: 'clinical' }).execute()
    return id
  })
}
let region = 990800
const county = () => String((region += 1))
const month = { from: '2026-03-01', to: '2026-03-31' }

test('ME-26 ME-27 ME-29 the standings of a region: pooled middle line, intervals, places, bands, limits and movement, twice the same', async () => {
  const regionCode = county()
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  const bodies: (Awaited<ReturnType<typeof newInstitution>> & { name: string })[] = []
  for (const [name, then, now] of [['甲', [800, 1000], [980, 1000]], ['乙', [900, 1000], [900, 1000]], ['丙', [800, 1000], [700, 1000]], ['丁', null, [3, 3]], ['戊', null, [1, 2]]] as const) {
    const body = await newInstitution(world, { regionCode, name })
    bodies.push({ ...body, name })
    await sessions(body, now[0], now[1])
    if (then !== null) await sessions(body, then[0], then[1], '2026-02-03')
  }
  const officer = await commission.person('commission_clerk')
  const shown = await api(world, officer).get('/measures/pass-rate/standings')
  expect(shown.body).toMatchObject({ ...month, groups: [{ kind: 'general', level: 'two', model: 'proportion' }] })
  const [group] = shown.body.groups
  // Four bodies have a value: (980 + 900 + 700 + 3) ÷ 3,003; the fifth is withheld with its two cases.
  expect(group.centre).toBeCloseTo((2583 / 3003) * 100, 10)
  expect(group.rows.map((row: { name: string; places: unknown; band: string; movement: string; outside: string; why: string }) => [row.name, row.places, row.band, row.movement, row.outside, row.why])).toEqual([
    ['甲', { from: 1, to: 2 }, 'ahead', 'better', 'alarm', null],
    ['丁', { from: 1, to: 4 }, 'middle', 'new', null, null],
    ['乙', { from: 2, to: 3 }, 'ahead', 'alike', 'alarm', null],
    ['丙', { from: 3, to: 4 }, 'behind', 'worse', 'alarm', null],
    ['戊', null, null, null, null, 'too_few'],
  ])
  expect(group.limits.length).toBeGreaterThan(20)
  expect((await api(world, officer).get('/measures/pass-rate/standings')).body).toEqual(shown.body)
  expect((await api(world, officer).get('/measures/pass-rate/standings?kind=township')).body.groups).toEqual([])
  const head = await bodies[0]?.person('institution_head')
  if (head === undefined) throw new Error('nobody')
  expect((await api(world, head).get('/measures/pass-rate/standings')).status).toBe(403)

  // The same for a league of its own peers, over days of its own.
  const asked = await world.platform.database.read(systemActor('test'), (read) =>
    standings(read, { measureKey: 'pass-rate', period: { from: '2026-02-01', to: '2026-03-31' }, peers: { institutions: bodies.slice(1, 3).map((body) => ({ id: body.institutionId, regionCode, name: body.name })) } }))
  expect(asked).toMatchObject({ before: { from: '2025-12-01', to: '2026-01-31' }, measure: { key: 'pass-rate', version: 1 }, rows: [{ name: '乙', value: 90, movement: 'new' }, { name: '丙', value: 75 }] })
  expect(await world.platform.database.read(systemActor('test'), (read) => standings(read, { measureKey: 'nothing', period: month, peers: { institutions: [] } }))).toBeNull()
})

test('ME-26 departments of one institution stand against one another; who works in one sees its own within the limits of all', async () => {
  const body = await newInstitution(world)
  const [inner, outer, idle] = [await department(body, '内科'), await department(body, '外科'), await department(body, '眼科')]
  await sessions(body, 95, 100, '2026-03-03', inner)
  await sessions(body, 60, 100, '2026-03-03', outer)
  await sessions(body, 1, 100)
  const all = (await api(world, await body.person('institution_head')).get(`/measures/pass-rate/departments?institutionId=${body.institutionId}`)).body
  expect(all.group).toMatchObject({ centre: 77.5, model: 'proportion', rows: [{ id: inner, places: { from: 1, to: 1 }, band: 'ahead' }, { id: outer, places: { from: 2, to: 2 }, band: 'behind' }] })
  expect(all.group.rows.map((row: { id: string }) => row.id)).not.toContain(idle)
  const own = (await api(world, await body.person('doctor', outer)).get(`/measures/pass-rate/departments?institutionId=${body.institutionId}`)).body
  expect(own.group).toMatchObject({ centre: 77.5, rows: [{ id: outer, places: { from: 2, to: 2 } }] })
  expect((await api(world, await body.person('institution_head')).get(`/measures/reached/departments?institutionId=${body.institutionId}`)).body.group).toBeNull()
  const stranger = await (await newInstitution(world)).person('institution_head')
  expect((await api(world, stranger).get(`/measures/pass-rate/departments?institutionId=${body.institutionId}`)).status).toBe(404)
})

test('ME-14 ME-25 an institution sees itself against the pooled value of its peers and the limits of chance at its own size, and no name', async () => {
  const regionCode = county()
  const bodies = []
  for (let n = 0; n < 10; n += 1) {
    const body = await newInstitution(world, { regionCode, name: `第${n}医院` })
    bodies.push(body)
    await sessions(body, n === 0 ? 60 : 90, 100)
  }
  await spreadPeers(world.platform)
  const [worst, other] = bodies
  if (worst === undefined || other === undefined) throw new Error('nobody')
  const shown = await api(world, await worst.person('institution_head')).get('/measures/pass-rate')
  expect(shown.body.spread).toMatchObject({ n: 10, centre: 87, outside: 'alarm', band: 'fourth', tenth: 10 })
  expect(shown.body.spread.limits.find((each: { of: number }) => each.of === 100)).toMatchObject({ warning: { low: 80, high: 93 } })
  expect(JSON.stringify(shown.body)).not.toContain('第1医院')
  expect((await api(world, await other.person('institution_head')).get('/measures/pass-rate')).body.spread).toMatchObject({ outside: null, tenth: 1 })
})

test('ME-30 the page says since when the trend changed, and hands the trend out as a spreadsheet', async () => {
  const body = await newInstitution(world)
  for (const [at, passed] of [90, 92, 88, 91, 89, 90, 91, 60, 62].entries()) await sessions(body, passed, 100, `${at < 6 ? 2025 : 2026}-${String(((at + 6) % 12) + 1).padStart(2, '0')}-05`)
  const head = await body.person('institution_head')
  const shown = (await api(world, head).get('/measures/pass-rate?on=2026-03-20')).body
  // July 2025 to March 2026, the last of them still running: February alarms.
  expect(shown.runs).toMatchObject({ base: 90, baseFrom: '2025-07-01', baseTo: '2025-12-01' })
  expect(shown.runs.points.filter((each: { alarm: string | null }) => each.alarm !== null)).toMatchObject([{ from: '2026-02-01', alarm: 'down', since: '2026-02-01' }])
  const sheet = await api(world, head).get('/measures/pass-rate/export?on=2026-03-20')
  const book = xlsx.read(sheet.raw, { type: 'buffer' })
  const rows = xlsx.utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1 })
  expect(rows.find((row) => String(row[2]).startsWith('60'))?.join(' ')).toContain('持续偏低')
})

test('ME-33 the page of an institution shows citizens what is declared public, of the last whole period, and no few cases', async () => {
  const [body, small] = [await newInstitution(world), await newInstitution(world)]
  await sessions(body, 45, 50, '2026-02-03')
  await sessions(body, 1, 100)
  await sessions(small, 9, 9, '2026-02-03')
  const page = async (of: Body) => (await world.app.http.inject({ method: 'GET', url: `/bodies/${of.institutionId}` })).body
  const shown = await page(body)
  for (const each of ['公开的指标', '公开的合格率：90.0%', '要求 ≥ 80%']) expect(shown).toContain(each)
  expect(shown).not.toContain('试验指标')
  expect(await page(small)).toContain('公开的合格率：样本太少，不公布')
  expect(await page(await newInstitution(world))).not.toContain('公开的指标')
})
