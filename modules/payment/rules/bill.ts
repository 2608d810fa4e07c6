import type { IsoDate } from '../../../kernel/calendar.ts'
import { toUtc, type Instant } from '../../../kernel/instant.ts'

/** One row of the channel's bill: a payment, or a refund with its own number. */
export type BillRow = { readonly at: Instant; readonly subject: 'payment' | 'refund'; readonly number: string; readonly cents: number }
/** What stands here of the same day; `seen` where a bill named it already. */
export type OurRow = { readonly subject: 'payment' | 'refund'; readonly number: string; readonly cents: number; readonly on: IsoDate }
export type Difference = { readonly kind: 'not-here' | 'not-there' | 'amount'; readonly subject: 'payment' | 'refund'; readonly number: string; readonly ours: number | null; readonly theirs: number | null }

const wanted = { at: '交易时间', number: '商户订单号', state: '交易状态', total: '订单金额', refundNumber: '商户退款单号', refund: '申请退款金额', refundState: '退款状态' } as const
/** Where the later columns are missing, older bills carry these. */
const older = { total: '应结订单金额', refund: '退款金额' } as const

export class BillUnreadable extends Error {}

const yuanShape = /^\d{1,9}(?:\.(\d{1,5}))?$/
/** Yuan as text in cents, without a detour over floating numbers; what lies beyond cents must be nought. */
export function centsOf(text: string): number {
  const match = yuanShape.exec(text)
  const part = (match?.[1] ?? '').padEnd(2, '0')
  if (match === null || !/^0*$/.test(part.slice(2))) throw new BillUnreadable(`金额读不出来 amount: ${text}`)
  return Number(text.split('.')[0]) * 100 + Number(part.slice(0, 2))
}

/** A row of the bill: each field after the first has ",`" before it, so that a comma inside a field parts nothing. */
const fieldsOf = (line: string): string[] => (line.startsWith('`') ? line.slice(1).split(',`') : line.split(',')).map((each) => each.trim())

/** Rule PY-10: the channel's bill is read by the names of its columns; what cannot be read is a fault of the whole bill, never a row left out. */
export function readBill(text: string): BillRow[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line.trim() !== '')
  const heads = fieldsOf(lines[0] ?? '')
  const at = (name: string, other?: string): number => {
    const found = heads.includes(name) ? heads.indexOf(name) : other === undefined ? -1 : heads.indexOf(other)
    if (found < 0) throw new BillUnreadable(`缺少列 column missing: ${name}`)
    return found
  }
  const columns = { at: at(wanted.at), number: at(wanted.number), state: at(wanted.state), total: at(wanted.total, older.total), refundNumber: at(wanted.refundNumber), refund: at(wanted.refund, older.refund) }
  const end = lines.findIndex((line) => line.replaceAll('`', '').startsWith('总交易单数'))
  if (end < 0) throw new BillUnreadable('账单没有结尾的合计行 the totals are missing')
  const rows = lines.slice(1, end).map((line): BillRow => {
    const fields = fieldsOf(line)
    const field = (index: number) => fields[index] ?? ''
    const when = toUtc(`${field(columns.at).replace(' ', 'T')}+08:00`)
    return field(columns.state) === 'REFUND'
      ? { at: when, subject: 'refund', number: field(columns.refundNumber), cents: centsOf(field(columns.refund)) }
      : { at: when, subject: 'payment', number: field(columns.number), cents: centsOf(field(columns.total)) }
  })
  const said = Number(fieldsOf(lines[end + 1] ?? '')[0])
  if (said !== rows.length) throw new BillUnreadable(`合计 ${said} 笔，读到 ${rows.length} 笔 totals and rows differ`)
  return rows
}

/** Rule PY-11: every payment and refund stands on both sides with the same amount; whatever does not is listed for a person. `known` holds ours by number, whatever their day. */
export function compareBill(on: IsoDate, bill: readonly BillRow[], known: readonly OurRow[]): Difference[] {
  const keyOf = (each: { subject: string; number: string }) => `${each.subject} ${each.number}`
  const ours = new Map(known.map((each) => [keyOf(each), each]))
  const theirs = new Set(bill.map(keyOf))
  const fromBill = bill.flatMap((row): Difference[] => {
    const own = ours.get(keyOf(row))
    if (own === undefined) return [{ kind: 'not-here', subject: row.subject, number: row.number, ours: null, theirs: row.cents }]
    return own.cents === row.cents ? [] : [{ kind: 'amount', subject: row.subject, number: row.number, ours: own.cents, theirs: row.cents }]
  })
  const missing = known.filter((each) => each.on === on && !theirs.has(keyOf(each))).map((each): Difference => ({ kind: 'not-there', subject: each.subject, number: each.number, ours: each.cents, theirs: null }))
  return [...fromBill, ...missing]
}
