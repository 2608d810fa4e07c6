import { strFromU8, unzipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { api, type World } from '../../server/testing/api.ts'
import { campaign, newReportWorld, signer } from '../../server/testing/reports.ts'
import { listPublications } from './store/versions.ts'
import { holdWorkSources } from './public.ts'
import { approve, clientOf, fieldOf, step } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newReportWorld()
})
afterAll(() => world.close())
afterEach(() => holdWorkSources({ league: async () => null }))

async function running() {
  const own = await campaign(world, { hospitals: 2 })
  const [first, second] = own.hospitals
  if (first === undefined || second === undefined) throw new Error('two hospitals')
  return { ...own, clerk: own.judge, first, second, receiver: first.clerk, head: await signer(world, await own.commission.person('commission_head')) }
}
type Own = Awaited<ReturnType<typeof running>>
const opened = async ({ clerk }: Own, kind = 'work'): Promise<string> => `/bulletins/${(await clerk.post('/bulletins', { month: '2026-02', kind })).body.bulletinId}`
const published = async (own: Own): Promise<string> => {
  const at = await opened(own)
  expect((await step(own.clerk, at, 'submission')).status).toBe(200)
  expect((await approve(world, own.head, at, { publish: true })).status).toBe(200)
  return at
}

describe('BU-15 the work bulletin', () => {
  test('BU-15 the board of the running plan, every institution with its line, words drafted from it', async () => {
    const own = await running()
    const { body } = await own.clerk.get(await opened(own))
    expect(body).toMatchObject({ kind: 'work', work: { state: 'draft', visits: [], content: { format: 'huiyin.work-bulletin/1', title: '关于2026年2月重点工作进展情况的通报', numberWord: '工作通报' } } })
    const [table] = body.work.content.tables
    expect(table.rows.map((row: { name: string }) => row.name)).toEqual(['合计', own.first.body.name, own.second.body.name])
    // The sum is the sum of what the board says of both.
    const { rows } = (await own.clerk.get(`/obligations?planId=${own.planId}&limit=500`)).body as { rows: { verdict: string; institutionId: string }[] }
    const mine = rows.filter((row) => row.institutionId !== own.commission.institutionId)
    const count = (verdict: string) => mine.filter((row) => row.verdict === verdict).length
    expect(mine.length).toBeGreaterThan(0)
    expect(table.rows[0].cells.slice(0, 3)).toEqual(['met', 'overdue', 'unmet'].map((verdict) => String(count(verdict))))
    expect(fieldOf(body, 'progress')?.text).toContain('2家医疗卫生机构正在实施1个行动方案')
    expect(fieldOf(body, 'overview')).toBeUndefined()
  })
  test('BU-15 the league that was published stands in it as it was published', async () => {
    const own = await running()
    holdWorkSources({ league: async () => ({ says: '二级综合医院组共2家，第1位为甲。', lines: new Map([[own.first.body.institutionId, { place: '第1位', moved: '持平' }]]) }) })
    const { body } = await own.clerk.get(await opened(own))
    expect(fieldOf(body, 'league')?.text).toBe('二级综合医院组共2家，第1位为甲。')
    expect(body.work.content.tables.find((table: { key: string }) => table.key === 'league').rows.map((row: { cells: string[] }) => row.cells)).toEqual([['第1位', '持平'], ['—', '—']])
  })
  test('BU-1 one of each kind for a month; visits belong to the other kind, and so do its fields', async () => {
    const own = await running()
    const at = await opened(own)
    expect(await own.clerk.post('/bulletins', { month: '2026-02', kind: 'work' })).toMatchObject({ status: 409, body: { error: 'bulletin.exists' } })
    expect((await own.clerk.get(await opened(own, 'complaints'))).body).toMatchObject({ kind: 'complaints' })
    expect((await own.clerk.get('/bulletins/in-hand')).body.rows.map((row: { kind: string }) => row.kind).sort()).toEqual(['complaints', 'work'])
    expect(await own.clerk.put(`${at}/visits`, { rows: [{ institutionId: own.first.body.institutionId, visits: 1 }] })).toMatchObject({ status: 409, body: { error: 'bulletin.no_visits' } })
    expect((await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'overview', was: '', text: '别的栏目' }] })).status).toBe(400)
  })
  test('BU-11 and BU-14 approved, published under its own numbers, read by everybody, signed for; its duty sees it and the other kind does not', async () => {
    const own = await running()
    const at = await published(own)
    const seen = (await own.receiver.get(at)).body
    expect(seen).toMatchObject({ kind: 'work', work: null, published: { number: '工作通报〔2026〕1号', blocked: { receive: null }, moved: null } })
    expect(await own.receiver.post(`${at}/receipt`, { version: 1 })).toMatchObject({ status: 200 })
    const receipts = (await own.clerk.get(at)).body.published.receipts as { name: string; receivedAt: string | null; by: string | null }[]
    expect(receipts.filter((each) => each.receivedAt === null).map((each) => each.name)).toEqual([own.second.body.name])
    expect(receipts.find((each) => each.receivedAt !== null)?.by).toContain('institution_clerk')
    const page = (await world.app.http.inject({ url: at })).body
    for (const part of ['工作通报〔2026〕1号', '任务落实进展', '各单位任务落实情况', own.second.body.name]) expect(page).toContain(part)
    expect((await world.app.http.inject({ url: at, cookies: { huiyin_elder: '1' } })).body).toContain('<summary>')
    const paper = strFromU8(unzipSync((await api(world, null).get(`/open${at}/1/bulletin.docx`)).raw)['word/document.xml'] ?? new Uint8Array()).replaceAll(/<[^>]+>/g, '')
    for (const part of ['一、任务落实进展', '二、评价排名情况', '各单位任务落实情况', own.first.body.name]) expect(paper).toContain(part)
    const instants = (kind: 'work' | 'complaints') => look(world.platform, systemActor('test'), async ({ read }) => (await listPublications(read, own.commission.institutionId, kind, 10)).map((each) => each.publishedAt))
    expect([(await instants('work')).length, await instants('complaints')]).toEqual([1, []])
  })
  test('BU-13 a correction keeps the first version visible and asks for the receipt anew', async () => {
    const own = await running()
    const at = await published(own)
    await own.receiver.post(`${at}/receipt`, { version: 1 })
    expect((await step(own.clerk, at, 'correction', { note: '补写一句要求。' })).status).toBe(200)
    const was = fieldOf((await own.clerk.get(at)).body, 'tasks')?.text
    await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'tasks', was, text: '请各单位逐条落实。' }] })
    expect((await step(own.clerk, at, 'submission')).status).toBe(200)
    expect(await approve(world, own.head, at, { publish: true })).toMatchObject({ status: 200, body: { published: { version: 2, number: '工作通报〔2026〕1号' } } })
    expect((await own.receiver.get(at)).body.published.blocked.receive).toBe(null)
    expect((await world.app.http.inject({ url: `${at}?v=1` })).body).toContain('内容已经更正')
  })
  test('BU-1 a hospital opens none', async () => {
    const own = await running()
    expect((await clientOf(world, own.receiver.person).post('/bulletins', { month: '2026-02', kind: 'work' })).status).toBe(403)
  })
})
