import { addMs, endOfDay, shanghaiDate } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { canonical } from '../../../server/platform/audit.ts'
import { file, isOpenTo, keyOf, type Receipt } from '../matters.ts'
import type { Order } from '../rules/transfer/judge.ts'
import { titleOf } from '../rules/mail.ts'
import * as orders from '../store/orders.ts'
import type { Source } from '../store/sources.ts'

export type Filed = { readonly number: string; readonly receipt: string | null; readonly institutionId: string; readonly matterId: string | null; readonly dueAt: string | null; readonly repeated: boolean }

/** What makes two orders of one number the same. Keyed: a telephone number cannot be guessed back from it. */
export const contentHash = (act: Pick<Act, 'vault'>, order: Order): string => act.vault.blindIndex('code', `order:${canonical(order)}`)

/**
 * Rule IN-9: an order is filed once by its source and number. The same again gets the first answer; the same number with
 * other content is refused and changes nothing. The source's own limit is taken over.
 */
export async function fileOrder(act: Act, source: Source, order: Order, importId: string | null): Promise<Filed> {
  if (!isOpenTo(order.kind, source.channel)) throw new RefusedError('channel.kind_closed', order.kind)
  const hash = contentHash(act, order)
  const dueAt = order.dueAt ?? (order.dueOn === null ? null : endOfDay(order.dueOn))
  const isNew = await orders.claimNumber(act.tx, source, { number: order.number, contentHash: hash, filedInstitutionId: order.institutionId, dueAt, receivedAt: act.now.toISOString(), importId })
  if (!isNew) return repeat(act, source, order, hash)
  const filed = await file(act, {
    institutionId: order.institutionId, kind: order.kind, channel: source.channel, title: titleOf({ subject: order.title, text: order.text }), body: order.text, place: order.place,
    author: { name: order.name, phone: order.phone, address: '' }, submissionKey: keyOf(`${source.institutionId}:${source.id}:${order.number}`), originNumber: `${source.name} ${order.number}`, receivedAt: order.receivedAt,
    limitOn: dueAt === null ? null : shanghaiDate(addMs(dueAt, -1)),
  })
  const receipt: Receipt = { code: filed.receiptCode ?? '', tail: order.phone.replaceAll(/\D/g, '').slice(-4) }
  await orders.saveFiled(act.tx, source, order.number, { matterId: filed.matterId, matterNumber: filed.number, sealed: act.vault.seal(JSON.stringify(receipt)) })
  return { number: filed.number, receipt: filed.receiptCode, institutionId: order.institutionId, matterId: filed.matterId, dueAt, repeated: false }
}

async function repeat(act: Act, source: Source, order: Order, hash: string): Promise<Filed> {
  const first = await orders.findOrder(act.tx, source, order.number)
  if (first === undefined || first.contentHash !== hash || first.matterNumber === null) throw new RefusedError('channel.order_changed', order.number)
  const receipt = receiptOf(act, first)
  return { number: first.matterNumber, receipt: receipt?.code ?? null, institutionId: first.filedInstitutionId, matterId: first.matterId, dueAt: first.dueAt, repeated: true }
}

export function receiptOf(look: { readonly vault: Act['vault'] }, order: orders.Order): Receipt | null {
  if (order.sealed === null) return null
  const receipt = JSON.parse(look.vault.open(order.sealed)) as Receipt
  return receipt.code === '' ? null : receipt
}
