import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import type { Episode } from '../rules/fact.ts'

const columns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'visit_key as visitKey', 'department_id as departmentId', 'first_on as firstOn', 'last_on as lastOn', 'trips'] as const

/** Who came on a day and is known by a booking, with the department of their first ticket of that day. */
export const knownVisitors = (read: ReadTx, institutionId: string, onDate: IsoDate): Promise<{ visitKey: string; departmentId: string }[]> =>
  read
    .selectFrom('ticket as t')
    .select(['t.visit_key as visitKey', 't.department_id as departmentId'])
    .distinctOn('t.visit_key')
    .where('t.institution_id', '=', institutionId)
    .where('t.on_date', '=', onDate)
    .where((eb) => eb.exists(eb.selectFrom('ticket as b').select('b.id').where('b.institution_id', '=', institutionId).where('b.on_date', '=', onDate).whereRef('b.visit_key', '=', 't.visit_key').where('b.booking_id', 'is not', null)))
    .orderBy('t.visit_key')
    .orderBy('t.issued_at')
    .execute()

/** The newest episode of each of these people, where its last day is not before `since`. */
export async function newestEpisodes(read: ReadTx, institutionId: string, visitKeys: readonly string[], since: IsoDate): Promise<Map<string, Episode>> {
  if (visitKeys.length === 0) return new Map()
  const rows = await read.selectFrom('episode').select(columns).distinctOn('visit_key').where('institution_id', '=', institutionId).where('visit_key', 'in', [...visitKeys]).where('last_on', '>=', since).orderBy('visit_key').orderBy('last_on', 'desc').execute()
  return new Map(rows.map((row) => [row.visitKey, row]))
}

export const insertEpisodes = (tx: Tx, episodes: readonly Episode[]) =>
  tx.insertInto('episode').values(episodes.map((each) => ({ institution_id: each.institutionId, id: each.id, region_code: each.regionCode, visit_key: each.visitKey, department_id: each.departmentId, first_on: each.firstOn, last_on: each.lastOn, trips: each.trips }))).execute()

export const saveEpisode = (tx: Tx, episode: Episode) => tx.updateTable('episode').set({ last_on: episode.lastOn, trips: episode.trips }).where('institution_id', '=', episode.institutionId).where('id', '=', episode.id).execute()

export const listEpisodes = (read: ReadTx, ask: { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate }, after: { readonly on: IsoDate; readonly id: string } | null, limit: number): Promise<Episode[]> =>
  read
    .selectFrom('episode')
    .select(columns)
    .where('institution_id', '=', ask.institutionId)
    .where('first_on', '>=', ask.from)
    .where('first_on', '<=', ask.to)
    .where(afterFact(after, 'first_on'))
    .orderBy('first_on')
    .orderBy('id')
    .limit(limit)
    .execute()
