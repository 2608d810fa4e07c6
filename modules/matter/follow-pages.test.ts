import { gzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, Role } from '../../kernel/actor.ts'
import { act } from '../../server/platform/act.ts'
import { newToken, tokenHash } from '../../server/platform/crypto.ts'
import { arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { moveMatter } from './commands/move.ts'
import type { Ask } from './rules/matter.ts'
import { tampered } from '../../server/testing/tampered.ts'
import { hiddenIn, newVisitor, type Visitor } from '../../server/testing/visitor.ts'
import { jpeg } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let people = 0
const words = '三月一日在收费窗口多收了一次CT的钱，找了两次没人管。'

async function filed(more: Record<string, string> = {}, cookies: Record<string, string> = {}, institutionId?: string) {
  people += 1
  const as = newVisitor(world, { cookies, address: `203.0.113.${people}` })
  const bodyId = institutionId ?? (await newInstitution(world)).institutionId
  const page = await as.get(`/say?kind=${more['kind'] ?? 'complaint'}&body=${bodyId}`)
  world.clock.advance(5000)
  const sent = await as.upload('/say', { token: hiddenIn(page.text, 'token'), kind: 'complaint', body: bodyId, settled: '1', text: `${words}第${people}次`, phone: '13900001234', ...more }, [{ name: '收据.jpg', bytes: jpeg }])
  expect(sent.location).toBe('/receipt')
  const code = [...(await as.get('/receipt')).text.matchAll(/<span>([0-9A-Z]{4})<\/span>/g)].map((match) => match[1]).join('-')
  const { id: matterId } = await arrange(world, (each) => each.tx.selectFrom('matter').select('id').where('institution_id', '=', bodyId).orderBy('received_at', 'desc').executeTakeFirstOrThrow())
  return { as, code, institutionId: bodyId, matterId }
}
const newcomer = (): Visitor => newVisitor(world, { address: `198.51.100.${(people += 1)}` })
const asStaff = (person: Person, role: Role): Actor => ({ kind: 'staff', id: person.accountId, name: '办事员甲', institutionId: person.institutionId, regionPrefix: null, roles: [role], posts: [] })
const step = (person: Person, role: Role, matterId: string, move: string, ask: Partial<Ask>) =>
  act(world.platform, asStaff(person, role), (each) => moveMatter(each, { key: { institutionId: person.institutionId, matterId }, move, revision: null, ask, files: [], author: false }))
const officerOf = async () => {
  const hospital = await newInstitution(world)
  return { ...hospital, officer: await hospital.person('complaint_officer') }
}

describe('following', () => {
  test('PO-7 code and last four digits open it anywhere; the cookie holds them sealed, and ends after an hour', async () => {
    const { code, as } = await filed()
    const elsewhere = newcomer()
    expect((await elsewhere.get('/receipt')).text).toContain('没有刚提交的回执')
    const opened = await elsewhere.post('/follow', { code: code.toLowerCase().replaceAll('-', ' '), tail: '１２３４' })
    expect(opened.location).toBe('/follow')
    const page = await elsewhere.get('/follow')
    expect(/最迟[^<]*/.exec(page.text)?.[0]).toBe('最迟 2026年3月3日（周二） 给您下一步回音')
    for (const said of ['已收到', words, '收据.jpg']) expect(page.text).toContain(said)
    const cookie = elsewhere.cookies['huiyin_matter'] ?? ''
    expect([cookie.includes(code), Buffer.from(cookie, 'base64url').includes(code), page.text.includes(code)]).toEqual([false, false, false])
    elsewhere.cookies['huiyin_matter'] = tampered(cookie)
    expect((await elsewhere.get('/follow')).text).toContain('name="code"')
    elsewhere.cookies['huiyin_matter'] = cookie
    expect((await elsewhere.post('/follow/leave', {})).location).toBe('/follow?left=1')
    expect((await elsewhere.get('/follow?left=1')).text).toContain('别人在这台设备上看不到了')
    world.clock.advance(61 * 60_000)
    expect((await as.get('/follow')).text).toContain('name="code"')
  })

  test('wrong codes and digits get one sentence, are counted, and what was typed stays', async () => {
    const { code } = await filed()
    const guesser = newcomer()
    const wrong = await guesser.post('/follow', { code: '7K3M-Q0ZD-1XHA', tail: '0000' })
    expect([wrong.status >= 400, wrong.text.includes('role="alert"'), wrong.text.includes('7K3M-Q0ZD-1XHA')]).toEqual([true, true, true])
    for (let n = 0; n < 5; n += 1) expect((await guesser.post('/follow', { code, tail: `000${n}` })).location).toBeUndefined()
    expect((await guesser.post('/follow', { code, tail: '1234' })).location).toBeUndefined()
    world.clock.advance(3_600_000)
    expect((await guesser.post('/follow', { code, tail: '1234' })).location).toBe('/follow')
  })

  test('the author adds words and files, and withdraws; a page that is out of date says so without naming anybody', async () => {
    const { as, matterId, institutionId } = await filed()
    const page = await as.get('/follow')
    const revision = hiddenIn(page.text, 'revision')
    const empty = await as.upload('/follow/moves/add', { revision, text: '  ' })
    expect([empty.status, empty.text.includes('请写几句说明')]).toEqual([422, true])
    const bad = await as.upload('/follow/moves/add', { revision, text: '还有一张' }, [{ name: 'a.exe', bytes: 'MZ' }])
    expect([bad.status, bad.text.includes('a.exe'), bad.text.includes('还有一张')]).toEqual([422, true, true])
    const added = await as.upload('/follow/moves/add', { revision, text: '还有一张发票' }, [{ name: '发票.jpg', bytes: jpeg }])
    expect(added.location).toBe('/follow?done=1')
    const after = await as.get('/follow?done=1')
    for (const said of ['已经记下', '还有一张发票', '发票.jpg']) expect(after.text).toContain(said)
    const stale = await as.upload('/follow/moves/add', { revision, text: '再补一句' })
    expect([stale.status, stale.text.includes('这件事刚有新进展'), stale.text.includes('再补一句')]).toEqual([409, true, true])
    const file = /href="(\/follow\/files\/[^"]+)"/.exec(after.text)?.[1] ?? ''
    expect(await as.get(file)).toMatchObject({ status: 200, type: 'image/jpeg', raw: jpeg })
    expect([(await newcomer().get(file)).status, (await as.get('/follow/files/x')).status]).toEqual([404, 404])
    expect((await as.upload('/follow/moves/accept', { revision })).status).toBe(404)
    expect((await as.upload('/follow/moves/withdraw', { revision: hiddenIn(after.text, 'revision') })).location).toBe('/follow?done=1')
    expect((await as.get('/follow')).text).toContain('您已撤回')
    expect(await arrange(world, (each) => each.tx.selectFrom('matter').select('state').where('institution_id', '=', institutionId).where('id', '=', matterId).executeTakeFirst())).toEqual({ state: 'withdrawn' })
  })

  test('after the answer it is confirmed with a rating, or taken up again with words', async () => {
    const { officer, institutionId } = await officerOf()
    const one = await filed({}, {}, institutionId)
    await step(officer, 'complaint_officer', one.matterId, 'settle-at-once', { publicText: '多收的已经退回。', verdict: 'substantiated' })
    const page = await one.as.get('/follow')
    for (const said of ['已答复，请您确认', '多收的已经退回。', '属实']) expect(page.text).toContain(said)
    expect(page.text).not.toContain('办事员甲')
    expect(page.text.indexOf('moves/confirm')).toBeLessThan(page.text.indexOf('moves/reopen'))
    const revision = hiddenIn(page.text, 'revision')
    expect((await one.as.upload('/follow/moves/reopen', { revision, text: '' })).text).toContain('请写几句说明')
    expect((await one.as.upload('/follow/moves/rate', { revision })).text).toContain('请选一项')
    expect((await one.as.upload('/follow/moves/reopen', { revision, text: '钱没有到账' })).location).toBe('/follow?done=1')
    expect((await one.as.get('/follow')).text).toContain('钱没有到账')
    const two = await filed({ text: '另一件：排队两个小时' }, {}, institutionId)
    await step(officer, 'complaint_officer', two.matterId, 'settle-at-once', { publicText: '已加开窗口。', verdict: 'partly' })
    const confirm = await two.as.upload('/follow/moves/confirm', { revision: hiddenIn((await two.as.get('/follow')).text, 'revision'), satisfied: 'yes' })
    expect(confirm.location).toBe('/follow?done=1')
    expect((await two.as.get('/follow')).text).toContain('已办结')
  })

  test('whoever is signed in by phone finds what was sent, and opens it without a code; nobody else does', async () => {
    const citizen = async () => {
      const token = newToken()
      const accountId = await arrange(world, async (each) => {
        const [id, at] = [each.newId(), each.now.toISOString()]
        await each.tx.insertInto('account').values({ account_id: id, kind: 'citizen', display_name: '', created_at: at }).execute()
        await each.tx.insertInto('session').values({ token_hash: tokenHash(token), id: each.newId(), account_id: id, method: 'code', created_at: at, last_seen_at: at, expires_at: '2099-01-01T00:00:00.000Z' }).execute()
        return id
      })
      return { accountId, cookies: { huiyin_session: token } }
    }
    const me = await citizen()
    const { as, institutionId, matterId } = await filed({}, me.cookies)
    const mine = await as.get('/my')
    expect(mine.text).toContain(`/my/${institutionId}/${matterId}`)
    const opened = await as.get(`/my/${institutionId}/${matterId}`)
    expect(opened.text).toContain(words)
    expect((await as.upload(`/my/${institutionId}/${matterId}/moves/add`, { revision: hiddenIn(opened.text, 'revision'), text: '补充一句' })).location).toBe(`/my/${institutionId}/${matterId}?done=1`)
    const stranger = newVisitor(world, { cookies: (await citizen()).cookies })
    expect([(await stranger.get('/my')).text.includes('还没有提交过'), (await stranger.get(`/my/${institutionId}/${matterId}`)).location]).toEqual([true, '/my'])
    expect((await newcomer().get('/my')).location).toBe('/enter')
    expect((await newcomer().upload(`/my/${institutionId}/${matterId}/moves/add`, { revision: '1', text: '别人' })).status).toBe(401)
  })
})

describe('what everybody may read', () => {
  test('published answers are found by two characters and opened; one is too few', async () => {
    const { officer, institutionId, name, person } = await officerOf()
    const { matterId } = await filed({ text: '挂号机前排队太久，请加开人工窗口' }, {}, institutionId)
    await step(officer, 'complaint_officer', matterId, 'settle-at-once', { publicText: '已加开两个窗口。', verdict: 'substantiated' })
    await step(await person('institution_head'), 'institution_head', matterId, 'publish', { title: '挂号排队久', text: '挂号机前排队太久。', publicText: '已加开两个窗口。' })
    const list = await newcomer().get(`/answers?text=${encodeURIComponent('挂号')}&body=${institutionId}`)
    for (const said of ['挂号排队久', name, '已加开两个窗口']) expect(list.text).toContain(said)
    expect((await newcomer().get(`/answers?text=${encodeURIComponent('停车')}&body=${institutionId}`)).text).toContain('没有找到')
    expect((await newcomer().get('/answers?text=x')).text).toContain('请至少写两个字')
    const one = await newcomer().get(`/answers/${institutionId}/${matterId}`)
    for (const said of ['挂号机前排队太久。', '属实']) expect(one.text).toContain(said)
    expect([(await newcomer().get(`/answers/${institutionId}/x`)).status, (await newcomer().get(`/answers/${matterId}/${matterId}`)).status]).toEqual([404, 404])
  })

  test('PO-6 figures name every hospital with complaints, and tell no number under five', async () => {
    const few = await newInstitution(world)
    const fewToo = await newInstitution(world)
    const many = await newInstitution(world)
    await filed({}, {}, few.institutionId)
    await filed({}, {}, fewToo.institutionId)
    for (let n = 0; n < 6; n += 1) await filed({ phone: '' }, {}, many.institutionId)
    const page = await newcomer().get('/figures?month=2026-03')
    const line = (id: string) => page.text.split('<tr').find((each) => each.includes(`/bodies/${id}`)) ?? ''
    expect(line(few.institutionId)).toContain('不公布')
    expect(line(many.institutionId)).toContain('>6<')
    expect(page.text).toContain('目前没有各医院的诊疗人次')
    expect((await newcomer().get(`/bodies/${few.institutionId}`)).text).toContain('不公布')
  })

  test('PO-6 the page of a hospital tells each month as it stands among the others, and no sum that would give one away', async () => {
    const hospital = await newInstitution(world, { regionCode: '990131' })
    const alone = await newInstitution(world, { regionCode: '990131' })
    const put = (month: string, institutionId: string, count: number) =>
      arrange(world, async ({ tx }) => {
        for (let n = 0; n < count; n += 1) {
          const { matterId } = await filed({ phone: '' }, {}, institutionId)
          await tx.updateTable('matter').set({ received_at: `${month}-10T02:00:00Z` }).where('institution_id', '=', institutionId).where('id', '=', matterId).execute()
        }
      })
    await put('2026-01', hospital.institutionId, 7)
    await put('2026-02', hospital.institutionId, 6)
    await put('2026-02', alone.institutionId, 1)
    await filed({ phone: '' }, {}, hospital.institutionId)
    world.clock.advance(60_000)
    const page = await newcomer().get(`/bodies/${hospital.institutionId}`)
    const line = (month: string) => page.text.split('<tr').find((each) => each.includes(`/figures?month=${month}`)) ?? ''
    expect(line('2026-01')).toContain('>7<')
    // Six may be told, but beside the one of the other hospital they are its companion.
    for (const month of ['2026-02', '2026-03']) expect(line(month)).toContain('不公布')
    for (const given of ['>6<', '>14<']) expect(page.text).not.toContain(given)
  })

  test('the letter carries the name of the commission, the hospital it was opened from, and the way to the form', async () => {
    const hospital = await newInstitution(world)
    await newInstitution(world, { kind: 'commission', name: '云溪县卫生健康委员会' })
    const letter = await newcomer().get(`/letter?body=${hospital.institutionId}`)
    for (const said of ['致病友和家属的一封信', '云溪县卫生健康委员会', hospital.name, `/say?body=${hospital.institutionId}`, '<svg']) expect(letter.text).toContain(said)
    const elsewhere = await newInstitution(world, { regionCode: '990141' })
    await newInstitution(world, { kind: 'commission', name: '云溪市卫生健康委员会', regionCode: '990100', regionPrefix: '9901' })
    for (const [path, signs, not] of [[`/letter?body=${hospital.institutionId}`, '云溪县', '云溪市'], [`/letter?body=${elsewhere.institutionId}`, '云溪市', '云溪县'], ['/letter', '云溪市', '云溪县']] as const) {
      const { text } = await newcomer().get(path)
      expect([text.includes(`${signs}卫生健康委员会`), text.includes(`${not}卫生健康委员会`)], path).toEqual([true, false])
    }
    expect((await newcomer().get('/letter?lang=en')).text).toContain('A letter to patients')
  })

  test('PO-8 every page with its style and script stays under thirty kilobytes', async () => {
    const { as, institutionId } = await filed()
    const fixed = ['portal.css', 'portal.js'].reduce((sum, name) => sum + gzipSync(readFileSync(`portal/${name}`)).length, 0)
    for (const url of ['/', '/say', '/say?kind=complaint', '/receipt', '/follow', '/follow?new=1', '/answers', '/figures', '/letter', '/bodies', `/bodies/${institutionId}`, '/running']) {
      as.cookies['huiyin_elder'] = '1'
      const page = await as.get(url)
      expect([url, page.status]).toEqual([url, 200])
      expect(fixed + gzipSync(page.text).length, url).toBeLessThan(30 * 1024)
    }
  })
})
