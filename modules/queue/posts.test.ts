import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { addMs } from '../../kernel/instant.ts'
import { act } from '../../server/platform/act.ts'
import { api, arrange, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { tellTakeoverOf } from './commands/takeover-told.ts'
import { watchAll } from './commands/watch.ts'
import { hall } from './fixtures.ts'

let world: World
const nine = '2026-03-02T01:00:00.000Z'
const at = (minutes: number): void => world.clock.set(addMs(nine, minutes * 60_000))
beforeAll(async () => {
  world = await newWorld(nine)
})
afterAll(() => world.close())

/** A line with three rooms; the first of the post is `one`, the second `two`, both due from eight by the hours of the line. */
async function posted() {
  at(0)
  const house = await hall(world, { rooms: ['1诊室', '2诊室', '3诊室'] })
  const head = await house.person('department_head', house.departmentId)
  const third = await house.person('doctor', house.departmentId)
  const made = await api(world, house.clerk).post(`/queues/${house.queueId}/posts`, { firstStaffId: house.one.staffId, secondStaffId: house.two.staffId, limitMinutes: 15 })
  const mine = async (person: Person) => (await api(world, person).get('/queue-takeovers/mine')).body.rows
  const look = async (minutes: number) => {
    at(minutes)
    await watchAll(world.platform)
  }
  /** What a job would tell, told now. */
  const told = (takeoverId: string, news: 'taken' | 'declined' | 'returned' | 'lapsed') => act(world.platform, systemActor('test'), (step) => tellTakeoverOf(step, { institutionId: house.institutionId, takeoverId, news }))
  const topics = async (person: Person): Promise<string[]> => (await arrange(world, ({ tx }) => tx.selectFrom('notice').select('topic').where('account_id', '=', person.accountId).orderBy('created_at').execute())).map((row) => row.topic)
  const day = async () => (await arrange(world, ({ tx }) => tx.selectFrom('queue_post_day').select(['looks', 'kept', 'gaps', 'taken']).where('institution_id', '=', house.institutionId).execute()))[0]
  const answer = (person: Person, id: string, what: 'taking' | 'declining' | 'return', body: object = {}) => api(world, person).post(`/queue-takeovers/${id}/${what}`, body)
  return { ...house, head, third, postId: made.body.id as string, mine, look, told, topics, day, answer }
}

test('QU-19 a post is two people of the line, each first once; only who arranges the queues sets it', async () => {
  const house = await posted()
  const post = (person: Person, body: object) => api(world, person).post(`/queues/${house.queueId}/posts`, { firstStaffId: house.one.staffId, secondStaffId: house.two.staffId, limitMinutes: 15, ...body })
  expect(await post(house.clerk, {})).toMatchObject({ status: 409, body: { error: 'queue.post_twice' } })
  expect(await post(house.clerk, { secondStaffId: house.one.staffId })).toMatchObject({ status: 422, body: { error: 'queue.post_same_person' } })
  expect((await post(house.desk, { firstStaffId: house.two.staffId, secondStaffId: house.one.staffId })).status).toBe(403)
  const { rows } = (await api(world, house.desk).get('/queue-posts')).body
  expect(rows).toHaveLength(1)
  const changed = await api(world, house.head).put(`/queue-posts/${house.postId}`, { firstStaffId: house.one.staffId, secondStaffId: house.third.staffId, limitMinutes: 30, active: true, revision: rows[0].revision })
  expect(changed.status).toBe(200)
  expect((await api(world, house.head).put(`/queue-posts/${house.postId}`, { firstStaffId: house.one.staffId, secondStaffId: house.third.staffId, limitMinutes: 30, active: true, revision: rows[0].revision })).body.error).toBe('request.stale')
})

test('QU-20 QU-21 who has not come is found; the second and the head are told; nothing moves before the second says yes', async () => {
  const house = await posted()
  await house.take('甲一')
  await house.look(0)
  const [called] = await house.mine(house.two)
  expect(called).toMatchObject({ state: 'called', reason: 'absent', waiting: 1, blocked: { take: null, decline: null, takeBack: 'queue.takeover_over' } })
  expect(called.windows.map((window: { name: string }) => window.name)).toEqual(['1诊室', '2诊室', '3诊室'])
  expect(await house.topics(house.two)).toContain('queue.second_called')
  expect(await house.topics(house.head)).toContain('queue.second_called')
  expect(await house.mine(house.third)).toEqual([])
  expect((await api(world, house.two).get('/queue-room')).body.window).toBe(null)
  await house.look(5)
  expect(await house.mine(house.two)).toHaveLength(1)
  expect(await house.answer(house.third, called.id, 'taking', { windowId: house.rooms[1] })).toMatchObject({ status: 403, body: { error: 'queue.takeover_of_second' } })
  expect((await house.answer(house.two, called.id, 'taking', { windowId: house.rooms[1] })).status).toBe(200)
  expect((await api(world, house.two).get('/queue-room')).body.window).toMatchObject({ name: '2诊室', mine: true })
  expect((await house.next(house.two, 1)).body.present.label).toBe('A001')
  await house.told(called.id, 'taken')
  expect(await house.topics(house.one)).toContain('queue.second_taken')
  await house.look(10)
  expect(await house.day()).toEqual({ looks: 3, kept: 1, gaps: 1, taken: 1 })
  expect((await house.mine(house.two))[0]).toMatchObject({ state: 'taken', windowName: '2诊室' })
})

test('QU-21 whoever was called to the room the first left goes along to the second, and that room is closed', async () => {
  const house = await posted()
  for (const name of ['甲一', '乙二']) await house.take(name)
  await house.sit(house.one, 0)
  await house.next(house.one, 0)
  await house.look(5)
  expect(await house.mine(house.two)).toEqual([])
  await house.step(house.one, 0, 'pass')
  await house.look(21)
  const [called] = await house.mine(house.two)
  expect(called).toMatchObject({ reason: 'away' })
  // In this minute the first calls somebody after all, and goes again: the ticket must not be left behind.
  await house.next(house.one, 0)
  expect((await house.answer(house.two, called.id, 'taking', { windowId: house.rooms[2] })).status).toBe(200)
  const room = (await api(world, house.two).get('/queue-room')).body
  expect(room).toMatchObject({ window: { name: '3诊室' }, present: { label: 'A002', state: 'called' } })
  const { windows } = (await api(world, house.clerk).get('/queue-settings')).body.queues[0]
  expect(windows.map((window: { open: boolean }) => window.open)).toEqual([false, false, true])
})

test('QU-22 the first takes the post back; the second returns to the window they came from; whoever is being seen is finished first', async () => {
  const house = await posted()
  for (const name of ['甲一', '乙二']) await house.take(name)
  await house.sit(house.two, 1)
  await house.look(0)
  const [called] = await house.mine(house.two)
  expect((await house.answer(house.two, called.id, 'taking', { windowId: house.rooms[0] })).status).toBe(200)
  await house.next(house.two, 0)
  expect(await house.answer(house.one, called.id, 'return')).toMatchObject({ status: 409, body: { error: 'queue.takeover_finishes' } })
  await house.step(house.two, 0, 'done')
  expect(await house.answer(house.third, called.id, 'return')).toMatchObject({ status: 403, body: { error: 'queue.takeover_of_first' } })
  expect((await house.answer(house.one, called.id, 'return')).status).toBe(200)
  expect((await api(world, house.one).get('/queue-room')).body.window).toMatchObject({ name: '1诊室' })
  expect((await api(world, house.two).get('/queue-room')).body.window).toMatchObject({ name: '2诊室' })
  await house.told(called.id, 'returned')
  expect(await house.topics(house.two)).toContain('queue.second_returned')
  expect((await api(world, house.head).get('/queue-takeovers')).body.rows[0]).toMatchObject({ state: 'returned', firstName: expect.any(String), answeredName: expect.any(String) })
})

test('QU-22 who opens a window of the line is back at once, with no look in between', async () => {
  const house = await posted()
  await house.look(0)
  const [called] = await house.mine(house.two)
  await house.sit(house.one, 0)
  expect(await house.mine(house.two)).toEqual([])
  expect(await house.answer(house.two, called.id, 'taking', { windowId: house.rooms[1] })).toMatchObject({ status: 409, body: { error: 'queue.takeover_over' } })
  expect((await api(world, house.head).get('/queue-takeovers')).body.rows[0]).toMatchObject({ state: 'lapsed' })
})

test('QU-21 the second says why not, or does not answer: the head hears of it and any doctor may step in', async () => {
  const house = await posted()
  await house.look(0)
  const [called] = await house.mine(house.two)
  expect((await house.answer(house.two, called.id, 'declining', { reason: '正在手术' })).status).toBe(200)
  await house.told(called.id, 'declined')
  expect(await house.topics(house.head)).toContain('queue.second_declined')
  expect((await house.mine(house.third))[0]).toMatchObject({ state: 'declined', remark: '正在手术', blocked: { take: null } })
  expect((await house.answer(house.third, called.id, 'taking', { windowId: house.rooms[2] })).status).toBe(200)
  expect(await house.answer(house.two, called.id, 'taking', { windowId: house.rooms[1] })).toMatchObject({ status: 409, body: { error: 'queue.takeover_taken' } })
  const silent = await posted()
  await silent.look(0)
  await silent.look(10)
  expect(await silent.topics(silent.head)).toContain('queue.second_again')
  expect(await silent.mine(silent.third)).toHaveLength(1)
})

test('QU-21 a takeover needs a window of the line that nobody else sits at; two who answer at once are one', async () => {
  const house = await posted()
  await house.sit(house.third, 2)
  await house.look(0)
  const [called] = await house.mine(house.two)
  expect(await house.answer(house.two, called.id, 'taking', { windowId: house.rooms[2] })).toMatchObject({ status: 409, body: { error: 'queue.takeover_window' } })
  const both = await Promise.all([house.answer(house.two, called.id, 'taking', { windowId: house.rooms[1] }), house.answer(house.two, called.id, 'taking', { windowId: house.rooms[0] })])
  expect(both.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(await house.day()).toMatchObject({ gaps: 1, taken: 1 })
})

test('QU-21 who stands in at the own window of the line finishes whoever is there first; the line then goes on there', async () => {
  const house = await posted()
  for (const name of ['甲一', '乙二', '丙三']) await house.take(name)
  await house.sit(house.one, 0)
  await house.sit(house.two, 1)
  await house.next(house.two, 1)
  await house.look(16)
  const [called] = await house.mine(house.two)
  expect(called).toMatchObject({ reason: 'away' })
  await house.next(house.one, 0)
  expect(await house.answer(house.two, called.id, 'taking', { windowId: house.rooms[1] })).toMatchObject({ status: 409, body: { error: 'queue.window_busy' } })
  await house.step(house.two, 1, 'done')
  expect((await house.answer(house.two, called.id, 'taking', { windowId: house.rooms[1] })).status).toBe(200)
  expect((await api(world, house.two).get('/queue-room')).body).toMatchObject({ window: { name: '2诊室' }, present: { label: 'A002' } })
})
