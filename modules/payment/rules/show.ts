import { reasonWords, yuan } from './messages.ts'
import type { Order } from './order.ts'
import type { Refund } from './refund.ts'

type Words = { readonly zh: string; readonly en: string }

/** Rule PY-14 on the page of the booking: what was paid, what goes back and why, and what was paid back. Null where nothing was paid. */
export function sayMoney(orders: readonly Order[], refunds: readonly Refund[]): Words | null {
  const paid = orders.filter((each) => each.state === 'paid')
  if (paid.length === 0) return null
  const parts = paid.flatMap((order): Words[] => {
    const own = refunds.filter((each) => each.orderId === order.id)
    const sum = yuan(order.paidCents ?? order.amountCents)
    if (order.settled === 'person') return [{ zh: `收到 ${sum} 元，与挂号费不符，医院正在核对，会与您联系。`, en: `${sum} yuan arrived, which is not the fee; the hospital looks into it and calls you.` }]
    if (own.length === 0) return [{ zh: `已交 ${sum} 元。`, en: `${sum} yuan paid.` }]
    return own.map((refund) => {
      const why = reasonWords[refund.reason]
      const back = yuan(refund.amountCents)
      return refund.state === 'done' ? { zh: `${back} 元已原路退回（${why.zh}）。`, en: `${back} yuan was paid back (${why.en}).` } : { zh: `${back} 元正在原路退回（${why.zh}），到账会发短信。`, en: `${back} yuan is being paid back (${why.en}); a message follows.` }
    })
  })
  return { zh: parts.map((each) => each.zh).join(''), en: parts.map((each) => each.en).join(' ') }
}
