import { createHash, createPublicKey, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { shanghaiDate, shanghaiTime, toUtc, type Instant } from '../../../kernel/instant.ts'
import { clockSkewSeconds, requestText, verify } from '../channel/sign.ts'
import type { StandInBook, StandInMerchant, StandInOrder, StandInRefund } from './book.ts'

/** A request as it came, its body unread. */
export type Asked = { readonly method: string; readonly path: string; readonly authorization: string; readonly body: string }
/** What is answered, before it is signed. `after` is what the merchant is told of in a message of its own. */
export type Answer = { readonly status: number; readonly content: object | string | null; readonly after?: readonly StandInEvent[] }
export type StandInEvent = { readonly about: 'order'; readonly order: StandInOrder } | { readonly about: 'refund'; readonly refund: StandInRefund; readonly order: StandInOrder }
type Turn = { readonly book: StandInBook; readonly answer: Answer }
export type Place = { readonly base: string; readonly now: Date }

const no = (book: StandInBook, status: number, code: string, message: string): Turn => ({ book, answer: { status, content: { code, message } } })
const rfc3339 = (at: Instant): string => `${shanghaiDate(at)}T${shanghaiTime(at)}:${at.slice(17, 19)}+08:00`

/** Whose request it is, by the signature over exactly what was sent; null where nobody's. */
export function signerOf(book: StandInBook, asked: Asked, now: Date): StandInMerchant | null {
  const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(asked.authorization)?.[1] ?? ''
  const merchant = book.merchants.find((each) => each.mchid === part('mchid') && each.serial === part('serial_no'))
  const timestamp = part('timestamp')
  if (merchant === undefined || !asked.authorization.startsWith('WECHATPAY2-SHA256-RSA2048 ') || Math.abs(now.getTime() / 1000 - Number(timestamp)) > clockSkewSeconds) return null
  const text = requestText({ method: asked.method, path: asked.path, timestamp, nonce: part('nonce_str'), body: asked.body })
  return verify(text, createPublicKey(merchant.merchantKey), part('signature')) ? merchant : null
}

const OrderAsk = z.object({ appid: z.string(), mchid: z.string(), description: z.string().min(1).max(127), out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/), time_expire: z.string(), notify_url: z.url(), amount: z.object({ total: z.number().int().min(1), currency: z.literal('CNY') }), scene_info: z.object({ payer_client_ip: z.string().min(1), h5_info: z.object({ type: z.string() }) }).optional() })
const RefundAsk = z.object({ out_trade_no: z.string(), out_refund_no: z.string(), reason: z.string().optional(), notify_url: z.url(), amount: z.object({ refund: z.number().int().min(1), total: z.number().int(), currency: z.literal('CNY') }) })

export const transactionOf = (merchant: StandInMerchant, order: StandInOrder): object => ({
  appid: merchant.appid, mchid: merchant.mchid, out_trade_no: order.outTradeNo, trade_state: order.state, trade_state_desc: order.state, trade_type: 'NATIVE',
  ...(order.paidAt === null || order.transactionId === null ? {} : { transaction_id: order.transactionId, success_time: rfc3339(order.paidAt), bank_type: 'OTHERS', payer: { openid: 'stand-in' }, amount: { total: order.cents, payer_total: order.cents, currency: 'CNY', payer_currency: 'CNY' } }),
})
export const refundSaid = (refund: StandInRefund, order: StandInOrder, status: 'status' | 'refund_status'): object => ({
  refund_id: refund.refundId, out_refund_no: refund.outRefundNo, out_trade_no: refund.outTradeNo, transaction_id: order.transactionId, [status]: 'SUCCESS', success_time: rfc3339(refund.at), create_time: rfc3339(refund.at), channel: 'ORIGINAL', user_received_account: '演示零钱', amount: { refund: refund.cents, total: order.cents, currency: 'CNY' },
})

/** One request of a merchant whose signature was looked at. */
export function answer(book: StandInBook, merchant: StandInMerchant, asked: Asked, place: Place): Turn {
  const url = new URL(asked.path, 'http://stand-in')
  const path = url.pathname.slice(url.pathname.indexOf('/v3/'))
  const one = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/.exec(path)
  if (asked.method === 'POST' && (path === '/v3/pay/transactions/native' || path === '/v3/pay/transactions/h5')) return open(book, merchant, { asked, place, isH5: path.endsWith('h5') })
  if (one !== null) return asked.method === 'POST' && one[2] !== undefined ? close(book, merchant, one[1] ?? '') : query(book, merchant, one[1] ?? '', place)
  if (asked.method === 'POST' && path === '/v3/refund/domestic/refunds') return refund(book, merchant, asked, place)
  if (asked.method === 'GET' && path === '/v3/bill/tradebill') return bill(book, merchant, url.searchParams.get('bill_date') ?? '', place)
  if (asked.method === 'GET' && path === '/v3/billdownload/file') return { book, answer: { status: 200, content: billText(book, merchant, url.searchParams.get('token') ?? '') } }
  return no(book, 404, 'NOT_FOUND', asked.path)
}

const find = (book: StandInBook, merchant: StandInMerchant, outTradeNo: string): StandInOrder | undefined => book.orders.find((each) => each.mchid === merchant.mchid && each.outTradeNo === outTradeNo)
export const withOrder = (book: StandInBook, order: StandInOrder): StandInBook => ({ ...book, orders: [...book.orders.filter((each) => each.mchid !== order.mchid || each.outTradeNo !== order.outTradeNo), order] })

function open(book: StandInBook, merchant: StandInMerchant, { asked, place, isH5 }: { asked: Asked; place: Place; isH5: boolean }): Turn {
  const read = OrderAsk.safeParse(JSON.parse(asked.body))
  if (!read.success || read.data.mchid !== merchant.mchid || read.data.appid !== merchant.appid || (isH5 && read.data.scene_info === undefined)) return no(book, 400, 'PARAM_ERROR', read.success ? 'mchid, appid or scene_info' : read.error.issues.map((each) => each.path.join('.')).join(' '))
  const { out_trade_no: outTradeNo, amount, description, notify_url: noticeUrl, time_expire } = read.data
  const known = find(book, merchant, outTradeNo)
  if (known !== undefined && known.state === 'SUCCESS') return no(book, 400, 'ORDERPAID', outTradeNo)
  if (known !== undefined && (known.state !== 'NOTPAY' || known.cents !== amount.total)) return no(book, 403, 'OUT_TRADE_NO_USED', outTradeNo)
  const order: StandInOrder = known ?? { mchid: merchant.mchid, outTradeNo, about: description, cents: amount.total, expiresAt: toUtc(time_expire), noticeUrl, token: randomBytes(16).toString('hex'), state: 'NOTPAY', transactionId: null, paidAt: null }
  const address = `${place.base}/pay/${order.token}`
  return { book: withOrder(book, order), answer: { status: 200, content: isH5 ? { h5_url: address } : { code_url: address } } }
}

function query(book: StandInBook, merchant: StandInMerchant, outTradeNo: string, { now }: Place): Turn {
  const order = find(book, merchant, outTradeNo)
  if (order === undefined) return no(book, 404, 'ORDER_NOT_EXIST', outTradeNo)
  const seen: StandInOrder = order.state === 'NOTPAY' && order.expiresAt <= now.toISOString() ? { ...order, state: 'CLOSED' } : order
  return { book: withOrder(book, seen), answer: { status: 200, content: transactionOf(merchant, seen) } }
}

function close(book: StandInBook, merchant: StandInMerchant, outTradeNo: string): Turn {
  const order = find(book, merchant, outTradeNo)
  if (order === undefined) return no(book, 404, 'ORDER_NOT_EXIST', outTradeNo)
  if (order.state === 'SUCCESS' || order.state === 'REFUND') return no(book, 400, 'ORDERPAID', outTradeNo)
  return { book: withOrder(book, { ...order, state: 'CLOSED' }), answer: { status: 204, content: null } }
}

function refund(book: StandInBook, merchant: StandInMerchant, asked: Asked, { now }: Place): Turn {
  const read = RefundAsk.safeParse(JSON.parse(asked.body))
  if (!read.success) return no(book, 400, 'PARAM_ERROR', read.error.message)
  const { out_trade_no, out_refund_no: outRefundNo, amount, notify_url: noticeUrl } = read.data
  const order = find(book, merchant, out_trade_no)
  if (order === undefined || order.paidAt === null) return no(book, 404, 'RESOURCE_NOT_EXISTS', out_trade_no)
  const known = book.refunds.find((each) => each.mchid === merchant.mchid && each.outRefundNo === outRefundNo)
  if (known !== undefined) return { book, answer: { status: 200, content: refundSaid(known, order, 'status') } }
  const before = book.refunds.filter((each) => each.mchid === merchant.mchid && each.outTradeNo === out_trade_no).reduce((sum, each) => sum + each.cents, 0)
  if (amount.total !== order.cents || before + amount.refund > order.cents) return no(book, 400, 'INVALID_REQUEST', '退款金额大于可退金额')
  const made: StandInRefund = { mchid: merchant.mchid, outTradeNo: out_trade_no, outRefundNo, refundId: `5${randomBytes(12).toString('hex')}`, cents: amount.refund, at: now.toISOString(), noticeUrl }
  const changed: StandInOrder = { ...order, state: 'REFUND' }
  return { book: { ...withOrder(book, changed), refunds: [...book.refunds, made] }, answer: { status: 200, content: { ...refundSaid(made, changed, 'status'), status: 'PROCESSING' }, after: [{ about: 'refund', refund: made, order: changed }] } }
}

const heads = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const yuan = (cents: number) => (cents / 100).toFixed(2)
const line = (fields: readonly string[]) => fields.map((each) => `\`${each}`).join(',')
const when = (at: Instant) => `${shanghaiDate(at)} ${shanghaiTime(at)}:${at.slice(17, 19)}`

/** The bill of a day in the columns of the channel. */
function billText(book: StandInBook, merchant: StandInMerchant, on: string): string {
  const paid = book.orders.filter((each) => each.mchid === merchant.mchid && each.paidAt !== null && shanghaiDate(each.paidAt) === on)
  const back = book.refunds.filter((each) => each.mchid === merchant.mchid && shanghaiDate(each.at) === on)
  const row = (order: StandInOrder, at: Instant, given: { state: string; refundId: string; refundNo: string; refund: number; refundState: string }) =>
    line([when(at), merchant.appid, merchant.mchid, '0', '', order.transactionId ?? '', order.outTradeNo, 'stand-in', 'NATIVE', given.state, 'OTHERS', 'CNY', given.state === 'REFUND' ? '0.00' : yuan(order.cents), '0.00', given.refundId, given.refundNo, yuan(given.refund), '0.00', given.refund > 0 ? 'ORIGINAL' : '', given.refundState, order.about, '', '0.00000', '0.60%', given.state === 'REFUND' ? '0.00' : yuan(order.cents), yuan(given.refund), ''])
  const rows = [
    ...paid.map((order) => row(order, order.paidAt ?? '', { state: 'SUCCESS', refundId: '0', refundNo: '0', refund: 0, refundState: '' })),
    ...back.flatMap((each) => {
      const order = find(book, merchant, each.outTradeNo)
      return order === undefined ? [] : [row(order, each.at, { state: 'REFUND', refundId: each.refundId, refundNo: each.outRefundNo, refund: each.cents, refundState: 'SUCCESS' })]
    }),
  ]
  const [total, refunded] = [paid.reduce((sum, each) => sum + each.cents, 0), back.reduce((sum, each) => sum + each.cents, 0)]
  return [heads, ...rows, '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额', line([String(rows.length), yuan(total), yuan(refunded), '0.00', '0.00000', yuan(total), yuan(refunded)]), ''].join('\r\n')
}

function bill(book: StandInBook, merchant: StandInMerchant, on: string, { base }: Place): Turn {
  const has = book.orders.some((each) => each.mchid === merchant.mchid && each.paidAt !== null && shanghaiDate(each.paidAt) === on) || book.refunds.some((each) => each.mchid === merchant.mchid && shanghaiDate(each.at) === on)
  if (!has) return no(book, 400, 'NO_STATEMENT_EXIST', on)
  const text = billText(book, merchant, on)
  return { book, answer: { status: 200, content: { hash_type: 'SHA1', hash_value: createHash('sha1').update(text, 'utf8').digest('hex'), download_url: `${base}/v3/billdownload/file?token=${on}` } } }
}
