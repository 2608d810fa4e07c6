import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { canonical } from '../../server/platform/audit.ts'
import { CatalogError, readDefinition } from '../../server/platform/catalog.ts'
import { projectRoot } from '../../server/platform/root.ts'
import { checkTriage, triageShape, type TriageGuide } from './rules/triage.ts'

const file = 'catalog/triage.yaml'

/** What a signature holds: any change of the guide, of a word or a department, makes another version. */
export const versionOf = (guide: TriageGuide): string => createHash('sha256').update(canonical(guide)).digest('hex')

/** The guide as it stands in its file; one with faults refuses the start, each fault with its line. */
export function loadGuide(): TriageGuide {
  const read = readDefinition(file, readFileSync(path.join(projectRoot(), 'catalog', 'triage.yaml'), 'utf8'), triageShape)
  if ('faults' in read) throw new CatalogError(read.faults)
  const faults = checkTriage(read.definition)
  if (faults.length > 0) throw new CatalogError(faults.map((each) => ({ file, line: read.lineOf(each.path), reason: each.reason })))
  return read.definition
}
