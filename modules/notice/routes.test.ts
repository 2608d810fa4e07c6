import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StaffRole } from '../../kernel/actor.ts'
import { notify } from '../../server/platform/notify.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const tell = (body: { institutionId: string; regionCode: string }, to: { role?: StaffRole; accountId?: string; onceKey?: string }) =>
  arrange(world, (act) => notify(act, { institutionId: body.institutionId, regionCode: body.regionCode, topic: 'plan.due_today', params: { title: '行动', count: 2, duty: '上报' }, link: '/due', ...to }))

test('NT-2 a notice reaches the holders of the post in that body, and the account it names; nobody else', async () => {
  const body = await newInstitution(world)
  const [clerk, nurse] = [await body.person('institution_clerk'), await body.person('nurse')]
  const commission = await newInstitution(world, { kind: 'commission' })
  await tell(body, { role: 'institution_clerk' })
  await tell(body, { accountId: nurse.accountId })
  const count = async (person: Parameters<typeof api>[1]) => (await api(world, person).get('/notices')).body.rows.length
  expect(await count(clerk)).toBe(1)
  expect(await count(nurse)).toBe(1)
  expect(await count(await body.person('doctor'))).toBe(0)
  expect(await count(await (await newInstitution(world)).person('institution_clerk'))).toBe(0)
  expect(await count(await commission.person('commission_clerk'))).toBe(0)
  expect((await api(world, clerk).get('/notices')).body.rows[0]).toMatchObject({ text: { zh: '《行动》有 2 项今天到期：上报。' }, link: '/due', role: 'institution_clerk', readAt: null })
})

test('NT-3 read by one holder is read for all; a stranger marks nothing; a key is told once', async () => {
  const body = await newInstitution(world)
  const [one, two] = [api(world, await body.person('institution_clerk')), api(world, await body.person('institution_clerk'))]
  for (let n = 0; n < 3; n++) await tell(body, { role: 'institution_clerk', onceKey: 'k' })
  await tell(body, { role: 'institution_clerk' })
  await tell(body, { role: 'institution_head' })
  expect((await one.get('/me')).body.unreadNotices).toBe(2)
  const [first] = (await one.get('/notices')).body.rows as { id: string }[]
  const stranger = api(world, await (await newInstitution(world)).person('institution_clerk'))
  expect((await stranger.post(`/notices/${first?.id}/read`)).status).toBe(404)
  expect((await api(world, await body.person('nurse')).post(`/notices/${first?.id}/read`)).status).toBe(404)
  expect((await one.post(`/notices/${first?.id}/read`)).body).toEqual({ unread: 1 })
  expect((await one.post(`/notices/${first?.id}/read`)).body).toEqual({ unread: 1 })
  expect((await two.get('/notices/unread')).body).toEqual({ unread: 1 })
  expect((await two.get('/notices?unread=true')).body.rows).toHaveLength(1)
  expect((await two.post('/notices/read')).body).toEqual({ unread: 0 })
  expect((await api(world, await body.person('institution_head')).get('/notices/unread')).body).toEqual({ unread: 1 })
})
