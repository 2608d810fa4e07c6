import type { App } from '../../../server/platform/app.ts'
import { pageBy, placeOf } from '../../../server/platform/keyset.ts'
import { ownBody } from '../commands/body.ts'
import { dismissCandidate, takeCandidate } from '../commands/candidates.ts'
import { addFeed, askForFeed, changeFeed } from '../commands/feeds.ts'
import { channelContract as contract } from '../contract.ts'
import { listCandidates, loadCandidateForUpdate } from '../store/candidates.ts'
import { listFeeds, loadFeed } from '../store/feeds.ts'
import { viewCandidate, viewFeed } from '../views.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'

const feedNames = async (read: ReadTx, institutionId: string): Promise<Map<string, string>> => new Map((await listFeeds(read, institutionId)).map((feed) => [feed.id, feed.name]))

async function viewOne(act: Act, key: { institutionId: string; candidateId: string }) {
  const candidate = await loadCandidateForUpdate(act.tx, key)
  return viewCandidate(candidate, (await feedNames(act.tx, key.institutionId)).get(candidate.feedId) ?? '')
}

export function feedRoutes(app: App): void {
  app.command(contract.addFeed, async ({ body, ...act }) => viewFeed(await loadFeed(act.tx, await addFeed(act, body))))
  app.command(contract.changeFeed, async ({ params, body, ...act }) => {
    await changeFeed(act, { ...params, ...body })
    return viewFeed(await loadFeed(act.tx, params))
  })
  app.command(contract.pollFeed, async ({ params, ...act }) => {
    await askForFeed(act, params)
    return viewFeed(await loadFeed(act.tx, params))
  })
  app.query(contract.listCandidates, async ({ read, actor, query }) => {
    const body = await ownBody(read, actor)
    const page = pageBy(await listCandidates(read, body.id, { state: query.state, after: placeOf(query.after), limit: query.limit + 1 }), query.limit, (each) => ({ at: each.foundAt, id: each.id }))
    const names = await feedNames(read, body.id)
    return { rows: page.rows.map((each) => viewCandidate(each, names.get(each.feedId) ?? '')), next: page.next }
  })
  app.command(contract.takeCandidate, async ({ params, body, ...act }) => {
    await takeCandidate(act, { ...params, ...body })
    return viewOne(act, params)
  })
  app.command(contract.dismissCandidate, async ({ params, body, ...act }) => {
    await dismissCandidate(act, { ...params, ...body })
    return viewOne(act, params)
  })
}
