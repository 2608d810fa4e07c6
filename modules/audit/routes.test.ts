import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T15:58:00.000Z')
})
afterAll(() => world.close())

type Rows = { kind: string; subjectId: string; seq: number; institutionName: string }[]

test('CH-2 events are filtered by body, kind, module, person, subject and day, and paged without gap or repeat', async () => {
  const regionCode = '990171'
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  const clerk = api(world, await commission.person('commission_clerk'))
  const one = await newInstitution(world, { regionCode })
  const other = await newInstitution(world, { regionCode })
  world.clock.set('2026-03-02T15:59:00.000Z')
  await arrange(world, async (act) => {
    for (const body of [one, other]) {
      await act.record(...[1, 2, 3].map((n) => ({ institutionId: body.institutionId, regionCode, kind: n === 3 ? 'trial.ended' : 'trial.noted', subjectId: `s${n}` })))
    }
  })
  world.clock.set('2026-03-02T16:00:00.000Z')
  await arrange(world, (act) => act.record({ institutionId: one.institutionId, regionCode, kind: 'other.noted', subjectId: 's1' }))
  const rows = async (query: string) => ((await clerk.get(`/audit/events?${query}`)).body.rows as Rows).map((row) => `${row.kind} ${row.subjectId}`)
  expect(await rows(`institutionId=${other.institutionId}`)).toEqual(['trial.ended s3', 'trial.noted s2', 'trial.noted s1'])
  expect(await rows('kind=trial.ended')).toHaveLength(2)
  expect(await rows('kind=trial.')).toHaveLength(6)
  expect(await rows('subjectId=s1')).toHaveLength(3)
  expect(await rows('from=2026-03-03')).toEqual(['other.noted s1'])
  expect(await rows('to=2026-03-02')).toHaveLength(6)
  const all: string[] = []
  let after: string | null = ''
  while (after !== null) {
    const page = (await clerk.get(`/audit/events?limit=2${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`)).body as { rows: { id: string }[]; next: string | null }
    all.push(...page.rows.map((row) => row.id))
    after = page.next
  }
  expect(all).toHaveLength(7)
  expect(new Set(all).size).toBe(7)
  expect((await clerk.get('/audit/events?after=nonsense')).status).toBe(400)
})

test('CH-3 a head of an institution reads the own body, a nurse nothing, another county nothing', async () => {
  const regionCode = '990172'
  const [one, other] = [await newInstitution(world, { regionCode }), await newInstitution(world, { regionCode })]
  await arrange(world, async (act) => {
    for (const body of [one, other]) await act.record({ institutionId: body.institutionId, regionCode, kind: 'trial.noted', subjectId: body.institutionId })
  })
  const head = api(world, await one.person('institution_head'))
  expect(((await head.get('/audit/events')).body.rows as Rows).map((row) => row.subjectId)).toEqual([one.institutionId])
  expect((await head.get(`/audit/events?institutionId=${other.institutionId}`)).body.rows).toEqual([])
  expect((await api(world, await one.person('nurse')).get('/audit/events')).status).toBe(403)
  const elsewhere = await newInstitution(world, { kind: 'commission', regionCode: '990173' })
  expect((await api(world, await elsewhere.person('auditor')).get('/audit/events')).body.rows).toEqual([])
  expect((await head.get('/audit/kinds')).body.kinds.length).toBeGreaterThan(20)
})
