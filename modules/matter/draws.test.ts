import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from '../../server/platform/database.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { drawCallBacks } from './commands/call-back.ts'
import { prepareUploads } from './commands/enter.ts'
import { drawRechecks } from './commands/recheck.ts'
import { redateAll } from './commands/redate.ts'
import { remind } from './commands/remind.ts'
import { fileAt, makeMove, moveClock, newHouse, pathOf, type House } from './fixtures.ts'
import type { Filed } from './public.ts'
import { drawForRecheck } from './rules/recheck.ts'
import { jpeg } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
}, 120_000)
beforeEach(() => moveClock(world, '2026-03-02T01:00:00.000Z'))
afterAll(() => world.close())

type Key = { readonly institutionId: string; readonly matterId: string }
async function steps(key: Key, list: readonly (readonly [House['officer'], string, object])[]): Promise<void> {
  for (const [person, move, ask] of list) expect([move, (await makeMove(world, person, key, move, ask)).body.error]).toEqual([move, undefined])
}
async function holiday(on: string | null): Promise<void> {
  await arrange(world, async (each) => {
    if (on === null) await each.tx.deleteFrom('calendar_day').where('source', '=', 'draws').execute()
    else await each.tx.insertInto('calendar_day').values({ day: on, kind: 'holiday', name: '临时放假', source: 'draws' }).execute()
    await each.tx.insertInto('setting').values({ key: 'calendar.stamp', value: JSON.stringify(each.newId()), changed_at: each.now.toISOString() }).onConflict((conflict) => conflict.column('key').doUpdateSet({ value: JSON.stringify(each.newId()) })).execute()
  })
  await redateAll(world.platform)
}

test('MT-43 a second look that was drawn, and a sign-off, have a date: a changed calendar moves it, the commission is reminded, and once late it is on the chase list', async () => {
  const house = await newHouse(world)
  const entered = await api(world, house.clerk).upload('/matters', [], { kind: 'problem', channel: 'self-check', title: '扶手松动', body: '三楼扶手松动。', ownerDepartmentId: house.departments.surgery, ownerStaffId: house.doctor.staffId, measure: '更换', limitOn: '2026-03-06', submissionKey: randomUUID() })
  const key = { institutionId: house.institutionId, matterId: entered.body.matterId as string }
  expect((await makeMove(world, house.doctor, key, 'rectify', { text: '已更换', fileRoles: ['after'] }, [{ name: '后.jpg', bytes: jpeg }])).status).toBe(200)
  await steps(key, [[house.clerk, 'check', { text: '看过' }]])
  const dueOf = async () => (await api(world, house.clerk).get(pathOf(key))).body.dueAt as string | null
  const onList = async () => (await api(world, house.supervisor).get('/matters/chase-list')).body.rows.some((row: { id: string }) => row.id === key.matterId) as boolean
  expect(await dueOf()).toBe('2026-03-09T16:00:00.000Z')
  await holiday('2026-03-05')
  expect([await dueOf(), await onList()]).toEqual(['2026-03-10T16:00:00.000Z', false])
  await holiday(null)
  await moveClock(world, '2026-03-10T01:00:00.000Z')
  expect(await onList()).toBe(true)
  await steps(key, [[house.supervisor, 'sign-off', { text: '同意' }]])
  expect([await dueOf(), await onList()]).toEqual([null, false])
  await moveClock(world, '2026-04-13T01:00:00.000Z')
  expect(await drawRechecks(world.platform)).toMatchObject({ drawn: 1 })
  expect(await dueOf()).toBe('2026-04-27T16:00:00.000Z')
  await moveClock(world, '2026-04-27T01:00:00.000Z')
  await remind(world.platform)
  const told = await arrange(world, (each) => each.tx.selectFrom('notice').select(['role', 'topic']).where('institution_id', '=', house.commissionId).where('topic', '=', 'matter.late_commission').execute())
  expect(told.length).toBeGreaterThan(0)
  await moveClock(world, '2026-04-28T01:00:00.000Z')
  expect(await onList()).toBe(true)
  await steps(key, [[house.supervisor, 'held', { text: '没有反弹' }]])
  expect(await onList()).toBe(false)
})

test('MT-45 each day a share of what was answered is drawn, anybody can draw it again, it stands in a list, and who handled it does not call', async () => {
  const house = await newHouse(world)
  const answered: Filed[] = []
  for (let n = 0; n < 4; n += 1) {
    const filed = await fileAt(world, house, { title: `第${n}件` })
    await steps(filed, [[house.officer, 'accept', {}], [house.officer, 'settle-at-once', { publicText: '已答复。', verdict: 'not' }]])
    answered.push(filed)
  }
  const nobody = await fileAt(world, house, { title: '没有留名', author: null })
  await steps(nobody, [[house.officer, 'accept', {}], [house.officer, 'settle-at-once', { publicText: '已答复。', verdict: 'not' }]])
  const listed = async () => (await api(world, house.head).get('/matters?callBack=1&phase=all')).body.rows.map((row: { id: string }) => row.id) as string[]
  await drawCallBacks(world.platform)
  expect(await listed()).toEqual([])
  await moveClock(world, '2026-03-03T01:00:00.000Z')
  await drawCallBacks(world.platform)
  const [draw] = await arrange(world, (each) => each.tx.selectFrom('matter_draw').selectAll().where('institution_id', '=', house.institutionId).execute())
  expect([...(draw?.candidates ?? [])].sort()).toEqual(answered.map((each) => each.matterId).sort())
  const drawn = drawForRecheck(draw?.candidates ?? [], Number(draw?.share), draw?.seed ?? '')
  expect([draw?.drawn, (await listed()).sort()]).toEqual([drawn, drawn])
  expect(drawn).toHaveLength(1)
  await drawCallBacks(world.platform)
  expect(await listed()).toEqual(drawn)
  const key = { institutionId: house.institutionId, matterId: drawn[0] ?? '' }
  expect((await makeMove(world, house.officer, key, 'call-back', { solved: true, satisfied: true, text: '电话回访' })).body.error).toBe('matter.second_person')
  await steps(key, [[house.head, 'call-back', { solved: true, satisfied: true, text: '电话回访' }]])
  expect(await listed()).toEqual([])
})

test('MT-45 what was called back, taken up again and answered once more is drawn and called back once more', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house)
  await steps(filed, [[house.officer, 'accept', {}], [house.officer, 'settle-at-once', { publicText: '已答复。', verdict: 'not' }]])
  const listed = async () => (await api(world, house.head).get('/matters?callBack=1&phase=all')).body.rows.map((row: { id: string; toCallBack: boolean }) => [row.id, row.toCallBack]) as unknown[]
  const drawnAndCalled = async (day: string) => {
    await moveClock(world, `${day}T01:00:00.000Z`)
    await drawCallBacks(world.platform)
    expect(await listed()).toEqual([[filed.matterId, true]])
    await steps(filed, [[house.head, 'call-back', { solved: false, satisfied: false, text: '电话回访' }]])
    expect(await listed()).toEqual([])
  }
  await drawnAndCalled('2026-03-03')
  await steps(filed, [[house.officer, 'take-up-again', { text: '回访说没有解决' }]])
  expect(await listed()).toEqual([])
  await moveClock(world, '2026-03-03T02:00:00.000Z')
  await steps(filed, [[house.officer, 'draft', { publicText: '已退费。', verdict: 'substantiated' }], [house.head, 'approve', {}]])
  await drawnAndCalled('2026-03-04')
  const row = (await api(world, house.head).get(pathOf(filed))).body
  expect([row.state, row.reopened]).toEqual(['answered', 1])
})

test('MT-45 however much was answered at a body, it is one draw a day, and the next day finds nothing left', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house)
  await steps(filed, [[house.officer, 'accept', {}], [house.officer, 'settle-at-once', { publicText: '已答复。', verdict: 'not' }]])
  await arrange(world, ({ tx }) =>
    sql`insert into matter select copy.* from matter m cross join generate_series(1, 5000) n cross join lateral jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'number', m.number || '-' || n)) copy where m.institution_id = ${house.institutionId}`.execute(tx))
  const draws = () => arrange(world, (each) => each.tx.selectFrom('matter_draw').selectAll().where('institution_id', '=', house.institutionId).execute())
  for (const day of ['2026-03-03', '2026-03-04']) {
    await moveClock(world, `${day}T01:00:00.000Z`)
    await drawCallBacks(world.platform)
    expect((await draws()).map((each) => [each.candidates.length, each.drawn.length])).toEqual([[5001, 1500]])
  }
})

test('MT-44 several matters of one kind become one in a step, all or none, and each author gets the one answer', async () => {
  const house = await newHouse(world)
  const filed = [await fileAt(world, house, { title: '甲' }), await fileAt(world, house, { title: '乙' }), await fileAt(world, house, { title: '丙' })]
  const praise = await fileAt(world, house, { kind: 'praise', category: null, title: '谢谢' })
  const [main, ...others] = filed
  const into = main?.matterId ?? ''
  const merge = (rows: readonly Filed[], revision = 1) => api(world, house.officer).post('/matters/merge', { institutionId: house.institutionId, intoId: into, others: rows.map((each) => ({ matterId: each.matterId, revision })) })
  const refused = await merge([...others, praise])
  expect(refused.body).toMatchObject({ error: 'matter.other_kind' })
  const states = async () => (await api(world, house.officer).get('/matters?phase=all&kind=complaint')).body.rows.map((row: { state: string }) => row.state) as string[]
  expect(await states()).toEqual(['received', 'received', 'received'])
  expect((await merge(others, 7)).body.error).toBe('matter.changed_meanwhile')
  expect((await merge(others)).body).toEqual({ merged: 2 })
  expect((await states()).sort()).toEqual(['merged', 'merged', 'received'])
  const fourth = await fileAt(world, house, { title: '丁' })
  expect((await api(world, house.desk).post('/matters/merge', { institutionId: house.institutionId, intoId: into, others: [{ matterId: fourth.matterId, revision: 1 }] })).body.error).toBe('not_found')
  expect((await states()).sort()).toEqual(['merged', 'merged', 'received', 'received'])
})

test('MT-44 all are locked in one order before anything is written, the one they become as well: two who merge at once never wait in a circle', async () => {
  const house = await newHouse(world)
  const [low, high] = [await fileAt(world, house, { title: '甲' }), await fileAt(world, house, { title: '乙' })].map((each) => each.matterId).sort()
  let merging: Promise<{ status: number }> | undefined
  await arrange(world, async ({ tx }) => {
    const lock = (id: string | undefined) => sql`select id from matter where institution_id = ${house.institutionId} and id = ${id} for update nowait`.execute(tx)
    await lock(low)
    merging = api(world, house.officer).post('/matters/merge', { institutionId: house.institutionId, intoId: high, others: [{ matterId: low, revision: 1 }] })
    const waits = () => arrange(world, async (other) => (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(other.tx)).rows[0]?.n ?? 0)
    await expect.poll(waits, { timeout: 20_000 }).toBe(1)
    // Whoever waits for the first holds none of the others.
    await lock(high)
  })
  expect((await merging)?.status).toBe(200)
})

test('MT-44 what was merged before is locked with the others, in the same order', async () => {
  const house = await newHouse(world)
  const [child = '', low = '', high = ''] = [await fileAt(world, house, { title: '甲' }), await fileAt(world, house, { title: '乙' }), await fileAt(world, house, { title: '丙' })].map((each) => each.matterId).sort()
  const merge = (intoId: string, matterId: string, revision: number) => api(world, house.officer).post('/matters/merge', { institutionId: house.institutionId, intoId, others: [{ matterId, revision }] })
  expect((await merge(low, child, 1)).body).toEqual({ merged: 1 })
  let merging: ReturnType<typeof merge> | undefined
  await arrange(world, async ({ tx }) => {
    const lock = (id: string) => sql`select id from matter where institution_id = ${house.institutionId} and id = ${id} for update nowait`.execute(tx)
    await lock(child)
    merging = merge(high, low, 2)
    const waits = () => arrange(world, async (other) => (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(other.tx)).rows[0]?.n ?? 0)
    await expect.poll(waits, { timeout: 20_000 }).toBe(1)
    await lock(low)
  })
  expect((await merging)?.body).toEqual({ merged: 1 })
})

test('MT-46 what the house adds is scanned like what citizens send: one file with a virus refuses the step, and a scanner that is silent too', async () => {
  const files = [{ field: 'file', name: '甲.jpg', bytes: jpeg }, { field: 'file', name: '乙.jpg', bytes: jpeg }]
  let asked = 0
  const found = (answer: 'clean' | 'unreachable' | { virus: string }) => prepareUploads(() => {
    asked += 1
    return Promise.resolve(asked === 2 ? answer : 'clean')
  })(files)
  await expect(found({ virus: 'Eicar' })).rejects.toMatchObject({ refusal: { refused: 'file.infected', detail: '乙.jpg' } })
  asked = 0
  await expect(found('unreachable')).rejects.toMatchObject({ refusal: { refused: 'file.scan_down' } })
  asked = 5
  expect((await found('clean')).map((each) => each.name)).toEqual(['甲.jpg', '乙.jpg'])
})
