import { sql, type ReadTx } from '../../server/platform/database.ts'

export type EventLine = { id: string; institutionId: string; seq: number; at: string; actorId: string; actorName: string; kind: string; subjectId: string; detail: unknown }

/** A row's place in the list; the number within its chain keeps what one command recorded in its order. */
export type Place = { at: string; seq: number; id: string }

export type Wanted = {
  institutionId: string | undefined
  kind: string | undefined
  actorId: string | undefined
  subjectId: string | undefined
  since: string | undefined
  until: string | undefined
  before: Place | undefined
  limit: number
}

/** Events in scope, newest first; row security keeps out what lies beyond it. */
export function listEvents(read: ReadTx, wanted: Wanted): Promise<EventLine[]> {
  let query = read.selectFrom('event').select(['id', 'institution_id as institutionId', 'seq', 'at', 'actor_id as actorId', 'actor_name as actorName', 'kind', 'subject_id as subjectId', 'detail'])
  if (wanted.institutionId !== undefined) query = query.where('institution_id', '=', wanted.institutionId)
  if (wanted.kind !== undefined) query = wanted.kind.endsWith('.') ? query.where(sql<boolean>`starts_with(kind, ${wanted.kind})`) : query.where('kind', '=', wanted.kind)
  if (wanted.actorId !== undefined) query = query.where('actor_id', '=', wanted.actorId)
  if (wanted.subjectId !== undefined) query = query.where('subject_id', '=', wanted.subjectId)
  if (wanted.since !== undefined) query = query.where('at', '>=', wanted.since)
  if (wanted.until !== undefined) query = query.where('at', '<', wanted.until)
  if (wanted.before !== undefined) query = query.where(sql<boolean>`(at, seq, id) < (${wanted.before.at}::timestamptz, ${wanted.before.seq}::bigint, ${wanted.before.id}::uuid)`)
  return query.orderBy('at', 'desc').orderBy('seq', 'desc').orderBy('id', 'desc').limit(wanted.limit).execute()
}

export const listBodies = (read: ReadTx): Promise<{ id: string; name: string; regionCode: string }[]> => read.selectFrom('institution').select(['id', 'name', 'region_code as regionCode']).execute()

export const namesOf = async (read: ReadTx, ids: readonly string[]): Promise<Map<string, string>> =>
  ids.length === 0 ? new Map() : new Map((await read.selectFrom('institution').select(['id', 'name']).where('id', 'in', [...new Set(ids)]).execute()).map((row) => [row.id, row.name]))
