import type { Hasher } from '../../../kernel/hasher.ts'
import type { ReviewNumbers } from './numbers.ts'
import type { VisitKind } from './prescription.ts'

/** One prescription or discharge record of the month, of which the sample is drawn. */
export type FrameLine = {
  readonly ref: string
  readonly kind: VisitKind
  /** '' where the hospital's system names nobody known. */
  readonly prescriber: string
  /** Holds a drug of the double ten. */
  readonly top: boolean
}
export type Part = 'outpatient' | 'inpatient' | 'double-ten'
/** `tops` are the prescribers of the double ten: ten by amount and ten by volume, each once. */
type DrawGiven = { readonly seed: string; readonly frame: readonly FrameLine[]; readonly tops: readonly string[]; readonly sample: ReviewNumbers['sample']; readonly secondShare: number }
export type DrawnItem = { readonly no: number; readonly ref: string; readonly part: Part; readonly doubleTen: boolean; readonly second: boolean }
export type Drawn = {
  readonly frameHash: string
  readonly sizes: { readonly outpatients: number; readonly discharges: number; readonly outpatientDue: number; readonly inpatientDue: number }
  /** By top prescriber: how many prescriptions the stratum has, and how many of them were taken. */
  readonly strata: readonly { readonly prescriber: string; readonly size: number; readonly taken: number }[]
  readonly items: readonly DrawnItem[]
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The frame as one text, in the order of the numbers: the same for whoever writes it down. */
export const frameText = (frame: readonly FrameLine[]): string =>
  frame
    .toSorted((a, b) => byText(a.ref, b.ref))
    .map((line) => `${line.ref}\t${line.kind}\t${line.prescriber}\t${line.top ? 1 : 0}\n`)
    .join('')

export function readFrame(text: string): FrameLine[] {
  return text.split('\n').filter((line) => line !== '').map((line) => {
    const [ref = '', kind = '', prescriber = '', top = ''] = line.split('\t')
    return { ref, kind: kind as VisitKind, prescriber, top: top === '1' }
  })
}

/**
 * Rule RV-3: prescribers stand in a frame under names of one round only, of a key that is thrown away: whoever makes the draw
 * again learns which prescriptions are of one hand, and never of whose.
 */
export function aliasesOf(hasher: Hasher, key: string): (prescriber: string) => string {
  const made = new Map<string, string>()
  return (prescriber) => {
    const known = made.get(prescriber) ?? hasher.hmac(key, prescriber).slice(0, 24)
    made.set(prescriber, known)
    return known
  }
}

/** Rule RV-2: a share of all, at least so many, never more than there are. */
export const sampleSize = (all: number, { perMille, least }: ReviewNumbers['sample']['outpatient']): number => Math.min(all, Math.max(Math.ceil((all * perMille) / 1000), least))

/**
 * Rule RV-3: a prescription's turn follows from the seed, the hash of the whole frame and its own number, and from nothing
 * else. The month's two samples are the first in turn; every stratum of a top prescriber (his prescriptions that hold a top
 * drug) is taken whole, or in its first so many, and what it has in the samples already counts.
 */
export function drawSample(hasher: Hasher, given: DrawGiven): Drawn {
  const frameHash = hasher.sha256(frameText(given.frame))
  const keyed = given.frame.map((line) => ({ line, key: hasher.hmac(given.seed, `${frameHash} ${line.ref}`) })).toSorted((a, b) => byText(a.key, b.key) || byText(a.line.ref, b.line.ref)).map((each) => each.line)
  const outpatient = keyed.filter((line) => line.kind !== 'inpatient')
  const inpatient = keyed.filter((line) => line.kind === 'inpatient')
  const due = { outpatient: sampleSize(outpatient.length, given.sample.outpatient), inpatient: sampleSize(inpatient.length, given.sample.inpatient) }
  const parts = new Map<string, Part>([...outpatient.slice(0, due.outpatient).map((line) => [line.ref, 'outpatient'] as const), ...inpatient.slice(0, due.inpatient).map((line) => [line.ref, 'inpatient'] as const)])
  const strata = new Map(given.tops.map((prescriber) => [prescriber, [] as FrameLine[]]))
  for (const line of keyed) if (line.top) strata.get(line.prescriber)?.push(line)
  const whole = [...strata.values()].reduce((sum, own) => sum + own.length, 0) <= given.sample.doubleTen.wholeUpTo
  const doubleTen = new Set<string>()
  const taken = [...strata].toSorted(([a], [b]) => byText(a, b)).map(([prescriber, own]) => {
    const drawn = whole ? own : own.slice(0, given.sample.doubleTen.perStratum)
    for (const { ref } of drawn) {
      doubleTen.add(ref)
      if (!parts.has(ref)) parts.set(ref, 'double-ten')
    }
    return { prescriber, size: own.length, taken: drawn.length }
  })
  const mixed = (word: string) => [...parts.keys()].map((ref) => ({ ref, key: hasher.hmac(given.seed, `${word} ${frameHash} ${ref}`) })).toSorted((a, b) => byText(a.key, b.key) || byText(a.ref, b.ref)).map((each) => each.ref)
  const second = new Set(mixed('second').slice(0, Math.ceil(parts.size * given.secondShare)))
  return {
    frameHash,
    sizes: { outpatients: outpatient.length, discharges: inpatient.length, outpatientDue: due.outpatient, inpatientDue: due.inpatient },
    strata: taken,
    items: mixed('order').map((ref, at) => ({ no: at + 1, ref, part: parts.get(ref) ?? 'outpatient', doubleTen: doubleTen.has(ref), second: second.has(ref) })),
  }
}

/** Rule RV-4: by turns among those who may read; whoever reads second is never who read first. */
export function assign(items: readonly DrawnItem[], readers: readonly string[]): ReadonlyMap<string, { readonly reader: string; readonly second: string | null }> {
  const count = readers.length
  return new Map(
    items.map((item, at) => {
      const first = at % count
      const step = 1 + (Math.floor(at / count) % Math.max(1, count - 1))
      return [item.ref, { reader: readers[first] ?? '', second: item.second && count > 1 ? (readers[(first + step) % count] ?? null) : null }] as const
    }),
  )
}
