import type { FactHolder } from '../../server/platform/facts.ts'
import { factKinds, factPrefix, slotsFact, slotsKind, visitFact, visitKind } from './rules/fact.ts'
import { portalFact, portalKind } from './rules/portal-use.ts'
import { portalInOrder } from './store/portal-use.ts'
import { listTold, toldInOrder } from './store/facts.ts'

/** Rules BK-60 and BK-61: where the facts of bookings and of places are kept: as they were told, so that counting anew finds what was counted. */
export const bookingFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => [...factKinds, portalKind],
  async read(read, ask, { after, limit }) {
    if (ask.kind === visitKind.kind) return (await listTold(read, ask, after, limit)).map(({ root, told }) => visitFact(root, told))
    if (ask.kind === portalKind.kind) return (await portalInOrder(read, ask, after, limit)).map(portalFact)
    return ask.kind === slotsKind.kind ? (await toldInOrder(read, ask, after, limit)).map(slotsFact) : []
  },
}
