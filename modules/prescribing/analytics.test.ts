import { existsSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { connect } from './analytics/engine.ts'
import { exportBehind } from './analytics/export.ts'
import { fileOf } from './analytics/folder.ts'
import { startQuestion, stopQuestion, type Running } from './analytics/questions.ts'
import { statementOf, type FreeQuestion } from './rules/question.ts'
import { askDatabase } from './store/exports.ts'
import { prescribingHouse, writeLines, type LineGiven } from './testing/figures/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-04-02T01:00:00.000Z')
})
afterAll(() => world.close())

const question = (given: Partial<FreeQuestion>): FreeQuestion => ({ from: '2026-02-01', to: '2026-03-01', by: ['item'], figures: ['amount', 'quantity', 'lines', 'prescriptions'], where: {}, top: { count: 10, orders: ['amount'], within: [] }, ...given })
const questions: readonly (readonly [string, FreeQuestion])[] = [
  ['items', question({})],
  ['double-ten of each house and month', question({ by: ['institution', 'month', 'item'], where: { kind: 'drug' }, top: { count: 3, orders: ['amount', 'quantity'], within: ['institution', 'month'] } })],
  ['days by kind', question({ by: ['day', 'kind'], figures: ['amount', 'selfPay'], top: { count: 2000, orders: ['lines'], within: [] } })],
  ['departments by visit', question({ by: ['department', 'visit'], where: { visit: 'outpatient' }, top: { count: 5, orders: ['prescriptions'], within: ['department'] } })],
  ['prescribers', question({ by: ['prescriber'], where: { itemCode: "o'brien" } })],
]

/** Many equal values, refunds, odd names: what two engines could order differently. */
const linesOf = (house: { inner: string; surgery: string }): LineGiven[] =>
  Array.from({ length: 400 }, (_, at) => ({ on: at % 3 === 0 ? `2026-02-${String((at % 27) + 1).padStart(2, '0')}` : `2026-03-${String((at % 30) + 1).padStart(2, '0')}`, item: at % 11 === 0 ? "o'brien" : `药${at % 17}`, name: at % 2 === 0 ? `名,"${at % 17}` : `名 ${at % 17}`, kind: at % 5 === 0 ? 'material' : 'drug', cents: at % 13 === 0 ? -500 : 100 * (at % 7), quantity: at % 13 === 0 ? -0.5 : (at % 4) + 0.25, departmentId: at % 2 === 0 ? house.inner : at % 3 === 0 ? null : house.surgery, code: at % 4 === 0 ? 'X' : 'é', rx: at % 6 === 0 ? '' : `r${at % 50}` }))

test('PR-77 files and database give the same answers, and a changed month is made again', async () => {
  const house = await prescribingHouse(world, { regionCode: '990188' })
  const second = await prescribingHouse(world, { regionCode: '990188' })
  await writeLines(world, house, linesOf(house))
  await writeLines(world, second, linesOf(second).slice(0, 150))
  expect(await exportBehind(world.platform)).toEqual({ months: 2 })
  expect(existsSync(fileOf('990188', '2026-03-01'))).toBe(true)
  const parts = ['2026-02-01', '2026-03-01'].map((month) => ({ regionCode: '990188', month }))
  const answer = async (asked: FreeQuestion, ids: readonly string[]): Promise<Running> => {
    const { running, ended } = startQuestion({ id: `${Math.random()}`, askedBy: 'test', question: asked, institutionIds: ids, parts }, performance.now())
    await ended
    return running
  }
  const compare = async (ids: readonly string[]) => {
    for (const [name, asked] of questions) {
      const files = await answer(asked, ids)
      const database = await look(world.platform, systemActor('test'), ({ read }) => askDatabase(read, statementOf(asked, ids, { table: 'charge_line', plain: ' collate "C"' })))
      expect(files.state, name).toBe('done')
      expect(files.rows.length, name).toBeGreaterThan(0)
      expect(files.rows, name).toEqual(database.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null ? null : `${value as string | number}`]))))
    }
  }
  await compare([house.institutionId, second.institutionId])
  await compare([second.institutionId])
  await writeLines(world, house, [{ on: '2026-03-15', item: '新', cents: 999_999 }])
  expect(await exportBehind(world.platform)).toEqual({ months: 1 })
  expect(await exportBehind(world.platform)).toEqual({ months: 0 })
  rmSync(fileOf('990188', '2026-02-01'))
  expect(await exportBehind(world.platform)).toEqual({ months: 1 })
  await compare([house.institutionId])
  expect((await answer(question({}), [house.institutionId])).rows[0]).toMatchObject({ item: '新', amount: '999999' })
})

test('PR-78 a question that runs is stopped by who put it, and nobody else', async () => {
  const house = await prescribingHouse(world, { regionCode: '990187' })
  await writeLines(world, house, linesOf(house))
  await exportBehind(world.platform)
  const { running, ended } = startQuestion({ id: 'q-stop', askedBy: 'me', question: question({}), institutionIds: null, parts: [{ regionCode: '990187', month: '2026-03-01' }] }, performance.now())
  expect(stopQuestion('q-stop', 'somebody else')).toBe(false)
  expect(stopQuestion('q-stop', 'me')).toBe(true)
  await ended
  expect(running).toMatchObject({ state: 'stopped', rows: [] })
  expect(stopQuestion('q-stop', 'me')).toBe(false)
})

test('PR-78 what does not fit into memory says so and takes nothing else with it', async () => {
  const db = await connect()
  try {
    await expect(db.run(`select list(range) from range(400000000)`)).rejects.toThrow(/out of memory/i)
    expect((await db.runAndReadAll('select 1 as one')).getRowObjectsJson()).toEqual([{ one: 1 }])
  } finally {
    db.closeSync()
  }
})

test('PR-77 through the door: within the own scope, with names, by prescriber only for a purpose', async () => {
  const house = await prescribingHouse(world, { regionCode: '990189' })
  const other = await prescribingHouse(world, { regionCode: '990189' })
  const doctor = await house.person('doctor', house.inner)
  const clerk = api(world, await house.person('institution_clerk'))
  const pharmacist = api(world, await house.person('pharmacist'))
  await writeLines(world, house, [{ on: '2026-03-02', item: 'A', cents: 500, departmentId: house.inner, staffId: doctor.staffId }])
  await writeLines(world, other, [{ on: '2026-03-02', item: 'B', cents: 700 }])
  const ask = { from: '2026-03-01', to: '2026-03-01', by: ['item', 'department'], figures: ['amount'], top: { count: 10, orders: ['amount'] } }
  expect(await clerk.post('/prescribing/questions', ask)).toMatchObject({ status: 409, body: { error: 'prescribing.lines_not_exported' } })
  await exportBehind(world.platform)
  const answered = async (who: ReturnType<typeof api>, body: object) => {
    const { body: started } = await who.post('/prescribing/questions', body)
    await expect.poll(async () => (await who.get(`/prescribing/questions/${started.id}`)).body.state).toBe('done')
    return (await who.get(`/prescribing/questions/${started.id}`)).body
  }
  expect((await answered(clerk, ask)).rows).toEqual([{ item: 'A', department: house.inner, departmentName: '内科', amount: '500', itemName: '项目A', place_amount: '1' }])
  expect(await clerk.post('/prescribing/questions', { ...ask, by: ['prescriber'] })).toMatchObject({ status: 403, body: { error: 'prescribing.askers_only' } })
  expect(await pharmacist.post('/prescribing/questions', { ...ask, by: ['prescriber'] })).toMatchObject({ body: { error: 'prescribing.purpose_missing' } })
  const byPerson = await answered(pharmacist, { ...ask, by: ['prescriber'], purpose: '双十点评确定对象，按规定抽查' })
  expect(byPerson.rows).toMatchObject([{ prescriber: doctor.staffId, amount: '500' }])
  expect(await pharmacist.get(`/prescribing/questions/${byPerson.id}/sheet`)).toMatchObject({ status: 409, body: { error: 'prescribing.export_not_agreed' } })
  expect((await clerk.get(`/prescribing/questions/${byPerson.id}`)).status).toBe(404)
  expect(await clerk.post('/prescribing/questions', { ...ask, from: '2022-01-01' })).toMatchObject({ body: { error: 'prescribing.question_too_wide' } })
  const commission = await newInstitution(world, { kind: 'commission', regionCode: '990189' })
  const region = await answered(api(world, await commission.person('commission_clerk')), { ...ask, by: ['institution'] })
  // A commission reads names of its houses' departments, of closed ones, too.
  await arrange(world, ({ tx }) => tx.updateTable('department').set({ closed_on: '2026-03-20' }).where('institution_id', '=', house.institutionId).where('id', '=', house.inner).execute())
  const units = await answered(api(world, await commission.person('commission_clerk')), { ...ask, by: ['department'] })
  expect(units.rows.map((row: { departmentName: string }) => row.departmentName)).toEqual(['未对应科室', '内科'])
  expect(region.rows.map((row: { institution: string; amount: string }) => [row.institution, row.amount])).toEqual([[other.institutionId, '700'], [house.institutionId, '500']])
})
