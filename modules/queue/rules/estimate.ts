/** How long one takes, in minutes. */
export type Service = { readonly mean: number; readonly deviation: number }
export type Past = { readonly served: number; readonly minutes: number; readonly squares: number; readonly called: number; readonly inside: number }
export type Estimate = { readonly minutes: number; readonly low: number; readonly high: number }

/** Past days weigh as much as so many of today's, at most. */
const pastWeight = 15
const usualWeight = 3
/** Nobody knows better than this share of the usual time before anything was measured. */
const unknownSpread = 0.6

/** Rule QU-11: the time one takes is that of today and of past days together; where nothing was measured, what the queue says of itself. */
export function serviceOf(today: readonly number[], past: Past, usualMinutes: number): Service {
  const hasPast = past.served > 0
  const weight = hasPast ? Math.min(past.served, pastWeight) : usualWeight
  const pastMean = hasPast ? past.minutes / past.served : usualMinutes
  const pastSquare = hasPast ? past.squares / past.served : usualMinutes ** 2 * (1 + unknownSpread ** 2)
  const all = weight + today.length
  const mean = (weight * pastMean + today.reduce((sum, each) => sum + each, 0)) / all
  const square = (weight * pastSquare + today.reduce((sum, each) => sum + each ** 2, 0)) / all
  return { mean, deviation: Math.sqrt(Math.max(square - mean ** 2, (mean * 0.1) ** 2)) }
}

const aim = 0.8
/** Where past bands held fewer than four in five, the next are wider; where they held nearly all, narrower. */
export function widthOf(past: Pick<Past, 'called' | 'inside'>): number {
  if (past.called < 20) return 1
  const share = past.inside / past.called
  return share < aim ? Math.min(3, 1 + (aim - share) * 3) : share > 0.92 ? 0.8 : 1
}

const fourInFive = 1.28
const round = (minutes: number): number => Math.round(minutes * 10) / 10

/**
 * Rule QU-11: the wait of whoever has `ahead` people before them, and the band in which four of five waits should fall:
 * each window takes its share of those ahead, and is half through with the one it has. Where none is open yet, it begins when
 * the next session does.
 */
export function estimate(ahead: number, windows: { readonly open: number; readonly free: number; readonly opensIn?: number }, service: Service, width = 1): Estimate {
  const open = Math.max(1, windows.open)
  const rank = Math.max(0, ahead + 1 - windows.free)
  if (rank === 0) return { minutes: 0, low: 0, high: Math.max(1, round(service.mean / 2)) }
  const minutes = ((rank - 0.5) * service.mean) / open
  const spread = (fourInFive * width * Math.sqrt(rank) * service.deviation) / open + 0.5
  return later({ minutes: round(minutes), low: round(Math.max(0, minutes - spread)), high: round(minutes + spread) }, windows.opensIn ?? 0)
}

/** The same wait, so many minutes later. */
export const later = (wait: Estimate, minutes: number): Estimate => ({ minutes: round(wait.minutes + minutes), low: round(wait.low + minutes), high: round(wait.high + minutes) })

/** Minutes until the next session of the day begins; 0 within one, and where none is to come. */
export function opensIn(hours: readonly { readonly from: number; readonly to: number }[], minute: number): number {
  if (hours.some(({ from, to }) => minute >= from && minute < to)) return 0
  const next = hours.filter(({ from }) => from > minute).map(({ from }) => from)
  return next.length === 0 ? 0 : Math.min(...next) - minute
}

export const isInside = (waited: number, said: { readonly saidLow: number; readonly saidHigh: number }): boolean => waited >= said.saidLow && waited <= said.saidHigh

/** Rule QU-14: helpers are for lines that are worked at: in their hours, or where a window is open. */
export const isWorkedAt = (hours: readonly { readonly from: number; readonly to: number }[], minute: number, openWindows: number): boolean => openWindows > 0 || hours.some(({ from, to }) => minute >= from && minute < to)

/** Rule QU-14: helpers are called when somebody waits longer than the band they were told, and the line is no short one. */
export const needsHelpers = (waits: readonly { readonly waited: number; readonly saidHigh: number }[]): number => (waits.length < 3 ? 0 : waits.filter((each) => each.waited > each.saidHigh).length)
