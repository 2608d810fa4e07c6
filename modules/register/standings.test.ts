import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isExpressionFault, readExpression } from '../../kernel/expression.ts'
import { look } from '../../server/platform/act.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { prepareRegisters } from './commands/prepare.ts'
import { setRegisters } from './definitions.ts'
import { aRegister, catalogued } from './fixtures.ts'
import { countRecords, listFactLines, publishedAround } from './public.ts'
import { expressionFields, factValues } from './rules/compiled.ts'
import { above, at, correct, department, enter, rounds, setUp, shown, talks, values, wards } from './testing/fixtures.ts'

const words = (text: string) => ({ zh: text, en: text })
const tagged = aRegister({
  key: 'tagged', checks: [], totals: [], title: 'topic',
  fields: [
    { key: 'topic', label: words('主题'), type: 'text', required: true },
    { key: 'tags', label: words('标签'), type: 'choices', options: ['a', 'b', 'c'].map((value) => ({ value, ...words(value) })) },
    { key: 'good', label: words('好'), type: 'boolean', required: true },
  ],
})
const drills = aRegister({ key: 'drills', checks: [], totals: [], title: 'topic', scope: 'institution', departments: undefined, fields: [{ key: 'topic', label: words('主题'), type: 'text', required: true }, { key: 'plan', label: words('对应讲座'), type: 'link', to: 'register.talks' }] })
const all = [talks, rounds, shown, wards, tagged, drills].map(catalogued)
let world: World
beforeAll(async () => {
  setRegisters(all)
  world = await newWorld('2026-03-06T02:00:00.000Z')
})
afterAll(async () => {
  await world.close()
  setRegisters(null)
})

test('RG-5 an entry that is linked to is there, is one of the own body, and was not withdrawn', async () => {
  const { id, inner, clerk } = await setUp(world)
  const other = await setUp(world)
  const foreign = await enter(other.clerk, { departmentId: other.inner })
  const talk = await enter(clerk, { departmentId: inner })
  const drill = (plan: string) => enter(clerk, { key: 'drills', values: { topic: '演练', plan } })
  const no = { status: 400, body: { issues: [{ path: 'values.plan' }] } }
  expect(await drill(`/registers/talks/${id}/${randomUUID()}`)).toMatchObject(no)
  expect(await drill(`/registers/talks/${other.id}/${foreign.body.id}`)).toMatchObject(no)
  expect(await drill(`/registers/talks/${id}/${foreign.body.id}`)).toMatchObject(no)
  expect(await drill(`https://huiyin.example/console/registers/talks/${id}/${talk.body.id}`)).toMatchObject({ status: 200, body: { values: { plan: `/registers/talks/${id}/${talk.body.id}` } } })
  await clerk.post(`${at(talk)}/withdrawal`, { revision: 1, reason: '重复登记' })
  expect(await drill(`/registers/talks/${id}/${talk.body.id}`)).toMatchObject(no)
})

test('RG-19 counts and totals are sums of monthly figures that follow every change', async () => {
  const { inner, surgery, clerk } = await setUp(world)
  const entry = await enter(clerk, { departmentId: inner })
  await enter(clerk, { departmentId: surgery, on: '2026-02-25', values: values(clerk, { attended: 5 }) })
  const gone = await enter(clerk, { departmentId: surgery })
  await clerk.post(`${at(gone)}/withdrawal`, { revision: 1, reason: '重复登记' })
  await correct(clerk, entry, { values: { ...entry.body.values, attended: 33 } })
  expect((await clerk.get('/registers/talks/counts?from=2026-01&to=2026-03')).body).toEqual({
    total: 2, totals: { attended: 38 },
    months: [{ month: '2026-01', count: 0, totals: { attended: 0 } }, { month: '2026-02', count: 1, totals: { attended: 5 } }, { month: '2026-03', count: 1, totals: { attended: 33 } }],
    departments: [{ departmentId: inner, name: '内科', count: 1 }, { departmentId: surgery, name: '外科', count: 1 }],
  })
})

test('RG-17 what is missing: per department in the running week and the one before; the commission sees it by institution', async () => {
  const { hospital, id, inner, clerk, nurse } = await setUp(world)
  const commission = await above(world)
  await enter(nurse, { departmentId: inner })
  const rows = (await clerk.get('/missing-entries')).body.rows.filter((row: { registerKey: string }) => row.registerKey === 'talks')
  expect(rows).toMatchObject([
    { period: { from: '2026-02-23', to: '2026-03-01', state: 'ended' }, expected: 2, reached: 0, missing: [{ name: '内科' }, { name: '外科' }], mine: true },
    { period: { from: '2026-03-02', to: '2026-03-08', state: 'running' }, expected: 2, reached: 1, missing: [{ name: '外科', entered: 0 }], mine: true },
  ])
  expect((await nurse.get('/missing-entries')).body.rows.filter((row: { registerKey: string }) => row.registerKey === 'talks').map((row: { mine: boolean }) => row.mine)).toEqual([true, false])
  const region = (await commission.get('/registers/talks/missing')).body
  expect(region.rows.find((row: { institutionId: string }) => row.institutionId === id)).toEqual({ institutionId: id, institutionName: hospital.name, expected: 2, reached: 1, missing: ['外科'] })
  expect((await commission.get('/registers/talks/missing?on=2026-02-25')).body.rows.find((row: { institutionId: string }) => row.institutionId === id)).toMatchObject({ reached: 0 })
  expect((await commission.get(`/missing-entries?institutionId=${id}`)).body.rows.length).toBeGreaterThan(0)
  expect((await clerk.get(`/missing-entries?institutionId=${commission.institutionId}`)).status).toBe(404)
})

test('RG-16 a ward is a department of kind nursing where there is one', async () => {
  const { id, clerk } = await setUp(world)
  const standing = async () => (await clerk.get('/registers')).body.rows.find((row: { key: string }) => row.key === 'wards').standing
  expect(await standing()).toMatchObject({ expected: 2 })
  await department(world, id, '内科一病区', 'nursing')
  expect(await standing()).toMatchObject({ expected: 1 })
})

test('RG-26 a filter lets those entries count that its expression is true for, in counts, units and lines alike', async () => {
  const { id, inner, surgery, clerk } = await setUp(world)
  const own = { theme: ['diet', 'drugs', 'diet', 'other'], attended: [20, 40, 40, 5], asked: [null, 3, 0, null], which: [null, null, null, '其他'] }
  const given = own.theme.map((theme, at) => ({ ...values(clerk), theme, attended: own.attended[at] ?? null, asked: own.asked[at] ?? null, which: own.which[at] ?? null }))
  for (const [at, each] of given.entries()) expect((await enter(clerk, { departmentId: at % 2 === 0 ? inner : surgery, values: each })).status).toBe(200)
  const filters = [null, "theme == 'diet'", "theme in ['diet', 'drugs']", "attended >= 40 and theme == 'drugs'", 'asked >= 0', 'attended < 20', "theme == 'nothing'", 'attended > 5 and attended <= 20', 'no filter at all']
  const ask = (where: string | null) => ({ periodId: randomUUID(), registerKey: 'talks', where, fromOn: '2026-03-02', toOn: '2026-03-08', dueAt: '2026-03-08T16:00:00.000Z', target: null })
  const questions = filters.map(ask)
  const answers = await look(world.platform, systemActor('test'), ({ read }) => countRecords(read, id, questions))
  const fits = (where: string | null) => given.filter((each) => {
    const read = where === null ? null : readExpression(where, expressionFields(talks.fields))
    return read === null || (!isExpressionFault(read) && read.evaluate(factValues(talks.fields, each)) === true)
  }).length
  expect(questions.map((each) => answers.get(each.periodId)?.count)).toEqual(filters.map(fits))
  expect(filters.map(fits)).toEqual([4, 2, 3, 1, 2, 1, 0, 1, 0])
  expect(answers.get(questions[1]?.periodId ?? '')?.per).toEqual({ expected: 2, reached: 1, reachedInTime: 1, missing: ['外科'] })
  const lines = await look(world.platform, systemActor('test'), ({ read }) => Promise.all(questions.map((each) => listFactLines(read, id, each))))
  expect(lines.map((each) => [each.total, each.rows.length])).toEqual(filters.map((where) => [fits(where), fits(where)]))
})

test('RG-26 several choices are asked for one of some, and an entry of persons counts for them', async () => {
  const { id, clerk, inner } = await setUp(world)
  const version = { key: 'tagged', version: 1 }
  await enter(clerk, { ...version, departmentId: inner, values: { topic: '甲', tags: ['a', 'b'], good: true } })
  await enter(clerk, { ...version, departmentId: inner, values: { topic: '乙', tags: ['c'], good: false } })
  await enter(clerk, { ...version, departmentId: inner, values: { topic: '丙', good: true } })
  const questions = ["has(tags, 'b')", "has(tags, 'b', 'c')", 'good == true', "good == true and has(tags, 'a')"].map((where) => ({ periodId: randomUUID(), registerKey: 'tagged', where, fromOn: '2026-03-02', toOn: '2026-03-08', dueAt: '2026-03-08T16:00:00.000Z', target: null }))
  const answers = await look(world.platform, systemActor('test'), ({ read }) => countRecords(read, id, questions))
  expect(questions.map((each) => answers.get(each.periodId)?.count)).toEqual([1, 2, 2, 1])
})

test('RG-18 the plan is answered per department, in time and late, all questions at once', async () => {
  const { id, inner, surgery, as, clerk, nurse } = await setUp(world)
  const entry = await enter(nurse, { departmentId: inner })
  await enter(clerk, { key: 'shown' })
  const ask = (given: object) => ({ periodId: randomUUID(), registerKey: 'talks', fromOn: '2026-03-02', toOn: '2026-03-08', dueAt: '2026-03-08T16:00:00.000Z', where: null, target: null, ...given })
  const questions = [ask({}), ask({ dueAt: '2026-03-06T02:00:00.000Z' }), ask({ target: { comparator: '>=', value: 2 } }), ask({ fromOn: '2026-03-09', toOn: '2026-03-15' }), ask({ registerKey: 'shown' }), ask({ registerKey: 'nothing' })] as Parameters<typeof countRecords>[2]
  const answers = await look(world.platform, systemActor('test'), ({ read }) => countRecords(read, id, questions))
  expect(questions.map((question) => answers.get(question.periodId))).toEqual([
    { count: 1, countInTime: 1, per: { expected: 2, reached: 1, reachedInTime: 1, missing: ['外科'] } },
    { count: 1, countInTime: 0, per: { expected: 2, reached: 1, reachedInTime: 0, missing: ['外科'] } },
    { count: 1, countInTime: 1, per: { expected: 2, reached: 0, reachedInTime: 0, missing: ['内科', '外科'] } },
    { count: 0, countInTime: 0, per: { expected: 2, reached: 0, reachedInTime: 0, missing: ['内科', '外科'] } },
    { count: 1, countInTime: 1 },
    undefined,
  ])
  const [first] = questions
  if (first === undefined) throw new Error('no question')
  expect(await look(world.platform, systemActor('test'), ({ read }) => listFactLines(read, id, first))).toEqual({ total: 1, rows: [{ on: '2026-03-05', title: '少盐饮食', department: '内科', link: `/registers/talks/${id}/${entry.body.id}`, inTime: true }] })
  expect([...(await look(world.platform, systemActor('test'), ({ read }) => publishedAround(read, id, [{ periodId: 'a', publicKey: 'shown', dueAt: '2026-03-08T16:00:00.000Z' }, { periodId: 'b', publicKey: 'talks', dueAt: '2026-03-08T16:00:00.000Z' }])))]).toEqual([['a', ['2026-03-06T02:00:00.000Z', '2026-03-06T02:00:00.000Z']]])
  // Moved to the other department after the due instant, it counts there from then on.
  world.clock.set('2026-03-09T02:00:00.000Z')
  expect(await correct(await as('institution_clerk'), entry, { departmentId: surgery })).toMatchObject({ status: 200 })
  const late = await look(world.platform, systemActor('test'), ({ read }) => countRecords(read, id, [first]))
  world.clock.set('2026-03-06T02:00:00.000Z')
  expect(late.get(first.periodId)).toMatchObject({ count: 1, countInTime: 0, per: { reached: 1, reachedInTime: 0, missing: ['内科'] } })
})

test('RG-7 a changed definition is a new version and entries keep theirs; one that is gone is retired', async () => {
  const { inner, clerk } = await setUp(world)
  await arrange(world, prepareRegisters)
  const entry = await enter(clerk, { departmentId: inner })
  const changed = aRegister({ fields: [...talks.fields.filter((field) => field.key !== 'asked'), { key: 'cost', label: { zh: '费用', en: 'Cost' }, type: 'number', required: true, decimals: 2 }], checks: [] })
  try {
    setRegisters([changed, rounds].map(catalogued))
    await arrange(world, prepareRegisters)
    expect((await clerk.get('/registers/talks')).body).toMatchObject({ version: 2, retired: false })
    expect((await clerk.get('/registers/talks?version=1')).body.definition.fields.map((field: { key: string }) => field.key)).toContain('asked')
    expect((await enter(clerk, { departmentId: inner })).body).toMatchObject({ error: 'register.version_changed' })
    expect((await enter(clerk, { departmentId: inner, version: 2 })).body.issues).toMatchObject([{ path: 'values.cost' }])
    expect((await correct(clerk, entry, { values: { ...entry.body.values, asked: 3 } })).body).toMatchObject({ version: 1, values: { asked: 3 } })
    expect((await clerk.get('/registers')).body.rows.find((row: { key: string }) => row.key === 'shown')).toMatchObject({ retired: true })
    expect((await enter(clerk, { key: 'shown' })).body).toMatchObject({ error: 'register.retired' })
    setRegisters([talks].map(catalogued))
    await arrange(world, prepareRegisters)
    expect((await clerk.get('/registers/talks')).body).toMatchObject({ version: 1 })
  } finally {
    setRegisters(all)
  }
})
