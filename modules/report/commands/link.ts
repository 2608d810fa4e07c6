import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { planSummary } from '../../plan/public.ts'
import { deleteLink, insertLink } from '../store/links.ts'

type Ask = { readonly planId: string; readonly lowerPlanId: string; readonly counts: boolean }

/** Rule RP-12: whoever runs a campaign says which campaigns of lower levels are counted in it, and takes that back. */
export async function linkCampaign(act: Act, { planId, lowerPlanId, counts }: Ask): Promise<void> {
  const plan = await planSummary(act.tx, planId)
  if (!hasRole(act.actor, 'commission_head', 'commission_clerk') || act.actor.institutionId !== plan.institutionId) throw new RefusedError('report.not_your_campaign')
  if (planId === lowerPlanId) throw new RefusedError('report.campaign_itself')
  const key = { institutionId: plan.institutionId, planId, lowerPlanId }
  const changed = counts ? await insertLink(act.tx, key, { regionCode: plan.regionCode, at: act.now.toISOString(), id: act.actor.id, name: act.actor.name }) : await deleteLink(act.tx, key)
  if (!changed) return
  await act.record({ institutionId: plan.institutionId, regionCode: plan.regionCode, kind: counts ? 'report.campaign_linked' : 'report.campaign_unlinked', subjectId: planId, detail: { lowerPlanId } })
}
