import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import { runLaunch } from './commands/launch.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

const graded = async (kind: string, level: string, regionCode: string) => {
  const body = await newInstitution(world, { kind, regionCode })
  await arrange(world, (act) => act.tx.updateTable('institution').set({ level }).where('id', '=', body.institutionId).execute())
  return body
}

test('PL-51 a duty for level-two-and-above hospitals makes no obligation at a township hospital, on no board and in no preview', async () => {
  const regionCode = '997101'
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const hospital = await graded('general', 'two', regionCode)
  const small = await graded('general', 'primary', regionCode)
  const township = await graded('township', 'primary', regionCode)
  const clerk = api(world, await commission.person('commission_clerk'))
  const text = '完成导诊台改造'
  const draftId = await arrange(world, (act) => arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading))
  const drafted = (await clerk.get(`/drafts/${draftId}`)).body
  const duty = drafted.understanding.duties.find((each: { text: string }) => each.text === text)
  const change = (revision: number, settings: object) => clerk.patch(`/drafts/${draftId}/duties/${duty.id}`, { revision, change: { settings } })
  expect((await change(1, { levels: ['four'] })).status).toBe(400)
  expect((await change(1, { levels: ['two', 'three'] })).status).toBe(200)
  const preview = (await clerk.get(`/drafts/${draftId}/launch-preview?startsOn=2026-03-02`)).body
  const each = (kind: string, level: string) => preview.perKind.find((row: { kind: string; level: string }) => row.kind === kind && row.level === level)?.obligationsEach as number
  const fewer = each('general', 'two') - each('general', 'primary')
  expect(fewer).toBeGreaterThan(0)
  expect(each('township', 'primary')).toBe(each('general', 'primary'))
  const planId: string = (await clerk.post('/plans', { draftId, revision: 2, institutionIds: [hospital, small, township].map((body) => body.institutionId), startsOn: '2026-03-02' })).body.planId
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  const listed = async (institutionId: string) => (await clerk.get(`/obligations?planId=${planId}&institutionId=${institutionId}&limit=500`)).body.rows as { text: string }[]
  const [ofHospital, ofSmall, ofTownship] = [await listed(hospital.institutionId), await listed(small.institutionId), await listed(township.institutionId)]
  expect(ofHospital.map((row) => row.text)).toContain(text)
  expect([...ofSmall, ...ofTownship].map((row) => row.text)).not.toContain(text)
  expect([ofHospital.length, ofSmall.length, ofTownship.length]).toEqual([each('general', 'two'), each('general', 'primary'), each('township', 'primary')])
  const { rows } = (await clerk.get(`/plans/${planId}/participants`)).body
  const sum = (id: string) => Object.values(rows.find((row: { institutionId: string }) => row.institutionId === id).counts as Record<string, number>).reduce((a, b) => a + b, 0)
  expect([sum(hospital.institutionId), sum(small.institutionId), sum(township.institutionId)]).toEqual([ofHospital.length, ofSmall.length, ofTownship.length])
})

test.each([
  ['by its body', '997102', { kinds: ['commission'] }, 'commission_clerk'],
  ['by its post', '997103', { role: 'inspector' }, 'inspector'],
] as const)('PL-37 PL-51 a duty that becomes the commission\'s own %s names no level any more', async (_, regionCode, settings, role) => {
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const clerk = api(world, await commission.person('commission_clerk'))
  const draftId = await arrange(world, (act) => arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading))
  const [duty] = (await clerk.get(`/drafts/${draftId}`)).body.understanding.duties
  const change = (revision: number, settings: object) => clerk.patch(`/drafts/${draftId}/duties/${duty.id}`, { revision, change: { settings } })
  await change(1, { levels: ['two'] })
  const own = await change(2, settings)
  expect(own.body.understanding.duties[0].settings).toMatchObject({ kinds: ['commission'], levels: null, role })
})
