import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Fact } from '../../kernel/fact.ts'
import { api, arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { runCount } from './commands/rebuild.ts'
import { spreadPeers } from './commands/spread.ts'
import { aDefinition, aFact, anEntry, trialRegister } from './fixtures.ts'
import { listFactLines, prepareMeasures } from './public.ts'

let world: World
let register: ReturnType<typeof trialRegister>
const entries = [
  aDefinition('ratio', { key: 'pass-rate', smallest: 5, target: { comparator: '>=', value: 90 } }),
  aDefinition('sum', { key: 'diet-talks', target: { comparator: '>=', value: 1 } }),
  aDefinition('coverage', { key: 'departments-reached', departments: undefined, target: { comparator: '>=', value: 100 } }),
  aDefinition('accumulation', { key: 'days-served', unit: 'people', period: 'year' }),
].map(anEntry)

beforeAll(async () => {
  // A Wednesday; its week runs from 2 to 8 March.
  world = await newWorld('2026-03-04T01:00:00.000Z')
  register = trialRegister()
  await arrange(world, (given) => prepareMeasures(given, entries))
  for (const { definition } of entries) await runCount(world.platform, { key: definition.key, version: 1 }, async () => undefined)
})
afterAll(() => world.close())

type Body = { institutionId: string; regionCode: string }
async function put(body: Body, given: Partial<Fact>): Promise<Fact> {
  return arrange(world, async (each) => {
    const fact = aFact({ institutionId: body.institutionId, regionCode: body.regionCode, id: each.newId(), ...given })
    await register.put(each, fact)
    return fact
  })
}
async function department(body: Body, name: string): Promise<string> {
  return arrange(world, async ({ tx, newId }) => {
    const id = newId()
    await tx.insertInto('department').values({ institution_id: body.institutionId, region_code: body.regionCode, id, name, kind: 'clinical' }).execute()
    return id
  })
}
let region = 990600
const county = () => String((region += 1))
const rowOf = async (person: Person, key: string, query = '') => (await api(world, person).get(`/measures${query}`)).body.rows.find((row: { key: string }) => row.key === key)

test('the list shows value, numerator, denominator, target, period, version and freshness of my institution', async () => {
  const body = await newInstitution(world)
  const nurse = await body.person('nurse')
  await put(body, { fields: { attended: 20, passed: 19, theme: 'diet' } })
  const listed = await api(world, nurse).get('/measures')
  expect(listed.status).toBe(200)
  expect(listed.body.rows.map((row: { key: string }) => row.key)).toEqual(['days-served', 'departments-reached', 'diet-talks', 'pass-rate'])
  expect(await rowOf(nurse, 'pass-rate')).toMatchObject({
    name: { zh: '试验指标' }, unit: 'percent', target: { comparator: '>=', value: 90 }, standing: null,
    value: { from: '2026-03-02', to: '2026-03-08', running: true, value: 95, numerator: 19, denominator: 20, why: null, facts: 1, countedAt: '2026-03-04T01:00:00.000Z', asOf: '2026-03-04T01:00:00.000Z', version: 1, kept: true },
  })
  expect(await rowOf(nurse, 'pass-rate', '?on=2026-02-25')).toMatchObject({ value: { from: '2026-02-23', running: false, value: null, why: 'no_facts', facts: 0, countedAt: null, kept: null } })
})

test('ME-7 what rests on too few is withheld with its numerator, and says so', async () => {
  const body = await newInstitution(world)
  await put(body, { fields: { attended: 4, passed: 4 } })
  expect(await rowOf(await body.person('institution_head'), 'pass-rate')).toMatchObject({ value: { value: null, numerator: null, denominator: 4, why: 'too_few', kept: null } })
})

test('ME-11 a commission sees its region pooled and how its institutions stand, and each of them by itself; other regions do not exist', async () => {
  const regionCode = county()
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  const clerk = await commission.person('commission_clerk')
  const [good, poor, idle, far] = [await newInstitution(world, { regionCode }), await newInstitution(world, { regionCode }), await newInstitution(world, { regionCode }), await newInstitution(world, { regionCode: county() })]
  await put(good, { fields: { attended: 10, passed: 10, theme: 'diet' } })
  await put(poor, { fields: { attended: 90, passed: 45 } })
  await put(far, { fields: { attended: 1000, passed: 1000 } })
  expect(await rowOf(clerk, 'pass-rate')).toMatchObject({ value: { value: 55, numerator: 55, denominator: 100, kept: false }, targetAsked: true, standing: { kept: 1, missed: 1, without: 1 } })
  expect(await rowOf(clerk, 'diet-talks')).toMatchObject({ value: { value: 1, kept: null }, targetAsked: false, standing: { kept: 1, missed: 2, without: 0 } })
  expect(await rowOf(clerk, 'diet-talks', `?institutionId=${good.institutionId}`)).toMatchObject({ value: { kept: true }, targetAsked: true })
  expect(await rowOf(clerk, 'pass-rate', `?institutionId=${good.institutionId}`)).toMatchObject({ value: { value: 100 }, standing: null })
  expect((await api(world, clerk).get(`/measures?institutionId=${far.institutionId}`)).status).toBe(404)
  expect((await api(world, await good.person('institution_head')).get(`/measures?institutionId=${poor.institutionId}`)).status).toBe(404)
  expect((await api(world, clerk).get(`/measures/pass-rate?institutionId=${idle.institutionId}`)).body).toMatchObject({ institution: { id: idle.institutionId }, value: { why: 'no_facts' } })
})

test('ME-13 the table of a region compares institutions among their kind and level, with the places chance allows, withheld ones last', async () => {
  const regionCode = county()
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  const clerk = await commission.person('commission_clerk')
  const bodies = await Promise.all(['甲院', '乙院', '丙院', '丁院'].map((name) => newInstitution(world, { regionCode, name })))
  const clinic = await newInstitution(world, { regionCode, kind: 'clinic', name: '诊所' })
  const given = [[20, 19], [20, 20], [40, 38], [3, 3]] as const
  for (const [at, [attended, passed]] of given.entries()) await put(bodies[at] ?? clinic, { fields: { attended, passed } })
  await put(clinic, { fields: { attended: 10, passed: 1 } })
  const table = await api(world, clerk).get('/measures/pass-rate/institutions')
  const said = (rows: { name: string; places: { from: number; to: number; of: number } | null; value: { why: string | null } }[]) => rows.map((row) => `${row.name} ${row.places === null ? row.value.why : `${row.places.from}–${row.places.to}/${row.places.of}`}`)
  expect(said(table.body.rows.filter((row: { kind: string }) => row.kind === 'general'))).toEqual(['乙院 1–3/3', '丙院 1–3/3', '甲院 1–3/3', '丁院 too_few'])
  expect(said(table.body.rows.filter((row: { kind: string }) => row.kind === 'clinic'))).toEqual(['诊所 1–1/1'])
  expect((await api(world, clerk).get('/measures/pass-rate/institutions?kind=clinic')).body.rows).toHaveLength(1)
  expect((await api(world, await clinic.person('institution_head')).get('/measures/pass-rate/institutions')).status).toBe(403)
})

test('a measure shows its definition in words, its versions, and its trend, oldest first', async () => {
  const body = await newInstitution(world)
  const head = await body.person('institution_head')
  await put(body, { on: '2026-02-24', fields: { attended: 10, passed: 5 } })
  await put(body, { fields: { attended: 10, passed: 9 } })
  const { body: one } = await api(world, head).get('/measures/pass-rate')
  expect(one).toMatchObject({
    why: { zh: '为了试验' }, numerator: { zh: '“健康教育”各条记录 passed 之和' }, denominator: { zh: '“健康教育”各条记录 attended 之和' }, source: { certainty: 'house' }, hasUnits: false, spread: null,
    versions: [{ version: 1, validFrom: '2026-01-01', countedAt: '2026-03-04T01:00:00.000Z' }], institution: { id: body.institutionId },
  })
  expect(one.trend).toHaveLength(26)
  expect(one.trend.slice(-2)).toMatchObject([{ from: '2026-02-23', value: 50, kept: false, running: false }, { from: '2026-03-02', value: 90, kept: true, running: true }])
  const trends = (await api(world, head).get('/measures/trends')).body.rows
  expect(trends.find((row: { key: string }) => row.key === 'pass-rate').points.map((point: { value: number | null }) => point.value).slice(-3)).toEqual([null, 50, 90])
  expect((await api(world, head).get('/measures/never-heard-of')).body).toMatchObject({ error: 'measure.unknown' })
})

test('ME-14 an institution sees how its peers lie from five values on, and never a name', async () => {
  const regionCode = county()
  const bodies = await Promise.all(Array.from({ length: 5 }, (_, at) => newInstitution(world, { regionCode, name: `同类医院第${at}家` })))
  const head = await (bodies[0] ?? bodies[1])?.person('institution_head')
  if (head === undefined) throw new Error('no head')
  for (const [at, body] of bodies.slice(0, 4).entries()) await put(body, { fields: { attended: 10, passed: 10 - at } })
  await spreadPeers(world.platform)
  expect((await api(world, head).get('/measures/pass-rate')).body.spread).toBeNull()
  await put(bodies[4] ?? { institutionId: '', regionCode }, { fields: { attended: 10, passed: 1 } })
  await spreadPeers(world.platform)
  const answer = await api(world, head).get('/measures/pass-rate')
  expect(answer.body.spread).toMatchObject({ n: 5, least: 10, lower: 70, middle: 80, upper: 90, most: 100, at: '2026-03-04T01:00:00.000Z', band: 'first' })
  for (let at = 1; at < 5; at += 1) expect(answer.raw.toString()).not.toContain(`同类医院第${at}家`)
  expect(answer.raw.toString()).toContain('同类医院第0家')
})

test('ME-15 behind a value: all for the head, a department its own and what has none, the commission of the region all, others nothing', async () => {
  const regionCode = county()
  const body = await newInstitution(world, { regionCode })
  const [ward, lab] = [await department(body, '内科'), await department(body, '检验科')]
  await put(body, { departmentId: ward, title: '内科讲糖尿病', link: '/registers/x', fields: { attended: 10, passed: 9 } })
  await put(body, { departmentId: lab, title: '检验科的事', fields: { attended: 10, passed: 8 } })
  await put(body, { title: '全院的事', on: '2026-03-03', fields: { attended: 10, passed: 7 } })
  await put(body, { title: '不计入的事', fields: {} })
  const at = `/measures/pass-rate/facts?institutionId=${body.institutionId}`
  const titles = async (person: Person, path = at) => ((await api(world, person).get(path)).body.rows ?? []).map((row: { title: string }) => row.title)
  const head = await body.person('institution_head')
  expect((await titles(head)).toSorted()).toEqual(['全院的事', '内科讲糖尿病', '检验科的事'].toSorted())
  expect(await titles(await body.person('department_head', ward))).toEqual(['内科讲糖尿病', '全院的事'])
  expect(await titles(head, `${at}&departmentId=${lab}`)).toEqual(['检验科的事'])
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  expect(await titles(await commission.person('inspector'))).toHaveLength(3)
  const foreign = await newInstitution(world, { kind: 'commission', regionCode: county() })
  for (const stranger of [await foreign.person('commission_head'), await (await newInstitution(world, { regionCode })).person('institution_head')]) expect((await api(world, stranger).get(at)).status).toBe(404)
  expect((await api(world, head).get(at)).body.rows.find((row: { title: string }) => row.title === '内科讲糖尿病')).toMatchObject({ kindName: { zh: '健康教育' }, on: '2026-03-02', department: '内科', link: '/registers/x', numerator: 9, denominator: 10 })
})

test('facts behind a value come in pages that meet and do not overlap', async () => {
  const body = await newInstitution(world)
  const head = await body.person('institution_head')
  for (let n = 0; n < 7; n += 1) await put(body, { on: n < 4 ? '2026-03-02' : '2026-03-03', fields: n === 2 ? {} : { attended: 1, passed: n } })
  const at = `/measures/pass-rate/facts?institutionId=${body.institutionId}&limit=3`
  const first = (await api(world, head).get(at)).body
  const second = (await api(world, head).get(`${at}&after=${encodeURIComponent(first.next)}`)).body
  expect([first.rows.length, second.rows.length, second.next]).toEqual([3, 3, null])
  expect(new Set([...first.rows, ...second.rows].map((row: { id: string }) => row.id)).size).toBe(6)
  expect((await api(world, head).get(`${at}&after=nonsense`)).status).toBe(400)
})

test('the units behind a coverage are named, the missing first; those of an accumulation with their sums', async () => {
  const body = await newInstitution(world)
  const [ward] = [await department(body, '内科'), await department(body, '外科')]
  const doctor = await body.person('doctor', ward)
  const head = await body.person('institution_head')
  await put(body, { departmentId: ward, staffIds: [doctor.staffId], fields: { days: 12.5 } })
  const units = async (person: Person, key: string) => (await api(world, person).get(`/measures/${key}/units?institutionId=${body.institutionId}`)).body.rows
  expect(await units(head, 'departments-reached')).toMatchObject([{ name: '外科', facts: 0, reached: false }, { name: '内科', facts: 1, reached: true }])
  expect(await units(doctor, 'departments-reached')).toMatchObject([{ name: '内科' }])
  expect(await units(head, 'days-served')).toMatchObject([{ unitId: doctor.staffId, name: expect.stringContaining('doctor') as string, amount: 12.5, reached: false }])
  expect(await units(head, 'pass-rate')).toEqual([])
  expect(await rowOf(head, 'departments-reached')).toMatchObject({ value: { value: 50, numerator: 1, denominator: 2, kept: false } })
})

test('both lists are handed out as spreadsheets with the same figures', async () => {
  const regionCode = county()
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  const body = await newInstitution(world, { regionCode, name: '=长名医院' })
  await put(body, { fields: { attended: 1000, passed: 899.9 } })
  const clerk = await commission.person('commission_clerk')
  const sheet = async (path: string) => {
    const file = await api(world, clerk).get(path)
    expect([file.status, file.headers['content-type']]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'])
    const book = xlsx.read(file.raw, { type: 'buffer' })
    return JSON.stringify(xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1 }))
  }
  const list = await sheet('/measures/export')
  for (const each of ['"试验指标"', '"89.99%"', '899.9', '"≥ 90%"', '"目前未达标"', '"0 / 1"', '2026-03-04 09:00']) expect(list).toContain(each)
  const table = await sheet('/measures/pass-rate/institutions/export')
  for (const each of ["'=长名医院", '"综合医院"', '"二级"', '"1 / 1"', '"89.99%"']) expect(table).toContain(each)
})

test('what decided a value is listed for the obligation, newest first', async () => {
  const body = await newInstitution(world)
  const ward = await department(body, '内科')
  for (let n = 0; n < 53; n += 1) await put(body, { on: n === 52 ? '2026-03-05' : '2026-03-02', departmentId: n === 52 ? ward : null, title: `第${n}次`, fields: { attended: 1, passed: 1 } })
  const lines = await arrange(world, ({ tx }) => listFactLines(tx, body.institutionId, { periodId: 'p', measureKey: 'pass-rate', fromOn: '2026-03-02', toOn: '2026-03-08', dueAt: '2026-03-04T16:00:00.000Z' }))
  expect(lines.total).toBe(53)
  expect(lines.rows).toHaveLength(50)
  expect(lines.rows[0]).toEqual({ on: '2026-03-05', title: '第52次', department: '内科', link: null, inTime: false })
  expect(lines.rows[1]).toMatchObject({ on: '2026-03-02', inTime: true })
})
