import { z } from 'zod'
import { id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { LineContent, PackContent } from '../rules/content.ts'
import { decisions, packKinds, packStates, places, standings } from '../rules/names.ts'

// The shapes that contract, routes and screens share.

const refusal = z.string().nullable()
const Words = z.object({ zh: z.string(), en: z.string() })

export const PackRow = z.object({
  institutionId: id,
  institutionName: z.string(),
  packId: id,
  kind: z.enum(packKinds),
  planId: id,
  planTitle: z.string(),
  formKey: z.string(),
  formName: Words,
  fromOn: isoDate,
  toOn: isoDate,
  dueOn: isoDate,
  dueAt: isoInstant.nullable(),
  /** Nobody has opened it yet. */
  unopened: z.boolean(),
  state: z.enum(packStates),
  standing: z.enum(standings),
  revision: z.number().int(),
  submittedAt: isoInstant.nullable(),
  onTime: z.boolean().nullable(),
  /** Negative when it is late; null for a roll-up, which has no due time. */
  daysLeft: z.number().int().nullable(),
})

export const FieldView = z.object({ key: z.string(), label: Words, min: z.number().int(), max: z.number().int(), text: z.string(), /** A first text from facts; empty where there is none. */ suggestion: z.string() })

export const VersionView = z.object({
  revision: z.number().int(),
  sha256: z.string(),
  submittedAt: isoInstant,
  submittedName: z.string(),
  dueAt: isoInstant.nullable(),
  onTime: z.boolean().nullable(),
  signedName: z.string(),
  signedPost: z.string(),
  signedAt: isoInstant,
  decision: z.enum(decisions).nullable(),
  remark: z.string(),
  decidedAt: isoInstant.nullable(),
  decidedName: z.string().nullable(),
})

export const ScanView = z.object({ id, revision: z.number().int(), name: z.string(), size: z.number().int(), mediaType: z.string(), sha256: z.string(), addendum: z.boolean(), addedAt: isoInstant, addedName: z.string(), blocked: z.object({ remove: refusal }) })

export const PackView = PackRow.extend({
  commissionName: z.string().nullable(),
  clause: z.string(),
  duty: z.string(),
  /** Live until it is signed; then what was signed; once handed in what was locked. */
  content: PackContent,
  /** The hash of what is shown: to be sent back with a signature. */
  seen: z.string(),
  fields: z.array(FieldView),
  /** Figures that moved since this reader looked last, with what they were. */
  moved: z.array(z.object({ key: z.string(), period: z.number().nullable(), cumulative: z.number().nullable() })),
  lookedAt: isoInstant.nullable(),
  /** Lines whose figures are no longer those that were signed. */
  movedSinceSigned: z.array(z.object({ key: z.string(), label: Words })),
  /** What is still missing before it may be signed: names of texts, and evidence. */
  gaps: z.object({ short: z.array(z.string()), evidence: z.boolean() }),
  signature: z.object({ name: z.string(), post: z.string(), at: isoInstant, sha256: z.string() }).nullable(),
  askedAt: isoInstant.nullable(),
  versions: z.array(VersionView),
  scans: z.array(ScanView),
  blocked: z.object({ write: refusal, ask: refusal, sign: refusal, withdraw: refusal, submit: refusal, decide: refusal, scan: refusal }),
})

export const DueView = z.object({
  planId: id, planTitle: z.string(), commissionName: z.string(), formKey: z.string(), formName: Words, fromOn: isoDate, toOn: isoDate, dueOn: isoDate, asked: z.number().int(), in: z.number().int(), late: z.number().int(), missing: z.number().int(), waiting: z.number().int(), accepted: z.number().int(), returned: z.number().int(),
  /** Its due time has passed. */
  past: z.boolean(),
})

export const BodyView = z.object({
  institutionId: id, name: z.string(), regionCode: z.string(),
  /** Null for a bundle that was taken in. */
  packId: id.nullable(),
  place: z.enum(places), onTime: z.boolean().nullable(), submittedAt: isoInstant.nullable(), revision: z.number().int(), dueOn: isoDate, imported: z.boolean(),
  /** Where the work stands that is not handed in. */
  state: z.string(),
  blocked: z.object({ decide: refusal }),
})

const Counts = z.object({ asked: z.number().int(), in: z.number().int(), onTime: z.number().int(), late: z.number().int(), missing: z.number().int(), accepted: z.number().int(), returned: z.number().int(), waiting: z.number().int() })

export const RollupView = z.object({
  planId: id, planTitle: z.string(), formKey: z.string(), formName: Words, fromOn: isoDate, toOn: isoDate,
  counts: Counts,
  bodies: z.array(BodyView),
  lines: z.array(LineContent),
  /** Roll-ups and bundles of lower levels that ask for the same form that day, of campaigns that are not counted here. */
  strangers: z.array(z.object({ institutionId: id, name: z.string(), planId: id, planTitle: z.string(), imported: z.boolean() })),
  /** Campaigns of lower levels that are counted because somebody said so. */
  linked: z.array(z.object({ planId: id, planTitle: z.string() })),
  /** The commission's own roll-up pack, where it was opened. */
  pack: z.object({ institutionId: id, packId: id, state: z.enum(packStates) }).nullable(),
  blocked: z.object({ open: refusal, link: refusal }),
})

export const ImportView = z.object({
  importId: id, kind: z.enum(packKinds), sourceName: z.string(), sourceRegion: z.string(), planTitle: z.string(), formKey: z.string(), formName: Words, fromOn: isoDate, toOn: isoDate, dueOn: isoDate, revision: z.number().int(), submittedAt: isoInstant, onTime: z.boolean().nullable(),
  signedName: z.string(), signedPost: z.string(), whole: z.string(), software: z.string(), importedAt: isoInstant, importedName: z.string(),
})

export const RunView = z.object({ planId: id, planTitle: z.string(), total: z.number().int(), done: z.number().int(), packs: z.number().int(), failed: z.number().int(), startedAt: isoInstant, progressAt: isoInstant, finishedAt: isoInstant.nullable() })
