import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { CatalogError, readCatalog, readDefinition, type CatalogEntry, type CatalogFault } from '../../server/platform/catalog.ts'
import { projectRoot } from '../../server/platform/root.ts'
import { comparators, units } from '../measure/rules/names.ts'
import { readRegisters } from '../register/public.ts'
import { filterFields } from '../register/rules/filters.ts'
import { TemplateDefinition } from './rules/definition.ts'
import { faultsOf, type FieldsOf } from './rules/check.ts'
import { LiveNames, nameAll, OfferedNames, PlannedNames, type Named } from './rules/names.ts'

/** Of other modules' definitions only what a name needs; each is checked whole by its own module. */
const Keyed = z.looseObject({ key: z.string(), name: z.object({ zh: z.string(), en: z.string() }), does: z.object({ zh: z.string() }) })
const Measured = Keyed.extend({ unit: z.enum(units), target: z.object({ comparator: z.enum(comparators), value: z.number() }).optional() })

export type Catalog = { readonly templates: readonly CatalogEntry<TemplateDefinition>[]; readonly names: ReadonlyMap<string, Named>; /** What entries of a register of this release can be filtered by. */ readonly fieldsOf: FieldsOf; readonly live: ReadonlySet<string>; readonly proofs: readonly z.output<typeof LiveNames>['names'][number][] }

/** Reads the templates and everything their duties may be bound to; every fault of every file at once. */
export function readTemplates(): Catalog {
  const file = 'catalog/live.yaml'
  const live = readDefinition(file, readFileSync(path.join(projectRoot(), file), 'utf8'), LiveNames)
  if ('faults' in live) throw new CatalogError(live.faults)
  const proved = new Set(live.definition.names.map((each) => each.name))
  const registers = readRegisters().map((each) => each.definition)
  const fields = new Map(registers.map((definition) => [definition.key, filterFields(definition)]))
  const fieldsOf: FieldsOf = (key) => fields.get(key) ?? []
  const planned = readCatalog('planned', PlannedNames)
  const { names, twice } = nameAll({
    registers,
    measures: readCatalog('measures', Measured).map((each) => each.definition),
    reports: readCatalog('reports', Keyed).map((each) => each.definition),
    offered: readCatalog('services', OfferedNames).map((each) => each.definition),
    planned: planned.map((each) => each.definition),
    live: proved,
  })
  const faults: CatalogFault[] = twice.map((name) => ({ file: planned.find((each) => each.definition.names.some((one) => one.name === name))?.file ?? 'catalog', line: 1, reason: `'${name}' is named twice: what exists is no longer planned` }))
  live.definition.names.forEach((each, at) => {
    if (names.get(each.name)?.step === null) return
    faults.push({ file, line: live.lineOf(['names', at, 'name']), reason: `'${each.name}' cannot be live: nothing of this release is called so` })
  })
  if (faults.length > 0) throw new CatalogError(faults)
  const known = new Set(names.keys())
  return { templates: readCatalog('plans', TemplateDefinition, (template) => faultsOf(template, known, fieldsOf)), names, fieldsOf, live: proved, proofs: live.definition.names }
}

let loaded: Catalog | undefined

/** Read once; a fault stops whoever asks first, which is the start of the server. */
export const templateCatalog = (): Catalog => (loaded ??= readTemplates())
