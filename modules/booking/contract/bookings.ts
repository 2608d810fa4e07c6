import { z } from 'zod'
import { institutionRoles, staffRoles } from '../../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { bookingStates, bookingWays } from '../rules/booking.ts'
import { pools } from '../rules/pools.ts'
import { relations } from '../rules/visitors.ts'
import { FreeSlotView } from './clinics.ts'

const refusal = z.string().nullable()
/** A zero byte is the only thing a database cannot hold. */
const text = (most: number) => z.string().overwrite((words) => words.replaceAll('\0', '')).trim().max(most)
const reason = text(500).min(2)
const bookingKey = z.object({ institutionId: id, bookingId: id })
const staff = [...staffRoles]
const house = [...institutionRoles]
const deciders = ['institution_head', 'institution_clerk', 'complaint_officer'] as const

/** Names, numbers and documents are read by rules that say what is wrong with them. */
export const PersonAsk = z.object({ name: text(60), phone: text(30), idNumber: text(30), bornOn: isoDate.nullable().default(null) })

export const BookedView = z.object({
  institutionId: id, bookingId: id, slotId: id, pool: z.enum(pools), clinicId: id, departmentId: id, onDate: isoDate, startsAt: isoInstant, endsAt: isoInstant,
  state: z.enum(['held', 'booked']), holdUntil: isoInstant.nullable(), code: z.string(),
})

export const BookingRow = z.object({
  institutionId: id, id, slotId: id, pool: z.enum(pools), clinicId: id, clinicName: z.string(), departmentId: id, service: z.string(), onDate: isoDate, startsAt: isoInstant, endsAt: isoInstant, room: z.string(),
  state: z.enum(bookingStates), way: z.enum(bookingWays), madeName: z.string(), madeAt: isoInstant, holdUntil: isoInstant.nullable(), feeCents: z.number().int(), endReason: z.string().nullable(), arrivedAt: isoInstant.nullable(), excused: z.string().nullable(), movedFrom: id.nullable(), revision: z.number().int(),
  /** Masked, except where a read in the clear was asked for. */
  name: z.string(), phone: z.string(), idNumber: z.string(), bornYear: z.number().int().nullable(),
  /** Why each button is disabled; null enables it. */
  blocked: z.object({ cancel: refusal, move: refusal, confirm: refusal, excuse: refusal }),
})
export const MyBooking = BookingRow.extend({ institutionName: z.string(), code: z.string(), brings: z.string() })

export const WaitRow = z.object({ institutionId: id, id, clinicId: id, clinicName: z.string(), onDate: isoDate, name: z.string(), state: z.enum(['waiting', 'booked', 'withdrawn', 'over']), place: z.number().int().nullable(), bookingId: id.nullable(), madeAt: isoInstant })

export const BlockRow = z.object({
  institutionId: id, id, fromOn: isoDate, toOn: isoDate, state: z.enum(['stands', 'appealed', 'lifted']), missed: z.array(z.object({ onDate: isoDate, clinicName: z.string() })),
  rule: z.object({ n: z.number().int(), windowDays: z.number().int(), blockDays: z.number().int() }), appeal: z.string().nullable(), appealedAt: isoInstant.nullable(), decision: z.string().nullable(), decidedName: z.string().nullable(),
})

export const bookingContract = {
  book: endpoint({
    method: 'POST', path: '/bookings', access: house, summary: 'Books for somebody: at the desk, by telephone, on site, by referral, as a follow-up, or for a villager', reply: BookedView,
    body: z.object({ institutionId: id, slotId: id, pool: z.enum(pools), way: z.enum(['desk', 'village', 'phone', 'onsite', 'referral', 'followup']), person: PersonAsk, /** Asked for with a place of statutory priority. */ priority: z.object({ group: text(20), proof: text(60) }).nullable().default(null) }),
  }),
  listPlaces: endpoint({ method: 'GET', path: '/bookings/places/:institutionId', access: house, summary: 'Free places of a clinic on a day in one pool, for whoever books for somebody', params: z.object({ institutionId: id }), query: z.object({ clinicId: id, onDate: isoDate, pool: z.enum(pools) }), reply: z.object({ rows: z.array(FreeSlotView) }) }),
  listDay: endpoint({ method: 'GET', path: '/bookings/day/:institutionId', access: staff, summary: 'The bookings of a day, names masked', params: z.object({ institutionId: id }), query: z.object({ onDate: isoDate, departmentId: id.optional(), clinicId: id.optional() }), reply: z.object({ rows: z.array(BookingRow) }) }),
  readClear: endpoint({ method: 'POST', path: '/bookings/:institutionId/:bookingId/clear', access: house, summary: 'Name, telephone and document in the clear; the read is recorded', params: bookingKey, reply: BookingRow }),
  findBooking: endpoint({ method: 'POST', path: '/bookings/find/:institutionId', access: house, summary: 'Bookings by the code, or those from today by the document number or the telephone; what was looked for is kept in no address', params: z.object({ institutionId: id }), body: z.object({ code: text(30).default(''), idNumber: text(30).default(''), phone: text(30).default('') }), reply: z.object({ rows: z.array(BookingRow), /** Pauses of booking online of the people found, which the desk may lift. */ blocks: z.array(BlockRow) }) }),
  listElsewhere: endpoint({ method: 'GET', path: '/bookings/elsewhere', access: house, summary: 'What I booked at other bodies for somebody, from today, names masked', reply: z.object({ rows: z.array(BookingRow.extend({ institutionName: z.string() })) }) }),
  cancel: endpoint({ method: 'POST', path: '/bookings/:institutionId/:bookingId/cancel', access: house, summary: 'Cancels for somebody', params: bookingKey, body: z.object({ reason }), reply: BookingRow }),
  move: endpoint({ method: 'POST', path: '/bookings/:institutionId/:bookingId/move', access: house, summary: 'Moves to another slot of the body', params: bookingKey, body: z.object({ slotId: id }), reply: BookingRow }),
  confirm: endpoint({ method: 'POST', path: '/bookings/:institutionId/:bookingId/confirm', access: house, summary: 'Confirms what was held for payment', params: bookingKey, reply: BookingRow }),
  excuse: endpoint({ method: 'POST', path: '/bookings/:institutionId/:bookingId/excuse', access: house, summary: 'Not coming is not counted, with the reason', params: bookingKey, body: z.object({ reason }), reply: BookingRow }),
  listWaiting: endpoint({ method: 'GET', path: '/bookings/waiting/:institutionId', access: staff, summary: 'Who waits for a place', params: z.object({ institutionId: id }), query: z.object({ onDate: isoDate, clinicId: id.optional() }), reply: z.object({ rows: z.array(WaitRow) }) }),
  listAppeals: endpoint({ method: 'GET', path: '/bookings/appeals/:institutionId', access: [...deciders], summary: 'Blocks that somebody appealed against, oldest first', params: z.object({ institutionId: id }), reply: z.object({ rows: z.array(BlockRow) }) }),
  decideAppeal: endpoint({ method: 'POST', path: '/bookings/appeals/:institutionId/:blockId', access: [...deciders], summary: 'A person decides an appeal', params: z.object({ institutionId: id, blockId: id }), body: z.object({ lift: z.boolean(), reason }), reply: BlockRow }),
  liftBlock: endpoint({ method: 'POST', path: '/bookings/blocks/:institutionId/:blockId/lift', access: [...deciders, 'desk_clerk'], summary: 'The desk lifts a pause of booking online, with the reason', params: z.object({ institutionId: id, blockId: id }), body: z.object({ reason }), reply: BlockRow }),

  bookMine: endpoint({ method: 'POST', path: '/my/bookings', access: ['citizen'], summary: 'Books a public place', body: z.object({ institutionId: id, slotId: id, person: PersonAsk, /** Who the person is to the account; for somebody else their consent is asked for and kept. */ relation: z.enum(relations).default('self'), consent: z.boolean().default(false) }), reply: BookedView }),
  listMine: endpoint({ method: 'GET', path: '/my/bookings', access: ['citizen'], summary: 'My bookings, newest day first', reply: z.object({ rows: z.array(MyBooking), waiting: z.array(WaitRow), blocks: z.array(BlockRow) }) }),
  cancelMine: endpoint({ method: 'POST', path: '/my/bookings/:institutionId/:bookingId/cancel', access: ['citizen'], summary: 'Cancels until the deadline', params: bookingKey, body: z.object({ reason: text(500).default('') }), reply: MyBooking }),
  moveMine: endpoint({ method: 'POST', path: '/my/bookings/:institutionId/:bookingId/move', access: ['citizen'], summary: 'Moves to another slot', params: bookingKey, body: z.object({ slotId: id }), reply: MyBooking }),
  wait: endpoint({ method: 'POST', path: '/my/waiting', access: ['citizen'], summary: 'Waits for a returned place of a clinic on a day', body: z.object({ institutionId: id, clinicId: id, onDate: isoDate, person: PersonAsk }), reply: WaitRow }),
  stopWaiting: endpoint({ method: 'POST', path: '/my/waiting/:institutionId/:waitId/withdraw', access: ['citizen'], summary: 'Waits no more', params: z.object({ institutionId: id, waitId: id }), reply: WaitRow }),
  appeal: endpoint({ method: 'POST', path: '/my/blocks/:institutionId/:blockId/appeal', access: ['citizen'], summary: 'Appeals against a block', params: z.object({ institutionId: id, blockId: id }), body: z.object({ words: reason }), reply: BlockRow }),
}
