import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { followCatalogue } from './commands/follow-catalogue.ts'
import { placeLines } from './commands/place-codes.ts'
import { settleMonths } from './commands/rank.ts'
import { prescribingHouse, writeLines } from './testing/figures/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-04-02T01:00:00.000Z')
})
afterAll(() => world.close())

const heading = '国家医保编码,通用名,药品名称,抗菌药物级别,每计价单位DDD数,集采中选,备注'
const sheet = (...rows: readonly string[]) => [{ name: '目录.csv', bytes: [heading, ...rows, ''].join('\n') }]

test('PR-45 a sheet is checked cell by cell, says what it would change, and nothing is kept of it', async () => {
  const commission = await newInstitution(world, { kind: 'commission' })
  const [clerk, doctor] = [api(world, await commission.person('commission_clerk')), api(world, await (await prescribingHouse(world)).person('doctor'))]
  expect((await clerk.upload('/prescribing/drugs', sheet('PR45A,甲,甲片,限制,4,,', 'PR45B,乙,乙片,,,,'))).body).toEqual({ items: 2 })
  const wrong = await clerk.upload('/prescribing/drugs/check', sheet('PR45A,甲,甲片,最高级,四,也许,见附件', 'PR45B,乙,,,,,', 'PR45B,乙,乙片,,,,'))
  expect(wrong.body).toMatchObject({
    rows: 3, created: 0, changed: 0, same: 0, faultCount: 5, ignored: ['备注'],
    faults: [{ row: 2, cell: 'E2', value: '四', reason: 'number' }, { row: 2, cell: 'D2', heading: '抗菌药物级别', value: '最高级', reason: 'grade' }, { row: 2, cell: 'F2', reason: 'yes-no' }, { row: 3, cell: 'C3', heading: '药品名称', reason: 'missing' }, { row: 4, cell: 'A4', reason: 'double' }],
  })
  const right = await clerk.upload('/prescribing/drugs/check', sheet('PR45A,甲,甲片,特殊,4.0,是,', 'PR45B,乙,乙片,,,,', 'PR45C,丙,丙片,,,,'))
  expect(right.body).toMatchObject({ rows: 3, created: 1, changed: 1, same: 1, faultCount: 0, moves: [{ row: 2, code: 'PR45A', columns: [{ column: 'antibiotic', heading: '抗菌药物级别' }, { column: 'central' }] }, { code: 'PR45C', columns: null }] })
  const found = async (query: string) => (await doctor.get(`/prescribing/drugs?search=PR45&${query}`)).body
  expect(await found('')).toMatchObject({ next: null, rows: [{ code: 'PR45A', antibiotic: 'restricted', dddsPerUnit: '4', marks: [] }, { code: 'PR45B' }], blocked: { keep: 'prescribing.catalog_not_yours' } })
  const first = await found('limit=1')
  expect(first).toMatchObject({ next: 'PR45A', rows: [{ code: 'PR45A' }] })
  expect(await found(`limit=1&after=${first.next}`)).toMatchObject({ next: null, rows: [{ code: 'PR45B' }] })
  expect((await found('only=antibiotic')).rows).toMatchObject([{ code: 'PR45A' }])
  expect((await doctor.get('/prescribing/drugs?search=%25')).body.rows).toEqual([])
  expect((await doctor.upload('/prescribing/drugs/check', sheet())).status).toBe(403)
  expect(await clerk.upload('/prescribing/drugs', sheet('PR45A,甲,甲片,最高级,四,,'))).toMatchObject({ status: 422, body: { error: 'prescribing.catalog_fault' } })
  expect(await clerk.upload('/prescribing/drugs/check', [{ name: '别的.csv', bytes: '甲,乙\n1,2\n' }])).toMatchObject({ status: 422, body: { error: 'prescribing.catalog_no_heading' } })
  const taken = (await doctor.get('/prescribing/drugs/sheet')).raw
  expect(taken.subarray(0, 2).toString()).toBe('PK')
})

test('PR-46 a changed entry moves the months that hold the drug, and a closed table gets its correction', async () => {
  const commission = await newInstitution(world, { kind: 'commission' })
  const clerk = api(world, await commission.person('commission_clerk'))
  const house = await prescribingHouse(world)
  const changedAt = async () => (await arrange(world, ({ tx }) => tx.selectFrom('drug_item').select('changed_at').where('code', '=', 'PR46').executeTakeFirstOrThrow())).changed_at
  await clerk.upload('/prescribing/drugs', sheet('PR46,甲,甲片,,,,'))
  await writeLines(world, house, [{ on: '2026-02-02', item: 'ELSE', cents: 500 }, { on: '2026-03-02', item: 'PR46', cents: 5000, quantity: 3, rx: 'r1' }])
  const pharmacist = api(world, await house.person('pharmacist'))
  await pharmacist.post(`/prescribing/double-ten/${house.institutionId}/2026-03-01/close`)
  world.clock.set('2026-04-02T02:00:00.000Z')
  // The same sheet again changes nothing, and nothing is told to follow.
  const before = await changedAt()
  await clerk.upload('/prescribing/drugs', sheet('PR46,甲,甲片,,,,'))
  expect(await changedAt()).toBe(before)
  await clerk.upload('/prescribing/drugs', sheet('PR46,甲,甲片,限制,2,是,'))
  expect(await followCatalogue(world.platform, await changedAt())).toBe(1)
  world.clock.set('2026-04-02T03:00:00.000Z')
  // What was added up since knows the drug as it is.
  await writeLines(world, house, [{ on: '2026-03-03', item: 'ELSE', cents: 1, rx: 'r2' }])
  expect(await followCatalogue(world.platform, await changedAt())).toBe(0)
  const sums = await arrange(world, ({ tx }) => tx.selectFrom('charge_department_month').select(['month', 'central_cents as central']).where('institution_id', '=', house.institutionId).orderBy('month').execute())
  expect(sums).toEqual([{ month: '2026-02-01', central: 0 }, { month: '2026-03-01', central: 5000 }])
  await settleMonths(world.platform)
  expect((await pharmacist.get(`/prescribing/double-ten?institutionId=${house.institutionId}&month=2026-03-01`)).body).toMatchObject({ state: 'closed', pending: false, table: { amount: [{ key: 'PR46', ddds: null }] } })
})

test('PR-17 what is said otherwise moves the lines that are in; a drug the catalogue does not know is listed until somebody says which it is', async () => {
  const commission = await newInstitution(world, { kind: 'commission' })
  await api(world, await commission.person('commission_clerk')).upload('/prescribing/drugs', sheet('PR17K,甲,甲片,,,,'))
  const house = await prescribingHouse(world)
  const [one, other, clerk] = [await house.person('doctor', house.inner), await house.person('doctor', house.inner), api(world, await house.person('institution_clerk'))]
  await writeLines(world, house, [{ on: '2026-03-02', item: 'OWN-1', name: '院内甲', cents: 900, code: 'X7', staffId: one.staffId, departmentId: house.inner, rx: 'r1' }, { on: '2026-03-02', item: 'PR17K', cents: 100, staffId: one.staffId, departmentId: house.inner, rx: 'r2' }])
  expect((await clerk.get('/prescribing/codes')).body.unknown).toEqual([{ kind: 'item', code: 'OWN-1', name: '院内甲', lines: 1 }])
  const keep = (code: object) => clerk.post('/prescribing/codes', { codes: [code] })
  expect(await keep({ kind: 'item', code: 'OWN-1', itemCode: 'NOWHERE' })).toMatchObject({ status: 422, body: { error: 'prescribing.code_unknown_target' } })
  expect((await keep({ kind: 'item', code: 'OWN-1', itemCode: 'PR17K' })).status).toBe(200)
  expect((await clerk.get('/prescribing/codes')).body).toMatchObject({ unknown: [], known: [{ kind: 'item', code: 'OWN-1', itemCode: 'PR17K' }] })
  await keep({ kind: 'prescriber', code: 'X7', targetId: other.staffId })
  expect(await placeLines(world.platform, house.institutionId)).toBe(1)
  expect(await placeLines(world.platform, house.institutionId)).toBe(0)
  const asked = await api(world, await house.person('pharmacist')).post('/prescribing/queries', { month: '2026-03-01', purpose: '核对代码对应是否已归属' })
  expect(asked.body.table.amount).toMatchObject([{ key: other.staffId, amountCents: 900 }, { key: one.staffId, amountCents: 100 }])
})
