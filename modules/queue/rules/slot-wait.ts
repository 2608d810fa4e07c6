import { instantMs, type Instant } from '../../../kernel/instant.ts'
import { estimate, later, type Estimate, type Service } from './estimate.ts'
import type { InLine } from './order.ts'

type Stands = { readonly ticket: InLine; readonly line: readonly InLine[]; readonly at: number; readonly now: Instant }
type Worked = { readonly service: Service; readonly windows: { readonly open: number; readonly free: number; readonly opensIn: number }; readonly width: number }

const isSlot = (each: InLine): boolean => each.slotAt !== null && !each.isLate

/**
 * Rule QU-30: whoever came before their slot is called in their place of the line, or, once the slot has begun, before the
 * walk-ins that are left: the shorter of the two is what they are told.
 */
export function waitForSlot({ ticket, line, at, now }: Stands, inLine: Estimate, { service, windows, width }: Worked): Estimate {
  const { slotAt } = ticket
  if (slotAt === null || ticket.isLate || slotAt <= now || ticket.level !== null || ticket.priority !== null) return inLine
  const toSlot = (instantMs(slotAt) - instantMs(now)) / 60_000
  if (inLine.minutes <= toSlot) return inLine
  const worked = Math.max(0, toSlot - windows.opensIn)
  const gone = service.mean <= 0 ? at : Math.floor((worked * Math.max(1, windows.open)) / service.mean)
  const before = line.slice(gone, at).filter((each) => each.level !== null || each.priority !== null || (isSlot(each) && (each.slotAt ?? '') < slotAt)).length
  const fromSlot = later(estimate(before, { open: windows.open, free: 0, opensIn: Math.max(0, windows.opensIn - toSlot) }, service, width), toSlot)
  return fromSlot.minutes < inLine.minutes ? fromSlot : inLine
}
