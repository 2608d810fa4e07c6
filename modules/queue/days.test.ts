import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { look } from '../../server/platform/act.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { book } from '../booking/public.ts'
import { newClinicHouse, somebody } from '../booking/testing/slots/fixtures.ts'
import { closeDays } from './commands/close-day.ts'
import { watchAll } from './commands/watch.ts'
import { hall } from './fixtures.ts'
import { listVisitsByDay } from './store/watch.ts'
import { listVisitsSeen } from './store/visits.ts'

const nine = '2026-03-02T01:00:00.000Z'
let world: World
const system = systemActor('test')
beforeAll(async () => {
  world = await newWorld(nine)
})
afterAll(() => world.close())

/** In Shanghai: '2026-03-02 23:50'. */
async function at<T>(when: string, work: () => Promise<T>): Promise<T> {
  world.clock.set(new Date(`${when.replace(' ', 'T')}:00.000+08:00`).toISOString())
  try {
    return await work()
  } finally {
    world.clock.set(nine)
  }
}
type House = Awaited<ReturnType<typeof hall>>
const nightRule = { priorityMost: 2, priorityPer: 5, returnEvery: 2, earlyMinutes: 60, lateMinutes: 30, hours: [{ from: 0, to: 1440 }] }
async function throughNight(house: House): Promise<void> {
  // Whoever is on duty stays signed in through it.
  await arrange(world, ({ tx }) => tx.updateTable('session').set({ last_seen_at: '2098-01-01T00:00:00.000Z' }).where('account_id', 'in', [house.clerk, house.desk, house.one, house.two].map((each) => each.accountId)).execute())
  const [queue] = (await api(world, house.clerk).get('/queue-settings')).body.queues
  const { departmentId, name, kind, letter, area, clinicIds, usualMinutes, active, revision } = queue
  expect((await api(world, house.clerk).put(`/queues/${house.queueId}`, { departmentId, name, kind, letter, area, clinicIds, usualMinutes, active, revision, rule: nightRule })).status).toBe(200)
}
const ticketsOf = (house: House) => arrange(world, ({ tx }) => tx.selectFrom('ticket').select(['number', 'state', 'on_date']).where('institution_id', '=', house.institutionId).orderBy('on_date').orderBy('number').execute())
const facts = (house: House, kind: string, on: string) => look(world.platform, system, ({ read }) => readFacts(read, { institutionId: house.institutionId, kind, from: on, to: on }, { after: null, limit: 50 }))

describe('A line over midnight', () => {
  test('QU-28 who waits at midnight is called after it, windows stay open, and the next number is a first one', async () => {
    const house = await hall(world)
    await throughNight(house)
    await at('2026-03-02 23:50', async () => {
      for (const name of ['甲一', '乙二', '丙三']) await house.take(name)
      await house.sit(house.one, 0)
      expect((await house.next(house.one, 0)).body.present.label).toBe('A001')
    })
    await at('2026-03-03 00:20', async () => void (await closeDays(world.platform)))
    await at('2026-03-03 00:30', async () => {
      const room = (await api(world, house.one).get('/queue-room')).body
      expect([room.present?.label, room.line.map((row: { label: string }) => row.label)]).toEqual(['A001', ['A002', 'A003']])
      expect((await house.next(house.one, 0)).body.present.label).toBe('A002')
      const fresh = (await house.take('丁四')).body
      expect([fresh.label, fresh.onDate, fresh.place]).toEqual(['A001', '2026-03-03', 2])
      expect((await api(world, house.one).post(`/queue-windows/${house.rooms[0] ?? ''}/undo`)).body).toMatchObject({ present: { label: 'A001' } })
      expect((await house.next(house.one, 0)).body.present).toMatchObject({ label: 'A002', onDate: '2026-03-02' })
      expect((await house.next(house.one, 0)).body.present).toMatchObject({ label: 'A003', onDate: '2026-03-02' })
      expect((await house.next(house.one, 0)).body.present).toMatchObject({ label: 'A001', onDate: '2026-03-03' })
    })
    expect((await facts(house, 'queue.ticket', '2026-03-02')).map((each) => each.fields['served'])).toEqual([true, true, true])
  })

  test('QU-28 two rooms on both sides of midnight never get the same one', async () => {
    const house = await hall(world)
    await throughNight(house)
    await at('2026-03-02 23:55', async () => {
      for (let n = 0; n < 6; n += 1) await house.take(`患者${n}`)
      await house.sit(house.one, 0)
      await house.sit(house.two, 1)
    })
    const called = await at('2026-03-03 00:01', async () => {
      const labels: string[] = []
      for (let round = 0; round < 3; round += 1) labels.push(...(await Promise.all([house.next(house.one, 0), house.next(house.two, 1)])).map((each) => each.body.present.label))
      return labels
    })
    expect(called.toSorted()).toEqual(['A001', 'A002', 'A003', 'A004', 'A005', 'A006'])
  })

  test('QU-28 after a whole further day who is still there is out of the line', async () => {
    const house = await hall(world)
    await throughNight(house)
    await at('2026-03-02 23:50', () => house.take('甲一'))
    await at('2026-03-03 00:20', async () => void (await closeDays(world.platform)))
    expect(await ticketsOf(house)).toMatchObject([{ state: 'waiting' }])
    await at('2026-03-04 00:20', async () => void (await closeDays(world.platform)))
    expect(await ticketsOf(house)).toMatchObject([{ state: 'left' }])
  })
})

describe('A day that is closed', () => {
  test('QU-29 who was called last and never came is not seen and rates nothing; with whom somebody had begun is', async () => {
    const house = await hall(world)
    for (const name of ['甲一', '乙二']) await house.take(name)
    await house.sit(house.one, 0)
    await house.next(house.one, 0)
    await house.step(house.one, 0, 'serve')
    await house.sit(house.two, 1)
    await house.next(house.two, 1)
    await at('2026-03-03 00:20', async () => void (await closeDays(world.platform)))
    expect(await ticketsOf(house)).toMatchObject([{ number: 1, state: 'done' }, { number: 2, state: 'left' }])
    expect((await facts(house, 'queue.ticket', '2026-03-02')).map((each) => `called ${each.fields['called']}, served ${each.fields['served']}`).toSorted()).toEqual(['called true, served false', 'called true, served true'])
    expect(await look(world.platform, system, ({ read }) => listVisitsSeen(read, { institutionId: house.institutionId, from: '2026-03-02', to: '2026-03-02' }, null, 10))).toHaveLength(1)
  })

  test('QU-29 a night without the job is made up for: the day is closed and counted with the next one', async () => {
    const house = await hall(world)
    for (const name of ['甲一', '乙二']) await house.take(name)
    await house.sit(house.one, 0)
    await house.next(house.one, 0)
    await at('2026-03-05 00:20', async () => void (await closeDays(world.platform)))
    expect(await ticketsOf(house)).toMatchObject([{ state: 'left' }, { state: 'left' }])
    const stats = await arrange(world, ({ tx }) => tx.selectFrom('queue_stat').select(['on_date', 'called']).where('institution_id', '=', house.institutionId).execute())
    expect(stats).toEqual([{ on_date: '2026-03-02', called: 1 }])
  })
})

test('QU-17 who is sent to another line has stood in two: told and counted alike', async () => {
  const house = await hall(world)
  const { body: ticket } = await house.take('甲一')
  const { body: made } = await api(world, house.clerk).post('/queues', { departmentId: house.departmentId, name: '取药', kind: 'pharmacy', letter: 'Y', rule: nightRule, usualMinutes: 3, windows: ['1号窗'] })
  expect((await api(world, house.desk).post(`/queue-tickets/${ticket.id}/queue`, { queueId: made.id })).status).toBe(200)
  const [told, counted] = [await facts(house, 'queue.visit', '2026-03-02'), await look(world.platform, system, ({ read }) => listVisitsByDay(read, { institutionId: house.institutionId, from: '2026-03-02', to: '2026-03-02' }, null, 10))]
  expect(told.map((each) => each.fields['queues'])).toEqual([2])
  expect(counted.map((each) => each.queues)).toEqual([2])
  const audit = await arrange(world, ({ tx }) => tx.selectFrom('event').select('kind').where('institution_id', '=', house.institutionId).where('kind', '=', 'queue.transferred').execute())
  expect(audit).toHaveLength(1)
})

describe('QU-31 one code for every counter', () => {
  test('to the pharmacy with the code of the booking, once; back to the doctor as a return; one visit in all', async () => {
    const clinics = await newClinicHouse(world)
    const house = await hall(world, { in: clinics })
    const slotId = await clinics.slot({ onDate: '2026-03-02' })
    const made = await book(world.platform, { by: system, way: 'desk', institutionId: clinics.institutionId, slotId, pool: 'public', person: somebody(1), accountId: null, key: randomUUID() })
    if (isRefusal(made)) throw new Error(made.refused)
    const { body: pharmacy } = await api(world, house.clerk).post('/queues', { departmentId: house.departmentId, name: '取药', kind: 'pharmacy', letter: 'Y', rule: nightRule, usualMinutes: 3, windows: ['1号窗'] })
    const check = (queueId: string | null) => api(world, house.desk).post('/queue-tickets/check-in', { code: made.code, queueId })
    // Chosen or not, the booked clinic is a check-in.
    const first = await check(house.queueId)
    expect(first.body).toMatchObject({ label: 'A001', booked: true })
    expect((await check(house.queueId)).body.id).toBe(first.body.id)
    await house.sit(house.one, 0)
    await house.next(house.one, 0)
    await house.step(house.one, 0, 'done')
    const [drugs, twice] = [await check(pharmacy.id), await check(pharmacy.id)]
    expect(drugs.body).toMatchObject({ label: 'Y001', queueName: '取药', calledName: '张*1', state: 'waiting' })
    expect(twice.body.id).toBe(drugs.body.id)
    expect((await check(house.queueId)).body).toMatchObject({ label: 'A002', isReturn: true })
    expect((await facts(house, 'queue.visit', '2026-03-02')).map((each) => each.fields['queues'])).toEqual([3])
    expect(await api(world, house.desk).post('/queue-tickets/check-in', { code: '0000-0000-0000', queueId: pharmacy.id })).toMatchObject({ status: 404 })
  })
})

describe('QU-15 who counts as a doctor, and when one is owed', () => {
  const told = async (house: House) => (await arrange(world, ({ tx }) => tx.selectFrom('cover_gap').select(['from_at', 'to_at']).where('institution_id', '=', house.institutionId).execute())).length
  test('a window that a nurse has opened is no doctor', async () => {
    const house = await hall(world)
    const nurse = await house.person('nurse', house.departmentId)
    await house.sit(nurse, 0)
    await at('2026-03-02 09:30', () => watchAll(world.platform))
    expect(await told(house)).toBe(1)
    await house.sit(house.two, 1)
    await at('2026-03-02 09:35', () => watchAll(world.platform))
    const [gap] = await arrange(world, ({ tx }) => tx.selectFrom('cover_gap').select('to_at').where('institution_id', '=', house.institutionId).execute())
    expect(gap?.to_at).not.toBeNull()
  })

  test('a clinic on a Sunday owes a doctor, a Sunday without one does not', async () => {
    const clinics = await newClinicHouse(world)
    const house = await hall(world, { in: clinics })
    await at('2026-03-08 09:20', () => watchAll(world.platform))
    expect(await told(house)).toBe(0)
    await clinics.slot({ onDate: '2026-03-08' })
    await at('2026-03-08 09:20', () => watchAll(world.platform))
    expect(await told(house)).toBe(1)
  })

  test('a department that calls no line: a clinic that is held is a doctor, one that was stopped is not', async () => {
    const clinics = await newClinicHouse(world)
    const house = await hall(world, { in: clinics })
    await house.sit(house.one, 0)
    const other = await clinics.clinicIn('口腔科')
    const slotId = await clinics.slot({ onDate: '2026-03-02', clinic: other })
    await at('2026-03-02 09:20', () => watchAll(world.platform))
    expect(await told(house)).toBe(0)
    await arrange(world, ({ tx }) => tx.updateTable('slot').set({ state: 'stopped' }).where('institution_id', '=', house.institutionId).where('id', '=', slotId).execute())
    await at('2026-03-02 09:25', () => watchAll(world.platform))
    expect(await told(house)).toBe(1)
  })
})
