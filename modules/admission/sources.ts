import { endOfDay, shanghaiDate, startOfDay } from '../../kernel/instant.ts'
import type { FactHolder } from '../../server/platform/facts.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { factOf, factPrefix, slipKind } from './rules/fact.ts'
import type { SlipKind } from './rules/slip.ts'
import * as store from './store/slips.ts'

/** Rule AD-9: where the facts of kind 'admission.slip' are kept. */
export const admissionFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => [slipKind],
  async read(read, ask, page) {
    const after = page.after === null ? null : { from: startOfDay(page.after.on), to: endOfDay(page.after.on), id: page.after.id }
    return (await store.listByDay(read, { institutionId: ask.institutionId, from: startOfDay(ask.from), to: endOfDay(ask.to) }, after, page.limit)).map(factOf)
  },
}

/** The use of the services: every slip is one of the centre, those for surgery or special treatment of their public list as well. */
export const admissionUses = async (read: ReadTx, institutionId: string, kinds: readonly SlipKind[], from: string, to: string): Promise<{ at: string; title: string; link: string }[]> =>
  (await store.listMade(read, institutionId, kinds, from, to)).map((row) => ({ at: row.madeAt, title: `入院登记 ${shanghaiDate(row.madeAt)}`, link: `/admission/slips/${institutionId}/${row.id}` }))
