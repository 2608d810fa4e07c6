import { shanghaiDate, shanghaiTime, type Instant } from '../../../kernel/instant.ts'
import type { RefundReason } from './order.ts'

export const yuan = (cents: number): string => (cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2))

export const reasonWords: Readonly<Record<RefundReason, { readonly zh: string; readonly en: string }>> = {
  cancelled: { zh: '预约已取消', en: 'the booking was cancelled' },
  stopped: { zh: '门诊停诊', en: 'the clinic was stopped' },
  late: { zh: '付款时号已释放', en: 'the place had been given back when the payment came' },
  twice: { zh: '这个号已在窗口交过费', en: 'the fee had been paid at the desk' },
  cheaper: { zh: '改约的门诊挂号费较低，退差额', en: 'the other clinic costs less' },
  person: { zh: '医院工作人员退款', en: 'paid back by the staff' },
}

export type PayerNews = { readonly what: 'paid'; readonly cents: number } | { readonly what: 'refund-due' | 'refunded'; readonly cents: number; readonly reason: RefundReason }
type About = { readonly institution: string; readonly clinic: string; readonly startsAt: Instant; readonly code: string }

/** Rule PY-14: the payer is told that the fee arrived and the booking stands, that money goes back and why, and that it was paid back. */
export function payerMessage(about: About, news: PayerNews): string {
  const visit = `${shanghaiDate(about.startsAt)} ${shanghaiTime(about.startsAt)} ${about.institution}${about.clinic}`
  if (news.what === 'paid') return `【回音】已收到挂号费 ${yuan(news.cents)} 元，预约成功：${visit}。就诊码 ${about.code}，凭码报到。`
  const why = reasonWords[news.reason].zh
  return news.what === 'refund-due' ? `【回音】您为 ${visit} 交的 ${yuan(news.cents)} 元将原路退回：${why}。${news.reason === 'late' ? '预约没有成功，需要的请重新预约。' : ''}退到账会再通知您。` : `【回音】您为 ${visit} 交的 ${yuan(news.cents)} 元已原路退回（${why}）。`
}
