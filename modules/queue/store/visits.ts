import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx } from '../../../server/platform/database.ts'

/** A visit that has ended: somebody was seen on a day; the same however many lines they stood in, and whichever ticket is shown. */
export type VisitSeen = { readonly visitId: string; readonly on: IsoDate; readonly departmentId: string; /** Null: came without booking. */ readonly bookingId: string | null }

const seen = (read: ReadTx, institutionId: string) => read.selectFrom('ticket').where('institution_id', '=', institutionId).where('kind', '=', 'consultation').where('state', '=', 'done')
const visitIdOf = ({ on, visitKey }: { on: IsoDate; visitKey: string }): string => `${on} ${visitKey}`

/** Visits of some days without a booking, once each, by day and key; whoever had booked is known by the booking. */
export async function listVisitsSeen(read: ReadTx, ask: { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate }, after: { readonly on: IsoDate; readonly key: string } | null, limit: number): Promise<(VisitSeen & { readonly key: string })[]> {
  const rows = await seen(read, ask.institutionId)
    .distinctOn(['on_date', 'visit_key'])
    .select(['on_date as on', 'visit_key as visitKey', 'department_id as departmentId'])
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('ticket as b').select('b.id').where('b.institution_id', '=', ask.institutionId).whereRef('b.on_date', '=', 'ticket.on_date').whereRef('b.visit_key', '=', 'ticket.visit_key').where('b.booking_id', 'is not', null).where('b.state', '<>', 'left'))))
    .$if(after !== null, (query) => query.where(sql<boolean>`(on_date, visit_key) > (${after?.on ?? ''}::date, ${after?.key ?? ''})`))
    .orderBy('on_date')
    .orderBy('visit_key')
    .orderBy('issued_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ visitId: visitIdOf(row), on: row.on, departmentId: row.departmentId, bookingId: null, key: row.visitKey }))
}

/** The visit that a ticket belongs to, once somebody was seen on it; null before. */
export async function visitSeen(read: ReadTx, institutionId: string, ticketId: string): Promise<VisitSeen | null> {
  const ticket = await seen(read, institutionId).select(['on_date as on', 'visit_key as visitKey']).where('id', '=', ticketId).executeTakeFirst()
  if (ticket === undefined) return null
  const all = await read.selectFrom('ticket').select(['department_id as departmentId', 'booking_id as bookingId', 'state', 'kind']).where('institution_id', '=', institutionId).where('on_date', '=', ticket.on).where('visit_key', '=', ticket.visitKey).orderBy('issued_at').orderBy('id').execute()
  const booked = all.find((each) => each.bookingId !== null && each.state !== 'left')
  const first = booked ?? all.find((each) => each.state === 'done' && each.kind === 'consultation')
  return first === undefined ? null : { visitId: booked?.bookingId ?? visitIdOf(ticket), on: ticket.on, departmentId: first.departmentId, bookingId: booked?.bookingId ?? null }
}
