import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp } from '../../server/platform/app.ts'
import { messageWorker } from '../../server/platform/messages.ts'
import { sendMessage } from '../../server/platform/notify.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { personIn } from '../../server/testing/sign-in.ts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { identityRoutes } from './routes.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

let next = 0
const newPhone = () => `1390000${String((next += 1)).padStart(4, '0')}`
const nobody = () => api(world, null)
/** What the demonstration's outbox shows as the last message to a phone. */
const codeFor = async (phone: string): Promise<string> => {
  const row = ((await nobody().get('/outbox?limit=100')).body.rows as { to: string; text: string }[]).find((each) => each.to === phone)
  return /\d{6}/.exec(row?.text ?? '')?.[0] ?? ''
}

test('AU-7 a phone and its code open a session; the account is made once; phone and code are nowhere in clear', async () => {
  const phone = newPhone()
  expect((await nobody().post('/citizen/codes', { phone: `+86 ${phone}` })).body).toEqual({ validMinutes: 5, resendAfterSeconds: 60 })
  const code = await codeFor(phone)
  const entered = await nobody().post('/citizen/session', { phone, code })
  expect(entered.body).toEqual({ next: 'done' })
  const me = await api(world, personIn(entered)).get('/me')
  expect(me.body).toMatchObject({ roles: ['citizen'], actor: { kind: 'citizen', institutionId: null, regionPrefix: null }, institution: null })
  expect((await nobody().post('/citizen/session', { phone, code })).body.error).toBe('identity.wrong_code')
  world.clock.advance(61_000)
  await nobody().post('/citizen/codes', { phone })
  const again = await nobody().post('/citizen/session', { phone, code: await codeFor(phone) })
  expect((await api(world, personIn(again)).get('/me')).body.actor.id).toBe(me.body.actor.id)
  const kept = await arrange(world, async (act) => JSON.stringify([await act.tx.selectFrom('citizen').selectAll().execute(), await act.tx.selectFrom('one_time_code').selectAll().execute(), await act.tx.selectFrom('outbox').selectAll().execute()]))
  expect(kept).not.toContain(phone)
  expect(kept).not.toContain(`"${code}"`)
})

test('AU-7 a citizen reaches nothing of staff', async () => {
  const phone = newPhone()
  await nobody().post('/citizen/codes', { phone })
  const citizen = api(world, personIn(await nobody().post('/citizen/session', { phone, code: await codeFor(phone) })))
  for (const path of ['/accounts', '/audit/events', '/settings']) expect(await citizen.get(path)).toMatchObject({ status: 403, body: { error: 'access.denied' } })
  expect((await citizen.get('/notices')).body.rows).toEqual([])
})

test('AU-7 five tries per code, the right one after them too', async () => {
  const phone = newPhone()
  await nobody().post('/citizen/codes', { phone })
  const code = await codeFor(phone)
  const wrong = code === '000000' ? '111111' : '000000'
  for (let n = 1; n <= 5; n++) expect((await nobody().post('/citizen/session', { phone, code: wrong })).status).toBe(401)
  expect((await nobody().post('/citizen/session', { phone, code })).status).toBe(401)
})

test('AU-7 a code lives five minutes', async () => {
  const phone = newPhone()
  await nobody().post('/citizen/codes', { phone })
  const code = await codeFor(phone)
  world.clock.advance(5 * 60_000)
  expect((await nobody().post('/citizen/session', { phone, code })).body.error).toBe('identity.wrong_code')
})

test('AU-7 no second code within a minute, no sixth within an hour, not even in a rush', async () => {
  const phone = newPhone()
  const rush = await Promise.all(Array.from({ length: 8 }, () => nobody().post('/citizen/codes', { phone })))
  expect(rush.filter((each) => each.status === 200)).toHaveLength(1)
  expect(rush.filter((each) => each.body.error === 'identity.code_too_soon')).toHaveLength(7)
  for (let n = 2; n <= 5; n++) {
    world.clock.advance(61_000)
    expect((await nobody().post('/citizen/codes', { phone })).status).toBe(200)
  }
  world.clock.advance(61_000)
  expect(await nobody().post('/citizen/codes', { phone })).toMatchObject({ status: 429, body: { error: 'identity.too_many_codes' } })
})

test('a number that is none is said at once', async () => {
  expect(await nobody().post('/citizen/codes', { phone: '12345678901' })).toMatchObject({ status: 400, body: { error: 'identity.phone_invalid' } })
})

test('outside the demonstration there is no outbox, and without a gateway no code', async () => {
  const app = await newApp({ ...world.platform, demo: false })
  identityRoutes(app)
  await app.http.ready()
  const real = api({ ...world, app }, null)
  expect((await real.get('/outbox')).status).toBe(404)
  expect((await real.get('/door')).body).toMatchObject({ demo: false, citizenCodes: false, demoAccounts: [], openId: null })
  expect((await real.post('/citizen/codes', { phone: newPhone() })).body.error).toBe('identity.no_messages')
  await app.http.close()
})

test('the SMS gateway gets the filled template; a failure is kept with its reason and tried again; sent is sent once', async () => {
  const got: { header: string | undefined; body: string }[] = []
  let status = 503
  const gateway = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')))
    request.on('end', () => {
      got.push({ header: request.headers['x-key']?.toString(), body })
      response.writeHead(status).end('busy')
    })
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`
  const relay = messageWorker(world.platform, { url, headers: '{"x-key":"k"}', body: '{"phone":"{to}","words":"{text}"}' })
  expect(relay.job).toBe(sendMessage.name)
  const phone = newPhone()
  await nobody().post('/citizen/codes', { phone })
  const id = await arrange(world, async (act) => (await act.tx.selectFrom('outbox').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()).id)
  const row = () => arrange(world, (act) => act.tx.selectFrom('outbox').select(['state', 'attempts', 'last_error']).where('id', '=', id).executeTakeFirstOrThrow())
  await expect(relay.run({ id })).rejects.toThrow('HTTP 503 busy')
  expect(await row()).toEqual({ state: 'waiting', attempts: 1, last_error: 'HTTP 503 busy' })
  status = 200
  await relay.run({ id })
  await relay.run({ id })
  expect(await row()).toEqual({ state: 'sent', attempts: 2, last_error: null })
  expect(got).toHaveLength(2)
  expect(got[1]?.header).toBe('k')
  expect(JSON.parse(got[1]?.body ?? '')).toMatchObject({ phone, words: expect.stringContaining('验证码') })
  gateway.close()
})
