import type { App } from '../../server/platform/app.ts'
import { queueAssets } from './assets.ts'
import { queueStreams } from './live.ts'
import { boardRoutes } from './routes/board.ts'
import { postRoutes } from './routes/posts.ts'
import { roomRoutes } from './routes/room.ts'
import { settingsRoutes } from './routes/settings.ts'
import { ticketRoutes } from './routes/tickets.ts'

export function queueRoutes(app: App): void {
  ticketRoutes(app)
  roomRoutes(app)
  boardRoutes(app)
  settingsRoutes(app)
  postRoutes(app)
  queueStreams(app)
  queueAssets(app)
}
