import type { Actor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { findInstitution, type Institution } from '../../directory/public.ts'

/** The body the actor works for; channels belong to it (Rule IN-1). */
export async function ownBody(read: ReadTx, actor: Actor): Promise<Institution> {
  const own = actor.institutionId === null ? undefined : await findInstitution(read, actor.institutionId)
  if (own === undefined) throw new RefusedError('channel.not_yours')
  return own
}
