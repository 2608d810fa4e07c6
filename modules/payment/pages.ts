import qrcode from 'qrcode'
import { systemActor } from '../../kernel/actor.ts'
import { isUuid } from '../../kernel/ids.ts'
import { isRefusal, RefusedError, sayRefusal } from '../../kernel/refusal.ts'
import { frameOf } from '../../portal/frame.ts'
import { look, type Look } from '../../server/platform/act.ts'
import type { PageAnswer, PageLook, PageRefused, Pages } from '../../server/platform/pages.ts'
import { findBooking, type ListedBooking } from '../booking/public.ts'
import { openOrder } from './commands/open-order.ts'
import { settleOrder } from './commands/settle.ts'
import { payPage } from './portal/pay-page.tsx'
import { payTexts as t } from './portal/texts.ts'
import { openUntil, type Order } from './rules/order.ts'
import { findMerchant } from './store/merchants.ts'
import { ordersOfBookings } from './store/orders.ts'

/** Citizens have no scope of their own on rows of hospitals: read as the system, after asking whose the booking is. */
const asPortal = { as: systemActor('portal.payment') }
const at = '/my/bookings/:institutionId/:bookingId/pay'
type Seen = Pick<PageLook, 'elder' | 'lang' | 'session' | 'params' | 'platform'>

const bookingPath = (params: Readonly<Record<string, string>>): string => `/my/bookings/${params['institutionId'] ?? ''}/${params['bookingId'] ?? ''}`
const accountOf = ({ session }: Pick<Seen, 'session'>): string | null => (session.actor.kind === 'citizen' ? session.accountId : null)
const enterFirst = (path: string): PageAnswer => ({ redirect: `/enter?back=${encodeURIComponent(path)}` })

/** Paying a booking of the account: the order, the code, and having it looked up. */
export function paymentPages(pages: Pages): void {
  pages.get(at, (visit) => show(visit, visit, visit.query['asked'] === '1' ? t.notYet[visit.lang] : null), asPortal)
  pages.step(
    at,
    async (visit) => {
      const key = keyOf(visit)
      if (key === null) return enterFirst(`${bookingPath(visit.params)}/pay`)
      await openOrder(visit.platform, { ...key, payerAddress: visit.request.ip })
      return { redirect: `${bookingPath(visit.params)}/pay` }
    },
    refused,
  )
  pages.step(
    `${at}/asked`,
    async (visit) => {
      const key = keyOf(visit)
      if (key === null) return enterFirst(`${bookingPath(visit.params)}/pay`)
      const open = await look(visit.platform, asPortal.as, async ({ read }) => {
        await ownOf(read, visit)
        return (await ordersOfBookings(read, key.institutionId, [key.bookingId])).at(-1)
      })
      const order = open === undefined ? null : await settleOrder(visit.platform, { institutionId: key.institutionId, orderId: open.id })
      // Rule PY-2: what the browser says moves nothing; what the channel said just now does.
      return { redirect: order?.state === 'paid' || order?.state === 'closed' ? `${bookingPath(visit.params)}?new=1` : `${bookingPath(visit.params)}/pay?asked=1` }
    },
    refused,
  )
}

function keyOf(visit: Pick<Seen, 'session' | 'params'>): { institutionId: string; bookingId: string; accountId: string } | null {
  const { institutionId = '', bookingId = '' } = visit.params
  if (!isUuid(institutionId) || !isUuid(bookingId)) throw new RefusedError('not_found')
  const accountId = accountOf(visit)
  return accountId === null ? null : { institutionId, bookingId, accountId }
}

/** A booking of another account does not exist. */
async function ownOf(read: Look['read'], visit: Pick<Seen, 'session' | 'params'>): Promise<ListedBooking> {
  const key = keyOf(visit)
  const booking = key === null ? undefined : await findBooking(read, key)
  if (booking === undefined || booking.accountId === null || booking.accountId !== key?.accountId) throw new RefusedError('not_found')
  return booking
}

const refused = async (visit: PageRefused, sentence: string): Promise<string> => {
  const answer = await look(visit.platform, asPortal.as, (seen) => show(visit, seen, sentence))
  if ('html' in answer) return answer.html
  throw new RefusedError('payment.not_held')
}

async function show(visit: Seen, { read, now }: Pick<Look, 'read' | 'now'>, sentence: string | null): Promise<PageAnswer> {
  const { lang, params, platform } = visit
  if (accountOf(visit) === null) return enterFirst(`${bookingPath(params)}/pay`)
  const booking = await ownOf(read, visit)
  if (booking.state !== 'held' || booking.holdUntil === null) return { redirect: bookingPath(params) }
  const [merchant, orders] = await Promise.all([findMerchant(read, booking.institutionId), ordersOfBookings(read, booking.institutionId, [booking.id])])
  if (merchant === undefined) return { redirect: bookingPath(params) }
  const order = orders.findLast((each) => each.state === 'open' && each.payUrl !== null)
  const until = order?.expiresAt ?? openUntil(booking, now.toISOString())
  const path = `${bookingPath(params)}/pay`
  return {
    html: payPage(frameOf({ ...visit, platform }, t.title[lang], path), lang, {
      at: path, booking: bookingPath(params), about: booking.clinicName, cents: order?.amountCents ?? booking.feeCents, until: isRefusal(until) ? booking.holdUntil : until, holdUntil: booking.holdUntil, pay: order === undefined ? null : await shownPay(order), isStandIn: merchant.channel === 'stand-in',
      sentence: sentence ?? (isRefusal(until) ? sayRefusal(until, lang) : null), done: null,
    }),
  }
}

async function shownPay(order: Order): Promise<{ url: string; qrSvg: string | null }> {
  const url = order.payUrl ?? ''
  return { url, qrSvg: order.trade === 'h5' ? null : await qrcode.toString(url, { type: 'svg', margin: 2, width: 220 }) }
}
