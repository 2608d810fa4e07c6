import { createHash } from 'node:crypto'
import type { FactKind } from '../../kernel/fact.ts'
import { CatalogError, readCatalog, type CatalogEntry } from '../../server/platform/catalog.ts'
import { factKinds } from '../../server/platform/facts.ts'
import { changesOfNothing, checkDefinition } from './rules/check.ts'
import { MeasureDefinition, SetDefinition } from './rules/definition.ts'
import { setsNamed } from './rules/sets.ts'

export type MeasureEntry = Pick<CatalogEntry<MeasureDefinition>, 'file' | 'sha256' | 'definition'>

/** The reviewed files, checked against the declared kinds of facts (Rule ME-1); a fault refuses the start with file and line. */
export function readMeasures(kinds: readonly FactKind[] = factKinds()): MeasureEntry[] {
  const sets = readCatalog('sets', SetDefinition, (set, file) => (file.endsWith(`/${set.key}.yaml`) ? [] : [{ path: ['key'], reason: `the file is not named '${set.key}.yaml'` }])).map((each) => each.definition)
  const read = readCatalog('measures', MeasureDefinition, (definition, file) => checkDefinition(withSets(definition, sets), file, kinds))
  const entries = read.map((entry) => ({ ...entry, definition: withSets(entry.definition, sets), sha256: shaWith(entry, sets) }))
  const faults = changesOfNothing(entries.map((each) => each.definition)).map(({ key, reason }) => {
    const entry = entries.find((each) => each.definition.key === key)
    return { file: entry?.file ?? 'catalog/measures', line: entry?.lineOf(['of']) ?? 1, reason }
  })
  if (faults.length > 0) throw new CatalogError(faults)
  return entries
}

/** Rule ME-32: a definition is kept with the sets it leaves out, so that a changed set makes a new version of it. */
function withSets(definition: MeasureDefinition, sets: readonly SetDefinition[]): MeasureDefinition {
  const named = setsNamed(definition)
  return named.length === 0 ? definition : { ...definition, sets: sets.filter((set) => named.includes(set.key)) }
}

function shaWith({ sha256, definition }: CatalogEntry<MeasureDefinition>, sets: readonly SetDefinition[]): string {
  const named = withSets(definition, sets).sets
  return named === undefined ? sha256 : createHash('sha256').update(`${sha256} ${JSON.stringify(named)}`).digest('hex')
}

let entries: readonly MeasureEntry[] | null = null

/** What is counted, as it was read at the start of this process. */
export function measureEntries(): readonly MeasureEntry[] {
  entries ??= readMeasures()
  return entries
}
export const useMeasures = (read: readonly MeasureEntry[]): void => void (entries = read)
