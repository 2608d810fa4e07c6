import { z } from 'zod'
import type { Hasher } from '../../../kernel/hasher.ts'
import { drawSample, type DrawnItem, type FrameLine } from './sample.ts'
import { visitKinds } from './prescription.ts'

export const recordFormat = 'huiyin-review/1'
const size = z.object({ perMille: z.number(), least: z.number() })
/** Everything anybody needs to make the draw once more, as a file. */
export const ReviewRecord = z.object({
  format: z.literal(recordFormat),
  institutionId: z.string(),
  month: z.string(),
  seed: z.string().min(1).max(200),
  frameHash: z.string().regex(/^[0-9a-f]{64}$/),
  sample: z.object({ outpatient: size, inpatient: size, doubleTen: z.object({ wholeUpTo: z.number(), perStratum: z.number() }) }),
  secondShare: z.number(),
  tops: z.array(z.string()),
  frame: z.array(z.object({ ref: z.string(), kind: z.enum(visitKinds), prescriber: z.string(), top: z.boolean() })).max(5_000_000),
  items: z.array(z.object({ no: z.number().int(), ref: z.string(), part: z.enum(['outpatient', 'inpatient', 'double-ten']), doubleTen: z.boolean(), second: z.boolean() })),
})
export type ReviewRecord = z.infer<typeof ReviewRecord>

type Check = { readonly fits: true; readonly frame: number; readonly items: number } | { readonly fits: false; readonly where: string; readonly says: { readonly zh: string; readonly en: string } }
const told = (item: DrawnItem | undefined): string => (item === undefined ? '—' : `${item.no} ${item.ref} ${item.part}${item.doubleTen ? ' double-ten' : ''}${item.second ? ' second' : ''}`)

/** Rule RV-3: makes the draw once more and names the first difference; `expected` is the hash that was published. */
export function checkRecord(hasher: Hasher, record: ReviewRecord, expected: string | null = null): Check {
  const no = (where: string, zh: string, en: string): Check => ({ fits: false, where, says: { zh, en } })
  const twice = firstTwice(record.frame)
  if (twice !== null) return no(`frame ${twice}`, `编号 ${twice} 出现了两次`, `number ${twice} stands there twice`)
  const drawn = drawSample(hasher, record)
  if (drawn.frameHash !== record.frameHash) return no('frameHash', `抽样框的SHA-256是${drawn.frameHash}，记录里写的是${record.frameHash}`, `the frame hashes to ${drawn.frameHash}, the record says ${record.frameHash}`)
  if (expected !== null && expected.toLowerCase() !== record.frameHash) return no('frameHash', `公布的是${expected}，记录里写的是${record.frameHash}`, `published was ${expected}, the record says ${record.frameHash}`)
  const most = Math.max(drawn.items.length, record.items.length)
  for (let at = 0; at < most; at += 1) {
    const [is, says] = [told(drawn.items[at]), told(record.items[at])]
    if (is !== says) return no(`items[${at}]`, `第${at + 1}份应是 ${is}，记录里是 ${says}`, `item ${at + 1} is ${is}, the record says ${says}`)
  }
  return { fits: true, frame: record.frame.length, items: drawn.items.length }
}

function firstTwice(frame: readonly FrameLine[]): string | null {
  const seen = new Set<string>()
  for (const { ref } of frame) {
    if (seen.has(ref)) return ref
    seen.add(ref)
  }
  return null
}
