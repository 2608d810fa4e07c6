import type { FactKind } from '../../kernel/fact.ts'
import { CatalogError, readCatalog, type CatalogEntry } from '../../server/platform/catalog.ts'
import { factKinds } from '../../server/platform/facts.ts'
import { changesOfNothing, checkDefinition } from './rules/check.ts'
import { MeasureDefinition } from './rules/definition.ts'

export type MeasureEntry = Pick<CatalogEntry<MeasureDefinition>, 'file' | 'sha256' | 'definition'>

/** The reviewed files, checked against the declared kinds of facts (Rule ME-1); a fault refuses the start with file and line. */
export function readMeasures(kinds: readonly FactKind[] = factKinds()): MeasureEntry[] {
  const entries = readCatalog('measures', MeasureDefinition, (definition, file) => checkDefinition(definition, file, kinds))
  const faults = changesOfNothing(entries.map((each) => each.definition)).map(({ key, reason }) => {
    const entry = entries.find((each) => each.definition.key === key)
    return { file: entry?.file ?? 'catalog/measures', line: entry?.lineOf(['of']) ?? 1, reason }
  })
  if (faults.length > 0) throw new CatalogError(faults)
  return entries
}

let entries: readonly MeasureEntry[] | null = null

/** What is counted, as it was read at the start of this process. */
export function measureEntries(): readonly MeasureEntry[] {
  entries ??= readMeasures()
  return entries
}
export const useMeasures = (read: readonly MeasureEntry[]): void => void (entries = read)
