import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import { act } from '../../server/platform/act.ts'
import { api, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { createDraftFrom } from './public.ts'
import { defaultSettings, type Understanding } from './rules/draft/understanding.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

const text = `松岭区改善医疗服务行动方案
为改善群众就医体验，制定本方案。
一、优化门诊流程
各医疗机构要在2026年6月30日前完成导诊台改造。
二、加强信息报送
各医疗机构每周一报送工作进展。
`
const file = (content = text, name = '方案.txt') => [{ name, bytes: content }]

let region = 990400
async function office() {
  region += 1
  const body = await newInstitution(world, { kind: 'commission', regionCode: String(region), regionPrefix: String(region) })
  return { body, clerk: await body.person('commission_clerk') }
}

async function drafted() {
  const { body, clerk } = await office()
  const made = await api(world, clerk).upload('/drafts', file())
  expect(made).toMatchObject({ status: 200 })
  const path = `/drafts/${made.body.draftId}`
  return { body, clerk, path, draft: (await api(world, clerk).get(path)).body, draftId: made.body.draftId as string }
}

test('a document becomes a draft with its text, line by line', async () => {
  const { draft, clerk } = await drafted()
  expect(draft).toMatchObject({ state: 'draft', revision: 1, title: '松岭区改善医疗服务行动方案', blocked: { change: null } })
  expect(draft.lines[2]).toBe('一、优化门诊流程')
  expect(draft.understanding.clauses.map((clause: { printed: string }) => clause.printed)).toContain('一、')
  expect((await api(world, clerk).get('/drafts')).body.rows).toHaveLength(1)
  expect((await api(world, clerk).get(`/drafts/${draft.id}/file`)).raw.toString()).toBe(text)
})

test('DR-8 a correction confirms, on the revision it was made for; a stale one is refused and changes nothing', async () => {
  const { draft, clerk, path } = await drafted()
  const clause = draft.understanding.clauses.find((each: { printed: string }) => each.printed === '一、')
  const change = { revision: 1, change: { title: '门诊流程再造' } }
  const corrected = await api(world, clerk).patch(`${path}/clauses/${clause.id}`, change)
  expect(corrected).toMatchObject({ status: 200, body: { revision: 2, confirmed: { [clause.id]: { corrected: true } } } })
  expect(await api(world, clerk).patch(`${path}/clauses/${clause.id}`, { revision: 1, change: { title: '另一个标题' } })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
  expect((await api(world, clerk).get(path)).body.understanding.clauses.find((each: { id: string }) => each.id === clause.id).title).toBe('门诊流程再造')
})

test('a section is confirmed at once, and a confirmation can be taken back', async () => {
  const { clerk, path } = await drafted()
  const all = await api(world, clerk).post(`${path}/confirmations`, { revision: 1, section: 'clauses' })
  const clauses = all.body.progress.find((each: { section: string }) => each.section === 'clauses')
  expect(clauses.confirmed).toBe(clauses.items)
  const back = await api(world, clerk).post(`${path}/confirmations`, { revision: 2, section: 'clauses', confirmed: false })
  expect(back.body.confirmed).toEqual({})
  expect(await api(world, clerk).post(`${path}/confirmations`, { revision: 3, items: ['nobody'] })).toMatchObject({ status: 404 })
})

test('duties are added, corrected and removed; a new version keeps them', async () => {
  const { draft, clerk, path } = await drafted()
  const clauseId = draft.understanding.clauses.find((each: { printed: string }) => each.printed === '二、').id
  const added = await api(world, clerk).post(`${path}/duties`, { revision: 1, change: { clauseId, text: '设专人报送', due: { date: '2026-05-01', time: null, printed: '', relative: null } } })
  expect(added).toMatchObject({ status: 200, body: { revision: 2 } })
  const again = await api(world, clerk).upload(`${path}/reread`, file(text.replace('每周一报送工作进展。', '每周一报送工作进展，每月报送总结。')))
  expect(again).toMatchObject({ status: 200 })
  const next = (await api(world, clerk).get(`/drafts/${again.body.draftId}`)).body
  expect(next.understanding.duties).toContainEqual(expect.objectContaining({ id: added.body.addedId, text: '设专人报送' }))
  expect(next.diff).toMatchObject({ previousDraftId: draft.id, changed: [{ clauseId }] })
  expect((await api(world, clerk).get(path)).body).toMatchObject({ state: 'discarded', blocked: { change: 'reader.draft_closed' } })
  const removed = await api(world, clerk).delete(`/drafts/${again.body.draftId}/items/${added.body.addedId}`, {}, { revision: 1 })
  expect(removed.body.understanding.duties).not.toContainEqual(expect.objectContaining({ id: added.body.addedId }))
})

test('what is no plan is refused in one sentence and leaves nothing', async () => {
  const { clerk } = await office()
  for (const files of [[], file('', 'x.txt'), [{ name: 'x.pdf', bytes: 'MZ\u0000\u0001' }]]) expect((await api(world, clerk).upload('/drafts', files)).status).toBeGreaterThanOrEqual(400)
  expect((await api(world, clerk).get('/drafts')).body.rows).toEqual([])
})

test("another region's draft does not exist, and institutions see none", async () => {
  const { path, body } = await drafted()
  const { clerk: stranger } = await office()
  const hospital = await newInstitution(world, { regionCode: body.regionCode })
  expect(await api(world, stranger).get(path)).toMatchObject({ status: 404 })
  expect(await api(world, stranger).post(`${path}/discard`, { revision: 1 })).toMatchObject({ status: 404 })
  expect(await api(world, await hospital.person('institution_clerk')).get(path)).toMatchObject({ status: 403 })
})

const fromTemplate = (): Understanding => ({
  title: '松岭区便民行动方案', issuer: null, number: null, issuedOn: null, phases: [], groups: [], members: [], attachments: [], contacts: [],
  clauses: [
    { id: 'part-1', parentId: null, path: '一、', printed: '一、', title: '看病更方便', text: '', level: 1, lines: [1, 1] },
    { id: '001-1', parentId: 'part-1', path: '一、/1.', printed: '1.', title: '健康教育', text: '各科室每周开展一次\n健康教育。', level: 2, lines: [2, 2] },
  ],
  duties: [
    { id: '001-1-1', clauseId: '001-1', subject: '各医院', inferredSubject: false, kind: 'record', text: '每周开展一次健康教育', due: null, cadence: { rrule: 'FREQ=WEEKLY', start: null, until: null, printed: '每周' }, target: null, products: [], receiver: null, responsible: null, line: 2, settings: { ...defaultSettings, factKey: 'health-education' } },
  ],
})

test('a template becomes a draft with its words as a file, nothing confirmed, and no document to replace', async () => {
  const { clerk, body } = await office()
  const source = { templateId: 'convenience', version: 3, sha256: 'a'.repeat(64) }
  const actor: Actor = { kind: 'staff', id: clerk.accountId, name: '经办', institutionId: body.institutionId, regionPrefix: body.regionCode, roles: ['commission_clerk'], posts: [] }
  const draftId = await act(world.platform, actor, (each) => createDraftFrom(each, { understanding: fromTemplate(), source, fileName: '便民行动（模板第3版）' }))
  const draft = (await api(world, clerk).get(`/drafts/${draftId}`)).body
  expect(draft).toMatchObject({ state: 'draft', template: source, confirmed: {}, fileName: '便民行动（模板第3版）.txt', blocked: { change: null, reread: 'reader.from_template' } })
  expect(draft.lines).toEqual(['一、看病更方便', '1.健康教育 各科室每周开展一次 健康教育。'])
  expect((await api(world, clerk).get(`/drafts/${draftId}/file`)).raw.toString()).toBe(draft.lines.join('\n'))
  expect(await api(world, clerk).upload(`/drafts/${draftId}/reread`, file())).toMatchObject({ status: 409, body: { error: 'reader.from_template' } })
  expect((await drafted()).draft.template).toBeNull()
  await expect(act(world.platform, { ...actor, roles: ['inspector'] }, (each) => createDraftFrom(each, { understanding: fromTemplate(), source, fileName: 'x' }))).rejects.toThrow('access.denied')
})

test('PL-37 a duty of the commission itself is for the commission alone, with one of its posts', async () => {
  const { draft, clerk, path } = await drafted()
  const duty = draft.understanding.duties[0]
  const set = (revision: number, settings: object) => api(world, clerk).patch(`${path}/duties/${duty.id}`, { revision, change: { settings } })
  const settings = async () => (await api(world, clerk).get(path)).body.understanding.duties[0].settings
  expect(await set(1, { kinds: ['commission'], role: 'nurse' })).toMatchObject({ status: 400, body: { error: 'reader.role_does_not_fit' } })
  expect(await set(1, { kinds: ['commission', 'general'], role: 'inspector' })).toMatchObject({ status: 400 })
  expect(await set(1, { kinds: ['commission'] })).toMatchObject({ status: 200 })
  expect(await settings()).toMatchObject({ role: 'commission_clerk' })
  expect(await set(2, { role: 'nurse' })).toMatchObject({ status: 200 })
  expect(await settings()).toMatchObject({ role: 'nurse', kinds: null })
  expect(await set(3, { role: 'commission_head' })).toMatchObject({ status: 200 })
  expect(await settings()).toMatchObject({ role: 'commission_head', kinds: ['commission'] })
  expect(await set(4, { kinds: ['commission'], role: 'inspector', shift: 'next_workday', factKey: 'inspection' })).toMatchObject({ status: 200 })
  expect(await settings()).toMatchObject({ kinds: ['commission'], role: 'inspector', shift: 'next_workday', factKey: 'inspection' })
})
