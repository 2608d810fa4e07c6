import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { canonical } from '../../server/platform/audit.ts'
import { CatalogError, readCatalog, type CatalogEntry } from '../../server/platform/catalog.ts'
import { projectRoot } from '../../server/platform/root.ts'
import { MeasureDefinition } from '../measure/rules/definition.ts'
import { RegisterDefinition } from '../register/rules/definition.ts'
import { faultsOf, ReportForm, type Known } from './rules/definition.ts'

/** A form of this release. Its hash is that of what it says, not of how the file is written. */
export type Form = ReportForm & { readonly sha256: string }

export type Catalogue = { readonly forms: ReadonlyMap<string, Form>; readonly measures: ReadonlyMap<string, MeasureDefinition>; readonly registers: ReadonlyMap<string, RegisterDefinition> }

const knownIn = (measures: readonly MeasureDefinition[], registers: readonly RegisterDefinition[]): Known => ({
  measures: new Set(measures.map((each) => each.key)),
  registers: new Map(registers.map((each) => [each.key, { numbers: new Set(each.fields.filter((field) => !field.personal && (field.type === 'number' || field.type === 'people')).map((field) => field.key)), fields: new Set(each.fields.filter((field) => !field.personal).map((field) => field.key)) }])),
})

/** Rule RP-1: the reviewed forms, checked against the measures and registers they name; a fault refuses the start with file and line. */
export function readForms(): Catalogue {
  const measures = readCatalog('measures', MeasureDefinition).map((each) => each.definition)
  const registers = readCatalog('registers', RegisterDefinition).map((each) => each.definition)
  const known = knownIn(measures, registers)
  const entries = readCatalog('reports', ReportForm, (form) => faultsOf(form, known))
  const keys = new Set(entries.map((each) => each.definition.key))
  const faults = entries.flatMap((entry) => [...twice(entry, entries), ...unknownSource(entry, keys)])
  if (faults.length > 0) throw new CatalogError(faults)
  return {
    forms: new Map(entries.map(({ definition }) => [definition.key, { ...definition, sha256: createHash('sha256').update(canonical(definition)).digest('hex') }])),
    measures: new Map(measures.map((each) => [each.key, each])),
    registers: new Map(registers.map((each) => [each.key, each])),
  }
}

const twice = (entry: CatalogEntry<ReportForm>, all: readonly CatalogEntry<ReportForm>[]) =>
  all.some((other) => other !== entry && other.definition.key === entry.definition.key) ? [{ file: entry.file, line: entry.lineOf(['key']), reason: `'${entry.definition.key}' is the key of two forms` }] : []

const unknownSource = (entry: CatalogEntry<ReportForm>, keys: ReadonlySet<string>) =>
  entry.definition.of !== undefined && !keys.has(entry.definition.of) ? [{ file: entry.file, line: entry.lineOf(['of']), reason: `there is no form '${entry.definition.of}'` }] : []

let read: Catalogue | undefined
/** Read once; a fault stops whoever asks first, which is the start of the server. */
export const reportCatalogue = (): Catalogue => (read ??= readForms())

export const formOf = (key: string | null): Form | undefined => (key === null ? undefined : reportCatalogue().forms.get(key))
export const formKeys = (): string[] => [...reportCatalogue().forms.keys()]

let version: string | undefined
/** The release that prints and bundles. */
export const softwareVersion = (): string => (version ??= (JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version)
