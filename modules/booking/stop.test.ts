import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { tellAllStopped } from './commands/stop-told.ts'
import { book } from './public.ts'
import { asNewPerson, newCitizen } from './testing/citizen/fixtures.ts'
import { arrangeClinic, newHospital } from './testing/clinics/fixtures.ts'
import { placesOf, somebody } from './testing/slots/fixtures.ts'

let world: World
const system = systemActor('test')
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const span = { onDate: '2026-03-04', fromMinute: 540, toMinute: 660 }
const slotsOn = (institutionId: string, clinicId: string) => arrange(world, ({ tx }) => tx.selectFrom('slot').select(['id', 'starts_at']).where('institution_id', '=', institutionId).where('clinic_id', '=', clinicId).where('on_date', '=', '2026-03-04').orderBy('starts_at').execute())
const bookingsOf = (institutionId: string) => arrange(world, ({ tx }) => tx.selectFrom('booking').selectAll().where('institution_id', '=', institutionId).orderBy('made_at').execute())

test('SC-12 who books while a clinic is being stopped is refused, or booked and told: nobody is lost between the two', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 30 })
  const slots = await slotsOn(hospital.institutionId, clinic.id)
  const ask = (n: number) => book(world.platform, { by: system, way: 'desk', institutionId: hospital.institutionId, slotId: slots[n % slots.length]?.id ?? '', pool: 'public', person: somebody(n), accountId: null, key: randomUUID() })
  const first = Array.from({ length: 30 }, (_, n) => ask(n))
  const stopped = hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/stop`, { ...span, reason: '医师突发疾病' })
  const more = Array.from({ length: 60 }, (_, n) => ask(30 + n))
  const [answers, stop] = await Promise.all([Promise.all([...first, ...more]), stopped])
  expect(stop.status).toBe(200)
  await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stop.body.exceptionId })
  const later = await ask(99)
  expect(later).toMatchObject({ refused: 'booking.slot_stopped' })
  const booked = answers.filter((each) => !isRefusal(each)).length
  const kept = await bookingsOf(hospital.institutionId)
  expect(kept).toHaveLength(booked)
  expect(new Set(kept.map((each) => each.state))).toEqual(new Set(booked === 0 ? [] : ['stopped']))
  for (const place of await placesOf(world, hospital.institutionId)) expect(place).toMatchObject({ taken: place.live + place.due })
  expect(await verifyChains(world.platform.database, system, world.platform.vault, [hospital.institutionId])).toMatchObject({ fault: null })
})

test('SC-13 and SC-14 a stop-clinic day: the citizen reads why, agrees to the other time with one button, and is booked with the substitute', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { name: '甲医生门诊' }, { capacity: 1 })
  const substitute = await arrangeClinic(world, hospital, hospital.departmentId, { name: '乙医生门诊' }, { capacity: 1, weekdays: [3] })
  const [slot] = await slotsOn(hospital.institutionId, clinic.id)
  const path = `/book/${hospital.institutionId}/slots/${slot?.id}`
  const citizen = await newCitizen(world)
  const { form } = await asNewPerson(citizen, path)
  await citizen.post(`${path}/confirm`, form)
  const [first] = await bookingsOf(hospital.institutionId)
  expect(first).toMatchObject({ state: 'booked', account_id: citizen.accountId })
  const stop = await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/stop`, { ...span, reason: '外出会诊', substituteClinicId: substitute.id })
  await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stop.body.exceptionId })
  const [message = ''] = await arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select(['body', 'recipient']).orderBy('id', 'desc').execute()).filter((row) => vault.open(row.recipient) === citizen.phone).map((row) => vault.open(row.body)).filter((text) => text.includes('停诊')))
  expect(message).toContain('可改约 2026-03-04 09:00 乙医生门诊')
  const link = /http:\/\/localhost(\/\S+?)。/.exec(message)?.[1] ?? ''
  const page = await citizen.get(link)
  expect(page.status).toBe(200)
  expect(page.text).toContain('乙医生门诊')
  const [at, to] = [link.split('?')[0] ?? '', link.split('to=')[1] ?? '']
  const moved = await citizen.post(at, { to })
  expect(moved.status).toBe(303)
  const all = await bookingsOf(hospital.institutionId)
  expect(all.map((each) => `${each.state} ${each.clinic_id === substitute.id}`).sort()).toEqual(['booked true', 'moved false'])
  expect((await citizen.get(moved.location ?? '')).text).toContain('乙医生门诊')
})
