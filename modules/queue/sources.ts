import type { FactHolder } from '../../server/platform/facts.ts'
import { coverFact, coverOf, episodeFact, episodeOf, factKinds, factOf, factPrefix, helperFact, helperOf, postFact, postOf, ticketFact, visitFact, visitOf } from './rules/fact.ts'
import { listEpisodes } from './store/episodes.ts'
import { listPostDays } from './store/posts.ts'
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
      case postFact.kind:
        return (await listPostDays(read, ask, after, limit)).map(postOf)
      case episodeFact.kind:
        return (await listEpisodes(read, ask, after, limit)).map(episodeOf)
      default:
        return []
    }
  },
}
