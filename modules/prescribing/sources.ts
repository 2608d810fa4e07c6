import type { FactHolder } from '../../server/platform/facts.ts'
import { dayFact, factKinds, factOf, factPrefix } from './rules/fact.ts'
import { listTold } from './store/days.ts'

/** Rule PR-14: where the facts of charges and prescriptions are kept. */
export const prescribingFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => factKinds,
  async read(read, ask, { after, limit }) {
    if (ask.kind !== dayFact.kind) return []
    return (await listTold(read, ask, after, limit)).map((day) => factOf(day, day.told))
  },
}
