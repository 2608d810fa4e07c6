import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../kernel/contract.ts'
import { ExamDefinition } from './rules/definition.ts'
import { mostExams } from './rules/plan.ts'

const text = (most: number) => z.string().trim().max(most)
const refusal = z.string().nullable()

const planners = ['doctor', 'department_head', 'nurse', 'desk_clerk', 'institution_clerk', 'institution_head'] as const
export const orderers = ['doctor', 'department_head'] as const
const setters = ['department_head', 'institution_clerk'] as const

export const Wish = z.object({ from: isoDate, to: isoDate, mornings: z.boolean(), weekdays: z.array(z.number().int().min(1).max(7)).max(7) })
export const PlaceView = z.object({
  exam: z.string(), slotId: id, clinicId: id, clinicName: z.string(), departmentId: id, room: z.string(), site: z.object({ building: z.string(), floor: z.number().int() }),
  onDate: isoDate, start: z.number().int(), end: z.number().int(),
})

export const orderStates = ['open', 'planned', 'done', 'cancelled'] as const
export const OrderRow = z.object({
  institutionId: id, id, orderedOn: isoDate, orderedName: z.string(), departmentName: z.string().nullable(), state: z.enum(orderStates), exams: z.array(z.string()),
  /** Masked. */
  name: z.string(), trips: z.number().int().nullable(), lastOn: isoDate.nullable(),
})
export const OrderView = OrderRow.extend({
  phone: z.string(), idNumber: z.string(), bornOn: isoDate.nullable(), note: z.string(), wish: Wish, waiting: z.number().int().nullable(), plannedAt: isoInstant.nullable(), endReason: z.string().nullable(), revision: z.number().int(),
  items: z.array(PlaceView.extend({ bookingId: id })),
  /** Why each button is disabled; null enables it. */
  blocked: z.object({ plan: refusal, cancel: refusal, finish: refusal }),
})

/** A sentence of the planner, in both languages. */
const Said = z.object({ zh: z.string(), en: z.string() })
export const PlanView = z.object({
  places: z.array(PlaceView), trips: z.number().int(), waiting: z.number().int(), lastOn: isoDate, finish: z.number().int(),
  proven: z.boolean(), whyNotFewer: z.array(Said), whyNotSooner: z.array(Said),
})
export const Proposals = z.object({ plans: z.array(PlanView), whyNone: z.array(Said), places: z.array(PlaceView), wish: Wish, tookMs: z.number() })

export const ClinicRow = z.object({ clinicId: id, name: z.string(), departmentId: id, room: z.string(), exams: z.array(z.string()), building: z.string(), floor: z.number().int() })

const orderKey = z.object({ institutionId: id, orderId: id })
const person = z.object({ name: text(60), phone: text(30), idNumber: text(30), bornOn: isoDate.nullable().default(null) })
const chosen = z.array(z.object({ exam: z.string(), slotId: id })).max(mostExams)

export const examContract = {
  listExams: endpoint({ method: 'GET', path: '/exams/catalog', access: 'signed-in', summary: 'Examinations that can be planned together, with what each asks for', reply: z.object({ rows: z.array(ExamDefinition) }) }),
  listClinics: endpoint({ method: 'GET', path: '/exams/clinics', access: planners, summary: 'Clinics of examinations, what each does and where it is', reply: z.object({ rows: z.array(ClinicRow) }) }),
  saveClinic: endpoint({
    method: 'PUT', path: '/exams/clinics/:clinicId', access: setters, summary: 'What a clinic does, and where it is', params: z.object({ clinicId: id }),
    body: z.object({ exams: z.array(z.string()).max(60), building: text(40).default(''), floor: z.number().int().min(-9).max(200).default(1) }), reply: ClinicRow,
  }),
  listOrders: endpoint({
    method: 'GET', path: '/exams/orders', access: planners, summary: 'Orders of examinations, newest first', query: z.object({ onDate: isoDate.optional(), state: z.enum(orderStates).optional(), after: id.optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
    reply: z.object({ rows: z.array(OrderRow), next: id.nullable() }),
  }),
  loadOrder: endpoint({ method: 'GET', path: '/exams/orders/:institutionId/:orderId', access: planners, summary: 'One order with what is booked of it', params: orderKey, reply: OrderView }),
  readClear: endpoint({ method: 'POST', path: '/exams/orders/:institutionId/:orderId/clear', access: planners, summary: 'Name, telephone and document in the clear; the read is recorded', params: orderKey, reply: z.object({ name: z.string(), phone: z.string(), idNumber: z.string() }) }),
  order: endpoint({
    method: 'POST', path: '/exams/orders', access: orderers, summary: 'Orders examinations of one person',
    body: z.object({ bookingCode: text(30).default(''), person: person.nullable().default(null), exams: z.array(z.string()).min(1).max(30), note: text(500).default(''), wish: Wish.nullable().default(null) }), reply: OrderView,
  }),
  proposePlans: endpoint({
    method: 'GET', path: '/exams/orders/:institutionId/:orderId/proposals', access: planners, summary: 'Up to three plans over the free places, and why none is better', params: orderKey,
    query: z.object({ from: isoDate.optional(), to: isoDate.optional(), mornings: z.enum(['true', 'false']).optional(), weekdays: z.string().regex(/^[1-7]?(,[1-7])*$/).optional() }), reply: Proposals,
  }),
  bookPlan: endpoint({ method: 'POST', path: '/exams/orders/:institutionId/:orderId/booking', access: planners, summary: 'Books all at once, or changes what is booked: all or nothing', params: orderKey, body: z.object({ places: chosen, wish: Wish, revision: z.number().int() }), reply: OrderView }),
  cancelOrder: endpoint({ method: 'POST', path: '/exams/orders/:institutionId/:orderId/cancellation', access: planners, summary: 'Cancels the order and all that is booked of it', params: orderKey, body: z.object({ reason: text(300).min(2) }), reply: OrderView }),
  finishOrder: endpoint({ method: 'POST', path: '/exams/orders/:institutionId/:orderId/finish', access: planners, summary: 'Everything was done', params: orderKey, reply: OrderView }),
}
