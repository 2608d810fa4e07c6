import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { admissionHouse } from '../admission/testing/fixtures.ts'
import { tellVisits } from '../booking/commands/tell-facts.ts'
import { book, markArrived, markSeen } from '../booking/public.ts'
import { newClinicHouse, somebody } from '../booking/testing/slots/fixtures.ts'
import { issueForVisits } from './commands/visits.ts'
import { sendSheet, sheetOf } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

/** The codes in messages that lead to a sheet, to whomever they went. */
const messaged = async (): Promise<string[]> =>
  (await arrange(world, async (act) => (await act.tx.selectFrom('outbox').select('body').execute()).map((row) => act.vault.open(row.body)))).flatMap((text) => /survey\/([0-9A-Z-]+)/.exec(text)?.[1] ?? [])
const handed = async (institutionId: string) =>
  (await arrange(world, (act) => act.tx.selectFrom('event').select(['subject_id', 'detail']).where('institution_id', '=', institutionId).where('kind', '=', 'survey.visit_handed').orderBy('seq').execute())).map((row) => [row.subject_id, row.detail])

test('SV-5 by its booking code a visit that was seen has on paper the code of its message; each handing over is on record, the visit is not', async () => {
  const house = await newClinicHouse(world)
  const [clerk, desk] = [api(world, await house.person('institution_clerk')), api(world, await house.person('desk_clerk'))]
  await clerk.post('/surveys', { key: 'outpatient' })
  const booked = await book(world.platform, { by: systemActor('test'), way: 'desk', institutionId: house.institutionId, slotId: await house.slot({ onDate: '2026-03-02', hour: 3 }), pool: 'public', person: somebody(5), accountId: null, key: randomUUID() })
  if (isRefusal(booked)) throw new Error(booked.refused)
  const paper = () => desk.post('/survey-sheets/visit', { visit: booked.code.toLowerCase() })
  await arrange(world, (act) => markArrived(act, booked))
  expect(await paper()).toMatchObject({ status: 409, body: { error: 'survey.not_seen_yet' } })
  await arrange(world, (act) => markSeen(act, booked))
  expect(await handed(house.institutionId)).toEqual([])
  await tellVisits(world.platform, house.institutionId)
  expect(await issueForVisits(world.platform)).toEqual({ issued: 1 })
  const [first, again] = [await paper(), await paper()]
  expect(first).toMatchObject({ status: 200, body: { name: { zh: '门诊患者满意度调查' } } })
  expect(again.body.sheet).toEqual(first.body.sheet)
  expect(await messaged()).toContain(first.body.sheet.code)
  expect(await handed(house.institutionId)).toEqual([[house.institutionId, { way: 'booking' }], [house.institutionId, { way: 'booking' }]])
  expect((await sendSheet(world, first.body.sheet.code, sheetOf(2))).status).toBe(200)
  expect((await clerk.get(`/surveys/${house.institutionId}/outpatient/results`)).body).toMatchObject({ asked: 1, answered: 1 })
})

test('SV-5 by the code of its admission a stay that ended has one sheet, handed over before the message or after it', async () => {
  const house = await admissionHouse(world)
  await house.clerk.post('/surveys', { key: 'inpatient' })
  const slip = await house.slip(92)
  const at = `/admission/slips/${slip.body.institutionId}/${slip.body.id}`
  const paper = () => house.desk.post('/survey-sheets/visit', { visit: slip.body.code })
  await house.desk.post(`${at}/offer`, { bedId: slip.body.beds[0].bedId, comeOn: '2026-03-03' })
  await house.desk.post(`${at}/answer`, { answer: 'confirm' })
  await house.desk.post(`${at}/admission`, {})
  expect(await paper()).toMatchObject({ status: 409, body: { error: 'survey.not_seen_yet' } })
  expect((await house.desk.post(`${at}/discharge`)).status).toBe(200)
  const given = await paper()
  expect(given).toMatchObject({ status: 200, body: { name: { zh: '住院患者满意度调查' } } })
  expect(await issueForVisits(world.platform)).toEqual({ issued: 0 })
  expect((await paper()).body.sheet).toEqual(given.body.sheet)
  expect(await handed(house.institutionId)).toEqual([[house.institutionId, { way: 'admission' }], [house.institutionId, { way: 'admission' }]])
  // In another house the code says nothing.
  expect(await (await admissionHouse(world)).desk.post('/survey-sheets/visit', { visit: slip.body.code })).toMatchObject({ status: 404, body: { error: 'survey.visit_unknown' } })
  expect((await sendSheet(world, given.body.sheet.code, sheetOf(2, 'inpatient'))).status).toBe(200)
})
