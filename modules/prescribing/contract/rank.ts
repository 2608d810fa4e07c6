import { z } from 'zod'
import { commissionRoles, institutionRoles } from '../../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { rankOrders } from '../rules/rank.ts'

const staff = [...institutionRoles, ...commissionRoles]
const refusal = z.string().nullable()
/** A month as its first day. */
export const monthOn = isoDate.refine((day) => day.endsWith('-01'), '应是某月的1日 / the first day of a month')

export const RankedRow = z.object({
  key: z.string(), name: z.string(), amountCents: z.number(), volume: z.number(), ddds: z.number().nullable(), rank: z.number().int(), tied: z.boolean(), share: z.number().nullable(),
  was: z.number().int().nullable(), priceCents: z.number().nullable(), priceBefore: z.number().nullable(),
})
export const RankTableView = z.object({ amount: z.array(RankedRow), volume: z.array(RankedRow), totalCents: z.number(), count: z.number().int() })
export const RankChange = z.object({ order: z.enum(rankOrders), key: z.string(), name: z.string(), from: z.number().nullable(), to: z.number().nullable(), amountFrom: z.number().nullable(), amountTo: z.number().nullable(), volumeFrom: z.number().nullable(), volumeTo: z.number().nullable() })
/** What later lines made of a closed month. */
export const RankCorrection = z.object({ madeAt: isoInstant, changes: z.array(RankChange) })
export const AlarmRow = z.object({ itemCode: z.string(), name: z.string(), volume: z.number(), usual: z.number(), growth: z.number(), amountCents: z.number(), isNew: z.boolean(), handling: z.string(), handledName: z.string().nullable(), handledAt: isoInstant.nullable() })

export const DoubleTen = z.object({
  institutionId: id, institutionName: z.string(),
  /** Houses to choose from, where a commission asks without naming one. */
  houses: z.array(z.object({ id, name: z.string() })), month: z.string(), subject: z.enum(['drug', 'department']), months: z.array(z.string()),
  /** Open: computed as it is read. Closed: as it was kept. */
  state: z.enum(['empty', 'open', 'closed']), closedName: z.string().nullable(), closedAt: isoInstant.nullable(),
  table: RankTableView,
  /** `pending`: lines changed after the closing and are not reckoned yet. */
  correction: RankCorrection.nullable(), pending: z.boolean(),
  alarms: z.array(AlarmRow),
  published: z.array(z.object({ item: z.enum(['drug-use', 'ratio-ranking']), version: z.number().int(), madeName: z.string(), madeAt: isoInstant })),
  /** `prescribers`: whether the same may be asked of prescribers, for a purpose. */
  blocked: z.object({ close: refusal, publish: refusal, publishRanking: refusal, handle: refusal, prescribers: refusal }),
})
const place = z.object({ institutionId: id, month: monthOn })

export const rankContract = {
  doubleTen: endpoint({ method: 'GET', path: '/prescribing/double-ten', access: staff, summary: 'The top ten by amount and by volume of a month', query: z.object({ institutionId: id.optional(), month: monthOn.optional(), subject: z.enum(['drug', 'department']).default('drug') }), reply: DoubleTen }),
  closeMonth: endpoint({ method: 'POST', path: '/prescribing/double-ten/:institutionId/:month/close', access: ['pharmacist', 'institution_clerk', 'institution_head'], summary: 'Closes the double-ten of a month', params: place, reply: z.object({ version: z.number().int() }) }),
  publishFigures: endpoint({ method: 'POST', path: '/prescribing/double-ten/:institutionId/:month/publication', access: ['pharmacist', 'institution_clerk', 'institution_head'], summary: 'Publishes drug use, or the ranking of departments, of a closed month', params: place, body: z.object({ item: z.enum(['drug-use', 'ratio-ranking']) }), reply: z.object({ version: z.number().int() }) }),
  handleAlarm: endpoint({ method: 'POST', path: '/prescribing/double-ten/:institutionId/:month/alarms/:itemCode', access: ['pharmacist', 'institution_clerk', 'institution_head'], summary: 'Says what was done about a drug whose use grew', params: place.extend({ itemCode: z.string().min(1).max(80) }), body: z.object({ handling: z.string().trim().min(5).max(500) }), reply: z.object({}) }),
  doubleTenSheet: endpoint({ method: 'GET', path: '/prescribing/double-ten/sheet', access: staff, summary: 'The double-ten of a month as .xlsx', query: z.object({ institutionId: id.optional(), month: monthOn, subject: z.enum(['drug', 'department']).default('drug') }), download: true }),
}
