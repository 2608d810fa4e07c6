import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { personIn, signIn, withPassword } from '../../server/testing/sign-in.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

/** A member of staff without an account, holding a post. */
async function newMember(body: { institutionId: string; regionCode: string }, role = 'nurse', leftOn: string | null = null): Promise<string> {
  return arrange(world, async (act) => {
    const key = { institution_id: body.institutionId, region_code: body.regionCode }
    const [staffId, postId] = [act.newId(), act.newId()]
    await act.tx.insertInto('staff').values({ ...key, id: staffId, name: '新同事', employee_number: staffId.slice(-12), joined_on: '2020-01-01', left_on: leftOn }).execute()
    await act.tx.insertInto('post').values({ ...key, id: postId, role, title: role }).execute()
    await act.tx.insertInto('post_holding').values({ ...key, id: act.newId(), post_id: postId, staff_id: staffId, from_on: '2020-01-01' }).execute()
    return staffId
  })
}

let names = 0
const newName = () => `xin.${(names += 1)}`

test('AU-8 an invitation shows its password once; it opens only the change of itself; the reply is kept nowhere', async () => {
  const body = await newInstitution(world)
  const head = api(world, await body.person('institution_head'))
  const loginName = newName()
  const invited = await head.post('/accounts', { institutionId: body.institutionId, staffId: await newMember(body), loginName }, { 'idempotency-key': 'invite-1' })
  expect(invited).toMatchObject({ status: 200, body: { account: { loginName, state: 'invited', roles: ['nurse'], name: '新同事' } } })
  const password: string = invited.body.initialPassword
  const { reply, as } = await signIn(world, loginName, password)
  expect(reply.body).toEqual({ next: 'change_password' })
  const changed = await as.put('/me/password', { current: password, next: 'Neue-Wasser-48' })
  expect((await api(world, personIn(changed)).get('/me')).body).toMatchObject({ loginName, mustChangePassword: false })
  const kept = await arrange(world, async (act) => JSON.stringify([await act.tx.selectFrom('idempotency').selectAll().execute(), await act.tx.selectFrom('event').selectAll().execute()]))
  expect(kept).not.toContain(password)
})

test('AU-8 what an invitation may not be', async () => {
  const body = await newInstitution(world)
  const head = api(world, await body.person('institution_head'))
  const nurse = await newMember(body)
  const loginName = newName()
  expect((await head.post('/accounts', { institutionId: body.institutionId, staffId: nurse, loginName })).status).toBe(200)
  const invite = async (staffId: string, name: string, as = head) => (await as.post('/accounts', { institutionId: body.institutionId, staffId, loginName: name })).body.error
  expect(await invite(nurse, newName())).toBe('identity.account_exists')
  expect(await invite(await newMember(body), loginName)).toBe('identity.login_name_taken')
  expect(await invite(await newMember(body, 'nurse', '2026-01-31'), newName())).toBe('identity.staff_left')
  expect(await invite(crypto.randomUUID(), newName())).toBe('not_found')
  const clerk = api(world, await body.person('institution_clerk'))
  expect(await invite(await newMember(body, 'institution_head'), newName(), clerk)).toBe('identity.not_in_your_care')
  const stranger = api(world, await (await newInstitution(world)).person('institution_head'))
  expect(await invite(await newMember(body), newName(), stranger)).toBe('not_found')
  const nurseHerself = api(world, await body.person('nurse'))
  expect(await invite(await newMember(body), newName(), nurseHerself)).toBe('access.denied')
})

test('AU-8 a reset ends sessions and lock; the own account and what lies above are not in reach', async () => {
  const body = await newInstitution(world)
  const person = await body.person('institution_clerk')
  const { loginName, password } = await withPassword(world, person)
  const head = await body.person('institution_head')
  const keeper = api(world, head)
  for (let n = 1; n <= 5; n++) await signIn(world, loginName, 'wrong-wrong')
  expect((await keeper.get('/accounts?state=locked')).body.rows).toMatchObject([{ accountId: person.accountId, state: 'locked', blocked: { unlock: null } }])
  expect((await keeper.post(`/accounts/${person.accountId}/unlock`)).body).toMatchObject({ state: 'open', lockedUntil: null, blocked: { unlock: 'identity.not_locked' } })
  expect((await keeper.post(`/accounts/${person.accountId}/unlock`)).body.error).toBe('identity.not_locked')
  const open = await signIn(world, loginName, password)
  expect(open.reply.status).toBe(200)
  const reset = await keeper.post(`/accounts/${person.accountId}/reset`)
  expect((await open.as.get('/me')).status).toBe(401)
  expect((await signIn(world, loginName, password)).reply.status).toBe(401)
  expect((await signIn(world, loginName, reset.body.initialPassword)).reply.body).toEqual({ next: 'change_password' })
  expect((await keeper.post(`/accounts/${head.accountId}/reset`)).body.error).toBe('identity.own_account')
  const second = await body.person('institution_clerk')
  expect((await api(world, second).post(`/accounts/${head.accountId}/reset`)).body.error).toBe('identity.not_in_your_care')
})

test('AU-8 closing and opening, each once, each on the record', async () => {
  const body = await newInstitution(world)
  const nurse = await body.person('nurse')
  const head = api(world, await body.person('institution_head'))
  expect((await head.post(`/accounts/${nurse.accountId}/enable`)).body.error).toBe('identity.not_disabled')
  expect((await head.post(`/accounts/${nurse.accountId}/disable`, { reason: '调离' })).body.state).toBe('disabled')
  expect((await head.post(`/accounts/${nurse.accountId}/disable`, { reason: '调离' })).body.error).toBe('identity.already_disabled')
  world.clock.advance(1)
  expect((await head.post(`/accounts/${nurse.accountId}/enable`)).body.state).toBe('open')
  const kinds = ((await head.get('/audit/events?kind=identity.')).body.rows as { kind: string; detail: object }[]).map((row) => row.kind)
  expect(kinds).toEqual(['identity.account_enabled', 'identity.account_disabled'])
})

test('AU-8 a commission sees the accounts of its region, an institution its own, page by page', async () => {
  const regionCode = '990155'
  const one = await newInstitution(world, { regionCode })
  const other = await newInstitution(world, { regionCode })
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  for (const body of [one, other]) for (const role of ['nurse', 'doctor', 'institution_head'] as const) await body.person(role)
  const clerk = api(world, await commission.person('commission_clerk'))
  const all: string[] = []
  let after: string | null = ''
  while (after !== null) {
    const page = (await clerk.get(`/accounts?limit=3${after === '' ? '' : `&after=${after}`}`)).body as { rows: { accountId: string }[]; next: string | null }
    all.push(...page.rows.map((row) => row.accountId))
    after = page.next
  }
  expect(new Set(all).size).toBe(7)
  expect(all).toHaveLength(7)
  expect((await clerk.get(`/accounts?institutionId=${one.institutionId}`)).body.rows).toHaveLength(3)
  const head = api(world, await one.person('institution_head'))
  const own = (await head.get('/accounts')).body.rows as { institutionId: string }[]
  expect(own.every((row) => row.institutionId === one.institutionId)).toBe(true)
  expect((await head.get(`/accounts?institutionId=${other.institutionId}`)).body.rows).toEqual([])
})

test('AC-3 a commission post in a hospital gives no power, and without any post one sees no rows of the body', async () => {
  const body = await newInstitution(world)
  const self = await body.person('commission_head')
  const made = api(world, self)
  expect((await made.get('/me')).body).toMatchObject({ roles: [], actor: { institutionId: null, regionPrefix: null } })
  expect((await made.get('/settings')).status).toBe(403)
  expect((await made.get('/audit/events')).status).toBe(403)
})
