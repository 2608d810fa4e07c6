import { randomUUID } from 'node:crypto'
import * as xlsx from '@e965/xlsx'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { arrange, type World } from '../../server/testing/api.ts'
import { remind } from '../plan/commands/upkeep.ts'
import { campaign, handIn, lastSecond, later, monday, newReportWorld, packAt, pdf, sign, signer, submit, tooLate, words, write } from '../../server/testing/reports.ts'

let world: World
beforeAll(async () => {
  world = await newReportWorld()
})
afterEach(() => later(world, monday))
afterAll(() => world.close())

const verdictOf = async (client: { get(path: string): Promise<{ body: { verdict: string; why: { code: string } } }> }, at: string) => {
  const { verdict, why } = (await client.get(at.replace('/reports/', '/obligations/'))).body
  return `${verdict} ${why.code}`
}
const figure = (body: { content: { sections: { kind: string; lines?: { key: string }[] }[] } }, key: string) => body.content.sections.flatMap((section) => section.lines ?? []).find((line) => line.key === key)

test('RP-1 every report period has its pack: due first, with days left, opened by whoever looks first', async () => {
  const { clerk, planId } = await campaign(world)
  const rows = (await clerk.get('/reports')).body.rows
  expect(rows.map((row: { toOn: string; daysLeft: number; unopened: boolean }) => [row.toOn, row.daysLeft, row.unopened])).toEqual([['2026-03-01', -7, true], ['2026-03-08', 0, true], ['2026-03-15', 7, true], ['2026-03-22', 14, true]])
  const at = await packAt(clerk)
  expect(await clerk.get(at)).toMatchObject({ status: 200, body: { unopened: true, state: 'draft', revision: 1, planId, formKey: 'weekly', fromOn: '2026-03-02', toOn: '2026-03-08', dueOn: '2026-03-09', duty: '报送进展', blocked: { write: null, submit: 'report.not_signed', decide: 'access.denied' } } })
  expect((await clerk.post(`${at}/look`)).status).toBe(200)
  expect((await clerk.get(at)).body).toMatchObject({ unopened: false, state: 'draft' })
  const next = await packAt(clerk, '2026-03-15')
  expect((await clerk.get(next)).body.blocked).toMatchObject({ write: 'report.not_open_yet', sign: 'report.not_the_head' })
  expect(await clerk.patch(`${next}/texts`, { revision: 1, texts: [{ key: 'progress', was: '', text: '早写' }] })).toMatchObject({ status: 409, body: { error: 'report.not_open_yet' } })
})

test('RP-2 a pack fills itself from what registers, measures and the plan say, and marks what moved since I looked', async () => {
  const { clerk, hospital } = await campaign(world)
  const departmentId = await arrange(world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: hospital.body.institutionId, region_code: hospital.body.regionCode, id, name: '内科', kind: 'clinical' }).execute()
    return id
  })
  const nurse = await signer(world, await hospital.body.person('nurse', departmentId))
  const talk = (on: string) => nurse.upload('/registers/health-education/entries', [pdf(`签到表 ${on}`)], { version: 1, on, departmentId, values: { topic: '少盐饮食', theme: 'diet', speaker: nurse.person.staffId, attended: 20, form: 'lecture' } })
  const at = await packAt(clerk)
  expect(figure((await clerk.get(at)).body, 'health-education')).toMatchObject({ period: { value: 0 }, cumulative: { value: 0 } })
  await clerk.post(`${at}/look`)
  expect((await talk('2026-03-04')).status).toBe(200)
  expect((await talk('2026-03-09')).status).toBe(200)
  const { body } = await clerk.get(at)
  expect(figure(body, 'health-education')).toMatchObject({ period: { value: 1 }, unit: '场' })
  expect(figure(body, 'health-education-attended')).toMatchObject({ period: { value: 20, numerator: 20 } })
  expect(figure(body, 'health-education-coverage')).toMatchObject({ how: 'ratio', period: { value: 100, numerator: 1, denominator: 1 }, target: { comparator: '>=', value: 100 } })
  expect(figure(body, 'plan-total')).toMatchObject({ from: 'plan:total' })
  // The sheet of the entry inside the week is evidence; the one of the Monday after belongs to the next report.
  expect(body.content.sections.find((section: { kind: string }) => section.kind === 'evidence').files).toMatchObject([{ name: expect.stringMatching(/pdf$/), proves: '科室健康教育：少盐饮食', on: '2026-03-04', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }])
  expect(body.moved.map((each: { key: string }) => each.key)).toEqual(expect.arrayContaining(['health-education', 'health-education-attended']))
  expect(body.fields.find((field: { key: string }) => field.key === 'progress').suggestion).toContain('开展科室健康教育1场，听讲20人。')
})

test('the whole way: words, signature, locked, returned, the next revision, accepted; the obligation follows', async () => {
  const { clerk, head, judge } = await campaign(world)
  const at = await packAt(clerk)
  expect(await verdictOf(clerk, at)).toBe('due nothing_handed_in')
  expect(await write(clerk, at)).toMatchObject({ status: 200, body: { state: 'draft' } })
  expect(await clerk.post(`${at}/signature-request`, { revision: 1 })).toMatchObject({ status: 200 })
  expect(await sign(head, at)).toMatchObject({ status: 200, body: { state: 'signed', signature: { post: 'institution_head', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } } })
  expect(await submit(clerk, at)).toMatchObject({ status: 200, body: { state: 'submitted', onTime: true, versions: [{ revision: 1, onTime: true, decision: null }] } })
  expect(await verdictOf(clerk, at)).toBe('due waiting')
  expect(await judge.post(`${at}/return`, { revision: 1, remark: '请补充存在问题的整改办法' })).toMatchObject({ status: 200, body: { state: 'returned', revision: 2, versions: [{ decision: 'returned', remark: '请补充存在问题的整改办法' }] } })
  expect(await verdictOf(clerk, at)).toBe('due returned')
  expect(await write(clerk, at, { problems: '部分科室登记不及时，已逐一约谈并限三天补齐。' })).toMatchObject({ status: 200, body: { state: 'returned', revision: 2 } })
  world.clock.advance(31_000)
  expect(await sign(head, at, { submit: true })).toMatchObject({ status: 200, body: { state: 'submitted', revision: 2 } })
  expect(await judge.post(`${at}/acceptance`, { revision: 2 })).toMatchObject({ status: 200, body: { state: 'accepted', blocked: { decide: 'report.not_waiting' } } })
  expect(await verdictOf(clerk, at)).toBe('met accepted')
  const [first, second] = [(await clerk.get(`${at}/versions/1`)).body, (await clerk.get(`${at}/versions/2`)).body]
  expect([JSON.stringify(first).includes('已逐一约谈'), JSON.stringify(second).includes('已逐一约谈')]).toEqual([false, true])
  expect((await clerk.get('/reports/done')).body.rows).toMatchObject([{ toOn: '2026-03-08', state: 'accepted' }])
  expect((await verifyChains(world.platform.database, systemActor('test'), world.platform.vault)).fault).toBe(null)
})

describe('RP-8 the last second', () => {
  test.each([['23:59:59 is in time', lastSecond, true, 'due waiting', 'met accepted'], ['one second later is not', tooLate, false, 'overdue waiting_late', 'unmet late']])('RP-8 %s', async (_, at, onTime, waiting, verdict) => {
    const { clerk, head, judge } = await campaign(world)
    const pack = await packAt(clerk)
    await write(clerk, pack)
    expect((await sign(head, pack)).status).toBe(200)
    await later(world, at)
    expect((await submit(clerk, pack)).body).toMatchObject({ onTime, versions: [{ onTime, submittedAt: at }] })
    expect(await verdictOf(clerk, pack)).toBe(waiting)
    await judge.post(`${pack}/acceptance`, { revision: 1 })
    expect(await verdictOf(clerk, pack)).toBe(verdict)
  })

  test('RP-9 returned in time and handed in again late stays late; the first version keeps its hour', async () => {
    const { clerk, head, judge, hospital } = await campaign(world)
    const at = await handIn(world, hospital)
    await judge.post(`${at}/return`, { revision: 1, remark: '数据有误，请核对' })
    await later(world, '2026-03-10T01:00:00.000Z')
    await write(clerk, at, { next: '下周补齐登记并检查，已核对数据。' })
    expect(await sign(head, at, { submit: true })).toMatchObject({ status: 200, body: { onTime: false, versions: [{ revision: 1, onTime: true, decision: 'returned' }, { revision: 2, onTime: false }] } })
    await judge.post(`${at}/acceptance`, { revision: 2 })
    expect(await verdictOf(clerk, at)).toBe('unmet late')
  })

  test('RP-8 a day off entered after the due time does not change the past', async () => {
    const { clerk, head, hospital } = await campaign(world)
    const at = await packAt(clerk)
    await write(clerk, at)
    await later(world, '2026-03-10T01:00:00.000Z')
    await arrange(world, (act) => act.tx.insertInto('calendar_day').values({ day: '2026-03-09', kind: 'holiday', name: '补设假', source: 'test' }).execute())
    expect(await sign(head, at, { submit: true })).toMatchObject({ body: { onTime: false, dueOn: '2026-03-09' } })
    expect(await arrange(world, (act) => act.tx.selectFrom('report_version').select(['due_at', 'on_time']).where('institution_id', '=', hospital.body.institutionId).executeTakeFirst())).toEqual({ due_at: tooLate, on_time: false })
    await arrange(world, (act) => act.tx.deleteFrom('calendar_day').where('day', '=', '2026-03-09').execute())
  })
})

describe('RP-5 signing', () => {
  test('RP-5 whose post ended yesterday does not sign, also with a session of the day before; the successor does', async () => {
    const { clerk, head, hospital } = await campaign(world)
    const at = await packAt(clerk)
    await write(clerk, at)
    const { revision, seen } = (await head.get(at)).body
    const next = await signer(world, await hospital.body.person('institution_head'))
    await arrange(world, (act) => act.tx.updateTable('post_holding').set({ to_on: '2026-03-08' }).where('institution_id', '=', hospital.body.institutionId).where('staff_id', '=', head.person.staffId).execute())
    const refused = await head.post(`${at}/signature`, { revision, seen, password: head.password, code: head.code() })
    expect([403, 404]).toContain(refused.status)
    // With another post he still reads the pack, and is told why he does not sign.
    await arrange(world, async (act) => {
      const [postId, key] = [act.newId(), { institution_id: hospital.body.institutionId, region_code: hospital.body.regionCode }]
      await act.tx.insertInto('post').values({ ...key, id: postId, role: 'doctor', title: '医师' }).execute()
      await act.tx.insertInto('post_holding').values({ ...key, id: act.newId(), post_id: postId, staff_id: head.person.staffId, from_on: '2026-03-09' }).execute()
    })
    expect(await head.post(`${at}/signature`, { revision, seen, password: head.password, code: head.code() })).toMatchObject({ status: 403, body: { error: 'report.not_the_head' } })
    expect(await sign(next, at)).toMatchObject({ status: 200, body: { state: 'signed' } })
  })

  test('RP-5 a wrong code is counted and locks; nothing is signed, and the right one afterwards neither', async () => {
    const { clerk, head } = await campaign(world)
    const at = await packAt(clerk)
    await write(clerk, at)
    expect(await sign(head, at, { password: 'wrong' })).toMatchObject({ status: 403, body: { error: 'identity.wrong_password' } })
    for (let n = 0; n < 3; n += 1) expect(await sign(head, at, { code: '000000' })).toMatchObject({ status: 401, body: { error: 'identity.wrong_code' } })
    expect(await sign(head, at, { code: '000000' })).toMatchObject({ status: 423, body: { error: 'identity.locked' } })
    expect(await sign(head, at)).toMatchObject({ status: 423 })
    expect((await clerk.get(at)).body).toMatchObject({ state: 'draft', signature: null })
    expect(await arrange(world, (act) => act.tx.selectFrom('account').select('failed_count').where('account_id', '=', head.person.accountId).executeTakeFirst())).toEqual({ failed_count: 5 })
  })

  test('RP-5 nothing is signed that is not whole, or not what was on the screen', async () => {
    const { clerk, head } = await campaign(world)
    const at = await packAt(clerk)
    expect(await sign(head, at)).toMatchObject({ status: 422, body: { error: 'report.text_short', detail: '本周进展与成效、存在问题、下周打算' } })
    await write(clerk, at)
    const { seen } = (await head.get(at)).body
    await write(clerk, at, { next: '下周补齐登记并检查，再看一遍。' })
    expect(await sign(head, at, { seen })).toMatchObject({ status: 409, body: { error: 'report.seen_is_old' } })
  })

  test('RP-6 any change after the signature makes it void: handing in is refused until the head signs again', async () => {
    const { clerk, head, hospital } = await campaign(world)
    const at = await packAt(clerk)
    await write(clerk, at)
    await sign(head, at)
    expect(await write(clerk, at, { next: '签完又改了一句话。' })).toMatchObject({ status: 200, body: { state: 'draft' } })
    expect(await submit(clerk, at)).toMatchObject({ status: 409, body: { error: 'report.not_signed' } })
    world.clock.advance(31_000)
    await sign(head, at)
    const signatures = await arrange(world, (act) => act.tx.selectFrom('report_signature').select('sha256').where('institution_id', '=', hospital.body.institutionId).execute())
    expect(new Set(signatures.map((each) => each.sha256)).size).toBe(2)
    await arrange(world, (act) => act.tx.updateTable('report_pack').set((eb) => ({ content: eb.fn<string>('replace', ['content', eb.val('签完又改'), eb.val('签完偷改')]) })).where('institution_id', '=', hospital.body.institutionId).where('state', '=', 'signed').execute())
    expect(await submit(clerk, at)).toMatchObject({ status: 409, body: { error: 'report.signature_void' } })
  })
})

test('RP-7 figures that moved after the signature are named; handed in as signed only when that is said', async () => {
  const { clerk, head } = await campaign(world)
  const at = await packAt(clerk)
  await write(clerk, at)
  await sign(head, at)
  const walked = await head.upload('/registers/walk-through/entries', [], { version: 1, on: '2026-03-05', departmentId: null, values: { route: '挂号到取药', areas: ['outpatient'], leaders: [head.person.staffId], as_whom: 'announced', findings: 0 } })
  expect([walked.status, walked.body.issues ?? walked.body.error]).toEqual([200, undefined])
  expect((await clerk.get(at)).body).toMatchObject({ state: 'signed', movedSinceSigned: [{ key: 'walk-through' }] })
  expect(await submit(clerk, at)).toMatchObject({ status: 409, body: { error: 'report.figures_moved', detail: '院领导走流程' } })
  expect(await submit(clerk, at, { asSigned: true })).toMatchObject({ status: 200, body: { state: 'submitted' } })
  expect(figure((await clerk.get(`${at}/versions/1`)).body, 'walk-through')).toMatchObject({ period: { value: 0 } })
})

test('RP-7 what is handed in is locked, and handing it in twice is one handing in', async () => {
  const { clerk, head } = await campaign(world)
  const at = await packAt(clerk)
  await write(clerk, at)
  await sign(head, at)
  const key = { 'idempotency-key': randomUUID() }
  const first = await clerk.post(`${at}/submission`, { revision: 1 }, key)
  expect(await clerk.post(`${at}/submission`, { revision: 1 }, key)).toMatchObject({ status: 200, body: first.body })
  expect(await clerk.post(`${at}/submission`, { revision: 1 })).toMatchObject({ status: 409, body: { error: 'report.locked' } })
  expect(await write(clerk, at, { next: '改一改锁定的内容看看' })).toMatchObject({ status: 409, body: { error: 'report.locked' } })
  expect(await clerk.get(at)).toMatchObject({ body: { versions: [{ revision: 1 }], blocked: { write: 'report.locked' } } })
})

test('RP-4 a stale revision and a text that somebody else changed are refused; one field does not stop another', async () => {
  const { clerk, head, judge, hospital } = await campaign(world)
  const at = await handIn(world, hospital)
  await judge.post(`${at}/return`, { revision: 1, remark: '请补充下周打算' })
  expect(await clerk.post(`${at}/submission`, { revision: 1 })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
  expect(await clerk.patch(`${at}/texts`, { revision: 1, texts: [{ key: 'next', was: words.next, text: '旧版本上写的' }] })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
  const texts = (key: string, was: string, text: string) => ({ revision: 2, texts: [{ key, was, text }] })
  expect((await clerk.patch(`${at}/texts`, texts('next', words.next, '甲写的下周打算'))).status).toBe(200)
  expect(await head.patch(`${at}/texts`, texts('next', words.next, '乙写的下周打算'))).toMatchObject({ status: 409, body: { error: 'report.text_stale', detail: '下周打算' } })
  expect((await head.patch(`${at}/texts`, texts('problems', words.problems, '乙写的存在问题'))).status).toBe(200)
  expect(await clerk.patch(`${at}/texts`, texts('no-such', '', 'x'))).toMatchObject({ status: 404, body: { error: 'report.no_such_field' } })
  expect((await clerk.get(at)).body.fields.filter((field: { text: string }) => field.text !== '').map((field: { text: string }) => field.text)).toEqual(expect.arrayContaining(['甲写的下周打算', '乙写的存在问题']))
})

test("another institution's pack does not exist, and nobody decides on the own", async () => {
  const one = await campaign(world)
  const two = await campaign(world)
  const at = await handIn(world, one.hospital)
  for (const stranger of [two.clerk, two.judge]) {
    expect((await stranger.get(at)).status).toBe(404)
    expect((await stranger.patch(`${at}/texts`, { revision: 1, texts: [{ key: 'next', was: '', text: 'x' }] })).status).toBe(404)
    expect((await stranger.get(`${at}/report.docx`)).status).toBe(404)
    expect((await stranger.get(`${at}/versions/1/bundle`)).status).toBe(404)
  }
  expect((await two.judge.post(`${at}/acceptance`, { revision: 1 })).status).toBe(404)
  expect((await one.clerk.post(`${at}/acceptance`, { revision: 1 })).status).toBe(403)
  expect((await one.judge.patch(`${at}/texts`, { revision: 1, texts: [{ key: 'next', was: '', text: 'x' }] })).body).toMatchObject({ error: 'report.not_yours' })
  const unknown = at.replace(/[^/]+$/, randomUUID())
  expect((await one.clerk.get(unknown)).status).toBe(404)
})

test('RP-11 the sealed paper lies beside the copy: before as a scan, afterwards as an addendum that stays', async () => {
  const { clerk, head, judge } = await campaign(world)
  const at = await packAt(clerk)
  await write(clerk, at)
  await sign(head, at)
  const added = await clerk.upload(`${at}/scans`, [pdf('第一页')])
  expect(added).toMatchObject({ status: 200, body: { state: 'signed', scans: [{ addendum: false, blocked: { remove: null } }] } })
  expect(await clerk.upload(`${at}/scans`, [{ name: '表.txt', bytes: '不是扫描件' }])).toMatchObject({ status: 415 })
  await submit(clerk, at)
  world.clock.advance(1000)
  const after = await clerk.upload(`${at}/scans`, [pdf('补盖的章')])
  expect(after.body.scans).toMatchObject([{ addendum: false }, { addendum: true, blocked: { remove: 'report.locked' } }])
  expect(await clerk.post(`${at}/scans/${after.body.scans[1].id}/removal`)).toMatchObject({ status: 409 })
  expect((await judge.get(`${at}/scans/${after.body.scans[1].id}`)).raw.toString()).toBe('%PDF-1.4 补盖的章')
})

test('RP-15 report duties remind by the ladder of the plan, whoever is asked to sign is told, and the receipts reach both sides', async () => {
  const { clerk, head, judge, hospital, commission } = await campaign(world)
  await remind(world.platform)
  const topics = async (institutionId: string) => (await arrange(world, (act) => act.tx.selectFrom('notice').select(['topic', 'role']).where('institution_id', '=', institutionId).orderBy('id').execute())).map((row) => `${row.topic} ${row.role}`)
  expect(await topics(hospital.body.institutionId)).toEqual(expect.arrayContaining(['plan.due_today institution_clerk']))
  const at = await packAt(clerk)
  await write(clerk, at)
  await clerk.post(`${at}/signature-request`, { revision: 1 })
  await sign(head, at, { submit: true })
  await judge.post(`${at}/return`, { revision: 1, remark: '请补充下周打算' })
  expect(await topics(hospital.body.institutionId)).toEqual(expect.arrayContaining(['report.to_sign institution_head', 'report.returned institution_clerk', 'report.returned institution_head']))
  expect(await topics(commission.institutionId)).toContain('report.submitted commission_clerk')
  expect((await head.get('/notices')).body.rows.map((row: { text: { zh: string } }) => row.text.zh).join(' ')).toContain('被退回：请补充下周打算')
})

test('the papers: a form of several sheets and an official document, marked as a draft until signed', async () => {
  const { clerk, hospital } = await campaign(world)
  const at = await packAt(clerk)
  await write(clerk, at)
  const draft = await clerk.get(`${at}/report.docx`)
  expect(strFromU8(unzipSync(draft.raw)['word/document.xml'] ?? new Uint8Array())).toContain('草稿')
  await handIn(world, hospital, at)
  const book = xlsx.read((await clerk.get(`${at}/report.xlsx`)).raw, { type: 'buffer' })
  expect(book.SheetNames).toEqual(['主要数据', '工作台账', '佐证材料清单', '工作情况'])
  expect(book.Sheets['主要数据']?.['A2'].v).toBe(`填报单位：${hospital.body.name}`)
  const document = strFromU8(unzipSync((await clerk.get(`${at}/report.docx?revision=1`)).raw)['word/document.xml'] ?? new Uint8Array())
  expect(document).toContain('电子签名')
  expect(document).not.toContain('草稿')
  expect((await clerk.get(`${at}/report.xlsx?revision=7`)).status).toBe(404)
})
