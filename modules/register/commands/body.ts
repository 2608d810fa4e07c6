import { RefusedError } from '../../../kernel/refusal.ts'
import type { Actor } from '../../../kernel/actor.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { findInstitution, type Institution } from '../../directory/public.ts'
import type { Body } from '../rules/authority.ts'

export const bodyOf = (institution: Institution): Body => ({ institutionId: institution.id, regionCode: institution.regionCode, kind: institution.kind, level: institution.level, active: institution.active })

/** Who somebody works for. */
export async function ownBody(read: ReadTx, actor: Actor): Promise<Body> {
  const own = actor.institutionId === null ? undefined : await findInstitution(read, actor.institutionId)
  if (own === undefined) throw new RefusedError('access.denied')
  return bodyOf(own)
}
