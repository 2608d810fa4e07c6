import type { IsoDate } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { matterHappenings } from '../matter/public.ts'
import { noCounts, type Counts } from './rules/figures.ts'
import { addKind } from './rules/kinds.ts'

/** Rule BU-3: the month of each institution, from the matters themselves; what had none is left out. */
export async function countsOf(read: ReadTx, institutionIds: readonly string[], window: { readonly fromOn: IsoDate; readonly toOn: IsoDate }, at: Instant): Promise<Map<string, Counts>> {
  const counts = new Map<string, Counts>()
  for (const row of await matterHappenings({ read }, { institutionIds, from: window.fromOn, to: window.toOn, at })) counts.set(row.institutionId, addKind(counts.get(row.institutionId) ?? noCounts, row))
  return counts
}
