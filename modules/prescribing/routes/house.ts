import { RefusedError } from '../../../kernel/refusal.ts'
import type { Look } from '../../../server/platform/act.ts'
import { findInstitution, listInstitutions, type Institution } from '../../directory/public.ts'
import { isOf } from '../rules/purpose.ts'

/** The house a question is about: the named one if it is within the asker's scope, else the own. */
export async function houseOf({ read, actor }: Pick<Look, 'read' | 'actor'>, institutionId: string | undefined): Promise<Institution> {
  const body = await findInstitution(read, institutionId ?? actor.institutionId ?? '')
  if (body === undefined || !isOf(actor, { institutionId: body.id, regionCode: body.regionCode })) throw new RefusedError('not_found')
  return body
}

/** What a commission chooses from before it has named a house. */
export const housesFor = async ({ read, actor }: Pick<Look, 'read' | 'actor'>, institutionId: string): Promise<{ id: string; name: string }[]> =>
  actor.regionPrefix === null || institutionId !== actor.institutionId ? [] : (await listInstitutions(read, { regionPrefix: actor.regionPrefix })).map(({ id, name }) => ({ id, name }))
