import type { ReadTx } from '../../../server/platform/database.ts'
import type { Scan } from '../../../server/platform/virus-scan.ts'
import type { FormLaw } from '../../../kernel/form-limits.ts'

/** What the pages need of others: an engine knows neither settings nor bulletins nor the operator's scanner. */
export type PagesGiven = {
  readonly scan: Scan | null
  readonly law: (read: ReadTx) => Promise<FormLaw>
  /** Visits of institutions in a month, by id; an institution without is left out. */
  readonly visitsOf: (read: ReadTx, institutionIds: readonly string[], month: string) => Promise<ReadonlyMap<string, number>>
  /** Where the monthly bulletins are read; null where there are none. */
  readonly bulletins: string | null
}
