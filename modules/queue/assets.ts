import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { App } from '../../server/platform/app.ts'
import { projectRoot } from '../../server/platform/root.ts'

/** Style and scripts of the call screen and of the phone's view, served as they stand. */
export function queueAssets(app: App): void {
  const serve = (name: string, type: string) => {
    const text = readFileSync(path.join(projectRoot(), 'modules', 'queue', 'portal', name), 'utf8')
    const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`
    app.http.get(`/queue/${name}`, async (request, reply) => {
      void reply.header('etag', tag).header('cache-control', 'public, max-age=300').type(type)
      return request.headers['if-none-match'] === tag ? reply.status(304).send() : reply.send(text)
    })
  }
  serve('screen.css', 'text/css; charset=utf-8')
  serve('screen.js', 'text/javascript; charset=utf-8')
  serve('line.js', 'text/javascript; charset=utf-8')
}
