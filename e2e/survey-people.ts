import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { instantMs, instantOf } from '../kernel/instant.ts'
import { usualRule } from '../modules/queue/rules/queue.ts'
import { surveys } from '../modules/survey/catalog.ts'
import { arrange, type Person } from '../server/testing/api.ts'
import { ask, somebodyNamed } from './booking-people.ts'
import type { Clocked } from './clocked.ts'

type House = { readonly clerk: Person; readonly desk: Person; readonly doctor: Person; readonly institutionId: string }

/** Codes to hand out for a department, as the clerk makes them. */
export async function codesFor(server: Clocked, clerk: Person, key: string, count: number, departmentId: string | null): Promise<string[]> {
  // Sheets that follow no visit are counted apart unless the house says otherwise; here they stand for visits.
  const { active, byMessage, smallest } = await ask(server, clerk, 'GET', `/surveys/${clerk.institutionId}/${key}`)
  await ask(server, clerk, 'PUT', `/surveys/${key}`, { active, byMessage, smallest, countsUnnamed: true })
  const { sheets } = await ask(server, clerk, 'POST', `/surveys/${key}/sheets`, { batchId: randomUUID(), count, departmentId })
  return sheets.map((sheet: { code: string }) => sheet.code)
}

/** A whole sheet, every question answered alike, as a phone without scripts sends it. */
export async function sendSheet(server: Clocked, key: string, code: string, choice: number, comment = '', more: Readonly<Record<string, string>> = {}): Promise<string> {
  const fields = (surveys().get(key)?.items ?? []).map((item) => [`q-${item.key}`, String(choice)])
  const sent = await fetch(`${server.url}/survey/${code}`, { method: 'POST', body: new URLSearchParams([...fields, ...Object.entries(more), ['page', '0'], ['comment', comment], ['do', 'send']]) })
  const text = await sent.text()
  expect(sent.status, text.replaceAll(/<[^>]*>/g, ' ').slice(0, 400)).toBe(200)
  return text
}

/** One patient books, reports, is called and is seen, so that there is a visit to ask about. */
export async function seeOnePatient(server: Clocked, house: House, departmentId: string, day: string, seed: number): Promise<void> {
  const { clerk, desk, doctor, institutionId } = house
  const clinic = await ask(server, clerk, 'POST', '/clinics', { departmentId, staffId: doctor.staffId, name: '内科门诊', room: '201' })
  const weekdays = [1, 2, 3, 4, 5]
  await ask(server, clerk, 'POST', `/clinics/${institutionId}/${clinic.id}/rules`, { weekdays, fromMinute: 480, toMinute: 720, slotMinutes: 30, capacity: 5, validFrom: day })
  const queue = await ask(server, clerk, 'POST', '/queues', { departmentId, name: '内科门诊', kind: 'consultation', letter: 'A', rule: usualRule, usualMinutes: 8, windows: ['1诊室'] })
  const { queues } = await ask(server, clerk, 'GET', '/queue-settings')
  const windowId = queues.find((each: { id: string }) => each.id === queue.id).windows[0].id
  const { rows } = await ask(server, desk, 'GET', `/free/slots?clinicId=${clinic.id}&institutionId=${institutionId}&from=${day}&to=${day}&limit=200`)
  const slot = rows.at(-1)
  expect(slot, day).toBeDefined()
  const booked = await ask(server, desk, 'POST', '/bookings', { institutionId, slotId: slot.slotId, pool: 'public', way: 'phone', person: somebodyNamed(seed, '苏小禾') })
  server.world.clock.set(instantOf(instantMs(slot.startsAt) - 300_000))
  await ask(server, doctor, 'POST', `/queue-windows/${windowId}/open`)
  await ask(server, desk, 'POST', '/queue-tickets/check-in', { code: booked.code })
  await ask(server, doctor, 'POST', `/queue-windows/${windowId}/next`)
  await ask(server, doctor, 'POST', `/queue-windows/${windowId}/next`)
  await server.runJob('booking.facts-left')
}

/** The code in the message that invited a patient, as the phone shows it. What was seen is told by a job that runs beside us, so it is asked again until it is there. */
export async function invitedCode(server: Clocked): Promise<string> {
  const until = performance.now() + 60_000
  while (performance.now() < until) {
    await server.runJob('booking.facts-left')
    await server.runJob('survey.issue')
    const said = await arrange(server.world, async (act) => (await act.tx.selectFrom('outbox').select('body').orderBy('created_at', 'desc').execute()).map((row) => act.vault.open(row.body)))
    const code = /\/survey\/([0-9A-Z-]+)/.exec(said.find((text) => text.includes('/survey/')) ?? '')?.[1]
    if (code !== undefined) return code
    await wait(200)
  }
  throw new Error('nobody was asked')
}

/** Somebody takes a number without having booked and is seen: the page of the line is all they have. */
export async function seeOneWithoutBooking(server: Clocked, house: House, departmentId: string): Promise<string> {
  const { clerk, desk, doctor } = house
  const queue = await ask(server, clerk, 'POST', '/queues', { departmentId, name: '心血管内科门诊', kind: 'consultation', letter: 'B', rule: usualRule, usualMinutes: 8, windows: ['2诊室'] })
  const { queues } = await ask(server, clerk, 'GET', '/queue-settings')
  const windowId = queues.find((each: { id: string }) => each.id === queue.id).windows[0].id
  await ask(server, doctor, 'POST', `/queue-windows/${windowId}/open`)
  const ticket = await ask(server, desk, 'POST', '/queue-tickets', { queueId: queue.id, name: '程望舒' })
  await ask(server, doctor, 'POST', `/queue-windows/${windowId}/next`)
  await ask(server, doctor, 'POST', `/queue-windows/${windowId}/next`)
  return ticket.id
}
