import { isExpressionFault, readExpression, type Expression } from '../../../kernel/expression.ts'
import type { FactFieldType, FactValue } from '../../../kernel/fact.ts'
import type { FieldDefinition, RegisterDefinition } from './definition.ts'
import { factTypeOf, type FieldValue, type Values } from './values.ts'

export type Says = RegisterDefinition['name']

/** A definition with its expressions and patterns ready to run. */
export type Compiled = {
  readonly byKey: ReadonlyMap<string, FieldDefinition>
  readonly when: ReadonlyMap<string, Expression>
  readonly checks: readonly { readonly expression: Expression; readonly says: Says }[]
  readonly patterns: ReadonlyMap<string, RegExp>
}

/** The fields an expression may read, as the language sees them. */
export const expressionFields = (fields: readonly FieldDefinition[]): Record<string, FactFieldType> => Object.fromEntries(fields.map((field) => [field.key, factTypeOf(field)]))

function must(text: string, fields: readonly FieldDefinition[]): Expression {
  const read = readExpression(text, expressionFields(fields))
  // Definitions are checked when they are loaded (Rule RG-1), so this is a fault of ours.
  if (isExpressionFault(read)) throw new Error(`${text}: ${read.fault}`)
  return read
}

const known = new WeakMap<RegisterDefinition, Compiled>()

export function compiled(definition: RegisterDefinition): Compiled {
  const before = known.get(definition)
  if (before !== undefined) return before
  const { fields } = definition
  const made: Compiled = {
    byKey: new Map(fields.map((field) => [field.key, field])),
    when: new Map(fields.flatMap((field, at) => (field.when === undefined ? [] : [[field.key, must(field.when, fields.slice(0, at))] as const]))),
    checks: definition.checks.map((check) => ({ expression: must(check.expr, fields), says: check.says })),
    patterns: new Map(fields.flatMap((field) => (field.pattern === undefined ? [] : [[field.key, new RegExp(field.pattern.regex, 'u')] as const]))),
  }
  known.set(definition, made)
  return made
}

/** One value as facts and expressions see it: people as their number, other lists as 'a,b'. */
export function factValue(field: FieldDefinition, value: FieldValue | undefined): FactValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'object') return field.type === 'people' ? value.length : value.length === 0 ? null : value.join(',')
  return value
}

export const factValues = (fields: readonly FieldDefinition[], values: Values): Record<string, FactValue> =>
  Object.fromEntries(fields.map((field) => [field.key, factValue(field, values[field.key])]))

/** Whether a field is asked for, given what stands before it. */
export function isAsked(definition: RegisterDefinition, field: FieldDefinition, values: Values): boolean {
  const { when, byKey } = compiled(definition)
  const expression = when.get(field.key)
  if (expression === undefined) return true
  return expression.evaluate(Object.fromEntries(expression.fields.flatMap((key) => {
    const read = byKey.get(key)
    return read === undefined ? [] : [[key, factValue(read, values[key])]]
  }))) === true
}
