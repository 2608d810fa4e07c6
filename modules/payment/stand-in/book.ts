import type { Instant } from '../../../kernel/instant.ts'

/** What the stand-in knows of one merchant: the keys of both sides that belong to it. */
export type StandInMerchant = { readonly mchid: string; readonly appid: string; readonly serial: string; readonly merchantKey: string; readonly apiKey: string; readonly platformSerial: string; readonly platformKey: string }
export type StandInOrder = {
  readonly mchid: string; readonly outTradeNo: string; readonly about: string; readonly cents: number; readonly expiresAt: Instant; readonly noticeUrl: string; readonly token: string
  readonly state: 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND'; readonly transactionId: string | null; readonly paidAt: Instant | null
}
export type StandInRefund = { readonly mchid: string; readonly outTradeNo: string; readonly outRefundNo: string; readonly refundId: string; readonly cents: number; readonly at: Instant; readonly noticeUrl: string }
export type StandInBook = { readonly merchants: readonly StandInMerchant[]; readonly orders: readonly StandInOrder[]; readonly refunds: readonly StandInRefund[] }

export const emptyBook: StandInBook = { merchants: [], orders: [], refunds: [] }

/** Where the stand-in keeps its book; one change after another. */
export type StandInKeep = {
  read(): Promise<StandInBook>
  change<T>(work: (book: StandInBook) => { readonly book: StandInBook; readonly answer: T }): Promise<T>
}

/** For a test: gone with the process. */
export function keepInMemory(): StandInKeep {
  let book = emptyBook
  return {
    read: async () => book,
    change: async (work) => {
      const done = work(book)
      book = done.book
      return done.answer
    },
  }
}
