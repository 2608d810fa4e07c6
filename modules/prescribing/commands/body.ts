import type { Actor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { findInstitution } from '../../directory/public.ts'

export type Body = { readonly institutionId: string; readonly regionCode: string }

/** Who somebody works for. */
export async function ownBody(read: ReadTx, actor: Actor): Promise<Body> {
  const own = actor.institutionId === null ? undefined : await findInstitution(read, actor.institutionId)
  if (own === undefined) throw new RefusedError('access.denied')
  return { institutionId: own.id, regionCode: own.regionCode }
}
