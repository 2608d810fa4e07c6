import type { ReadTx } from '../../server/platform/database.ts'
import type { Pages } from '../../server/platform/pages.ts'
import type { Scan } from '../../server/platform/virus-scan.ts'
import { followPages } from './pages/follow.ts'
import { letterPages } from './pages/letter.ts'
import { openPages } from './pages/open.ts'
import { sayPages } from './pages/say.ts'
import type { FormLaw } from './rules/form-limits.ts'

export { complaintsOfBody } from './pages/open.ts'

/** What the pages need of others: an engine knows neither settings nor bulletins nor the operator's scanner. */
export type PagesGiven = {
  readonly scan: Scan | null
  readonly law: (read: ReadTx) => Promise<FormLaw>
  /** Visits of institutions in a month, by id; an institution without is left out. */
  readonly visitsOf: (read: ReadTx, institutionIds: readonly string[], month: string) => Promise<ReadonlyMap<string, number>>
  /** Where the monthly bulletins are read; null where there are none. */
  readonly bulletins: string | null
}

/** The public pages of matters: the form, the receipt, following, what was answered, figures, the letter. */
export function matterPages(pages: Pages, given: PagesGiven): void {
  sayPages(pages, given)
  followPages(pages, given)
  openPages(pages, given)
  letterPages(pages)
}
