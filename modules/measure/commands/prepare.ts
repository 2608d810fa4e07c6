import type { Act } from '../../../server/platform/act.ts'
import { listInstitutions } from '../../directory/public.ts'
import { measureEntries, readMeasures, useMeasures, type MeasureEntry } from '../catalog.ts'
import { countJob, spreadJob } from '../jobs.ts'
import { bringBack, insertVersion, listNewest, listProgress, listVersions, retire } from '../store/definitions.ts'

/**
 * What every start makes sure of: the definitions are read and checked (a fault refuses the start), a changed one is a new
 * version (Rule ME-2), one whose file is gone is retired, and what lacks counters is derived by a job.
 */
export async function prepareMeasures(act: Act, entries: readonly MeasureEntry[] = readMeasures()): Promise<void> {
  useMeasures(entries)
  const newest = new Map((await listNewest(act.tx)).map((row) => [row.key, row]))
  for (const { definition, sha256 } of entries) {
    const known = newest.get(definition.key)
    if (known?.retired === true) await bringBack(act.tx, definition.key)
    if (known?.sha256 === sha256) continue
    await insertVersion(act.tx, { key: definition.key, version: (known?.version ?? 0) + 1, sha256, definition, validFrom: definition.validFrom, since: act.now.toISOString() })
  }
  const kept = new Set(entries.map((each) => each.definition.key))
  const gone = [...newest.values()].filter((row) => !row.retired && !kept.has(row.key)).map((row) => row.key)
  // Every other server reads all of them anew after a change: a start that changes nothing is none.
  if (gone.length > 0) await retire(act.tx, gone, act.now.toISOString())
  await countWhatIsMissing(act)
  await spreadJob.enqueue(act.tx, {}, { key: 'measure.spread' })
}

/** Asks for the counters of versions that are not ready, and of bodies that came into view since (reopened ones). */
export async function countWhatIsMissing(act: Act): Promise<number> {
  const bodies = (await listInstitutions(act.tx, { regionPrefix: '', withCommissions: true })).map((each) => each.id)
  let asked = 0
  for (const { key, version, readyAt } of await listVersions(act.tx)) {
    const done = new Set((await listProgress(act.tx, { key, version })).map((row) => row.institutionId))
    if (readyAt !== null && bodies.every((id) => done.has(id))) continue
    await countJob.enqueue(act.tx, { key, version }, { key: `measure.count:${key}:${version}` })
    asked += 1
  }
  return asked
}

/** What a duty can be bound to: the measures of this release. */
export const measureNames = () => measureEntries().map(({ definition }) => ({ key: definition.key, zh: definition.name.zh, en: definition.name.en, live: true }))
