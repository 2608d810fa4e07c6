import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import type { Fact, FactChange } from '../../kernel/fact.ts'
import { look } from '../../server/platform/act.ts'
import { holdFacts, onFacts, readFacts } from '../../server/platform/facts.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { setRegisters } from './definitions.ts'
import { catalogued } from './fixtures.ts'
import { registerFacts } from './public.ts'
import { above, at, correct, enter, png, rounds, setUp, talks, values, visits, wards } from './testing/fixtures.ts'

const told: FactChange[] = []
const factsOf = (entryId: string) => told.filter((change) => (change.after ?? change.before)?.id === entryId)

let world: World
beforeAll(async () => {
  setRegisters([talks, rounds, visits, wards].map(catalogued))
  world = await newWorld('2026-03-06T02:00:00.000Z')
  holdFacts(registerFacts)
  onFacts('the test listens', async (_act, changes) => void told.push(...changes))
})
afterAll(async () => {
  await world.close()
  setRegisters(null)
})

describe('entering', () => {
  test('RG-4 an entry is kept, counts, and is told as a fact', async () => {
    const { id, inner, nurse } = await setUp(world)
    const entry = await enter(nurse, { departmentId: inner, values: values(nurse, { helpers: [nurse.person.staffId], phone: '13900000001' }) })
    expect(entry).toMatchObject({ status: 200, body: { registerKey: 'talks', version: 1, on: '2026-03-05', departmentName: '内科', title: '少盐饮食', state: 'entered', counts: true, revision: 1, sealed: ['phone'], versions: [], blocked: { correct: null, confirm: 'register.needs_no_confirmation' } } })
    expect(entry.body.values).toEqual({ topic: '少盐饮食', theme: 'diet', which: null, speaker: nurse.person.staffId, helpers: [nurse.person.staffId], attended: 20, asked: null, scene: null })
    expect(JSON.stringify(entry.body)).not.toContain('13900000001')
    const fact: Fact = {
      institutionId: id, regionCode: '990121', kind: 'register.talks', id: entry.body.id, on: '2026-03-05', departmentId: inner, staffIds: [nurse.person.staffId],
      fields: { topic: '少盐饮食', theme: 'diet', which: null, speaker: nurse.person.staffId, helpers: 1, attended: 20, asked: null, scene: null }, title: '少盐饮食', link: `/registers/talks/${id}/${entry.body.id}`,
    }
    expect(factsOf(entry.body.id)).toEqual([{ before: null, after: fact }])
    expect(await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: id, kind: 'register.talks', from: '2026-03-01', to: '2026-03-31' }, { after: null, limit: 10 }))).toEqual([fact])
  })

  test('RG-4 every fault has its place, in the reader\'s language, and nothing is kept', async () => {
    const { id, nurse } = await setUp(world)
    const stranger = randomUUID()
    const wrong = await enter(nurse, { departmentId: null, on: '2026-03-07', values: { topic: '盐', theme: 'diet', speaker: stranger, attended: 0 } }, [], { 'accept-language': 'en' })
    expect(wrong).toMatchObject({ status: 400, body: { error: 'request.invalid' } })
    expect(wrong.body.issues.map((issue: { path: string }) => issue.path)).toEqual(['on', 'departmentId', 'values.topic', 'values.attended', 'values.speaker'])
    expect(wrong.body.issues[2].message).toBe('Topic: takes at least 2 characters')
    expect((await nurse.get(`/registers/talks/entries?institutionId=${id}`)).body.rows).toEqual([])
  })

  test('RG-5 people and departments belong to the body on that day', async () => {
    const { inner, clerk } = await setUp(world)
    const elsewhere = await setUp(world)
    const other = await enter(clerk, { departmentId: inner, values: values(clerk, { speaker: elsewhere.clerk.person.staffId }) })
    expect(other.body.issues).toMatchObject([{ path: 'values.speaker', message: '主讲人：有人当天不是本单位人员' }])
    expect((await enter(clerk, { departmentId: elsewhere.inner })).body.issues).toMatchObject([{ path: 'departmentId' }])
    await arrange(world, (act) => act.tx.updateTable('staff').set({ left_on: '2026-03-04' }).where('id', '=', clerk.person.staffId).execute())
    expect((await enter(clerk, { departmentId: inner, on: '2026-03-05' })).status).toBe(400)
    expect((await enter(clerk, { departmentId: inner, on: '2026-03-04' })).status).toBe(200)
  })

  test('RG-3 a nurse enters for her department alone, a commission for itself alone', async () => {
    const { nurse, surgery, as, inner } = await setUp(world)
    const commission = await above(world)
    expect((await enter(nurse, { departmentId: surgery })).body).toMatchObject({ error: 'register.not_your_department' })
    expect((await enter(await as('doctor', inner), { departmentId: inner })).body).toMatchObject({ error: 'register.not_yours_to_enter' })
    expect((await enter(commission, { departmentId: inner })).body).toMatchObject({ error: 'register.not_yours_to_enter' })
    expect((await enter(commission, { key: 'visits' })).body).toMatchObject({ institutionId: commission.institutionId, counts: true })
    expect((await enter(nurse, { key: 'visits' })).body).toMatchObject({ error: 'register.not_yours_to_enter' })
    expect((await enter(nurse, { key: 'nothing' })).status).toBe(404)
  })

  test('the same key is answered again and enters once', async () => {
    const { id, inner, nurse } = await setUp(world)
    const key = { 'idempotency-key': randomUUID() }
    const first = await enter(nurse, { departmentId: inner }, [], key)
    expect((await enter(nurse, { departmentId: inner }, [], key)).body).toEqual(first.body)
    expect((await nurse.get(`/registers/talks/entries?institutionId=${id}`)).body.rows).toHaveLength(1)
  })

  test('RG-21 files belong to a field or to the entry, and are judged by their content', async () => {
    const { inner, nurse, as } = await setUp(world)
    const entry = await enter(nurse, { departmentId: inner, fileFields: ['scene', ''] }, [{ name: 'scene.png', bytes: png }, { name: 'sheet.txt', bytes: '甲、乙' }])
    expect(entry).toMatchObject({ status: 200, body: { files: [{ field: 'scene', name: 'scene.png', mediaType: 'image/png' }, { field: null, name: 'sheet.txt' }] } })
    expect(entry.body.values.scene).toEqual([entry.body.files[0].id])
    const file = await (await as('doctor')).get(`${at(entry)}/files/${entry.body.files[1].id}`)
    expect(file.raw.toString('utf8')).toBe('甲、乙')
    expect((await (await setUp(world)).clerk.get(`${at(entry)}/files/${entry.body.files[1].id}`)).status).toBe(404)
    expect((await enter(nurse, { departmentId: inner, fileFields: ['scene'] }, [{ name: '现场.png', bytes: '不是图片' }])).body).toMatchObject({ error: 'file.type_not_allowed' })
    expect((await enter(nurse, { departmentId: inner, fileFields: ['topic'] }, [{ name: 'a.txt', bytes: 'a' }])).body.issues).toMatchObject([{ path: 'values.topic' }])
    const more = await nurse.upload(`${at(entry)}/files`, [{ name: 'more.txt', bytes: '丙' }], { revision: 1 })
    expect(more.body).toMatchObject({ revision: 2, files: [{}, {}, { name: 'more.txt', field: null }], versions: [{ revision: 1 }] })
  })
})

describe('correcting', () => {
  test('RG-9 the earlier version and its author are kept, and the fact before is told exactly', async () => {
    const { inner, nurse, clerk } = await setUp(world)
    const entry = await enter(nurse, { departmentId: inner, values: values(nurse, { phone: '13900000001' }) })
    const changed = await correct(clerk, entry, { values: { ...entry.body.values, attended: 25 }, reason: '点错人数' })
    expect(changed).toMatchObject({ status: 200, body: { revision: 2, values: { attended: 25 }, sealed: ['phone'], enteredByName: nurse.person.role + '-' + nurse.person.staffId.slice(-4), versions: [{ revision: 1, values: { attended: 20 }, personalChanged: false, reason: '点错人数' }] } })
    expect(changed.body.versions[0].byName).toContain('nurse')
    expect(changed.body.versions[0].replacedByName).toContain('institution_clerk')
    const [first, second] = factsOf(entry.body.id)
    expect(second).toEqual({ before: first?.after, after: { ...first?.after, fields: { ...first?.after?.fields, attended: 25 } } })
    const again = await correct(clerk, changed, { values: { ...changed.body.values, phone: null } })
    expect(again.body).toMatchObject({ sealed: [], versions: [{ revision: 2, personalChanged: true }, { revision: 1, personalChanged: false }] })
  })

  test('RG-9 two clerks on one entry: the second is told, and nothing is overwritten', async () => {
    const { inner, nurse, clerk, as } = await setUp(world)
    const second = await as('institution_clerk')
    const entry = await enter(nurse, { departmentId: inner })
    const answers = await Promise.all([correct(clerk, entry, { values: { ...entry.body.values, attended: 30 } }), correct(second, entry, { values: { ...entry.body.values, attended: 40 } })])
    expect(answers.map((each) => each.status).sort((a, b) => a - b)).toEqual([200, 409])
    expect(answers.find((each) => each.status === 409)?.body).toMatchObject({ error: 'request.stale' })
    const winner = answers.find((each) => each.status === 200)
    expect((await nurse.get(at(entry))).body).toMatchObject({ revision: 2, values: { attended: winner?.body.values.attended } })
  })

  test('files of fields stay where the values name them, and a removed one stays with its version', async () => {
    const { inner, nurse } = await setUp(world)
    const entry = await enter(nurse, { departmentId: inner, fileFields: ['scene', 'scene'] }, [{ name: '1.png', bytes: png }, { name: '2.png', bytes: png }])
    const [one, two] = entry.body.values.scene as string[]
    const changed = await correct(nurse, entry, { values: { ...entry.body.values, scene: [two] }, fileFields: ['scene'] }, [{ name: '3.png', bytes: png }])
    expect(changed.body.files.map((file: { name: string }) => file.name)).toEqual(['2.png', '3.png'])
    expect(changed.body.values.scene).toHaveLength(2)
    expect((await nurse.get(`${at(entry)}/files/${one}`)).status).toBe(200)
    expect((await correct(nurse, changed, { values: { ...changed.body.values, scene: [randomUUID()] } })).body.issues).toMatchObject([{ path: 'values.scene' }])
  })

  test('another institution\'s entry does not exist; the commission above reads it and does not write it', async () => {
    const { inner, nurse } = await setUp(world)
    const stranger = (await setUp(world)).clerk
    const commission = await above(world)
    const entry = await enter(nurse, { departmentId: inner })
    expect([(await stranger.get(at(entry))).status, (await correct(stranger, entry, {})).status, (await stranger.post(`${at(entry)}/withdrawal`, { revision: 1, reason: '不该有' })).status]).toEqual([404, 404, 404])
    expect((await commission.get(at(entry))).body).toMatchObject({ title: '少盐饮食', blocked: { correct: 'register.not_yours_to_correct' } })
    expect((await correct(commission, entry, {})).body).toMatchObject({ error: 'register.not_yours_to_correct' })
    expect((await nurse.get(at(entry).replace('talks', 'wards'))).status).toBe(404)
  })
})

describe('confirming and withdrawing', () => {
  test('RG-10 nobody confirms the own entry; once confirmed it counts, and its correction needs a reason and is told', async () => {
    const { id, inner, clerk, as, nurse } = await setUp(world)
    const entry = await enter(clerk, { key: 'rounds', departmentId: inner })
    expect(entry.body).toMatchObject({ counts: false, blocked: { confirm: 'register.confirm_own' } })
    expect(factsOf(entry.body.id)).toEqual([])
    expect((await clerk.post(`${at(entry)}/confirmation`, { revision: 1 })).body).toMatchObject({ error: 'register.confirm_own' })
    const head = await as('institution_head')
    const confirmed = await head.post(`${at(entry)}/confirmation`, { revision: 1 })
    expect(confirmed.body).toMatchObject({ state: 'confirmed', counts: true, needsReason: true, revision: 2, versions: [] })
    expect(factsOf(entry.body.id)).toMatchObject([{ before: null, after: { id: entry.body.id } }])
    const again = { ...confirmed, body: confirmed.body }
    expect((await correct(nurse, again, {})).body).toMatchObject({ error: 'register.reason_missing' })
    expect((await correct(nurse, again, { reason: '补登人数' })).body).toMatchObject({ state: 'confirmed', counts: true })
    expect(JSON.stringify((await head.get('/notices')).body.rows)).toContain('补登人数')
    expect((await nurse.get('/registers?institutionId=' + id)).body.rows.find((row: { key: string }) => row.key === 'rounds')).toMatchObject({ waiting: 0, standing: { expected: 2, reached: 1 } })
  })

  test('RG-11 what is withdrawn counts no more and stays readable; a confirmed entry needs a role that confirms', async () => {
    const { inner, clerk, as, nurse } = await setUp(world)
    const entry = await enter(nurse, { key: 'rounds', departmentId: inner })
    await clerk.post(`${at(entry)}/confirmation`, { revision: 1 })
    expect((await nurse.post(`${at(entry)}/withdrawal`, { revision: 2, reason: '登记错了' })).body).toMatchObject({ error: 'register.not_yours_to_confirm' })
    expect((await clerk.post(`${at(entry)}/withdrawal`, { revision: 2, reason: '登记错了' })).body).toMatchObject({ state: 'withdrawn', counts: false, withdrawn: { reason: '登记错了' }, values: { topic: '少盐饮食' } })
    expect(factsOf(entry.body.id).at(-1)).toMatchObject({ before: { id: entry.body.id }, after: null })
    expect((await correct(await as('institution_clerk'), { ...entry, body: { ...entry.body, revision: 3 } }, {})).body).toMatchObject({ error: 'register.withdrawn' })
    const standing = (await clerk.get('/registers/rounds/entries')).body.rows
    expect([standing, (await clerk.get('/registers/rounds/entries?state=withdrawn')).body.rows]).toMatchObject([[], [{ id: entry.body.id }]])
  })

  test('RG-12 clear values of personal fields are read by those concerned, and the read is on record', async () => {
    const { id, inner, nurse, as } = await setUp(world)
    const entry = await enter(nurse, { departmentId: inner, values: values(nurse, { phone: '13900000001' }) })
    expect((await nurse.get(`${at(entry)}/personal`)).body).toEqual({ values: { phone: '13900000001' }, names: {} })
    expect((await (await as('doctor', inner)).get(`${at(entry)}/personal`)).body).toMatchObject({ error: 'register.not_yours_to_read' })
    const events = (await (await as('auditor')).get(`/audit/events?kind=read.register_personal`)).status === 403 ? (await (await as('institution_head')).get('/audit/events?kind=read.register_personal')).body.rows : []
    expect(events).toMatchObject([{ institutionId: id, subjectId: entry.body.id, detail: { fields: ['phone'] } }])
    const kept = await look(world.platform, systemActor('test'), ({ read }) => read.selectFrom('register_entry').select(['content', 'personal']).where('id', '=', entry.body.id as string).executeTakeFirstOrThrow())
    expect(JSON.stringify(kept.content)).not.toContain('13900000001')
    expect(kept.personal?.toString('latin1')).not.toContain('13900000001')
  })
})

test('lists go by day, page by page, with filters; a filter that is none is refused', async () => {
  const { inner, surgery, clerk } = await setUp(world)
  const days = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05']
  for (const [n, on] of days.entries()) await enter(clerk, { on, departmentId: n % 2 === 0 ? inner : surgery, values: values(clerk, { topic: `第${n}讲`, theme: n === 0 ? 'drugs' : 'diet' }) })
  const first = (await clerk.get('/registers/talks/entries?limit=2')).body
  expect(first.rows.map((row: { on: string }) => row.on)).toEqual(['2026-03-05', '2026-03-04'])
  const second = (await clerk.get(`/registers/talks/entries?limit=3&after=${encodeURIComponent(first.next)}`)).body
  expect([second.rows.map((row: { on: string }) => row.on), second.next, second.names[clerk.person.staffId]]).toEqual([['2026-03-03', '2026-03-02', '2026-03-01'], null, expect.stringContaining('institution_clerk')])
  const found = async (query: string) => (await clerk.get(`/registers/talks/entries?${query}`)).body.rows.map((row: { title: string }) => row.title)
  expect(await found('where=theme:drugs')).toEqual(['第0讲'])
  expect(await found(`departmentId=${surgery}&sort=oldest`)).toEqual(['第1讲', '第3讲'])
  expect(await found(`where=theme:diet,speaker:${clerk.person.staffId}&from=2026-03-04`)).toEqual(['第4讲', '第3讲'])
  expect(await found(`search=${encodeURIComponent('3讲')}`)).toEqual(['第3讲'])
  expect((await clerk.get('/registers/talks/entries?where=topic:x')).body).toMatchObject({ error: 'register.filter_unknown' })
  expect((await clerk.get('/registers/talks/entries?after=x')).status).toBe(400)
})
