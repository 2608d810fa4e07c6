import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { signIn, withPassword } from '../../server/testing/sign-in.ts'
import { settings } from './rules.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

test('ST-1 a change holds at once, says who made it, and is on the record with both values', async () => {
  const commission = await newInstitution(world, { kind: 'commission' })
  const head = await commission.person('commission_head')
  const keeper = api(world, head)
  const row = async () => ((await keeper.get('/settings')).body.rows as { key: string; value: unknown }[]).find((each) => each.key === 'identity.lock_after')
  expect(await row()).toMatchObject({ value: 5, standard: 5, changedAt: null, min: 3, max: 20, blocked: { change: null } })
  expect((await keeper.put('/settings/identity.lock_after', { value: 3, reason: '试点' })).body).toMatchObject({ value: 3, standard: 5, changedByName: expect.stringContaining('commission_head') })
  expect(await row()).toMatchObject({ value: 3 })
  expect((await keeper.get('/audit/events?kind=setting.changed')).body.rows).toMatchObject([{ subjectId: 'identity.lock_after', detail: { from: 5, to: 3, reason: '试点' } }])
  const { loginName } = await withPassword(world, await commission.person('inspector'))
  const tries = []
  for (let n = 1; n <= 3; n++) tries.push((await signIn(world, loginName, 'wrong-wrong')).reply.status)
  expect(tries).toEqual([401, 401, 423])
})

test('ST-1 the idle time of a session is the one that was set, without a restart', async () => {
  const commission = await newInstitution(world, { kind: 'commission' })
  const { loginName, password } = await withPassword(world, await commission.person('commission_head'))
  const { as } = await signIn(world, loginName, password)
  await as.put('/settings/identity.idle_minutes', { value: 10, reason: '窗口公用' })
  world.clock.advance(9 * 60_000)
  expect((await as.get('/me')).status).toBe(200)
  world.clock.advance(10 * 60_000)
  expect((await as.get('/me')).status).toBe(401)
})

test('ST-2 ST-3 ST-4 what is refused', async () => {
  const commission = await newInstitution(world, { kind: 'commission' })
  const head = api(world, await commission.person('commission_head'))
  const clerk = api(world, await commission.person('commission_clerk'))
  const put = async (as: typeof head, key: string, value: unknown) => (await as.put(`/settings/${key}`, { value, reason: '试点' })).body.error
  expect(await put(head, 'identity.lock_after', 100)).toBe('setting.out_of_range')
  expect(await put(head, 'identity.lock_after', 'many')).toBe('setting.out_of_range')
  expect(await put(head, 'calendar.stamp', 'x')).toBe('setting.unknown')
  expect(await put(clerk, 'identity.lock_after', 4)).toBe('setting.not_yours')
  expect((await api(world, await (await newInstitution(world)).person('institution_head')).get('/settings')).status).toBe(403)
  await newInstitution(world, { kind: 'commission', regionCode: '990100', regionPrefix: '9901' })
  expect(await put(head, 'identity.lock_after', 4)).toBe('setting.not_top_commission')
})

test('ST-1 the standard values written into the migration are those of the release', () => {
  const text = readFileSync('db/migrations/2026-11-27-2411_session_actors.sql', 'utf8')
  const standard = (key: string) => Number(new RegExp(`filter \\(where key = '${key}'\\), '(\\d+)'`).exec(text)?.[1])
  expect(standard('identity.idle_minutes')).toBe(settings['identity.idle_minutes'].standard)
  expect(standard('identity.password_days')).toBe(settings['identity.password_days'].standard)
})
