import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { confirmItems, createDraft } from '../../modules/reader/commands.ts'
import { sections } from '../../modules/reader/rules/draft/understanding.ts'
import { launchPlan, runLaunch } from '../../modules/plan/commands/launch.ts'
import type { Platform } from '../../server/platform/act.ts'
import { fixedClock } from '../../server/platform/clock.ts'
import { at, stage, type Cast } from './cast.ts'
import { planText, type DemoPlan } from './plan-text.ts'

type Campaign = { readonly plan: DemoPlan; readonly issued: number; readonly ends: number; readonly bodies: (kind: string, level: string, key: string) => boolean; readonly grace: number; readonly sections: readonly (typeof sections)[number][] }

/** Five campaigns in different phases of their lives; days count from today. */
const campaigns: readonly Campaign[] = [
  { plan: 'ethics', issued: -170, ends: 15, bodies: (_kind, level) => level === 'two', grace: 20, sections },
  { plan: 'business-climate', issued: -168, ends: 60, bodies: () => true, grace: 30, sections },
  { plan: 'ten-actions', issued: -150, ends: 90, bodies: (_kind, level, key) => level === 'two' || ['qingshi', 'taoyuan', 'liuhe'].includes(key), grace: 30, sections },
  { plan: 'fewer-trips', issued: -120, ends: 80, bodies: () => true, grace: 30, sections: ['head', 'phases', 'duties'] },
  { plan: 'rectification', issued: -95, ends: 60, bodies: (kind) => kind === 'township' || kind === 'community', grace: 15, sections: ['head', 'duties'] },
]

/** Reads, confirms and launches each plan on the day it was issued, as the clerk would have. */
export async function loadCampaigns(platform: Platform, cast: Cast, today: IsoDate): Promise<ReadonlyMap<DemoPlan, string>> {
  const plans = new Map<DemoPlan, string>()
  const clerk = cast.actor('commission', 'commission_clerk')
  for (const campaign of campaigns) {
    const issued = addDays(today, campaign.issued)
    const institutionIds = [...cast.people.institutions.values()].filter(({ body }) => body.kind !== 'commission' && campaign.bodies(body.kind, body.level, body.key)).map(({ id }) => id)
    await stage(platform, async (as) => {
      const act = await as(at(issued, 10), clerk)
      const draftId = await createDraft(act, { upload: { field: 'file', name: `${campaign.plan}.txt`, bytes: Buffer.from(planText(campaign.plan, today)) } })
      let revision = 1
      for (const section of campaign.sections) revision = (await confirmItems(act, { draftId, revision }, { items: [], section, confirmed: true })).revision
      plans.set(campaign.plan, await launchPlan(act, { draftId, revision, institutionIds, startsOn: issued, endsOn: addDays(today, campaign.ends), graceDays: campaign.grace }))
    })
    const planId = plans.get(campaign.plan)
    if (planId !== undefined) await runLaunch({ ...platform, clock: fixedClock(at(issued, 10.2)) }, planId)
  }
  return plans
}
