import { z } from 'zod'
import { id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { queueKinds, ticketStates } from '../rules/queue.ts'
import { groupKeys, type PriorityGroup } from '../rules/groups.ts'

export const EstimateView = z.object({ minutes: z.number(), low: z.number(), high: z.number() })

/** A ticket as staff see it; the name is masked. */
export const TicketView = z.object({
  institutionId: id, id, queueId: id, queueName: z.string(), label: z.string(), state: z.enum(ticketStates), onDate: isoDate,
  level: z.number().int().nullable(), priority: z.string().nullable(), proof: z.string().nullable(), booked: z.boolean(), slotAt: isoInstant.nullable(), isLate: z.boolean(), isReturn: z.boolean(),
  calledName: z.string(), issuedAt: isoInstant, waitsSince: isoInstant, calledAt: isoInstant.nullable(), calls: z.number().int(), passes: z.number().int(), windowId: id.nullable(), windowName: z.string().nullable(),
  /** Place in line and what the wait will be; null for who does not wait. */
  place: z.number().int().nullable(), wait: EstimateView.nullable(), said: EstimateView,
  /** The page on which the person sees the line move. */
  url: z.string(),
})
export const WindowView = z.object({ id, queueId: id, name: z.string(), active: z.boolean(), open: z.boolean(), staffName: z.string(), mine: z.boolean(), revision: z.number().int() })

export const BoardRow = z.object({
  institutionId: id, id, name: z.string(), kind: z.enum(queueKinds), letter: z.string(), area: z.string(), departmentId: id, department: z.string(), waiting: z.number().int(), passed: z.number().int(), returning: z.number().int(), served: z.number().int(),
  windows: z.array(WindowView), open: z.number().int(), newcomer: EstimateView, usualMinutes: z.number(),
  /** Of the last weeks' estimates: how many minutes off on average, and the share of waits inside the band; null before anything was measured. */
  off: z.number().nullable(), inside: z.number().nullable(),
  helpers: z.object({ id, calledAt: isoInstant, beyond: z.number().int() }).nullable(),
})

// The keys of the groups, which zod wants as a list that is not empty.
const groups = groupKeys as readonly [PriorityGroup, ...PriorityGroup[]]
export const urgency = { level: z.number().int().min(1).max(3).nullable().default(null), priority: z.enum(groups).nullable().default(null), proof: z.string().trim().max(60).nullable().default(null) }
