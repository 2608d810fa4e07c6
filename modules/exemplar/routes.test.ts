import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedOfficialYears } from '../calendar/public.ts'
import { answered, matters } from '../bulletin/testing/fixtures.ts'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { later } from '../../server/testing/reports.ts'
import { hiddenIn, newVisitor, type Visitor } from '../../server/testing/visitor.ts'
import { askJob } from './jobs.ts'
import { exemplarPublications } from './public.ts'
import { exemplarWorkers } from './workers.ts'

/** Wednesday 4 March 2026; five working days later is Wednesday 11 March. */
const wednesday = '2026-03-04T01:00:00.000Z'
const afterNotice = '2026-03-12T01:00:00.000Z'
let world: World
beforeAll(async () => {
  world = await newWorld(wednesday)
  await arrange(world, seedOfficialYears)
})
afterAll(() => world.close())

const deeds = '推行出院随访全覆盖，三个月内回访一千二百人次，再住院人数比上季度明显减少，患者来信表扬。'
const proof = { name: 'visits.pdf', bytes: '%PDF-1.4 proof' }
let region = 990600
async function county() {
  await later(world, wednesday)
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode, name: `测试${regionCode}卫生健康委员会` })
  const house = await newInstitution(world, { regionCode, name: `测试${regionCode}人民医院` })
  const nominee = await house.person('doctor')
  const at = async (role: Parameters<typeof house.person>[0], body = house) => api(world, await body.person(role))
  return { regionCode, commission, house, nominee, clerk: await at('institution_clerk'), nurse: await at('nurse'), office: await at('commission_clerk', commission), head: await at('commission_head', commission), doctor: api(world, nominee) }
}
type County = Awaited<ReturnType<typeof county>>
type Client = ReturnType<typeof api>

async function nominated({ clerk }: County, body: object = { kind: 'hospital' }): Promise<string> {
  const answer = await clerk.upload('/exemplars', [proof], { deeds, ...body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return `/exemplars/${answer.body.institutionId}/${answer.body.exemplarId}`
}
const step = async (client: Client, at: string, name: string, given: object = {}) => client.post(`${at}/${name}`, { revision: (await client.get(at)).body.revision, ...given })
const portalOf = (at: string) => `/exemplars/${at.split('/').at(-1) ?? ''}`
const page = async (url: string): Promise<string> => (await world.app.http.inject({ url })).body
let addresses = 0
const visitor = (address = `203.0.113.${(addresses += 1)}`): Visitor => newVisitor(world, { address })
const objection = { said: '随访人次与我了解的不符，请核实原始记录。', name: '', phone: '', site: '' }
/** Opens the notice as a person would, waits a moment, and writes. */
async function opened(as: Visitor, url: string, more: Partial<typeof objection> = {}) {
  const token = hiddenIn((await as.get(url)).text, 'token')
  world.clock.advance(5000)
  return { token, ...objection, ...more }
}
const codeIn = ({ text }: { readonly text: string }): string => /class="code big">([^<]+)</.exec(text)?.[1] ?? ''

describe('EL-1 and EL-2 nominating', () => {
  test('EL-1 by the house’s clerk with deeds and a file; the commission is told; strangers see nothing', async () => {
    const own = await county()
    const at = await nominated(own)
    expect((await own.office.get(at)).body).toMatchObject({ state: 'nominated', kind: 'hospital', title: own.house.name, files: [{ name: 'visits.pdf' }], objections: [], blocked: { notice: null, decide: 'exemplar.not_the_head', consent: 'exemplar.not_the_nominee' } })
    expect((await own.office.get('/notices')).body.rows[0]).toMatchObject({ link: at })
    const stranger = await county()
    for (const client of [stranger.office, stranger.clerk, own.nurse, api(world, null)]) expect([401, 404]).toContain((await client.get(at)).status)
    expect((await stranger.office.get('/exemplars')).body.rows).toEqual([])
    expect((await own.nurse.get('/exemplars')).body.rows).toEqual([])
    expect((await own.clerk.get('/exemplars')).body.rows).toMatchObject([{ kind: 'hospital', unanswered: 0 }])
    const file = (await own.office.get(at)).body.files[0].fileId
    expect([(await own.office.get(`${at}/files/${file}`)).raw.toString(), (await own.nurse.get(`${at}/files/${file}`)).status]).toEqual([proof.bytes, 404])
  })
  test('EL-2 without a file, with few words, with nobody of the house: one sentence each', async () => {
    const own = await county()
    const other = await county()
    expect(await own.clerk.upload('/exemplars', [], { kind: 'hospital', deeds })).toMatchObject({ status: 422, body: { error: 'exemplar.no_evidence' } })
    expect(await own.clerk.upload('/exemplars', [proof], { kind: 'hospital', deeds: '做得好' })).toMatchObject({ status: 422, body: { error: 'exemplar.deeds_short' } })
    expect(await own.clerk.upload('/exemplars', [proof], { kind: 'person', deeds, staffId: other.nominee.staffId })).toMatchObject({ status: 422, body: { error: 'exemplar.nobody_chosen' } })
    expect(await own.clerk.upload('/exemplars', [proof], { kind: 'project', deeds, title: '' })).toMatchObject({ status: 422, body: { error: 'exemplar.no_title' } })
    expect(await own.clerk.upload('/exemplars', [{ name: '程序.exe', bytes: 'MZ' }], { kind: 'hospital', deeds })).toMatchObject({ status: expect.any(Number), body: { error: 'file.type_not_allowed' } })
    expect(await own.office.upload('/exemplars', [proof], { kind: 'hospital', deeds })).toMatchObject({ status: 422, body: { error: 'exemplar.no_house' } })
    expect((await own.clerk.get('/exemplars')).body.rows).toEqual([])
  })
})

test('EL-3 a person is asked by the own account; without a word no notice; the word taken back takes the name down', async () => {
  const own = await county()
  const at = await nominated(own, { kind: 'person', staffId: own.nominee.staffId })
  const [institutionId = '', exemplarId = ''] = at.split('/').slice(2)
  await exemplarWorkers(world.platform).find((each) => each.job === askJob.name)?.run({ institutionId, exemplarId })
  expect((await own.doctor.get('/notices')).body.rows[0]).toMatchObject({ link: at })
  expect(await step(own.office, at, 'notice')).toMatchObject({ status: 409, body: { error: 'exemplar.no_consent' } })
  for (const client of [own.clerk, own.office]) expect(await client.post(`${at}/consent`, { agrees: true })).toMatchObject({ status: 403, body: { error: 'exemplar.not_the_nominee' } })
  expect((await own.doctor.get('/exemplars')).body.rows).toHaveLength(1)
  expect(await own.doctor.post(`${at}/consent`, { agrees: true })).toMatchObject({ status: 200, body: { consent: true, objections: null } })
  expect((await step(own.office, at, 'notice')).status).toBe(200)
  const name = (await own.office.get(at)).body.title
  expect(await page(portalOf(at))).toContain(name)
  expect(await own.doctor.post(`${at}/consent`, { agrees: false })).toMatchObject({ status: 200, body: { state: 'withdrawn', consent: false } })
  for (const url of [portalOf(at), '/exemplars']) expect(await page(url)).not.toContain(name)
  expect(await page(portalOf(at))).toContain('姓名不再公开')
  expect(await page(portalOf(at))).not.toContain('出院随访')
})

test('EL-4 what speaks against it is shown with its facts, kept when the notice begins, and a report of misconduct is not told to the house', async () => {
  const own = await county()
  const of = { institutionId: own.house.institutionId, regionCode: own.regionCode }
  await matters(world, of, [{ kind: 'complaint', ...answered, verdict: 'substantiated' }, { kind: 'complaint', ...answered, verdict: 'not' }, { kind: 'tip', ...answered, verdict: 'substantiated' }])
  const at = await nominated(own)
  const substantiated = async (client: Client) => (await client.get(at)).body.checks.rows.find((check: { key: string }) => check.key === 'substantiated')
  expect([(await substantiated(own.office)).count, (await substantiated(own.clerk)).count]).toEqual([2, 1])
  expect((await substantiated(own.clerk)).lines[0].link).toMatch(/^\/matters\//)
  await step(own.office, at, 'notice')
  await matters(world, of, [{ kind: 'complaint', ...answered, verdict: 'partly' }])
  const { body } = await own.office.get(at)
  const kept = (rows: { key: string; count: number }[]) => rows.find((check) => check.key === 'substantiated')?.count
  expect([kept(body.noticeChecks.rows), kept(body.checks.rows)]).toEqual([2, 3])
  expect((await own.clerk.get(at)).body.noticeChecks).toBe(null)
})

describe('EL-5 to EL-10 the way of a nomination', () => {
  test('EL-5 five working days; EL-6 objected without an account; EL-7 answered; EL-8 decided; EL-9 published; EL-10 withdrawn', async () => {
    const own = await county()
    const at = await nominated(own, { kind: 'project', title: '出院随访全覆盖' })
    expect(await own.clerk.post(`${at}/notice`, { revision: 1 })).toMatchObject({ status: 403 })
    expect(await step(own.office, at, 'notice')).toMatchObject({ status: 200, body: { state: 'noticed', noticeUntil: '2026-03-11' } })
    expect(await own.office.post(`${at}/notice`, { revision: 1 })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
    const url = portalOf(at)
    expect(await page('/exemplars')).toContain('出院随访全覆盖')
    const as = visitor()
    const form = await opened(as, url)
    expect((await as.post(url, { ...form, said: '不对' })).text).toContain('异议写得太短')
    expect((await as.post(url, { ...form, name: '易望舒' })).text).toContain('留名请同时填写姓名和手机号')
    const filed = await as.post(url, { ...form, name: '易望舒', phone: '13900001234' })
    expect(filed.status).toBe(200)
    const code = codeIn(filed)
    expect(codeIn(await as.post(url, form))).toBe(code)
    expect(await page(`${url}?code=${encodeURIComponent(code)}`)).toContain('还没有答复')
    expect(await page(`${url}?code=ABCD-EFGH-JKMN`)).toContain('没有找到这个查询码')
    const seen = (await own.office.get(at)).body
    expect(seen.objections).toMatchObject([{ said: objection.said, named: true, answer: null }])
    expect((await own.clerk.get(at)).body.objections).toBe(null)
    expect(await page(url)).not.toContain(objection.said)
    const one = `${at}/objections/${seen.objections[0].objectionId}`
    expect(await own.clerk.post(`${one}/author`, { why: '想知道是谁' })).toMatchObject({ status: 403 })
    expect(await own.office.post(`${one}/author`, { why: '电话核实情况' })).toMatchObject({ status: 200, body: { name: '易望舒', phone: '13900001234' } })
    const late = await opened(visitor(), url)
    await later(world, afterNotice)
    expect((await as.post(url, { ...late, said: '公示期过了才想起来的另一件事。' })).status).toBe(409)
    expect(await step(own.head, at, 'decision', { chosen: true, reason: '核实随访记录属实，异议不成立。' })).toMatchObject({ status: 409, body: { error: 'exemplar.objections_open' } })
    expect((await own.office.post(`${one}/answer`, { founded: false, answer: '调取了原始随访记录，人次属实。' })).status).toBe(200)
    expect(await own.office.post(`${one}/answer`, { founded: true, answer: '换一个说法，重新答复。' })).toMatchObject({ status: 409, body: { error: 'exemplar.answered_already' } })
    expect(await page(`${url}?code=${encodeURIComponent(code)}`)).toContain('调取了原始随访记录')
    expect(await own.office.post(`${at}/decision`, { revision: 2, chosen: true, reason: '核实随访记录属实，异议不成立。' })).toMatchObject({ status: 403 })
    expect(await step(own.office, at, 'publication')).toMatchObject({ status: 409, body: { error: 'exemplar.not_chosen' } })
    expect(await step(own.head, at, 'decision', { chosen: true, reason: '核实随访记录属实，异议不成立。' })).toMatchObject({ status: 200, body: { state: 'chosen', decision: { chosen: true } } })
    expect((await step(own.office, at, 'publication')).status).toBe(200)
    expect(await page(url)).toContain('已公布')
    expect(await step(own.clerk, at, 'withdrawal', { reason: '我们想撤回这个推荐。' })).toMatchObject({ status: 409, body: { error: 'exemplar.decided_already' } })
    expect(await step(own.office, at, 'withdrawal', { reason: '复核发现随访记录造假，予以撤销。' })).toMatchObject({ status: 200, body: { state: 'withdrawn' } })
    expect(await page(url)).toContain('复核发现随访记录造假')
  })
  test('EL-8 a head who put it up does not decide it; a person who was not chosen leaves the notice without a name', async () => {
    const own = await county()
    const at = await nominated(own, { kind: 'person', staffId: own.nominee.staffId })
    await own.doctor.post(`${at}/consent`, { agrees: true })
    await step(own.head, at, 'notice')
    await later(world, afterNotice)
    const reason = { chosen: false, reason: '事迹与推荐材料不完全相符。' }
    expect(await step(own.head, at, 'decision', reason)).toMatchObject({ status: 403, body: { error: 'exemplar.second_person' } })
    const second = api(world, await own.commission.person('commission_head'))
    await later(world, '2026-03-11T15:59:00.000Z')
    expect(await step(second, at, 'decision', reason)).toMatchObject({ status: 409, body: { error: 'exemplar.notice_runs' } })
    await later(world, afterNotice)
    const name = (await own.office.get(at)).body.title
    expect((await step(second, at, 'decision', reason)).status).toBe(200)
    const shown = await page(portalOf(at))
    expect([shown.includes(name), shown.includes('事迹与推荐材料'), shown.includes('未入选')]).toEqual([false, false, true])
  })
  test('EL-10 the house takes a notice back, and it is gone as one that runs', async () => {
    const own = await county()
    const at = await nominated(own)
    await step(own.office, at, 'notice')
    expect(await step(own.clerk, at, 'withdrawal', { reason: '材料需要补充，撤回推荐。' })).toMatchObject({ status: 200, body: { state: 'withdrawn' } })
    const shown = await page(portalOf(at))
    expect([shown.includes('已撤销'), shown.includes('name="said"')]).toEqual([true, false])
  })
})

describe('EL-12 the commission nominates', () => {
  test('EL-12 a person of a house of its region: the person is asked, the house is told and cannot take it back, who nominated does not decide', async () => {
    const own = await county()
    const other = await county()
    const body = { kind: 'person', staffId: own.nominee.staffId, institutionId: own.house.institutionId, deeds }
    expect(await other.office.upload('/exemplars', [proof], body)).toMatchObject({ status: 403, body: { error: 'exemplar.not_yours' } })
    expect(await own.head.upload('/exemplars', [proof], { kind: 'hospital', deeds })).toMatchObject({ status: 422, body: { error: 'exemplar.no_house' } })
    expect(await own.head.upload('/exemplars', [proof], { ...body, institutionId: own.commission.institutionId })).toMatchObject({ status: 422, body: { error: 'exemplar.no_house' } })
    expect(await own.head.upload('/exemplars', [proof], { ...body, staffId: other.nominee.staffId })).toMatchObject({ status: 422, body: { error: 'exemplar.nobody_chosen' } })
    expect(await own.clerk.upload('/exemplars', [proof], { ...body, institutionId: other.house.institutionId })).toMatchObject({ status: 403, body: { error: 'exemplar.not_yours' } })
    const made = await own.head.upload('/exemplars', [proof], body)
    expect(made.status, JSON.stringify(made.body)).toBe(200)
    const at = `/exemplars/${made.body.institutionId}/${made.body.exemplarId}`
    expect((await own.clerk.get(at)).body).toMatchObject({ state: 'nominated', nominatedFromName: own.commission.name, files: [{ name: 'visits.pdf' }], blocked: { withdraw: 'exemplar.commission_nominated' } })
    expect((await own.clerk.get('/notices')).body.rows[0]).toMatchObject({ topic: 'exemplar.nominated_above', link: at })
    expect(await own.clerk.post(`${at}/withdrawal`, { revision: 1, reason: '我们不想参加这次评选。' })).toMatchObject({ status: 403, body: { error: 'exemplar.commission_nominated' } })
    expect(await step(own.office, at, 'notice')).toMatchObject({ status: 409, body: { error: 'exemplar.no_consent' } })
    await exemplarWorkers(world.platform).find((each) => each.job === askJob.name)?.run({ institutionId: made.body.institutionId, exemplarId: made.body.exemplarId })
    expect((await own.doctor.get('/notices')).body.rows[0]).toMatchObject({ topic: 'exemplar.consent_asked', text: { zh: expect.stringContaining(own.commission.name) } })
    await own.doctor.post(`${at}/consent`, { agrees: true })
    expect((await step(own.office, at, 'notice')).status).toBe(200)
    await later(world, afterNotice)
    const decision = { chosen: true, reason: '事迹属实，没有异议。' }
    expect(await step(own.head, at, 'decision', decision)).toMatchObject({ status: 403, body: { error: 'exemplar.nominator_decides' } })
    expect(await step(api(world, await own.commission.person('commission_head')), at, 'decision', decision)).toMatchObject({ status: 200, body: { state: 'chosen' } })
  })
  test.each(['hospital', 'project'])('EL-12 a %s of its region, by the clerk', async (kind) => {
    const own = await county()
    const made = await own.office.upload('/exemplars', [proof], { kind, title: '出院随访全覆盖', institutionId: own.house.institutionId, deeds })
    expect(made.status, JSON.stringify(made.body)).toBe(200)
    expect((await own.office.get(`/exemplars/${made.body.institutionId}/${made.body.exemplarId}`)).body).toMatchObject({ kind, institutionName: own.house.name, blocked: { notice: null, withdraw: null } })
  })
})

test('EL-10 a person who was put up and taken back before publication is not left in the portal by name', async () => {
  const own = await county()
  const at = await nominated(own, { kind: 'person', staffId: own.nominee.staffId })
  await own.doctor.post(`${at}/consent`, { agrees: true })
  await step(own.office, at, 'notice')
  const name = (await own.office.get(at)).body.title
  expect((await step(own.clerk, at, 'withdrawal', { reason: '材料需要补充，撤回推荐。' })).status).toBe(200)
  const shown = await page(portalOf(at))
  expect([shown.includes(name), shown.includes('出院随访'), shown.includes('材料需要补充'), shown.includes('已撤销')]).toEqual([false, false, false, true])
})

test('EL-6 objections are rows of the commission: no other county and no house reads them behind the application', async () => {
  const own = await county()
  const other = await county()
  const at = await nominated(own)
  await step(own.office, at, 'notice')
  const as = visitor()
  expect((await as.post(portalOf(at), await opened(as, portalOf(at)))).status).toBe(200)
  const rows = (actor: { institutionId: string; regionPrefix: string | null }) => look(world.platform, { ...systemActor('test'), kind: 'staff', ...actor }, async ({ read }) => (await read.selectFrom('exemplar_objection').select('id').execute()).length)
  expect([await rows({ institutionId: own.house.institutionId, regionPrefix: null }), await rows({ institutionId: other.commission.institutionId, regionPrefix: other.regionCode }), await rows({ institutionId: own.commission.institutionId, regionPrefix: own.regionCode })]).toEqual([0, 0, 1])
})

test('EL-11 a notice is the public item of its commission, dated when it began', async () => {
  const own = await county()
  const question = { periodId: '00000000-0000-7000-8000-000000000001', planId: '', dutyId: '', factKey: 'exemplars', where: null, fromOn: '2026-03-01', toOn: '2026-03-31', dueAt: '2026-03-31T16:00:00.000Z', target: null, freshDays: null }
  const asked = () => look(world.platform, systemActor('test'), ({ read }) => exemplarPublications.ask(read, own.commission.institutionId, [question]))
  expect((await asked()).get(question.periodId)).toEqual({ kind: 'publish', published: [] })
  await step(own.office, await nominated(own), 'notice')
  expect((await asked()).get(question.periodId)).toEqual({ kind: 'publish', published: [wednesday] })
})
