import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp } from '../../server/platform/app.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { personIn, signIn, withPassword } from '../../server/testing/sign-in.ts'
import { tampered } from '../../server/testing/tampered.ts'
import { identityRoutes } from './routes.ts'

const publicUrl = 'http://localhost'
let world: World
let issuer: string
let server: Server

/** The provider as it comes: its development pages ask for any name and for consent. */
beforeAll(async () => {
  world = await newWorld()
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'huiyin', client_secret: 'a-secret-of-the-operator', redirect_uris: [`${publicUrl}/api/openid/callback`], grant_types: ['authorization_code'], response_types: ['code'] }],
    pkce: { required: () => true },
    cookies: { keys: ['test'] },
    claims: { openid: ['sub', 'preferred_username'] },
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id.toUpperCase() }) }),
  })
  server.on('request', provider.callback())
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await world.close()
})

async function appWith(given: { issuer: string; claim?: string }) {
  const app = await newApp({ ...world.platform, publicUrl })
  identityRoutes(app, { openId: { issuer: given.issuer, clientId: 'huiyin', clientSecret: 'a-secret-of-the-operator', claim: given.claim ?? 'sub', name: '统一身份认证' } })
  await app.http.ready()
  return app
}
type Running = Awaited<ReturnType<typeof appWith>>

const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')

/** A browser at the provider: follows, signs in as `name`, consents, and stops where the way leads back to us. */
async function throughProvider(start: string, name: string): Promise<string> {
  const jar = new Map<string, string>()
  const ask = async (url: string, form?: Record<string, string>) => {
    const answer = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST', redirect: 'manual',
      headers: { cookie: [...jar].map(([key, value]) => `${key}=${value}`).join('; ') },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    for (const each of cookiesOf(answer)) jar.set(each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1))
    return answer
  }
  let url = start
  for (let hop = 0; hop < 12; hop++) {
    if (url.startsWith(publicUrl)) return url
    let answer = await ask(url)
    if (answer.status === 200) {
      const page = await answer.text()
      const action = /action="([^"]+)"/.exec(page)?.[1] ?? ''
      answer = await ask(new URL(action, url).href, page.includes('name="login"') ? { prompt: 'login', login: name, password: 'any' } : { prompt: 'consent' })
    }
    url = new URL(answer.headers.get('location') ?? '', url).href
  }
  throw new Error('the provider never led back')
}

const begin = async (app: Running, to = '/plans') => {
  const answer = await app.http.inject({ url: `/api/openid/begin?to=${encodeURIComponent(to)}` })
  const kept = answer.cookies.find((each) => each.name === 'huiyin_openid')
  return { location: String(answer.headers['location']), kept: kept?.value ?? '', cookie: kept }
}
const comeBack = (app: Running, url: string, kept: string) => app.http.inject({ url: url.slice(publicUrl.length), cookies: { huiyin_openid: kept } })

test('AU-10 code and PKCE against a provider: the linked subject comes in and lands where it wanted to go', async () => {
  const app = await appWith({ issuer })
  const person = await (await newInstitution(world)).person('nurse')
  await arrange(world, (act) => act.tx.updateTable('account').set({ oidc_subject: 'lin-yue' }).where('account_id', '=', person.accountId).execute())
  const { location, kept, cookie } = await begin(app)
  const asked = new URL(location).searchParams
  expect(asked.get('code_challenge_method')).toBe('S256')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/api/openid' })
  const back = await throughProvider(location, 'lin-yue')
  const entered = await comeBack(app, back, kept)
  expect(entered.headers['location']).toBe('/console/plans')
  const session = personIn({ status: 303, body: null, headers: { ...entered.headers }, raw: Buffer.alloc(0) })
  expect((await api({ ...world, app }, session).get('/me')).body.actor.id).toBe(person.accountId)
  // The code was used; another browser with the same address gets nothing.
  expect((await comeBack(app, back, kept)).headers['location']).toBe('/console/sign-in?refused=identity.openid_failed')
  await app.http.close()
})

test('AU-10 a subject nobody linked is told so; with another claim it may be the sign-in name', async () => {
  const person = await (await newInstitution(world)).person('nurse')
  const { loginName } = await withPassword(world, person)
  const strict = await appWith({ issuer })
  const first = await begin(strict)
  expect((await comeBack(strict, await throughProvider(first.location, loginName), first.kept)).headers['location']).toBe('/console/sign-in?refused=identity.openid_unknown')
  const open = await appWith({ issuer, claim: 'preferred_username' })
  const second = await begin(open)
  expect((await comeBack(open, await throughProvider(second.location, loginName), second.kept)).headers['location']).toBe('/console/plans')
  await Promise.all([strict.http.close(), open.http.close()])
})

test('AU-10 without its own cookie, or with one changed or too old, the way back opens nothing', async () => {
  const app = await appWith({ issuer })
  const { location, kept } = await begin(app)
  const back = await throughProvider(location, 'lin-yue')
  const failed = '/console/sign-in?refused=identity.openid_failed'
  expect((await app.http.inject({ url: back.slice(publicUrl.length) })).headers['location']).toBe(failed)
  expect((await comeBack(app, back, tampered(kept))).headers['location']).toBe(failed)
  expect((await comeBack(app, back, (await begin(app)).kept)).headers['location']).toBe(failed)
  world.clock.advance(11 * 60_000)
  expect((await comeBack(app, back, kept)).headers['location']).toBe(failed)
  await app.http.close()
})

test('a provider that is down is one sentence, and passwords still open', async () => {
  const app = await appWith({ issuer: 'http://127.0.0.1:9' })
  expect((await begin(app)).location).toBe('/console/sign-in?refused=identity.provider_down')
  expect((await api({ ...world, app }, null).get('/door')).body.openId).toEqual({ label: '统一身份认证', path: '/api/openid/begin' })
  const person = await (await newInstitution(world)).person('nurse')
  const { loginName, password } = await withPassword(world, person)
  expect((await signIn({ ...world, app }, loginName, password)).reply.body).toEqual({ next: 'done' })
  await app.http.close()
})
