/** The one place that asks the machine for the time; everybody else is given it. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock for tests and demonstrations that stands still until it is moved. */
export function fixedClock(startIso: string): Clock & { set(iso: string): void; advance(ms: number): void } {
  let at = Date.parse(startIso)
  return {
    now: () => new Date(at),
    set: (iso) => {
      at = Date.parse(iso)
    },
    advance: (ms) => {
      at += ms
    },
  }
}

const shanghai = 8 * 3_600_000

/** Today's date in Asia/Shanghai, which has had no daylight saving time since 1991. */
export const shanghaiToday = (now: Date): string => new Date(now.getTime() + shanghai).toISOString().slice(0, 10)
