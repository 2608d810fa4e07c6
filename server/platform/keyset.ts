import { RefusedError } from '../../kernel/refusal.ts'

/** A place in a list ordered by instant and id: what `after` holds and `next` hands out. */
export type Place = { readonly at: string; readonly id: string }

const shape = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\|([0-9a-f-]{36})$/

export function placeOf(after: string | undefined): Place | undefined {
  if (after === undefined) return undefined
  const [, at, id] = shape.exec(after) ?? []
  if (at === undefined || id === undefined) throw new RefusedError('request.invalid', 'after')
  return { at, id }
}

/** Cuts one row too many off and says where the next page begins. */
export function pageBy<Row>(rows: readonly Row[], limit: number, placed: (row: Row) => Place): { rows: Row[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  if (rows.length <= limit || last === undefined) return { rows: page, next: null }
  const { at, id } = placed(last)
  return { rows: page, next: `${at}|${id}` }
}
