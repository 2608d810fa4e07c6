import { refusalOf } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { ownBody } from './commands/body.ts'
import { channelContract } from './contract.ts'
import { kindNames } from './matters.ts'
import { feedRoutes } from './routes/feeds.ts'
import { mailboxRoutes } from './routes/mailboxes.ts'
import { sourceRoutes } from './routes/sources.ts'
import { mayKeep } from './rules/authority.ts'
import { listFeeds } from './store/feeds.ts'
import { listMailboxes } from './store/mailboxes.ts'
import { listSources } from './store/sources.ts'
import { viewFeed, viewMailbox, viewSource } from './views.ts'

export function channelRoutes(app: App): void {
  app.query(channelContract.loadChannels, async ({ read, actor, platform }) => {
    const body = await ownBody(read, actor)
    const [mailboxes, sources, feeds] = await Promise.all([listMailboxes(read, body.id), listSources(read, body.id), listFeeds(read, body.id)])
    return {
      institutionId: body.id, institutionName: body.name, mailboxes: await Promise.all(mailboxes.map((each) => viewMailbox(read, each))), sources: sources.map(viewSource), feeds: feeds.map(viewFeed),
      mailKinds: kindNames('email'), hotlineUrl: `${platform.publicUrl}/api${channelContract.fileOrder.path}`, blocked: { keep: refusalOf(mayKeep(actor, { institutionId: body.id })) },
    }
  })
  mailboxRoutes(app)
  sourceRoutes(app)
  feedRoutes(app)
}
