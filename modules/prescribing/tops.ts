import type { ReadTx } from '../../server/platform/database.ts'
import { rankOrders, rankTable } from './rules/rank.ts'
import { drugSums, prescriberSums } from './store/rank.ts'

const reads = { drug: drugSums, prescriber: prescriberSums } as const

/** Keys of the double ten of a month as its lines are now: the ten by amount and the ten by volume, each once. `month` is its first day. */
export async function topTenOf(read: ReadTx, institutionId: string, month: string, subject: keyof typeof reads): Promise<string[]> {
  const table = rankTable(await reads[subject](read, { institutionId, month }), [])
  return [...new Set(rankOrders.flatMap((order) => table[order].map((each) => each.key)))].sort()
}
