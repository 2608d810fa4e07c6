import { createHash } from 'node:crypto'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import type { Endpoint } from '../../kernel/contract.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { actWith, look, type Act, type Look, type Platform } from './act.ts'
import { currentCalendar } from './calendar-store.ts'
import { answerError } from './errors.ts'
import { shanghaiToday } from './clock.ts'
import { claimKey, once } from './idempotency.ts'
import { sessionOf, type Session } from './session.ts'
import { takeUploads, uploadLimit, type Upload } from './uploads.ts'

type Asked<E extends Endpoint> = {
  readonly params: z.output<E['params']>
  readonly query: z.output<E['query']>
  readonly body: z.output<E['body']>
  readonly session: Session
  /** Files of a multipart request, each already bounded in size. */
  readonly uploads: readonly Upload[]
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Bytes for an endpoint declared with `download`. */
export type Download = { readonly bytes: Uint8Array; readonly name: string; readonly mediaType: string; readonly inline?: boolean }

type Answer<E extends Endpoint> = E['download'] extends true ? Download : z.input<E['reply']>

export type App = {
  readonly http: FastifyInstance
  readonly platform: Platform
  readonly endpoints: Endpoint[]
  /** A read: READ ONLY transaction, no key. */
  query<E extends Endpoint>(declared: E, answer: (asked: Look & Asked<E>) => Promise<Answer<E> | Download>, options?: Options): void
  /**
   * A change: one transaction, once per Idempotency-Key. A RefusedError that is thrown rolls back;
   * one that is returned keeps what was written first (a failed sign-in must be counted).
   */
  command<E extends Endpoint>(declared: E, answer: (asked: Act & Asked<E>) => Promise<z.input<E['reply']> | RefusedError>, options?: Options): void
  /**
   * A change that many make at once: no transaction is open while it is answered, for what it calls puts its own together
   * with others' and keeps one answer per key itself. The key is asked for.
   */
  joined<E extends Endpoint>(declared: E, answer: (asked: Joined & Asked<E>) => Promise<z.input<E['reply']>>): void
}

/** What a joined change is given: who and when, and its Idempotency-Key; '' where none was sent. */
export type Joined = Pick<Look, 'actor' | 'now' | 'today' | 'platform'> & { readonly key: string }

/** `as` opens the transaction with another scope than the caller's: only for identity, which acts before anyone is known. */
export type Options = {
  readonly as?: Actor
  /** Question or answer holds a secret: neither its hash nor the reply is kept for a repeat, which then runs again. */
  readonly holdsSecret?: boolean
  /** Files as they come in, before the transaction: cleaned and scanned there, for a scanner is asked over the network. As many as were sent, in their order. */
  readonly prepare?: (uploads: readonly Upload[]) => Promise<readonly Upload[]>
}

/** Rule AC-2: the contract's `access` is asked before anything is read. */
export function admit(declared: Endpoint, { actor, ...session }: Session): void {
  if (declared.access === 'anyone') return
  if (session.pendingSecondFactor) throw new RefusedError('identity.second_factor_needed')
  if (session.mustChangePassword) throw new RefusedError('identity.must_change_password')
  if (actor.kind === 'anonymous') throw new RefusedError('access.sign_in')
  if (declared.access === 'signed-in') return
  if (!hasRole(actor, ...declared.access)) throw new RefusedError('access.denied')
}

export async function newApp(platform: Platform): Promise<App> {
  const logger: FastifyBaseLogger = platform.log
  const http: FastifyInstance = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 4 * 1024 * 1024,
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
  })
  await http.register(cookie)
  await http.register(multipart, { limits: { fileSize: uploadLimit, files: 10, fieldSize: 1024 * 1024, fields: 20 } })
  http.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
  http.setErrorHandler((error, request, reply) => answerError(error, request, reply))
  http.addHook('onRequest', async (request) => refuseForeignOrigin(request))

  const endpoints: Endpoint[] = []
  const declare = (declared: Endpoint, handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) => {
    endpoints.push(declared)
    http.route({ method: declared.method, url: `/api${declared.path}`, handler: handle })
  }

  return {
    http,
    platform,
    endpoints,
    query(declared, answer, options = {}) {
      declare(declared, async (request, reply) => {
        const session = await sessionOf(platform, request)
        admit(declared, session)
        const asked = parse(declared, request)
        const found = await look(platform, options.as ?? session.actor, (each) => answer({ ...each, ...asked, actor: session.actor, session, uploads: [], request, reply }))
        if (declared.download) return sendFile(reply, found as Download)
        void reply.header('cache-control', 'private, no-store')
        return found
      })
    },
    command(declared, answer, options = {}) {
      declare(declared, async (request, reply) => {
        const session = await sessionOf(platform, request)
        admit(declared, session)
        const { uploads, body } = declared.upload ? await takeUploads(request) : { uploads: [], body: request.body }
        const asked = parse(declared, request, body)
        const key = request.headers['idempotency-key']
        const keyed = typeof key !== 'string' || session.actor.kind === 'anonymous' || options.holdsSecret === true ? null : { key: key.slice(0, 200), endpoint: `${declared.method} ${declared.path}`, content: contentOf(asked, uploads) }
        const prepared = options.prepare === undefined || uploads.length === 0 ? uploads : await options.prepare(uploads)
        const result = await platform.database.write(
          options.as ?? session.actor,
          async (tx, [claim, calendar]) => {
            const run = async () => (await answer({ ...actWith(platform, session.actor, tx, calendar), ...asked, session, uploads: prepared, request, reply })) ?? {}
            return claim === null ? run() : once(tx, session.actor, claim, run)
          },
          (tx) => Promise.all([keyed === null ? null : claimKey(tx, session.actor, platform.clock.now(), keyed), currentCalendar(tx)]),
        )
        if (result instanceof RefusedError) throw result
        return result
      })
    },
    joined(declared, answer) {
      declare(declared, async (request, reply) => {
        const session = await sessionOf(platform, request)
        admit(declared, session)
        const asked = parse(declared, request, request.body)
        const key = request.headers['idempotency-key']
        const now = platform.clock.now()
        return answer({ actor: session.actor, now, today: shanghaiToday(now), platform, key: typeof key === 'string' ? key.slice(0, 200) : '', ...asked, session, uploads: [], request, reply })
      })
    },
  }
}

/** What makes two requests the same. */
const contentOf = (asked: { params: unknown; query: unknown; body: unknown }, uploads: readonly Upload[]) => [asked.params, asked.query, asked.body, uploads.map((each) => createHash('sha256').update(each.bytes).digest('hex'))]

function parse<E extends Endpoint>(declared: E, request: FastifyRequest, body?: unknown) {
  // The schemas are those of E; their output types travel with it.
  return {
    params: declared.params.parse(request.params ?? {}) as z.output<E['params']>,
    query: declared.query.parse(request.query ?? {}) as z.output<E['query']>,
    body: declared.body.parse(body ?? {}) as z.output<E['body']>,
  }
}

/** A browser names the page a change came from; a change from another site is refused (the cookie alone proves nothing). */
function refuseForeignOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const origin = request.headers.origin
  if (origin === undefined) return
  const host = URL.canParse(origin) ? new URL(origin).host : ''
  if (host !== request.host && host !== request.headers.host) throw new RefusedError('request.foreign_origin')
}

function sendFile(reply: FastifyReply, file: Download): FastifyReply {
  const name = encodeURIComponent(file.name).replaceAll("'", '%27')
  return reply
    .header('content-type', file.mediaType)
    .header('content-disposition', `${file.inline === true ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(file.bytes))
}
