import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import type { RefusedError } from '../../kernel/refusal.ts'
import { act, look } from '../../server/platform/act.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { drawRechecks } from './commands/recheck.ts'
import { redateAll } from './commands/redate.ts'
import { redirectMatter, reportBack } from './commands/redirect.ts'
import { remind } from './commands/remind.ts'
import { tell } from './commands/tell.ts'
import { fileAt, makeMove, moveClock, newHouse, pathOf, type House } from './fixtures.ts'
import { citizenMove, followReceipt, listPublished, openReceipt, type Filed } from './public.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
}, 120_000)
beforeEach(() => moveClock(world, '2026-03-02T01:00:00.000Z'))
afterAll(() => world.close())
const asPortal = systemActor('portal.matter')
const follow = (code: string, tail: string) => look(world.platform, asPortal, (each) => followReceipt(each, { code, tail }))
const open = (code: string, tail: string, address = '10.0.0.1') => act(world.platform, asPortal, (each) => openReceipt(each, { code, tail, address }))
const byAuthor = async (filed: Filed, move: string, ask: object = {}) => {
  const shown = await follow(filed.receiptCode ?? '', '5678')
  return act(world.platform, asPortal, (each) => citizenMove({ ...each, actor: { ...each.actor, kind: 'anonymous', name: '' } }, { code: filed.receiptCode ?? '', tail: '5678', move, revision: shown.revision, ask, files: [] }))
}
const noticesOf = (house: House, topic: string) => arrange(world, (each) => each.tx.selectFrom('notice').select(['role', 'account_id as accountId', 'topic', 'params', 'institution_id as institutionId']).where('institution_id', 'in', [house.institutionId, house.commissionId]).where('topic', 'like', topic).execute())

/** Accepted, with the surgeons, and answered by the officer. */
async function answered(house: House, over: Parameters<typeof fileAt>[2] = {}): Promise<Filed> {
  const filed = await fileAt(world, house, over)
  for (const [person, move, ask] of [
    [house.officer, 'accept', {}], [house.officer, 'offer', { departmentId: house.departments.surgery, text: '请办理' }], [house.surgeon, 'take', {}],
    [house.surgeon, 'draft', { publicText: '已核实，改进了分诊。', verdict: 'substantiated', responsible: [{ name: '门诊部' }] }], [house.officer, 'approve', {}],
  ] as const) expect((await makeMove(world, person, filed, move, ask)).status).toBe(200)
  return filed
}

test('MT-35 an adopted suggestion makes something to do of its own, once; one that is not adopted makes nothing', async () => {
  const house = await newHouse(world)
  const adopted = await fileAt(world, house, { kind: 'suggestion', category: 'service', title: '增加座椅' })
  const not = await fileAt(world, house, { kind: 'suggestion', category: 'service', title: '取消挂号' })
  for (const [filed, verdict] of [[adopted, 'adopted'], [not, 'not']] as const) expect((await makeMove(world, house.officer, filed, 'settle-at-once', { publicText: '谢谢您的建议。', verdict })).status).toBe(200)
  const made = async () => (await api(world, house.officer).get('/matters?kind=problem&phase=open')).body.rows as { title: string; channel: string }[]
  expect(await made()).toMatchObject([{ title: '落实采纳的建议：增加座椅', channel: 'system' }])
  await byAuthor(adopted, 'reopen', { text: '座椅还没有见到。' })
  for (const [person, move, ask] of [[house.officer, 'draft', { publicText: '座椅下周到。', verdict: 'adopted' }], [house.head, 'approve', {}]] as const) expect([move, (await makeMove(world, person, adopted, move, ask)).body.error]).toEqual([move, undefined])
  expect(await made()).toHaveLength(1)
})

test('MT-23 the same form sent twice is one matter with one code; the code is kept nowhere in clear', async () => {
  const house = await newHouse(world)
  const submissionKey = randomUUID()
  const [one, two] = await Promise.all([fileAt(world, house, { submissionKey }), fileAt(world, house, { submissionKey })])
  expect(two).toMatchObject({ matterId: one.matterId, number: one.number, receiptCode: one.receiptCode })
  expect([one, two].filter((each) => each.repeated)).toHaveLength(1)
  expect([one.number, (await fileAt(world, house)).number]).toEqual(['TS-2026-00001', 'TS-2026-00002'])
  const kept = await arrange(world, async (each) => JSON.stringify([await each.tx.selectFrom('matter_receipt').selectAll().execute(), await each.tx.selectFrom('matter').selectAll().execute(), await each.tx.selectFrom('event').selectAll().execute(), await each.tx.selectFrom('matter_event').selectAll().execute()]))
  expect(kept).not.toContain(one.receiptCode)
  expect(kept).not.toContain('13912345678')
  expect(kept).not.toContain('周晓芸')
})

test('MT-27 the code opens with the last four digits; wrong ones are counted and close it for the hour', async () => {
  const house = await newHouse(world)
  const { receiptCode, matterId } = await fileAt(world, house)
  const code = receiptCode ?? ''
  expect(await open(code.toLowerCase().replaceAll('-', ' '), '5678')).toMatchObject({ matterId })
  for (const tail of ['0000', '0001', '0002', '0003', '0004']) expect(((await open(code, tail)) as RefusedError).refusal.refused).toBe('matter.receipt_unknown')
  expect(((await open(code, '5678')) as RefusedError).refusal.refused).toBe('matter.receipt_locked')
  await expect(follow(code, '5678')).rejects.toMatchObject({ refusal: { refused: 'matter.receipt_locked' } })
  await moveClock(world, '2026-03-02T02:00:01.000Z')
  expect(await open(code, '5678')).toMatchObject({ matterId })
  for (let n = 0; n < 60; n += 1) await open('0000-0000-0000', '', '10.0.0.9')
  expect(((await open(code, '5678', '10.0.0.9')) as RefusedError).refusal.refused).toBe('matter.receipt_locked')
  expect(await open(code, '5678', '10.0.0.8')).toMatchObject({ matterId })
})

test('MT-26 the author sees every step and nothing of the house; confirms, or has it taken up again', async () => {
  const house = await newHouse(world)
  const filed = await answered(house)
  await makeMove(world, house.officer, filed, 'note', { text: '此人多次来访' })
  const shown = await follow(filed.receiptCode ?? '', '5678')
  expect(shown).toMatchObject({ number: filed.number, phase: 'settled', answer: '已核实，改进了分诊。', verdict: { zh: '属实' } })
  expect(shown.steps.map((step) => step.says.zh)).toEqual(['已收到。', '已受理。', '责任科室已接收，正在办理。', '已答复您。'])
  expect(JSON.stringify(shown)).not.toMatch(/多次来访|complaint_officer|department_head|请办理/)
  expect(shown.moves.map((move) => move.key).sort()).toEqual(['add', 'confirm', 'rate', 'reopen'])
  expect((await byAuthor(filed, 'reopen', { text: '还是要等三小时' })).phase).toBe('open')
  const again = await api(world, house.officer).get(pathOf(filed))
  expect(again.body).toMatchObject({ state: 'handling', reopened: 1, solved: false, satisfied: false })
  const called = await makeMove(world, house.officer, filed, 'call-back', { solved: true, satisfied: true, text: '已回访' })
  expect(called.body).toMatchObject({ error: 'matter.not_from_here' })
  const chased = await makeMove(world, house.supervisor, filed, 'chase', { date: '2026-03-03', text: '请本周解决' })
  expect(chased.body).toMatchObject({ chase: { text: '请本周解决', answeredAt: null }, dueAt: '2026-03-03T16:00:00.000Z' })
  expect((await api(world, house.supervisor).get('/matters/chase-list')).body.rows.map((row: { id: string }) => row.id)).toEqual([filed.matterId])
  await makeMove(world, house.officer, filed, 'answer-chase', { text: '周三前解决' })
  expect((await api(world, house.supervisor).get('/matters/chase-list')).body.rows).toEqual([])
})

test('MT-4 MT-5 a report of misconduct: neither the person reported, nor the head, other departments or other bodies see it; who reported is read by two, and each reading is on record', async () => {
  const [house, other] = [await newHouse(world), await newHouse(world)]
  const filed = await fileAt(world, house, { kind: 'tip', category: 'red-envelope', title: '收红包', body: '骨科某人收受红包，要求匿名处理。' })
  const entered = await api(world, house.discipline).upload('/matters', [], { kind: 'tip', channel: 'phone', body: '电话举报：设备采购回扣线索。', subjectStaffIds: [house.discipline.staffId], submissionKey: randomUUID() })
  expect(entered.status).toBe(200)
  const about = { institutionId: house.institutionId, matterId: entered.body.matterId as string }
  for (const person of [house.officer, house.head, house.clerk, house.surgeon, house.doctor, house.desk, house.supervisor, other.discipline, other.director]) {
    expect([person.role, (await api(world, person).get(pathOf(filed))).status]).toEqual([person.role, 404])
    expect((await api(world, person).get('/matters?phase=all')).body.rows.map((row: { id: string }) => row.id)).not.toContain(filed.matterId)
    expect((await api(world, person).get(`${pathOf(filed)}/author`)).status).toBe(404)
  }
  // The officer is the one the second report is about: not even the entry made by the own hand is seen.
  expect((await api(world, house.discipline).get(pathOf(about))).status).toBe(404)
  expect((await api(world, house.director).get(pathOf(about))).status).toBe(200)
  const search = await api(world, house.head).get(`/matters?phase=all&text=${encodeURIComponent('红包')}`)
  expect(search.body.rows).toEqual([])
  expect((await api(world, house.discipline).get(`/matters?phase=all&text=${encodeURIComponent('红包')}`)).body.rows.map((row: { id: string }) => row.id)).toEqual([filed.matterId])
  const seen = await api(world, house.discipline).get(pathOf(filed))
  expect(seen.body).toMatchObject({ author: { kept: true, mayRead: null }, confidentiality: 'secret' })
  expect(JSON.stringify(seen.body)).not.toMatch(/周晓芸|13912345678/)
  expect((await api(world, house.inspector).get(`${pathOf(filed)}/author`)).body).toMatchObject({ error: 'matter.author_not_yours' })
  expect((await api(world, house.discipline).get(`${pathOf(filed)}/author`)).body).toEqual({ name: '周晓芸', phone: '13912345678', idNumber: '', address: '' })
  const chain = await arrange(world, (each) => each.tx.selectFrom('event').selectAll().where('institution_id', '=', house.institutionId).execute())
  expect(chain.filter((row) => row.kind === 'matter.author_read').map((row) => [row.actor_id, row.subject_id])).toEqual([[house.discipline.accountId, filed.matterId]])
  expect(JSON.stringify(chain)).not.toMatch(/红包|周晓芸/)
  const receipt = await arrange(world, (each) => each.tx.selectFrom('matter_receipt').selectAll().where('matter_id', '=', filed.matterId).executeTakeFirstOrThrow())
  expect(receipt).toMatchObject({ phone_index: null, account_id: null })
})

test('MT-24 of two who move at once the second is told what changed and nothing is overwritten', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house)
  const shown = (await api(world, house.officer).get(pathOf(filed))).body
  const ask = (move: string, body: object) => api(world, move === 'accept' ? house.officer : house.head).upload(`${pathOf(filed)}/moves/${move}`, [], { revision: shown.revision, ...body })
  expect((await ask('accept', {})).status).toBe(200)
  const second = await ask('decline', { reason: 'no-facts', publicText: '没有具体事实' })
  expect(second).toMatchObject({ status: 409, body: { error: 'matter.changed_meanwhile', detail: expect.stringContaining('受理') } })
  // Both have the same page before them.
  const { revision } = (await api(world, house.officer).get(pathOf(filed))).body
  const both = await Promise.all([api(world, house.officer).upload(`${pathOf(filed)}/moves/keep`, [], { revision }), api(world, house.head).upload(`${pathOf(filed)}/moves/designate`, [], { revision, departmentId: house.departments.surgery, text: '指定' })])
  expect(both.map((each) => each.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  const after = (await api(world, house.head).get(pathOf(filed))).body
  expect(after).toMatchObject({ state: 'handling', revision: 3 })
  expect(after.timeline.map((event: { seq: number }) => event.seq)).toEqual([1, 2, 3])
})

test('MT-11 reminders climb by working time, one notice a rung, and a second run adds nothing', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house)
  await makeMove(world, house.officer, filed, 'accept')
  await makeMove(world, house.officer, filed, 'keep')
  const steps: string[] = []
  for (const at of ['2026-03-05T08:00', '2026-03-06T00:01', '2026-03-06T00:02', '2026-03-09T00:01', '2026-03-10T00:01', '2026-03-11T00:01', '2026-03-12T00:01', '2026-03-12T00:06']) {
    await moveClock(world, `${at}:00.000Z`)
    await remind(world.platform)
    steps.push(`${at.slice(5)} ${(await noticesOf(house, 'matter.%')).filter((each) => each.topic !== 'matter.step').map((each) => each.topic).sort().join(' ')}`)
  }
  expect(steps.map((step) => step.split(' ').length - 1 - (step.endsWith(' ') ? 1 : 0))).toEqual([0, 1, 1, 2, 3, 4, 6, 6])
  const notices = await noticesOf(house, 'matter.%')
  expect(notices.map((each) => `${each.topic} ${each.role ?? 'account'}`).sort()).toEqual(['matter.due_soon account', 'matter.late_commission commission_clerk', 'matter.late_commission commission_head', 'matter.late_head institution_head', 'matter.late_holder complaint_officer', 'matter.late_officer complaint_officer', ...notices.filter((each) => each.topic === 'matter.step' || each.topic === 'matter.received').map((each) => each.topic)].sort())
  expect((await api(world, house.supervisor).get('/matters/chase-list')).body.rows.map((row: { id: string }) => row.id)).toContain(filed.matterId)
})

test('MT-10 a holiday entered later dates the open matter again, with a line in its timeline that the author reads too', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house)
  await makeMove(world, house.officer, filed, 'accept')
  await arrange(world, async (each) => {
    await each.tx.insertInto('calendar_day').values({ day: '2026-03-05', kind: 'holiday', name: '临时放假', source: '测试' }).execute()
    await each.tx.insertInto('setting').values({ key: 'calendar.stamp', value: JSON.stringify(each.newId()), changed_at: each.now.toISOString() }).onConflict((conflict) => conflict.column('key').doUpdateSet({ value: JSON.stringify(each.newId()) })).execute()
  })
  expect(await redateAll(world.platform)).toMatchObject({ redated: expect.any(Number) })
  const after = (await api(world, house.officer).get(pathOf(filed))).body
  expect(after).toMatchObject({ deadline: { dueOn: '2026-03-10' }, dueAt: '2026-03-10T16:00:00.000Z' })
  expect(after.timeline.at(-1)).toMatchObject({ move: 'redated', words: '工作日历调整：到期日由2026-03-09改为2026-03-10' })
  expect((await follow(filed.receiptCode ?? '', '5678')).steps.at(-1)?.says.zh).toBe('工作日历有调整，办理期限重新计算。')
  expect(await redateAll(world.platform)).toMatchObject({ redated: 0 })
  await arrange(world, async (each) => {
    await each.tx.deleteFrom('calendar_day').where('day', '=', '2026-03-05').execute()
    await each.tx.updateTable('setting').set({ value: JSON.stringify(each.newId()) }).where('key', '=', 'calendar.stamp').execute()
  })
  await redateAll(world.platform)
})

test('MT-25 what belongs to another body is followed by the first: one child however often the job runs, and its answer comes back', async () => {
  const [house, other] = [await newHouse(world), await newHouse(world)]
  const filed = await fileAt(world, house)
  expect((await makeMove(world, house.officer, filed, 'redirect', { institutionId: other.institutionId, text: '属该院' })).body).toMatchObject({ state: 'redirected', phase: 'open' })
  const ask = { institutionId: filed.institutionId, matterId: filed.matterId, toInstitutionId: other.institutionId, words: '属该院' }
  const run = () => act(world.platform, systemActor('matter.redirect'), (each) => redirectMatter(each, ask))
  expect([await run(), await run()]).toEqual([true, false])
  const rows = (await api(world, other.officer).get('/matters')).body.rows as { id: string; channel: string }[]
  expect(rows).toMatchObject([{ channel: 'redirected' }])
  const child = { institutionId: other.institutionId, matterId: rows[0]?.id ?? '' }
  expect((await api(world, house.officer).get(pathOf(child))).status).toBe(404)
  await makeMove(world, other.officer, child, 'settle-at-once', { publicText: '已为您补开证明。', verdict: 'substantiated' })
  const back = () => act(world.platform, systemActor('matter.report-back'), (each) => reportBack(each, child))
  expect([await back(), await back()]).toEqual([true, false])
  expect((await api(world, house.officer).get(pathOf(filed))).body).toMatchObject({ state: 'drafted', answer: '已为您补开证明。', verdict: 'substantiated' })
  const shown = await follow(filed.receiptCode ?? '', '5678')
  expect(shown).toMatchObject({ answer: null, elsewhere: [{ institutionName: other.name, answer: '已为您补开证明。' }] })
  expect((await makeMove(world, house.officer, filed, 'approve')).body).toMatchObject({ state: 'answered' })
})

test('MT-19 a copy is suggested, merged by a person, and its author gets the answer of the other', async () => {
  const house = await newHouse(world)
  const [first, copy] = [await fileAt(world, house), await fileAt(world, house, { body: '上午九点到门诊，等到十二点还没看上，也没有人解释原因！' })]
  const shown = (await api(world, house.officer).get(pathOf(copy))).body
  expect(shown.duplicates).toMatchObject([{ id: first.matterId, sameCaller: true }])
  expect((await makeMove(world, house.officer, copy, 'merge', { otherId: randomUUID() })).body).toMatchObject({ error: 'matter.other_not_found' })
  expect((await makeMove(world, house.officer, copy, 'merge', { otherId: first.matterId })).body).toMatchObject({ state: 'merged', phase: 'closed', mergedInto: { id: first.matterId } })
  expect((await api(world, house.officer).get(pathOf(first))).body.timeline.at(-1)).toMatchObject({ move: 'merged-in' })
  await makeMove(world, house.officer, first, 'settle-at-once', { publicText: '已增设分诊。', verdict: 'substantiated' })
  expect(await follow(copy.receiptCode ?? '', '5678')).toMatchObject({ answer: '已增设分诊。' })
})

test('MT-4 what is tied to a secret one does not tell its words to those who see the other alone', async () => {
  const house = await newHouse(world)
  const at = { institutionId: house.commissionId }
  const [tip, complaint, second] = [await fileAt(world, at, { kind: 'tip', category: null, title: '某主任收红包' }), await fileAt(world, at), await fileAt(world, at, { title: '窗口太少' })]
  for (const from of [tip, second]) expect((await makeMove(world, from === tip ? house.director : house.supervisor, from, 'link', { otherId: complaint.matterId })).status).toBe(200)
  const shown = (await api(world, house.supervisor).get(pathOf(complaint))).body
  expect(shown.timeline.map((event: { move: string; words: string }) => [event.move, event.words])).toEqual([['received', ''], ['linked-in', ''], ['linked-in', `${second.number} 窗口太少`]])
  expect(JSON.stringify(shown)).not.toContain('某主任收红包')
})

test('MT-33 MT-20 a problem with owner, measure and limit is rectified with evidence, checked, signed off from above, drawn for a second look and opened where it slid back', async () => {
  const house = await newHouse(world)
  const entered = await api(world, house.clerk).upload('/matters', [], { kind: 'problem', channel: 'self-check', title: '厕所扶手松动', body: '门诊三楼厕所扶手松动。', ownerDepartmentId: house.departments.surgery, ownerStaffId: house.doctor.staffId, measure: '更换扶手', limitOn: '2026-03-06', submissionKey: randomUUID() })
  expect(entered.body).toMatchObject({ number: expect.stringMatching(/^WT-2026-/), receiptCode: null })
  const key = { institutionId: house.institutionId, matterId: entered.body.matterId as string }
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  expect((await makeMove(world, house.doctor, key, 'rectify', { text: '已更换' })).body).toMatchObject({ error: 'matter.input_missing' })
  const rectified = await makeMove(world, house.doctor, key, 'rectify', { text: '已更换', fileRoles: ['before', 'after'] }, [{ name: '前.png', bytes: png }, { name: '后.png', bytes: png }])
  expect(rectified.body).toMatchObject({ state: 'rectified', files: [{ role: 'before' }, { role: 'after' }] })
  expect((await makeMove(world, house.clerk, key, 'check', { text: '现场查看' })).body).toMatchObject({ state: 'checked' })
  expect((await makeMove(world, house.head, key, 'sign-off', { text: '同意' })).body).toMatchObject({ error: 'matter.not_yours_to_move' })
  expect((await makeMove(world, house.supervisor, key, 'sign-off', { text: '同意销号' })).body).toMatchObject({ state: 'signed-off' })
  await moveClock(world, '2026-03-31T01:00:00.000Z')
  expect(await drawRechecks(world.platform)).toEqual({ drawn: 1, filed: 0 })
  expect(await drawRechecks(world.platform)).toEqual({ drawn: 0, filed: 0 })
  expect((await api(world, house.clerk).get(pathOf(key))).body).toMatchObject({ recheckAt: '2026-03-31T01:00:00.000Z' })
  const slid = await makeMove(world, house.supervisor, key, 'slid-back', { text: '又松动', date: '2026-04-10' })
  expect(slid.body).toMatchObject({ state: 'handling', reopened: 1, recheckHeld: false, limitOn: '2026-04-10' })
  const ledger = await api(world, house.supervisor).get(`/matters/ledger?institutionId=${house.institutionId}`)
  expect(ledger.body.rows).toMatchObject([{ title: '厕所扶手松动', measure: '更换扶手', limitOn: '2026-04-10', department: '外科', reopened: 1 }])
  const sheet = await api(world, house.clerk).get('/matters/ledger.xlsx')
  expect([sheet.status, sheet.raw.subarray(0, 2).toString()]).toEqual([200, 'PK'])
})

test('MT-17 an answer is published by a second person once nothing personal is left in it, found by two characters, and taken down again', async () => {
  const house = await newHouse(world)
  const filed = await answered(house, { body: '我叫周晓芸，电话13912345678，等了三小时。' })
  expect((await makeMove(world, house.head, filed, 'publish', { title: '门诊等候', text: '周晓芸等了三小时', publicText: '已改进' })).body).toMatchObject({ error: 'matter.not_redacted' })
  const preview = await api(world, house.head).post(`${pathOf(filed)}/redaction`, {})
  expect(preview.body).toMatchObject({ question: '我叫××，电话××，等了三小时。', removed: expect.arrayContaining([{ sort: 'phone', count: 1 }]) })
  // Whoever handles it may not try names until one of them is taken out.
  expect((await api(world, house.surgeon).post(`${pathOf(filed)}/redaction`, { title: '周晓芸' })).body).toEqual(expect.objectContaining({ error: 'matter.not_yours_to_move' }))
  const tip = await fileAt(world, house, { kind: 'tip', category: null })
  expect((await api(world, house.discipline).post(`${pathOf(tip)}/redaction`, { title: '周晓芸' })).body).toEqual(expect.objectContaining({ error: 'matter.not_publishable' }))
  expect((await makeMove(world, house.surgeon, filed, 'publish', { title: '门诊等候', text: preview.body.question, publicText: '已改进分诊' })).body).toMatchObject({ error: 'matter.not_yours_to_move' })
  expect((await makeMove(world, house.head, filed, 'publish', { title: '门诊等候', text: preview.body.question, publicText: '已改进分诊' })).status).toBe(200)
  const published = (text?: string) => look(world.platform, asPortal, (each) => listPublished(each, { institutionId: house.institutionId, limit: 10, ...(text === undefined ? {} : { text }) }))
  expect((await published('分诊')).rows).toMatchObject([{ title: '门诊等候', answer: '已改进分诊', verdict: { zh: '属实' } }])
  expect((await published('停车')).rows).toEqual([])
  await expect(published('诊')).rejects.toMatchObject({ refusal: { refused: 'matter.search_too_short' } })
  await makeMove(world, house.head, filed, 'unpublish', { text: '更正' })
  expect((await published()).rows).toEqual([])
})

test('MT-11 MT-31 whom a step concerns is told once, the author by a message without the code; an answer left alone is closed by the system', async () => {
  const house = await newHouse(world)
  const filed = await answered(house)
  const shown = (await api(world, house.officer).get(pathOf(filed))).body
  const ask = { institutionId: filed.institutionId, matterId: filed.matterId, seq: shown.revision, tells: ['author', 'handler'] as const }
  for (let n = 0; n < 2; n += 1) await act(world.platform, systemActor('matter.tell'), (each) => tell(each, ask))
  expect((await noticesOf(house, 'matter.step')).filter((each) => each.accountId === house.surgeon.accountId)).toHaveLength(1)
  const messages = await arrange(world, (each) => each.tx.selectFrom('outbox').select('body').execute())
  const sent = messages.map((each) => world.platform.vault.open(each.body)).filter((text) => text.includes(filed.number))
  expect(sent[0]).toContain('已答复您')
  expect(sent.join()).not.toContain(filed.receiptCode)
  const broken = await answered(house)
  await arrange(world, (each) => each.tx.updateTable('matter').set({ deadline: '{"no":"deadline"}', state_at: '2026-03-02T01:00:00.000Z' }).where('id', '=', broken.matterId).execute())
  await moveClock(world, '2026-03-18T01:00:00.000Z')
  expect((await remind(world.platform)).closed).toBeGreaterThanOrEqual(1)
  expect((await api(world, house.officer).get(pathOf(filed))).body).toMatchObject({ state: 'closed', solved: null })
})
