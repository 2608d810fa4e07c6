import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../kernel/actor.ts'
import { refusals, sayRefusal } from '../../kernel/refusal.ts'
import { actIn, look, type Act, type Look, type Platform } from './act.ts'
import type { App, Options } from './app.ts'
import { refusalFrom } from './errors.ts'
import { sessionOf, type Session } from './session.ts'

/** What a server-rendered page answers: a document, or a way on. */
export type PageAnswer = { readonly html: string; readonly status?: number } | { readonly redirect: string }

type Visit = { readonly session: Session; readonly request: FastifyRequest; readonly reply: FastifyReply; readonly params: Readonly<Record<string, string>>; readonly query: Readonly<Record<string, string>>; readonly elder: boolean }
export type PageLook = Look & Visit
export type PageAct = Act & Visit & { readonly form: Readonly<Record<string, string>> }

const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
const strings = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {}

export type Pages = {
  /** A page anyone may open; it shows what the visitor's rows allow. */
  get(path: string, show: (visit: PageLook) => Promise<PageAnswer>, options?: Options): void
  /** A form's target; works without JavaScript. A refusal is shown by `refused` on the same page, with what was typed. */
  post(path: string, take: (visit: PageAct) => Promise<PageAnswer>, refused: (visit: Visit & { platform: Platform; form: Readonly<Record<string, string>> }, sentence: string) => Promise<string>, options?: Options): void
}

/** Server-rendered pages for citizens on the same transactions, sessions and refusals as the API. */
export function pagesOf(app: App, fault: (sentence: string, status: number, elder: boolean) => string): Pages {
  const visitOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Visit> => ({
    session: await sessionOf(app.platform, request),
    request,
    reply,
    params: strings(request.params),
    query: strings(request.query),
    elder: request.cookies['huiyin_elder'] === '1',
  })
  const send = (reply: FastifyReply, answer: PageAnswer) => {
    void reply.header('content-security-policy', policy).header('cache-control', 'private, no-cache')
    if ('redirect' in answer) return reply.redirect(answer.redirect, 303)
    return reply.status(answer.status ?? 200).type('text/html; charset=utf-8').send(answer.html)
  }
  const scopeOf = (session: Session, options: Options): Actor => options.as ?? session.actor
  const sorry = (error: unknown, request: FastifyRequest, reply: FastifyReply, elder: boolean) => {
    const refusal = refusalFrom(error)
    if (refusal === null) {
      request.log.error({ err: error, requestId: request.id }, 'fault on a page')
      return send(reply, { html: fault(`系统出错了，请稍后重试。编号：${request.id}`, 500, elder), status: 500 })
    }
    const status = refusals[refusal.refused].status
    return send(reply, { html: fault(sayRefusal(refusal), status, elder), status })
  }
  return {
    get(path, show, options = {}) {
      app.http.get(path, async (request, reply) => {
        const visit = await visitOf(request, reply)
        try {
          return send(reply, await look(app.platform, scopeOf(visit.session, options), (each) => show({ ...each, actor: visit.session.actor, ...visit })))
        } catch (error) {
          return sorry(error, request, reply, visit.elder)
        }
      })
    },
    post(path, take, refused, options = {}) {
      app.http.post(path, async (request, reply) => {
        const visit = await visitOf(request, reply)
        const form = strings(request.body)
        try {
          const answer = await app.platform.database.write(scopeOf(visit.session, options), async (tx) => take({ ...(await actIn(app.platform, visit.session.actor, tx)), ...visit, form }))
          return send(reply, answer)
        } catch (error) {
          const refusal = refusalFrom(error)
          if (refusal === null) return sorry(error, request, reply, visit.elder)
          return send(reply, { html: await refused({ ...visit, platform: app.platform, form }, sayRefusal(refusal)), status: refusals[refusal.refused].status })
        }
      })
    },
  }
}
