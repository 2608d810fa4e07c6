import { readFileSync } from 'node:fs'
import path from 'node:path'
import { CatalogError, readDefinition } from '../../server/platform/catalog.ts'
import { projectRoot } from '../../server/platform/root.ts'
import { ReviewNumbers } from './rules/numbers.ts'

let kept: ReviewNumbers | undefined

/** catalog/review.yaml, read once; a fault in it names its line and stops whoever asks. */
export function reviewNumbers(): ReviewNumbers {
  if (kept !== undefined) return kept
  const file = 'catalog/review.yaml'
  const read = readDefinition(file, readFileSync(path.join(projectRoot(), 'catalog', 'review.yaml'), 'utf8'), ReviewNumbers)
  if ('faults' in read) throw new CatalogError(read.faults)
  kept = read.definition
  return kept
}
