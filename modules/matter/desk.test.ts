import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from '../../server/platform/database.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { fileAt, moveClock, newHouse } from './fixtures.ts'
import { matterStatistics } from './public.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
}, 120_000)
beforeEach(() => moveClock(world, '2026-03-02T01:00:00.000Z'))
afterAll(() => world.close())

test('MT-6 MT-21 MT-28 the house enters for somebody on the line, sees the earlier matters of the caller, and finds by words and by number', async () => {
  const house = await newHouse(world)
  const earlier = await fileAt(world, house)
  const looked = await api(world, house.desk).post('/matters/earlier', { phone: '139 1234 5678' })
  expect(looked.body.rows).toEqual([])
  expect((await api(world, house.officer).post('/matters/earlier', { phone: '139 1234 5678' })).body.rows).toMatchObject([{ id: earlier.matterId }])
  const ask = { kind: 'complaint', channel: 'phone', body: '收费单多收了一项输液费。', author: { name: '何先生', phone: '13800000000' }, submissionKey: randomUUID() }
  const entered = await api(world, house.desk).upload('/matters', [], ask)
  expect(await api(world, house.desk).upload('/matters', [], ask)).toMatchObject({ body: entered.body })
  expect((await api(world, house.desk).get(`/matters/${house.institutionId}/${entered.body.matterId}`)).body).toMatchObject({ first: { staff: expect.stringContaining('desk_clerk') }, channel: 'phone' })
  expect((await api(world, house.desk).upload('/matters', [], { ...ask, channel: 'opinion', submissionKey: randomUUID() })).body).toMatchObject({ error: 'matter.channel_not_open' })
  expect((await api(world, house.desk).upload('/matters', [], { ...ask, kind: 'finding', submissionKey: randomUUID() })).body).toMatchObject({ error: 'matter.not_yours_to_enter' })
  for (const text of ['输液', '输液费', entered.body.number, entered.body.number.replaceAll('-', ' ')]) {
    expect([text, (await api(world, house.officer).get(`/matters?text=${encodeURIComponent(text)}`)).body.rows.map((row: { id: string }) => row.id)]).toEqual([text, [entered.body.matterId]])
  }
  expect((await api(world, house.officer).get(`/matters?text=${encodeURIComponent('费')}`)).body).toMatchObject({ error: 'matter.search_too_short' })
  const below = await api(world, house.supervisor).get(`/matters?text=${encodeURIComponent('输液')}`)
  expect(below.body.rows.map((row: { id: string }) => row.id)).toEqual([entered.body.matterId])
  const city = await newInstitution(world, { kind: 'commission', name: '市卫生健康委员会', regionCode: `${house.regionCode.slice(0, 4)}00`, regionPrefix: house.regionCode.slice(0, 4) })
  const above = await api(world, await city.person('commission_clerk')).get(`/matters?phase=all&sort=received&text=${encodeURIComponent('输液')}`)
  expect(above.body.rows.map((row: { id: string }) => row.id)).toContain(entered.body.matterId)
  const byNumber = (number: string) => arrange(world, (each) => matterStatistics({ read: each.tx, now: each.now }, { institutionIds: [house.institutionId], from: '2026-03-01', to: '2026-03-31' }).then((rows) => rows.find((row) => row.kind === number)))
  expect(await byNumber('complaint')).toMatchObject({ received: 2, open: 2, byChannel: { portal: 1, phone: 1 }, answered: 0 })
})

test('MT-21 a case number is found behind thousands that came later, at the own body and from above', async () => {
  const house = await newHouse(world)
  const { matterId, number } = await fileAt(world, house)
  await arrange(world, (each) =>
    sql`insert into matter select r.* from matter m, generate_series(1, 3100) n, jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'number', 'TS-2027-' || n, 'received_at', m.received_at + n * interval '1 second')) r where m.id = ${matterId}::uuid`.execute(each.tx))
  for (const person of [house.officer, house.supervisor]) {
    for (const query of ['phase=all&sort=received', 'limit=30']) {
      const found = (await api(world, person).get(`/matters?${query}&text=${number.toLowerCase()}`)).body
      expect([found.rows.map((row: { id: string }) => row.id), found.next]).toEqual([[matterId], null])
    }
  }
})

test('MT-13 MT-34 the work list goes by what is due; counts, ready words and the roster belong to the desk', async () => {
  const house = await newHouse(world)
  const late = await fileAt(world, house, { kind: 'suggestion', category: 'service', title: '增加座椅' })
  const soon = await fileAt(world, house, { harm: true, title: '药发错了' })
  const middle = await fileAt(world, house)
  const ids = (query: string) => api(world, house.officer).get(`/matters${query}`).then((reply) => reply.body.rows.map((row: { id: string }) => row.id))
  expect(await ids('')).toEqual([soon.matterId, middle.matterId, late.matterId])
  const first = (await api(world, house.officer).get('/matters?limit=2')).body
  expect(first.rows).toHaveLength(2)
  expect(await ids(`?limit=2&after=${encodeURIComponent(first.next)}`)).toEqual([late.matterId])
  expect(await ids('?kind=suggestion')).toEqual([late.matterId])
  expect((await api(world, house.officer).get('/matters/counts')).body).toMatchObject({ overdue: 0, more: false, byState: expect.arrayContaining([{ kind: 'complaint', state: 'received', count: 2 }]) })
  await moveClock(world, '2026-03-02T04:00:00.000Z')
  expect(await ids('?overdue=1')).toEqual([soon.matterId])
  const words = await api(world, house.officer).post('/canned-answers', { kind: 'complaint', title: '等候说明', text: '感谢您的意见。' })
  expect((await api(world, house.doctor).post('/canned-answers', { title: '不行', text: '不行不行' })).body).toMatchObject({ error: 'matter.not_yours_to_arrange' })
  expect((await api(world, house.officer).put(`/canned-answers/${words.body.id}`, { kind: null, title: '等候说明', text: '改过', revision: 1 })).body).toMatchObject({ revision: 2 })
  expect((await api(world, house.officer).put(`/canned-answers/${words.body.id}`, { kind: null, title: '等候说明', text: '旧页', revision: 1 })).body).toMatchObject({ error: 'request.stale' })
  const shift = { fromAt: '2026-03-02T00:00:00.000Z', toAt: '2026-03-02T12:00:00.000Z', staffId: house.officer.staffId, phone: '0990-1234567' }
  expect((await api(world, house.officer).post('/duty-roster', shift)).status).toBe(200)
  expect((await api(world, house.officer).post('/duty-roster', { ...shift, fromAt: '2026-03-02T11:00:00.000Z', toAt: '2026-03-02T20:00:00.000Z' })).body).toMatchObject({ error: 'matter.roster_overlaps' })
  expect((await api(world, house.officer).get('/duty-roster?from=2026-03-02&to=2026-03-02')).body.rows).toMatchObject([{ staffId: house.officer.staffId }])
})
