import type { FactHolder } from '../../server/platform/facts.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { factOf, factPrefix, orderKind } from './rules/order.ts'
import * as store from './store.ts'

/** Rule XM-14: where the facts of kind 'exam.order' are kept. */
export const examFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => [orderKind],
  async read(read, ask, page) {
    const orders = await store.listByDay(read, ask, page.after, page.limit)
    const items = await store.itemsOf(read, ask.institutionId, orders.map((order) => order.id))
    return orders.map((order) => factOf(order, items.get(order.id) ?? []))
  },
}

/** The use of the service 'exam-booking': each order that was planned. */
export const examUses = async (read: ReadTx, institutionId: string, from: string, to: string): Promise<{ at: string; title: string; link: string }[]> =>
  (await store.listPlanned(read, institutionId, from, to)).map((row) => ({ at: row.plannedAt ?? from, title: `检查单 ${row.exams.length} 项`, link: `/exams/${institutionId}/${row.id}` }))
