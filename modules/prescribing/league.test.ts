import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { settleMonths } from './commands/rank.ts'
import { prescribingHouse, writeItem, writeLines, type LineGiven } from './testing/figures/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-04-02T01:00:00.000Z')
})
afterAll(() => world.close())
const purpose = '按月双十点评，确定点评对象'

/** Departments besides the two that a house has. */
async function departments(house: { institutionId: string; regionCode: string }, count: number): Promise<string[]> {
  return arrange(world, async (act) => {
    const made = Array.from({ length: count }, () => act.newId())
    for (const [at, id] of made.entries()) await act.tx.insertInto('department').values({ institution_id: house.institutionId, id, region_code: house.regionCode, name: `第${at + 1}病区`, kind: 'clinical' }).execute()
    return made
  })
}
const visits = (departmentId: string, month: string, count: number, drug: number, more: Partial<LineGiven> = {}): LineGiven[] =>
  Array.from({ length: count }, (_, at) => [{ on: `${month}-02`, item: 'D', cents: drug, departmentId, visitNo: `${departmentId}${month}${at}`, rx: `${departmentId}${month}${at}`, ...more }, { on: `${month}-02`, item: 'S', kind: 'service', cents: 1000, departmentId, visitNo: `${departmentId}${month}${at}` }]).flat()

test('PR-56 with ten peers or more each value says whether its size explains it, and limits are there to draw', async () => {
  const house = await prescribingHouse(world)
  const wards = await departments(house, 11)
  await writeLines(world, house, wards.flatMap((ward, at) => visits(ward, '2026-03', 40, at === 10 ? 3000 : 480 + (at % 4) * 10)))
  const head = api(world, await house.person('institution_head'))
  const { body } = await head.get(`/prescribing/ratios?institutionId=${house.institutionId}&from=2026-03-01&to=2026-03-01`)
  const [group] = body.groups
  expect(group.limits.length).toBeGreaterThan(3)
  expect(group.lines[0]).toMatchObject({ name: '第11病区', value: 75, cases: 40, outside: 'alarm', rank: 1 })
  expect(group.lines.filter((line: { outside: string | null }) => line.outside === null).length).toBeGreaterThan(5)
  const few = await prescribingHouse(world)
  await writeLines(world, few, visits(few.inner, '2026-03', 40, 900))
  expect((await api(world, await few.person('institution_head')).get(`/prescribing/ratios?from=2026-03-01&to=2026-03-01`)).body.groups).toMatchObject([{ limits: [], lines: [{ outside: null, cases: 40 }] }])
})

test('PR-57 the same months of the year before, and growth against them', async () => {
  const house = await prescribingHouse(world)
  await writeLines(world, house, [...visits(house.inner, '2025-03', 40, 1000), ...visits(house.inner, '2026-02', 40, 200), ...visits(house.inner, '2026-03', 40, 1500), ...visits(house.surgery, '2026-03', 40, 1000)])
  const head = api(world, await house.person('institution_head'))
  const league = async (more: string) => (await head.get(`/prescribing/ratios?institutionId=${house.institutionId}&from=2026-03-01&to=2026-03-01${more}`)).body
  expect(await league('&ratio=cost-per-visit&against=year')).toMatchObject({ comparedWith: { from: '2025-03-01', to: '2025-03-01' }, groups: [{ lines: [{ name: '内科', value: 2500, before: 2000, change: 500, growth: 25 }, { name: '外科', before: null, growth: null }] }] })
  expect(await league('&ratio=cost-per-visit')).toMatchObject({ comparedWith: { from: '2026-02-01' }, groups: [{ lines: [{ before: 1200 }, {}] }] })
  expect((await league('&ratio=income-growth&against=year')).groups[0].lines).toMatchObject([{ name: '内科', value: 25, numerator: 20_000, denominator: 80_000 }, { name: '外科', value: null, withheld: false, rank: null }])
  // Two years against the two before them, so that no month is on both sides.
  expect((await head.get(`/prescribing/ratios?institutionId=${house.institutionId}&from=2024-04-01&to=2026-03-01&against=year`)).body.comparedWith).toEqual({ from: '2022-04-01', to: '2024-03-01' })
  expect(await league('&ratio=consumables-per-hundred')).toMatchObject({ unit: 'hundred' })
})

test('PR-55 and PR-57 a house has not grown by a department that has no income any more', async () => {
  const house = await prescribingHouse(world)
  await writeLines(world, house, [...visits(house.inner, '2026-02', 40, 1000), ...visits(house.surgery, '2026-02', 40, 3000), ...visits(house.inner, '2026-03', 40, 1000)])
  const head = api(world, await house.person('institution_head'))
  const [group] = (await head.get(`/prescribing/ratios?institutionId=${house.institutionId}&from=2026-03-01&to=2026-03-01&ratio=income-growth`)).body.groups
  expect(group.whole).toMatchObject({ value: -66.67 })
  expect(group.lines.map((line: { name: string; value: number | null }) => [line.name, line.value])).toEqual([['内科', 0], ['外科', null]])
  // In a ranking of what is now it has no line; the time compared is that of the whole house all the same.
  const [ratio] = (await head.get(`/prescribing/ratios?institutionId=${house.institutionId}&from=2026-03-01&to=2026-03-01`)).body.groups
  expect(ratio.lines.map((line: { name: string }) => line.name)).toEqual(['内科'])
  expect(ratio).toMatchObject({ whole: { value: 50 }, wholeBefore: 66.67 })
})

test('PR-74 an item is followed to who prescribed it, for a purpose, by the house and by its commission', async () => {
  const house = await prescribingHouse(world, { regionCode: '990178' })
  const [one, other] = [await house.person('doctor', house.inner), await house.person('doctor', house.inner)]
  await writeLines(world, house, [
    { on: '2026-03-02', item: 'A', name: '甲药', cents: 5000, quantity: 5, staffId: one.staffId, departmentId: house.inner, rx: 'r1' }, { on: '2026-03-03', item: 'A', name: '甲药', cents: 7000, quantity: 2, staffId: other.staffId, departmentId: house.surgery, rx: 'r2' }, { on: '2026-03-03', item: 'B', cents: 99_000, staffId: other.staffId, departmentId: house.inner, rx: 'r3' },
  ])
  const pharmacist = api(world, await house.person('pharmacist'))
  const asked = await pharmacist.post('/prescribing/queries', { month: '2026-03-01', itemCode: 'A', purpose })
  expect(asked.body).toMatchObject({ what: '2026-03 全院 甲药 处方人排名', isOfItem: true, closedAt: null, table: { totalCents: 12_000, amount: [{ key: other.staffId, amountCents: 7000, volume: 2, share: 58.33 }, { key: one.staffId }], volume: [{ key: one.staffId, volume: 5 }, { key: other.staffId }] } })
  expect((await pharmacist.post('/prescribing/queries', { month: '2026-03-01', itemCode: 'A', departmentId: house.inner, purpose })).body).toMatchObject({ what: '2026-03 内科 甲药 处方人排名', table: { amount: [{ key: one.staffId }] } })
  expect(await pharmacist.post('/prescribing/queries', { month: '2026-03-01', itemCode: 'A' })).toMatchObject({ body: { error: 'prescribing.purpose_missing' } })
  const commission = await newInstitution(world, { kind: 'commission', regionCode: '990178' })
  const above = api(world, await commission.person('commission_head'))
  expect((await above.get('/prescribing/queries')).body).toMatchObject({ months: [], houses: expect.arrayContaining([{ id: house.institutionId, name: house.name }]) })
  expect((await above.get(`/prescribing/queries?institutionId=${house.institutionId}`)).body).toMatchObject({ months: ['2026-03-01'], houses: [], blocked: { ask: null } })
  expect((await above.post('/prescribing/queries', { institutionId: house.institutionId, month: '2026-03-01', departmentId: house.surgery, itemCode: 'A', purpose })).body.table.amount).toMatchObject([{ key: other.staffId, amountCents: 7000 }])
  const stranger = await prescribingHouse(world)
  expect((await api(world, await stranger.person('pharmacist')).post('/prescribing/queries', { institutionId: house.institutionId, month: '2026-03-01', itemCode: 'A', purpose })).status).toBe(404)
})

test('PR-83 and PR-84 prescribers are closed with the month; what came later stands beside it, for a purpose only', async () => {
  const house = await prescribingHouse(world)
  const doctor = await house.person('doctor', house.inner)
  await writeItem(world, 'DDD-2', { dddsPerUnit: 2 })
  await writeLines(world, house, [{ on: '2026-03-02', item: 'DDD-2', cents: 8000, quantity: 3, staffId: doctor.staffId, departmentId: house.inner, rx: 'r1' }])
  const pharmacist = api(world, await house.person('pharmacist'))
  expect((await pharmacist.post(`/prescribing/double-ten/${house.institutionId}/2026-03-01/close`)).status).toBe(200)
  await writeLines(world, house, [{ on: '2026-03-09', item: 'DDD-2', cents: 1000, staffId: doctor.staffId, departmentId: house.inner, rx: 'r2' }])
  await settleMonths(world.platform)
  const { body } = await pharmacist.post('/prescribing/queries', { month: '2026-03-01', purpose })
  expect(body).toMatchObject({ isOfItem: false, table: { amount: [{ key: doctor.staffId, amountCents: 8000, volume: 1, ddds: 6, priceCents: 8000 }] }, correction: { changes: [{ order: 'amount', amountFrom: 8000, amountTo: 9000, volumeFrom: 1, volumeTo: 2 }, { order: 'volume' }] } })
  expect(body.closedAt).not.toBeNull()
  const board = async (person: Parameters<typeof api>[1]) => (await api(world, person).get(`/prescribing/double-ten?institutionId=${house.institutionId}&month=2026-03-01`)).body.blocked.prescribers
  expect([await board(await house.person('pharmacist')), await board(doctor)]).toEqual([null, 'prescribing.askers_only'])
  expect((await pharmacist.get(`/prescribing/double-ten?institutionId=${house.institutionId}&month=2026-03-01&subject=prescriber`)).status).toBe(400)
})
