import type { ReadTx } from '../../server/platform/database.ts'
import type { Month } from './rules/month.ts'
import type { LeagueLine, ReviewLine } from './rules/work.ts'

/** Whom a work bulletin is about, of which month. */
export type WorkAsk = { readonly issuer: { readonly id: string; readonly regionPrefix: string }; readonly institutionIds: readonly string[]; readonly month: Month }
export type LeagueTold = { /** One or two sentences, ready to be printed. */ readonly says: string; readonly lines: ReadonlyMap<string, LeagueLine> }
export type WorkSources = {
  /** The league published for the month; null where there is none. */
  readonly league: (read: ReadTx, ask: WorkAsk) => Promise<LeagueTold | null>
  /** What each institution published in or after the month of its newest round up to it; who published nothing is left out. */
  readonly reviews: (read: ReadTx, ask: WorkAsk) => Promise<ReadonlyMap<string, ReviewLine>>
}

const held: { -readonly [Key in keyof WorkSources]: WorkSources[Key] } = { league: async () => null, reviews: async () => new Map() }

/** Where a work bulletin finds what other modules published; said once, where the server is put together. */
export function holdWorkSources(given: Partial<WorkSources>): void {
  if (given.league !== undefined) held.league = given.league
  if (given.reviews !== undefined) held.reviews = given.reviews
}

export const workSources = (): WorkSources => held
