import type { IsoDate } from '../../../kernel/calendar.ts'
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
/** What may have moved while its institution's lock was waited for: an extension, a calendar that changed, a close. */
export type Standing = Written & { readonly fromOn: IsoDate; readonly toOn: IsoDate; readonly bucketOn: IsoDate; readonly phaseClosedAt: Instant | null; readonly planClosedAt: Instant | null }
const moving = ['dueAt', 'fromOn', 'toOn', 'bucketOn', 'phaseClosedAt', 'planClosedAt'] as const satisfies readonly (keyof Standing)[]

/** Rule PL-60: terms that were read before the lock, as they stand after it; the very same where nothing moved. */
export function asItStands<Row extends Pick<Standing, (typeof moving)[number]>>(row: Row, standing: Standing | undefined): Row {
  if (standing === undefined || moving.every((key) => row[key] === standing[key])) return row
  const { dueAt, fromOn, toOn, bucketOn, phaseClosedAt, planClosedAt } = standing
  return { ...row, dueAt, fromOn, toOn, bucketOn, phaseClosedAt, planClosedAt }
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
