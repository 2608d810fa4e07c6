import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { act, look } from '../../server/platform/act.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { issueTokens } from './commands/issue.ts'
import { sendSheet, sheetOf, surveyHouse } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

const results = async (house: Awaited<ReturnType<typeof surveyHouse>>) => (await house.clerk.get(`/surveys/${house.institutionId}/outpatient/results`)).body
const sheetsOf = async (institutionId: string, kind: string) =>
  (await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId, kind, from: '2026-03-02', to: '2026-03-02' }, { after: null, limit: 100 }))).filter((fact) => fact.fields['dimension'] === 'total').map((fact) => [fact.fields['sheets'], fact.fields['points']])

test('SV-5 and SV-11 sheets that follow no visit are boxed, added up and told apart: no measure counts them, unless the house lets them in', async () => {
  const house = await surveyHouse(world)
  const setting = { active: true, byMessage: true, smallest: 10 }
  await house.clerk.put('/surveys/outpatient', { ...setting, countsUnnamed: false })
  for (const code of await house.codes(10)) await sendSheet(world, code, sheetOf(3))
  const visits = Array.from({ length: 10 }, (_, n) => ({ visitId: `2026-03-02 visit ${n}`, departmentId: house.medicine, phone: null }))
  const named = await act(world.platform, systemActor('test'), (at) => issueTokens(at, { institutionId: house.institutionId, regionCode: house.regionCode, which: { audience: 'outpatient' }, way: 'queue', visits }))
  for (const { code } of named.slice(0, 9)) await sendSheet(world, code, sheetOf(0))
  // Ten of one sort and nine of the other are not nineteen of one.
  expect(await house.empty()).toMatchObject({ sheets: 10 })
  expect(await results(house)).toMatchObject({ waiting: 9, total: { sheets: 0, score: null }, unnamed: { sheets: 10, score: 100 }, months: [] })
  await sendSheet(world, named[9]?.code ?? '', sheetOf(0))
  await house.empty()
  const shown = await results(house)
  expect(shown).toMatchObject({ total: { sheets: 10, score: 0 }, unnamed: { sheets: 10, score: 100 }, departments: [{ name: '内科', total: { sheets: 10, score: 0 } }] })
  expect(shown.items.every((item: { sheets: number }) => item.sheets <= 10)).toBe(true)
  expect(await sheetsOf(house.institutionId, 'survey.score')).toEqual([[10, 0]])
  expect(await sheetsOf(house.institutionId, 'survey.unnamed')).toEqual([[10, 1000]])
  await house.clerk.put('/surveys/outpatient', { ...setting, countsUnnamed: true })
  // Then there is one box: nine of paper and one of a visit are ten.
  const more = await act(world.platform, systemActor('test'), (at) => issueTokens(at, { institutionId: house.institutionId, regionCode: house.regionCode, which: { audience: 'outpatient' }, way: 'queue', visits: [{ visitId: '2026-03-02 one more', departmentId: house.medicine, phone: null }] }))
  for (const code of [...(await house.codes(9)), ...more.map((each) => each.code)]) await sendSheet(world, code, sheetOf(3))
  expect(await house.empty()).toMatchObject({ sheets: 10 })
  expect(await results(house)).toMatchObject({ total: { sheets: 20, score: 50 }, unnamed: { sheets: 10 } })
  expect(await house.clerk.get(`/surveys/${house.institutionId}/outpatient`)).toMatchObject({ body: { countsUnnamed: true } })
})

test('SV-5 what names no visit of the house gives no code, and only the desk, nurses and the clerk hand paper out', async () => {
  const house = await surveyHouse(world)
  expect(await house.desk.post('/survey-sheets/visit', { visit: '没有这样的码' })).toMatchObject({ status: 404, body: { error: 'survey.visit_unknown' } })
  expect(await house.desk.post('/survey-sheets/visit', { visit: 'ABCD-EFGH-JKMN' })).toMatchObject({ status: 404, body: { error: 'survey.visit_unknown' } })
  expect(await (await house.as('doctor')).post('/survey-sheets/visit', { visit: 'ABCD-EFGH-JKMN' })).toMatchObject({ status: 403 })
})

test('SV-8 a question is added up over every box there ever was, however many', async () => {
  const house = await surveyHouse(world)
  await arrange(world, async (at) => {
    const rows = Array.from({ length: 5100 }, (_, n) => ({ institution_id: house.institutionId, id: at.newId(), region_code: house.regionCode, survey_key: 'outpatient', version: 1, department_id: n % 2 === 0 ? house.medicine : house.surgery, on_date: '2026-03-01', sheets: 5, items: JSON.stringify({ 'doctor-listens': [0, 0, 0, 5, 0] }) }))
    for (let from = 0; from < rows.length; from += 1000) await at.tx.insertInto('survey_tally').values(rows.slice(from, from + 1000)).execute()
  })
  const item = (shown: { items: { key: string; sheets: number; score: number }[] }) => shown.items.find((each) => each.key === 'doctor-listens')
  expect(item(await results(house))).toMatchObject({ sheets: 25_500, score: 100 })
  expect(item((await house.clerk.get(`/surveys/${house.institutionId}/outpatient/results?departmentId=${house.surgery}`)).body)).toMatchObject({ sheets: 12_750 })
})
