import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareCatalogues } from '../../server/prepare.ts'
import { api, newInstitution, newWorld, type World } from '../../server/testing/api.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  await prepareCatalogues(world.platform)
})
afterAll(() => world.close())

test('TP-1 anyone reads what each clause orders, what carries it, and whether that is live', async () => {
  const { rows } = (await api(world, null).get('/templates')).body
  expect(rows).toHaveLength(5)
  for (const row of rows) {
    const { body } = await api(world, null).get(`/templates/${row.id}`)
    const clauses = body.parts.flatMap((part: { clauses: unknown[] }) => part.clauses)
    expect(clauses).toHaveLength(row.clauses)
    const duties = clauses.flatMap((clause: { duties: { bind: { live: boolean; step: number | null } }[] }) => clause.duties)
    expect(duties).toHaveLength(row.duties)
    expect(duties.filter((duty: { bind: { live: boolean } }) => duty.bind.live)).toHaveLength(row.live)
    expect(duties.every((duty: { bind: { live: boolean; step: number | null } }) => !duty.bind.live || duty.bind.step === null)).toBe(true)
  }
  expect((await api(world, null).get('/templates/no-such')).status).toBe(404)
})

test('the portal shows the templates without a script', async () => {
  const list = await world.app.http.inject({ url: '/templates' })
  expect(list.statusCode).toBe(200)
  expect(list.body).toContain('href="/templates/ten-actions"')
  const one = await world.app.http.inject({ url: '/templates/ten-actions' })
  expect(one.statusCode).toBe(200)
  expect(one.body).toContain('建设中')
  expect((await world.app.http.inject({ url: '/templates/no-such' })).statusCode).toBe(404)
})

test('TP-5 and TP-7 a clerk makes a draft, which names the version it was made from and asks to be confirmed', async () => {
  const commission = await newInstitution(world, { kind: 'commission' })
  const clerk = api(world, await commission.person('commission_clerk'))
  const made = await clerk.post('/templates/ten-actions/drafts', { year: 2026, title: '云溪县十项行动方案', issuer: '云溪县卫生健康委' })
  expect(made.status).toBe(200)
  const { body: draft } = await clerk.get(`/drafts/${made.body.draftId}`)
  expect(draft).toMatchObject({ title: '云溪县十项行动方案', state: 'draft' })
  const versions = await world.platform.database.pool.query('select id, version from plan_template order by id, version')
  expect(versions.rows).toHaveLength(5)
  expect(versions.rows.every((row: { version: number }) => row.version === 1)).toBe(true)
  await prepareCatalogues(world.platform)
  expect((await world.platform.database.pool.query('select 1 from plan_template')).rowCount).toBe(5)
})

test('who does not make plans makes no draft', async () => {
  const body = await newInstitution(world)
  expect((await api(world, await body.person('institution_clerk')).post('/templates/ten-actions/drafts', { year: 2026, title: '十项行动方案' })).status).toBe(403)
  expect((await api(world, null).post('/templates/ten-actions/drafts', { year: 2026, title: '十项行动方案' })).status).toBe(401)
  const clerk = api(world, await (await newInstitution(world, { kind: 'commission' })).person('commission_clerk'))
  expect((await clerk.post('/templates/no-such/drafts', { year: 2026, title: '十项行动方案' })).status).toBe(404)
})
