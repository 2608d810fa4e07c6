import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { App } from '../server/platform/app.ts'
import { pagesOf, type Pages } from '../server/platform/pages.ts'
import { projectRoot } from '../server/platform/root.ts'
import { backOf } from './back.ts'
import { faultPage } from './layout.tsx'
import { frameTexts } from './texts.ts'

const year = 31_536_000
/** What every portal page shares: style, script, elder mode, language, the page of errors. */
export function portalPages(app: App): Pages {
  const serve = (name: string, type: string) => {
    const text = readFileSync(path.join(projectRoot(), 'portal', name), 'utf8')
    const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`
    app.http.get(`/${name}`, async (request, reply) => {
      void reply.header('etag', tag).header('cache-control', 'public, max-age=300').type(type)
      return request.headers['if-none-match'] === tag ? reply.status(304).send() : reply.send(text)
    })
  }
  serve('portal.css', 'text/css; charset=utf-8')
  serve('portal.js', 'text/javascript; charset=utf-8')
  app.http.get('/elder', async (request, reply) => {
    const query = request.query as { on?: string; back?: string }
    return reply.setCookie('huiyin_elder', query.on === '1' ? '1' : '0', { path: '/', maxAge: year, sameSite: 'lax', httpOnly: true }).redirect(backOf(query.back), 303)
  })
  app.http.get('/lang', async (request, reply) => {
    const query = request.query as { to?: string; back?: string }
    return reply.setCookie('huiyin_lang', query.to === 'en' ? 'en' : 'zh', { path: '/', maxAge: year, sameSite: 'lax', httpOnly: true }).redirect(backOf(query.back), 303)
  })
  app.http.setNotFoundHandler(async (request, reply) => {
    if (request.url.startsWith('/api/')) return reply.status(404).send({ error: 'not_found', message: '没有这个接口；接口说明见 /openapi.json。There is no such endpoint; see /openapi.json.' })
    const lang = request.cookies['huiyin_lang'] === 'en' ? 'en' : 'zh'
    return reply.status(404).type('text/html; charset=utf-8').send(faultPage(frameTexts.noAddress[lang], 404, request.cookies['huiyin_elder'] === '1', lang))
  })
  return pagesOf(app, faultPage)
}
