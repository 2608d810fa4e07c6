import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMs } from '../../kernel/instant.ts'
import { api, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { closeDays } from './commands/close-day.ts'
import { watchAll } from './commands/watch.ts'
import { hall } from './fixtures.ts'

let world: World
const nine = '2026-03-02T01:00:00.000Z'
beforeAll(async () => {
  world = await newWorld(nine)
})
afterAll(() => world.close())

/** Some minutes after nine; whatever happens, nine again afterwards. */
async function later<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  world.clock.set(addMs(nine, minutes * 60_000))
  try {
    return await work()
  } finally {
    world.clock.set(nine)
  }
}
const aDay = 1440

type House = Awaited<ReturnType<typeof hall>>
const lineOf = async (house: House) => (await api(world, house.desk).get(`/queues/${house.queueId}/line`)).body.rows.filter((row: { state: string }) => row.state === 'waiting').map((row: { label: string }) => row.label)

test('QU-1 numbers of a day have no gap and no double, also when many come at once and some are refused', async () => {
  const house = await hall(world)
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => house.take(`患者${at}`, at % 5 === 0 ? { priority: 'old' } : {})))
  expect(answers.filter((each) => each.status === 422).map((each) => each.body.error)).toEqual(['queue.proof_missing', 'queue.proof_missing', 'queue.proof_missing', 'queue.proof_missing'])
  const labels = answers.filter((each) => each.status === 200).map((each): string => each.body.label).toSorted()
  expect(labels).toEqual(Array.from({ length: 16 }, (_, at) => `A${String(at + 1).padStart(3, '0')}`))
})

test('the same key gives the same ticket', async () => {
  const house = await hall(world)
  const ask = { queueId: house.queueId, name: '王小明' }
  const [first, again] = [await api(world, house.desk).post('/queue-tickets', ask, { 'idempotency-key': 'k1' }), await api(world, house.desk).post('/queue-tickets', ask, { 'idempotency-key': 'k1' })]
  expect(again.body.id).toBe(first.body.id)
  expect(first.body).toMatchObject({ label: 'A001', calledName: '王*明', place: 1, said: { minutes: expect.any(Number) } })
  expect(await lineOf(house)).toEqual(['A001'])
})

test('QU-8 two rooms that call at the same moment never get the same one, and all are called once', async () => {
  const house = await hall(world)
  for (let at = 0; at < 12; at += 1) await house.take(`患者${at}`)
  await house.sit(house.one, 0)
  await house.sit(house.two, 1)
  const called: string[] = []
  for (let round = 0; round < 6; round += 1) {
    const both = await Promise.all([house.next(house.one, 0), house.next(house.two, 1)])
    called.push(...both.map((each) => each.body.present.label))
  }
  expect(called.toSorted()).toEqual(Array.from({ length: 12 }, (_, at) => `A${String(at + 1).padStart(3, '0')}`))
  const last = await Promise.all([house.next(house.one, 0), house.next(house.two, 1)])
  expect(last.map((each) => each.body.present)).toEqual([null, null])
  expect(await house.next(house.one, 0)).toMatchObject({ status: 409, body: { error: 'queue.nobody_waits' } })
})

describe('QU-8 one window each, one person at each', () => {
  test.each([
    ['somebody else’s', async (house: House) => house.sit(house.two, 0), 'queue.window_of_another'],
    ['a second one', async (house: House) => house.sit(house.one, 1), 'queue.sits_elsewhere'],
    ['calling from a closed one', async (house: House) => house.next(house.two, 1), 'queue.window_closed'],
    ['calling from another’s', async (house: House) => house.next(house.two, 0), 'queue.window_of_another'],
  ])('%s', async (_, ask, error) => {
    const house = await hall(world)
    await house.sit(house.one, 0)
    expect(await ask(house)).toMatchObject({ status: 409, body: { error } })
  })
})

test('QU-2 and QU-4 order at the door: level, priority with proof on record, then the line', async () => {
  const house = await hall(world)
  await house.take('甲一')
  await house.take('乙二')
  await house.take('丙三', { priority: 'soldier', proof: '军人证' })
  const worse = (await house.take('丁四')).body
  expect(await lineOf(house)).toEqual(['A003', 'A001', 'A002', 'A004'])
  expect((await api(world, house.desk).put(`/queue-tickets/${worse.id}/urgency`, { level: 2 })).body.place).toBe(1)
  expect(await lineOf(house)).toEqual(['A004', 'A003', 'A001', 'A002'])
})

test('QU-7 passed, reported again behind; sent to an examination and back in turn; each step on record', async () => {
  const house = await hall(world)
  for (const name of ['甲一', '乙二', '丙三', '丁四']) await house.take(name)
  await house.sit(house.one, 0)
  const first = (await house.next(house.one, 0)).body.present
  expect((await house.step(house.one, 0, 'pass')).body).toMatchObject({ present: null, passed: [{ label: 'A001' }] })
  expect((await later(1, () => api(world, house.desk).post(`/queue-tickets/${first.id}/moves`, { move: 'rejoin' }))).body).toMatchObject({ state: 'waiting', isLate: true })
  const second = (await house.next(house.one, 0)).body.present
  expect(second.label).toBe('A002')
  expect((await house.step(house.one, 0, 'send')).body.returning).toMatchObject([{ label: 'A002', state: 'returning' }])
  expect((await api(world, house.desk).post(`/queue-tickets/${second.id}/moves`, { move: 'back' })).body).toMatchObject({ isReturn: true, place: 1 })
  expect(await house.step(house.one, 0, 'recall')).toMatchObject({ status: 409, body: { error: 'queue.window_empty' } })
  const seen = await api(world, house.desk).get(`/queue-tickets/${second.id}`)
  expect(seen.body.steps.map((step: { move: string }) => step.move)).toEqual(['issue', 'call', 'send', 'back'])
  expect(seen.body.qrSvg).toContain('<svg')
})

test('QU-9 the last step is taken back whole: who was finished is there again, who was called waits again', async () => {
  const house = await hall(world)
  for (const name of ['甲一', '乙二']) await house.take(name)
  await house.sit(house.one, 0)
  await house.next(house.one, 0)
  expect((await house.next(house.one, 0)).body.present.label).toBe('A002')
  const undone = await api(world, house.one).post(`/queue-windows/${house.rooms[0] ?? ''}/undo`)
  expect(undone.body).toMatchObject({ present: { label: 'A001' }, line: [{ label: 'A002', place: 1, calls: 0 }] })
  // One more back: the first call.
  expect((await api(world, house.one).post(`/queue-windows/${house.rooms[0] ?? ''}/undo`)).body).toMatchObject({ present: null, line: [{ label: 'A001' }, { label: 'A002' }] })
  expect(await api(world, house.one).post(`/queue-windows/${house.rooms[0] ?? ''}/undo`)).toMatchObject({ status: 409, body: { error: 'queue.undo_nothing' } })
})

test('QU-9 what the desk has gone on from is not taken back', async () => {
  const house = await hall(world)
  const ticket = (await house.take('甲一')).body
  await house.sit(house.one, 0)
  await house.next(house.one, 0)
  await house.step(house.one, 0, 'pass')
  await api(world, house.desk).post(`/queue-tickets/${ticket.id}/moves`, { move: 'rejoin' })
  expect((await api(world, house.one).get('/queue-room')).body.blocked.undo).toBe('queue.undo_overtaken')
  expect(await api(world, house.one).post(`/queue-windows/${house.rooms[0] ?? ''}/undo`)).toMatchObject({ status: 409, body: { error: 'queue.undo_overtaken' } })
})

test('QU-10 to another room at once where it is free; to another queue with the time already waited', async () => {
  const house = await hall(world)
  const [one, two] = [(await house.take('甲一')).body, (await house.take('乙二')).body]
  await house.sit(house.one, 0)
  await house.sit(house.two, 1)
  await house.next(house.one, 0)
  expect((await api(world, house.desk).post(`/queue-tickets/${two.id}/window`, { windowId: house.rooms[0] })).body.error).toBe('queue.window_busy')
  expect((await api(world, house.desk).post(`/queue-tickets/${one.id}/window`, { windowId: house.rooms[1] })).body).toMatchObject({ windowName: '2诊室', state: 'called' })
  const made = await api(world, house.clerk).post('/queues', { departmentId: house.departmentId, name: '取药', kind: 'pharmacy', letter: 'Y', rule: { priorityMost: 2, priorityPer: 5, returnEvery: 2, earlyMinutes: 60, lateMinutes: 30, hours: [{ from: 480, to: 720 }] }, usualMinutes: 3, windows: ['1号窗'] })
  const moved = await later(20, () => api(world, house.desk).post(`/queue-tickets/${two.id}/queue`, { queueId: made.body.id }))
  expect(moved.body).toMatchObject({ label: 'Y001', waitsSince: nine, queueName: '取药', state: 'waiting' })
  expect((await api(world, house.desk).post(`/queue-tickets/${moved.body.id}/queue`, { queueId: made.body.id })).body.error).toBe('queue.same_queue')
  expect(await lineOf(house)).toEqual([])
})

test('QU-16 nobody of another house handles or sees the line; the commission sees the board', async () => {
  const [house, other] = [await hall(world), await hall(world)]
  await house.take('甲一')
  expect((await api(world, other.desk).get(`/queues/${house.queueId}/line`)).status).toBe(404)
  expect((await api(world, other.clerk).get(`/queues?institutionId=${house.institutionId}`)).body.rows).toEqual([])
  expect((await api(world, house.desk).post('/queues', {})).status).toBe(403)
  expect((await api(world, null).get('/queues')).status).toBe(401)
})

test('QU-11 the board tells load, what a newcomer waits, and how far off past estimates were', async () => {
  const house = await hall(world)
  for (const name of ['甲一', '乙二', '丙三']) await house.take(name)
  await house.sit(house.one, 0)
  for (let at = 0; at < 4; at += 1) await later(at * 5, () => house.next(house.one, 0))
  const [row] = await later(aDay, async () => {
    await closeDays(world.platform)
    return (await api(world, await house.person('institution_clerk')).get('/queues')).body.rows
  })
  expect(row).toMatchObject({ name: '内科门诊', waiting: 0, open: 0, usualMinutes: 5 })
  expect([typeof row.off, row.inside]).toEqual(['number', expect.any(Number)])
})

test('QU-14 helpers are called when three wait longer than they were told, once in half an hour; who comes is named', async () => {
  const house = await hall(world)
  for (const name of ['甲一', '乙二', '丙三']) await house.take(name)
  await later(4, () => watchAll(world.platform))
  const board = async () => (await api(world, house.clerk).get('/queues')).body.rows[0].helpers
  expect(await board()).toBeNull()
  await later(90, async () => {
    await watchAll(world.platform)
    await watchAll(world.platform)
  })
  const call = await board()
  expect(call).toMatchObject({ beyond: 3 })
  expect((await api(world, house.desk).get('/notices')).body.rows.filter((each: { topic: string }) => each.topic === 'queue.helpers_wanted')).toHaveLength(1)
  await api(world, house.desk).post(`/helper-calls/${call.id}/came`)
  expect(await board()).toBeNull()
})

test('QU-15 a department without a doctor in working hours: found, told to its head and doctors, ended when somebody sits down', async () => {
  const house = await hall(world)
  const head = await house.person('department_head', house.departmentId)
  await later(30, () => watchAll(world.platform))
  const told = async (person: Person) => (await api(world, person).get('/notices')).body.rows.filter((each: { topic: string }) => each.topic === 'queue.no_doctor').length
  expect([await told(head), await told(house.one), await told(house.desk)]).toEqual([1, 1, 0])
  await later(35, async () => {
    await watchAll(world.platform)
    expect(await told(head)).toBe(1)
    await house.sit(house.one, 0)
    await watchAll(world.platform)
  })
  const gaps = (await api(world, house.clerk).get('/queue-gaps')).body.rows
  expect(gaps).toMatchObject([{ department: '内科', fromAt: addMs(nine, 30 * 60_000), toAt: addMs(nine, 35 * 60_000) }])
})

test('a day that is over is closed: whoever was left is out of the line, forgotten windows are free again', async () => {
  const house = await hall(world)
  const ticket = (await house.take('甲一')).body
  await house.take('乙二')
  await house.sit(house.one, 0)
  await house.next(house.one, 0)
  const [seen, queue] = await later(aDay, async () => {
    await closeDays(world.platform)
    const clerk = await house.person('institution_clerk')
    return [(await api(world, clerk).get(`/queue-tickets/${ticket.id}`)).body, (await api(world, clerk).get('/queue-settings')).body.queues[0]]
  })
  expect([seen.state, queue.windows.map((window: { open: boolean }) => window.open)]).toEqual(['left', [false, false]])
})
