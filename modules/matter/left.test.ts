import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, newInstitution, newWorld, type World } from '../../server/testing/api.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

test('a row and its matter say how many working days are left, by the clock of the server', async () => {
  const body = await newInstitution(world)
  // Sessions end while the clock is moved: somebody looks who has just signed in.
  const officer = async () => api(world, await body.person('complaint_officer'))
  const { institutionId, matterId } = (await (await officer()).upload('/matters', [], { kind: 'complaint', channel: 'phone', body: '排队两个小时', author: { name: '周群众', phone: '13800138000' }, submissionKey: randomUUID() })).body as { institutionId: string; matterId: string }
  const left = async () => {
    const as = await officer()
    return [(await as.get('/matters')).body.rows[0].left, (await as.get(`/matters/${institutionId}/${matterId}`)).body.left]
  }
  expect(await left()).toEqual([{ unit: 'workday', n: 1 }, { unit: 'workday', n: 1 }])
  world.clock.set('2026-03-03T15:59:00.000Z')
  expect(await left()).toEqual([{ unit: 'workday', n: 0 }, { unit: 'workday', n: 0 }])
  // Friday: late since Wednesday.
  world.clock.set('2026-03-06T01:00:00.000Z')
  expect(await left()).toEqual([{ unit: 'workday', n: -3 }, { unit: 'workday', n: -3 }])
})
