import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { App } from '../server/platform/app.ts'
import { pagesOf, type Pages } from '../server/platform/pages.ts'
import { projectRoot } from '../server/platform/root.ts'
import { faultPage } from './layout.tsx'

/** What every portal page shares: style, elder mode, the page of errors. */
export function portalPages(app: App): Pages {
  const style = readFileSync(path.join(projectRoot(), 'portal', 'portal.css'), 'utf8')
  const tag = `"${createHash('sha256').update(style).digest('base64url').slice(0, 16)}"`
  app.http.get('/portal.css', async (request, reply) => {
    void reply.header('etag', tag).header('cache-control', 'public, max-age=300').type('text/css; charset=utf-8')
    return request.headers['if-none-match'] === tag ? reply.status(304).send() : reply.send(style)
  })
  app.http.get('/elder', async (request, reply) => {
    const query = request.query as { on?: string; back?: string }
    // Only a path of ours: somebody else's link must not send a visitor away through us.
    const back = /^\/(?![/\\])[\w\-/?=&%.]*$/.test(query.back ?? '') ? (query.back ?? '/') : '/'
    return reply.setCookie('huiyin_elder', query.on === '1' ? '1' : '0', { path: '/', maxAge: 31_536_000, sameSite: 'lax', httpOnly: true }).redirect(back, 303)
  })
  app.http.setNotFoundHandler(async (request, reply) => {
    if (request.url.startsWith('/api/')) return reply.status(404).send({ error: 'not_found', message: '没有这个接口；接口说明见 /openapi.json。There is no such endpoint; see /openapi.json.' })
    return reply.status(404).type('text/html; charset=utf-8').send(faultPage('这个地址没有内容，可能输错了或已经移走。', 404, request.cookies['huiyin_elder'] === '1'))
  })
  return pagesOf(app, faultPage)
}
