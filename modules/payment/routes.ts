import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { isUuid } from '../../kernel/ids.ts'
import { RefusedError, refusalOf } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { pageBy, placeOf } from '../../server/platform/keyset.ts'
import { ChannelFault } from './channel/port.ts'
import { settleDifference } from './commands/bills.ts'
import { saveMerchantSettings, tryMerchant } from './commands/merchant.ts'
import { takeNotice } from './commands/notice.ts'
import { refundByHand, retryRefund } from './commands/refund.ts'
import { paymentContract as contract } from './contract.ts'
import { mayKeep } from './rules/authority.ts'
import { listBills, listDifferences } from './store/bills.ts'
import { findMerchant } from './store/merchants.ts'
import { findOrder, listOrders } from './store/orders.ts'
import { refundsOf } from './store/refunds.ts'
import { noticePath } from './till.ts'
import { viewBill, viewDifference, viewMerchant, viewPayment } from './views.ts'

/** What a house keeps of its own; another one is told that there is nothing. */
function atHome(actor: Actor, institutionId: string): void {
  if (actor.institutionId !== institutionId) throw new RefusedError('not_found')
}

export function paymentRoutes(app: App): void {
  const { platform } = app
  app.query(contract.listPayments, async ({ read, actor, params, query }) => {
    atHome(actor, params.institutionId)
    const page = pageBy(await listOrders(read, { institutionId: params.institutionId, show: query.show, after: placeOf(query.after) ?? null, limit: query.limit + 1 }), query.limit, (order) => ({ at: order.madeAt, id: order.id }))
    const refunds = await refundsOf(read, params.institutionId, page.rows.map((each) => each.id))
    return { rows: page.rows.map((order) => viewPayment(order, refunds, actor)), next: page.next }
  })
  app.command(contract.refundPayment, async ({ params, body, ...act }) => {
    await refundByHand(act, { ...params, words: body.words })
    const order = await findOrder(act.tx, params)
    if (order === undefined) throw new RefusedError('payment.not_found')
    return viewPayment(order, await refundsOf(act.tx, params.institutionId, [order.id]), act.actor)
  })
  app.command(contract.retryRefund, async ({ params, ...act }) => {
    await retryRefund(act, params)
    return {}
  })
  app.query(contract.listBills, async ({ read, actor, params }) => {
    atHome(actor, params.institutionId)
    return { bills: (await listBills(read, params.institutionId, 31)).map(viewBill), differences: (await listDifferences(read, params.institutionId, 200)).map(viewDifference), blocked: { settle: refusalOf(mayKeep(actor, params)) } }
  })
  app.command(contract.settleDifference, async ({ params, body, ...act }) => {
    await settleDifference(act, { ...params, words: body.words })
    return {}
  })
  app.query(contract.loadMerchant, async ({ read, actor, params }) => {
    atHome(actor, params.institutionId)
    const merchant = await findMerchant(read, params.institutionId)
    return { merchant: merchant === undefined ? null : viewMerchant(merchant), noticeUrl: `${platform.publicUrl.replace(/\/$/, '')}${noticePath(params.institutionId)}` }
  })
  // Keys stand in the question: no hash of it is kept for a repeat.
  app.command(contract.saveMerchant, async ({ params, body, ...act }) => viewMerchant(await saveMerchantSettings(act, { ...params, ...body })), { holdsSecret: true })
  app.joined(contract.tryMerchant, ({ actor, params }) => tryMerchant(platform, actor, params.institutionId))
  noticeRoute(app)
}

/** Where the channel calls: the body unread, for its signature is over exactly what was sent. What we could not keep it brings again. */
function noticeRoute({ http, platform }: App): void {
  void http.register(async (scope) => {
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    scope.post(noticePath(':institutionId'), async (request, reply) => {
      const { institutionId } = z.object({ institutionId: z.string() }).parse(request.params)
      const fail = (status: number, message: string) => reply.status(status).send({ code: 'FAIL', message })
      if (!isUuid(institutionId)) return fail(404, '没有这个机构')
      try {
        const known = await takeNotice(platform, institutionId, request.headers, typeof request.body === 'string' ? request.body : '')
        return known ? reply.status(204).send() : fail(404, '没有这个机构')
      } catch (error) {
        request.log.warn({ err: error, from: 'payment' }, 'a message of the channel was not taken')
        if (error instanceof ChannelFault || error instanceof z.ZodError) return fail(401, '验签或解密失败')
        return fail(500, '没有保存，请重发')
      }
    })
  })
}
