import { z } from 'zod'
import { id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { codeList, resultClasses } from '../rules/codes.ts'
import { proposalKinds } from '../rules/consequence.ts'
import { cycleStates } from '../rules/cycle.ts'
import { itemStates } from '../rules/item.ts'
import { visitKinds } from '../rules/prescription.ts'
import { outcomes, talkStates } from '../rules/talk.ts'

export const text = (most: number) => z.string().trim().max(most)
export const refusal = z.string().nullable()
export const Code = z.enum(codeList)
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
export const Given = z.object({ codes: z.array(Code).max(20), note: text(1000).default('') })
const count = z.number().int()
const maybe = z.number().nullable()

export const DrugView = z.object({
  code: z.string(), name: z.string(), genericName: z.string().nullable(), form: z.string(), strength: z.string(), quantity: z.number(), unit: z.string(), amountCents: count, dose: maybe, doseUnit: z.string(), frequency: z.string(), days: maybe, route: z.string(), marks: z.array(z.enum(['unrestricted', 'restricted', 'special', 'narcotic', 'psychotropic-1', 'psychotropic-2', 'toxic', 'radioactive', 'herbal', 'injection', 'essential'])),
})
/** A prescription as its readers see it: who prescribed is no part of it. */
export const Sheet = z.object({
  institutionId: id, id, cycleId: id, month: isoDate, no: count, part: z.enum(['outpatient', 'inpatient', 'double-ten']), doubleTen: z.boolean(), ref: z.string(), onDate: isoDate, visitKind: z.enum(visitKinds), departmentName: z.string(), ageDays: maybe, diagnoses: z.string(), longTerm: z.boolean(), reason: z.string(), amountCents: count,
  drugs: z.array(DrugView), hints: z.array(z.object({ code: Code, zh: z.string(), en: z.string() })), state: z.enum(itemStates), revision: count,
})
export const DeskView = z.object({
  /** What is to be read now and after it, the second one so that it is there at once. */
  items: z.array(Sheet.extend({ turn: z.union([z.literal(1), z.literal(2)]) })),
  all: count, left: count,
  blocked: refusal,
})
const OpinionView = z.object({ turn: count, by: z.string(), codes: z.array(Code), note: z.string() })
export const ToDecide = Sheet.extend({ opinions: z.array(OpinionView), votes: count, needed: count, mine: z.object({ codes: z.array(Code), note: z.string() }).nullable(), reply: z.string().nullable(), blocked: refusal })
export const Finding = Sheet.extend({ codes: z.array(Code), class: z.enum(resultClasses), notes: z.array(z.string()), reply: z.string().nullable(), repliedAt: isoInstant.nullable(), acceptedAt: isoInstant.nullable(), replyDueOn: isoDate.nullable(), blocked: refusal })

export const CycleRow = z.object({ institutionId: id, id, month: isoDate, state: z.enum(cycleStates), drawnAt: isoInstant, sample: count, doubleTen: count, read: count, toDecide: count, unreasonable: count.nullable(), replyDueOn: isoDate.nullable(), publishedAt: isoInstant.nullable() })
const Sums = z.object({ n: count, A: count, B: maybe, C: count, D: maybe, E: count, F: maybe, G: count, H: maybe, I: count, J: maybe, K: z.number(), L: maybe, O: count, P: maybe })
export const ResultView = z.object({
  outpatient: Sums, inpatient: Sums, doubleTen: z.object({ sample: count, read: count, unreasonable: count }), classes: z.record(z.enum(resultClasses), count), codes: z.array(z.object({ code: Code, count })),
  departments: z.array(z.object({ departmentId: id.nullable(), departmentName: z.string(), read: count, unreasonable: count })), agreement: z.object({ n: count, same: count, kappa: maybe, low: maybe, high: maybe }), sample: count, read: count, objections: count, prescriptions: count, discharges: count, oversized: count,
})
export const ItemRow = z.object({ id, no: count, part: z.enum(['outpatient', 'inpatient', 'double-ten']), doubleTen: z.boolean(), second: z.boolean(), onDate: isoDate, departmentName: z.string(), drugs: count, amountCents: count, state: z.enum(itemStates), codes: z.array(Code).nullable(), objected: z.boolean(), accepted: z.boolean() })
export const CycleView = CycleRow.extend({
  seed: z.string(), frameHash: z.string(), outpatients: count, discharges: count, outpatientDue: count, inpatientDue: count, oversized: count, second: count, tops: count, strata: count, strataTaken: count,
  readers: z.array(z.object({ staffId: id, name: z.string(), all: count, left: count, leftSecond: count })), candidates: z.array(z.object({ staffId: id, name: z.string() })), dropped: count, items: z.array(ItemRow), result: ResultView,
  blocked: z.object({ feedBack: refusal, publish: refusal, handOver: refusal, record: refusal }), left: count,
})
export const Preview = z.object({
  outpatients: count, discharges: count, outpatientDue: count, inpatientDue: count, tops: count, strata: count, whole: z.boolean(), perStratum: count, secondShare: z.number(), oversized: count, readers: z.array(z.object({ name: z.string(), title: z.string() })), blocked: refusal,
})
export const ResultRow = z.object({ institutionId: id, institutionName: z.string(), id, month: isoDate, publishedAt: isoInstant, frameHash: z.string(), result: ResultView })
export const ProposalView = z.object({ institutionId: id, id, staffName: z.string(), month: isoDate, kind: z.enum(proposalKinds), found: count, madeAt: isoInstant, state: z.enum(['open', 'taken', 'rejected']), reason: z.string().nullable(), decidedName: z.string().nullable(), decidedAt: isoInstant.nullable(), blocked: refusal })
export const TalkView = z.object({
  institutionId: id, id, staffName: z.string(), reason: z.string(), dueOn: isoDate, late: z.boolean(), state: z.enum(talkStates), heldOn: isoDate.nullable(), persons: z.string().nullable(), said: z.string().nullable(), commitment: z.string().nullable(), followOn: isoDate.nullable(), outcome: z.enum(outcomes).nullable(), outcomeNote: z.string().nullable(),
  blocked: z.object({ hold: refusal, follow: refusal }),
})
