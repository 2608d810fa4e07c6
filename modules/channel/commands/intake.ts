import { systemActor, type Actor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act, Look } from '../../../server/platform/act.ts'
import { tokenHash } from '../../../server/platform/crypto.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { findInstitution, institutionNames } from '../../directory/public.ts'
import { followReceipt } from '../matters.ts'
import { clean } from '../rules/mail.ts'
import { phoneOf } from '../rules/transfer/judge.ts'
import * as orders from '../store/orders.ts'
import * as sources from '../store/sources.ts'
import { fileOrder, receiptOf } from './file-order.ts'
import { institutionsFor } from './institutions.ts'

/** The scope of the transaction before a token has said whose it is. */
export const intakeScope = systemActor('channel.intake')

export type OrderAsk = { number: string; kind: string; title: string; text: string; institution: string; place: string; name: string; phone: string; dueOn: string | null; dueAt: string | null; receivedAt: string | null }

/** Rule IN-9: the token names its source; it opens nothing but orders of that source. */
async function sourceOf(read: ReadTx, authorization: string | undefined): Promise<sources.Source> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(authorization ?? '')?.[1]
  const source = token === undefined ? undefined : await sources.findByToken(read, tokenHash(token))
  if (source === undefined) throw new RefusedError('channel.token_wrong')
  if (!source.active) throw new RefusedError('channel.source_closed')
  return source
}

/** In the timeline the house that handed it on is named. */
const asSource = (source: sources.Source): Actor => ({ ...intakeScope, name: source.name })

export async function takeOrder(given: Act, authorization: string | undefined, ask: OrderAsk) {
  const source = await sourceOf(given.tx, authorization)
  const act: Act = { ...given, actor: asSource(source) }
  const body = await findInstitution(act.tx, source.institutionId)
  if (body === undefined) throw new RefusedError('not_found')
  const institutionId = ask.institution === '' ? body.id : (await institutionsFor(act.tx, body))(ask.institution)
  if (institutionId === null) throw new RefusedError('channel.order_institution', ask.institution)
  const phone = phoneOf(ask.phone)
  if (phone === null) throw new RefusedError('directory.phone_wrong', ask.phone)
  const { number, kind, place, name, dueOn, dueAt, receivedAt } = ask
  const filed = await fileOrder(act, source, { number, kind, title: clean(ask.title), text: clean(ask.text), place, name, phone, institutionId, receivedAt, dueAt, dueOn }, null)
  await sources.saveUsed(act.tx, source, act.now.toISOString())
  if (!filed.repeated) await given.record({ institutionId: source.institutionId, regionCode: source.regionCode, kind: 'channel.order_filed', subjectId: filed.matterId ?? source.id, detail: { source: source.name, sourceNumber: number, number: filed.number } })
  const names = await institutionNames(act.tx, [institutionId])
  return { number: filed.number, receipt: filed.receipt, institution: names.get(institutionId) ?? '', dueAt: filed.dueAt, repeated: filed.repeated }
}

/** Where an order stands, as its author would read it; the answer goes back to the house that handed it on. */
export async function followOrder(look: Look, authorization: string | undefined, sourceNumber: string) {
  const source = await sourceOf(look.read, authorization)
  const order = await orders.findOrder(look.read, source, sourceNumber)
  const receipt = order === undefined ? null : receiptOf({ vault: look.platform.vault }, order)
  if (order === undefined || receipt === null) throw new RefusedError('channel.order_unknown', sourceNumber)
  const matter = await followReceipt(look, receipt)
  return {
    sourceNumber, number: matter.number, institution: matter.institutionName, state: matter.state, phase: matter.phase, receivedAt: order.receivedAt, dueAt: order.dueAt,
    answer: matter.answer, answeredAt: matter.answeredAt, solved: matter.solved, satisfied: matter.satisfied,
  }
}
