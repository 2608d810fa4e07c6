import type { FactFieldType, FactValue } from './fact.ts'

/**
 * The small typed language of definition files (registers, measures): fields, numbers, 'texts', true, false, null,
 * `+ - * /`, `== != < <= > >=`, `in [a, b]`, `and or not`, `min(a, b)`, `max(a, b)`, `if(test, a, b)`, parentheses.
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

/** What is wrong and at which character (counted from 1). */
export type ExpressionFault = { readonly fault: string; readonly at: number }

/** Reads an expression against the fields it may use; every wrong name and type is found here, not when it runs. */
export function readExpression(text: string, fields: Readonly<Record<string, FactFieldType>>): Expression | ExpressionFault {
  void fields
  return { fault: `not read: ${text}`, at: 1 }
}

export const isExpressionFault = (value: Expression | ExpressionFault): value is ExpressionFault => 'fault' in value
