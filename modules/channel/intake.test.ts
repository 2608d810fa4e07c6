import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeXlsx } from '../../server/platform/xlsx.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { readFeed } from './commands/read-feed.ts'
import { newToken } from '../../server/platform/crypto.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let region = 990500
/** A commission with one hospital in a county of its own, and a source of orders at the commission. */
async function newSource(channel: 'hotline' | 'petition' = 'hotline') {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const hospital = await newInstitution(world, { regionCode })
  const clerk = await commission.person('commission_clerk')
  const source = (await api(world, clerk).post('/channels/sources', { name: '12345热线', channel })).body
  const at = `/channels/sources/${source.institutionId}/${source.id}`
  const { token } = (await api(world, clerk).post(`${at}/token`)).body as { token: string }
  const bearer = { authorization: `Bearer ${token}` }
  return { commission, hospital, clerk, at, token, bearer, source: source as { id: string; institutionId: string } }
}
const matters = (institutionId: string) => arrange(world, (act) => act.tx.selectFrom('matter').selectAll().where('institution_id', '=', institutionId).orderBy('number').execute())
const order = (given: object = {}) => ({ number: 'R20260302-001', title: '取药排队', text: '县医院二楼取药排队两个小时。', name: '王某', phone: '13900000001', ...given })
const outside = () => api(world, null)

describe('orders of a hotline', () => {
  test('IN-9 an order is filed at the institution it names, with the source’s own limit, and the answer can be asked for', async () => {
    const { hospital, bearer, commission, clerk, at } = await newSource()
    const filed = await outside().post('/intake/hotline', order({ institution: hospital.name, dueOn: '2026-03-20' }), bearer)
    expect(filed).toMatchObject({ status: 200, body: { institution: hospital.name, repeated: false, dueAt: '2026-03-20T16:00:00.000Z' } })
    expect(filed.body.receipt).toMatch(/^[0-9A-Z-]{12,14}$/)
    const [matter] = await matters(hospital.institutionId)
    expect(matter).toMatchObject({ number: filed.body.number, kind: 'complaint', channel: 'hotline', limit_on: '2026-03-20', origin_number: '12345热线 R20260302-001', has_author: true })
    expect(await matters(commission.institutionId)).toEqual([])
    const officer = await hospital.person('complaint_officer')
    const accepted = await api(world, officer).upload(`/matters/${hospital.institutionId}/${matter?.id}/moves/accept`, [], { revision: matter?.revision })
    expect(accepted).toMatchObject({ status: 200, body: { dueAt: '2026-03-20T16:00:00.000Z' } })
    expect(await outside().get('/intake/hotline/R20260302-001', bearer)).toMatchObject({ status: 200, body: { sourceNumber: 'R20260302-001', number: filed.body.number, institution: hospital.name, phase: 'open', answer: null } })
    expect((await api(world, clerk).get(`${at}/orders`)).body.rows).toMatchObject([{ number: 'R20260302-001', matterNumber: filed.body.number, institutionName: hospital.name }])
  })

  test('IN-9 the same order again, also at the same moment, gives the first answer; other content under its number changes nothing', async () => {
    const { commission, bearer } = await newSource()
    const all = await Promise.all(Array.from({ length: 6 }, () => outside().post('/intake/hotline', order(), bearer)))
    expect(new Set(all.map((each) => `${each.status} ${each.body.number} ${each.body.receipt}`)).size).toBe(1)
    expect(all.filter((each) => each.body.repeated === false)).toHaveLength(1)
    expect(await outside().post('/intake/hotline', order({ text: '另一件事情。' }), bearer)).toMatchObject({ status: 409, body: { error: 'channel.order_changed' } })
    expect(await matters(commission.institutionId)).toHaveLength(1)
  })

  test('two sources may use one number', async () => {
    const { commission, clerk, bearer } = await newSource()
    const other = (await api(world, clerk).post('/channels/sources', { name: '市信访局', channel: 'petition' })).body
    const { token } = (await api(world, clerk).post(`/channels/sources/${other.institutionId}/${other.id}/token`)).body
    const one = await outside().post('/intake/hotline', order(), bearer)
    const two = await outside().post('/intake/hotline', order(), { authorization: `Bearer ${token}` })
    expect([one.status, two.status]).toEqual([200, 200])
    expect(one.body.number).not.toBe(two.body.number)
    expect((await matters(commission.institutionId)).map((each) => each.channel).sort()).toEqual(['hotline', 'petition'])
    expect((await outside().get('/intake/hotline/R20260302-001', { authorization: `Bearer ${token}` })).body.number).toBe(two.body.number)
  })

  test('IN-9 without its token nothing is taken and nothing is told; a replaced or revoked one ends at once; it is kept as a hash', async () => {
    const { commission, clerk, at, token, bearer } = await newSource()
    await outside().post('/intake/hotline', order(), bearer)
    for (const headers of [{}, { authorization: 'Bearer' }, { authorization: `Bearer ${newToken()}` }, { authorization: `Basic ${token}` }, { authorization: `Bearer ${token}x` }]) {
      expect(await outside().post('/intake/hotline', order({ number: 'X' }), headers as Record<string, string>)).toMatchObject({ status: 401, body: { error: 'channel.token_wrong' } })
      expect((await outside().get('/intake/hotline/R20260302-001', headers as Record<string, string>)).status).toBe(401)
    }
    const stranger = await newSource()
    expect((await outside().get('/intake/hotline/R20260302-001', stranger.bearer)).status).toBe(404)
    const renewed = (await api(world, clerk).post(`${at}/token`)).body.token as string
    expect((await outside().post('/intake/hotline', order({ number: 'Y' }), bearer)).status).toBe(401)
    expect((await outside().post('/intake/hotline', order({ number: 'Y' }), { authorization: `Bearer ${renewed}` })).status).toBe(200)
    expect((await api(world, clerk).put(at, { active: false })).status).toBe(200)
    expect(await outside().post('/intake/hotline', order({ number: 'Z' }), { authorization: `Bearer ${renewed}` })).toMatchObject({ status: 409, body: { error: 'channel.source_closed' } })
    await api(world, clerk).put(at, { active: true })
    await api(world, clerk).delete(`${at}/token`)
    expect((await outside().post('/intake/hotline', order({ number: 'Z' }), { authorization: `Bearer ${renewed}` })).status).toBe(401)
    const kept = JSON.stringify(await arrange(world, async (act) => [await act.tx.selectFrom('intake_source').selectAll().execute(), await act.tx.selectFrom('intake_token').selectAll().execute(), await act.tx.selectFrom('idempotency').selectAll().execute(), await act.tx.selectFrom('event').select('detail').execute()]))
    for (const each of [token, renewed]) expect(kept).not.toContain(each)
    expect(await matters(commission.institutionId)).toHaveLength(2)
    expect((await api(world, clerk).get('/channels')).body.sources[0]).toMatchObject({ token: null })
  })

  test.each([
    ['no text', { text: '' }, 400, 'request.invalid'],
    ['ten thousand and one characters', { text: '字'.repeat(10_001) }, 400, 'request.invalid'],
    ['a number with a line break', { number: 'a\nb' }, 400, 'request.invalid'],
    ['an institution nobody knows', { institution: '没有的医院' }, 422, 'channel.order_institution'],
    ['a telephone that is none', { phone: '不详' }, 422, 'directory.phone_wrong'],
    ['a kind that is not open to it', { kind: 'problem' }, 409, 'channel.kind_closed'],
    ['a time to come', { receivedAt: '2026-03-03T00:00:00.000Z' }, null, null],
  ])('%s is refused by name and keeps nothing', async (_, given, status, error) => {
    const { commission, bearer } = await newSource()
    const answer = await outside().post('/intake/hotline', order(given), bearer)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    if (status !== null) expect(answer).toMatchObject({ status, body: { error } })
    expect(await matters(commission.institutionId)).toEqual([])
    expect((await outside().post('/intake/hotline', order(), bearer)).status).toBe(200)
  })

  test('IN-5 rare characters and emoji survive, marks that turn the direction do not', async () => {
    const { commission, bearer } = await newSource()
    await outside().post('/intake/hotline', order({ title: '𠮷\u202e先生的事', text: '𠮷先生👩\u200d⚕️：等\u0007了很久' }), bearer)
    expect(await matters(commission.institutionId)).toMatchObject([{ title: '𠮷先生的事', body: '𠮷先生👩\u200d⚕️：等了很久' }])
  })

  test('the source of a hospital files at that hospital only', async () => {
    const { hospital } = await newSource()
    const clerk = await hospital.person('institution_clerk')
    const own = (await api(world, clerk).post('/channels/sources', { name: '县热线', channel: 'hotline' })).body
    const { token } = (await api(world, clerk).post(`/channels/sources/${own.institutionId}/${own.id}/token`)).body
    const other = await newInstitution(world, { regionCode: hospital.regionCode })
    const bearer = { authorization: `Bearer ${token}` }
    expect(await outside().post('/intake/hotline', order({ institution: other.name }), bearer)).toMatchObject({ status: 422 })
    expect((await outside().post('/intake/hotline', order(), bearer)).body.institution).toBe(hospital.name)
  })
})

describe('sheets of orders', () => {
  const titles = ['工单编号', '诉求类别', '诉求内容', '承办单位', '来电人', '联系电话', '来电时间', '办结期限', '满意度']
  const sheet = (rows: readonly (readonly string[])[]) => ({ name: '转办.xlsx', bytes: Buffer.from(writeXlsx({ sheet: '工单', title: '三月转办工单', columns: titles.map((title, at) => ({ key: String(at), title })), rows: rows.map((row) => Object.fromEntries(row.map((cell, at) => [String(at), cell]))) })) })

  test('IN-14 and IN-15 a sheet is read by its headings, every bad cell is named, the good rows are filed once', async () => {
    const { hospital, commission, clerk, at } = await newSource()
    const rows = [
      ['G001', '投诉举报', '停车位太少了', hospital.name, '王某', '13900000001', '2026-03-01 09:30', '2026-03-10', '无'],
      ['G002', '咨询', '几点开门？', '', '', '', '', '', ''],
      ['G001', '投诉', '又来一次', '', '', '', '', '', ''],
      ['G004', '感谢', '', '没有的医院', '', 'abc', '2026-13-01', '', ''],
    ]
    const preview = await api(world, clerk).upload(`${at}/imports`, [sheet(rows)])
    expect(preview).toMatchObject({ status: 200, body: { state: 'preview', counts: { rows: 4, good: 2, bad: 2, known: 0 }, ignored: ['满意度'], blocked: { takeAll: 'channel.import_has_faults', takeGood: null } } })
    expect(preview.body.faults.map((fault: { row: number; column: string }) => fault.column).sort()).toEqual(['内容', '单号', '来件时间', '涉及机构', '电话', '类别'].sort())
    expect(preview.body.sample[0]).toMatchObject({ number: 'G001', institution: hospital.name, dueOn: '2026-03-10' })
    expect(JSON.stringify(preview.body.sample)).not.toContain('13900000001')
    expect(await matters(hospital.institutionId)).toEqual([])
    const importAt = `/channels/imports/${preview.body.institutionId}/${preview.body.id}`
    expect((await api(world, clerk).get(`${importAt}/faults.xlsx`)).status).toBe(200)
    expect(await api(world, clerk).post(`${importAt}/take`, { rows: 'all' })).toMatchObject({ status: 409, body: { error: 'channel.import_has_faults' } })
    const both = await Promise.all([api(world, clerk).post(`${importAt}/take`, { rows: 'good' }), api(world, clerk).post(`${importAt}/take`, { rows: 'good' })])
    expect(both.map((each) => String(each.status)).sort()).toEqual(['200', '409'])
    expect(await matters(hospital.institutionId)).toMatchObject([{ channel: 'hotline', received_at: '2026-03-01T01:30:00.000Z', limit_on: '2026-03-10' }])
    expect(await matters(commission.institutionId)).toMatchObject([{ kind: 'enquiry' }])

    const again = await api(world, clerk).upload(`${at}/imports`, [sheet(rows.slice(0, 2))])
    expect(again.body.counts).toEqual({ rows: 2, good: 2, bad: 0, known: 2 })
    await api(world, clerk).post(`/channels/imports/${again.body.institutionId}/${again.body.id}/take`, { rows: 'all' })
    expect((await api(world, clerk).get(`/channels/imports/${again.body.institutionId}/${again.body.id}`)).body).toMatchObject({ state: 'taken', taken: 0 })
    expect(await matters(hospital.institutionId)).toHaveLength(1)
    const other = await api(world, clerk).upload(`${at}/imports`, [sheet([['G001', '投诉', '内容变了', hospital.name]])])
    expect(other.body).toMatchObject({ counts: { good: 0, bad: 1 }, blocked: { takeGood: 'channel.import_nothing' } })
    expect(other.body.faults[0].reason).toContain('内容不同')
  })

  test('the template comes back without its hints being filed; a sheet without headings, an empty one and a picture are refused', async () => {
    const { clerk, at } = await newSource()
    const template = await api(world, clerk).get('/channels/order-template.xlsx')
    expect(await api(world, clerk).upload(`${at}/imports`, [{ name: 'a.xlsx', bytes: template.raw }])).toMatchObject({ status: 422, body: { error: 'channel.import_no_rows' } })
    expect(await api(world, clerk).upload(`${at}/imports`, [{ name: 'a.csv', bytes: '甲,乙\n1,2\n' }])).toMatchObject({ status: 422, body: { error: 'channel.import_no_heading' } })
    expect((await api(world, clerk).upload(`${at}/imports`, [{ name: 'a.xlsx', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) }])).status).toBe(415)
    expect((await api(world, clerk).upload(`${at}/imports`, [])).status).toBe(400)
    const discarded = await api(world, clerk).upload(`${at}/imports`, [sheet([['D1', '投诉', '要放弃的一件']])])
    expect((await api(world, clerk).post(`/channels/imports/${discarded.body.institutionId}/${discarded.body.id}/discard`)).body.state).toBe('discarded')
    expect((await api(world, clerk).post(`/channels/imports/${discarded.body.institutionId}/${discarded.body.id}/take`, { rows: 'all' })).status).toBe(409)
    const stranger = await (await newInstitution(world)).person('institution_head')
    expect((await api(world, stranger).get(`/channels/imports/${discarded.body.institutionId}/${discarded.body.id}`)).status).toBe(403)
  })
})

describe('public opinion', () => {
  let server: http.Server
  let url: string
  let body = ''
  const answered: number[] = []
  beforeAll(async () => {
    server = http.createServer((request, response) => {
      const isSame = request.headers['if-none-match'] === `"${body.length}"`
      answered.push(isSame ? 304 : 200)
      response.writeHead(isSame ? 304 : 200, { etag: `"${body.length}"` }).end(isSame ? '' : body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rss`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  const loopback = { mayReach: () => true, mayAsk: () => true }
  const item = (title: string, link: string, summary = '') => `<item><title>${title}</title><link>${link}</link><description>${summary}</description></item>`
  const rss = (...items: string[]) => `<rss version="2.0"><channel>${items.join('')}</channel></rss>`

  /** A feed whose address lies on loopback cannot be entered by the door; its row is turned there afterwards. */
  async function newFeed(hospital?: Awaited<ReturnType<typeof newInstitution>>, name = '本地新闻') {
    const body = hospital ?? (await newInstitution(world))
    const clerk = await body.person('institution_clerk')
    const officer = await body.person('complaint_officer')
    const feed = (await api(world, clerk).post('/channels/feeds', { name, url: `https://news.example/${name}`, keywords: ['示例医院', '排队'] })).body as { id: string; institutionId: string }
    await arrange(world, (act) => act.tx.updateTable('feed').set({ url: `${url}?${feed.id}` }).where('id', '=', feed.id).execute())
    const key = { institutionId: body.institutionId, feedId: feed.id }
    return { hospital: body, clerk, officer, key, at: `/channels/feeds/${body.institutionId}/${feed.id}`, read: () => readFeed(world.platform, key, loopback), candidates: async (state = 'waiting') => (await api(world, officer).get(`/channels/candidates?state=${state}`)).body.rows as { id: string; title: string; words: string[]; state: string; link: string }[] }
  }

  test('IN-11 to IN-13 what holds a keyword is found once, then taken as a matter or dismissed with a reason, once', async () => {
    const { hospital, officer, read, candidates, key } = await newFeed()
    body = rss(item('示例医院取药排队', 'https://news.example/1?utm_source=a', '市民反映&lt;b&gt;排队&lt;/b&gt;'), item('天气晴', 'https://news.example/2'), item('示例医院扩建', 'https://news.example/3'))
    expect(await read()).toEqual({ entries: 3, found: 2 })
    expect((await candidates()).map((each) => each.title).sort()).toEqual(['示例医院取药排队', '示例医院扩建'].sort())
    expect(await read()).toEqual({ entries: 0, found: 0 })
    expect(answered.at(-1)).toBe(304)
    body = rss(item('示例医院取药排队（更新）', 'https://www.news.example/1', '排队'))
    expect(await read()).toEqual({ entries: 1, found: 0 })
    const other = await newFeed(hospital, '论坛')
    body = rss(item('转载：示例医院取药排队', 'https://news.example/1?spm=9', '排队'))
    expect(await other.read()).toEqual({ entries: 1, found: 0 })
    expect((await api(world, officer).get('/notices')).body.rows.filter((each: { topic: string }) => each.topic === 'channel.opinion_found')).toHaveLength(1)

    const [a, b] = (await candidates()).sort((x, y) => x.title.length - y.title.length)
    const at = (candidate: { id: string } | undefined) => `/channels/candidates/${key.institutionId}/${candidate?.id}`
    const taking = () => api(world, officer).post(`${at(b)}/take`, { title: '媒体反映取药排队', text: '已电话核实' })
    const both = await Promise.all([taking(), taking()])
    expect(both.map((each) => String(each.status)).sort()).toEqual(['200', '409'])
    const made = await matters(hospital.institutionId)
    expect(made).toMatchObject([{ kind: 'public-opinion', channel: 'opinion', title: '媒体反映取药排队' }])
    expect(made[0]?.body).toContain('https://news.example/1')
    expect((await candidates('taken'))[0]).toMatchObject({ matterId: made[0]?.id, matterNumber: made[0]?.number })
    expect((await api(world, officer).post(`${at(a)}/dismiss`, { reason: '' })).status).toBe(400)
    expect(await api(world, officer).post(`${at(a)}/dismiss`, { reason: '好消息，不需要办理' })).toMatchObject({ status: 200, body: { state: 'dismissed', reason: '好消息，不需要办理' } })
    expect((await taking()).body.error).toBe('channel.candidate_over')
    expect(await candidates()).toEqual([])
    const stranger = await (await newInstitution(world)).person('complaint_officer')
    expect((await api(world, stranger).post(`${at(a)}/take`, { title: '不是我的' })).status).toBe(403)
    expect((await api(world, stranger).get('/channels/candidates')).body.rows).toEqual([])
  })

  test('a feed that cannot be read says why and keeps what it brought; other keywords read it wholly again', async () => {
    const { clerk, officer, read, candidates, key, at } = await newFeed()
    const feed = async () => (await api(world, officer).get('/channels')).body.feeds[0]
    body = rss(item('示例医院', 'https://news.example/a'), item('停车难', 'https://news.example/b'))
    await read()
    body = '<html><body>维护中</body></html>'
    await read()
    expect(await feed()).toMatchObject({ fault: { code: 'not_a_feed' }, entries: 2 })
    expect(await candidates()).toHaveLength(1)
    expect(await readFeed(world.platform, key)).toEqual({ entries: 0, found: 0 })
    expect(await feed()).toMatchObject({ fault: { code: 'private' } })
    body = rss(item('示例医院', 'https://news.example/a'), item('停车难', 'https://news.example/b'))
    await read()
    expect(await feed()).toMatchObject({ fault: null })
    const { revision } = await feed()
    expect((await api(world, clerk).put(at, { name: '本地新闻', url: 'https://news.example/rss', keywords: ['停车'], revision })).status).toBe(200)
    expect(await api(world, clerk).put(at, { name: '本地新闻', url: 'https://news.example/rss', keywords: ['停车'], revision })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
    await arrange(world, (act) => act.tx.updateTable('feed').set({ url }).where('id', '=', key.feedId).execute())
    expect(await read()).toEqual({ entries: 2, found: 1 })
    expect((await candidates()).map((each) => each.title).sort()).toEqual(['停车难', '示例医院'].sort())
  })

  test('IN-10 a feed inside the network, without keywords or known already cannot be entered', async () => {
    const { clerk } = await newFeed()
    const add = (given: object) => api(world, clerk).post('/channels/feeds', { name: '订阅', url: 'https://other.example/rss', keywords: ['示例医院'], ...given })
    expect(await add({ url: 'http://192.168.1.1/rss' })).toMatchObject({ status: 400, body: { error: 'channel.feed_private' } })
    expect(await add({ url: 'file:///etc/passwd' })).toMatchObject({ status: 400, body: { error: 'channel.feed_url' } })
    expect(await add({ keywords: ['药', ' '] })).toMatchObject({ status: 400, body: { error: 'channel.feed_no_keyword' } })
    expect((await add({})).status).toBe(200)
    expect(await add({})).toMatchObject({ status: 409, body: { error: 'channel.feed_exists' } })
  })
})
