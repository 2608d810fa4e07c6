import { createPrivateKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import type { MerchantKeys } from '../channel/port.ts'
import { answerText, sealResource, sign } from '../channel/sign.ts'
import { answer, refundSaid, signerOf, transactionOf, withOrder, type Asked, type StandInEvent } from './answers.ts'
import type { StandInKeep, StandInMerchant, StandInOrder } from './book.ts'

export type StandInReply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
export type StandIn = {
  /** One request of the protocol. */
  handle(asked: Asked): Promise<StandInReply>
  /** What somebody sees who opened the code. */
  find(token: string): Promise<StandInOrder | null>
  /** Somebody says "pay": the order is paid, and the merchant told. False where it is closed or ran out. */
  pay(token: string): Promise<boolean>
  /** A merchant of its own with keys of its own, as an office would give them out. */
  addMerchant(): Promise<MerchantKeys>
}

type Given = { readonly keep: StandInKeep; /** Where it answers, as people and the merchant reach it. */ readonly base: () => string; readonly now: () => Date; /** Carries a message to the merchant; a test may lose or repeat it. */ readonly post: (url: string, headers: Record<string, string>, body: string) => Promise<void> }

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })

/**
 * A channel that speaks the protocol of WeChat Pay APIv3 with keys of its own, for demonstrations and tests: it looks at every
 * signature, signs every answer and encrypts every message. Nobody's money is touched, and it says so on its page.
 */
export function createStandIn({ keep, base, now, post }: Given): StandIn {
  const signed = (merchant: StandInMerchant, body: string): Record<string, string> => {
    const [timestamp, nonce] = [String(Math.floor(now().getTime() / 1000)), randomBytes(16).toString('hex')]
    return { 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': nonce, 'wechatpay-serial': merchant.platformSerial, 'wechatpay-signature': sign(answerText({ timestamp, nonce, body }), createPrivateKey(merchant.platformKey)) }
  }
  async function tell(merchant: StandInMerchant, event: StandInEvent): Promise<void> {
    const [content, type, to] = event.about === 'order' ? [transactionOf(merchant, event.order), 'transaction', event.order.noticeUrl] : [{ mchid: merchant.mchid, ...refundSaid(event.refund, event.order, 'refund_status') }, 'refund', event.refund.noticeUrl]
    const resource = { original_type: type, ...sealResource(JSON.stringify(content), merchant.apiKey, { nonce: randomBytes(6).toString('hex'), associatedData: type }) }
    const body = JSON.stringify({ id: randomUUID(), create_time: now().toISOString(), resource_type: 'encrypt-resource', event_type: event.about === 'order' ? 'TRANSACTION.SUCCESS' : 'REFUND.SUCCESS', summary: type, resource })
    await post(to, { ...signed(merchant, body), 'content-type': 'application/json' }, body)
  }
  return {
    async handle(asked) {
      const merchant = signerOf(await keep.read(), asked, now())
      if (merchant === null) return { status: 401, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: 'SIGN_ERROR', message: '签名错误' }) }
      const done = await keep.change((book) => answer(book, merchant, asked, { base: base(), now: now() }))
      const body = done.content === null ? '' : typeof done.content === 'string' ? done.content : JSON.stringify(done.content)
      for (const event of done.after ?? []) void tell(merchant, event)
      return { status: done.status, headers: { 'content-type': typeof done.content === 'string' ? 'text/plain; charset=utf-8' : 'application/json', ...signed(merchant, body) }, body }
    },
    find: async (token) => (await keep.read()).orders.find((each) => each.token === token) ?? null,
    async pay(token) {
      const at = now().toISOString()
      const paid = await keep.change((book) => {
        const order = book.orders.find((each) => each.token === token)
        if (order === undefined || order.state !== 'NOTPAY' || order.expiresAt <= at) return { book, answer: null }
        const changed: StandInOrder = { ...order, state: 'SUCCESS', paidAt: at, transactionId: `42${randomBytes(13).toString('hex')}` }
        return { book: withOrder(book, changed), answer: changed }
      })
      if (paid === null) return false
      const merchant = (await keep.read()).merchants.find((each) => each.mchid === paid.mchid)
      if (merchant !== undefined) await tell(merchant, { about: 'order', order: paid })
      return true
    },
    async addMerchant() {
      const [own, platform] = [pair(), pair()]
      const keys = { mchid: `19${randomBytes(4).readUInt32BE() % 90_000_000 + 10_000_000}`, appid: `wx${randomBytes(8).toString('hex')}`, serial: randomBytes(20).toString('hex').toUpperCase(), apiKey: randomBytes(16).toString('hex'), platformSerial: `PUB_KEY_ID_${randomBytes(12).toString('hex')}` }
      await keep.change((book) => ({ book: { ...book, merchants: [...book.merchants, { ...keys, merchantKey: own.publicKey, platformKey: platform.privateKey }] }, answer: null }))
      return { ...keys, privateKey: own.privateKey, platformKey: platform.publicKey }
    },
  }
}
