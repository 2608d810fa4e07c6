import type { Hasher } from '../../../kernel/hasher.ts'
import { z } from 'zod'
import { drawFormat, drawOrder, entriesText, giveInTurn, mostChoices, type DrawRecord } from './draw.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
/** The published record as a file holds it; what else stands beside it plays no part in the draw. */
export const drawRecordShape: z.ZodType<DrawRecord> = z.object({
  format: z.literal(drawFormat),
  release: z.object({ id: z.string(), institutionId: z.string(), clinicId: z.string(), onDate: z.string(), opensAt: z.string(), closesAt: z.string() }),
  seedHash: hash,
  seed: z.string().min(1).max(200),
  entriesHash: hash,
  slots: z.array(z.object({ id: z.string(), places: z.number().int().min(0).max(10_000) })).max(10_000),
  entries: z.array(z.object({ ticket: z.string(), choices: z.array(z.string()).max(mostChoices) })).max(1_000_000),
  order: z.array(z.string()),
  outcome: z.array(z.object({ ticket: z.string(), slotId: z.string().nullable(), wish: z.number().int().nullable() })),
})

type Words = { readonly zh: string; readonly en: string }
type DrawCheck = { readonly fits: true; readonly entries: number; readonly given: number } | { readonly fits: false; readonly where: string; readonly says: Words }

const no = (where: string, zh: string, en: string): DrawCheck => ({ fits: false, where, says: { zh, en } })

/**
 * Rule DW-4: makes the draw once more from seed and entries and names the first difference. `expected` is the hash somebody
 * wrote down while entries were still taken: with it a record whose seed was changed together with its hash is found as well.
 */
export function checkDraw(hasher: Hasher, record: DrawRecord, expected: string | null = null): DrawCheck {
  const seedHash = hasher.sha256(record.seed)
  if (seedHash !== record.seedHash) return no('seedHash', `种子的SHA-256是${seedHash}，记录里写的是${record.seedHash}`, `the seed hashes to ${seedHash}, the record says ${record.seedHash}`)
  if (expected !== null && expected.toLowerCase() !== record.seedHash) return no('seedHash', `事先公布的是${expected}，记录里写的是${record.seedHash}`, `published before was ${expected}, the record says ${record.seedHash}`)
  const twice = firstTwice(record.entries.map((each) => each.ticket))
  if (twice !== null) return no(`entries ${twice}`, `号票${twice}出现了两次`, `ticket ${twice} stands there twice`)
  const sameSlot = firstTwice(record.slots.map((each) => each.id))
  if (sameSlot !== null) return no(`slots ${sameSlot}`, `时段${sameSlot}出现了两次`, `slot ${sameSlot} stands there twice`)
  const entriesHash = hasher.sha256(entriesText(record.entries))
  if (entriesHash !== record.entriesHash) return no('entriesHash', `号票与志愿的SHA-256是${entriesHash}，记录里写的是${record.entriesHash}`, `tickets and wishes hash to ${entriesHash}, the record says ${record.entriesHash}`)
  const order = drawOrder(hasher, record.seed, entriesHash, record.entries.map((each) => each.ticket))
  const out = firstUnlike(order, record.order)
  if (out !== null) return no(`order[${out}]`, `第${out + 1}位应是${order[out] ?? '（没有）'}，记录里是${record.order[out] ?? '（没有）'}`, `turn ${out + 1} is ${order[out] ?? 'nobody'}, the record says ${record.order[out] ?? 'nobody'}`)
  const outcome = giveInTurn(order, record.entries, record.slots)
  const told = (line: (typeof outcome)[number] | undefined) => (line === undefined ? '（没有）' : `${line.ticket} → ${line.slotId ?? '-'} (${line.wish ?? '-'})`)
  const wrong = firstUnlike(outcome.map(told), record.outcome.map(told))
  if (wrong !== null) return no(`outcome[${wrong}]`, `应是${told(outcome[wrong])}，记录里是${told(record.outcome[wrong])}`, `it is ${told(outcome[wrong])}, the record says ${told(record.outcome[wrong])}`)
  return { fits: true, entries: order.length, given: outcome.filter((line) => line.slotId !== null).length }
}

function firstTwice(texts: readonly string[]): string | null {
  const seen = new Set<string>()
  for (const text of texts) {
    if (seen.has(text)) return text
    seen.add(text)
  }
  return null
}

function firstUnlike(a: readonly string[], b: readonly string[]): number | null {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) if (a[at] !== b[at]) return at
  return null
}
