import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { notify } from '../../../server/platform/notify.ts'
import { findBooking, type BookingChange } from '../../booking/public.ts'
import { exams } from '../catalog.ts'
import { checkPlaces } from '../rules/check.ts'
import { follow, type Followed, type ItemChange } from '../rules/follow.ts'
import { factOf, type Item, type Order, type OrderKey } from '../rules/order.ts'
import { minuteOf } from '../rules/problem.ts'
import { sayBreach } from '../rules/say.ts'
import * as store from '../store.ts'

const ends: ReadonlySet<string> = new Set<BookingChange['to']>(['cancelled', 'stopped', 'expired', 'moved'])

/**
 * Rule XM-16: what happens to the bookings of an order outside of its plan, in the same transaction. The planner itself takes its
 * items away before it moves or cancels, so that what it does is not followed again.
 */
export async function followExams(act: Act, changes: readonly BookingChange[]): Promise<void> {
  for (const [institutionId, own] of Map.groupBy(changes.filter((each) => ends.has(each.to)), (each) => each.institutionId)) {
    const changeOf = new Map(own.map((each) => [each.bookingId, each]))
    for (const orderId of await store.ordersOfBookings(act.tx, institutionId, [...changeOf.keys()])) await followOne(act, { institutionId, orderId }, changeOf)
  }
}

async function followOne(act: Act, key: OrderKey, changeOf: ReadonlyMap<string, BookingChange>): Promise<void> {
  const before = await store.loadOrderForUpdate(act.tx, key)
  const items = (await store.itemsOf(act.tx, key.institutionId, [key.orderId])).get(key.orderId) ?? []
  let seq = await store.lastSeq(act.tx, key)
  const changes: ItemChange[] = []
  for (const item of items) {
    const change = changeOf.get(item.bookingId)
    if (change !== undefined) changes.push({ item, now: change.movedTo === null ? null : await itemAt(act, key, item, { bookingId: change.movedTo, seq: (seq += 1) }) })
  }
  const followed = follow(before, items, changes)
  if (followed === null) return
  const at = act.now.toISOString()
  await store.removeItems(act.tx, key, followed.gone, at)
  await store.insertItems(act.tx, before, followed.fresh)
  await store.saveOrder(act.tx, followed.order, at)
  await tellFacts(act, [{ before: factOf(before, items), after: factOf(followed.order, followed.items) }])
  await tell(act, followed)
  const isMoved = followed.fresh.length === followed.gone.length
  await act.record({ institutionId: before.institutionId, regionCode: before.regionCode, kind: isMoved ? 'exam.place_moved' : 'exam.place_lost', subjectId: before.id, detail: { exams: followed.gone.map((item) => item.exam), bookings: followed.gone.map((item) => item.bookingId), by: [...new Set(changes.map(({ item }) => changeOf.get(item.bookingId)?.to))] } })
}

/** The same examination at the time it was moved to; null where that clinic does not do it. */
async function itemAt(act: Act, key: OrderKey, item: Item, to: { bookingId: string; seq: number }): Promise<Item | null> {
  const booking = await findBooking(act.tx, { institutionId: key.institutionId, bookingId: to.bookingId })
  const clinic = (await store.clinicsOf(act.tx, key.institutionId)).find((each) => each.clinicId === booking?.clinicId && each.exams.includes(item.exam))
  if (booking === undefined || clinic === undefined) return null
  const { slotId, clinicId, clinicName, departmentId, room, onDate, startsAt, endsAt } = booking
  return { exam: item.exam, ...to, slotId, clinicId, clinicName, departmentId, room, site: { building: clinic.building, floor: clinic.floor }, onDate, startsAt, endsAt, start: minuteOf(startsAt), end: minuteOf(endsAt) }
}

/** Who ordered, and the desk, which plans. */
async function tell(act: Act, followed: Followed): Promise<void> {
  const note = noteOf(followed)
  if (note === null) return
  const { order } = followed
  const to = { institutionId: order.institutionId, regionCode: order.regionCode, link: `/exams/${order.institutionId}/${order.id}`, ...note }
  await notify(act, { ...to, accountId: order.orderedBy }, { ...to, role: 'desk_clerk' })
}

function noteOf({ order, items, gone, fresh }: Followed): { topic: string; params: Readonly<Record<string, string | number>> } | null {
  const lost = gone.filter((item) => !fresh.some((each) => each.exam === item.exam))
  const names = new Map([...exams()].map(([key, exam]) => [key, exam.name]))
  const said = (lang: 'zh' | 'en') => lost.map((item) => names.get(item.exam)?.[lang] ?? item.exam).join(lang === 'zh' ? '、' : ', ')
  if (lost.length > 0) return { topic: 'exam.place_lost', params: { on: order.orderedOn, exams: said('zh'), examsEn: said('en') } }
  const [breach] = checkPlaces(known(order), items, null)
  if (breach === undefined) return null
  const why = sayBreach(breach, names)
  return { topic: 'exam.plan_breaks', params: { on: order.orderedOn, why: why.zh, whyEn: why.en } }
}

/** An examination that a later release no longer has limits nothing. */
const known = (order: Order) => order.exams.flatMap((key) => exams().get(key) ?? [])
