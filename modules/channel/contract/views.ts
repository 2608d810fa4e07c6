import { z } from 'zod'
import { id, isoInstant } from '../../../kernel/contract.ts'
import { faultCodes } from '../rules/fault.ts'

const refusal = z.string().nullable()
const words = z.object({ zh: z.string(), en: z.string() })
export const securities = ['tls', 'starttls', 'none'] as const
/** Why it did not work the last time; null where it did. */
const Fault = z.object({ code: z.enum(faultCodes), detail: z.string() }).nullable()

export const MailboxView = z.object({
  institutionId: id, id, address: z.string(), kind: z.string(), kindName: words,
  imapHost: z.string(), imapPort: z.number().int(), imapSecurity: z.enum(securities), smtpHost: z.string(), smtpPort: z.number().int(), smtpSecurity: z.enum(securities), userName: z.string(),
  active: z.boolean(), polledAt: isoInstant.nullable(), succeededAt: isoInstant.nullable(), fault: Fault,
  /** At most a hundred of each are counted. */
  counts: z.object({ waiting: z.number().int(), failed: z.number().int(), repliesWaiting: z.number().int(), repliesFailed: z.number().int() }),
  revision: z.number().int(), changedName: z.string(), changedAt: isoInstant,
})

export const mailStates = ['noticed', 'filed', 'added', 'ignored', 'failed'] as const
export const MailView = z.object({
  id, state: z.enum(mailStates), reason: z.string().nullable(),
  /** The sender's address is never shown whole; the subject only of what became no matter. */
  sender: z.string(), subject: z.string(),
  matterId: id.nullable(), matterNumber: z.string().nullable(), noticedAt: isoInstant, settledAt: isoInstant.nullable(), attempts: z.number().int(), fault: Fault,
  blocked: z.object({ retake: refusal }),
})

export const replyStates = ['waiting', 'sent', 'failed'] as const
export const ReplyView = z.object({ id, matterNumber: z.string().nullable(), to: z.string(), state: z.enum(replyStates), attempts: z.number().int(), fault: Fault, createdAt: isoInstant, sentAt: isoInstant.nullable(), blocked: z.object({ resend: refusal }) })

export const sourceChannels = ['hotline', 'petition'] as const
export const SourceView = z.object({
  institutionId: id, id, name: z.string(), channel: z.enum(sourceChannels), active: z.boolean(),
  token: z.object({ tail: z.string(), madeAt: isoInstant, madeBy: z.string() }).nullable(), lastUsedAt: isoInstant.nullable(), createdAt: isoInstant,
})

export const OrderView = z.object({ number: z.string(), institutionId: id, institutionName: z.string(), matterId: id.nullable(), matterNumber: z.string().nullable(), /** The first instant that is too late for the source. */ dueAt: isoInstant.nullable(), receivedAt: isoInstant })

const importStates = ['preview', 'taken', 'discarded'] as const
export const OrderFault = z.object({ row: z.number().int(), cell: z.string(), column: z.string(), value: z.string(), reason: z.string() })
export const ImportRow = z.object({
  institutionId: id, id, sourceId: id, fileName: z.string(), state: z.enum(importStates), counts: z.object({ rows: z.number().int(), good: z.number().int(), bad: z.number().int(), known: z.number().int() }),
  taken: z.number().int().nullable(), createdBy: z.string(), createdAt: isoInstant, takenAt: isoInstant.nullable(),
})
export const ImportView = ImportRow.extend({
  sourceName: z.string(), columns: z.array(z.object({ column: z.string(), heading: z.string(), at: z.string() })), ignored: z.array(z.string()),
  /** The first two hundred; all of them in the sheet. */
  faults: z.array(OrderFault), faultCount: z.number().int(),
  /** Without who wrote it and the telephone. */
  sample: z.array(z.object({ row: z.number().int(), number: z.string(), kind: words, title: z.string(), institution: z.string(), dueOn: z.string().nullable(), known: z.boolean() })),
  blocked: z.object({ takeAll: refusal, takeGood: refusal, discard: refusal }),
})

export const FeedView = z.object({
  institutionId: id, id, name: z.string(), url: z.string(), keywords: z.array(z.string()), active: z.boolean(), polledAt: isoInstant.nullable(), succeededAt: isoInstant.nullable(), fault: Fault, entries: z.number().int().nullable(),
  revision: z.number().int(), changedName: z.string(), changedAt: isoInstant,
})

export const candidateStates = ['waiting', 'taken', 'dismissed'] as const
export const CandidateView = z.object({
  institutionId: id, id, feedName: z.string(), title: z.string(), link: z.string(), summary: z.string(), words: z.array(z.string()), publishedAt: isoInstant.nullable(), foundAt: isoInstant, state: z.enum(candidateStates),
  reason: z.string().nullable(), decidedName: z.string().nullable(), decidedAt: isoInstant.nullable(), matterId: id.nullable(), matterNumber: z.string().nullable(),
})
