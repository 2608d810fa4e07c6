import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { DeadlineCatalog, type CatalogDeadlineRule } from '../../kernel/deadline-catalog.ts'
import { projectRoot } from './root.ts'

let loaded: readonly CatalogDeadlineRule[] | undefined

/** The reviewed rules of catalog/deadline-rules.yaml, read once; a fault in the file stops whoever asks. */
export function loadDeadlineRules(): readonly CatalogDeadlineRule[] {
  loaded ??= DeadlineCatalog.parse(parse(readFileSync(path.join(projectRoot(), 'catalog', 'deadline-rules.yaml'), 'utf8'))).rules
  return loaded
}
