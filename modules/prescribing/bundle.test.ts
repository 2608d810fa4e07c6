import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

test('PR-21 a bundle whose charges do not say what kind of visit they are of is refused whole, with the charge named', async () => {
  const house = await newInstitution(world)
  const [institutionId, clerk] = [house.institutionId, await house.person('institution_clerk')]
  const charge = { resource: { resourceType: 'ChargeItem', id: 'c9', status: 'billed', code: { text: '药费' }, subject: { reference: 'Patient/p1' }, context: { reference: 'Encounter/V9' }, occurrenceDateTime: '2026-02-03', performingOrganization: { display: '内科' }, quantity: { value: 1 }, priceOverride: { value: 5 } } }
  for (const encounter of [[], [{ resource: { resourceType: 'Encounter', id: 'V9', status: 'finished' } }], [{ resource: { resourceType: 'Encounter', id: 'V9', status: 'finished', class: { code: 'NOWHERE' } } }]]) {
    const bytes = Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [charge, ...encounter] }))
    const announced = (await api(world, clerk).post('/prescribing/files', { name: 'b.json', size: bytes.length })).body as { id: string }
    await api(world, clerk).upload(`/prescribing/files/${institutionId}/${announced.id}/pieces/0`, [{ name: 'piece', bytes }])
    expect(await api(world, clerk).post(`/prescribing/files/${institutionId}/${announced.id}/arrival`)).toMatchObject({ status: 400, body: { error: 'prescribing.bundle_no_class', detail: expect.stringContaining('c9') } })
  }
  expect(await arrange(world, ({ tx }) => tx.selectFrom('charge_line').select('line_no').where('institution_id', '=', institutionId).execute())).toEqual([])
})
