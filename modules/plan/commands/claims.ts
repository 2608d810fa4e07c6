import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { mayClaim } from '../rules/decisions.ts'
import type { ClaimName } from '../rules/difference.ts'
import { nextRevision } from '../rules/revision.ts'
import * as claimStore from '../store/claims.ts'
import { load, type ObligationKey } from './evidence.ts'

/** The institution's own word beside the verdict; it changes no verdict, and what was said before stays. */
export async function makeClaim(act: Act, ask: ObligationKey & { claim: ClaimName; note: string }): Promise<void> {
  const { row, judged } = await load(act, ask)
  const no = mayClaim(act.actor, judged, act.now.toISOString())
  if (no !== null) throw new RefusedError(no.refused)
  const revision = nextRevision(await claimStore.listClaims(act.tx, ask.institutionId, ask.periodId))
  await claimStore.insertClaim(act.tx, { institutionId: row.institutionId, periodId: row.periodId, regionCode: row.regionCode, planId: row.planId, revision, claim: ask.claim, note: ask.note, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name })
  await act.record({ institutionId: row.institutionId, regionCode: row.regionCode, kind: 'plan.claim_made', subjectId: row.periodId, detail: { planId: row.planId, revision, claim: ask.claim, note: ask.note, verdict: judged.verdict } })
}
