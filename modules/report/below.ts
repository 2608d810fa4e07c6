import type { Instant } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import type { Institution } from '../directory/public.ts'
import { campaignsBelow, listReportPeriods, planSummary, type CampaignBelow } from '../plan/public.ts'
import type { LineContent, RollupLine } from './rules/content.ts'
import * as imports from './store/imports.ts'
import { listLinked } from './store/links.ts'
import { listOfPeriod } from './store/packs.ts'
import * as versions from './store/versions.ts'

export type BodyLine = RollupLine & { readonly packId: string | null; readonly dueOn: string; readonly state: string }
/** A lower level's roll-up or bundle of the same form and day whose campaign is not counted here. */
export type Stranger = { readonly institutionId: string; readonly name: string; readonly planId: string; readonly planTitle: string; readonly imported: boolean }
export type Below = { readonly bodies: readonly BodyLine[]; readonly figures: readonly (readonly LineContent[])[]; readonly strangers: readonly Stranger[]; readonly linked: readonly { readonly planId: string; readonly planTitle: string }[] }

type Placed = { readonly institutionId: string; readonly regionCode: string }

/** What lies below a commission: everybody in its region but itself. */
export const isBelowBody = (body: Pick<Institution, 'id' | 'regionPrefix'> | undefined) => (each: Placed): boolean => body?.regionPrefix != null && each.institutionId !== body.id && each.regionCode.startsWith(body.regionPrefix)

/** A commission that handed in twice, as a duty and as a roll-up, counts with the newest. */
function oncePerBody<T extends { readonly institutionId: string }>(newestFirst: readonly T[]): T[] {
  const seen = new Set<string>()
  return newestFirst.filter((each) => !seen.has(each.institutionId) && seen.add(each.institutionId) !== undefined)
}

/**
 * Rule RP-12: what the commissions below locked and the bundles they sent, of campaigns that belong to this one: made from the
 * same template, or said to by whoever runs it. A commission below that sent nothing is missing.
 */
export async function gatherBelow(read: ReadTx, ask: { readonly institutionId: string; readonly isBelow: (each: Placed) => boolean; readonly planId: string; readonly of: readonly versions.FormDay[]; readonly here: ReadonlySet<string> }, now: Instant): Promise<Below> {
  const plan = await planSummary(read, ask.planId)
  // What a commission said of its own campaign counts in its own roll-up; another's gathers the same whoever reads it.
  const linked = ask.institutionId === plan.institutionId ? await listLinked(read, plan.institutionId, ask.planId) : []
  const on = ask.of[0]?.toOn ?? plan.endsOn
  const campaigns = (await campaignsBelow(read, ask.planId, linked, on)).filter(ask.isBelow)
  const belongs = new Set([...campaigns.map((each) => each.planId), ...linked])
  const rollups = (await versions.listLowerRollups(read, ask)).filter(ask.isBelow)
  const taken = await imports.listNewestImports(read, { institutionId: ask.institutionId, of: ask.of })
  const lower = oncePerBody(rollups.filter((each) => belongs.has(each.planId)))
  const known = new Set([...ask.here, ...lower.map((each) => each.institutionId)])
  const brought = taken.filter((each) => belongs.has(each.sourcePlanId) && !known.has(each.sourceId))
  for (const each of brought) known.add(each.sourceId)
  const silent = oncePerBody(campaigns.filter((each) => !known.has(each.institutionId)))
  const missing = await Promise.all(silent.map((campaign) => missingLine(read, campaign, ask.of, on, now)))
  return {
    bodies: [
      ...lower.map(({ lines: _lines, planId: _plan, planTitle: _title, ...each }) => ({ ...each, imported: false, dueOn: on, state: each.place })),
      ...brought.map((each) => ({ institutionId: each.sourceId, name: each.sourceName, regionCode: each.sourceRegion, place: 'submitted' as const, onTime: each.onTime, submittedAt: each.submittedAt, revision: each.revision, sha256: each.sha256, imported: true, packId: null, dueOn: each.dueOn, state: 'submitted' })),
      ...missing,
    ],
    figures: [...lower, ...brought].map((each) => each.lines),
    strangers: [
      ...oncePerBody(rollups.filter((each) => !belongs.has(each.planId))).map(({ institutionId, name, planId, planTitle }) => ({ institutionId, name, planId, planTitle, imported: false })),
      ...taken.filter((each) => !belongs.has(each.sourcePlanId)).map((each) => ({ institutionId: each.sourceId, name: each.sourceName, planId: each.sourcePlanId, planTitle: each.planTitle, imported: true })),
    ],
    linked: linked.map((planId) => ({ planId, planTitle: campaigns.find((each) => each.planId === planId)?.title ?? [...rollups, ...taken.map((each) => ({ planId: each.sourcePlanId, planTitle: each.planTitle }))].find((each) => each.planId === planId)?.planTitle ?? '' })),
  }
}

/** A commission below that handed nothing in: due when its own plan says, else on the last day; a returned roll-up is said to be returned. */
async function missingLine(read: ReadTx, campaign: CampaignBelow, of: readonly versions.FormDay[], on: string, now: Instant): Promise<BodyLine> {
  const line = { institutionId: campaign.institutionId, name: campaign.institutionName, regionCode: campaign.regionCode, onTime: null, submittedAt: null, revision: 1, sha256: null, imported: false } as const
  for (const { formKey, toOn } of of) {
    const [pack] = await listOfPeriod(read, { institutionId: campaign.institutionId, planId: campaign.planId, formKey, toOn })
    const [period] = await listReportPeriods(read, { institutionId: campaign.institutionId, planId: campaign.planId, formKeys: [formKey], toOn, limit: 1 }, now)
    if (pack !== undefined || period !== undefined) {
      return { ...line, place: pack?.standing === 'returned' ? 'returned' : 'missing', revision: pack?.revision ?? 1, packId: pack?.packId ?? period?.periodId ?? null, dueOn: period?.dueOn ?? pack?.dueOn ?? on, state: pack?.state ?? 'unopened' }
    }
  }
  return { ...line, place: 'missing', packId: null, dueOn: on, state: 'unopened' }
}
