import type { FactKind } from '../../kernel/fact.ts'
import { readCatalog, type CatalogEntry } from '../../server/platform/catalog.ts'
import { factKinds } from '../../server/platform/facts.ts'
import { checkDefinition } from './rules/check.ts'
import { MeasureDefinition } from './rules/definition.ts'

export type MeasureEntry = Pick<CatalogEntry<MeasureDefinition>, 'file' | 'sha256' | 'definition'>

/** The reviewed files, checked against the declared kinds of facts (Rule ME-1); a fault refuses the start with file and line. */
export const readMeasures = (kinds: readonly FactKind[] = factKinds()): MeasureEntry[] => readCatalog('measures', MeasureDefinition, (definition, file) => checkDefinition(definition, file, kinds))

let entries: readonly MeasureEntry[] | null = null

/** What is counted, as it was read at the start of this process. */
export function measureEntries(): readonly MeasureEntry[] {
  entries ??= readMeasures()
  return entries
}
export const useMeasures = (read: readonly MeasureEntry[]): void => void (entries = read)
