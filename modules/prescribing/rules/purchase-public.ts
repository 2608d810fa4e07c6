import type { IsoDate } from '../../../kernel/calendar.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { nextMonth } from './rank.ts'

/** Rule PR-79: what a house bought in a month, as everybody reads it; money in cents. */
export type PurchasePublished = {
  readonly lines: number
  readonly amountCents: number
  /** Ordered through the platform, what is said next but off it included: of winning items; off it; beside the bid; dearer than listed. */
  readonly orderedCents: number
  readonly winningCents: number
  readonly offPlatformCents: number
  readonly offBidCents: number
  readonly overPriceCents: number
  /** Lines of which nobody decided yet whether they are on the list: counted, for a return may cancel out the amount. */
  readonly toCheck: number
  readonly suppliers: number
  readonly top: readonly { readonly generic: string; readonly amountCents: number }[]
}

/** Rule PR-79: of a month that is over, with something bought in it, once everything is decided, and again only where it changed. */
export function mayPublishPurchases(now: PurchasePublished, shown: PurchasePublished | null, month: IsoDate, today: IsoDate): Refusal | null {
  if (nextMonth(month) > today) return refuse('prescribing.month_not_over')
  if (now.lines === 0) return refuse('prescribing.nothing_bought')
  if (now.toCheck > 0) return refuse('prescribing.purchases_undecided')
  return shown !== null && sameSums(now, shown) ? refuse('prescribing.already_published') : null
}

const sums = ['lines', 'amountCents', 'orderedCents', 'winningCents', 'offPlatformCents', 'offBidCents', 'overPriceCents', 'suppliers'] as const
const sameSums = (a: PurchasePublished, b: PurchasePublished): boolean => sums.every((key) => a[key] === b[key])
