import { z } from 'zod'
import { institutionRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant } from '../../kernel/contract.ts'
import { bedStates } from './rules/beds.ts'
import { slipKinds, slipStates } from './rules/slip.ts'

const text = (most: number) => z.string().trim().max(most)
const refusal = z.string().nullable()
const urgency = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
const house = [...institutionRoles]
const makers = ['doctor', 'department_head', 'nurse', 'desk_clerk'] as const
const centre = ['desk_clerk', 'nurse', 'department_head', 'institution_clerk'] as const
const slipKey = z.object({ institutionId: id, slipId: id })

export const SlipRow = z.object({
  institutionId: id, id, departmentId: id, departmentName: z.string(), kind: z.enum(slipKinds), diagnosis: z.string(), urgency, stayDays: z.number().int(), infection: z.boolean(), sex: z.enum(['male', 'female']), bornYear: z.number().int(),
  /** Masked. */
  name: z.string(), tests: z.enum(['none', 'ordered', 'done']), state: z.enum(slipStates), madeAt: isoInstant,
  /** From 1, among those who wait in the department; null where it does not wait. */
  place: z.number().int().nullable(), bedId: id.nullable(), bedLabel: z.string().nullable(), wardName: z.string().nullable(), comeOn: isoDate.nullable(), answerBy: isoInstant.nullable(), missed: z.number().int(), declined: z.number().int(), revision: z.number().int(),
})
const FitView = z.object({ bedId: id, label: z.string(), room: z.string(), wardId: id, wardName: z.string(), nearness: z.number().int(), passed: z.number().int() })
export const SlipView = SlipRow.extend({
  phone: z.string(), idNumber: z.string(), note: z.string(), madeName: z.string(), examOrderId: id.nullable(), admittedAt: isoInstant.nullable(), dischargedAt: isoInstant.nullable(), endReason: z.string().nullable(), code: z.string(),
  /** Beds that fit now, the best first; `passed` is how many before it could use the same bed. */
  beds: z.array(FitView),
  blocked: z.object({ offer: refusal, admit: refusal, answer: refusal, discharge: refusal, withdraw: refusal, tests: refusal, judge: refusal }),
})
export const WardView = z.object({
  id, departmentId: id, departmentName: z.string(), nearDepartments: z.array(id), name: z.string(), sex: z.enum(['any', 'male', 'female']), isolation: z.boolean(), reserve: z.number().int(), active: z.boolean(), free: z.number().int(),
  beds: z.array(z.object({ id, label: z.string(), room: z.string(), state: z.enum(bedStates), sex: z.enum(['male', 'female']).nullable(), slipId: id.nullable(), name: z.string().nullable(), until: isoDate.nullable() })),
})
export const JumpRow = z.object({ id, slipId: id, departmentName: z.string(), passed: z.number().int(), what: z.enum(['bed', 'class']), reason: z.string(), madeName: z.string(), madeAt: isoInstant })

export const admissionContract = {
  listSlips: endpoint({ method: 'GET', path: '/admission/slips', access: house, summary: 'Slips in line, in the order of the line; or those in another state, newest first', query: z.object({ state: z.enum(['waiting', 'open', 'admitted', 'ended']).default('waiting'), departmentId: id.optional() }), reply: z.object({ rows: z.array(SlipRow), departments: z.array(z.object({ id, name: z.string() })), blocked: z.object({ make: refusal, wards: refusal }) }) }),
  loadSlip: endpoint({ method: 'GET', path: '/admission/slips/:institutionId/:slipId', access: house, summary: 'One slip with the beds that fit it now', params: slipKey, reply: SlipView }),
  readClear: endpoint({ method: 'POST', path: '/admission/slips/:institutionId/:slipId/clear', access: house, summary: 'Name, telephone and document in the clear; the read is recorded', params: slipKey, reply: z.object({ name: z.string(), phone: z.string(), idNumber: z.string() }) }),
  makeSlip: endpoint({
    method: 'POST', path: '/admission/slips', access: makers, summary: 'Puts a patient in line for a bed, for surgery or special treatment',
    body: z.object({
      departmentId: id, kind: z.enum(slipKinds).default('ward'), diagnosis: text(200).min(2), urgency, stayDays: z.number().int().min(1).max(365), infection: z.boolean().default(false), sex: z.enum(['male', 'female']), bornYear: z.number().int().min(1900).max(2100),
      person: z.object({ name: text(60), phone: text(30), idNumber: text(30) }), tests: z.enum(['none', 'ordered']).default('none'), examOrderId: id.nullable().default(null), note: text(500).default(''),
    }),
    reply: SlipView,
  }),
  offerBed: endpoint({ method: 'POST', path: '/admission/slips/:institutionId/:slipId/offer', access: centre, summary: 'Keeps a bed and tells the patient', params: slipKey, body: z.object({ bedId: id, comeOn: isoDate, reason: text(500).default('') }), reply: SlipView }),
  answer: endpoint({ method: 'POST', path: '/admission/slips/:institutionId/:slipId/answer', access: centre, summary: 'What the patient said by telephone', params: slipKey, body: z.object({ answer: z.enum(['confirm', 'decline']) }), reply: SlipView }),
  admit: endpoint({ method: 'POST', path: '/admission/slips/:institutionId/:slipId/admission', access: centre, summary: 'The patient is in; an emergency at once into a bed', params: slipKey, body: z.object({ bedId: id.nullable().default(null), reason: text(500).default('') }), reply: SlipView }),
  discharge: endpoint({ method: 'POST', path: '/admission/slips/:institutionId/:slipId/discharge', access: centre, summary: 'The patient leaves and the bed is free', params: slipKey, reply: SlipView }),
  withdraw: endpoint({ method: 'POST', path: '/admission/slips/:institutionId/:slipId/withdrawal', access: centre, summary: 'Takes a slip off the line', params: slipKey, body: z.object({ reason: text(300).min(2) }), reply: SlipView }),
  finishTests: endpoint({ method: 'POST', path: '/admission/slips/:institutionId/:slipId/tests', access: makers, summary: 'Tests before admission are done', params: slipKey, reply: SlipView }),
  changeClass: endpoint({ method: 'POST', path: '/admission/slips/:institutionId/:slipId/class', access: ['doctor', 'department_head'], summary: 'Another class, for a medical reason', params: slipKey, body: z.object({ urgency, reason: text(500).min(10) }), reply: SlipView }),
  listJumps: endpoint({ method: 'GET', path: '/admission/jumps', access: house, summary: 'Everybody who was taken before others, and why', reply: z.object({ rows: z.array(JumpRow) }) }),
  listWards: endpoint({ method: 'GET', path: '/admission/wards', access: house, summary: 'The board of beds', reply: z.object({ rows: z.array(WardView), departments: z.array(z.object({ id, name: z.string() })), blocked: z.object({ set: refusal, bed: refusal }) }) }),
  saveWard: endpoint({
    method: 'POST', path: '/admission/wards', access: ['department_head', 'institution_clerk'], summary: 'A ward, with new beds',
    body: z.object({ wardId: id.nullable().default(null), departmentId: id, nearDepartments: z.array(id).max(40).default([]), name: text(40).min(2), sex: z.enum(['any', 'male', 'female']).default('any'), isolation: z.boolean().default(false), reserve: z.number().int().min(0).max(20).default(0), active: z.boolean().default(true), beds: z.array(z.object({ label: text(20).min(1), room: text(20).default('') })).max(200).default([]) }),
    reply: z.object({ wardId: id }),
  }),
  setBed: endpoint({ method: 'POST', path: '/admission/beds/:institutionId/:bedId', access: centre, summary: 'Closes a free bed, or opens it again', params: z.object({ institutionId: id, bedId: id }), body: z.object({ open: z.boolean() }), reply: z.object({}) }),
}
