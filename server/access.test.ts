import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commissionRoles, roles, staffRoles, type StaffRole } from '../kernel/actor.ts'
import type { Endpoint } from '../kernel/contract.ts'
import { newToken, tokenHash } from './platform/crypto.ts'
import { api, arrange, newInstitution, newWorld, type Person, type World } from './testing/api.ts'
import { declaredTables, dropChecks, makeRow, type Declared } from './testing/rows.ts'
import { sampleOf } from './testing/sample.ts'

// Every endpoint × everybody × another institution's data. The other institution lies in another city; each of its
// tables holds a row with a mark in every text, so that anything that leaks is recognised wherever it appears.
const mark = '异地机密'
const foreign = { institution_id: randomUUID(), region_code: '990221' }
const rowIds = new Map<string, string>()

let world: World
let superuser: Client
let tables: Declared[]
const people = new Map<string, Person>()
let before: string

beforeAll(async () => {
  world = await newWorld()
  superuser = new Client({ connectionString: world.superUrl })
  await superuser.connect()
  const hospital = await newInstitution(world)
  const commission = await newInstitution(world, { kind: 'commission' })
  for (const role of staffRoles) people.set(role, await ((commissionRoles as readonly StaffRole[]).includes(role) ? commission : hospital).person(role))
  people.set('citizen', await withoutBody('citizen'))
  const owing = await hospital.person('institution_head')
  await arrange(world, (act) => act.tx.updateTable('session').set({ pending_second_factor: true }).where('account_id', '=', owing.accountId).execute())
  people.set('owes the second factor', owing)
  const due = await commission.person('commission_head')
  await arrange(world, (act) => act.tx.updateTable('account').set({ must_change_password: true }).where('account_id', '=', due.accountId).execute())
  people.set('owes a new password', due)
  await makeForeign()
  before = await fingerprint()
}, 120_000)
afterAll(async () => {
  await superuser.end()
  await world.close()
})

async function withoutBody(kind: 'citizen'): Promise<Person> {
  return arrange(world, async (act) => {
    const [accountId, token, at] = [act.newId(), newToken(), act.now.toISOString()]
    await act.tx.insertInto('account').values({ account_id: accountId, kind, display_name: '', created_at: at }).execute()
    await act.tx.insertInto('session').values({ token_hash: tokenHash(token), id: act.newId(), account_id: accountId, method: 'code', created_at: at, last_seen_at: at, expires_at: '2099-01-01T00:00:00.000Z' }).execute()
    return { accountId, staffId: '', institutionId: '', role: 'nurse', token }
  })
}

async function makeForeign(): Promise<void> {
  await arrange(world, async (act) => {
    for (const [code, level, parent] of [['990200', 'city', '990000'], ['990221', 'county', '990200']] as const) {
      await act.tx.insertInto('region').values({ code, name: `地区${code}`, level, parent_code: parent }).onConflict((c) => c.doNothing()).execute()
    }
    await act.tx.insertInto('institution').values({ id: foreign.institution_id, region_code: foreign.region_code, name: '外地医院', short_name: '外地', kind: 'general', level: 'two', ownership: 'public', credit_code: 'FOREIGN', created_at: act.now.toISOString() }).execute()
  })
  tables = (await declaredTables(superuser)).filter((table) => table.policy === 'owned' || table.policy === 'append')
  await dropChecks(superuser)
  for (const table of tables) {
    const row = await makeRow(superuser, table, { ...foreign, ...(table.name === 'leading_group' ? { plan_id: null } : {}) }, mark)
    if (typeof row['id'] === 'string') rowIds.set(table.name, row['id'])
  }
  people.set('a witness', await witness())
  const account = (await declaredTables(superuser)).find((table) => table.name === 'account')
  if (account === undefined) throw new Error('no table of accounts')
  const row = await makeRow(superuser, account, { institution_id: foreign.institution_id, staff_id: rowIds.get('staff'), kind: 'staff', disabled_at: null }, mark)
  rowIds.set('account', String(row['account_id']))
}

/** Somebody of the other institution, who does see the mark: so the walk would, if a line were missing. */
async function witness(): Promise<Person> {
  return arrange(world, async (act) => {
    const [staffId, postId, accountId, token, at] = [act.newId(), act.newId(), act.newId(), newToken(), act.now.toISOString()]
    await act.tx.insertInto('staff').values({ ...foreign, id: staffId, name: `${mark}证人`, employee_number: 'W1', joined_on: '2020-01-01' }).execute()
    await act.tx.insertInto('post').values({ ...foreign, id: postId, role: 'institution_head', title: mark }).execute()
    await act.tx.insertInto('post_holding').values({ ...foreign, id: act.newId(), post_id: postId, staff_id: staffId, from_on: '2020-01-01' }).execute()
    await act.tx.insertInto('account').values({ account_id: accountId, kind: 'staff', display_name: '证人', institution_id: foreign.institution_id, staff_id: staffId, created_at: at }).execute()
    await act.tx.insertInto('session').values({ token_hash: tokenHash(token), id: act.newId(), account_id: accountId, created_at: at, last_seen_at: at, expires_at: '2099-01-01T00:00:00.000Z' }).execute()
    return { accountId, staffId, institutionId: foreign.institution_id, role: 'institution_head', token }
  })
}

/** Everything the other institution owns, as one text: what was not changed gives the same again. */
async function fingerprint(): Promise<string> {
  const parts: string[] = []
  for (const table of tables) {
    const { rows } = await superuser.query<{ sum: string }>(`select md5(coalesce(string_agg(t::text, ';' order by t::text), '')) as sum from "${table.name}" t where institution_id = $1`, [foreign.institution_id])
    parts.push(`${table.name} ${rows[0]?.sum}`)
  }
  const { rows } = await superuser.query<{ sum: string }>(`select md5(a::text) as sum from account a where account_id = $1`, [rowIds.get('account')])
  return [...parts, rows[0]?.sum].join('\n')
}

/** An id of the other institution for a field of this name: 'staffId' is its member of staff. */
function foreignId(name: string): string {
  const noun = name.replace(/Ids?$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  if (noun.endsWith('institution')) return foreign.institution_id
  const table = [...rowIds.keys()].find((each) => each === noun || each.endsWith(`_${noun}`) || noun.endsWith(`_${each}`))
  return rowIds.get(table ?? '') ?? rowIds.get('staff') ?? ''
}

const isNamed = (name: string) => /id$/i.test(name)
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '2026')
function pathOf(endpoint: Endpoint): { path: string; isForeign: boolean } {
  const params = sampleOf(endpoint.params, foreignId)
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const path = names.reduce((text, name) => text.replace(`:${name}`, encodeURIComponent(isNamed(name) ? foreignId(name) : textOf(params[name]))), endpoint.path)
  return { path, isForeign: names.some(isNamed) }
}

async function call(endpoint: Endpoint, who: string): Promise<{ status: number; text: string }> {
  const as = api(world, people.get(who) ?? null)
  const { path } = pathOf(endpoint)
  const body = sampleOf(endpoint.body, foreignId)
  const reply = endpoint.method === 'GET' ? await as.get(path) : await { POST: as.post, PUT: as.put, PATCH: as.patch, DELETE: (to: string) => as.delete(to) }[endpoint.method](path, body)
  return { status: reply.status, text: reply.raw.toString('utf8') }
}

const everybody = ['nobody', ...roles, 'owes the second factor', 'owes a new password']
const nameOf = (endpoint: Endpoint) => `${endpoint.method} ${endpoint.path}`
/** Ends the caller's own session, so it is asked last. */
const walk = () => [...world.app.endpoints].sort((a, b) => Number(/everywhere/.test(a.path)) - Number(/everywhere/.test(b.path)))

/** What anybody may ask before anyone is known; a new one is a decision, made here. */
const forAnyone = ['DELETE /session', 'GET /door', 'GET /free', 'GET /free/slots', 'GET /intake/hotline/:sourceNumber', 'GET /me', 'GET /open/:key/files/:institutionId/:fileId', 'GET /open/bulletins/:bulletinId/:version/bulletin.docx', 'GET /open/bulletins/:bulletinId/:version/bulletin.pdf', 'GET /outbox', 'GET /templates', 'GET /templates/:templateId', 'POST /citizen/codes', 'POST /citizen/session', 'POST /intake/hotline', 'POST /session', 'POST /session/second-factor', 'PUT /me/password']

test('AC-2 what is open to anyone is on this list and nowhere else', () => {
  expect(world.app.endpoints.length).toBeGreaterThan(80)
  expect(world.app.endpoints.filter((endpoint) => endpoint.access === 'anyone').map(nameOf).sort()).toEqual(forAnyone)
})

test('AC-2 whom the contract does not name is refused before anything else, on every endpoint', { timeout: 300_000 }, async () => {
  const faults: string[] = []
  let asked = 0
  for (const endpoint of walk()) {
    const { access } = endpoint
    if (access === 'anyone') continue
    for (const who of everybody) {
      const isAdmitted = people.has(who) && !who.startsWith('owes') && (access === 'signed-in' || access.some((role) => role === who))
      if (isAdmitted) continue
      const { status } = await call(endpoint, who)
      asked += 1
      const wanted = who === 'nobody' || who === 'owes the second factor' ? 401 : 403
      if (status !== wanted) faults.push(`${nameOf(endpoint)} as ${who}: ${status}, not ${wanted}`)
    }
  }
  expect(faults).toEqual([])
  expect(asked).toBeGreaterThan(500)
  expect(await fingerprint()).toBe(before)
})

test("AC-1 nobody who is admitted reaches another institution's data: no reply shows it, no request changes it", { timeout: 300_000 }, async () => {
  const faults: string[] = []
  const refused = new Map<number, number>()
  for (const endpoint of walk()) {
    const { access } = endpoint
    const { isForeign } = pathOf(endpoint)
    for (const who of everybody) {
      if (who === 'nobody' || who.startsWith('owes') || !(access === 'anyone' || access === 'signed-in' || access.some((role) => role === who))) continue
      // Signing out would end the walk; it concerns no other institution.
      if (nameOf(endpoint) === 'DELETE /session') continue
      const { status, text } = await call(endpoint, who)
      refused.set(status, (refused.get(status) ?? 0) + 1)
      const says = (what: string) => faults.push(`${nameOf(endpoint)} as ${who}: ${what}`)
      if (status >= 500) says(`${status} ${text.slice(0, 120)}`)
      if (text.includes(mark)) says(`shows what it must not: ${text.slice(Math.max(0, text.indexOf(mark) - 80), text.indexOf(mark) + 20)}`)
      if (isForeign && status < 400 && !isPublic(endpoint)) says(`${status} for a row of another institution`)
    }
  }
  expect(faults).toEqual([])
  expect([...refused.keys()]).toContain(404)
  expect(await fingerprint()).toBe(before)
})

test('the mark is there to be seen: who belongs to the other institution sees it', async () => {
  const paths = walk().filter((endpoint) => endpoint.method === 'GET' && endpoint.access !== 'anyone')
  const shown: string[] = []
  for (const endpoint of paths) if ((await call(endpoint, 'a witness')).text.includes(mark)) shown.push(nameOf(endpoint))
  expect(shown.length).toBeGreaterThanOrEqual(4)
})

/** Names and kinds of institutions are public facts, also those of other regions; so are lists that come back empty. */
const isPublic = (endpoint: Endpoint): boolean => endpoint.method === 'GET' && /^\/institutions\/:institutionId(\/(departments|staff|posts)(\.xlsx)?)?$/.test(endpoint.path)
