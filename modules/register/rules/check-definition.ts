import type { StaffRole } from '../../../kernel/actor.ts'
import { isExpressionFault, readExpression } from '../../../kernel/expression.ts'
import { expressionFields } from './compiled.ts'
import type { FieldDefinition, FieldType, RegisterDefinition } from './definition.ts'
import { isFileField } from './values.ts'

export type DefinitionFault = { readonly path: readonly PropertyKey[]; readonly reason: string }

const filterTypes: readonly FieldType[] = ['choice', 'choices', 'boolean', 'person', 'department']
const optionTypes: readonly FieldType[] = ['choice', 'choices']
const sizedTypes: readonly FieldType[] = ['text', 'longtext', 'number', 'choices', 'people', 'file', 'picture', 'place', 'link']
const textTypes: readonly FieldType[] = ['text', 'longtext', 'place']
/** Who answers for somebody else's entry; doctors, nurses and clerks at a window write it. */
const confirmers: readonly StaffRole[] = ['department_head', 'institution_head', 'institution_clerk', 'complaint_officer', 'commission_head', 'commission_clerk', 'inspector']

const mostListed = 6

/** Rule RG-1: what a schema cannot see. Every fault names its place, so that file and line can be said. */
export function checkDefinition(definition: RegisterDefinition): DefinitionFault[] {
  return [...definition.fields.flatMap((field, at) => fieldFaults(definition, field, at)), ...namesFaults(definition), ...wholeFaults(definition), ...checksFaults(definition)]
}

function fieldFaults(definition: RegisterDefinition, field: FieldDefinition, at: number): DefinitionFault[] {
  const found: DefinitionFault[] = []
  const fault = (key: string, reason: string) => found.push({ path: ['fields', at, key], reason: `field '${field.key}': ${reason}` })
  if (definition.fields.findIndex((each) => each.key === field.key) !== at) fault('key', 'the key is used twice')
  const isChoice = optionTypes.includes(field.type)
  if (isChoice && field.options === undefined) fault('type', `'${field.type}' needs options`)
  if (!isChoice && field.options !== undefined) fault('options', `'${field.type}' takes no options`)
  for (const name of ['value', 'zh'] as const) {
    const values = (field.options ?? []).map((option) => option[name])
    const twice = values.find((value, index) => values.indexOf(value) !== index)
    if (twice !== undefined) fault('options', `the option '${twice}' stands twice`)
  }
  for (const name of ['min', 'max'] as const) if (field[name] !== undefined && !sizedTypes.includes(field.type)) fault(name, `'${field.type}' takes no ${name}`)
  if (field.min !== undefined && field.max !== undefined && field.min > field.max) fault('min', 'min is greater than max')
  if (isFileField(field) && (field.max ?? 0) > 10) fault('max', 'an entry has at most ten files')
  if (field.decimals > 0 && field.type !== 'number') fault('decimals', `'${field.type}' has no decimals`)
  if (field.to !== undefined && field.type !== 'link') fault('to', `only a link points to something`)
  if (field.filter && !filterTypes.includes(field.type)) fault('filter', `a filter is one of ${filterTypes.join(', ')}`)
  if (field.list && isFileField(field)) fault('list', 'files are not shown in a list')
  if (field.personal && (field.list || field.filter)) fault('personal', 'a personal field is neither listed nor a filter')
  if (field.personal && isFileField(field)) fault('personal', 'files are not sealed, so they cannot be personal')
  if (field.pattern !== undefined) {
    if (!textTypes.includes(field.type)) fault('pattern', `'${field.type}' takes no pattern`)
    const reason = patternFault(field.pattern.regex)
    if (reason !== null) fault('pattern', reason)
  }
  if (field.when !== undefined) found.push(...expressionFaults(field.when, definition.fields.slice(0, at), ['fields', at, 'when'], `field '${field.key}': when`))
  return found
}

function patternFault(regex: string): string | null {
  try {
    return new RegExp(regex, 'u').source === '' ? 'the pattern is empty' : null
  } catch (error) {
    return error instanceof Error ? error.message : 'the pattern cannot be read'
  }
}

/** An expression must give true or false, and what is sealed cannot decide what is seen. */
function expressionFaults(text: string, fields: readonly FieldDefinition[], path: readonly PropertyKey[], where: string): DefinitionFault[] {
  const read = readExpression(text, expressionFields(fields))
  if (isExpressionFault(read)) return [{ path, reason: `${where}: ${read.fault} (at character ${read.at})` }]
  if (read.type !== 'boolean') return [{ path, reason: `${where}: must be true or false, this is ${read.type}` }]
  const personal = read.fields.find((key) => fields.some((field) => field.key === key && field.personal))
  return personal === undefined ? [] : [{ path, reason: `${where}: reads the personal field '${personal}'` }]
}

function checksFaults(definition: RegisterDefinition): DefinitionFault[] {
  return definition.checks.flatMap((check, at) => expressionFaults(check.expr, definition.fields, ['checks', at, 'expr'], `check ${at + 1}`))
}

/** Places that name fields: title, totals, open. */
function namesFaults(definition: RegisterDefinition): DefinitionFault[] {
  const found: DefinitionFault[] = []
  const named = (path: readonly PropertyKey[], key: string, judge: (field: FieldDefinition) => string | null) => {
    const field = definition.fields.find((each) => each.key === key)
    const reason = field === undefined ? 'there is no such field' : judge(field)
    if (reason !== null) found.push({ path, reason: `${String(path[0])} names '${key}': ${reason}` })
  }
  named(['title'], definition.title, (field) => (field.personal ? 'a personal field heads nothing' : isFileField(field) ? 'a file heads nothing' : null))
  definition.totals.forEach((key, at) => named(['totals', at], key, (field) => (field.type !== 'number' || field.personal ? 'only numbers that are not personal are summed' : null)))
  definition.open?.fields.forEach((key, at) => named(['open', 'fields', at], key, (field) => (field.personal ? 'a personal field is never public' : field.type === 'signature' ? 'a signature is never public' : field.to !== undefined ? 'citizens cannot follow an address of the console' : null)))
  return found
}

function wholeFaults(definition: RegisterDefinition): DefinitionFault[] {
  const found: DefinitionFault[] = []
  const fault = (path: readonly PropertyKey[], reason: string) => found.push({ path, reason })
  const listed = definition.fields.filter((field) => field.list).length
  if (listed > mostListed) fault(['fields'], `at most six fields are shown in the list, these are ${listed}`)
  const odd = definition.confirm.find((role) => !confirmers.includes(role))
  if (odd !== undefined) fault(['confirm'], `confirm: '${odd}' answers for nobody else's entry; sensible are ${confirmers.join(', ')}`)
  const byUnits = definition.scope === 'department' || definition.scope === 'ward'
  if (definition.departments !== undefined && !byUnits) fault(['departments'], `departments: only the scopes department and ward expect entries of departments`)
  if (definition.period === 'none' && definition.expect > 0) fault(['expect'], 'expect: without a period nothing can be expected')
  if (definition.remind.length > 0 && definition.expect === 0) fault(['remind'], 'remind: where nothing is expected nobody is reminded')
  if (definition.evidence.pictures && definition.evidence.files === 'none') fault(['evidence'], 'evidence: pictures are files')
  return found
}

/** Rule RG-1: a link points to a register there is. Asked when all definitions are read. */
export const linkFaults = (definition: RegisterDefinition, known: ReadonlySet<string>): DefinitionFault[] =>
  definition.fields.flatMap((field, at) => (field.to === undefined || known.has(field.to.slice('register.'.length)) ? [] : [{ path: ['fields', at, 'to'], reason: `field '${field.key}': there is no register '${field.to.slice('register.'.length)}'` }]))
