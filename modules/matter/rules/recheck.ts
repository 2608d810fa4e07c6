import { addMs, type Instant } from '../../../kernel/instant.ts'
import { seeded } from '../../../kernel/random.ts'
import type { Matter } from './matter.ts'

const weekMs = 7 * 86_400_000

/** Until when something must have been signed off to be looked at again by now. */
export const ripeBefore = (now: Instant, weeks: number): Instant => addMs(now, -weeks * weekMs)

/**
 * Rule MT-20: of what was signed off N weeks ago a share is drawn, at least one, by a seed that is kept: with the seed and
 * the list anybody draws the same again. The list is put in order first, so that no query's order decides.
 */
export function drawForRecheck(ids: readonly string[], share: number, seed: string): string[] {
  if (ids.length === 0 || share <= 0) return []
  const count = Math.min(ids.length, Math.max(1, Math.round(ids.length * share)))
  return seeded(seed).shuffle([...ids].sort()).slice(0, count).sort()
}

/** Rule MT-45: somebody has asked since the answer that stands. */
export const isCalledBack = ({ calledBackAt, answeredAt }: Pick<Matter, 'calledBackAt' | 'answeredAt'>): boolean => calledBackAt !== null && (answeredAt === null || calledBackAt >= answeredAt)

/** Rule MT-45: drawn, and nobody has asked since the answer that stands. */
export const isToCallBack = (matter: Pick<Matter, 'callBack' | 'calledBackAt' | 'answeredAt'>): boolean => matter.callBack === 'drawn' && !isCalledBack(matter)
