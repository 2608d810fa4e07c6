import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Client } from 'pg'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { settings } from '../setting/rules.ts'
import { saveValue } from '../setting/store.ts'
import { hiddenIn, newVisitor, type SentFile, type Visitor } from '../../server/testing/visitor.ts'
import { jpeg } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let addresses = 0
const visitor = (cookies: Record<string, string> = {}): Visitor => newVisitor(world, { cookies, address: `203.0.113.${(addresses += 1)}` })
const words = '三月一日在收费窗口多收了一次CT的钱，找了两次没人管。'

/** Opens the form as a person would, waits a moment, and answers with what it holds. */
async function open(as: Visitor, bodyId: string, kind = 'complaint'): Promise<Record<string, string>> {
  const page = await as.get(`/say?kind=${kind}&body=${bodyId}`)
  expect(page.status).toBe(200)
  world.clock.advance(5000)
  return { token: hiddenIn(page.text, 'token'), kind, body: bodyId, settled: '1', spot: '', text: words, on: '', place: '', category: '', phone: '', name: '', site: '' }
}
async function file(as: Visitor, bodyId: string, more: Record<string, string> = {}, files: readonly SentFile[] = []) {
  const form = { ...(await open(as, bodyId, more['kind'])), ...more }
  const sent = await as.upload('/say', form, files)
  expect([sent.status, sent.location]).toEqual([303, '/receipt'])
  const receipt = await as.get('/receipt')
  const code = [...receipt.text.matchAll(/<span>([0-9A-Z]{4})<\/span>/g)].map((match) => match[1]).join('-')
  expect(code).toMatch(/^.{4}-.{4}-.{4}$/)
  return { form, receipt, code }
}
const mattersOf = (institutionId: string) => arrange(world, (act) => act.tx.selectFrom('matter').selectAll().where('institution_id', '=', institutionId).orderBy('received_at').execute())

describe('the form', () => {
  test('offers what a citizen may bring, each in plain words, and nothing the house enters itself', async () => {
    const chinese = await visitor().get('/say')
    for (const kind of ['complaint', 'tip', 'suggestion', 'praise', 'enquiry', 'help-request']) expect(chinese.text).toContain(`href="/say?kind=${kind}"`)
    for (const kind of ['problem', 'finding']) expect(chinese.text).not.toContain(`kind=${kind}"`)
    expect((await visitor().get('/say?lang=en')).text).toContain('What is it about?')
  })

  test('PO-9 is filed without a script, and the receipt carries number, code, date and a picture', async () => {
    const { institutionId, name } = await newInstitution(world)
    const { receipt, code } = await file(visitor(), institutionId, { phone: '139 0000 0001', name: '欧阳𠮷', on: '2026-03-01', place: '二楼收费窗口' })
    const [matter] = await mattersOf(institutionId)
    expect(matter).toMatchObject({ kind: 'complaint', channel: 'portal', title: '三月一日在收费窗口多收了一次CT的钱，找了两次没人管', body: `发生日期：2026-03-01\n${words}`, place: '二楼收费窗口', has_author: true })
    for (const said of [matter?.number, name, '手机号的后四位', '<svg', '最迟']) expect(receipt.text).toContain(said)
    expect(receipt.text).not.toContain(`href="/follow#${code}`)
  })

  test('MT-37 a report about the leaders of a body is ticked, goes to the commission above with the name of the body, and the body never has it; of another kind the tick means nothing', async () => {
    const hospital = await newInstitution(world, { regionCode: '994477', name: '清河口医院' })
    const commission = await newInstitution(world, { kind: 'commission', regionCode: '994477' })
    const page = await visitor().get(`/say?kind=tip&body=${hospital.institutionId}`)
    expect([page.text.includes('name="leaders"'), (await visitor().get(`/say?kind=complaint&body=${hospital.institutionId}`)).text.includes('name="leaders"')]).toEqual([true, false])
    await file(visitor(), hospital.institutionId, { kind: 'tip', leaders: '1' })
    await file(visitor(), hospital.institutionId, { kind: 'complaint', leaders: '1', text: '排队三个小时没有人管，也没有人解释。' })
    expect(await mattersOf(commission.institutionId)).toMatchObject([{ kind: 'tip', state: 'received', body: `反映的单位：清河口医院\n${words}` }])
    expect(await mattersOf(hospital.institutionId)).toMatchObject([{ kind: 'complaint' }])
  })

  test('MT-37 where no commission stands above, a report about the leaders is refused with whom to turn to, nothing reaches the body, and all that was typed stays', async () => {
    const hospital = await newInstitution(world, { regionCode: '981177' })
    const as = visitor()
    const form = { ...(await open(as, hospital.institutionId, 'tip')), leaders: '1' }
    const sent = await as.upload('/say', form)
    expect([sent.status, ...['没有登记的卫生健康委', '向纪检监察机关反映', words].map((said) => sent.text.includes(said))]).toEqual([409, true, true, true])
    expect(sent.text).toMatch(/name="leaders"[^>]*checked/)
    expect(await mattersOf(hospital.institutionId)).toEqual([])
    expect((await as.upload('/say', { ...form, token: hiddenIn(sent.text, 'token'), leaders: '' })).location).toBe('/receipt')
    expect(await mattersOf(hospital.institutionId)).toMatchObject([{ kind: 'tip' }])
  })

  test('PO-1 a poster settles body, department and place; one out of use leads to the form of its body', async () => {
    const hospital = await newInstitution(world)
    const officer = api(world, await hospital.person('complaint_officer'))
    const departmentId = await arrange(world, async (act) => {
      const id = act.newId()
      await act.tx.insertInto('department').values({ institution_id: hospital.institutionId, id, region_code: hospital.regionCode, name: '骨科', kind: 'clinical' }).execute()
      return id
    })
    const [spot] = (await officer.post('/matter-spots', { spots: [{ departmentId, place: '三楼护士站' }] })).body.rows
    const as = visitor()
    const scanned = await as.get(`/at/${spot.code}`)
    const choose = await as.get(scanned.location ?? '')
    expect(choose.text).toContain('骨科 三楼护士站')
    const page = await as.get(`/say?kind=praise&at=${spot.code}`)
    expect([hiddenIn(page.text, 'spot'), hiddenIn(page.text, 'body')]).toEqual([spot.code, hospital.institutionId])
    world.clock.advance(5000)
    const sent = await as.upload('/say', { token: hiddenIn(page.text, 'token'), kind: 'praise', body: hospital.institutionId, settled: '1', spot: spot.code, text: '护士站的姐姐们特别耐心', place: '骨科 三楼护士站' })
    expect(sent.location).toBe('/receipt')
    expect(await mattersOf(hospital.institutionId)).toMatchObject([{ kind: 'praise', department_id: departmentId, place: '骨科 三楼护士站' }])
    await officer.put(`/matter-spots/${hospital.institutionId}/${spot.id}`, { departmentId, place: '三楼护士站', active: false, revision: 1 })
    const off = await as.get(`/say?at=${spot.code}`)
    expect([off.text.includes('这张二维码已经停用'), off.text.includes(`body=${hospital.institutionId}`)]).toEqual([true, true])
    expect((await as.get('/say?at=nothing')).text).toContain('这张二维码已经停用')
  })

  test('where there are too many hospitals for a list a name is typed; several that fit are offered', async () => {
    const one = await newInstitution(world, { name: '长河区第一医院' })
    await newInstitution(world, { name: '长河区第二医院' })
    for (let n = 0; n < 61; n += 1) await newInstitution(world)
    const as = visitor()
    const page = await as.get('/say?kind=complaint')
    expect(page.text).toContain('name="hospital"')
    world.clock.advance(5000)
    const form = { token: hiddenIn(page.text, 'token'), kind: 'complaint', text: words }
    expect((await as.upload('/say', form)).text).toContain('请选择是哪家医院')
    expect((await as.upload('/say', { ...form, hospital: '没有这家' })).text).toContain('没有找到这个名称')
    const several = await as.upload('/say', { ...form, hospital: '长河区' })
    expect([several.status, several.text.includes(`value="${one.institutionId}"`), several.text.includes(words)]).toEqual([422, true, true])
    expect((await as.upload('/say', { ...form, hospital: '长河区', body: one.institutionId })).location).toBe('/receipt')
  })
})

describe('PO-5 nothing typed is lost', () => {
  test('every fault is said at its field, and all of it comes back', async () => {
    const { institutionId } = await newInstitution(world)
    const as = visitor()
    const form: Record<string, string> = { ...(await open(as, institutionId)), text: '<b>短</b>', on: '上个礼拜', phone: '139', name: '欧'.repeat(10_000), place: '二楼“东”侧' }
    const again = await as.upload('/say', form)
    expect(again.status).toBe(422)
    for (const said of ['id="on-wrong"', 'id="phone-wrong"', 'id="name-wrong"', 'href="#phone"', 'aria-invalid', '看不懂这个日期', 'value="上个礼拜"', '&lt;b>短&lt;/b>', '二楼“东”侧', form['token'] ?? '']) expect(again.text).toContain(said)
    expect(await mattersOf(institutionId)).toEqual([])
    expect((await as.upload('/say', { ...form, text: words, on: '', phone: '', name: '' })).location).toBe('/receipt')
  })

  test('a file that is none of ours is named; the words stay, and the files are to be chosen again', async () => {
    const { institutionId } = await newInstitution(world)
    const as = visitor()
    const form = await open(as, institutionId)
    for (const [bad, said] of [[{ name: '空.jpg', bytes: '' }, '文件是空的'], [{ name: 'a.exe', bytes: 'MZ\u0090' }, '文件类型不在允许范围内'], [{ name: '大.jpg', bytes: Buffer.concat([jpeg, Buffer.alloc(20 * 1024 * 1024)]) }, '文件超过大小限制']] as const) {
      const again = await as.upload('/say', form, [{ name: 'ok.jpg', bytes: jpeg }, bad])
      expect(again.status).toBe(422)
      for (const words of [said, bad.name, form['text'] ?? '', '刚才选的文件没有保存']) expect(again.text).toContain(words)
    }
    const many = await as.upload('/say', form, Array.from({ length: 7 }, (_, n) => ({ name: `${n}.jpg`, bytes: jpeg })))
    expect(many.text).toContain('文件太多')
    expect(await arrange(world, (act) => act.tx.selectFrom('file').select('id').where('institution_id', '=', institutionId).execute())).toEqual([])
  })

  test('a page that was open for days is still good; one that is none of ours gets a new key and keeps the words', async () => {
    const { institutionId } = await newInstitution(world)
    const as = visitor()
    const form = await open(as, institutionId)
    const odd = await as.upload('/say', { ...form, token: 'x.y.z' })
    expect([odd.status, odd.text.includes('这一页打开得太久'), odd.text.includes(words)]).toEqual([409, true, true])
    world.clock.advance(4 * 86_400_000)
    expect((await as.upload('/say', form)).location).toBe('/receipt')
  })

  test('a fault of ours gives the words back', async () => {
    const { institutionId } = await newInstitution(world)
    const as = visitor()
    const form = await open(as, institutionId)
    const owner = new Client({ connectionString: world.ownerUrl })
    await owner.connect()
    await owner.query('alter table matter_form_use rename to matter_form_use_away')
    const broken = await as.upload('/say', form)
    await owner.query('alter table matter_form_use_away rename to matter_form_use')
    await owner.end()
    expect([broken.status, broken.text.includes('系统出错了，没有保存'), broken.text.includes(words)]).toEqual([500, true, true])
    expect((await as.upload('/say', form)).location).toBe('/receipt')
  })

  test('marks of direction, emoji, rare characters and markup come out as they went in', async () => {
    const { institutionId } = await newInstitution(world)
    const text = '\u202e倒写\u202c 😀 𠀀𠮷 <script>alert(1)</script> \u0007\t铃'
    const as = visitor()
    await file(as, institutionId, { text })
    expect((await mattersOf(institutionId))[0]?.body).toBe(text)
    const shown = await as.get('/follow')
    expect([shown.text.includes('&lt;script>alert(1)&lt;/script>'), shown.text.includes('<script>alert')]).toEqual([true, false])
  })
})

describe('PO-3 one form is one matter', () => {
  test('sent twice, also at the same moment, it has one receipt and its files are kept once', async () => {
    const { institutionId } = await newInstitution(world)
    const as = visitor()
    const form = await open(as, institutionId)
    const both = await Promise.all([as.upload('/say', form, [{ name: 'a.jpg', bytes: jpeg }]), as.upload('/say', form, [{ name: 'a.jpg', bytes: jpeg }])])
    expect(both.map((each) => each.location)).toEqual(['/receipt', '/receipt'])
    const first = await as.get('/receipt')
    expect((await as.upload('/say', form, [{ name: 'a.jpg', bytes: jpeg }])).location).toBe('/receipt')
    expect((await as.get('/receipt')).text).toBe(first.text)
    expect(await mattersOf(institutionId)).toHaveLength(1)
    expect(await arrange(world, (act) => act.tx.selectFrom('file').select('id').where('institution_id', '=', institutionId).execute())).toHaveLength(1)
  })

  test('with other words it is refused once, and then it is another matter', async () => {
    const { institutionId } = await newInstitution(world)
    const as = visitor()
    const { form } = await file(as, institutionId)
    const other = await as.upload('/say', { ...form, text: '另外一件事：厕所没有扶手' })
    expect([other.status, other.text.includes('已经提交过一件'), other.text.includes('厕所没有扶手')]).toEqual([409, true, true])
    const token = hiddenIn(other.text, 'token')
    expect(token).not.toBe(form['token'])
    world.clock.advance(5000)
    expect((await as.upload('/say', { ...form, token, text: '另外一件事：厕所没有扶手' })).location).toBe('/receipt')
    expect(await mattersOf(institutionId)).toHaveLength(2)
  })
})

describe('limits', () => {
  test('PO-4 what nobody sees and what is too fast is stopped with a sentence', async () => {
    const { institutionId } = await newInstitution(world)
    const as = visitor()
    const form = await open(as, institutionId)
    expect((await as.upload('/say', { ...form, site: 'http://spam.example' })).text).toContain('“请留空”一栏里有字')
    const page = await as.get(`/say?kind=complaint&body=${institutionId}`)
    const fast = await as.upload('/say', { ...form, token: hiddenIn(page.text, 'token') })
    expect([fast.status, fast.text.includes('请再看一遍'), fast.text.includes(words)]).toEqual([409, true, true])
    world.clock.advance(3000)
    expect((await as.upload('/say', { ...form, token: hiddenIn(page.text, 'token') })).location).toBe('/receipt')
  })

  test('PO-2 the same words come once a day, a device and a phone so often, an address so often an hour', async () => {
    const { institutionId } = await newInstitution(world)
    const as = visitor()
    await file(as, institutionId)
    const twice = await as.upload('/say', await open(as, institutionId))
    expect([twice.status, twice.text.includes('同样的内容今天已经提交过'), twice.text.includes(words)]).toEqual([409, true, true])
    const limited = async (key: 'portal.device_per_day' | 'portal.phone_per_day' | 'portal.address_per_hour', value: number, work: () => Promise<void>) => {
      const set = (to: number) => arrange(world, (act) => saveValue(act.tx, { key, value: to, by: act.actor, at: act.now.toISOString() }))
      await set(value)
      await work()
      await set(settings[key].standard)
    }
    const next = async (from: Visitor, n: number, more: Record<string, string> = {}) => from.upload('/say', { ...(await open(from, institutionId)), text: `第${n}件事，不一样的话`, ...more })
    await limited('portal.device_per_day', 2, async () => {
      const device = visitor()
      for (const n of [1, 2]) expect((await next(device, n)).location).toBe('/receipt')
      const third = await next(device, 3)
      expect([third.status, third.text.includes('这台设备今天提交的件数已到上限'), third.text.includes('第3件事')]).toEqual([429, true, true])
    })
    await limited('portal.phone_per_day', 1, async () => {
      expect((await next(visitor(), 4, { phone: '13900000009' })).location).toBe('/receipt')
      expect((await next(visitor(), 5, { phone: '13900000009' })).text).toContain('这个手机号今天提交的件数已到上限')
    })
    await limited('portal.address_per_hour', 5, async () => {
      const ward = () => newVisitor(world, { address: '192.0.2.1' })
      for (const n of [6, 7, 8, 9, 10]) expect((await next(ward(), n)).location).toBe('/receipt')
      const sixth = ward()
      expect((await next(sixth, 11)).text).toContain('这里的网络一小时内提交得太多')
      world.clock.advance(3_600_000)
      expect((await next(sixth, 11)).location).toBe('/receipt')
    })
  })
})

test('PO-10 a member of staff who uses the public form is nobody, and a tip leaves no account anywhere', async () => {
  const hospital = await newInstitution(world)
  const nurse = await hospital.person('nurse')
  await file(visitor({ huiyin_session: nurse.token }), hospital.institutionId, { kind: 'tip', text: '有人收了红包，时间地点都在照片里' }, [{ name: '红包.jpg', bytes: jpeg }])
  const traces = await arrange(world, async (act) => JSON.stringify([await act.tx.selectFrom('matter').selectAll().where('institution_id', '=', hospital.institutionId).execute(), await act.tx.selectFrom('file').selectAll().where('institution_id', '=', hospital.institutionId).execute(), await act.tx.selectFrom('matter_event').selectAll().where('institution_id', '=', hospital.institutionId).execute(), await act.tx.selectFrom('matter_receipt').selectAll().where('institution_id', '=', hospital.institutionId).execute(), await act.tx.selectFrom('event').selectAll().where('institution_id', '=', hospital.institutionId).execute()]))
  expect(traces).toContain('"tip"')
  for (const trace of [nurse.accountId, nurse.staffId, 'nurse-']) expect(traces).not.toContain(trace)
})
