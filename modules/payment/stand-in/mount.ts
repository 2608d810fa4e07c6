import type { App } from '../../../server/platform/app.ts'
import type { Platform } from '../../../server/platform/act.ts'
import type { PageLook, Pages } from '../../../server/platform/pages.ts'
import { frameOf } from '../../../portal/frame.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { standInPath } from '../till.ts'
import { standInPage } from '../portal/stand-in-page.tsx'
import { payTexts as t } from '../portal/texts.ts'
import { keepInDatabase } from './keep.ts'
import { createStandIn, type StandIn } from './stand-in.ts'


/** The stand-in of this server: real requests over HTTP to itself. A message that nobody takes is lost, as one may be; the merchant asks. */
export const standInOf = (platform: Platform): StandIn =>
  createStandIn({
    keep: keepInDatabase(platform), base: () => `${platform.publicUrl.replace(/\/$/, '')}${standInPath}`, now: () => platform.clock.now(),
    post: async (url, headers, body) => {
      try {
        await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) })
      } catch (error) {
        platform.log.warn({ err: error, from: 'payment.stand-in' }, 'a message of the stand-in was not taken')
      }
    },
  })

/** Only in a demonstration: the protocol, its body unread for the signature's sake, and the page on which somebody says "pay". */
export function mountStandIn(app: App, pages: Pages): void {
  const { platform } = app
  const standIn = standInOf(platform)
  void app.http.register(async (scope) => {
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    scope.route({
      method: ['GET', 'POST'], url: `${standInPath}/v3/*`,
      handler: async (request, reply) => {
        const answer = await standIn.handle({ method: request.method, path: request.url, authorization: request.headers.authorization ?? '', body: typeof request.body === 'string' ? request.body : '' })
        return reply.status(answer.status).headers(answer.headers).send(answer.body)
      },
    })
  })
  const show = async (seen: Pick<PageLook, 'lang' | 'elder' | 'session' | 'params'>, failed: boolean) => {
    const order = await standIn.find(seen.params['token'] ?? '')
    if (order === null) throw new RefusedError('not_found')
    return { html: standInPage(frameOf({ ...seen, platform }, t.standInTitle[seen.lang], `${standInPath}/pay/${order.token}`), seen.lang, { at: `${standInPath}/pay/${order.token}`, about: order.about, cents: order.cents, state: order.state, failed }) }
  }
  pages.open(`${standInPath}/pay/:token`, (visit) => show(visit, false))
  pages.step(
    `${standInPath}/pay/:token`,
    async (visit) => ((await standIn.pay(visit.params['token'] ?? '')) ? { redirect: `${standInPath}/pay/${visit.params['token'] ?? ''}` } : show(visit, true)),
    async (visit) => (await show(visit, true)).html,
  )
}

