import { systemActor } from '../../../kernel/actor.ts'
import { addDays, laterDate, type IsoDate } from '../../../kernel/calendar.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { shanghaiToday } from '../../../server/platform/clock.ts'
import { notify } from '../../../server/platform/notify.ts'
import { ChannelFault } from '../channel/port.ts'
import { mayKeep } from '../rules/authority.ts'
import { BillUnreadable, compareBill, readBill, type BillRow } from '../rules/bill.ts'
import * as bills from '../store/bills.ts'
import { listMerchants, type Merchant } from '../store/merchants.ts'
import { channelOf } from '../till.ts'

const system = systemActor('payment.bills')
/** The channel keeps bills for months; a house that was cut off for a week makes up for it. */
const daysBack = 7

/** Rule PY-11: every day of the last week that was not compared yet, of every account; yesterday's bill is there from ten in the morning. */
export async function compareBills(platform: Platform): Promise<{ compared: number; failed: number }> {
  const today = shanghaiToday(platform.clock.now())
  const counted = { compared: 0, failed: 0 }
  for (const merchant of await look(platform, system, ({ read }) => listMerchants(read))) {
    const from = laterDate(addDays(today, -daysBack), shanghaiDate(merchant.since))
    const known = await look(platform, system, ({ read }) => bills.billsSince(read, merchant.institutionId, from))
    for (let on = from; on < today; on = addDays(on, 1)) {
      const before = known.find((each) => each.onDate === on)
      if (before?.state !== 'compared') counted[await compareOne(platform, merchant, on, before?.tries ?? 0)] += 1
    }
  }
  return counted
}

async function compareOne(platform: Platform, merchant: Merchant, on: IsoDate, tries: number): Promise<'compared' | 'failed'> {
  try {
    const text = await channelOf(platform, merchant).bill(on)
    const rows = text === null ? [] : readBill(text)
    await act(platform, system, (step) => keepCompared(step, merchant, on, { rows, tries }))
    return 'compared'
  } catch (error) {
    if (!(error instanceof ChannelFault || error instanceof BillUnreadable)) throw error
    await act(platform, system, (step) => bills.putBill(step.tx, { institutionId: merchant.institutionId, onDate: on, regionCode: merchant.regionCode, state: 'failed', paidCount: 0, paidCents: 0, refundCount: 0, refundCents: 0, differences: 0, tries: tries + 1, lastError: error.message, triedAt: step.now.toISOString() }))
    return 'failed'
  }
}

const sumOf = (rows: readonly BillRow[], subject: BillRow['subject']) => {
  const own = rows.filter((row) => row.subject === subject)
  return { count: own.length, cents: own.reduce((sum, row) => sum + row.cents, 0) }
}

async function keepCompared(step: Act, merchant: Merchant, on: IsoDate, { rows, tries }: { rows: readonly BillRow[]; tries: number }): Promise<void> {
  const { institutionId, regionCode } = merchant
  const found = compareBill(on, rows, await bills.oursFor(step.tx, institutionId, on, rows)).map((each) => ({ ...each, id: step.newId() }))
  await bills.markBilled(step.tx, institutionId, on, rows)
  await bills.settleFound(step.tx, institutionId, step.now.toISOString(), `列在 ${on} 的账单里`, rows.map((row) => row.number))
  await bills.insertDifferences(step.tx, merchant, on, found)
  const [paid, refunded] = [sumOf(rows, 'payment'), sumOf(rows, 'refund')]
  await bills.putBill(step.tx, { institutionId, onDate: on, regionCode, state: 'compared', paidCount: paid.count, paidCents: paid.cents, refundCount: refunded.count, refundCents: refunded.cents, differences: found.length, tries: tries + 1, lastError: null, triedAt: step.now.toISOString() })
  if (found.length > 0) await notify(step, { institutionId, regionCode, role: 'institution_clerk', topic: 'payment.bill_differs', params: { on, count: found.length }, link: '/booking/payments', onceKey: `payment.bill_differs ${on}` })
  await step.record({ institutionId, regionCode, kind: 'payment.bill_compared', subjectId: on, detail: { paid, refunded, differences: found.length } })
}

/** A person says what a difference was. */
export async function settleDifference(step: Act, ask: { readonly institutionId: string; readonly differenceId: string; readonly words: string }): Promise<void> {
  const no = mayKeep(step.actor, ask)
  if (no !== null) throw new RefusedError(no.refused)
  const current = await bills.lockDifference(step.tx, ask.institutionId, ask.differenceId)
  if (current.state === 'settled') throw new RefusedError('payment.difference_settled')
  await bills.saveSettled(step.tx, ask.institutionId, ask.differenceId, { words: ask.words, name: step.actor.name, at: step.now.toISOString() })
  await step.record({ institutionId: ask.institutionId, regionCode: current.regionCode, kind: 'payment.difference_settled', subjectId: current.number, detail: { words: ask.words, ours: current.ours, theirs: current.theirs } })
}
