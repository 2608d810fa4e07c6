import { z } from 'zod'
import { id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { dutyKinds } from '../../reader/rules/model.ts'
import { claims, differences } from '../rules/difference.ts'
import { checkOutcomes } from '../rules/draw.ts'
import { evidenceStates, stepCodes, todoCodes, verdicts } from '../rules/views.ts'

// The shapes that contract, routes and screens share.

/** Why a verdict is what it is: a code with figures, worded by the screens (see why-texts.ts). */
export const Why = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])) })

const refusal = z.string().nullable()

export const ObligationRow = z.object({
  institutionId: id,
  institutionName: z.string(),
  periodId: id,
  planId: id,
  planTitle: z.string(),
  clauseId: id,
  clausePrinted: z.string(),
  clauseTitle: z.string(),
  dutyId: id,
  kind: z.enum(dutyKinds),
  text: z.string(),
  role: z.string(),
  fromOn: isoDate,
  toOn: isoDate,
  opensOn: isoDate,
  dueOn: isoDate,
  dueAt: isoInstant,
  verdict: z.enum(verdicts),
  why: Why,
  /** The institution says so. */
  claimedAt: isoInstant.nullable(),
  /** The commission, or a fact the system recorded, says so. */
  verifiedAt: isoInstant.nullable(),
})

export const DueRow = ObligationRow.extend({
  /** What to do with it: by evidence hand in, again after a return, or wait; by facts enter, fill in, publish, offer, settle, follow. */
  step: z.enum(todoCodes),
  /** Where its facts are entered, as an address of the console; null where evidence is what counts. */
  place: z.string().nullable(),
  daysLeft: z.number().int(),
})

/** One fact behind a verdict. */
export const FactLineView = z.object({ on: isoDate, title: z.string(), department: z.string().nullable(), link: z.string().nullable(), inTime: z.boolean() })

/** The same file elsewhere: another week, or (for the commission) another institution. */
export const FileReuse = z.object({ institutionId: id, institutionName: z.string(), periodId: id, revision: z.number().int(), submittedAt: isoInstant, text: z.string(), dueOn: isoDate })

export const EvidenceFileView = z.object({ fileId: id, name: z.string(), size: z.number().int(), mediaType: z.string(), sha256: z.string(), usedElsewhere: z.array(FileReuse) })

export const EvidenceView = z.object({
  revision: z.number().int(),
  state: z.enum(evidenceStates),
  note: z.string(),
  link: z.string().nullable(),
  files: z.array(EvidenceFileView),
  submittedAt: isoInstant,
  submittedByName: z.string(),
  late: z.boolean(),
  decidedAt: isoInstant.nullable(),
  decidedByName: z.string().nullable(),
  remark: z.string(),
  blocked: z.object({ withdraw: refusal, accept: refusal, return: refusal }),
})

export const OverrideView = z.object({ verdict: z.enum(['met', 'unmet', 'waived']), reason: z.string(), byName: z.string(), at: isoInstant, revokedAt: isoInstant.nullable(), revokedByName: z.string().nullable(), revokedReason: z.string().nullable() })

/** What the institution itself says of an obligation. */
export const ClaimView = z.object({ revision: z.number().int(), claim: z.enum(claims), note: z.string(), madeAt: isoInstant, madeByName: z.string() })

/** A look at a drawn obligation; outcome null while nobody has looked. */
export const CheckView = z.object({ drawId: id, seed: z.string(), sha256: z.string(), drawnAt: isoInstant, outcome: z.enum(checkOutcomes).nullable(), remark: z.string(), checkedAt: isoInstant.nullable(), checkedByName: z.string().nullable() })

export const ObligationView = ObligationRow.extend({
  subject: z.string(),
  receiver: z.string().nullable(),
  products: z.array(z.string()),
  clauseText: z.string(),
  phaseName: z.string().nullable(),
  target: z.string().nullable(),
  /** Where the due date comes from, in both languages. */
  explanation: z.object({ zh: z.string(), en: z.string() }),
  extendedFrom: isoInstant.nullable(),
  extensionReason: z.string().nullable(),
  /** True where facts that the system records decide; false where accepted evidence stands for them, "verified by hand". */
  hasFactSource: z.boolean(),
  factKey: z.string().nullable(),
  /** What its facts are kept under, in words, where it is known. */
  factName: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** Which of those facts count, in words; null where all of them do. */
  only: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** Where its facts are entered or looked at, as an address of the console. */
  place: z.string().nullable(),
  evidence: z.array(EvidenceView),
  overrides: z.array(OverrideView),
  /** Oldest first; the last one stands. */
  claims: z.array(ClaimView),
  difference: z.enum(differences).nullable(),
  checks: z.array(CheckView),
  blocked: z.object({ claim: refusal, submit: refusal, override: refusal, revokeOverride: refusal, extend: refusal }),
})

export const WaitingEvidence = z.object({ institutionId: id, institutionName: z.string(), periodId: id, revision: z.number().int(), planId: id, planTitle: z.string(), clausePrinted: z.string(), clauseTitle: z.string(), text: z.string(), dueAt: isoInstant, submittedAt: isoInstant, late: z.boolean(), files: z.number().int(), note: z.string() })

export const NextStep = z.object({
  code: z.enum(stepCodes),
  count: z.number().int(),
  /** The earliest date it concerns. */
  firstOn: isoDate.nullable(),
  planId: id.nullable(),
  title: z.string().nullable(),
  /** Where the screen goes on. */
  link: z.string(),
})

/**
 * The board, compact: `cells` is a flat list of numbers, seven for each clause that has something:
 * clause index (into `clauses`), met, due, overdue, unmet, waived, worst (index into `verdicts`).
 */
export const BoardView = z.object({
  planId: id,
  bucket: z.string(),
  /** Mondays of the weeks in which anything is due. */
  buckets: z.array(isoDate),
  clauses: z.array(z.object({ id, ordinal: z.number().int(), printed: z.string(), title: z.string(), path: z.string() })),
  institutions: z.array(z.object({ id, name: z.string(), kind: z.string(), cells: z.array(z.number().int()), /** False while a long pause of the jobs leaves the figures older than now. */ fresh: z.boolean() })),
  at: isoInstant,
})
export type BoardView = z.infer<typeof BoardView>
