import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import type { Fact } from '../../kernel/fact.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { runCount } from './commands/rebuild.ts'
import { aDefinition, aFact, anEntry, trialRegister } from './fixtures.ts'
import { holdStarts, measureValues, prepareMeasures, rebuildMeasures, type PlanStart } from './public.ts'

let world: World
let register: ReturnType<typeof trialRegister>
const entries = [
  aDefinition('ratio', { key: 'pass-rate', period: 'month', smallest: 5, pooled: 3 }),
  aDefinition('sum', { key: 'talks', numerator: { of: 'trial.session' }, period: 'month' }),
  aDefinition('change', { key: 'pass-change', period: 'month' }),
  aDefinition('change', { key: 'pass-since', period: 'month', against: 'start' }),
  aDefinition('change', { key: 'talks-growth', of: 'talks', period: 'month', against: 'last-year', as: 'percent', unit: 'percent' }),
].map(anEntry)
const starts: PlanStart[] = [{ planId: '00000000-0000-7000-8000-0000000000a1', measureKey: 'pass-since', startsOn: '2026-02-10', regionCode: '990121' }]

beforeAll(async () => {
  world = await newWorld('2026-04-15T01:00:00.000Z')
  register = trialRegister()
  holdStarts(async (_, keys) => starts.filter((each) => keys.includes(each.measureKey)))
  await arrange(world, (given) => prepareMeasures(given, entries))
  for (const { definition } of entries) await runCount(world.platform, { key: definition.key, version: 1 }, async () => undefined)
})
afterAll(() => {
  holdStarts(async () => [])
  return world.close()
})

type Body = { institutionId: string; regionCode: string }
async function put(body: Body, given: Partial<Fact>): Promise<Fact> {
  return arrange(world, async (each) => {
    const fact = aFact({ institutionId: body.institutionId, regionCode: body.regionCode, id: each.newId(), ...given })
    await register.put(each, fact)
    return fact
  })
}
const valueOf = (body: Body, measureKey: string, fromOn: string, toOn: string, planId?: string) =>
  world.platform.database.read(systemActor('test'), async (read) => (await measureValues(read, body.institutionId, [{ periodId: 'p', measureKey, fromOn, toOn, dueAt: `${toOn}T16:00:00.000Z`, ...(planId === undefined ? {} : { planId }) }])).get('p'))

test('ME-20 ME-21 a change follows both periods through counters, corrections and a rebuild', async () => {
  const body = await newInstitution(world)
  const january = await put(body, { on: '2026-01-20', fields: { attended: 10, passed: 5 } })
  await put(body, { on: '2026-03-03', fields: { attended: 20, passed: 15 } })
  expect(await valueOf(body, 'pass-change', '2026-03-01', '2026-03-31')).toEqual({ value: null, numerator: 75, denominator: null, version: '1', standard: null })
  await put(body, { on: '2026-02-03', fields: { attended: 10, passed: 6 } })
  expect(await valueOf(body, 'pass-change', '2026-03-01', '2026-03-31')).toEqual({ value: 15, numerator: 75, denominator: 60, version: '1', standard: null })
  expect(await valueOf(body, 'pass-since', '2026-02-10', '2026-12-31', starts[0]?.planId)).toMatchObject({ value: 25, numerator: 75, denominator: 50 })
  expect(await valueOf(body, 'pass-since', '2026-02-10', '2026-12-31', '00000000-0000-7000-8000-0000000000a2')).toMatchObject({ value: null })
  await arrange(world, (given) => register.change(given, january.id, { ...january, fields: { attended: 10, passed: 10 } }))
  expect(await valueOf(body, 'pass-since', '2026-02-10', '2026-12-31', starts[0]?.planId)).toMatchObject({ value: -25 })
  expect(await rebuildMeasures(world.platform, { institutionId: body.institutionId, check: true })).toMatchObject({ measures: entries.length, differences: [] })
})

test('ME-18 a commission is asked the change of the pooled value of its region', async () => {
  const regionCode = '990701'
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  const [a, b] = [await newInstitution(world, { regionCode }), await newInstitution(world, { regionCode })]
  for (const [body, on, passed, attended] of [[a, '2026-02-03', 1, 10], [b, '2026-02-03', 30, 30], [a, '2026-03-03', 9, 10], [b, '2026-03-03', 9, 30]] as const) await put(body, { on, fields: { attended, passed } })
  // 31 of 40 then, 18 of 40 now; the mean of the two bodies' changes would be +5.
  expect(await valueOf(commission, 'pass-change', '2026-03-01', '2026-03-31')).toMatchObject({ value: -32.5, numerator: 45, denominator: 77.5 })
})

test('ME-20 the page of a change shows what it was compared with, and its trend', async () => {
  const body = await newInstitution(world)
  for (const on of ['2025-03-03', '2025-03-04', '2026-03-03', '2026-03-04', '2026-03-05']) await put(body, { on, fields: { attended: 10, passed: 5 } })
  const shown = await api(world, await body.person('institution_head')).get('/measures/talks-growth?on=2026-03-20')
  expect(shown.body).toMatchObject({ shape: 'change', value: { value: 50, numerator: 3, denominator: 2, against: { from: '2025-03-01', to: '2025-03-31' }, pooled: 1 } })
  expect(shown.body).toMatchObject({ numerator: { zh: '本期的“试验指标”' }, denominator: { zh: '基期（去年同期）的“试验指标”' } })
  const behind = await api(world, await body.person('institution_head')).get(`/measures/talks-growth/facts?on=2026-03-20&institutionId=${body.institutionId}`)
  expect(behind.body.rows.map((row: { on: string }) => row.on)).toEqual(['2026-03-03', '2026-03-04', '2026-03-05'])
  expect(shown.body.trend.at(-1)).toMatchObject({ from: '2026-03-01', value: 50 })
  const since = await api(world, await body.person('institution_head')).get('/measures/pass-since?on=2026-03-20')
  expect(since.body.value).toMatchObject({ why: 'no_baseline', against: { from: '2026-01-01', to: '2026-01-31' } })
})

test('ME-22 too few are read together with the periods before on a page, never in a verdict', async () => {
  const body = await newInstitution(world)
  for (const [on, passed] of [['2026-01-05', 2], ['2026-02-05', 1], ['2026-03-05', 2]] as const) await put(body, { on, fields: { attended: 2, passed } })
  const head = await body.person('institution_head')
  expect((await api(world, head).get('/measures/pass-rate?on=2026-03-20')).body.value).toMatchObject({ value: 500 / 6, denominator: 6, pooled: 3, why: null })
  expect((await api(world, head).get('/measures/pass-rate?on=2026-02-20')).body.value).toMatchObject({ value: null, why: 'too_few', pooled: 1 })
  expect(await valueOf(body, 'pass-rate', '2026-03-01', '2026-03-31')).toMatchObject({ value: null, denominator: 2 })
})
