import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../kernel/contract.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { api, newInstitution, newWorld, type World } from '../testing/api.ts'
import { newApp } from './app.ts'

const contract = {
  note: endpoint({ method: 'POST', path: '/trial/notes', access: ['institution_clerk'], summary: 'trial', body: z.object({ text: z.string().min(2) }), reply: z.object({ id: z.string(), count: z.number() }) }),
  fail: endpoint({ method: 'POST', path: '/trial/failures', access: 'signed-in', summary: 'trial', body: z.object({ keep: z.boolean() }) }),
  list: endpoint({ method: 'GET', path: '/trial/notes', access: 'signed-in', summary: 'trial', reply: z.object({ notes: z.array(z.string()) }) }),
}

let world: World
beforeAll(async () => {
  world = await newWorld()
  // A second app on the same platform, with endpoints of the test's own.
  const app = await newApp(world.platform)
  const kinds = async (read: { selectFrom: World['platform'] extends never ? never : any }) => read.selectFrom('event').select(['subject_id']).where('kind', '=', 'trial.noted').execute() // oxlint-disable-line typescript/no-explicit-any -- both handles of the platform read alike
  app.command(contract.note, async ({ tx, body, actor, record, newId }) => {
    const id = newId()
    await record({ institutionId: actor.institutionId ?? '', regionCode: '990121', kind: 'trial.noted', subjectId: body.text })
    return { id, count: (await kinds(tx)).length }
  })
  app.command(contract.fail, async ({ body, actor, record }) => {
    await record({ institutionId: actor.institutionId ?? '', regionCode: '990121', kind: 'trial.noted', subjectId: body.keep ? 'kept' : 'lost' })
    const no = new RefusedError('request.busy')
    if (body.keep) return no
    throw no
  })
  app.query(contract.list, async ({ read }) => ({ notes: (await kinds(read)).map((row: { subject_id: string }) => row.subject_id) }))
  await app.http.ready()
  world = { ...world, app }
})
afterAll(() => world.close())

test('a repeat with the same key gets the first answer, and nothing happens twice', async () => {
  const { person } = await newInstitution(world)
  const clerk = api(world, await person('institution_clerk'))
  const first = await clerk.post('/trial/notes', { text: 'one' }, { 'idempotency-key': 'k1' })
  const again = await clerk.post('/trial/notes', { text: 'one' }, { 'idempotency-key': 'k1' })
  expect(again.body).toEqual(first.body)
  expect((await clerk.get('/trial/notes')).body).toEqual({ notes: ['one'] })
  expect(await clerk.post('/trial/notes', { text: 'other' }, { 'idempotency-key': 'k1' })).toMatchObject({ status: 409, body: { error: 'request.key_reused' } })
})

test('ten repeats at once happen once', async () => {
  const { person } = await newInstitution(world)
  const clerk = api(world, await person('institution_clerk'))
  const answers = await Promise.all(Array.from({ length: 10 }, () => clerk.post('/trial/notes', { text: 'rush' }, { 'idempotency-key': 'rush' })))
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
  expect((await clerk.get('/trial/notes')).body.notes).toEqual(['rush'])
})

test('AC-2 the contract is asked before anything is read', async () => {
  const { person } = await newInstitution(world)
  expect(await api(world, null).post('/trial/notes', { text: 'x' })).toMatchObject({ status: 401, body: { error: 'access.sign_in' } })
  expect(await api(world, await person('nurse')).post('/trial/notes', {})).toMatchObject({ status: 403, body: { error: 'access.denied' } })
})

test("another institution's rows do not exist", async () => {
  const { person } = await newInstitution(world)
  await api(world, await person('institution_clerk')).post('/trial/notes', { text: 'mine' })
  const stranger = await newInstitution(world)
  expect((await api(world, await stranger.person('institution_clerk')).get('/trial/notes')).body).toEqual({ notes: [] })
  const commission = await newInstitution(world, { kind: 'commission' })
  expect((await api(world, await commission.person('commission_clerk')).get('/trial/notes')).body.notes).toContain('mine')
  const elsewhere = await newInstitution(world, { kind: 'commission', regionCode: '990122' })
  expect((await api(world, await elsewhere.person('commission_clerk')).get('/trial/notes')).body).toEqual({ notes: [] })
})

test('a thrown refusal keeps nothing, a returned one keeps what was written', async () => {
  const { person } = await newInstitution(world)
  const clerk = api(world, await person('institution_clerk'))
  expect(await clerk.post('/trial/failures', { keep: false })).toMatchObject({ status: 409 })
  expect(await clerk.post('/trial/failures', { keep: true })).toMatchObject({ status: 409 })
  expect((await clerk.get('/trial/notes')).body).toEqual({ notes: ['kept'] })
})

test('bad input names every field in Chinese, and a foreign page is refused', async () => {
  const { person } = await newInstitution(world)
  const clerk = api(world, await person('institution_clerk'))
  const bad = await clerk.post('/trial/notes', { text: '' })
  expect(bad).toMatchObject({ status: 400, body: { error: 'request.invalid', issues: [{ path: 'text' }] } })
  expect(bad.body.message).toMatch(/[一-鿿]/)
  expect(await clerk.post('/trial/notes', { text: 'xx' }, { origin: 'https://evil.example' })).toMatchObject({ status: 403, body: { error: 'request.foreign_origin' } })
})
