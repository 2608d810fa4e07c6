import type { Actor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { mayHandle } from '../rules/authority.ts'

/** Rule QU-16: the own body; whoever watches from above handles nothing. */
export function houseOf(actor: Actor): string {
  const institutionId = actor.institutionId ?? ''
  const no = mayHandle(actor, institutionId)
  if (no !== null) throw new RefusedError(no.refused)
  return institutionId
}
