import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'

export const EventRow = z.object({
  id,
  institutionId: id,
  institutionName: z.string(),
  seq: z.number().int(),
  at: isoInstant,
  actorId: id,
  actorName: z.string(),
  kind: z.string(),
  /** What the kind means, in both languages. */
  says: z.object({ zh: z.string(), en: z.string() }),
  subjectId: z.string(),
  detail: z.record(z.string(), z.unknown()),
})

export const chainFaults = ['missing', 'changed', 'broken_link', 'head_differs'] as const

export const Verification = z.object({
  chains: z.number().int(),
  rows: z.number().int(),
  /** Null: every link fits. Else the first row that does not. */
  fault: z.object({ institutionId: id, institutionName: z.string(), seq: z.number().int(), reason: z.enum(chainFaults), says: z.object({ zh: z.string(), en: z.string() }) }).nullable(),
  at: isoInstant,
})

const readers = ['auditor', 'commission_head', 'commission_clerk', 'institution_head'] as const

export const auditContract = {
  listEvents: endpoint({
    method: 'GET', path: '/audit/events', access: readers, summary: 'What was done, newest first',
    query: z.object({
      ...pageQuery,
      institutionId: id.optional(),
      /** 'plan.launched' or, with a dot at the end, a whole module: 'plan.' */
      kind: z.string().max(80).optional(),
      actorId: id.optional(),
      subjectId: z.string().max(200).optional(),
      from: isoDate.optional(),
      to: isoDate.optional(),
    }),
    reply: pageOf(EventRow),
  }),
  listKinds: endpoint({ method: 'GET', path: '/audit/kinds', access: readers, summary: 'Kinds of events, for the filter', reply: z.object({ kinds: z.array(z.object({ kind: z.string(), says: z.object({ zh: z.string(), en: z.string() }) })) }) }),
  verify: endpoint({ method: 'POST', path: '/audit/verify', access: ['auditor', 'commission_head'], summary: 'Recompute the chains in my scope and name the first row that does not fit', reply: Verification }),
}
