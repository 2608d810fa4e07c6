import { hasRole, mayActFor, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { addDays, diffDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { Fact, FactKind } from '../../../kernel/fact.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Place, Wish } from './problem.ts'

export type OrderState = 'open' | 'planned' | 'done' | 'cancelled'
export type OrderKey = { readonly institutionId: string; readonly orderId: string }

export type Order = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly departmentId: string | null
  readonly personIndex: string
  readonly sealed: Buffer
  readonly bornOn: IsoDate | null
  readonly accountId: string | null
  readonly exams: readonly string[]
  readonly note: string
  readonly orderedBy: string
  readonly orderedName: string
  readonly orderedAt: string
  readonly orderedOn: IsoDate
  readonly state: OrderState
  readonly wish: Wish
  readonly plannedAt: string | null
  readonly trips: number | null
  readonly waiting: number | null
  readonly lastOn: IsoDate | null
  readonly endReason: string | null
  readonly revision: number
}

/** One examination that is booked. */
export type Item = Place & { readonly bookingId: string; readonly seq: number; readonly startsAt: string; readonly endsAt: string }

/** Rule XM-12: so many days are searched where the patient says nothing, and at most so many. */
export const usualDays = 14
export const mostDays = 28

export const usualWish = (today: IsoDate): Wish => ({ from: addDays(today, 1), to: addDays(today, usualDays), mornings: false, weekdays: [] })

/** Rule XM-12: nothing before today, never more than four weeks at once. */
export function readWish(wish: Wish, today: IsoDate): Wish {
  const from = wish.from < today ? today : wish.from
  const last = addDays(from, mostDays - 1)
  return { ...wish, from, to: wish.to > last ? last : wish.to < from ? from : wish.to }
}

const planners: readonly StaffRole[] = ['doctor', 'department_head', 'nurse', 'desk_clerk', 'institution_clerk', 'institution_head']

/** Rule XM-13: a doctor or a head of department orders, for the own body. */
export const mayOrder = (actor: Actor): Refusal | null => (actor.institutionId !== null && hasRole(actor, 'doctor', 'department_head') ? null : refuse('exam.not_yours'))

/** Rule XM-13: whoever works with patients there plans, changes and cancels, as long as the order is open or planned. */
export function mayPlan(order: Pick<Order, 'institutionId' | 'regionCode' | 'state'>, actor: Actor): Refusal | null {
  if (actor.kind !== 'system' && (!mayActFor(actor, order) || !hasRole(actor, ...planners))) return refuse('exam.planner_only')
  return order.state === 'open' || order.state === 'planned' ? null : refuse('exam.ended')
}

/** Rule XM-13: it is done when it was planned and its last day has come. */
export function mayFinish(order: Order, actor: Actor, today: IsoDate): Refusal | null {
  const no = mayPlan(order, actor)
  if (no !== null) return no
  return order.state === 'planned' && order.lastOn !== null && order.lastOn <= today ? null : refuse('exam.places_missing')
}

/** Which posts book at the desk; a doctor books as a follow-up. */
export const wayOf = (actor: Actor): 'desk' | 'followup' => (hasRole(actor, 'desk_clerk', 'nurse', 'institution_clerk', 'department_head') ? 'desk' : 'followup')

export const factPrefix = 'exam.'
export const orderKind: FactKind = {
  kind: 'exam.order',
  name: { zh: '检查单', en: 'Order of examinations' },
  fields: { state: 'text', exams: 'number', planned: 'boolean', trips: 'number', waiting_minutes: 'number', wait_days: 'number', exam_days: 'number' },
}

/** Rule XM-14: an order is one fact of the day it was written; the days until each examination are added up. */
export const factOf = (order: Order, items: readonly Pick<Item, 'onDate'>[]): Fact => ({
  institutionId: order.institutionId, regionCode: order.regionCode, kind: orderKind.kind, id: order.id, on: order.orderedOn, departmentId: order.departmentId, staffIds: [],
  fields: {
    state: order.state, exams: order.exams.length, planned: order.state === 'planned' || order.state === 'done', trips: order.trips ?? 0, waiting_minutes: order.waiting ?? 0,
    wait_days: order.lastOn === null ? 0 : diffDays(order.orderedOn, order.lastOn), exam_days: items.reduce((sum, item) => sum + diffDays(order.orderedOn, item.onDate), 0),
  },
  title: `检查单 ${order.exams.length} 项`, link: `/exams/${order.institutionId}/${order.id}`,
})
