import { diffDays } from '../../../kernel/calendar.ts'
import { dayReach, dayTable, type DayTable, type DayWay } from './day-table.ts'
import type { Problem } from './problem.ts'

export type Chosen = { readonly day: number; readonly set: number; readonly way: DayWay }
export type Found = { readonly trips: number; readonly waiting: number; readonly chosen: readonly Chosen[] }
/** `proven` false: the search was cut short, and a better way may exist. */
export type Search<T> = { readonly found: T | null; readonly proven: boolean }

/** So many steps among days before the search says that it is cut short. */
const mostSteps = 400_000

const sizeOf = (problem: Problem): number => (1 << problem.exams.length) - 1

/** Whole days between examinations of different days: [first][then] on days a < b. */
function mayFollow(problem: Problem, chosen: readonly Chosen[], day: number, set: number): boolean {
  for (const earlier of chosen) {
    const apart = diffDays(problem.days[earlier.day] ?? '', problem.days[day] ?? '')
    for (let first = 0; first < problem.exams.length; first += 1) {
      if ((earlier.set & (1 << first)) === 0) continue
      for (let second = 0; second < problem.exams.length; second += 1) {
        if ((set & (1 << second)) !== 0 && (problem.apart[first]?.[second] ?? 0) > apart) return false
      }
    }
  }
  return true
}

/** From each day on, the fewest days for each set if days did not mind each other: never more than the truth. */
function fewestFrom(tables: readonly DayTable[], full: number): Uint8Array[] {
  const none = 255
  const last = new Uint8Array(full + 1).fill(none)
  last[0] = 0
  const rows: Uint8Array[] = [last]
  for (let day = tables.length - 1; day >= 0; day -= 1) {
    const after = rows[0] as Uint8Array
    const row = Uint8Array.from(after)
    const table = tables[day] ?? []
    for (let set = 1; set <= full; set += 1) {
      let best = row[set] ?? none
      for (let part = set; part > 0 && best > 1; part = (part - 1) & set) {
        if (table[part] !== undefined) best = Math.min(best, 1 + (after[set ^ part] ?? none))
      }
      row[set] = best
    }
    rows.unshift(row)
  }
  return rows
}

/** From each day on, the least waiting for each set in at most so many days, by the same easing. */
function leastWaiting(tables: readonly DayTable[], full: number, trips: number): Float64Array[][] {
  const levels: Float64Array[][] = []
  for (let most = 0; most <= trips; most += 1) {
    const last = new Float64Array(full + 1).fill(Infinity)
    last[0] = 0
    const rows: Float64Array[] = [last]
    for (let day = tables.length - 1; day >= 0; day -= 1) {
      const row = Float64Array.from(rows[0] as Float64Array)
      const fewer = levels[most - 1]?.[day + 1]
      const table = tables[day] ?? []
      for (let set = 1; set <= full; set += 1) {
        if (fewer === undefined) break
        let best = row[set] ?? Infinity
        for (let part = set; part > 0; part = (part - 1) & set) {
          const way = table[part]
          if (way !== undefined && way.waiting < best) best = Math.min(best, way.waiting + (fewer[set ^ part] ?? Infinity))
        }
        row[set] = best
      }
      rows.unshift(row)
    }
    levels.push(rows)
  }
  return levels
}

/** By day and set: whether the set is part of one that leaves no more than the other days can take; too many rather than too few. */
export function servingSets(problem: Problem, trips: number): Uint8Array[] {
  const full = sizeOf(problem)
  const reach = problem.days.map((_, day) => dayReach(problem, day))
  const after = fewestFrom(reach, full)
  const before = fewestFrom(reach.toReversed(), full).toReversed()
  return reach.map((table, day) => {
    const serves = new Uint8Array(full + 1)
    for (let set = 1; set <= full; set += 1) {
      if (table[set] === undefined) continue
      const rest = full ^ set
      let fewest = 255
      for (let part = rest; fewest > trips - 1; part = (part - 1) & rest) {
        fewest = Math.min(fewest, (after[day + 1]?.[part] ?? 255) + (before[day]?.[rest ^ part] ?? 255))
        if (part === 0) break
      }
      if (fewest <= trips - 1) serves[set] = 1
    }
    for (let set = full; set > 0; set -= 1) if (serves[set] === 1) for (let bit = 1; bit <= full; bit <<= 1) serves[set & ~bit] = 1
    return serves
  })
}

/** Rule XM-6: the fewest days on which everything can be done; null where no number of days is enough. */
export function fewestTrips(problem: Problem): Search<{ readonly trips: number; /** Of some plan with as few days: the best waits no longer. */ readonly waiting: number }> {
  const full = sizeOf(problem)
  const tables = problem.days.map((_, day) => dayReach(problem, day))
  const fewest = fewestFrom(tables, full)
  const floor = fewest[0]?.[full] ?? 255
  if (floor === 255) return { found: null, proven: true }
  let steps = 0
  let waiting = 0
  const dive = (day: number, rest: number, left: number, chosen: readonly Chosen[]): boolean => {
    if (rest === 0) {
      waiting = chosen.reduce((sum, each) => sum + each.way.waiting, 0)
      return true
    }
    if (day >= tables.length || (fewest[day]?.[rest] ?? 255) > left || (steps += 1) > mostSteps) return false
    for (let part = rest; part > 0; part = (part - 1) & rest) {
      const way = tables[day]?.[part]
      if (way === undefined || (fewest[day + 1]?.[rest ^ part] ?? 255) > left - 1 || !mayFollow(problem, chosen, day, part)) continue
      if (dive(day + 1, rest ^ part, left - 1, [...chosen, { day, set: part, way }])) return true
    }
    return dive(day + 1, rest, left, chosen)
  }
  for (let trips = floor; trips <= problem.exams.length; trips += 1) {
    if (dive(0, full, trips, [])) return { found: { trips, waiting }, proven: steps <= mostSteps }
    if (steps > mostSteps) return { found: null, proven: false }
  }
  return { found: null, proven: true }
}

/** In so many days the way with the least waiting, and of those the one that is over first; none that waits longer than `mostWaiting`. */
export function leastWaitingIn(problem: Problem, trips: number, mostWaiting: number, serving: readonly Uint8Array[] = servingSets(problem, trips)): Search<Found> {
  const full = sizeOf(problem)
  const tables = problem.days.map((_, day) => dayTable(problem, day, mostWaiting, serving[day] ?? null))
  const least = leastWaiting(tables, full, trips)
  let best: { waiting: number; lastDay: number; finish: number; chosen: readonly Chosen[] } | null = null
  let steps = 0
  const isHopeless = (waiting: number, day: number): boolean => waiting > mostWaiting || (best !== null && (waiting > best.waiting || (waiting === best.waiting && day > best.lastDay)))
  const dive = (day: number, rest: number, left: number, waiting: number, chosen: readonly Chosen[]): void => {
    if (rest === 0) {
      const last = chosen.at(-1) as Chosen
      if (best === null || waiting < best.waiting || (waiting === best.waiting && (last.day < best.lastDay || (last.day === best.lastDay && last.way.finish < best.finish)))) {
        best = { waiting, lastDay: last.day, finish: last.way.finish, chosen }
      }
      return
    }
    if (day >= tables.length || left === 0 || (steps += 1) > mostSteps || isHopeless(waiting + (least[left]?.[day]?.[rest] ?? Infinity), day)) return
    for (let part = rest; part > 0; part = (part - 1) & rest) {
      const way = tables[day]?.[part]
      if (way === undefined || isHopeless(waiting + way.waiting + (least[left - 1]?.[day + 1]?.[rest ^ part] ?? Infinity), day) || !mayFollow(problem, chosen, day, part)) continue
      dive(day + 1, rest ^ part, left - 1, waiting + way.waiting, [...chosen, { day, set: part, way }])
    }
    dive(day + 1, rest, left, waiting, chosen)
  }
  dive(0, full, trips, 0, [])
  const found = best as { waiting: number; chosen: readonly Chosen[] } | null
  return { found: found === null ? null : { trips: found.chosen.length, waiting: found.waiting, chosen: found.chosen }, proven: steps <= mostSteps }
}
