import { refuse, type Refusal } from '../../kernel/refusal.ts'
import type { Understanding } from './rules/draft/understanding.ts'
import type { DutyKind } from './rules/model.ts'

/** What is wrong with the filter of a duty that is bound to some facts; null where nothing is. */
export type FilterCheck = (bound: { readonly kind: DutyKind; readonly factKey: string | null; readonly where: string | null }) => string | null

let check: FilterCheck = () => null

/** Said once, where the server is put together: who keeps facts knows their fields, the reader does not. */
export const checkFiltersWith = (given: FilterCheck): void => void (check = given)

/** Rule DR-9: what a corrected duty is to count must fit the facts it is bound to. */
export function filterMisfit({ duties }: Understanding, itemId: string): Refusal | null {
  const duty = duties.find((each) => each.id === itemId)
  const fault = duty === undefined ? null : check({ kind: duty.kind, factKey: duty.settings.factKey, where: duty.settings.where ?? null })
  return fault === null ? null : refuse('reader.filter_does_not_fit', fault)
}
