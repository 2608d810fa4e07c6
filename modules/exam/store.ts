import type { IsoDate } from '../../kernel/calendar.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../server/platform/database.ts'
import { afterFact } from '../../server/platform/fact-page.ts'
import type { Item, Order, OrderKey, OrderState } from './rules/order.ts'
import { minuteOf, type Site, type Wish } from './rules/problem.ts'

export type ExamClinic = { readonly clinicId: string; readonly exams: readonly string[] } & Site

export const clinicsOf = (read: ReadTx, institutionId: string): Promise<ExamClinic[]> =>
  read.selectFrom('exam_clinic').select(['clinic_id as clinicId', 'exams', 'building', 'floor']).where('institution_id', '=', institutionId).execute()

export const saveClinic = (tx: Tx, body: { institutionId: string; regionCode: string }, clinic: ExamClinic) =>
  tx
    .insertInto('exam_clinic')
    .values({ institution_id: body.institutionId, clinic_id: clinic.clinicId, region_code: body.regionCode, exams: [...clinic.exams], building: clinic.building, floor: clinic.floor })
    .onConflict((conflict) => conflict.columns(['institution_id', 'clinic_id']).doUpdateSet((eb) => ({ exams: eb.ref('excluded.exams'), building: eb.ref('excluded.building'), floor: eb.ref('excluded.floor') })))
    .execute()

const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'department_id as departmentId', 'person_index as personIndex', 'sealed', 'born_on as bornOn', 'account_id as accountId', 'exams', 'note', 'ordered_by as orderedBy', 'ordered_name as orderedName',
  'ordered_at as orderedAt', 'ordered_on as orderedOn', sql<OrderState>`state`.as('state'), sql<Wish>`wish`.as('wish'), 'planned_at as plannedAt', 'trips', 'waiting', 'last_on as lastOn', 'end_reason as endReason', 'revision',
] as const

export const loadOrder = (read: ReadTx, key: OrderKey): Promise<Order> =>
  read.selectFrom('exam_order').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.orderId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Locks the order: two who plan it act one after the other. */
export const loadOrderForUpdate = (tx: Tx, key: OrderKey): Promise<Order> =>
  tx.selectFrom('exam_order').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.orderId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Newest first; `after` is the id of the last one shown, whose order is that of the ids. */
export const listOrders = (read: ReadTx, ask: { onDate?: string | undefined; state?: string | undefined; after?: string | undefined; limit: number }): Promise<Order[]> =>
  read
    .selectFrom('exam_order')
    .select(columns)
    .$if(ask.onDate !== undefined, (query) => query.where('ordered_on', '=', ask.onDate ?? ''))
    .$if(ask.state !== undefined, (query) => query.where('state', '=', ask.state ?? ''))
    .$if(ask.after !== undefined, (query) => query.where('id', '<', ask.after ?? ''))
    .orderBy('id', 'desc')
    .limit(ask.limit)
    .execute()

export const insertOrder = (tx: Tx, order: Order) =>
  tx
    .insertInto('exam_order')
    .values({
      institution_id: order.institutionId, id: order.id, region_code: order.regionCode, department_id: order.departmentId, person_index: order.personIndex, sealed: order.sealed, born_on: order.bornOn, account_id: order.accountId, exams: [...order.exams], note: order.note,
      ordered_by: order.orderedBy, ordered_name: order.orderedName, ordered_at: order.orderedAt, ordered_on: order.orderedOn, state: order.state, wish: JSON.stringify(order.wish), changed_at: order.orderedAt,
    })
    .execute()

export const saveOrder = (tx: Tx, order: Order, at: string) =>
  tx
    .updateTable('exam_order')
    .set({ state: order.state, wish: JSON.stringify(order.wish), planned_at: order.plannedAt, trips: order.trips, waiting: order.waiting, last_on: order.lastOn, end_reason: order.endReason, changed_at: at, revision: order.revision + 1 })
    .where('institution_id', '=', order.institutionId)
    .where('id', '=', order.id)
    .execute()

/** What is booked of these orders, in order of time. */
export async function itemsOf(read: ReadTx, institutionId: string, orderIds: readonly string[]): Promise<Map<string, Item[]>> {
  if (orderIds.length === 0) return new Map()
  const rows = await read
    .selectFrom('exam_item as i')
    .leftJoin('exam_clinic as e', (join) => join.onRef('e.institution_id', '=', 'i.institution_id').onRef('e.clinic_id', '=', 'i.clinic_id'))
    .select(['i.order_id as orderId', 'i.exam', 'i.seq', 'i.booking_id as bookingId', 'i.slot_id as slotId', 'i.clinic_id as clinicId', 'i.clinic_name as clinicName', 'i.department_id as departmentId', 'i.room', 'e.building', 'e.floor', 'i.on_date as onDate', 'i.starts_at as startsAt', 'i.ends_at as endsAt'])
    .where('i.institution_id', '=', institutionId)
    .where('i.order_id', 'in', [...orderIds])
    .where('i.gone_at', 'is', null)
    .orderBy('i.starts_at')
    .execute()
  return Map.groupBy(rows.map(({ building, floor, ...row }) => ({ ...row, site: { building: building ?? '', floor: floor ?? 1 }, start: minuteOf(row.startsAt), end: minuteOf(row.endsAt) })), (row) => row.orderId)
}

/** The orders of which these bookings are, in the order in which everybody locks them. */
export async function ordersOfBookings(read: ReadTx, institutionId: string, bookingIds: readonly string[]): Promise<string[]> {
  if (bookingIds.length === 0) return []
  const rows = await read.selectFrom('exam_item').select('order_id').distinct().where('institution_id', '=', institutionId).where('booking_id', 'in', [...bookingIds]).where('gone_at', 'is', null).orderBy('order_id').execute()
  return rows.map((row) => row.order_id)
}

export const lastSeq = async (read: ReadTx, key: OrderKey): Promise<number> =>
  (await read.selectFrom('exam_item').select((eb) => eb.fn.max('seq').as('last')).where('institution_id', '=', key.institutionId).where('order_id', '=', key.orderId).executeTakeFirst())?.last ?? 0

export async function insertItems(tx: Tx, order: Order, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return
  await tx
    .insertInto('exam_item')
    .values(items.map((item) => ({
      institution_id: order.institutionId, order_id: order.id, exam: item.exam, seq: item.seq, region_code: order.regionCode, booking_id: item.bookingId, slot_id: item.slotId, clinic_id: item.clinicId, department_id: item.departmentId, clinic_name: item.clinicName, room: item.room,
      on_date: item.onDate, starts_at: item.startsAt, ends_at: item.endsAt,
    })))
    .execute()
}

export async function removeItems(tx: Tx, key: OrderKey, items: readonly Item[], at: string): Promise<void> {
  for (const item of items) await tx.updateTable('exam_item').set({ gone_at: at }).where('institution_id', '=', key.institutionId).where('order_id', '=', key.orderId).where('exam', '=', item.exam).where('seq', '=', item.seq).execute()
}

/** Orders as facts: of some days, by day and id. */
export const listByDay = (read: ReadTx, ask: { institutionId: string; from: IsoDate; to: IsoDate }, after: { on: IsoDate; id: string } | null, limit: number): Promise<Order[]> =>
  read
    .selectFrom('exam_order')
    .select(columns)
    .where('institution_id', '=', ask.institutionId)
    .where('ordered_on', '>=', ask.from)
    .where('ordered_on', '<=', ask.to)
    .where(afterFact(after, 'ordered_on'))
    .orderBy('ordered_on')
    .orderBy('id')
    .limit(limit)
    .execute()

/** When examinations were planned, in time order: the use of the service. */
export const listPlanned = (read: ReadTx, institutionId: string, from: string, to: string) =>
  read.selectFrom('exam_order').select(['id', 'exams', 'planned_at as plannedAt']).where('institution_id', '=', institutionId).where('planned_at', '>=', from).where('planned_at', '<', to).orderBy('planned_at').execute()
