import { randomUUID } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionCookie } from '../../server/platform/session.ts'
import { api, arrange, newWorld, type Person, type Reply, type World } from '../../server/testing/api.ts'
import { seedOfficialYears } from '../calendar/public.ts'
import { fileAt, makeMove, newHouse, pathOf, type House } from './fixtures.ts'
import { jpeg } from './testing/fixtures.ts'

let world: World
let house: House
beforeAll(async () => {
  world = await newWorld()
  await arrange(world, seedOfficialYears)
  house = await newHouse(world)
}, 120_000)
afterAll(() => world.close())

const asked = (more: object = {}) => ({ kind: 'complaint', channel: 'counter', title: '窗口排队', body: '上午九点到门诊，等到十二点还没有看上。', author: { name: '周晓芸', phone: '13912345678' }, submissionKey: randomUUID(), ...more })
const enter = (more: object = {}, files: readonly { name: string; bytes: Uint8Array | string }[] = [], at: { house: House; as?: Person } = { house }): Promise<Reply> => api(world, at.as ?? at.house.officer).upload('/matters', files, asked(more))
const keyOf = (reply: Reply) => reply.body as { institutionId: string; matterId: string; number: string; receiptCode: string }
const shown = async (reply: Reply, at: House = house) => (await api(world, at.officer).get(pathOf(keyOf(reply)))).body
const kept = (table: 'matter' | 'file', institutionId: string) => arrange(world, async (act) => (await act.tx.selectFrom(table).select('id').where('institution_id', '=', institutionId).execute()).length)
const find = async (words: string, at: House = house): Promise<string[]> => (await api(world, at.officer).get(`/matters?phase=all&sort=received&text=${encodeURIComponent(words)}`)).body.rows.map((row: { number: string }) => row.number)

/** A picture of one colour whose lines unfold to so many bytes. */
function png(side: number): Buffer {
  const chunk = (name: string, content: Buffer) => Buffer.concat([Buffer.from([0, 0, content.length >> 8, content.length & 255]), Buffer.from(name, 'latin1'), content, Buffer.alloc(4)])
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([1, 0, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(10_000))), chunk('IEND', Buffer.alloc(0))])
}

describe('attachments that are none', () => {
  test.each<[string, { name: string; bytes: Uint8Array | string }, string]>([
    ['of no bytes', { name: '空.jpg', bytes: '' }, 'file.empty'],
    ['of more bytes than are taken', { name: '大.jpg', bytes: Buffer.concat([jpeg, Buffer.alloc(20 * 1024 * 1024)]) }, 'file.too_large'],
    ['of another sort than its name says', { name: '照片.jpg', bytes: 'MZ\u0090 and more' }, 'file.type_not_allowed'],
    ['that is a web page', { name: '说明.pdf', bytes: '<!doctype html><script>alert(1)</script>' }, 'file.type_not_allowed'],
    ['that unfolds to gigabytes when shown', { name: '小图.png', bytes: png(19_000) }, 'file.picture_huge'],
    ['that is an archive', { name: '材料.docx', bytes: zipSync({ 'evil.exe': strToU8('x') }) }, 'file.type_not_allowed'],
  ])('a file %s is named in the refusal, and neither it nor the matter is kept', async (_, file, code) => {
    const own = await newHouse(world)
    const reply = await enter({}, [{ name: 'ok.jpg', bytes: jpeg }, file], { house: own })
    expect(reply).toMatchObject({ body: { error: code, detail: encodeURI(file.name) } })
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.status).toBeLessThan(500)
    expect([await kept('matter', own.institutionId), await kept('file', own.institutionId)]).toEqual([0, 0])
  })

  test('what breaks off on the way is said to have broken off, and nothing is kept', async () => {
    const own = await newHouse(world)
    const reply = await world.app.http.inject({ method: 'POST', url: '/api/matters', headers: { cookie: `${sessionCookie}=${own.officer.token}`, 'content-type': 'multipart/form-data; boundary=x' }, payload: '--x\r\ncontent-disposition: form-data; name="body"\r\n\r\n{"kind":"compl' })
    expect([reply.statusCode, reply.json().error]).toEqual([400, 'request.torn'])
    expect(await kept('matter', own.institutionId)).toBe(0)
  })

  test('a document that would unfold to 48 megabytes is kept folded, never opened, and comes back as it was', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(48 * 1024 * 1024) }, { level: 1 })
    const before = process.memoryUsage().arrayBuffers
    const entered = await enter({}, [{ name: '材料.docx', bytes: bomb }])
    expect(entered.status).toBe(200)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(45 * 1024 * 1024)
    const [file] = (await shown(entered)).files
    const back = await api(world, house.officer).get(`${pathOf(keyOf(entered))}/files/${file.id}`)
    expect(Buffer.compare(back.raw, Buffer.from(bomb))).toBe(0)
  })

  test('a bad file of a move leaves the matter where it was', async () => {
    const filed = await fileAt(world, house)
    const refused = await makeMove(world, house.officer, filed, 'accept', {}, [{ name: '空.jpg', bytes: '' }])
    expect(refused).toMatchObject({ body: { error: 'file.empty', detail: encodeURI('空.jpg') } })
    expect((await api(world, house.officer).get(pathOf(filed))).body).toMatchObject({ state: 'received', revision: 1 })
  })
})

describe('words', () => {
  test.each<[string, object]>([
    ['an author', { author: { name: '欧'.repeat(10_000), phone: '13912345678' } }], ['a title', { title: '长'.repeat(10_000) }], ['a place', { place: '楼'.repeat(10_000) }], ['a text', { body: '字'.repeat(10_001) }],
  ])('%s of ten thousand characters is refused, and nothing is kept', async (_, more) => {
    const before = await kept('matter', house.institutionId)
    expect(await enter(more)).toMatchObject({ status: 400, body: { error: 'request.invalid' } })
    expect(await kept('matter', house.institutionId)).toBe(before)
  })

  test('a file may be called whatever its owner calls it', async () => {
    const name = `${'很长的名字'.repeat(2000)}.jpg`
    const entered = await enter({}, [{ name, bytes: jpeg }, { name: '../../etc/\u202Egpj.照片.jpg', bytes: jpeg }])
    expect(entered.status).toBe(200)
    const { files } = await shown(entered)
    for (const file of files) {
      expect(file.name).not.toMatch(/[/\\]/)
      expect(file.name.length).toBeLessThanOrEqual(255)
      expect((await api(world, house.officer).get(`${pathOf(keyOf(entered))}/files/${file.id}`)).status).toBe(200)
    }
  })

  test('marks of direction, emoji, control characters and rare Han come back as they were typed, and are found', async () => {
    const words = '患者\u{20BB7}野\u{2A6D6}三\u202E倒写\u202C，👩🏽‍⚕️没有解释\u0007铃\u0008。'
    const entered = await enter({ title: '\u{20000}\u{2A6A5}科室的事', body: words, place: '一楼\u200B东侧' })
    expect(entered.status).toBe(200)
    const { number } = keyOf(entered)
    expect(await shown(entered)).toMatchObject({ title: '\u{20000}\u{2A6A5}科室的事', body: words, place: '一楼\u200B东侧' })
    for (const sought of ['\u{20BB7}野', '\u{2A6D6}三', '\u{20000}\u{2A6A5}', '三倒写', '一楼东侧', '解释铃']) expect([sought, await find(sought)]).toEqual([sought, [number]])
    expect(await find('\u{20BB8}野')).toEqual([])
    const moved = await makeMove(world, house.officer, keyOf(entered), 'accept', { text: words })
    expect(moved.body.timeline.at(-1)).toMatchObject({ move: 'accept', words })
  })

  test('a zero byte, which no database holds, is refused or left out, and breaks nothing', async () => {
    for (const more of [{ body: '前\0后，还有字' }, { title: '题\0目' }, { place: '一\0楼' }, { author: { name: '周\0某', phone: '13912345678' } }]) {
      const reply = await enter(more)
      expect([JSON.stringify(more), reply.status < 500]).toEqual([JSON.stringify(more), true])
    }
    const filed = await fileAt(world, house)
    expect((await makeMove(world, house.officer, filed, 'accept', { text: '受\0理' })).status).toBeLessThan(500)
    expect((await api(world, house.officer).get(`/matters?phase=all&text=${encodeURIComponent('前\0后')}`)).status).toBeLessThan(500)
  })
})

describe('the same thing twice', () => {
  test('a form sent twice at the same moment is one matter with one code; with other words it is another', async () => {
    const own = await newHouse(world)
    const submissionKey = randomUUID()
    const both = await Promise.all([enter({ submissionKey }, [], { house: own }), enter({ submissionKey }, [], { house: own })])
    expect(both.map((each) => each.status)).toEqual([200, 200])
    expect(both[0]?.body).toEqual(both[1]?.body)
    expect(await kept('matter', own.institutionId)).toBe(1)
    const other = await enter({ submissionKey, body: '另一件事：收费窗口多收了一次钱。' }, [], { house: own })
    expect(keyOf(other).number).not.toBe(keyOf(both[0] ?? other).number)
    expect(await kept('matter', own.institutionId)).toBe(2)
  })

  test('a move sent twice with one key is made once, and both are answered alike', async () => {
    const filed = await fileAt(world, house)
    const key = { 'idempotency-key': randomUUID() }
    const send = () => api(world, house.officer).upload(`${pathOf(filed)}/moves/accept`, [], { revision: 1 }, key)
    const replies = [...(await Promise.all([send(), send()])), await send()]
    expect(replies.map((each) => [each.status, each.body.revision])).toEqual([[200, 2], [200, 2], [200, 2]])
    expect((await api(world, house.officer).get(pathOf(filed))).body.timeline.map((event: { move: string }) => event.move)).toEqual(['received', 'accept'])
  })
})

describe('two at one matter', () => {
  test('MT-24 of two who move at once one is told what the other did, and nothing is overwritten', async () => {
    const filed = await fileAt(world, house)
    const move = (as: Person, name: string, ask: object) => api(world, as).upload(`${pathOf(filed)}/moves/${name}`, [], { revision: 1, ...ask })
    const replies = await Promise.all([move(house.officer, 'accept', { text: '投诉办受理' }), move(house.head, 'decline', { reason: 'no-facts', publicText: '没有具体事实。' })])
    expect(replies.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const lost = replies.find((each) => each.status === 409)
    const won = replies.find((each) => each.status === 200)?.body.state === 'accepted' ? { move: 'accept', name: '受理', state: 'accepted' } : { move: 'decline', name: '不予受理', state: 'declined' }
    expect(lost?.body).toMatchObject({ error: 'matter.changed_meanwhile', detail: expect.stringContaining(won.name) })
    const after = (await api(world, house.officer).get(pathOf(filed))).body
    expect(after).toMatchObject({ state: won.state, revision: 2 })
    expect(after.timeline.map((event: { move: string }) => event.move)).toEqual(['received', won.move])
  })

  test('MT-24 a page that has stood open since yesterday moves nothing, and its words name the steps since', async () => {
    const filed = await fileAt(world, house)
    await makeMove(world, house.officer, filed, 'accept')
    await makeMove(world, house.officer, filed, 'offer', { departmentId: house.departments.surgery, text: '请办理' })
    const stale = await api(world, house.head).upload(`${pathOf(filed)}/moves/designate`, [], { revision: 1, departmentId: house.departments.pharmacy, text: '由药剂科办理' })
    expect(stale).toMatchObject({ status: 409, body: { error: 'matter.changed_meanwhile', detail: expect.stringMatching(/受理.*；.*转科室办理/) } })
    expect((await api(world, house.officer).get(pathOf(filed))).body).toMatchObject({ state: 'offered', offeredDepartmentId: house.departments.surgery, revision: 3 })
  })
})

describe('clocks', () => {
  /** A house whose people signed in at that time. */
  const houseAt = async (iso: string): Promise<House> => {
    world.clock.set(iso)
    return newHouse(world)
  }
  const dueOf = async (at: House, receivedAt: string): Promise<string> => (await shown(await enter({ receivedAt }, [], { house: at }), at)).deadline.dueOn

  test('the last millisecond of a day and the first of the next are two days', async () => {
    const own = await houseAt('2026-06-03T08:00:00.000Z')
    expect([await dueOf(own, '2026-06-02T15:59:59.999Z'), await dueOf(own, '2026-06-02T16:00:00.000Z')]).toEqual(['2026-06-03', '2026-06-04'])
  })

  test('what is due on a day is in time until its last moment and late from the next', async () => {
    const own = await houseAt('2026-06-02T02:00:00.000Z')
    const entered = await enter({}, [], { house: own })
    for (const [at, overdue] of [['2026-06-03T15:59:59.999Z', false], ['2026-06-03T16:00:00.000Z', true]] as const) {
      world.clock.set(at)
      // Nobody's session lasts over the night.
      const officer = await own.person('complaint_officer')
      const late = (await api(world, officer).get('/matters?overdue=1')).body.rows.length
      expect([at, (await shown(entered, { ...own, officer })).overdue, late]).toEqual([at, overdue, overdue ? 1 : 0])
      if (overdue) expect((await makeMove(world, officer, keyOf(entered), 'accept')).body).toMatchObject({ acceptedInTime: false })
    }
  })

  test('numbers begin anew with the year of Shanghai, at midnight there', async () => {
    const own = await houseAt('2025-12-31T15:59:59.999Z')
    const old = await enter({}, [], { house: own })
    world.clock.set('2025-12-31T16:00:00.000Z')
    const fresh = await enter({}, [], { house: own })
    expect([keyOf(old).number, keyOf(fresh).number]).toEqual(['TS-2025-00001', 'TS-2026-00001'])
    // Taken down on New Year's Day for what came in before midnight: it belongs to the old year, and the holiday is none of its days.
    const later = await enter({ receivedAt: '2025-12-31T10:00:00.000Z' }, [], { house: own })
    expect(keyOf(later).number).toBe('TS-2025-00002')
    // 1–3 January 2026 off, Sunday the fourth worked.
    expect((await shown(later, own)).deadline.dueOn).toBe('2026-01-04')
  })

  test('a Saturday that is worked counts, the holiday before it does not, and the Sunday after it rests', async () => {
    // National Day 2026: 1–7 October off, Sunday 20 September and Saturday 10 October worked.
    const own = await houseAt('2026-10-10T09:00:00.000Z')
    expect([await dueOf(own, '2026-09-30T08:00:00.000Z'), await dueOf(own, '2026-10-09T08:00:00.000Z'), await dueOf(own, '2026-10-10T08:00:00.000Z')]).toEqual(['2026-10-08', '2026-10-10', '2026-10-12'])
    const entered = await enter({}, [], { house: own })
    await makeMove(world, own.officer, keyOf(entered), 'accept')
    expect((await shown(entered, own)).deadline).toMatchObject({ code: 'complaint.investigated', dueOn: '2026-10-16' })
    world.clock.set('2026-10-10T15:59:59.999Z')
    const lastMoment = await enter({}, [], { house: own })
    expect((await shown(lastMoment, own)).deadline.dueOn).toBe('2026-10-12')
  })
})
