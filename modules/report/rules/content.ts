import { z } from 'zod'
import { comparators, packKinds } from './names.ts'

// What a pack says, as it is signed, locked, printed and handed upwards. Kept as canonical JSON: never change a shape
// that was written once, add a new format beside it.

export const contentFormat = 'huiyin.report/1'

const Words = z.strictObject({ zh: z.string(), en: z.string() })
const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** A figure with what it is made of: sums upwards are sums of these, never means of means. */
export const Parts = z.strictObject({ value: z.number().nullable(), numerator: z.number().nullable(), denominator: z.number().nullable() })
export type Parts = z.output<typeof Parts>

export const hows = ['sum', 'ratio', 'text'] as const

export const LineContent = z.strictObject({
  key: z.string(),
  label: Words,
  from: z.string(),
  /** A sum is added up; a ratio is numerator over denominator, times `times`. */
  how: z.enum(hows),
  times: z.number(),
  unit: z.string(),
  decimals: z.number().int(),
  period: Parts.nullable(),
  cumulative: Parts.nullable(),
  target: z.strictObject({ comparator: z.enum(comparators), value: z.number() }).nullable(),
  /** A text line's own words, or a remark beside a figure. */
  note: z.string(),
})
export type LineContent = z.output<typeof LineContent>

export const EvidenceLine = z.strictObject({ name: z.string(), proves: z.string(), sha256: hash, size: z.number().int(), on: z.iso.date() })

export const SectionContent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table'), key: z.string(), title: Words, lines: z.array(LineContent) }),
  z.strictObject({ kind: z.literal('ledger'), key: z.string(), title: Words, of: z.string(), columns: z.array(z.strictObject({ key: z.string(), label: Words })), rows: z.array(z.record(z.string(), z.string())), /** Rows beyond the limit of the form: said, never hidden. */ left: z.number().int() }),
  z.strictObject({ kind: z.literal('summary'), key: z.string(), title: Words, fields: z.array(z.strictObject({ key: z.string(), label: Words, text: z.string() })) }),
  z.strictObject({ kind: z.literal('evidence'), key: z.string(), title: Words, files: z.array(EvidenceLine), left: z.number().int() }),
])
export type SectionContent = z.output<typeof SectionContent>

/** How one body stands in a roll-up, and which version of it was summed. */
export const RollupLine = z.strictObject({
  institutionId: z.uuid(),
  name: z.string(),
  regionCode: z.string(),
  place: z.enum(['missing', 'submitted', 'accepted', 'returned']),
  onTime: z.boolean().nullable(),
  submittedAt: z.iso.datetime().nullable(),
  revision: z.number().int(),
  /** The hash of the version whose figures are in the sums; null where none is. */
  sha256: hash.nullable(),
  imported: z.boolean(),
})
export type RollupLine = z.output<typeof RollupLine>

export const PackContent = z.strictObject({
  format: z.literal(contentFormat),
  kind: z.enum(packKinds),
  form: z.strictObject({ key: z.string(), version: z.number().int(), sha256: hash, name: Words, title: z.string() }),
  body: z.strictObject({ id: z.uuid(), name: z.string(), regionCode: z.string() }),
  plan: z.strictObject({ id: z.uuid(), title: z.string(), number: z.string().nullable(), issuer: z.string() }),
  period: z.strictObject({ id: z.uuid(), fromOn: z.iso.date(), toOn: z.iso.date(), dueOn: z.iso.date() }),
  /** The days the figures are of; for a running period up to the day they were taken. */
  window: z.strictObject({ fromOn: z.iso.date(), toOn: z.iso.date(), sinceOn: z.iso.date() }),
  asOf: z.iso.datetime(),
  revision: z.number().int().min(1),
  sections: z.array(SectionContent),
  /** Only in a roll-up: every body that is asked, and how it stands. */
  bodies: z.array(RollupLine).nullable(),
})
export type PackContent = z.output<typeof PackContent>

/** All table lines in order. */
export const linesOf = (content: Pick<PackContent, 'sections'>): LineContent[] => content.sections.flatMap((section) => (section.kind === 'table' ? section.lines : []))
