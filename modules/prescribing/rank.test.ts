import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { api, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { settleMonths } from './commands/rank.ts'
import { prescribingHouse, writeItem, writeLines } from './testing/figures/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-04-02T01:00:00.000Z')
})
afterAll(() => world.close())
const now = (iso: string) => world.clock.set(iso)
const board = (of: { institutionId: string }, month: string, subject = 'drug') => `/prescribing/double-ten?institutionId=${of.institutionId}&month=${month}&subject=${subject}`

test('PR-80, PR-82 the top ten of a month by amount and by volume, with the rank of the month before', async () => {
  now('2026-04-02T01:00:00.000Z')
  const house = await prescribingHouse(world)
  await writeLines(world, house, [
    { on: '2026-02-10', item: 'B', cents: 9000, quantity: 1 }, { on: '2026-02-11', item: 'A', cents: 1000, quantity: 1 },
    { on: '2026-03-02', item: 'A', cents: 5000, quantity: 2 }, { on: '2026-03-03', item: 'A', cents: 5000, quantity: 2 }, { on: '2026-03-03', item: 'B', cents: 6000, quantity: 9 }, { on: '2026-03-04', item: 'B', cents: -1000, quantity: -1 }, { on: '2026-03-04', item: 'M', kind: 'material', cents: 99_000 },
  ])
  const pharmacist = api(world, await house.person('pharmacist'))
  const { body } = await pharmacist.get(board(house, '2026-03-01'))
  expect(body).toMatchObject({ state: 'open', months: ['2026-03-01', '2026-02-01'], table: { totalCents: 15_000, count: 2 } })
  expect(body.table.amount).toMatchObject([{ key: 'A', amountCents: 10_000, rank: 1, was: 2, share: 66.67, priceCents: 2500, priceBefore: 1000 }, { key: 'B', amountCents: 5000, rank: 2, was: 1 }])
  expect(body.table.volume.map((row: { key: string; volume: number }) => [row.key, row.volume])).toEqual([['B', 8], ['A', 4]])
})

test('PR-76, PR-83 and PR-84 a closed month stays as it was; what came later stands beside it', async () => {
  now('2026-04-02T01:00:00.000Z')
  const house = await prescribingHouse(world)
  await writeLines(world, house, [{ on: '2026-03-02', item: 'A', cents: 900_000, quantity: 100, departmentId: house.inner, rx: 'r1' }, { on: '2026-03-02', item: 'B', cents: 800_000, quantity: 10, departmentId: house.surgery, rx: 'r2' }])
  const pharmacist = api(world, await house.person('pharmacist'))
  const path = `/prescribing/double-ten/${house.institutionId}`
  expect(await pharmacist.post(`${path}/2026-04-01/close`)).toMatchObject({ status: 409, body: { error: 'prescribing.month_not_over' } })
  expect(await pharmacist.post(`${path}/2026-02-01/close`)).toMatchObject({ body: { error: 'prescribing.month_empty' } })
  expect(await pharmacist.post(`${path}/2026-03-01/publication`, { item: 'drug-use' })).toMatchObject({ body: { error: 'prescribing.not_closed' } })
  expect(await pharmacist.post(`${path}/2026-03-01/close`)).toMatchObject({ status: 200, body: { version: 1 } })
  expect(await pharmacist.post(`${path}/2026-03-01/close`)).toMatchObject({ body: { error: 'prescribing.month_closed' } })
  expect((await api(world, await house.person('doctor')).post(`${path}/2026-03-01/close`)).status).toBe(403)
  const facts = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'druguse.month', from: '2026-03-01', to: '2026-03-31' }, { after: null, limit: 5 }))
  expect(facts).toMatchObject([{ id: '2026-03-01', on: '2026-03-31', fields: { alarms: 0, drugs: 2 } }])
  now('2026-04-10T01:00:00.000Z')
  const later = api(world, await house.person('pharmacist'))
  await writeLines(world, house, [{ on: '2026-03-20', item: 'B', cents: 300_000, quantity: 1, departmentId: house.surgery, rx: 'r3' }])
  expect((await later.get(board(house, '2026-03-01'))).body).toMatchObject({ state: 'closed', pending: true, correction: null, table: { amount: [{ key: 'A' }, { key: 'B' }] } })
  await settleMonths(world.platform)
  const { body } = await later.get(board(house, '2026-03-01'))
  expect(body).toMatchObject({ state: 'closed', pending: false, table: { totalCents: 1_700_000, amount: [{ key: 'A', rank: 1 }, { key: 'B', rank: 2 }] } })
  expect(body.correction.changes).toContainEqual({ order: 'amount', key: 'B', name: '项目B', from: 2, to: 1, amountFrom: 800_000, amountTo: 1_100_000, volumeFrom: 10, volumeTo: 11 })
  const departments = (await later.get(board(house, '2026-03-01', 'department'))).body
  expect(departments.table.amount).toMatchObject([{ name: '内科', amountCents: 900_000, volume: 1 }, { name: '外科', amountCents: 800_000 }])
  expect(await later.post(`${path}/2026-03-01/publication`, { item: 'drug-use' })).toMatchObject({ status: 200, body: { version: 2 } })
  expect(await later.post(`${path}/2026-03-01/publication`, { item: 'drug-use' })).toMatchObject({ body: { error: 'prescribing.already_published' } })
  expect(await later.post(`${path}/2026-03-01/publication`, { item: 'ratio-ranking' })).toMatchObject({ status: 200 })
  const page = await world.app.http.inject({ url: `/drug-use/${house.institutionId}` })
  expect(page.statusCode).toBe(200)
  expect(page.body).not.toContain(house.inner)
  for (const said of ['2026年3月药品用量', '项目B', '11,000.00', '2026年3月科室药占比、耗占比', '例数太少，不公布', '内科', '外科']) expect(page.body).toContain(said)
  expect((await world.app.http.inject({ url: `/bodies/${house.institutionId}` })).body).toContain(`/drug-use/${house.institutionId}`)
  expect((await world.app.http.inject({ url: '/drug-use' })).body).toContain(`/drug-use/${house.institutionId}`)
  const open = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'druguse.public', from: '2026-04-01', to: '2026-04-30' }, { after: null, limit: 1 }))
  expect(open).toMatchObject([{ id: 'drug-use/2026-03-01/2', on: '2026-04-10' }])
  const more = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'druguse.public', from: '2026-04-01', to: '2026-04-30' }, { after: { on: '2026-04-10', id: 'drug-use/2026-03-01/2' }, limit: 5 }))
  expect(more.map((fact) => fact.id)).toEqual(['ratio-ranking/2026-03-01/2'])
})

test('PR-83 what is due is closed at night, and PR-63 an alarm says which drug grew and who dealt with it', async () => {
  now('2026-04-04T18:30:00.000Z')
  const house = await prescribingHouse(world)
  await writeLines(world, house, ['2026-01-05', '2026-02-05', '2026-03-05'].map((on, at) => ({ on, item: 'G', cents: 600_000, quantity: at === 2 ? 30 : 10 })))
  await settleMonths(world.platform)
  const clerk = api(world, await house.person('institution_clerk'))
  const { body } = await clerk.get(board(house, '2026-03-01'))
  expect(body).toMatchObject({ state: 'closed', closedName: '系统自动', alarms: [{ itemCode: 'G', volume: 30, usual: 10, growth: 200, isNew: false, handledName: null }] })
  expect(await clerk.post(`/prescribing/double-ten/${house.institutionId}/2026-03-01/alarms/G`, { handling: '核对为新开科室用药，限量并点评' })).toMatchObject({ status: 200 })
  expect((await clerk.get(board(house, '2026-03-01'))).body.alarms).toMatchObject([{ handling: '核对为新开科室用药，限量并点评' }])
  expect(await settleMonths(world.platform)).toEqual({ closed: 0, corrected: 0 })
  // Lines that come after the closing: another drug grew too fast by them, and the month's fact says two.
  await writeLines(world, house, [{ on: '2026-03-20', item: 'H', cents: 700_000, quantity: 9 }])
  expect(await settleMonths(world.platform)).toEqual({ closed: 0, corrected: 1 })
  expect((await clerk.get(board(house, '2026-03-01'))).body.alarms).toMatchObject([{ itemCode: 'H', isNew: true, handledName: null }, { itemCode: 'G', handling: '核对为新开科室用药，限量并点评' }])
  const month = async () => (await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'druguse.month', from: '2026-03-31', to: '2026-03-31' }, { after: null, limit: 5 }))).map((fact) => fact.fields['alarms'])
  expect(await month()).toEqual([2])
  // And when they are taken off again it is one, with what was said of the other kept.
  await writeLines(world, house, [{ on: '2026-03-21', item: 'H', cents: -700_000, quantity: -9 }])
  await settleMonths(world.platform)
  expect((await clerk.get(board(house, '2026-03-01'))).body.alarms).toMatchObject([{ itemCode: 'G' }])
  expect(await month()).toEqual([1])
  // One goes and another comes: as many as before, and yet one nobody has heard of.
  const pharmacist = api(world, await house.person('pharmacist'))
  const told = async () => (await pharmacist.get('/notices')).body.rows.filter((row: { topic: string }) => row.topic === 'prescribing.month_corrected').length
  const before = await told()
  await writeLines(world, house, [{ on: '2026-03-22', item: 'G', cents: -600_000, quantity: -30 }, { on: '2026-03-22', item: 'K', cents: 700_000, quantity: 9 }])
  await settleMonths(world.platform)
  expect(await month()).toEqual([1])
  expect(await told()).toBe(before + 1)
})

test('PR-50 to PR-55 the league of departments, what is left out, what falling to the median would save', async () => {
  now('2026-04-02T01:00:00.000Z')
  const house = await prescribingHouse(world)
  await writeItem(world, 'HERB', { herbal: true })
  await writeItem(world, 'CENT', { central: true })
  const visits = (departmentId: string, n: number, drug: number, month = '03') => Array.from({ length: n }, (_, at) => [{ on: `2026-${month}-02`, item: 'D', cents: drug, departmentId, visitNo: `${departmentId}${month}${at}`, rx: `${departmentId}${month}${at}` }, { on: `2026-${month}-02`, item: 'S', kind: 'service', cents: 1000, departmentId, visitNo: `${departmentId}${month}${at}` }]).flat()
  await writeLines(world, house, [...visits(house.inner, 40, 1000), ...visits(house.surgery, 40, 250), ...visits(house.inner, 40, 250, '02'), { on: '2026-03-02', item: 'HERB', cents: 20_000, departmentId: house.inner }, { on: '2026-03-02', item: 'CENT', cents: 20_000, departmentId: house.inner }, { on: '2026-03-02', item: 'D', cents: 100 }])
  const head = api(world, await house.person('institution_head'))
  const league = async (more = '') => (await head.get(`/prescribing/ratios?institutionId=${house.institutionId}&from=2026-03-01&to=2026-03-01${more}`)).body
  const [group] = (await league()).groups
  expect(group.lines).toMatchObject([
    { name: '内科', numerator: 60_000, denominator: 120_000, value: 50, rank: 1, before: 20, change: 30 }, { name: '外科', value: 20, rank: 2, before: null, saving: 0 }, { name: '未对应科室', value: null, withheld: true, rank: null },
  ])
  expect(group.median).toBe(35)
  expect(group.lines[0].saving).toBe(27_692)
  expect((await league('&without=central')).groups[0].lines[0]).toMatchObject({ numerator: 40_000 })
  expect((await league('&ratio=cost-per-visit')).groups[0].lines.map((line: { value: number }) => line.value)).toEqual([3000, 1250, null])
  const items = await head.get(`/prescribing/ratios/items?institutionId=${house.institutionId}&departmentId=${house.inner}&from=2026-02-01&to=2026-03-01`)
  expect(items.body).toMatchObject({ departmentName: '内科', totalCents: 90_000 })
  expect(items.body.rows).toMatchObject([{ code: 'D', amountCents: 50_000, lines: 80, share: 55.56 }, { code: 'CENT', marks: 'central' }, { code: 'HERB', marks: 'herbal' }])
  const sheet = await head.get(`/prescribing/ratios/sheet?institutionId=${house.institutionId}&from=2026-03-01&to=2026-03-01`)
  expect([sheet.status, sheet.raw.subarray(0, 2).toString()]).toEqual([200, 'PK'])
  expect(await head.get('/prescribing/ratios?from=2022-01-01&to=2026-03-01')).toMatchObject({ status: 400, body: { error: 'prescribing.question_too_wide' } })
  const commission = await newInstitution(world, { kind: 'commission', regionCode: house.regionCode })
  const clerk = api(world, await commission.person('commission_clerk'))
  const region = await clerk.get('/prescribing/ratios?from=2026-03-01&to=2026-03-01')
  expect(region.body.groups.map((each: { name: string }) => each.name)).toEqual(['综合医院 · 二级'])
  expect(region.body.groups[0].lines.find((line: { key: string }) => line.key === house.institutionId)).toMatchObject({ value: 41.21 })
  const chosen = (await clerk.get('/prescribing/double-ten')).body
  expect(chosen).toMatchObject({ state: 'empty', houses: expect.arrayContaining([{ id: house.institutionId, name: house.name }]) })
  expect((await clerk.get(`/prescribing/antibiotics?institutionId=${house.institutionId}`)).body).toMatchObject({ institutionId: house.institutionId, houses: [] })
  const stranger = await prescribingHouse(world)
  expect((await api(world, await stranger.person('institution_head')).get(`/prescribing/ratios?institutionId=${house.institutionId}`)).status).toBe(404)
})
