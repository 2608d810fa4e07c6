import { z } from 'zod'
import { passages } from './names.ts'
import { columnKeys } from './shown.ts'

// Rule BU-2: what a bulletin says, as it is laid before the head, approved, published and printed. Kept as canonical JSON: never
// change a shape that was written once, add a new format beside it.

export const contentFormat = 'huiyin.bulletin/1'

const Cell = z.strictObject({ value: z.number().nullable(), withheld: z.boolean() })
const Cells = z.strictObject(Object.fromEntries(columnKeys.map((key) => [key, Cell])) as Record<(typeof columnKeys)[number], typeof Cell>)

export const BulletinContent = z.strictObject({
  format: z.literal(contentFormat),
  issuer: z.strictObject({ id: z.uuid(), name: z.string(), regionCode: z.string() }),
  month: z.string(),
  window: z.strictObject({ fromOn: z.iso.date(), toOn: z.iso.date() }),
  /** When the figures were taken; "overdue" is as of then. */
  asOf: z.iso.datetime(),
  version: z.number().int().min(1),
  title: z.string(),
  numberWord: z.string(),
  passages: z.array(z.strictObject({ key: z.enum(passages), text: z.string() })),
  total: Cells,
  /** Every institution that is addressed, also those without a matter. */
  bodies: z.array(z.strictObject({ institutionId: z.uuid(), name: z.string(), cells: Cells })),
  /** What was corrected and why; null in a first version. */
  changeNote: z.string().nullable(),
})
export type BulletinContent = z.output<typeof BulletinContent>

/** 〔2026〕3号 with the word of its issuer, without leading noughts (GB/T 9704). */
export const printNumber = (word: string, year: number, number: number): string => `${word}〔${year}〕${number}号`
