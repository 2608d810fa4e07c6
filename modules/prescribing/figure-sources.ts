import type { FactHolder } from '../../server/platform/facts.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { figurePrefix, monthFact, monthKind, publicFact, publicKind } from './rules/figure-fact.ts'
import { purchaseFact, purchaseKind, purchasePrefix } from './rules/purchase-fact.ts'
import { closedMonths, publicItemsOf } from './store/figure-facts.ts'
import { publicItems, publishedAround, type PublicItem } from './store/published.ts'
import { linesByDay } from './store/purchases.ts'

/** Rule PR-73: where bought lines are kept as facts. */
export const purchaseFacts: FactHolder = {
  prefix: purchasePrefix,
  kinds: () => [purchaseKind],
  async read(read, ask, page) {
    return (await linesByDay(read, ask, page.after, page.limit)).map(purchaseFact)
  },
}

/** Rules PR-63 and PR-76: closed months and what was made public. */
export const figureFacts: FactHolder = {
  prefix: figurePrefix,
  kinds: () => [monthKind, publicKind],
  async read(read, ask, page) {
    if (ask.kind === monthKind.kind) return (await closedMonths(read, ask, page.after, page.limit)).map((row) => monthFact(row, row))
    return (await publicItemsOf(read, ask, page.after, page.limit)).map((row) => publicFact(row, row.item, row))
  },
}

const isItem = (key: string): key is PublicItem => publicItems.some((each) => each === key)
export const figureItems = publicItems

/** Rule PR-76: when drug use, or the ranking of departments, was made public, as far as each duty is judged by it. */
export async function figuresPublished(read: ReadTx, institutionId: string, questions: readonly { readonly periodId: string; readonly key: string; readonly dueAt: string }[]): Promise<Map<string, readonly string[]>> {
  const answers = await Promise.all(questions.map(async ({ periodId, key, dueAt }) => [periodId, isItem(key) ? await publishedAround(read, institutionId, key, dueAt) : []] as const))
  return new Map(answers)
}
