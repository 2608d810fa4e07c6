import { afterAll, beforeAll, expect, test } from 'vitest'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import { defaultSettings, type DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { prepareCatalogues } from './prepare.ts'
import { api, arrange, newInstitution, newWorld, type World } from './testing/api.ts'

// A duty that asks for particular entries, from the draft to its verdict: other entries of the register change nothing.
let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-04T02:00:00.000Z')
  await prepareCatalogues(world.platform)
})
afterAll(() => world.close())

const weekly = { rrule: 'FREQ=WEEKLY;BYDAY=SU', start: null, until: null, printed: '每周' }
const duty = (id: string, factKey: string, where: string | null): DutyItem => ({
  id, clauseId: 'c-1', subject: '各医院', inferredSubject: false, kind: 'record', text: id, due: null, cadence: weekly, target: null, products: [], receiver: null, responsible: null, line: 1,
  settings: { ...defaultSettings, factKey, where },
})

async function county() {
  const commission = await newInstitution(world, { kind: 'commission' })
  const hospital = await newInstitution(world)
  const departmentId = await arrange(world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: hospital.institutionId, id, region_code: hospital.regionCode, name: '内科', kind: 'clinical' }).execute()
    return id
  })
  return { commission, hospital, departmentId, clerk: await commission.person('commission_clerk'), nurse: await hospital.person('nurse', departmentId) }
}

const draft = (commission: { institutionId: string; regionCode: string }, duties: DutyItem[]) => arrange(world, (act) => arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] })))

async function campaign(duties: DutyItem[]) {
  const found = await county()
  const draftId = await draft(found.commission, duties)
  const planId = await arrange(world, (act) => launchPlan(act, { draftId, revision: 1, institutionIds: [found.hospital.institutionId], startsOn: '2026-03-02', endsOn: '2026-03-08', graceDays: 30 }))
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  await ruleFedPeriods(world.platform, { planId })
  const rows = async () => (await api(world, found.clerk).get(`/obligations?planId=${planId}&limit=50`)).body.rows as { text: string; verdict: string; periodId: string; why: { params: object } }[]
  const verdicts = async () => Object.fromEntries((await rows()).map((row) => [row.text, row.verdict]))
  const changes = async () => (await arrange(world, (act) => act.tx.selectFrom('event').select('seq').where('institution_id', '=', found.hospital.institutionId).where('kind', '=', 'plan.verdicts_changed').execute())).length
  return { ...found, planId, rows, verdicts, changes }
}

const talk = (departmentId: string, speaker: string, values: object = {}) => ({ on: '2026-03-03', departmentId, version: 1, values: { topic: '少盐饮食', theme: 'diet', speaker, attended: 20, form: 'lecture', ...values } })

test('PL-52 an entry that does not fit changes nothing, one that fits meets the duty, and a correction takes it back', async () => {
  const { hospital, departmentId, nurse, clerk, rows, verdicts } = await campaign([duty('any', 'health-education', null), duty('bedside', 'health-education', "form == 'bedside'"), duty('many at the bedside', 'health-education', "form in ['bedside', 'online'] and attended >= 30")])
  expect(await verdicts()).toEqual({ any: 'due', bedside: 'due', 'many at the bedside': 'due' })
  const enter = (values?: object) => api(world, nurse).upload('/registers/health-education/entries', [], talk(departmentId, nurse.staffId, values))
  expect((await enter()).status).toBe(200)
  expect(await verdicts()).toEqual({ any: 'met', bedside: 'due', 'many at the bedside': 'due' })
  expect((await enter({ form: 'bedside' })).status).toBe(200)
  expect(await verdicts()).toEqual({ any: 'met', bedside: 'met', 'many at the bedside': 'due' })
  const last = await enter({ form: 'online', attended: 30 })
  expect(await verdicts()).toEqual({ any: 'met', bedside: 'met', 'many at the bedside': 'met' })
  const corrected = await api(world, nurse).upload(`/registers/health-education/entries/${hospital.institutionId}/${last.body.id}/correction`, [], { ...talk(departmentId, nurse.staffId, { form: 'online', attended: 29 }), revision: last.body.revision })
  expect(corrected.status, JSON.stringify(corrected.body)).toBe(200)
  expect(await verdicts()).toEqual({ any: 'met', bedside: 'met', 'many at the bedside': 'due' })
  const bedside = (await rows()).find((row) => row.text === 'bedside')
  const at = `/obligations/${hospital.institutionId}/${bedside?.periodId ?? ''}`
  expect((await api(world, clerk).get(at)).body).toMatchObject({ only: { zh: '形式为床旁宣教', en: expect.any(String) as unknown }, factName: { zh: '科室健康教育' } })
  const facts = (await api(world, clerk).get(`${at}/facts`)).body
  expect(facts).toMatchObject({ total: 1, rows: [{ on: '2026-03-03' }] })
})

test('PL-52 no verdict moves and none is recorded for an entry that does not fit', async () => {
  const { departmentId, nurse, changes, rows } = await campaign([duty('bedside', 'health-education', "form == 'bedside'")])
  const before = await changes()
  expect((await api(world, nurse).upload('/registers/health-education/entries', [], talk(departmentId, nurse.staffId))).status).toBe(200)
  expect([await changes(), (await rows())[0]?.why]).toEqual([before, { code: 'units_running', params: expect.objectContaining({ reached: 0, expected: 1 }) as unknown }])
  expect((await api(world, nurse).upload('/registers/health-education/entries', [], talk(departmentId, nurse.staffId, { form: 'bedside' }))).status).toBe(200)
  expect(await changes()).toBe(before + 1)
})

test('DR-9 a filter is chosen among what the register knows; one that does not fit is refused, and it goes with its register', async () => {
  const { commission, clerk } = await county()
  const draftId = await draft(commission, [duty('record', 'health-education', null)])
  const change = (revision: number, settings: object) => api(world, clerk).patch(`/drafts/${draftId}/duties/record`, { revision, change: { settings } })
  const settingsOf = (reply: { body: { understanding: { duties: { settings: { where?: string | null } }[] } } }) => reply.body.understanding.duties[0]?.settings.where
  const kept = await change(1, { where: "form == 'bedside'" })
  expect([kept.status, settingsOf(kept)]).toEqual([200, "form == 'bedside'"])
  const refused = await change(2, { where: "form == 'beside'" })
  expect([refused.status, refused.body.error, refused.body.detail]).toEqual([422, 'reader.filter_does_not_fit', expect.stringContaining("no choice 'beside'")])
  expect((await change(2, { factKey: 'parking', where: "form == 'bedside'" })).body.error).toBe('reader.filter_does_not_fit')
  const moved = await change(2, { factKey: 'parking' })
  expect([moved.status, settingsOf(moved)]).toEqual([200, null])
  const names = (await api(world, clerk).get('/fact-names?kind=record')).body.rows as { key: string; fields: { key: string; zh: string; options: { value: string }[] }[] }[]
  const form = names.find((each) => each.key === 'health-education')?.fields.find((field) => field.key === 'form')
  expect(form).toMatchObject({ zh: '形式', type: 'choice', options: [{ value: 'lecture' }, { value: 'bedside' }, { value: 'online' }] })
})

test('PL-52 a filter that no longer fits stops the launch, and the preview says so before', async () => {
  const { commission, clerk, hospital } = await county()
  const draftId = await draft(commission, [duty('record', 'health-education', "shape == 'bedside'")])
  expect((await api(world, clerk).get(`/drafts/${draftId}/launch-preview?startsOn=2026-03-02`)).body.blocked).toBe('plan.filter_does_not_fit')
  const refused = await api(world, clerk).post('/plans', { draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02' })
  expect([refused.status, refused.body.error]).toEqual([422, 'plan.filter_does_not_fit'])
})

test('TP-8 TP-9 a draft made from a template carries filters and levels, and both pass the launch', async () => {
  const { clerk, hospital } = await county()
  const { body: made } = await api(world, clerk).post('/templates/ethics-action/drafts', { year: 2026, title: '云溪县医德医风方案' })
  const { body: read } = await api(world, clerk).get(`/drafts/${made.draftId}`)
  const settings = read.understanding.duties.map((each: DutyItem) => each.settings)
  expect(settings.filter((each: DutyItem['settings']) => each.where === "kind == 'construction'")).toHaveLength(1)
  expect(settings.filter((each: DutyItem['settings']) => each.levels?.join() === 'two,three').length).toBeGreaterThan(20)
  const township = await newInstitution(world, { kind: 'township' })
  await arrange(world, (act) => act.tx.updateTable('institution').set({ level: 'primary' }).where('id', '=', township.institutionId).execute())
  const preview = (await api(world, clerk).get(`/drafts/${made.draftId}/launch-preview?startsOn=2026-05-01`)).body
  expect(preview.blocked).toBeNull()
  const each = (kind: string, level: string) => preview.perKind.find((row: { kind: string; level: string }) => row.kind === kind && row.level === level)?.obligationsEach as number
  expect(each('general', 'two')).toBeGreaterThan(each('township', 'primary'))
  const launched = await api(world, clerk).post('/plans', { draftId: made.draftId, revision: read.revision, institutionIds: [hospital.institutionId, township.institutionId], startsOn: '2026-05-01' })
  expect(launched.status, JSON.stringify(launched.body)).toBe(200)
  expect(await runLaunch(world.platform, launched.body.planId)).toBe('ready')
  const opened = await arrange(world, (act) => act.tx.selectFrom('obligation').select('institution_id').where('plan_id', '=', launched.body.planId).execute())
  const of = (id: string) => opened.filter((row) => row.institution_id === id).length
  expect([of(hospital.institutionId), of(township.institutionId)]).toEqual([each('general', 'two'), each('township', 'primary')])
})
