import { RefusedError } from '../../kernel/refusal.ts'
import { factKinds } from '../../server/platform/facts.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { readCounting, type Measure } from './rules/counting.ts'
import { MeasureDefinition } from './rules/definition.ts'
import { periodOf, type Period } from './rules/periods.ts'
import { reachable, versionFor } from './rules/versions.ts'
import { listVersions, loadDefinition, type VersionRow } from './store/definitions.ts'

export type LiveMeasure = Measure & { readonly since: string; readonly readyAt: string | null }
/** Every measure that is shown, with those of its versions some period is computed by, oldest first. */
export type Live = ReadonlyMap<string, readonly LiveMeasure[]>

/** Definitions with their expressions read, by what never changes about them; shared by every database of this process. */
const read = new Map<string, Measure>()

/** What is counted and shown, as the database has it: a process that loads data alone counts the same as the server. */
export async function liveMeasures(tx: ReadTx): Promise<Live> {
  const live = new Map<string, LiveMeasure[]>()
  for (const [key, versions] of Map.groupBy(await listVersions(tx), (row) => row.key)) {
    const readable: LiveMeasure[] = []
    for (const row of versions) {
      const measure = await measureOf(tx, row)
      if (measure !== null) readable.push({ ...measure, since: row.since, readyAt: row.readyAt })
    }
    if (readable.length > 0) live.set(key, reachable(readable))
  }
  return live
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
