import type { ReadTx } from '../../server/platform/database.ts'
import type { Month } from './rules/month.ts'
import { listVisits } from './store/visits.ts'

export { bulletinPublications } from './sources.ts'
export { holdWorkSources, type LeagueTold, type WorkAsk, type WorkSources } from './work-sources.ts'
export type { LeagueLine, ReviewLine } from './rules/work.ts'

/** Visits by institution in a month ('2026-10'), where the commission entered them; everybody may ask. */
export const visitsOf = (read: ReadTx, institutionIds: readonly string[], month: Month): Promise<Map<string, number>> => listVisits(read, institutionIds, month)
