import { isExpressionFault, readExpression, type ExpressionFault } from './expression.ts'
import { cutTokens, type Token } from './expression-tokens.ts'
import type { FactFieldType } from './fact.ts'

/**
 * A filter says which facts count: a small condition in the language of definitions (Rule EX-6, docs/rules/measure.md).
 * It is nothing but conditions joined by `and`, so that it can be said in words, edited in a form and judged by the
 * database: `kind == 'a'`, `kind in ['a', 'b']`, `has(kinds, 'a', 'b')`, `examined == true`, `places >= 5`.
 */
export type Condition =
  | { readonly field: string; readonly sign: 'is'; readonly values: readonly (string | number | boolean)[] }
  | { readonly field: string; readonly sign: 'has'; readonly values: readonly string[] }
  | { readonly field: string; readonly sign: '>=' | '<=' | '>' | '<'; readonly values: readonly [number] }

export type FilterFieldType = 'choice' | 'choices' | 'boolean' | 'number'

/** A field that a filter may ask about. */
export type FilterField = {
  readonly key: string
  readonly zh: string
  readonly en: string
  readonly type: FilterFieldType
  /** For choice and choices. */
  readonly options: readonly { readonly value: string; readonly zh: string; readonly en: string }[]
  readonly unit: { readonly zh: string; readonly en: string } | null
}

const orders = ['>=', '<=', '>', '<'] as const

class Unfit extends Error {
  readonly at: number
  constructor(reason: string, at: number) {
    super(reason)
    this.at = at
  }
}

/** Cuts a filter into its conditions; what is more than that is a fault with its place. */
export function readConditions(text: string): Condition[] | ExpressionFault {
  const tokens = cutTokens(text)
  if ('fault' in tokens) return tokens
  const reader = new ConditionReader(tokens)
  try {
    return reader.all()
  } catch (error) {
    if (error instanceof Unfit) return { fault: error.message, at: error.at }
    throw error
  }
}

class ConditionReader {
  private position = 0
  private readonly tokens: readonly Token[]
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  all(): Condition[] {
    const found = [this.one()]
    while (this.is('and')) found.push(this.one())
    const { kind, text, at } = this.next()
    if (kind !== 'end') throw new Unfit(`a filter is conditions joined by 'and'; '${text}' is not expected here`, at)
    return found
  }

  private next(): Token {
    const token = this.tokens[this.position++]
    if (token === undefined) throw new Error('a filter was read past its end')
    return token
  }

  private is(text: string): boolean {
    const token = this.tokens[this.position]
    if (token === undefined || token.kind === 'text' || token.text !== text) return false
    this.position += 1
    return true
  }

  private must(text: string): void {
    const at = this.tokens[this.position]?.at ?? 0
    if (!this.is(text)) throw new Unfit(`'${text}' is expected here`, at)
  }

  private one(): Condition {
    const name = this.next()
    if (name.kind !== 'name') throw new Unfit('a condition begins with a field', name.at)
    if (name.text === 'has') {
      this.must('(')
      const field = this.next()
      if (field.kind !== 'name') throw new Unfit("'has' begins with a field", field.at)
      this.must(',')
      const values = this.values().map(({ value, at }) => {
        if (typeof value !== 'string') throw new Unfit("'has' names choices as texts", at)
        return value
      })
      this.must(')')
      return { field: field.text, sign: 'has', values }
    }
    return this.compared(name.text)
  }

  private compared(field: string): Condition {
    const sign = this.next()
    if (sign.kind === 'sign' && sign.text === '==') return { field, sign: 'is', values: [this.value().value] }
    if (sign.kind === 'name' && sign.text === 'in') {
      this.must('[')
      const values = this.values().map(({ value }) => value)
      this.must(']')
      return { field, sign: 'is', values }
    }
    const order = orders.find((each) => sign.kind === 'sign' && each === sign.text)
    if (order === undefined) throw new Unfit("a condition is ==, in, has, >=, <=, > or <", sign.at)
    const { value, at } = this.value()
    if (typeof value !== 'number') throw new Unfit(`'${order}' needs a number`, at)
    return { field, sign: order, values: [value] }
  }

  private values(): { value: string | number | boolean; at: number }[] {
    const found = [this.value()]
    while (this.is(',')) found.push(this.value())
    return found
  }

  private value(): { value: string | number | boolean; at: number } {
    const { kind, text, at } = this.next()
    if (kind === 'text') return { value: text, at }
    if (kind === 'number') return { value: Number(text), at }
    if (kind === 'name' && (text === 'true' || text === 'false')) return { value: text === 'true', at }
    throw new Unfit('a value is a text in quotes, a number, true or false', at)
  }
}

const factTypes: Readonly<Record<FilterFieldType, FactFieldType>> = { choice: 'text', choices: 'text', boolean: 'boolean', number: 'number' }

/** What is wrong with a filter over these fields; null where nothing is. */
export function filterFault(text: string, fields: readonly FilterField[]): string | null {
  const conditions = readConditions(text)
  if ('fault' in conditions) return `${conditions.fault} (at character ${conditions.at})`
  const read = readExpression(text, Object.fromEntries(fields.map((field) => [field.key, factTypes[field.type]])))
  if (isExpressionFault(read)) return `${read.fault} (at character ${read.at})`
  for (const condition of conditions) {
    const field = fields.find((each) => each.key === condition.field)
    const fault = field === undefined ? null : conditionFault(condition, field)
    if (fault !== null) return fault
  }
  const twice = conditions.find((each, at) => conditions.findIndex((other) => other.field === each.field && other.sign === each.sign) !== at)
  return twice === undefined ? null : `'${twice.field}' is asked about twice`
}

function conditionFault({ sign, values }: Condition, field: FilterField): string | null {
  if (field.type === 'choices' && sign !== 'has') return `'${field.key}' takes several choices: write has(${field.key}, '…')`
  if (field.type !== 'choices' && sign === 'has') return `'${field.key}' is not one of several choices; 'has' does not fit`
  if (field.type !== 'choice' && field.type !== 'choices') return null
  const unknown = values.find((value) => !field.options.some((option) => option.value === value))
  return unknown === undefined ? null : `'${field.key}' has no choice '${unknown}'; there are: ${field.options.map((option) => option.value).join(', ')}`
}

const literal = (value: string | number | boolean): string => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value))

function write({ field, sign, values }: Condition): string {
  if (sign === 'has') return `has(${[field, ...values.map(literal)].join(', ')})`
  if (sign !== 'is') return `${field} ${sign} ${values[0]}`
  const [first] = values
  return values.length === 1 && first !== undefined ? `${field} == ${literal(first)}` : `${field} in [${values.map(literal).join(', ')}]`
}

/** Conditions as a filter's text; null where there are none. */
export const writeFilter = (conditions: readonly Condition[]): string | null => (conditions.length === 0 ? null : conditions.map(write).join(' and '))

const bounds = { '>=': { zh: '不少于', en: 'at least' }, '<=': { zh: '不多于', en: 'at most' }, '>': { zh: '多于', en: 'more than' }, '<': { zh: '少于', en: 'less than' } } as const
const yes = (value: unknown) => (value === true ? { zh: '“是”', en: 'yes' } : { zh: '“否”', en: 'no' })

function sayOne(condition: Condition, fields: readonly FilterField[]): { zh: string; en: string } {
  const { sign, values } = condition
  const field = fields.find((each) => each.key === condition.field)
  const label = field ?? { zh: condition.field, en: condition.field }
  if (sign !== 'is' && sign !== 'has') return { zh: `${label.zh}${bounds[sign].zh}${values[0]}${field?.unit?.zh ?? ''}`, en: `${label.en} ${bounds[sign].en} ${values[0]}${field?.unit === null || field === undefined ? '' : ` ${field.unit.en}`}` }
  const words = values.map((value) => (typeof value === 'boolean' ? yes(value) : (field?.options.find((option) => option.value === value) ?? { zh: String(value), en: String(value) })))
  return { zh: `${label.zh}${sign === 'has' ? '包括' : '为'}${words.map((each) => each.zh).join('或')}`, en: `${label.en} ${sign === 'has' ? 'includes' : 'is'} ${words.map((each) => each.en).join(' or ')}` }
}

/** A filter in plain words, for whoever reads a duty: "整治内容为无证行医". A text that is no filter is said as it is. */
export function sayFilter(text: string, fields: readonly FilterField[]): { zh: string; en: string } {
  const conditions = readConditions(text)
  if ('fault' in conditions) return { zh: text, en: text }
  const said = conditions.map((each) => sayOne(each, fields))
  return { zh: said.map((each) => each.zh).join('，且'), en: said.map((each) => each.en).join(' and ') }
}
