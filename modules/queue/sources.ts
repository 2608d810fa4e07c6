import type { FactHolder } from '../../server/platform/facts.ts'
import { coverFact, coverOf, factKinds, factOf, factPrefix, helperFact, helperOf, ticketFact, visitFact, visitOf } from './rules/fact.ts'
import { listTicketsByDay } from './store/tickets.ts'
import { listCoverByDay, listHelpersByDay, listVisitsByDay } from './store/watch.ts'

/** Rule QU-17: where the facts of lines, visits, cover and helpers are kept. */
export const queueFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => factKinds,
  async read(read, ask, { after, limit }) {
    switch (ask.kind) {
      case ticketFact.kind:
        return (await listTicketsByDay(read, ask, after, limit)).map(({ letter, ...ticket }) => factOf(letter, ticket))
      case visitFact.kind:
        return (await listVisitsByDay(read, ask, after, limit)).map((visit) => visitOf(visit, visit.queues))
      case coverFact.kind:
        return (await listCoverByDay(read, ask, after, limit)).map(coverOf)
      case helperFact.kind:
        return (await listHelpersByDay(read, ask, after, limit)).map(helperOf)
      default:
        return []
    }
  },
}
