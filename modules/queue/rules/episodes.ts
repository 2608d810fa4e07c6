import { diffDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { Episode } from './fact.ts'

/** Days without a visit after which the next one is another episode. */
export const episodeGapDays = 14

/** Rule QU-27: a day on which somebody comes goes on with their last episode or begins one; the same day counted again changes nothing. */
export function withDay(known: Episode | undefined, onDate: IsoDate, fresh: () => Episode): { readonly episode: Episode; readonly isNew: boolean } | null {
  if (known === undefined || diffDays(known.lastOn, onDate) > episodeGapDays) return { episode: fresh(), isNew: true }
  return onDate <= known.lastOn ? null : { episode: { ...known, lastOn: onDate, trips: known.trips + 1 }, isNew: false }
}
