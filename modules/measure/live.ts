import { RefusedError } from '../../kernel/refusal.ts'
import { factKinds, timesDeclared } from '../../server/platform/facts.ts'
import type { Act, Platform } from '../../server/platform/act.ts'
import { send, type ReadTx } from '../../server/platform/database.ts'
import { kindsOf, readCounting, type Measure } from './rules/counting.ts'
import { MeasureDefinition } from './rules/definition.ts'
import { periodOf, type Period } from './rules/periods.ts'
import { reachable, versionFor } from './rules/versions.ts'
import { holdStamp, isChanging, loadDefinition, stampOf, versionsNow, type VersionRow } from './store/definitions.ts'

export type LiveMeasure = Measure & { readonly since: string; readonly readyAt: string | null }
/** Every measure that is shown, with those of its versions some period is computed by, oldest first. */
export type Live = ReadonlyMap<string, readonly LiveMeasure[]>

/** Definitions with their expressions read, by what never changes about them; shared by every database of this process. */
const read = new Map<string, Measure>()

type Seen = { readonly stamp: string; readonly live: Live }

/** What was made of the versions under one stamp and of the kinds of facts there are. Whoever changes a definition moves the stamp, so nothing here is ever wrong, only unused. */
const byStamp = new Map<string, Live>()
const mostStamps = 20
/** What a transaction goes by: counting a fact and ruling on it ask alike. */
const seenBy = new WeakMap<object, Seen>()
/** What a server counted by last. */
const lately = new WeakMap<Platform, Seen>()

const placeOf = (stamp: string): string => `${stamp} ${timesDeclared()}`

/** What is counted and shown, as the database has it: a process that loads data alone counts the same as the server. */
export async function liveMeasures(tx: ReadTx): Promise<Live> {
  // Nobody but this transaction sees what it changes, and it may change more.
  if (isChanging(tx)) return (await readLive(tx)).live
  const own = seenBy.get(tx)
  if (own !== undefined) return own.live
  const stamp = await stampOf(tx)
  const known = stamp === null ? undefined : byStamp.get(placeOf(stamp))
  const seen = stamp === null || known === undefined ? await readLive(tx) : { stamp, live: known }
  if (seen.stamp !== null) seenBy.set(tx, { stamp: seen.stamp, live: seen.live })
  return seen.live
}

/** The same for counting: what this server counted by last is taken for granted, and `holdLive` asks whether it still stands. */
export async function liveForCounting({ platform, tx }: Act): Promise<Live> {
  const last = lately.get(platform)
  if (last !== undefined && last.live === byStamp.get(placeOf(last.stamp)) && !isChanging(tx) && !seenBy.has(tx)) seenBy.set(tx, last)
  // What this transaction went by before may be known to be stale by now: only what was read anew is for the next one.
  const reads = !seenBy.has(tx)
  const live = await liveMeasures(tx)
  const seen = seenBy.get(tx)
  if (reads && seen !== undefined) lately.set(platform, seen)
  return live
}

/** Rule ME-35: sent once the turn is had: where a definition changed since, the transaction fails and is tried again by the new one. */
export function holdLive({ platform, tx }: Act): void {
  const seen = isChanging(tx) ? undefined : seenBy.get(tx)
  if (seen === undefined) return
  // A second memory of the same stamp is as old as this one.
  const forget = (): void => {
    if (lately.get(platform)?.stamp === seen.stamp) lately.delete(platform)
  }
  const holds = holdStamp(tx, seen.stamp).then(
    (same) => (same ? undefined : forget()),
    (error: unknown) => {
      forget()
      throw error
    },
  )
  send(tx, holds)
}

async function readLive(tx: ReadTx): Promise<{ stamp: string | null; live: Live }> {
  const { stamp, rows } = await versionsNow(tx)
  const live = new Map<string, readonly LiveMeasure[]>()
  for (const [key, versions] of Map.groupBy(rows, (row) => row.key)) {
    const readable: LiveMeasure[] = []
    for (const row of versions) {
      const measure = await measureOf(tx, row)
      if (measure !== null) readable.push({ ...measure, since: row.since, readyAt: row.readyAt })
    }
    if (readable.length > 0) live.set(key, reachable(readable))
  }
  if (stamp !== null) {
    if (byStamp.size >= mostStamps) byStamp.clear()
    byStamp.set(placeOf(stamp), live)
  }
  return { stamp, live }
}

/** Of all measures those that count facts of a kind, and the kinds that say who is away; made once for what is live. */
export type ByKind = { readonly all: readonly LiveMeasure[]; readonly counting: ReadonlyMap<string, readonly LiveMeasure[]>; readonly leaves: ReadonlySet<string> }
const kinds = new WeakMap<Live, ByKind>()

export function byKind(live: Live): ByKind {
  const known = kinds.get(live)
  if (known !== undefined) return known
  const all = [...live.values()].flat()
  const counting = new Map<string, LiveMeasure[]>()
  for (const measure of all) for (const kind of kindsOf(measure.counting)) counting.set(kind, [...(counting.get(kind) ?? []), measure])
  const made = { all, counting, leaves: new Set(all.flatMap((each) => (each.counting.shape === 'coverage' && each.counting.leave !== null ? [each.counting.leave] : []))) }
  kinds.set(live, made)
  return made
}

/** Null for an older version that today's kinds of facts no longer fit: then the next version speaks for its periods. */
async function measureOf(tx: ReadTx, row: VersionRow): Promise<Measure | null> {
  const at = `${row.key} ${row.version} ${row.sha256}`
  const known = read.get(at)
  if (known !== undefined) return known
  const parsed = MeasureDefinition.safeParse((await loadDefinition(tx, row.key, row.version))?.definition)
  if (!parsed.success) return null
  const counting = readCounting(parsed.data, factKinds())
  if ('faults' in counting) return null
  const measure: Measure = { key: row.key, version: row.version, validFrom: row.validFrom, sha256: row.sha256, definition: parsed.data, counting }
  read.set(at, measure)
  return measure
}

/** The version a period is computed by; undefined for an unknown measure. */
export const measureFor = (live: Live, key: string, lastDay: string): LiveMeasure | undefined => versionFor(live.get(key) ?? [], lastDay)

/** The period of a measure that holds a day, and the version it is computed by. */
export function measureAsked(live: Live, key: string, on: string): { measure: LiveMeasure; period: Period } {
  const newest = live.get(key)?.at(-1)
  if (newest === undefined) throw new RefusedError('measure.unknown', key)
  const period = periodOf(newest.definition.period, on)
  return { period, measure: measureFor(live, key, period.to) ?? newest }
}

/** The shape whose sums are read: of a change that of the measure it is about. */
export const countedShape = (live: Live, definition: MeasureDefinition): MeasureDefinition['shape'] => (definition.shape === 'change' ? (live.get(definition.of)?.at(-1)?.definition.shape ?? 'change') : definition.shape)

/** The measure whose facts decide a value: of a change the one it is about, by the version of the period. */
export const countedMeasure = (live: Live, measure: LiveMeasure, lastDay: string): LiveMeasure => (measure.definition.shape === 'change' ? (measureFor(live, measure.definition.of, lastDay) ?? measure) : measure)
