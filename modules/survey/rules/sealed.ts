import { z } from 'zod'
import type { Answers } from './score.ts'

export const mostComment = 500
/** Longer than any sheet: 40 questions with keys of 40 letters, and 500 characters of four bytes. */
const length = 6144

const Sheet = z.strictObject({ answers: z.record(z.string(), z.number().int().min(0).max(5).nullable()), comment: z.string() })
export type Sheet = { readonly answers: Answers; readonly comment: string }

/** Rule SV-6: every sheet is of one length before it is sealed, so that a short one and a long one look alike in the box. */
export function packSheet(sheet: Sheet): string {
  const text = JSON.stringify(sheet)
  const left = length - Buffer.byteLength(text, 'utf8')
  if (left < 0) throw new RangeError('a sheet is longer than its envelope')
  return text + ' '.repeat(left)
}

export const unpackSheet = (packed: string): Sheet => Sheet.parse(JSON.parse(packed))
