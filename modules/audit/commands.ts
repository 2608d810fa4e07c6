import { RefusedError } from '../../kernel/refusal.ts'
import type { z } from 'zod'
import type { Act } from '../../server/platform/act.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import type { Verification } from './contract.ts'
import { faultWords } from './kinds.ts'
import { isInScope } from './rules.ts'
import * as store from './store.ts'

/** Rule CH-1: recomputes the chains in the actor's scope; that it was done, and what came out, is an event itself. */
export async function verify(act: Act): Promise<z.input<typeof Verification>> {
  const { actor, platform, vault } = act
  if (actor.institutionId === null) throw new RefusedError('access.denied')
  const bodies = (await store.listBodies(act.tx)).filter((body) => isInScope(actor, body))
  const own = bodies.find((body) => body.id === actor.institutionId)
  const report = await verifyChains(platform.database, actor, vault, bodies.map((body) => body.id))
  await act.record({ institutionId: actor.institutionId, regionCode: own?.regionCode ?? '0', kind: 'audit.verified', subjectId: actor.institutionId, detail: report })
  const { chains, rows, fault } = report
  return { chains, rows, at: act.now.toISOString(), fault: fault === null ? null : { ...fault, institutionName: bodies.find((body) => body.id === fault.institutionId)?.name ?? '', says: faultWords[fault.reason] } }
}
