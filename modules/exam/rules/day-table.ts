import type { Option, Place, Problem } from './problem.ts'

/** A way to do some of the examinations on one day, one after the other. */
export type DayWay = { readonly waiting: number; readonly finish: number; readonly places: readonly Place[] }

type Step = { readonly option: Option; readonly at: number; readonly before: Step | null }
/** `ready` is by option: when it could begin at the earliest. */
type Label = { readonly end: number; readonly busy: number; readonly ready: Float64Array; readonly step: Step }
/** By set of examinations (one bit each): the best way of the day, or undefined. */
export type DayTable = readonly (DayWay | undefined)[]

/** The first start that is not before `ready`; -1 where none is. */
function earliest(option: Option, ready: number): number {
  let low = 0
  let high = option.starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((option.starts[middle] ?? 0) < ready) low = middle + 1
    else high = middle
  }
  return low < option.starts.length ? low : -1
}

/**
 * Rule XM-6: for an order of examinations and a first start, taking each of the others as early as it may begin is best:
 * all that stands between two is a least time, never a most. So only orders and first starts are searched, and of two ways
 * to the same set the one that is nowhere later makes the other one needless. `isPartOf` leaves out sets of no use.
 */
export function dayTable(problem: Problem, day: number, mostWaiting: number, isPartOf: Uint8Array | null = null): DayTable {
  const options = problem.options[day] ?? []
  const best: (DayWay | undefined)[] = Array.from({ length: 1 << problem.exams.length }, () => undefined)
  for (const option of options) {
    if (isPartOf?.[1 << option.exam] === 0) continue
    for (let at = 0; at < option.starts.length; at += 1) spread(problem, options, { mostWaiting, isPartOf }, best, first(problem, options, option, at))
  }
  return best
}

/** Which sets can be done on the day at all: only the earliest start of each first examination has to be tried. */
export function dayReach(problem: Problem, day: number): DayTable {
  const options = problem.options[day] ?? []
  const best: (DayWay | undefined)[] = Array.from({ length: 1 << problem.exams.length }, () => undefined)
  for (const option of options) spread(problem, options, { mostWaiting: Infinity, isPartOf: null }, best, first(problem, options, option, 0))
  return best
}

function first(problem: Problem, options: readonly Option[], option: Option, at: number): Label {
  return extend(problem, options, { end: 0, busy: 0, ready: new Float64Array(options.length), step: null }, option, at)
}

function extend(problem: Problem, options: readonly Option[], label: Omit<Label, 'step'> & { readonly step: Step | null }, option: Option, at: number): Label {
  const end = (option.starts[at] ?? 0) + option.minutes
  const ready = new Float64Array(options.length)
  const lags = problem.minutes[option.exam] ?? []
  const walks = problem.walk[option.clinic] ?? []
  for (let other = 0; other < options.length; other += 1) {
    const next = options[other] as Option
    const from = end + Math.max(lags[next.exam] ?? 0, walks[next.clinic] ?? 0)
    ready[other] = Math.max(label.ready[other] ?? 0, from)
  }
  return { end, busy: label.busy + option.minutes, ready, step: { option, at, before: label.step } }
}

type Bounds = { readonly mostWaiting: number; /** By set: whether it is part of one that serves a plan; null where all do. */ readonly isPartOf: Uint8Array | null }

/** All ways that begin with this label, by set; the best of each set is kept in `best`. */
function spread(problem: Problem, options: readonly Option[], { mostWaiting, isPartOf }: Bounds, best: (DayWay | undefined)[], begin: Label): void {
  const begun = begin.end - begin.busy
  const labels = new Map<number, Label[]>([[1 << begin.step.option.exam, [begin]]])
  // A set is always a smaller number than what grows from it.
  for (let set = 1; set < best.length; set += 1) {
    const own = labels.get(set)
    if (own === undefined) continue
    for (const label of own) {
      keep(best, set, label, label.end - begun - label.busy)
      for (let next = 0; next < options.length; next += 1) {
        const option = options[next] as Option
        if ((set & (1 << option.exam)) !== 0 || isPartOf?.[set | (1 << option.exam)] === 0) continue
        const at = earliest(option, label.ready[next] ?? 0)
        if (at < 0) continue
        const grown = extend(problem, options, label, option, at)
        if (grown.end - begun - grown.busy > mostWaiting) continue
        const target = set | (1 << option.exam)
        const there = labels.get(target)
        if (there === undefined) labels.set(target, [grown])
        else insert(there, grown, options, target)
      }
    }
  }
}

function insert(there: Label[], grown: Label, options: readonly Option[], set: number): void {
  for (const each of there) if (isNowhereLater(each, grown, options, set)) return
  for (let at = there.length - 1; at >= 0; at -= 1) if (isNowhereLater(grown, there[at] as Label, options, set)) there.splice(at, 1)
  there.push(grown)
}

function isNowhereLater(a: Label, b: Label, options: readonly Option[], set: number): boolean {
  if (a.end > b.end || a.end - a.busy > b.end - b.busy) return false
  for (let at = 0; at < options.length; at += 1) {
    if ((set & (1 << (options[at] as Option).exam)) === 0 && (a.ready[at] ?? 0) > (b.ready[at] ?? 0)) return false
  }
  return true
}

function keep(best: (DayWay | undefined)[], set: number, label: Label, waiting: number): void {
  const known = best[set]
  if (known !== undefined && (known.waiting < waiting || (known.waiting === waiting && known.finish <= label.end))) return
  best[set] = lazily(label, waiting)
}

/** Most ways are never looked at: their places are put together when somebody does. */
function lazily(label: Label, waiting: number): DayWay {
  return {
    waiting,
    finish: label.end,
    get places() {
      const places: Place[] = []
      for (let step: Step | null = label.step; step !== null; step = step.before) {
        const place = step.option.places[step.at] as Place
        places.unshift({ ...place, end: place.start + step.option.minutes })
      }
      return places
    },
  }
}
