import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { later } from '../../server/testing/reports.ts'
import { makePaper } from './commands/paper.ts'
import { remindReceipts } from './commands/receive.ts'
import { bulletinPublications } from './public.ts'
import { approve, clientOf, county, fieldOf, opened, published, step, wednesday, type Client } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld(wednesday)
})
afterAll(() => world.close())

describe('BU-1 opening', () => {
  test('BU-1 one for a month, addressed to every institution of the region, words drafted', async () => {
    const own = await county(world)
    const at = await opened(own)
    const { body } = await own.clerk.get(at)
    expect(body).toMatchObject({ month: '2026-02', published: null, work: { state: 'draft', version: 1, blocked: { write: null, submit: null, publish: 'bulletin.not_approved' } } })
    expect(body.work.content.bodies.map((each: { name: string }) => each.name)).toEqual(own.hospitals.map((each) => each.name).sort())
    expect(fieldOf(body, 'title')?.text).toBe('关于2026年2月投诉举报和整改情况的通报')
    expect(await own.clerk.post('/bulletins', { month: '2026-02' })).toMatchObject({ status: 409, body: { error: 'bulletin.exists' } })
    expect(await own.clerk.post('/bulletins', { month: '2026-04' })).toMatchObject({ status: 422, body: { error: 'bulletin.month_ahead' } })
    expect((await own.clerk.get('/bulletins/in-hand')).body).toMatchObject({ rows: [{ month: '2026-02', state: 'draft' }], months: { complaints: expect.arrayContaining(['2026-03', '2026-01']), work: expect.arrayContaining(['2026-02']) } })
  })
  test('BU-1 a draft is for head and clerk of its commission: for others it does not exist', async () => {
    const own = await county(world)
    const at = await opened(own)
    const other = await county(world)
    for (const client of [own.receiver, other.clerk, clientOf(world, await own.commission.person('inspector'))]) expect((await client.get(at)).status).toBe(404)
    expect(await other.clerk.patch(`${at}/texts`, { texts: [{ key: 'demands', was: '', text: '别人写的' }] })).toMatchObject({ status: 404 })
    expect(await own.receiver.post(`${at}/submission`, { revision: 1 })).toMatchObject({ status: 403 })
    expect((await own.head.get(at)).status).toBe(200)
  })
  test('BU-1 a commission without institutions has nobody to tell of', async () => {
    const commission = await newInstitution(world, { kind: 'commission', regionCode: '990499', regionPrefix: '990499' })
    expect(await clientOf(world, await commission.person('commission_clerk')).post('/bulletins', { month: '2026-02' })).toMatchObject({ status: 409, body: { error: 'bulletin.nobody_addressed' } })
  })
})

test('BU-5 words are saved field by field over what was seen, and go back to the drafted ones', async () => {
  const own = await county(world)
  const at = await opened(own)
  const drafted = fieldOf((await own.clerk.get(at)).body, 'demands')?.text ?? ''
  expect(await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'demands', was: drafted, text: '请各单位认真整改。' }] })).toMatchObject({ status: 200, body: { revision: 2 } })
  expect(await own.head.patch(`${at}/texts`, { texts: [{ key: 'demands', was: drafted, text: '另一句。' }] })).toMatchObject({ status: 409, body: { error: 'bulletin.text_stale' } })
  expect(fieldOf((await own.clerk.get(at)).body, 'demands')).toMatchObject({ text: '请各单位认真整改。', edited: true, outdated: false })
  expect(await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'demands', was: '请各单位认真整改。', text: null }] })).toMatchObject({ status: 200 })
  expect(fieldOf((await own.clerk.get(at)).body, 'demands')).toMatchObject({ text: drafted, edited: false })
})

describe('BU-9 laying before the head', () => {
  test('BU-9 not before the month is over, nor with an empty passage, nor from a stale page', async () => {
    const own = await county(world)
    const march = await opened(own, '2026-03')
    expect(await step(own.clerk, march, 'submission')).toMatchObject({ status: 409, body: { error: 'bulletin.month_not_over' } })
    const at = await opened(own)
    const drafted = fieldOf((await own.clerk.get(at)).body, 'gaps')?.text
    await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'gaps', was: drafted, text: ' ' }] })
    expect(await step(own.clerk, at, 'submission')).toMatchObject({ status: 422, body: { error: 'bulletin.text_missing', message: expect.stringContaining('存在问题') } })
    expect(await own.clerk.post(`${at}/submission`, { revision: 1 })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
  })
  test('BU-6 phone numbers are refused; names of staff are asked about', async () => {
    const own = await county(world)
    const at = await opened(own)
    const named = await own.hospital.person('doctor')
    const name = (await look(world.platform, systemActor('test'), ({ read }) => read.selectFrom('staff').select('name').where('id', '=', named.staffId).executeTakeFirstOrThrow())).name
    const was = fieldOf((await own.clerk.get(at)).body, 'gaps')?.text
    await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'gaps', was, text: '请联系13812345678' }] })
    expect(await step(own.clerk, at, 'submission', { namesChecked: true })).toMatchObject({ status: 422, body: { error: 'bulletin.number_found' } })
    await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'gaps', was: '请联系13812345678', text: `${name}答复不及时` }] })
    expect(await step(own.clerk, at, 'submission')).toMatchObject({ status: 422, body: { error: 'bulletin.names_found', message: expect.stringContaining(name) } })
    expect(await step(own.clerk, at, 'submission', { namesChecked: true })).toMatchObject({ status: 200, body: { work: { state: 'waiting' } } })
  })
  test('BU-9 what lies before the head is not changed; taken back it is', async () => {
    const own = await county(world)
    const at = await opened(own)
    expect(await step(own.clerk, at, 'submission')).toMatchObject({ status: 200, body: { work: { state: 'waiting', seen: expect.stringMatching(/^[0-9a-f]{64}$/), submitted: { at: expect.any(String) } } } })
    expect(await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'title', was: '', text: '改题' }] })).toMatchObject({ status: 409, body: { error: 'bulletin.before_the_head' } })
    expect(await step(own.clerk, at, 'withdrawal')).toMatchObject({ status: 200, body: { work: { state: 'draft', seen: null, submitted: null } } })
  })
})

describe('BU-10 approving', () => {
  test('BU-10 the head as second person, with both factors, over what was seen; returned with a remark first', async () => {
    const own = await county(world)
    const at = await opened(own)
    await step(own.clerk, at, 'submission')
    expect(await step(own.head, at, 'return', { remark: '请补充上月对比' })).toMatchObject({ status: 200, body: { work: { state: 'draft', returned: { remark: '请补充上月对比' } } } })
    await step(own.clerk, at, 'submission')
    expect(await approve(world, own.head, at, { code: '000000' })).toMatchObject({ status: 401, body: { error: 'identity.wrong_code' } })
    expect(await approve(world, own.head, at, { seen: 'a'.repeat(64) })).toMatchObject({ status: 409, body: { error: 'bulletin.seen_is_old' } })
    expect(await step(own.clerk, at, 'publication')).toMatchObject({ status: 409, body: { error: 'bulletin.not_approved' } })
    expect(await approve(world, own.head, at)).toMatchObject({ status: 200, body: { work: { state: 'approved', approval: { post: 'commission_head' } } } })
    expect(await step(own.clerk, at, 'withdrawal')).toMatchObject({ status: 200, body: { work: { state: 'draft', approval: null } } })
    const kept = await look(world.platform, systemActor('test'), ({ read }) => read.selectFrom('bulletin_approval').select('sha256').where('institution_id', '=', own.commission.institutionId).execute())
    expect(kept).toHaveLength(1)
  })
  test('BU-10 who laid it before the head does not approve it, nor whose post ended yesterday', async () => {
    const own = await county(world)
    const at = await opened(own)
    await step(own.head, at, 'submission')
    expect((await own.head.get(at)).body.work.blocked.approve).toBe('bulletin.second_person')
    expect(await approve(world, own.head, at)).toMatchObject({ status: 403, body: { error: 'bulletin.second_person' } })
    await step(own.clerk, at, 'withdrawal')
    await step(own.clerk, at, 'submission')
    const { work, revision } = (await own.head.get(at)).body
    await arrange(world, (act) => act.tx.updateTable('post_holding').set({ to_on: '2026-03-03' }).where('institution_id', '=', own.commission.institutionId).where('staff_id', '=', own.head.person.staffId).execute())
    const refused = await own.head.post(`${at}/approval`, { revision, seen: work.seen, password: own.head.password, code: own.head.code() })
    expect([403, 404]).toContain(refused.status)
  })
})

describe('BU-11 publishing', () => {
  test('BU-11 numbers run without gaps, everybody reads it, the addressed are told, duties see it', async () => {
    const own = await county(world)
    const first = await published(world, own)
    const second = await published(world, own, '2026-01')
    const [a, b] = [(await own.clerk.get(first)).body.published, (await own.clerk.get(second)).body.published]
    expect([a.number, b.number]).toEqual(['投诉整改通报〔2026〕1号', '投诉整改通报〔2026〕2号'])
    const rows = (await own.receiver.get('/bulletins')).body.rows
    expect(rows.map((row: { number: string; addressed: boolean; receivedAt: null }) => [row.number, row.addressed, row.receivedAt])).toEqual([[b.number, true, null], [a.number, true, null]])
    expect((await own.receiver.get('/notices')).body.rows.filter((notice: { topic: string }) => notice.topic === 'bulletin.published')).toHaveLength(2)
    // Another county's hospital sees neither; the public page is everybody's.
    const other = await county(world)
    expect((await other.receiver.get('/bulletins')).body.rows).toEqual([])
    const page = await world.app.http.inject({ url: first })
    expect([page.statusCode, page.body.includes('关于2026年2月投诉举报和整改情况的通报'), page.body.includes(a.number), page.body.includes('<script')]).toEqual([200, true, true, false])
    expect((await world.app.http.inject({ url: '/bulletins' })).body).toContain(b.number)
    const question = { periodId: 'p', planId: 'x', dutyId: 'd', factKey: 'complaint-results', fromOn: '2026-03-01', toOn: '2026-03-31', dueAt: '2026-04-01T00:00:00.000Z', target: null, freshDays: 31, where: null }
    const answer = await look(world.platform, systemActor('test'), ({ read }) => bulletinPublications.ask(read, own.commission.institutionId, [question]))
    expect(answer.get('p')).toEqual({ kind: 'publish', published: expect.arrayContaining([a.publishedAt, b.publishedAt]) })
    const lines = await look(world.platform, systemActor('test'), async ({ read }) => (await bulletinPublications.lines?.(read, own.commission.institutionId, question)) ?? null)
    expect(lines).toMatchObject({ total: 2, rows: [{ inTime: true }, { inTime: true }] })
  })
  test('BU-2 what is public is word for word what was approved, and nobody can change it', async () => {
    const own = await county(world)
    const at = await opened(own)
    await step(own.clerk, at, 'submission')
    const { content, seen } = (await own.head.get(at)).body.work
    await approve(world, own.head, at)
    await step(own.clerk, at, 'publication')
    expect((await own.clerk.get(at)).body).toMatchObject({ work: null, published: { content, sha256: seen } })
    await expect(arrange(world, (act) => act.tx.updateTable('bulletin_version').set({ title: '改过' }).where('bulletin_id', '=', at.slice(11)).execute())).rejects.toThrow('permission denied')
    expect((await verifyChains(world.platform.database, systemActor('test'), world.platform.vault)).fault).toBe(null)
  })
})

test('BU-13 a correction says why, keeps number and figures, and leaves the first version visible', async () => {
  const own = await county(world)
  const at = await published(world, own)
  await own.receiver.post(`${at}/receipt`, { version: 1 })
  expect(await step(own.receiver, at, 'correction', { note: '不是我的' })).toMatchObject({ status: 403 })
  expect(await step(own.clerk, at, 'correction', { note: '第三部分漏写一句。' })).toMatchObject({ status: 200, body: { work: { state: 'draft', version: 2, keepsFigures: true, content: { changeNote: '第三部分漏写一句。' } }, published: { version: 1 } } })
  expect(await step(own.clerk, at, 'correction/discard')).toMatchObject({ status: 200, body: { work: null } })
  await step(own.clerk, at, 'correction', { note: '第三部分漏写一句。' })
  const was = fieldOf((await own.clerk.get(at)).body, 'rectification')?.text ?? ''
  await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'rectification', was, text: `${was}特此补充。` }] })
  await step(own.clerk, at, 'submission')
  expect(await approve(world, own.head, at, { publish: true })).toMatchObject({ status: 200, body: { published: { version: 2, newest: 2, number: '投诉整改通报〔2026〕1号', versions: [{ version: 1, changeNote: null }, { version: 2, changeNote: '第三部分漏写一句。' }] } } })
  const [old, now] = [(await world.app.http.inject({ url: `${at}?v=1` })).body, (await world.app.http.inject({ url: at })).body]
  expect([old.includes('特此补充'), old.includes('内容已经更正'), now.includes('特此补充'), now.includes('第三部分漏写一句。')]).toEqual([false, true, true, true])
  expect((await own.clerk.get(`${at}?version=1`)).body.published).toMatchObject({ version: 1, newest: 2, blocked: { receive: 'bulletin.not_addressed' } })
  // Signed for anew.
  expect((await own.receiver.get('/bulletins')).body.rows).toMatchObject([{ version: 2, receivedAt: null }])
  expect(await own.receiver.post(`${at}/receipt`, { version: 1 })).toMatchObject({ status: 409, body: { error: 'bulletin.newer_version' } })
  expect(await own.receiver.post(`${at}/receipt`, { version: 2 })).toMatchObject({ status: 200 })
})

describe('BU-14 receipts', () => {
  test('BU-14 once, by an addressed institution; the commission sees who is missing', async () => {
    const own = await county(world)
    const at = await published(world, own)
    expect((await own.receiver.get(at)).body).toMatchObject({ work: null, revision: null, published: { blocked: { receive: null, correct: 'bulletin.not_yours' }, moved: null, receipts: [{ name: own.hospital.name, receivedAt: null }] } })
    expect(await own.receiver.post(`${at}/receipt`, { version: 1 })).toMatchObject({ status: 200, body: { published: { blocked: { receive: 'bulletin.received_already' } } } })
    expect(await own.receiver.post(`${at}/receipt`, { version: 1 })).toMatchObject({ status: 409, body: { error: 'bulletin.received_already' } })
    expect(await clientOf(world, await own.hospital.person('nurse')).post(`${at}/receipt`, { version: 1 })).toMatchObject({ status: 403 })
    const stranger = await county(world)
    expect(await stranger.receiver.post(`${at}/receipt`, { version: 1 })).toMatchObject({ status: 403, body: { error: 'bulletin.not_addressed' } })
    const seen = (await own.clerk.get(at)).body.published.receipts
    expect(seen.map((each: { receivedAt: string | null }) => each.receivedAt !== null).sort()).toEqual([false, true])
    expect((await own.clerk.get('/bulletins')).body.rows).toMatchObject([{ receipts: { signed: 1, asked: 2 } }])
  })
  test('BU-14 after three working days whoever has not signed is reminded, once a working day', async () => {
    const own = await county(world)
    const at = await published(world, own)
    await own.receiver.post(`${at}/receipt`, { version: 1 })
    const other = own.hospitals[1]
    if (other === undefined) throw new Error('no second hospital')
    const told = async () => (await look(world.platform, systemActor('test'), ({ read }) => read.selectFrom('notice').select(['institution_id', 'topic']).where('topic', '=', 'bulletin.still_to_receive').where('region_code', '=', own.regionCode).execute())).map((row) => row.institution_id)
    await later(world, '2026-03-06T01:00:00.000Z')
    await remindReceipts(world.platform)
    expect(await told()).toEqual([])
    await later(world, '2026-03-07T01:00:00.000Z')
    expect(await remindReceipts(world.platform)).toBe(0)
    await later(world, '2026-03-09T01:00:00.000Z')
    await remindReceipts(world.platform)
    await remindReceipts(world.platform)
    expect(await told()).toEqual([other.institutionId])
    await later(world, wednesday)
  })
})

describe('papers', () => {
  test('the official paper holds number, passages and the table; the draft is marked', async () => {
    const own = await county(world)
    const at = await opened(own)
    const words = async (client: Pick<Client, 'get'>, path: string) => strFromU8(unzipSync((await client.get(path)).raw)['word/document.xml'] ?? new Uint8Array()).replaceAll(/<[^>]+>/g, '')
    expect(await words(own.clerk, `${at}/draft.docx`)).toContain('草稿，未经审签')
    await step(own.clerk, at, 'submission')
    await approve(world, own.head, at, { publish: true })
    const paper = await words(api(world, null), `/open${at}/1/bulletin.docx`)
    for (const part of ['投诉整改通报〔2026〕1号', '一、总体情况', own.hospital.name, '各单位投诉举报办理情况', '2026年3月4日']) expect(paper).toContain(part)
  })
  test('a PDF that could not be made says why, and is made once when it can', async () => {
    const own = await county(world)
    const at = await published(world, own)
    const key = { bulletinId: at.slice(11), version: 1 }
    expect(await makePaper(world.platform, { convert: async () => ({ state: 'unavailable', reason: '服务器没有安装 LibreOffice' }) }, key)).toBe('unavailable')
    expect((await own.clerk.get(at)).body.published.paper).toMatchObject({ state: 'unavailable', reason: '服务器没有安装 LibreOffice' })
    expect(await api(world, null).get(`/open${at}/1/bulletin.pdf`)).toMatchObject({ status: 404, body: { error: 'bulletin.no_pdf' } })
    expect((await own.clerk.post(`${at}/versions/1/pdf`)).status).toBe(200)
    let calls = 0
    const converter = { convert: async () => ((calls += 1), { state: 'made' as const, bytes: Buffer.from('%PDF-1.7 试验') }) }
    expect([await makePaper(world.platform, converter, key), await makePaper(world.platform, converter, key), calls]).toEqual(['made', 'made', 1])
    expect(await api(world, null).get(`/open${at}/1/bulletin.pdf`)).toMatchObject({ status: 200, headers: { 'content-type': 'application/pdf' } })
    expect((await world.app.http.inject({ url: at })).body).toContain('bulletin.pdf')
    expect(await makePaper(world.platform, converter, { ...key, version: 7 })).toBe(null)
  })
})
