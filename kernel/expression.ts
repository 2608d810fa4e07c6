import { cutTokens, type ExpressionFault, type Token } from './expression-tokens.ts'
import type { FactFieldType, FactValue } from './fact.ts'

/**
 * The small typed language of definition files (registers, measures): fields, numbers, 'texts', true, false, null,
 * `+ - * /`, `== != < <= > >=`, `in [a, b]`, `and or not`, `min(a, b)`, `max(a, b)`, `if(test, a, b)`, `has(several, 'a', 'b')`,
 * parentheses.
 * No loop, no call outwards: a definition cannot hang or reach anything. Dates compare as texts 'YYYY-MM-DD'.
 */
export type ExpressionType = FactFieldType | 'null'

export type Expression = {
  readonly text: string
  readonly type: ExpressionType
  /** The fields it reads. */
  readonly fields: readonly string[]
  /** A missing field is null. Arithmetic on null, division by zero and comparison with null (but == and !=) give null. */
  evaluate(values: Readonly<Record<string, FactValue>>): FactValue
}

export type { ExpressionFault }

export const isExpressionFault = (value: Expression | ExpressionFault): value is ExpressionFault => 'fault' in value

type Values = Readonly<Record<string, FactValue>>
type Part = { readonly type: ExpressionType; readonly at: number; readonly run: (values: Values) => FactValue }

/** Rule EX-4: nobody writes longer or deeper ones by hand, and the bounds keep reading and evaluation from running out of stack. */
const longest = 2000
const deepest = 60

class Fault extends Error {
  readonly at: number
  constructor(reason: string, at: number) {
    super(reason)
    this.at = at
  }
}

/**
 * Rules EX-1, EX-2 (docs/rules/measure.md): reads an expression against the fields it may use; every wrong name and type
 * is found here, not when it runs.
 */
export function readExpression(text: string, fields: Readonly<Record<string, FactFieldType>>): Expression | ExpressionFault {
  if (text.length > longest) return { fault: `an expression has at most ${longest} characters`, at: longest + 1 }
  const tokens = cutTokens(text)
  if ('fault' in tokens) return tokens
  const reader = new Reader(tokens, fields)
  try {
    const { type, run } = reader.whole()
    return { text, type, fields: [...reader.used], evaluate: run }
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message, at: error.at }
    throw error
  }
}

const named: Readonly<Record<ExpressionType, string>> = { number: 'a number', text: 'a text', boolean: 'true or false', date: 'a date', null: 'null' }
const isText = (type: ExpressionType) => type === 'text' || type === 'date'
/** Whether two types may be compared or stand for one another; dates are texts here, null fits everything. */
const fits = (a: ExpressionType, b: ExpressionType) => a === b || a === 'null' || b === 'null' || (isText(a) && isText(b))
/** The type of "either this or that". */
const either = (a: ExpressionType, b: ExpressionType): ExpressionType => (a === 'null' ? b : b === 'null' || a === b ? a : 'text')

/** Rule EX-3: what no number can be is null. */
const number = (value: number): number | null => (Number.isFinite(value) ? value : null)
const arithmetic: Readonly<Record<string, (a: number, b: number) => number | null>> = {
  '+': (a, b) => number(a + b),
  '-': (a, b) => number(a - b),
  '*': (a, b) => number(a * b),
  '/': (a, b) => (b === 0 ? null : number(a / b)),
}
const order: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b,
}
const isNumber = (value: FactValue): value is number => typeof value === 'number'
const isOrdered = (a: FactValue, b: FactValue) => (isNumber(a) && isNumber(b)) || (typeof a === 'string' && typeof b === 'string')

/** Rule EX-4: a field whose value is not of its declared type counts as missing, so that nothing throws later. */
function fieldValue(values: Values, name: string, type: FactFieldType): FactValue {
  if (!Object.hasOwn(values, name)) return null
  const value = values[name] ?? null
  const wanted = type === 'date' ? 'string' : type === 'text' ? 'string' : type
  return typeof value === wanted && (!isNumber(value) || Number.isFinite(value)) ? value : null
}

/** Recursive descent: or, and, not, comparison, sum, product, minus, and what stands by itself. */
class Reader {
  readonly used = new Set<string>()
  private position = 0
  private depth = 0
  private readonly tokens: readonly Token[]
  private readonly fields: Readonly<Record<string, FactFieldType>>

  constructor(tokens: readonly Token[], fields: Readonly<Record<string, FactFieldType>>) {
    this.tokens = tokens
    this.fields = fields
  }

  whole(): Part {
    const part = this.condition()
    const { kind, text, at } = this.next
    if (kind !== 'end') throw new Fault(`'${text}' is not expected here`, at)
    return part
  }

  private get next(): Token {
    const token = this.tokens[this.position]
    if (token === undefined) throw new Error('an expression was read past its end')
    return token
  }

  /** Takes the next piece if it is this sign or word. */
  private takes(...texts: readonly string[]): Token | null {
    const { kind, text } = this.next
    if ((kind !== 'sign' && kind !== 'name') || !texts.includes(text)) return null
    return this.tokens[this.position++] ?? null
  }

  private must(text: string): void {
    if (this.takes(text) === null) throw new Fault(`'${text}' is expected before ${this.next.kind === 'end' ? 'the end' : `'${this.next.text}'`}`, this.next.at)
  }

  private mustBe(part: Part, type: ExpressionType, where: string): void {
    if (!fits(part.type, type)) throw new Fault(`${where} needs ${named[type]}, this is ${named[part.type]}`, part.at)
  }

  private condition(): Part {
    if (++this.depth > deepest) throw new Fault(`parentheses are more than ${deepest} deep`, this.next.at)
    const part = this.joined('or', () => this.joined('and', () => this.not()))
    this.depth -= 1
    return part
  }

  /** Three-valued: `false and null` is false, `true or null` is true, otherwise what is unknown stays null. */
  private joined(word: 'and' | 'or', read: () => Part): Part {
    let left = read()
    while (this.takes(word) !== null) {
      const [a, b] = [left, read()]
      for (const side of [a, b]) this.mustBe(side, 'boolean', `'${word}'`)
      const decides = word === 'or'
      left = { type: 'boolean', at: a.at, run: (values) => {
        const [x, y] = [a.run(values), b.run(values)]
        return x === decides || y === decides ? decides : x === null || y === null ? null : !decides
      } }
    }
    return left
  }

  private not(): Part {
    let token = this.takes('not')
    if (token === null) return this.comparison()
    const { at } = token
    let turns = 1
    for (token = this.takes('not'); token !== null; token = this.takes('not')) turns += 1
    const part = this.comparison()
    this.mustBe(part, 'boolean', "'not'")
    return { type: 'boolean', at, run: (values) => {
      const value = part.run(values)
      return value === null ? null : turns % 2 === 1 ? value !== true : value
    } }
  }

  private comparison(): Part {
    const left = this.sum()
    const sign = this.takes('==', '!=', '<', '<=', '>', '>=', 'in')
    if (sign === null) return left
    const part = sign.text === 'in' ? this.among(left) : this.compared(left, sign, this.sum())
    const again = this.takes('==', '!=', '<', '<=', '>', '>=', 'in')
    if (again !== null) throw new Fault("comparisons are joined with 'and'", again.at)
    return part
  }

  private compared(left: Part, sign: Token, right: Part): Part {
    const at = left.at
    if (!fits(left.type, right.type)) throw new Fault(`${named[left.type]} is never compared with ${named[right.type]}`, sign.at)
    if (sign.text === '==') return { type: 'boolean', at, run: (values) => left.run(values) === right.run(values) }
    if (sign.text === '!=') return { type: 'boolean', at, run: (values) => left.run(values) !== right.run(values) }
    const holds = order[sign.text]
    if (holds === undefined) throw new Fault(`'${sign.text}' is not a comparison`, sign.at)
    for (const side of [left, right]) if (side.type === 'boolean') throw new Fault(`true and false have no order; '${sign.text}' needs numbers, texts or dates`, side.at)
    return { type: 'boolean', at, run: (values) => {
      const [a, b] = [left.run(values), right.run(values)]
      return a === null || b === null || !isOrdered(a, b) ? null : holds(a as string | number, b as string | number)
    } }
  }

  private among(left: Part): Part {
    this.must('[')
    const parts: Part[] = []
    do {
      const part = this.sum()
      if (!fits(left.type, part.type)) throw new Fault(`${named[left.type]} is never found among ${named[part.type]}`, part.at)
      parts.push(part)
    } while (this.takes(',') !== null)
    this.must(']')
    return { type: 'boolean', at: left.at, run: (values) => {
      const value = left.run(values)
      return value === null ? null : parts.some((each) => each.run(values) === value)
    } }
  }

  private sum(): Part {
    return this.calculated(['+', '-'], () => this.calculated(['*', '/'], () => this.minus()))
  }

  private calculated(signs: readonly string[], read: () => Part): Part {
    let left = read()
    for (let sign = this.takes(...signs); sign !== null; sign = this.takes(...signs)) {
      const [a, b] = [left, read()]
      for (const side of [a, b]) this.mustBe(side, 'number', `'${sign.text}'`)
      left = { type: 'number', at: a.at, run: this.ofTwo(a, b, arithmetic[sign.text] ?? (() => null)) }
    }
    return left
  }

  private ofTwo(a: Part, b: Part, give: (a: number, b: number) => number | null) {
    return (values: Values): FactValue => {
      const [x, y] = [a.run(values), b.run(values)]
      return isNumber(x) && isNumber(y) ? give(x, y) : null
    }
  }

  private minus(): Part {
    let turns = 0
    const at = this.next.at
    while (this.takes('-') !== null) turns += 1
    const part = this.single()
    if (turns === 0) return part
    this.mustBe(part, 'number', "'-'")
    return { type: 'number', at, run: (values) => {
      const value = part.run(values)
      return isNumber(value) ? (turns % 2 === 1 ? 0 - value : value) : null
    } }
  }

  private single(): Part {
    const token = this.next
    this.position += 1
    const { kind, text, at } = token
    if (kind === 'number') return { type: 'number', at, run: () => Number(text) }
    if (kind === 'text') return { type: 'text', at, run: () => text }
    if (kind === 'sign' && text === '(') {
      const part = this.condition()
      this.must(')')
      return { ...part, at }
    }
    if (kind === 'name') return this.word(text, at)
    throw new Fault(kind === 'end' ? 'the expression ends too early' : `'${text}' is not expected here`, at)
  }

  private word(text: string, at: number): Part {
    if (text === 'true' || text === 'false') return { type: 'boolean', at, run: () => text === 'true' }
    if (text === 'null') return { type: 'null', at, run: () => null }
    if (this.takes('(') !== null) return this.call(text, at)
    const type = Object.hasOwn(this.fields, text) ? this.fields[text] : undefined
    if (type === undefined) throw new Fault(`'${text}' is not a field here; there are: ${Object.keys(this.fields).join(', ') || '(none)'}`, at)
    this.used.add(text)
    return { type, at, run: (values) => fieldValue(values, text, type) }
  }

  private call(name: string, at: number): Part {
    const parts = [this.condition()]
    while (this.takes(',') !== null) parts.push(this.condition())
    this.must(')')
    const [a, b, c, more] = parts
    if ((name === 'min' || name === 'max') && a !== undefined && b !== undefined && c === undefined) {
      for (const side of [a, b]) this.mustBe(side, 'number', `'${name}'`)
      return { type: 'number', at, run: this.ofTwo(a, b, name === 'min' ? Math.min : Math.max) }
    }
    if (name === 'if' && a !== undefined && b !== undefined && c !== undefined && more === undefined) {
      this.mustBe(a, 'boolean', "the test of 'if'")
      if (!fits(b.type, c.type)) throw new Fault(`both sides of 'if' are of one type, these are ${named[b.type]} and ${named[c.type]}`, c.at)
      // A test that is unknown is not fulfilled.
      return { type: either(b.type, c.type), at, run: (values) => (a.run(values) === true ? b : c).run(values) }
    }
    // Rule EX-5: several choices stand in one text, 'a,b'; one that is empty is unknown.
    if (name === 'has' && a !== undefined && b !== undefined) {
      for (const side of parts) this.mustBe(side, 'text', "'has'")
      return { type: 'boolean', at, run: (values) => {
        const several = a.run(values)
        return typeof several === 'string' ? parts.slice(1).some((each) => several.split(',').some((one) => one === each.run(values))) : null
      } }
    }
    if (name === 'min' || name === 'max' || name === 'if' || name === 'has') throw new Fault(`'${name}' takes ${name === 'if' ? 3 : name === 'has' ? 'two or more' : 2} values, these are ${parts.length}`, at)
    throw new Fault(`'${name}' is not known; there are min, max, if and has`, at)
  }
}
