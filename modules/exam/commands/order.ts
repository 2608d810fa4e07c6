import { hasRole } from '../../../kernel/actor.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import { readReceiptCode } from '../../../kernel/ids.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { bookingByCode, cancelBooking, listClinics, openPerson, personIndexFor, type PersonGiven } from '../../booking/public.ts'
import { readPerson } from '../../booking/rules/booking-person.ts'
import { findInstitution } from '../../directory/public.ts'
import { loadExams } from '../catalog.ts'
import { factOf, mayFinish, mayOrder, mayPlan, readWish, usualWish, type Order, type OrderKey } from '../rules/order.ts'
import { mostExams } from '../rules/plan.ts'
import type { Wish } from '../rules/problem.ts'
import * as store from '../store.ts'

type OrderAsk = { readonly bookingCode: string; readonly person: PersonGiven | null; readonly exams: readonly string[]; readonly note: string; readonly wish: Wish | null }

/** Rule XM-13: an order of one person: the one whose visit this is, by its code, or as it is typed. */
export async function orderExams(act: Act, ask: OrderAsk): Promise<OrderKey> {
  const no = mayOrder(act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  const body = await findInstitution(act.tx, act.actor.institutionId ?? '')
  if (body === undefined) throw new RefusedError('exam.not_yours')
  const exams = [...new Set(ask.exams)]
  if (exams.length > mostExams) throw new RefusedError('exam.too_many')
  loadExams(exams)
  const who = await personOf(act, body.id, ask)
  const order: Order = {
    institutionId: body.id, id: act.newId(), regionCode: body.regionCode, departmentId: act.actor.posts.find((post) => post.departmentId !== null)?.departmentId ?? null, ...who, exams, note: ask.note,
    orderedBy: act.actor.id, orderedName: act.actor.name, orderedAt: act.now.toISOString(), orderedOn: act.today, state: 'open', wish: ask.wish === null ? usualWish(act.today) : readWish(ask.wish, act.today),
    plannedAt: null, trips: null, waiting: null, lastOn: null, endReason: null, revision: 1,
  }
  await store.insertOrder(act.tx, order)
  await tellFacts(act, [{ before: null, after: factOf(order, []) }])
  await act.record({ institutionId: order.institutionId, regionCode: order.regionCode, kind: 'exam.ordered', subjectId: order.id, detail: { exams } })
  return { institutionId: order.institutionId, orderId: order.id }
}

async function personOf(act: Act, institutionId: string, ask: OrderAsk): Promise<Pick<Order, 'personIndex' | 'sealed' | 'bornOn' | 'accountId'>> {
  if (ask.bookingCode !== '') {
    const code = readReceiptCode(ask.bookingCode)
    const booking = code === null ? undefined : await bookingByCode(act.tx, institutionId, code, act.vault)
    if (booking === undefined) throw new RefusedError('exam.no_such_booking')
    return { personIndex: booking.personIndex, sealed: act.vault.seal(JSON.stringify(openPerson(act.vault, booking.sealed))), bornOn: null, accountId: booking.accountId }
  }
  if (ask.person === null) throw new RefusedError('booking.name_missing')
  const { name, phone, idNumber } = orThrow(readPerson(ask.person, act.today))
  return { personIndex: personIndexFor(act.vault, idNumber), sealed: act.vault.seal(JSON.stringify({ name, phone, idNumber })), bornOn: ask.person.bornOn, accountId: null }
}

/** Cancels the order and every booking of it that is still to come. */
export async function cancelOrder(act: Act, ask: OrderKey & { readonly reason: string }): Promise<void> {
  const order = await store.loadOrderForUpdate(act.tx, ask)
  const no = mayPlan(order, act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  const items = (await store.itemsOf(act.tx, order.institutionId, [order.id])).get(order.id) ?? []
  // First, so that nobody follows what the order itself does.
  await store.removeItems(act.tx, ask, items, act.now.toISOString())
  for (const item of items) if (item.endsAt > act.now.toISOString()) await cancelLive(act, { institutionId: order.institutionId, bookingId: item.bookingId }, ask.reason)
  const cancelled: Order = { ...order, state: 'cancelled', endReason: ask.reason, trips: null, waiting: null, lastOn: null }
  await store.saveOrder(act.tx, cancelled, act.now.toISOString())
  await tellFacts(act, [{ before: factOf(order, items), after: factOf(cancelled, []) }])
  await act.record({ institutionId: order.institutionId, regionCode: order.regionCode, kind: 'exam.cancelled', subjectId: order.id, detail: { reason: ask.reason, bookings: items.map((item) => item.bookingId) } })
}

/** A booking that is over is no hindrance. */
async function cancelLive(act: Act, key: { institutionId: string; bookingId: string }, reason: string): Promise<void> {
  try {
    await cancelBooking(act, key, reason)
  } catch (error) {
    if (!(error instanceof RefusedError) || error.refusal.refused !== 'booking.not_live') throw error
  }
}

export async function finishOrder(act: Act, key: OrderKey): Promise<void> {
  const order = await store.loadOrderForUpdate(act.tx, key)
  const no = mayFinish(order, act.actor, act.today)
  if (no !== null) throw new RefusedError(no.refused)
  const items = (await store.itemsOf(act.tx, order.institutionId, [order.id])).get(order.id) ?? []
  const done: Order = { ...order, state: 'done' }
  await store.saveOrder(act.tx, done, act.now.toISOString())
  await tellFacts(act, [{ before: factOf(order, items), after: factOf(done, items) }])
  await act.record({ institutionId: order.institutionId, regionCode: order.regionCode, kind: 'exam.done', subjectId: order.id, detail: {} })
}

/** What a clinic of service 'exam' does, and where it is. */
export async function saveClinic(act: Act, ask: store.ExamClinic): Promise<void> {
  const body = await findInstitution(act.tx, act.actor.institutionId ?? '')
  if (body === undefined || !hasRole(act.actor, 'department_head', 'institution_clerk')) throw new RefusedError('exam.setup_only')
  loadExams(ask.exams)
  const clinic = (await listClinics(act.tx, { institutionId: body.id, service: 'exam' })).find((each) => each.id === ask.clinicId)
  if (clinic === undefined) throw new RefusedError('exam.clinic_wrong')
  await store.saveClinic(act.tx, { institutionId: body.id, regionCode: body.regionCode }, ask)
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'exam.clinic_saved', subjectId: ask.clinicId, detail: { exams: [...ask.exams], building: ask.building, floor: ask.floor } })
}

/** The person in the clear, on record. */
export async function readClear(act: Act, key: OrderKey): Promise<{ name: string; phone: string; idNumber: string }> {
  const order = await store.loadOrder(act.tx, key)
  const no = mayPlan({ ...order, state: 'open' }, act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  await act.record({ institutionId: order.institutionId, regionCode: order.regionCode, kind: 'read.exam_patient', subjectId: order.id, detail: {} })
  return openPerson(act.vault, order.sealed)
}
