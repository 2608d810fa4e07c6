import type { ReadTx } from '../../../server/platform/database.ts'
import { findFree } from '../../booking/public.ts'
import type { Item, Order } from '../rules/order.ts'
import { minuteOf, type Place, type Wish } from '../rules/problem.ts'
import { clinicsOf } from '../store.ts'

/** More free times than any hospital has in four weeks; what lies beyond is not planned with. */
const mostFree = 20_000

/** Where the examinations of an order can be done: what is free to everybody, and the times the order holds itself. */
export async function placesFor(read: ReadTx, order: Pick<Order, 'institutionId' | 'exams'>, items: readonly Item[], wish: Wish, now: string): Promise<Place[]> {
  const [free, clinics] = await Promise.all([
    findFree(read, { institutionId: order.institutionId, service: 'exam', from: wish.from, to: wish.to, pool: 'public', at: now, limit: mostFree }),
    clinicsOf(read, order.institutionId),
  ])
  const byClinic = new Map(clinics.map((clinic) => [clinic.clinicId, clinic]))
  const found = free.flatMap((slot): Place[] => {
    const clinic = byClinic.get(slot.clinicId)
    if (clinic === undefined) return []
    const at = { slotId: slot.slotId, clinicId: slot.clinicId, clinicName: slot.clinicName, departmentId: slot.departmentId, room: slot.room, site: { building: clinic.building, floor: clinic.floor }, onDate: slot.onDate, start: minuteOf(slot.startsAt), end: minuteOf(slot.endsAt) }
    return order.exams.filter((exam) => clinic.exams.includes(exam)).map((exam) => ({ ...at, exam }))
  })
  const known = new Set(found.map((place) => `${place.exam} ${place.slotId}`))
  return [...found, ...items.filter((item) => item.startsAt > now && !known.has(`${item.exam} ${item.slotId}`)).map(placeOf)]
}

export const placeOf = ({ exam, slotId, clinicId, clinicName, departmentId, room, site, onDate, start, end }: Place): Place => ({ exam, slotId, clinicId, clinicName, departmentId, room, site, onDate, start, end })
