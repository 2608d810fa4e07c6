import type { IsoDate } from '../../kernel/calendar.ts'
import { endOfDay, startOfDay, type Instant } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { kinds } from './kinds.ts'
import { countHappenings, type MatterHappening } from './store/happenings.ts'

export type { MatterHappening } from './store/happenings.ts'

/**
 * What happened to matters in some days (both ends in, Asia/Shanghai), whenever they came in: received, answered, signed
 * off, re-checked then, and what is owed at `at`. `matterStatistics` asks something else: how those that came in fare.
 * Row security decides what is counted: ask as the system, or as somebody whose scope holds the bodies.
 */
export function matterHappenings(look: { readonly read: ReadTx }, ask: { readonly institutionIds: readonly string[]; readonly from: IsoDate; readonly to: IsoDate; readonly at: Instant }): Promise<MatterHappening[]> {
  const reopenMoves = [...new Set([...kinds().values()].flatMap((kind) => kind.moves.filter((move) => move.effect === 'reopen').map((move) => move.key)))]
  return countHappenings(look.read, { institutionIds: ask.institutionIds, fromAt: startOfDay(ask.from), untilAt: endOfDay(ask.to), at: ask.at, reopenMoves })
}
