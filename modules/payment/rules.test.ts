import { describe, expect, test } from 'vitest'
import { isRefusal } from '../../kernel/refusal.ts'
import { BillUnreadable, centsOf, compareBill, readBill } from './rules/bill.ts'
import { payerMessage } from './rules/messages.ts'
import { askNext, isToClose, learn, numberOf, openUntil, verdictOn, type Order } from './rules/order.ts'
import { cheaperBy, learnRefund, refundable, tryNext, type Refund } from './rules/refund.ts'
import { sayMoney } from './rules/show.ts'

const now = '2026-03-02T01:00:00.000Z'
const anOrder = (over: Partial<Order> = {}): Order => ({
  institutionId: 'house', id: 'o', regionCode: '990121', bookingId: 'b', outTradeNo: '019abc', about: '内科门诊', amountCents: 2500, trade: 'native', state: 'open', settled: null, payUrl: 'https://pay', expiresAt: '2026-03-02T01:14:00.000Z', madeAt: now, paidAt: null, paidCents: null, transactionId: null, nextAt: now, asks: 0, lastError: null, ...over,
})
const paidOrder = (over: Partial<Order> = {}) => anOrder({ state: 'paid', paidAt: '2026-03-02T01:05:00.000Z', paidCents: 2500, transactionId: '42', ...over })
const aRefund = (over: Partial<Refund> = {}): Refund => ({ institutionId: 'house', id: 'r', regionCode: '990121', orderId: 'o', outRefundNo: '1', amountCents: 2500, reason: 'late', words: '', state: 'due', refundId: null, madeAt: now, madeName: '', doneAt: null, nextAt: now, tries: 0, lastError: null, ...over })

describe('Orders', () => {
  test.each([
    ['a held place', { state: 'held', holdUntil: '2026-03-02T01:15:00.000Z', feeCents: 100 }, '2026-03-02T01:14:00.000Z'],
    ['the last two minutes', { state: 'held', holdUntil: '2026-03-02T01:02:00.000Z', feeCents: 100 }, '2026-03-02T01:01:00.000Z'],
    ['less than that', { state: 'held', holdUntil: '2026-03-02T01:01:59.000Z', feeCents: 100 }, { refused: 'payment.too_late' }],
    ['what is booked', { state: 'booked', holdUntil: null, feeCents: 100 }, { refused: 'payment.not_held' }],
    ['what costs nothing', { state: 'held', holdUntil: '2026-03-02T01:15:00.000Z', feeCents: 0 }, { refused: 'payment.free' }],
  ])('PY-1 until when %s can be paid', (_, booking, until) => {
    expect(openUntil(booking, now)).toEqual(until)
  })

  test('PY-1 a number fits the channel: letters and digits, 32 at most', () => {
    expect(numberOf('01936f2e-1111-7abc-8def-0123456789ab')).toMatch(/^[0-9a-z]{32}$/)
  })

  test('PY-2 paid stays paid, and money wins over a closed order', () => {
    const paid = { state: 'paid', transactionId: '42', paidAt: now, cents: 2500 } as const
    expect(learn(anOrder(), paid)).toMatchObject({ state: 'paid', paidCents: 2500, payUrl: null })
    expect(learn(anOrder({ state: 'closed' }), paid)).toMatchObject({ state: 'paid' })
    const before = paidOrder()
    for (const said of [{ state: 'closed' }, { state: 'unpaid' }, { state: 'missing' }, { ...paid, cents: 1 }] as const) expect(learn(before, said)).toBe(before)
    expect(learn(anOrder(), { state: 'closed' })).toMatchObject({ state: 'closed', nextAt: null })
  })

  test.each([
    ['held, paid in time', { state: 'held', holdUntil: '2026-03-02T01:15:00.000Z' }, {}, { does: 'confirm' }],
    ['held, paid after the hold', { state: 'held', holdUntil: '2026-03-02T01:05:00.000Z' }, {}, { does: 'refund', reason: 'late' }],
    ['run out', { state: 'expired', holdUntil: null }, {}, { does: 'refund', reason: 'late' }],
    ['cancelled, also after it was confirmed', { state: 'cancelled', holdUntil: null }, { settled: 'confirmed' }, { does: 'refund', reason: 'cancelled' }],
    ['stopped', { state: 'stopped', holdUntil: null }, { settled: 'confirmed' }, { does: 'refund', reason: 'stopped' }],
    ['paid at the desk as well', { state: 'booked', holdUntil: null }, {}, { does: 'refund', reason: 'twice' }],
    ['confirmed by this very payment', { state: 'booked', holdUntil: null }, { settled: 'confirmed' }, { does: 'nothing' }],
    ['arrived before the news', { state: 'arrived', holdUntil: null }, {}, { does: 'keep' }],
    ['not come', { state: 'no-show', holdUntil: null }, { settled: 'confirmed' }, { does: 'nothing' }],
    ['another amount', { state: 'held', holdUntil: '2026-03-02T01:15:00.000Z' }, { paidCents: 25 }, { does: 'person' }],
    ['on its way back', { state: 'cancelled', holdUntil: null }, { settled: 'refund' }, { does: 'nothing' }],
  ] as const)('PY-3 PY-4 money for a booking %s', (_, booking, over, verdict) => {
    expect(verdictOn(paidOrder(over), booking)).toEqual(verdict)
  })

  test('PY-5 closed where it ran out, or its booking needs it no more; not while it is held, nor once it is paid', () => {
    const held = { state: 'held', holdUntil: '2026-03-02T01:15:00.000Z' }
    expect(isToClose(anOrder(), held, now)).toBe(false)
    expect(isToClose(anOrder(), held, '2026-03-02T01:14:00.000Z')).toBe(true)
    for (const state of ['cancelled', 'expired', 'booked', 'stopped']) expect(isToClose(anOrder(), { state, holdUntil: null }, now)).toBe(true)
    expect(isToClose(paidOrder(), { state: 'cancelled', holdUntil: null }, now)).toBe(false)
  })

  test('PY-6 asked soon and then less often, once more at the very end', () => {
    expect(askNext(anOrder(), now)).toBe('2026-03-02T01:00:15.000Z')
    expect(askNext(anOrder({ asks: 99 }), now)).toBe('2026-03-02T01:05:00.000Z')
    expect(askNext(anOrder({ asks: 99 }), '2026-03-02T01:13:00.000Z')).toBe('2026-03-02T01:14:00.000Z')
    expect(askNext(anOrder({ asks: 99 }), '2026-03-02T02:00:00.000Z')).toBe('2026-03-02T02:05:00.000Z')
  })
})

describe('Refunds', () => {
  test('PY-7 never more than was paid', () => {
    expect(refundable(paidOrder(), [])).toBe(2500)
    expect(refundable(paidOrder(), [{ amountCents: 1500 }])).toBe(1000)
    expect(refundable(paidOrder(), [{ amountCents: 2500 }])).toEqual({ refused: 'payment.refunded_already' })
    expect(isRefusal(refundable(anOrder(), []))).toBe(true)
  })
  test('PY-8 cheaper by so much, never dearer, and only what was confirmed', () => {
    expect([cheaperBy(paidOrder({ settled: 'confirmed' }), 1000), cheaperBy(paidOrder({ settled: 'confirmed' }), 3000), cheaperBy(paidOrder(), 1000)]).toEqual([1500, 0, 0])
  })
  test('PY-9 later and later, six hours at most; done stays done, and what failed waits for a person', () => {
    expect(tryNext(0, now)).toBe('2026-03-02T01:00:30.000Z')
    expect(tryNext(50, now)).toBe('2026-03-02T07:00:00.000Z')
    const done = learnRefund(aRefund(), { state: 'done', refundId: '5', doneAt: null, says: '' }, now)
    expect(done).toMatchObject({ state: 'done', doneAt: now, nextAt: null })
    expect(learnRefund(done, { state: 'asked', refundId: '5', doneAt: null, says: '' }, now)).toBe(done)
    expect(learnRefund(aRefund(), { state: 'failed', refundId: '5', doneAt: null, says: 'ABNORMAL' }, now)).toMatchObject({ state: 'failed', nextAt: null, lastError: 'ABNORMAL' })
  })
  test('PY-14 says what arrived, what goes back and why, and what was paid back', () => {
    const about = { institution: '云溪县人民医院', clinic: '内科门诊', startsAt: '2026-03-03T01:00:00.000Z', code: 'K7' }
    expect(payerMessage(about, { what: 'paid', cents: 2550 })).toBe('【回音】已收到挂号费 25.50 元，预约成功：2026-03-03 09:00 云溪县人民医院内科门诊。就诊码 K7，凭码报到。')
    expect(payerMessage(about, { what: 'refund-due', cents: 2500, reason: 'late' })).toContain('付款时号已释放。预约没有成功')
    expect(payerMessage(about, { what: 'refunded', cents: 2500, reason: 'stopped' })).toContain('25 元已原路退回（门诊停诊）')
    expect(sayMoney([anOrder()], [])).toBeNull()
    expect(sayMoney([paidOrder()], [])?.zh).toBe('已交 25 元。')
    expect(sayMoney([paidOrder()], [aRefund()])?.zh).toContain('正在原路退回（付款时号已释放）')
    expect(sayMoney([paidOrder()], [aRefund({ state: 'done' })])?.en).toContain('was paid back')
    expect(sayMoney([paidOrder({ settled: 'person' })], [])?.zh).toContain('医院正在核对')
  })
})

const heads = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const row = (number: string, total: string, refund: { number: string; cents: string } | null = null) =>
  `\`2026-03-02 10:00:00,\`wx1,\`1900000001,\`0,\`,\`42,\`${number},\`who,\`NATIVE,\`${refund === null ? 'SUCCESS' : 'REFUND'},\`OTHERS,\`CNY,\`${total},\`0.00,\`0,\`${refund?.number ?? '0'},\`${refund?.cents ?? '0.00'},\`0.00,\`,\`,\`门诊, 含逗号,\`,\`0.00000,\`0.60%,\`${total},\`${refund?.cents ?? '0.00'},\``
const totals = (n: number) => `总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n\`${n},\`0.00,\`0.00,\`0.00,\`0.00000,\`0.00,\`0.00\n`
const billOf = (...rows: string[]) => `\uFEFF${heads}\r\n${rows.map((each) => `${each}\r\n`).join('')}${totals(rows.length)}`

describe('Bills', () => {
  test('PY-10 read by the names of the columns, a comma in a name parts nothing', () => {
    expect(readBill(billOf(row('a1', '25.00'), row('a1', '0.00', { number: 'r1', cents: '12.50' })))).toEqual([
      { at: '2026-03-02T02:00:00.000Z', subject: 'payment', number: 'a1', cents: 2500 },
      { at: '2026-03-02T02:00:00.000Z', subject: 'refund', number: 'r1', cents: 1250 },
    ])
  })
  test.each([
    ['a column is missing', billOf().replace('商户订单号', '别的')],
    ['an amount is none', billOf(row('a1', '25元'))],
    ['a part of a cent', billOf(row('a1', '25.001'))],
    ['the totals are missing', `${heads}\n${row('a1', '25.00')}\n`],
    ['a row is missing', `${heads}\n${row('a1', '25.00')}\n${totals(2)}`],
  ])('PY-10 %s: nothing of it is taken', (_, text) => {
    expect(() => readBill(text)).toThrow(BillUnreadable)
  })
  test('PY-10 amounts without floating numbers', () => {
    expect(['0.29', '1', '0.1', '1234567.89', '0.30000'].map(centsOf)).toEqual([29, 100, 10, 123_456_789, 30])
  })
  test('PY-11 both sides, the same amount; what stands in no bill of its day is missed', () => {
    const bill = readBill(billOf(row('a1', '25.00'), row('a2', '9.00'), row('a3', '8.00')))
    const ours = (number: string, cents: number, on = '2026-03-02') => ({ subject: 'payment' as const, number, cents, on })
    expect(compareBill('2026-03-02', bill, [ours('a1', 2500), ours('a2', 1000), ours('a4', 700), ours('a5', 100, '2026-03-01')])).toEqual([
      { kind: 'amount', subject: 'payment', number: 'a2', ours: 1000, theirs: 900 },
      { kind: 'not-here', subject: 'payment', number: 'a3', ours: null, theirs: 800 },
      { kind: 'not-there', subject: 'payment', number: 'a4', ours: 700, theirs: null },
    ])
  })
})
