import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { shanghaiDate, shanghaiTime, toUtc, type Instant } from '../../../kernel/instant.ts'
import type { ChannelOrder } from '../rules/order.ts'
import type { ChannelRefund } from '../rules/refund.ts'
import { ChannelFault, type MerchantKeys, type Notice, type PaymentChannel } from './port.ts'
import { notFromChannel, openResource, privateKeyOf, publicKeyOf, requestText, scheme, sign } from './sign.ts'

/** The published address of WeChat Pay APIv3. */
export const wechatAddress = 'https://api.mch.weixin.qq.com'
const timeoutMs = 10_000

type Line = { readonly address: string; readonly noticeUrl: string; readonly now: () => Date }

const instant = z.string().transform((text) => toUtc(text))
const Transaction = z.object({ mchid: z.string(), appid: z.string(), out_trade_no: z.string(), transaction_id: z.string().optional(), trade_state: z.string(), success_time: instant.optional(), amount: z.object({ total: z.number().int(), currency: z.string().optional() }).optional() })
const refundShape = { out_refund_no: z.string(), refund_id: z.string(), success_time: instant.optional(), user_received_account: z.string().optional() }
const RefundAnswer = z.object({ ...refundShape, status: z.string() })
const RefundNotice = z.object({ ...refundShape, refund_status: z.string(), mchid: z.string() })
const Opened = z.object({ code_url: z.string().optional(), h5_url: z.string().optional() })
const Bill = z.object({ hash_type: z.string(), hash_value: z.string(), download_url: z.string() })
const Envelope = z.object({ event_type: z.string(), resource: z.object({ original_type: z.string().optional(), algorithm: z.literal('AEAD_AES_256_GCM'), ciphertext: z.string(), associated_data: z.string().default(''), nonce: z.string() }) })
const Said = z.object({ code: z.string().default(''), message: z.string().default('') })

/** '2026-03-02T09:14:00+08:00', as the interface asks. */
const rfc3339 = (at: Instant): string => `${shanghaiDate(at)}T${shanghaiTime(at)}:${at.slice(17, 19)}+08:00`

function orderOf(said: z.output<typeof Transaction>, keys: MerchantKeys): ChannelOrder {
  if (said.mchid !== keys.mchid || said.appid !== keys.appid) throw new ChannelFault('FOREIGN', `${said.mchid} ${said.appid}`)
  if (said.trade_state === 'SUCCESS' || said.trade_state === 'REFUND') {
    // Paid and later paid back: for the order it was paid.
    if (said.transaction_id === undefined || said.success_time === undefined || said.amount === undefined) throw new ChannelFault('INCOMPLETE', said.trade_state)
    // Another currency is another amount, whatever its number.
    return { state: 'paid', transactionId: said.transaction_id, paidAt: said.success_time, cents: said.amount.currency === undefined || said.amount.currency === 'CNY' ? said.amount.total : -1 }
  }
  return { state: said.trade_state === 'CLOSED' || said.trade_state === 'REVOKED' ? 'closed' : 'unpaid' }
}

const refundState: Readonly<Record<string, ChannelRefund['state']>> = { SUCCESS: 'done', PROCESSING: 'asked', CLOSED: 'failed', ABNORMAL: 'failed' }
const refundOf = (said: { readonly refund_id: string; readonly success_time?: Instant | undefined; readonly user_received_account?: string | undefined }, status: string): ChannelRefund => ({ state: refundState[status] ?? 'asked', refundId: said.refund_id, doneAt: said.success_time ?? null, says: `${status} ${said.user_received_account ?? ''}`.trim() })

/** WeChat Pay APIv3 with Native and H5 orders. The stand-in of a demonstration answers the same requests. */
export function wechatChannel(keys: MerchantKeys, line: Line): PaymentChannel {
  const own = privateKeyOf(keys.privateKey)
  const theirs = publicKeyOf(keys.platformKey)
  const base = new URL(line.address)

  async function send(method: 'GET' | 'POST', url: URL, body: string): Promise<{ status: number; text: string; headers: Record<string, string> }> {
    const path = `${url.pathname}${url.search}`
    const [timestamp, nonce] = [String(Math.floor(line.now().getTime() / 1000)), randomBytes(16).toString('hex')]
    const signature = sign(requestText({ method, path, timestamp, nonce, body }), own)
    const authorization = `${scheme} mchid="${keys.mchid}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${keys.serial}"`
    try {
      const answer = await fetch(url, {
        method, redirect: 'error', signal: AbortSignal.timeout(timeoutMs),
        headers: { accept: 'application/json', 'user-agent': 'Huiyin', authorization, 'wechatpay-serial': keys.platformSerial, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) },
        ...(method === 'POST' ? { body } : {}),
      })
      return { status: answer.status, text: await answer.text(), headers: Object.fromEntries(answer.headers) }
    } catch (error) {
      throw new ChannelFault('UNREACHABLE', error instanceof Error ? error.message : String(error), { cause: error })
    }
  }

  /** Every good answer is signed; one that is not is no answer. What the channel refuses is thrown with its code. */
  async function call(method: 'GET' | 'POST', path: string, content?: object): Promise<string> {
    const answer = await send(method, new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base), content === undefined ? '' : JSON.stringify(content))
    if (answer.status < 200 || answer.status > 299) {
      const said = Said.safeParse(readJson(answer.text)).data
      throw new ChannelFault(said?.code === undefined || said.code === '' ? `HTTP ${answer.status}` : said.code, said?.message ?? '')
    }
    const fault = notFromChannel(answer.headers, answer.text, { serial: keys.platformSerial, key: theirs, now: line.now() })
    if (fault !== null) throw new ChannelFault('UNSIGNED', fault)
    return answer.text
  }

  const ask = async (outTradeNo: string): Promise<ChannelOrder> => {
    try {
      return orderOf(Transaction.parse(readJson(await call('GET', `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${keys.mchid}`))), keys)
    } catch (error) {
      if (error instanceof ChannelFault && (error.code === 'ORDER_NOT_EXIST' || error.code === 'ORDERNOTEXIST')) return { state: 'missing' }
      throw error
    }
  }

  return {
    async open({ outTradeNo, about, cents, expiresAt, trade, payerAddress }) {
      const content = {
        appid: keys.appid, mchid: keys.mchid, description: about.slice(0, 40), out_trade_no: outTradeNo, time_expire: rfc3339(expiresAt), notify_url: line.noticeUrl, amount: { total: cents, currency: 'CNY' },
        ...(trade === 'h5' ? { scene_info: { payer_client_ip: payerAddress, h5_info: { type: 'Wap' } } } : {}),
      }
      const opened = Opened.parse(readJson(await call('POST', `/v3/pay/transactions/${trade}`, content)))
      const url = trade === 'h5' ? opened.h5_url : opened.code_url
      if (url === undefined) throw new ChannelFault('INCOMPLETE', `no address for ${trade}`)
      return url
    },
    ask,
    async close(outTradeNo) {
      try {
        await call('POST', `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, { mchid: keys.mchid })
        return 'closed'
      } catch (error) {
        if (!(error instanceof ChannelFault)) throw error
        if (error.code === 'ORDERPAID' || error.code === 'ORDER_PAID') return 'paid'
        if (['ORDER_CLOSED', 'ORDER_NOT_EXIST', 'ORDERNOTEXIST'].includes(error.code)) return 'closed'
        throw error
      }
    },
    async refund({ outTradeNo, outRefundNo, cents, totalCents, reason }) {
      // Asked again with the same number it is the same refund: the channel answers how far it is.
      const content = { out_trade_no: outTradeNo, out_refund_no: outRefundNo, reason: reason.slice(0, 26), notify_url: line.noticeUrl, amount: { refund: cents, total: totalCents, currency: 'CNY' } }
      const said = RefundAnswer.parse(readJson(await call('POST', '/v3/refund/domestic/refunds', content)))
      return refundOf(said, said.status)
    },
    async bill(on) {
      let found
      try {
        found = Bill.parse(readJson(await call('GET', `/v3/bill/tradebill?bill_date=${on}&bill_type=ALL`)))
      } catch (error) {
        if (error instanceof ChannelFault && error.code === 'NO_STATEMENT_EXIST') return null
        throw error
      }
      const url = new URL(found.download_url)
      // The request is signed with our key: it goes to nobody else.
      if (url.origin !== base.origin) throw new ChannelFault('FOREIGN', url.origin)
      const answer = await send('GET', url, '')
      if (answer.status !== 200) throw new ChannelFault(`HTTP ${answer.status}`, 'bill')
      if (found.hash_type !== 'SHA1' || createHash('sha1').update(answer.text, 'utf8').digest('hex') !== found.hash_value.toLowerCase()) throw new ChannelFault('HASH', found.hash_type)
      return answer.text
    },
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ChannelFault('MALFORMED', text.slice(0, 80), { cause: error })
  }
}

/** Rule PY-13: a notice is believed only with the channel's signature of the last five minutes, opened with our key and about our account. */
export function readNotice(keys: MerchantKeys, headers: Readonly<Record<string, string | string[] | undefined>>, body: string, now: Date): Notice {
  const fault = notFromChannel(headers, body, { serial: keys.platformSerial, key: publicKeyOf(keys.platformKey), now })
  if (fault !== null) throw new ChannelFault('UNSIGNED', fault)
  const envelope = Envelope.parse(readJson(body))
  const content = readJson(openResource(envelope.resource, keys.apiKey))
  if (envelope.event_type.startsWith('REFUND.')) {
    const said = RefundNotice.parse(content)
    if (said.mchid !== keys.mchid) throw new ChannelFault('FOREIGN', said.mchid)
    return { about: 'refund', outRefundNo: said.out_refund_no, refund: refundOf(said, said.refund_status) }
  }
  const said = Transaction.parse(content)
  return { about: 'order', outTradeNo: said.out_trade_no, order: orderOf(said, keys) }
}
