import { z } from 'zod'
import { passages, workPassages, type BulletinKind } from './names.ts'
import { columnKeys } from './shown.ts'

// Rule BU-2: what a bulletin says, as it is laid before the head, approved, published and printed. Kept as canonical JSON: never
// change a shape that was written once, add a new format beside it.

export const contentFormat = 'huiyin.bulletin/1'
export const workFormat = 'huiyin.work-bulletin/1'

const Cell = z.strictObject({ value: z.number().nullable(), withheld: z.boolean() })
const Cells = z.strictObject(Object.fromEntries(columnKeys.map((key) => [key, Cell])) as Record<(typeof columnKeys)[number], typeof Cell>)

const head = {
  issuer: z.strictObject({ id: z.uuid(), name: z.string(), regionCode: z.string() }),
  month: z.string(),
  window: z.strictObject({ fromOn: z.iso.date(), toOn: z.iso.date() }),
  /** When the figures were taken; "overdue" is as of then. */
  asOf: z.iso.datetime(),
  version: z.number().int().min(1),
  title: z.string(),
  numberWord: z.string(),
  /** What was corrected and why; null in a first version. */
  changeNote: z.string().nullable(),
}

const ComplaintContent = z.strictObject({
  ...head,
  format: z.literal(contentFormat),
  passages: z.array(z.strictObject({ key: z.enum(passages), text: z.string() })),
  total: Cells,
  /** Every institution that is addressed, also those without a matter. */
  bodies: z.array(z.strictObject({ institutionId: z.uuid(), name: z.string(), cells: Cells })),
})
export type ComplaintContent = z.output<typeof ComplaintContent>

const WorkContent = z.strictObject({
  ...head,
  format: z.literal(workFormat),
  passages: z.array(z.strictObject({ key: z.enum(workPassages), text: z.string() })),
  /** As printed: every addressed institution has its line; the sum, where there is one, has no institution. */
  tables: z.array(z.strictObject({ key: z.enum(['progress', 'league', 'prescriptions']), title: z.string(), columns: z.array(z.string()), rows: z.array(z.strictObject({ institutionId: z.uuid().nullable(), name: z.string(), cells: z.array(z.string()) })) })),
  /** Every institution that is addressed. */
  bodies: z.array(z.strictObject({ institutionId: z.uuid(), name: z.string() })),
})
export type WorkContent = z.output<typeof WorkContent>

export const BulletinContent = z.discriminatedUnion('format', [ComplaintContent, WorkContent])
export type BulletinContent = z.output<typeof BulletinContent>

export const kindOfContent = (content: Pick<BulletinContent, 'format'>): BulletinKind => (content.format === workFormat ? 'work' : 'complaints')
export const isComplaints = (content: BulletinContent): content is ComplaintContent => content.format === contentFormat

/** 〔2026〕3号 with the word of its issuer, without leading noughts (GB/T 9704). */
export const printNumber = (word: string, year: number, number: number): string => `${word}〔${year}〕${number}号`
