import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import serveStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { App } from './app.ts'
import { describe } from './openapi.ts'
import { referencePage } from './reference.ts'
import { projectRoot } from './root.ts'

/** Everything that is not the API: headers, the console's files, health, the API's description. */
export async function addWeb(app: App, version: string): Promise<void> {
  const { http, platform } = app
  await http.register(helmet, {
    // Set per page below, since the console needs a nonce.
    contentSecurityPolicy: false,
    hsts: platform.publicUrl.startsWith('https:'),
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
  await http.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] })

  http.get('/healthz', async (_request, reply) => {
    const started = performance.now()
    try {
      await platform.database.pool.query('select 1')
      return { status: 'ok', version, database: 'ok', databaseMs: Math.round((performance.now() - started) * 10) / 10 }
    } catch {
      return reply.status(503).send({ status: 'unavailable', version, database: 'unreachable' })
    }
  })

  let description: unknown
  http.get('/openapi.json', async () => (description ??= describe(app.endpoints, version)))
  http.get('/reference', async (_request, reply) => {
    void reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")
    return reply.type('text/html; charset=utf-8').send(referencePage((description ??= describe(app.endpoints, version)) as Parameters<typeof referencePage>[0]))
  })

  const built = path.join(projectRoot(), 'dist', 'console')
  if (!existsSync(built)) return
  await http.register(serveStatic, { root: path.join(built, 'assets'), prefix: '/console/assets/', immutable: true, maxAge: '365d', index: false })
  const page = await readFile(path.join(built, 'index.html'), 'utf8')
  const serveConsole = async (_request: unknown, reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64')
    void reply
      .header(
        'content-security-policy',
        `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`,
      )
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
    return reply.send(page.replaceAll('__NONCE__', nonce))
  }
  http.get('/console', serveConsole)
  http.get('/console/*', serveConsole)
}
