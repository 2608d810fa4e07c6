import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError, refusalOf } from '../../../kernel/refusal.ts'
import type { Act, Look } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { publicFact } from '../rules/figure-fact.ts'
import { mayPublishPurchases, type PurchasePublished } from '../rules/purchase-public.ts'
import * as published from '../store/published.ts'
import { purchaseMonths, purchaseSums } from '../store/purchases.ts'

type Place = { readonly institutionId: string; readonly regionCode: string }
const months = 12

/** Of more months than are listed: what was public of one that is listed stays comparable. */
const shownMonths = 60

/** What is public of a month, its newest version; versions come newest first. */
const newestIn = (shown: readonly published.Shown<PurchasePublished>[], month: string) => shown.find((each) => each.month === month) ?? null

/** The newest months of what was bought, how each stands with the public, and why it may not be made public. */
export async function listPurchaseMonths({ read, today }: Pick<Look, 'read' | 'today'>, institutionId: string, no: string | null) {
  const [found, all] = await Promise.all([purchaseMonths(read, institutionId, months), published.listShown<PurchasePublished>(read, institutionId, 'purchase', shownMonths)])
  return Promise.all(found.map(async (month) => {
    const [now, shown] = [await purchaseSums(read, institutionId, month), newestIn(all, month)]
    return { month, lines: now.lines, amountCents: now.amountCents, version: shown?.version ?? 0, madeAt: shown?.madeAt ?? null, blocked: no ?? refusalOf(mayPublishPurchases(now, shown?.content ?? null, month, today)) }
  }))
}

/** Rule PR-79: by a person; what changed later is a new version beside the old one. */
export async function publishPurchases(act: Act, place: Place, month: string): Promise<{ version: number }> {
  if (!hasRole(act.actor, 'pharmacist', 'institution_clerk') || act.actor.institutionId !== place.institutionId) throw new RefusedError('prescribing.purchasers_only')
  const [content, shown] = [await purchaseSums(act.tx, place.institutionId, month), newestIn(await published.listShown<PurchasePublished>(act.tx, place.institutionId, 'purchase', shownMonths), month)]
  const no = mayPublishPurchases(content, shown?.content ?? null, month, act.today)
  if (no !== null) throw new RefusedError(no.refused)
  const version = (shown?.version ?? 0) + 1
  const key = { ...place, month }
  await published.insertPublished(act.tx, key, { item: 'purchase', version, content, madeBy: act.actor.id, madeName: act.actor.name, madeAt: act.now.toISOString() })
  await tellFacts(act, [{ before: null, after: publicFact(key, 'purchase', { on: act.today, version }) }])
  await act.record({ ...place, kind: 'prescribing.published', subjectId: month, detail: { item: 'purchase', version } })
  return { version }
}
