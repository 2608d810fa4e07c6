import { RefusedError } from '../../kernel/refusal.ts'

export type Cursor = readonly (string | number)[]

/** A page's end as an opaque text: the values it was sorted by, the id last. */
export const writeCursor = (values: Cursor): string => Buffer.from(JSON.stringify(values)).toString('base64url')

export function readCursor(after: string | undefined, length: number): Cursor | undefined {
  if (after === undefined) return undefined
  try {
    const values: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === length && values.every((each) => typeof each === 'string' || typeof each === 'number')) return values
  } catch {
    // Falls through to the refusal: a cursor is ours or it is nothing.
  }
  throw new RefusedError('request.invalid', 'after')
}

/** One row more than asked for tells whether there is a next page. */
export function pageFrom<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => Cursor): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last !== undefined ? writeCursor(keyOf(last)) : null }
}
