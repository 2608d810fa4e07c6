import { addMonths, firstOfMonth } from '../../../kernel/calendar.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { gatherFrame, listUnframed, saveFrame } from '../store/frames.ts'

const system = systemActor('prescribing.frames')
/** Months back in which a draw is to be expected; an older one is gathered when it is drawn. */
const monthsBack = 3
const atOnce = 50

/**
 * Rule PR-20: months that are over get their frame, one transaction each. The version was read before the lines: what changes
 * meanwhile leaves the frame behind, and it is made again.
 */
export async function keepFrames(platform: Platform): Promise<number> {
  const months = await look(platform, system, ({ read, today }) => listUnframed(read, addMonths(firstOfMonth(today), -monthsBack), firstOfMonth(today), atOnce))
  for (const month of months) await act(platform, system, async (at) => saveFrame(at.tx, month, await gatherFrame(at.tx, month), at.now.toISOString()))
  return months.length
}
