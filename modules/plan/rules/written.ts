import type { Instant } from '../../../kernel/instant.ts'
import type { Ruling } from './facts.ts'
import type { Stored } from './verdict.ts'

/** What stands written of one obligation; `byHand` where somebody handed in evidence or set a verdict aside. */
export type Written = Stored & {
  readonly periodId: string
  readonly why: Ruling['why'] | null
  readonly claimedAt: Instant | null
  readonly verifiedAt: Instant | null
  readonly byHand: boolean
}
export type NewRuling = { readonly periodId: string; readonly ruling: Ruling; readonly claimedAt: Instant | null; readonly verifiedAt: Instant | null }

const isSameStanding = (written: Written, { ruling }: NewRuling): boolean => written.verdict === ruling.verdict && written.flipsAt === (ruling.flip?.at ?? null) && written.flipsTo === (ruling.flip?.to ?? null)

function isSameReason(a: Ruling['why'], b: Ruling['why']): boolean {
  const keys = Object.keys(b.params)
  return a.code === b.code && keys.length === Object.keys(a.params).length && keys.every((key) => a.params[key] === b.params[key])
}

/** Rule PL-60: whether the board counts this obligation differently by what was ruled; a reason alone moves no count. */
export const movesBoard = (written: Written | undefined, ruled: NewRuling): boolean => written === undefined || !isSameStanding(written, ruled)

/** Rule PL-60: whether what was ruled says anything that does not stand written already. A verdict that facts keep met was verified when they first met it. */
export const isNews = (written: Written | undefined, ruled: NewRuling): boolean =>
  movesBoard(written, ruled) || written?.why == null || !isSameReason(written.why, ruled.ruling.why) || written.claimedAt !== ruled.claimedAt || (written.verifiedAt === null) !== (ruled.verifiedAt === null)
