import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../kernel/actor.ts'
import { refusals, sayRefusal, type Refusal } from '../../kernel/refusal.ts'
import { actIn, look, type Act, type Look, type Platform } from './act.ts'
import type { App, Options } from './app.ts'
import { prepareAttachments, type AttachmentFault, type AttachmentLimits } from './attachments.ts'
import { refusalFrom } from './errors.ts'
import { sessionOf, type Session } from './session.ts'
import { takeForm, type Upload } from './uploads.ts'
import type { Scan } from './virus-scan.ts'

/** What a server-rendered page answers: a document, a way on, or the bytes of a file. */
export type PageAnswer = { readonly html: string; readonly status?: number } | { readonly redirect: string } | { readonly file: { readonly bytes: Uint8Array; readonly name: string; readonly mediaType: string } }
export type PageLang = 'zh' | 'en'

type Fields = Readonly<Record<string, string>>
type Visit = { readonly session: Session; readonly request: FastifyRequest; readonly reply: FastifyReply; readonly params: Fields; readonly query: Fields; readonly elder: boolean; readonly lang: PageLang }
type Sent = { readonly form: Fields; readonly files: readonly Upload[]; readonly faults: readonly AttachmentFault[] }
export type PageLook = Look & Visit
export type PageOpen = Visit & { readonly platform: Platform }
export type PageAct = Act & Visit & Sent
export type PageRefused = Visit & Sent & { readonly platform: Platform }

type ShowRefused = (visit: PageRefused, sentence: string, refusal: Refusal | null) => Promise<string>

/** With files: they are judged, cleaned and scanned before the transaction begins. */
export type FormOptions = Options & { readonly attachments?: { readonly limits: AttachmentLimits; readonly scan: Scan | null } }

/** Thrown by a form's command that has an answer but must leave nothing behind: the same form sent twice. */
export class LeaveNothing extends Error {
  readonly answer: PageAnswer
  constructor(answer: PageAnswer) {
    super('nothing of this transaction is kept')
    this.name = 'LeaveNothing'
    this.answer = answer
  }
}

const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; media-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
const strings = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {}

export type Pages = {
  /** A page anyone may open; it shows what the visitor's rows allow. */
  get(path: string, show: (visit: PageLook) => Promise<PageAnswer>, options?: Options): void
  /** A page that opens its own transactions: none is held while it waits for what others are reading as well. */
  open(path: string, show: (visit: PageOpen) => Promise<PageAnswer>): void
  /** A form's target; works without JavaScript. A refusal, or a fault of ours, is shown by `refused` on the same page, with what was typed. */
  post(path: string, take: (visit: PageAct) => Promise<PageAnswer>, refused: ShowRefused, options?: FormOptions): void
  /** A form whose target opens its own transactions: what many send at once is written together, and none of them holds a connection meanwhile. */
  step(path: string, take: (visit: PageRefused) => Promise<PageAnswer>, refused: ShowRefused, options?: FormOptions): void
}

type FaultPage = (sentence: string, status: number, elder: boolean, lang: PageLang) => string

/** Server-rendered pages for citizens on the same transactions, sessions and refusals as the API. */
export function pagesOf(app: App, fault: FaultPage): Pages {
  const visitOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Visit> => {
    const query = strings(request.query)
    return { session: await sessionOf(app.platform, request), request, reply, params: strings(request.params), query, elder: request.cookies['huiyin_elder'] === '1', lang: langOf(request) }
  }
  const send = (reply: FastifyReply, answer: PageAnswer) => {
    void reply.header('content-security-policy', policy).header('cache-control', 'private, no-cache')
    if ('redirect' in answer) return reply.redirect(answer.redirect, 303)
    if ('file' in answer) return sendBytes(reply, answer.file)
    return reply.status(answer.status ?? 200).type('text/html; charset=utf-8').send(answer.html)
  }
  const scopeOf = (session: Session, options: Options): Actor => options.as ?? session.actor
  const sorry = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const [elder, lang] = [request.cookies['huiyin_elder'] === '1', langOf(request)]
    const refusal = refusalFrom(error)
    if (refusal === null) {
      request.log.error({ err: error, requestId: request.id }, 'fault on a page')
      return send(reply, { html: fault(brokenSentence(request, lang), 500, elder, lang), status: 500 })
    }
    const status = refusals[refusal.refused].status
    return send(reply, { html: fault(sayRefusal(refusal, lang), status, elder, lang), status })
  }
  const sentOf = async (request: FastifyRequest, options: FormOptions): Promise<Sent> => {
    const { attachments } = options
    if (attachments === undefined || !request.isMultipart()) return { form: strings(request.body), files: [], faults: [] }
    const taken = await takeForm(request, attachments.limits)
    const prepared = await prepareAttachments(taken.uploads, attachments.scan, attachments.limits)
    return { form: taken.form, files: prepared.files, faults: [...taken.faults, ...prepared.faults] }
  }
  const form = (path: string, take: (seen: Visit & Sent) => Promise<PageAnswer>, refused: ShowRefused, options: FormOptions) => {
    app.http.post(path, async (request, reply) => {
      let asked: (Visit & Sent) | null = null
      try {
        const seen: Visit & Sent = { ...(await visitOf(request, reply)), ...(await sentOf(request, options)) }
        asked = seen
        return send(reply, await take(seen))
      } catch (error) {
        if (error instanceof LeaveNothing) return send(reply, error.answer)
        if (asked === null) return sorry(error, request, reply)
        return withWords(asked, error).catch((second: unknown) => sorry(second, request, reply))
      }
      async function withWords(visit: Visit & Sent, error: unknown) {
        const refusal = refusalFrom(error)
        if (refusal === null) request.log.error({ err: error, requestId: request.id }, 'fault on a page')
        const sentence = refusal === null ? brokenSentence(request, visit.lang) : sayRefusal(refusal, visit.lang)
        return send(reply, { html: await refused({ ...visit, platform: app.platform }, sentence, refusal), status: refusal === null ? 500 : refusals[refusal.refused].status })
      }
    })
  }
  return {
    get(path, show, options = {}) {
      app.http.get(path, async (request, reply) => {
        try {
          const visit = await visitOf(request, reply)
          return send(reply, await look(app.platform, scopeOf(visit.session, options), (each) => show({ ...each, actor: visit.session.actor, ...visit })))
        } catch (error) {
          return sorry(error, request, reply)
        }
      })
    },
    open(path, show) {
      app.http.get(path, async (request, reply) => {
        try {
          return send(reply, await show({ ...(await visitOf(request, reply)), platform: app.platform }))
        } catch (error) {
          return sorry(error, request, reply)
        }
      })
    },
    post(path, take, refused, options = {}) {
      form(path, (seen) => app.platform.database.write(scopeOf(seen.session, options), async (tx) => take({ ...(await actIn(app.platform, seen.session.actor, tx)), ...seen })), refused, options)
    },
    step(path, take, refused, options = {}) {
      form(path, (seen) => take({ ...seen, platform: app.platform }), refused, options)
    },
  }
}

const brokenSentence = (request: FastifyRequest, lang: PageLang) => (lang === 'zh' ? `系统出错了，没有保存，请稍后再试。编号：${request.id}` : `Something failed and nothing was kept; please try again later. Number: ${request.id}`)

/** What the address asks for, else what was chosen before; Chinese first. */
function langOf(request: FastifyRequest): PageLang {
  const asked = strings(request.query)['lang'] ?? request.cookies['huiyin_lang']
  return asked === 'en' ? 'en' : 'zh'
}

/** A file somebody handed in: shown only where a browser cannot run anything of it. */
function sendBytes(reply: FastifyReply, file: { readonly bytes: Uint8Array; readonly name: string; readonly mediaType: string }) {
  const isShown = /^(?:image|audio|video)\//.test(file.mediaType)
  return reply
    .header('content-type', file.mediaType)
    .header('content-disposition', `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", '%27')}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(file.bytes))
}
