import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from '../../server/platform/database.ts'
import { api, arrange, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { fileAt, makeMove, moveClock, newHouse, pathOf } from './fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
}, 120_000)
beforeEach(() => moveClock(world, '2026-03-02T01:00:00.000Z'))
afterAll(() => world.close())

type Row = { readonly id: string; readonly institutionId: string; readonly next: readonly string[]; readonly body?: string }
type Move = { readonly key: string; readonly blocked: string | null; readonly weight: string }
const rowsOf = async (person: Person, query: string): Promise<Row[]> => (await api(world, person).get(`/matters${query}`)).body.rows

test('MT-1 a row offers the same next steps as the matter itself, though it is read without its letter and answers', async () => {
  const house = await newHouse(world)
  const [received, offered, drafted, answered] = [await fileAt(world, house), await fileAt(world, house), await fileAt(world, house), await fileAt(world, house)]
  for (const each of [offered, drafted, answered]) expect((await makeMove(world, house.officer, each, 'accept')).status).toBe(200)
  expect((await makeMove(world, house.officer, offered, 'offer', { departmentId: house.departments.surgery, text: '请核实' })).status).toBe(200)
  for (const each of [drafted, answered]) {
    expect((await makeMove(world, house.officer, each, 'keep')).status).toBe(200)
    expect((await makeMove(world, house.officer, each, 'draft', { publicText: '已核实并改进。', verdict: 'substantiated', responsible: [{ name: '某某' }] })).status).toBe(200)
  }
  expect((await makeMove(world, house.head, answered, 'approve')).status).toBe(200)
  const seen = new Set<string>()
  for (const person of [house.officer, house.head, house.surgeon, house.supervisor]) {
    for (const row of await rowsOf(person, '?phase=all&sort=received')) {
      const { moves } = (await api(world, person).get(pathOf({ institutionId: row.institutionId, matterId: row.id }))).body as { moves: readonly Move[] }
      expect([row.id, row.next]).toEqual([row.id, moves.filter((move) => move.blocked === null && (move.weight === 'main' || move.weight === 'plain')).map((move) => move.key)])
      for (const key of row.next) seen.add(key)
    }
  }
  expect(seen.size).toBeGreaterThan(5)
  expect((await rowsOf(house.officer, '?phase=all&sort=received')).map((row) => row.id).sort()).toEqual([received, offered, drafted, answered].map((each) => each.matterId).sort())
})

test('MT-4 a commission that asks its region for a kind it does not see below is shown nothing of it, and all of a kind that it sees', async () => {
  const house = await newHouse(world)
  const [complaint, tip] = [await fileAt(world, house), await fileAt(world, house, { kind: 'tip', category: null, title: '反映问题' })]
  for (const query of ['', '?sort=received', '?phase=all&sort=received']) {
    const sign = query === '' ? '?' : '&'
    expect((await rowsOf(house.supervisor, `${query}${sign}kind=tip`)).map((row) => row.id)).toEqual([])
    expect((await rowsOf(house.supervisor, `${query}${sign}kind=complaint`)).map((row) => row.id)).toEqual([complaint.matterId])
    expect((await rowsOf(house.discipline, `${query}${sign}kind=tip`)).map((row) => row.id)).toEqual([tip.matterId])
  }
})

test('MT-21 a page whose filter seldom fits says how far it looked, and the next one goes on behind it', async () => {
  const house = await newHouse(world)
  const rare = await fileAt(world, house, { channel: 'counter' })
  const common = await fileAt(world, house)
  await arrange(world, (each) =>
    sql`insert into matter select r.* from matter m, generate_series(1, 3100) n, jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'number', 'TS-2027-' || n, 'received_at', m.received_at + n * interval '1 second')) r where m.id = ${common.matterId}::uuid`.execute(each.tx))
  for (const person of [house.officer, house.supervisor]) {
    const first = (await api(world, person).get('/matters?phase=all&sort=received&channel=counter')).body
    expect(first.rows).toEqual([])
    expect(first.searchedTo).not.toBeNull()
    const second = (await api(world, person).get(`/matters?phase=all&sort=received&channel=counter&after=${encodeURIComponent(first.next)}`)).body
    expect([second.rows.map((row: Row) => row.id), second.next, second.searchedTo]).toEqual([[rare.matterId], null, null])
    const full = (await api(world, person).get('/matters?phase=all&sort=received&channel=portal&limit=30')).body
    expect([full.rows.length, full.searchedTo]).toEqual([30, null])
  }
})
