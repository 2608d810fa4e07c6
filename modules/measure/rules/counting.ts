import { isExpressionFault, readExpression, type Expression, type ExpressionType } from '../../../kernel/expression.ts'
import type { Fact, FactFieldType, FactKind } from '../../../kernel/fact.ts'
import { amountOf, one, type Amount } from './amount.ts'
import type { FactSum, MeasureDefinition } from './definition.ts'
import { readSets } from './sets.ts'
import type { Version } from './versions.ts'

/** A reason why a definition cannot be used, and where it stands in it. */
export type DefinitionFault = { readonly path: readonly PropertyKey[]; readonly reason: string }

/** Which facts count, and what each is worth. */
type Part = { readonly kind: string; worth(fact: Fact): Amount | null }
type Counters = { readonly shape: 'ratio' | 'sum'; readonly numerator: Part; readonly denominator: Part | null }
type Units = { readonly shape: 'coverage' | 'accumulation'; readonly part: Part; readonly unitOf: 'staff' | 'department'; readonly leave: string | null }
type State = { readonly shape: 'state'; readonly value: Part; readonly outOf: Part | null }
/** Nothing is counted for a change: it is computed from the counters of the measure it is about. */
type Compared = { readonly shape: 'change' }
export type Counting = Counters | Units | State | Compared

/** A version of a definition with its expressions read. */
export type Measure = Version & { readonly key: string; readonly sha256: string; readonly definition: MeasureDefinition; readonly counting: Counting }

const defaultLeave = 'register.staff-leave'
const leaveFields: Readonly<Record<string, FactFieldType>> = { from_on: 'date', to_on: 'date' }

/** Every kind of fact whose facts count. */
export function kindsOf(counting: Counting): ReadonlySet<string> {
  switch (counting.shape) {
    case 'ratio':
    case 'sum':
      return new Set([counting.numerator.kind, ...(counting.denominator === null ? [] : [counting.denominator.kind])])
    case 'coverage':
    case 'accumulation':
      return new Set([counting.part.kind])
    case 'state':
      return new Set([counting.value.kind])
    case 'change':
      return new Set()
  }
}

/**
 * Rule ME-1: a definition is read against the declared kinds of facts; an unknown kind or field, or an expression of the
 * wrong type, is a fault with its place.
 */
export function readCounting(definition: MeasureDefinition, kinds: readonly FactKind[]): Counting | { readonly faults: readonly DefinitionFault[] } {
  const faults: DefinitionFault[] = []
  const part = (sum: FactSum, at: { readonly sum: readonly PropertyKey[]; readonly add?: string }): Part => {
    const kind = kinds.find((each) => each.kind === sum.of)
    if (kind === undefined) {
      faults.push({ path: [...at.sum, 'of'], reason: `there is no kind of fact '${sum.of}'` })
      return { kind: sum.of, worth: () => null }
    }
    const where = expression(sum.where, 'boolean', kind.fields, [...at.sum, 'where'], faults)
    const add = expression(sum.add, 'number', kind.fields, [...at.sum, at.add ?? 'add'], faults)
    const leaves = readSets(sum, definition.sets ?? [], kind, at.sum, faults)
    return {
      kind: kind.kind,
      worth: (fact) => {
        const worth = fact.kind === kind.kind ? worthOf(fact, where, add) : null
        return worth === null ? null : leaves(fact, worth)
      },
    }
  }
  const counting = shaped(definition, part, kinds, faults)
  return faults.length > 0 ? { faults } : counting
}

function shaped(definition: MeasureDefinition, part: (sum: FactSum, at: { sum: readonly PropertyKey[]; add?: string }) => Part, kinds: readonly FactKind[], faults: DefinitionFault[]): Counting {
  switch (definition.shape) {
    case 'ratio':
      return { shape: 'ratio', numerator: part(definition.numerator, { sum: ['numerator'] }), denominator: part(definition.denominator, { sum: ['denominator'] }) }
    case 'sum':
      return { shape: 'sum', numerator: part(definition.numerator, { sum: ['numerator'] }), denominator: null }
    case 'state': {
      const { of, where, value, outOf } = definition
      return { shape: 'state', value: part({ of, where, add: value }, { sum: [], add: 'value' }), outOf: outOf === undefined ? null : part({ of, where, add: outOf }, { sum: [], add: 'outOf' }) }
    }
    case 'coverage':
      return { shape: 'coverage', part: part({ of: definition.of, where: definition.where }, { sum: [] }), unitOf: definition.unitOf, leave: leaveOf(definition, kinds, faults) }
    case 'accumulation':
      return { shape: 'accumulation', part: part({ of: definition.of, where: definition.where, add: definition.add }, { sum: [] }), unitOf: 'staff', leave: null }
    case 'change':
      return { shape: 'change' }
  }
}

function leaveOf(definition: Extract<MeasureDefinition, { shape: 'coverage' }>, kinds: readonly FactKind[], faults: DefinitionFault[]): string | null {
  if (definition.unitOf !== 'staff') return null
  const name = definition.leave ?? defaultLeave
  const kind = kinds.find((each) => each.kind === name)
  if (kind === undefined) {
    if (definition.leave !== undefined) faults.push({ path: ['leave'], reason: `there is no kind of fact '${name}'` })
    return null
  }
  for (const [field, type] of Object.entries(leaveFields)) if (kind.fields[field] !== type) faults.push({ path: ['leave'], reason: `facts of '${name}' have no ${type} '${field}', so they cannot say who is away` })
  return name
}

function expression(text: string | undefined, type: ExpressionType, fields: Readonly<Record<string, FactFieldType>>, path: readonly PropertyKey[], faults: DefinitionFault[]): Expression | null {
  if (text === undefined) return null
  const read = readExpression(text, fields)
  if (isExpressionFault(read)) faults.push({ path, reason: `${path.join('.')}: ${read.fault} (character ${read.at})` })
  else if (read.type !== type) faults.push({ path, reason: `${path.join('.')}: it gives ${read.type}, ${type} is needed` })
  else return read
  return null
}

/** Rule ME-4: a fact counts where the condition is true (not unknown), and adds its number, or one. */
function worthOf(fact: Fact, where: Expression | null, add: Expression | null): Amount | null {
  if (where !== null && where.evaluate(fact.fields) !== true) return null
  if (add === null) return one
  const value = add.evaluate(fact.fields)
  return typeof value === 'number' ? amountOf(value) : null
}
