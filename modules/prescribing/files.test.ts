import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { sendFile } from './testing/files.ts'
import { aLine, csvOf } from './testing/lines.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const linesOf = (institutionId: string) => arrange(world, ({ tx }) => tx.selectFrom('charge_line').selectAll().where('institution_id', '=', institutionId).orderBy('line_no').execute())

describe('a file', () => {
  test('PR-11 a file of lines comes in, and its sums say what the lines say', async () => {
    const house = await newInstitution(world)
    const clerk = await house.person('institution_clerk')
    const file = await sendFile(world, clerk, '二月.csv', csvOf([aLine({ 金额: '30.50' }), aLine({ 金额: '9.5', 费用类别: '化验费', 处方号: '' }), aLine({ 金额: 'abc' })]))
    expect(file).toMatchObject({ state: 'done', lines: 3, kept: 2, rejected: 1, same: 0, corrected: 0, fromOn: '2026-02-03', toOn: '2026-02-03' })
    expect(await linesOf(house.institutionId)).toHaveLength(2)
    const [day] = await arrange(world, ({ tx }) => tx.selectFrom('charge_day').selectAll().where('institution_id', '=', house.institutionId).execute())
    expect(day).toMatchObject({ medical_cents: 4000, drug_cents: 3050, lab_cents: 950, prescriptions: 1, outpatient_visits: 2 })
  })
})
