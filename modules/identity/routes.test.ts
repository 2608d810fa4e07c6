import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeAt } from '../../server/platform/authenticator.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { goodPassword, personIn, signIn, withPassword } from '../../server/testing/sign-in.ts'
import { settings } from '../setting/rules.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const minute = 60_000
const hospital = async () => {
  const body = await newInstitution(world)
  const person = await body.person('institution_clerk')
  return { ...body, clerk: person, ...(await withPassword(world, person)) }
}
const eventsOf = (institutionId: string) => arrange(world, async (act) => (await act.tx.selectFrom('event').select('kind').where('institution_id', '=', institutionId).orderBy('seq').execute()).map((row) => row.kind))

describe('name and password', () => {
  test('the right pair opens a session, leaves a trace, and the cookie keeps to itself', async () => {
    const { loginName, password, institutionId, clerk } = await hospital()
    const { reply, as } = await signIn(world, ` ${loginName.toUpperCase()} `, password)
    expect(reply).toMatchObject({ status: 200, body: { next: 'done' } })
    expect(String(reply.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/)
    expect((await as.get('/me')).body).toMatchObject({ loginName, roles: ['institution_clerk'], actor: { id: clerk.accountId, institutionId }, institution: { id: institutionId }, mustChangePassword: false, secondFactor: false, demo: true, unreadNotices: 0 })
    expect(await eventsOf(institutionId)).toEqual(['identity.signed_in'])
  })

  test('AU-1 five wrong tries lock for everyone, the right password too, until the time is over', async () => {
    const { loginName, password, institutionId } = await hospital()
    for (let n = 1; n <= 4; n++) expect((await signIn(world, loginName, 'wrong-wrong')).reply).toMatchObject({ status: 401, body: { error: 'identity.wrong_credentials' } })
    expect((await signIn(world, loginName, 'wrong-wrong')).reply).toMatchObject({ status: 423, body: { error: 'identity.locked' } })
    expect((await signIn(world, loginName, password)).reply).toMatchObject({ status: 423 })
    expect((await eventsOf(institutionId)).filter((kind) => kind === 'identity.sign_in_failed')).toHaveLength(5)
    world.clock.advance(15 * minute)
    expect((await signIn(world, loginName, password)).reply).toMatchObject({ status: 200 })
  })

  test('AU-1 twenty guesses at the same moment are counted one after another', async () => {
    const { loginName } = await hospital()
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(world, loginName, 'wrong-wrong')))
    expect(answers.filter((each) => each.reply.body.error === 'identity.wrong_credentials')).toHaveLength(4)
    expect(answers.filter((each) => each.reply.status === 423)).toHaveLength(16)
  })

  test('AU-11 a name nobody has is counted and locked the same way', async () => {
    const replies: unknown[] = []
    for (let n = 1; n <= 6; n++) replies.push((await signIn(world, 'nobody-has-this', 'wrong-wrong')).reply.body.error)
    expect(replies).toEqual([...Array.from({ length: 4 }, () => 'identity.wrong_credentials'), 'identity.locked', 'identity.locked'])
  })

  test('a closed account gets the answer of a wrong password, and its sessions are over', async () => {
    const { loginName, password, clerk, person } = await hospital()
    const head = api(world, await person('institution_head'))
    expect(await head.post(`/accounts/${clerk.accountId}/disable`, { reason: '离岗' })).toMatchObject({ status: 200, body: { state: 'disabled' } })
    expect((await api(world, clerk).get('/me')).status).toBe(401)
    expect((await signIn(world, loginName, password)).reply).toMatchObject({ status: 401, body: { error: 'identity.wrong_credentials' } })
  })
})

describe('AU-5 a session that owes something acts as nobody', () => {
  test('AU-5 a handed-out password opens nothing but its own change', async () => {
    const { institutionId, person } = await newInstitution(world)
    const clerk = await person('institution_clerk')
    const { loginName, password } = await withPassword(world, clerk, { mustChange: true })
    const { reply, as } = await signIn(world, loginName, password)
    expect(reply.body).toEqual({ next: 'change_password' })
    expect((await as.get('/me')).body).toMatchObject({ mustChangePassword: true, institution: { id: institutionId } })
    expect(await as.get('/notices')).toMatchObject({ status: 403, body: { error: 'identity.must_change_password' } })
    const changed = await as.put('/me/password', { current: password, next: 'Neue-Wasser-48' })
    expect(changed.body).toEqual({ next: 'done' })
    expect((await as.get('/me')).status).toBe(401)
    expect((await api(world, personIn(changed)).get('/notices')).status).toBe(200)
  })

  test('AU-3 a password older than the setting is due, by the same clock in the database and in the rule', async () => {
    const { loginName, password } = await hospital()
    const before = await signIn(world, loginName, password)
    const days = settings['identity.password_days'].standard
    await arrange(world, (act) => act.tx.updateTable('account').set({ password_changed_at: new Date(act.now.getTime() - days * 86_400_000).toISOString() }).where('login_name', '=', loginName).execute())
    expect((await before.as.get('/notices')).body.error).toBe('identity.must_change_password')
    expect((await signIn(world, loginName, password)).reply.body).toEqual({ next: 'change_password' })
  })

  test('AU-2 what the new password may not be', async () => {
    const { loginName, password } = await hospital()
    const { as } = await signIn(world, loginName, password)
    const change = (next: string, current = password) => as.put('/me/password', { current, next })
    expect((await change('short')).body.error).toBe('identity.password_short')
    expect((await change(`${loginName}-2026`)).body.error).toBe('identity.password_is_name')
    expect((await change('password1234')).body.error).toBe('identity.password_weak')
    expect((await change(password)).body.error).toBe('identity.password_used')
    expect(await change('Andere-Wasser-9', 'not-the-one')).toMatchObject({ status: 403, body: { error: 'identity.wrong_password' } })
  })

  test('AU-2 none of the last five comes back', async () => {
    const { loginName, password } = await hospital()
    let { person, as } = await signIn(world, loginName, password)
    let current = password
    for (let n = 1; n <= 5; n++) {
      world.clock.advance(1000)
      const next = `Wechsel-Wasser-${n}${n}`
      const reply = await as.put('/me/password', { current, next })
      expect(reply.status).toBe(200)
      person = personIn(reply)
      as = api(world, person)
      current = next
    }
    expect((await as.put('/me/password', { current, next: 'Wechsel-Wasser-11' })).body.error).toBe('identity.password_used')
    expect((await as.put('/me/password', { current, next: password })).status).toBe(200)
  })
})

describe('second factor', () => {
  const enrolled = async () => {
    const given = await hospital()
    const { as } = await signIn(world, given.loginName, given.password)
    expect((await as.post('/me/second-factor/enrolment', { password: 'not-the-one' })).body.error).toBe('identity.wrong_password')
    const start = await as.post('/me/second-factor/enrolment', { password: given.password })
    expect(start.body.uri).toMatch(/^otpauth:\/\/totp\//)
    expect(start.body.qrSvg).toMatch(/^<svg/)
    expect((await as.post('/me/second-factor', { code: '000000' })).body.error).toBe('identity.wrong_code')
    const secret: string = start.body.secret
    const code = () => codeAt(secret, world.clock.now())
    const confirmed = await as.post('/me/second-factor', { code: code() })
    expect(confirmed.body.recoveryCodes).toHaveLength(10)
    return { ...given, as, code, recoveryCodes: confirmed.body.recoveryCodes as string[] }
  }

  test('AU-4 the code of a step opens once; the full session has a token of its own', async () => {
    const { loginName, password, code } = await enrolled()
    const first = await signIn(world, loginName, password)
    expect(first.reply.body).toEqual({ next: 'second_factor' })
    for (const path of ['/me', '/notices']) expect(await first.as.get(path)).toMatchObject({ status: 401, body: { error: 'identity.second_factor_needed' } })
    // The step of the enrolment was used already.
    expect((await first.as.post('/session/second-factor', { code: code() })).body.error).toBe('identity.wrong_code')
    world.clock.advance(30_000)
    const second = await first.as.post('/session/second-factor', { code: code() })
    expect(second.body).toEqual({ next: 'done' })
    const opened = personIn(second)
    expect(opened?.token).not.toBe(first.person?.token)
    expect((await first.as.get('/me')).status).toBe(401)
    expect((await api(world, opened).get('/me')).body).toMatchObject({ secondFactor: true })
    const again = await signIn(world, loginName, password)
    expect((await again.as.post('/session/second-factor', { code: code() })).body.error).toBe('identity.wrong_code')
  })

  test('AU-9 each recovery code opens once', async () => {
    const { loginName, password, recoveryCodes } = await enrolled()
    const present = async (code: string) => (await (await signIn(world, loginName, password)).as.post('/session/second-factor', { code })).status
    expect(await present((recoveryCodes[0] ?? '').toUpperCase())).toBe(200)
    expect(await present(recoveryCodes[0] ?? '')).toBe(401)
    expect(await present(recoveryCodes[1] ?? '')).toBe(200)
  })

  test('AU-1 guessing codes counts towards the lock, and a right password in between does not start it afresh', async () => {
    const { loginName, password } = await enrolled()
    const guess = async () => (await (await signIn(world, loginName, password)).as.post('/session/second-factor', { code: '000000' })).body.error
    for (let n = 1; n <= 4; n++) expect(await guess()).toBe('identity.wrong_code')
    expect(await guess()).toBe('identity.locked')
    expect((await signIn(world, loginName, password)).reply.status).toBe(423)
  })

  test('it goes only with a code, and then a password is enough', async () => {
    const { loginName, password, as, code } = await enrolled()
    expect((await as.post('/me/second-factor/removal', { code: '000000' })).body.error).toBe('identity.wrong_code')
    expect((await as.post('/me/second-factor/enrolment', { password })).body.error).toBe('identity.second_factor_on')
    world.clock.advance(30_000)
    expect((await as.post('/me/second-factor/removal', { code: code() })).status).toBe(200)
    expect((await signIn(world, loginName, password)).reply.body).toEqual({ next: 'done' })
  })

  test('without a pending step there is nothing to present', async () => {
    expect((await api(world, null).post('/session/second-factor', { code: '123456' })).body.error).toBe('identity.no_pending_step')
  })
})

describe('AU-6 sessions', () => {
  test('AU-6 they end when idle, and at the latest after a day', async () => {
    const { loginName, password } = await hospital()
    const { as } = await signIn(world, loginName, password)
    for (let hours = 1; hours < 24; hours += 7) {
      expect((await as.get('/me')).status).toBe(200)
      world.clock.advance(7 * 60 * minute)
    }
    expect((await as.get('/me')).status).toBe(401)
    const idle = await signIn(world, loginName, password)
    expect((await idle.as.get('/me')).status).toBe(200)
    world.clock.advance(settings['identity.idle_minutes'].standard * minute)
    expect((await idle.as.get('/me')).status).toBe(401)
  })

  test('AU-6 the sixth ends the oldest; one can be ended from another place, and all at once', async () => {
    const { loginName, password } = await hospital()
    const places: ReturnType<typeof api>[] = []
    for (let n = 0; n < 6; n++) {
      world.clock.advance(1000)
      places.push((await signIn(world, loginName, password)).as)
    }
    const status = async () => Promise.all(places.map(async (place) => (await place.get('/me')).status))
    expect(await status()).toEqual([401, 200, 200, 200, 200, 200])
    const list = (await places[5]?.get('/me/sessions'))?.body.rows as { id: string; current: boolean }[]
    expect(list.map((each) => each.current)).toEqual([true, false, false, false, false])
    expect((await places[5]?.delete(`/me/sessions/${list[1]?.id}`))?.status).toBe(200)
    expect(await status()).toEqual([401, 200, 200, 200, 401, 200])
    await places[5]?.post('/session/everywhere/end')
    expect(await status()).toEqual([401, 401, 401, 401, 401, 401])
  })

  test("AU-6 nobody ends another's session", async () => {
    const mine = await hospital()
    const { as } = await signIn(world, mine.loginName, mine.password)
    const other = await hospital()
    const stranger = await signIn(world, other.loginName, goodPassword)
    const [session] = (await as.get('/me/sessions')).body.rows as { id: string }[]
    expect((await stranger.as.delete(`/me/sessions/${session?.id}`)).status).toBe(404)
    expect((await as.delete('/session')).status).toBe(200)
    expect((await as.get('/me')).status).toBe(401)
  })
})
