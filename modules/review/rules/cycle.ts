import { firstOfMonth, type IsoDate } from '../../../kernel/calendar.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { ReviewNumbers } from './numbers.ts'
import type { Drawn } from './sample.ts'
import { isUnreasonable, type Item } from './item.ts'

export const cycleStates = ['reading', 'feedback', 'published'] as const
export type CycleState = (typeof cycleStates)[number]
export type CycleKey = { readonly institutionId: string; readonly cycleId: string }
/** What the draw made, apart from the items: strata, tops, sizes. */
export type DrawnParts = Pick<Drawn, 'sizes' | 'strata'> & { readonly tops: readonly string[]; readonly items: number; readonly second: number; readonly readers: readonly string[] }
export type Cycle = {
  readonly institutionId: string; readonly id: string; readonly regionCode: string; readonly month: IsoDate; readonly state: CycleState; readonly numbers: ReviewNumbers; readonly seed: string; readonly frameHash: string
  readonly outpatients: number; readonly discharges: number; readonly oversized: number; readonly drawn: DrawnParts; readonly drawnOn: IsoDate; readonly drawnAt: string
  readonly fedBackAt: string | null; readonly replyDueOn: IsoDate | null; readonly publishedAt: string | null; readonly revision: number
}

/** Rule RV-2: a month is drawn once, when it is over, and where there is something to draw and somebody to read. */
export function mayDraw(given: { readonly month: IsoDate; readonly today: IsoDate; readonly exists: boolean; readonly frame: number; readonly readers: number }): Refusal | null {
  if (given.exists) return refuse('review.drawn_already', given.month.slice(0, 7))
  if (given.month >= firstOfMonth(given.today)) return refuse('review.month_not_over', given.month.slice(0, 7))
  if (given.frame === 0) return refuse('review.nothing_to_draw', given.month.slice(0, 7))
  return given.readers === 0 ? refuse('review.no_reader') : null
}

type Progress = readonly Pick<Item, 'state' | 'codes' | 'acceptedAt'>[]

/** Rule RV-11: findings go back once everything is read and settled, all at once, so that everybody has the same days. */
export function mayFeedBack(cycle: Pick<Cycle, 'state'>, items: Progress): Refusal | null {
  if (cycle.state !== 'reading') return refuse('review.fed_back')
  const left = items.filter((item) => item.state !== 'settled').length
  return left > 0 ? refuse('review.not_all_read', String(left)) : null
}

/** Rule RV-13: published when no objection is open and every prescriber has answered or had the days to. */
export function mayPublish(cycle: Pick<Cycle, 'state' | 'replyDueOn'>, items: Progress, today: IsoDate): Refusal | null {
  if (cycle.state !== 'feedback') return refuse(cycle.state === 'published' ? 'review.published' : 'review.not_fed_back')
  const open = items.filter((item) => item.state === 'replied').length
  if (open > 0) return refuse('review.objections_open', String(open))
  const unanswered = items.filter((item) => item.state === 'settled' && isUnreasonable(item) && item.acceptedAt === null).length
  return unanswered > 0 && cycle.replyDueOn !== null && today <= cycle.replyDueOn ? refuse('review.reply_days_run', cycle.replyDueOn) : null
}
