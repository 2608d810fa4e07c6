import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { addMs } from '../../kernel/instant.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { act } from '../../server/platform/act.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { hiddenIn, newVisitor } from '../../server/testing/visitor.ts'
import { book } from '../booking/public.ts'
import { newClinicHouse, somebody } from '../booking/testing/slots/fixtures.ts'
import { tellNear } from './commands/near.ts'
import { hall } from './fixtures.ts'

let world: World
const nine = '2026-03-02T01:00:00.000Z'
const at = (minutes: number): void => world.clock.set(addMs(nine, minutes * 60_000))
beforeAll(async () => {
  world = await newWorld(nine)
})
afterAll(() => world.close())

test('QU-25 a machine gives so many tickets, then says when it gives some again; a form sent twice counts once; check-in goes on', async () => {
  at(0)
  const house = await hall(world)
  const screen = (await api(world, house.clerk).post('/call-screens', { area: '二楼东', queueIds: [house.queueId], kioskMost: 2, kioskMinutes: 10 })).body
  const path = new URL(screen.kioskUrl).pathname
  const visitor = newVisitor(world)
  const press = async (form?: Record<string, string>) => {
    const fresh = hiddenIn((await visitor.get(path)).text, 'key')
    return visitor.post(`${path}/ticket`, form ?? { queue: house.queueId, key: fresh })
  }
  const first = { queue: house.queueId, key: hiddenIn((await visitor.get(path)).text, 'key') }
  expect((await press(first)).status).toBe(303)
  expect((await press(first)).status).toBe(303)
  expect((await press()).status).toBe(303)
  const full = await press()
  expect(full.status).toBe(429)
  expect(full.text).toContain('09:10')
  expect((await api(world, house.desk).get(`/queues/${house.queueId}/line`)).body.rows).toHaveLength(2)
  at(10)
  expect((await press()).status).toBe(303)
  // The clerk allows more.
  expect((await api(world, house.clerk).put(`/call-screens/${screen.id}`, { area: '二楼东', queueIds: [house.queueId], kioskMost: 1, kioskMinutes: 10, active: true, revision: screen.revision })).body).toMatchObject({ kioskMost: 1 })
  expect((await press()).status).toBe(429)
})

test('QU-24 who booked is told once when three are before them; who has no booking is not', async () => {
  at(0)
  const clinics = await newClinicHouse(world)
  const house = await hall(world, { in: clinics })
  const slotId = await clinics.slot({ onDate: '2026-03-02', hour: 1 })
  const made = await book(world.platform, { by: systemActor('test'), way: 'desk', institutionId: clinics.institutionId, slotId, pool: 'public', person: somebody(7), accountId: null, key: randomUUID() })
  if (isRefusal(made)) throw new Error(made.refused)
  for (const name of ['甲一', '乙二', '丙三', '丁四']) await house.take(name)
  at(30)
  await api(world, house.desk).post('/queue-tickets/check-in', { code: made.code })
  const near = () => act(world.platform, systemActor('test'), (step) => tellNear(step, { institutionId: house.institutionId, queueId: house.queueId }))
  const messages = () => arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select('body').execute()).map((row) => vault.open(row.body)).filter((text) => text.includes('号前面还有')))
  at(36)
  await near()
  expect(await messages()).toEqual([])
  await house.sit(house.one, 0)
  await house.next(house.one, 0)
  await near()
  await near()
  expect(await messages()).toHaveLength(1)
  expect((await messages())[0]).toMatch(/您的A005号前面还有3位，请到二楼东等候/)
})

test('QU-26 the board tells median and nine of ten of the waits, and another house sees none of it', async () => {
  at(0)
  const house = await hall(world)
  for (let n = 0; n < 10; n += 1) await house.take(`患者${n}`)
  await house.sit(house.one, 0)
  for (const minutes of [2, 4, 6, 8, 10, 12, 14, 16, 18, 60]) {
    at(minutes)
    await house.next(house.one, 0)
  }
  const { rows } = (await api(world, house.clerk).get('/queue-waits')).body
  expect(rows).toMatchObject([{ queueId: house.queueId, called: 10, mean: 15, median: 11, ninety: 22.2, longest: 60, bins: [2, 2, 5, 0, 0, 1], served: 9, serviceMedian: 2 }])
  const stranger = await hall(world)
  expect((await api(world, stranger.clerk).get(`/queue-waits?institutionId=${house.institutionId}`)).body.rows).toEqual([])
})
