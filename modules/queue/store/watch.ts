import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import type { CoverDay, HelperCall } from '../rules/fact.ts'
import type { Body } from '../rules/queue.ts'

type Days = { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate }
type After = { readonly on: IsoDate; readonly id: string } | null

const helperColumns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'queue_id as queueId', 'department_id as departmentId', 'on_date as onDate', 'called_at as calledAt', 'waiting', 'beyond', 'came_at as cameAt', 'came_name as cameName'] as const

/** Calls for helpers that nobody has answered yet. */
export const openHelperCalls = (read: ReadTx, institutionId: string, onDate: IsoDate): Promise<HelperCall[]> => read.selectFrom('helper_call').select(helperColumns).where('institution_id', '=', institutionId).where('on_date', '=', onDate).where('came_at', 'is', null).orderBy('called_at').execute()

/** The newest call of a queue on a day, answered or not. */
export const lastHelperCall = (read: ReadTx, institutionId: string, queueId: string, onDate: IsoDate): Promise<HelperCall | undefined> =>
  read.selectFrom('helper_call').select(helperColumns).where('institution_id', '=', institutionId).where('queue_id', '=', queueId).where('on_date', '=', onDate).orderBy('called_at', 'desc').limit(1).executeTakeFirst()

export const helperCallForUpdate = (tx: Tx, institutionId: string, id: string): Promise<HelperCall | undefined> => tx.selectFrom('helper_call').select(helperColumns).where('institution_id', '=', institutionId).where('id', '=', id).forUpdate().executeTakeFirst()

export const insertHelperCall = (tx: Tx, call: HelperCall) =>
  tx.insertInto('helper_call').values({ institution_id: call.institutionId, id: call.id, region_code: call.regionCode, queue_id: call.queueId, department_id: call.departmentId, on_date: call.onDate, called_at: call.calledAt, waiting: call.waiting, beyond: call.beyond }).execute()

export const saveHelperCame = (tx: Tx, call: HelperCall) => tx.updateTable('helper_call').set({ came_at: call.cameAt, came_name: call.cameName }).where('institution_id', '=', call.institutionId).where('id', '=', call.id).execute()

export const listHelpersByDay = (read: ReadTx, ask: Days, after: After, limit: number): Promise<HelperCall[]> =>
  read
    .selectFrom('helper_call')
    .select(helperColumns)
    .where('institution_id', '=', ask.institutionId)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .where(afterFact(after))
    .orderBy('on_date')
    .orderBy('id')
    .limit(limit)
    .execute()

const coverColumns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'department_id as departmentId', 'on_date as onDate', 'looks', 'covered', 'gaps'] as const

export const coverDaysOf = (tx: Tx, institutionId: string, onDate: IsoDate): Promise<(CoverDay & { lastLookAt: string })[]> =>
  tx.selectFrom('cover_day').select(coverColumns).select('last_look_at as lastLookAt').where('institution_id', '=', institutionId).where('on_date', '=', onDate).forUpdate().execute()

export const saveCoverDay = (tx: Tx, day: CoverDay, at: string) =>
  tx
    .insertInto('cover_day')
    .values({ institution_id: day.institutionId, department_id: day.departmentId, on_date: day.onDate, region_code: day.regionCode, id: day.id, looks: day.looks, covered: day.covered, gaps: day.gaps, last_look_at: at })
    .onConflict((conflict) => conflict.columns(['institution_id', 'department_id', 'on_date']).doUpdateSet((eb) => ({ looks: eb.ref('excluded.looks'), covered: eb.ref('excluded.covered'), gaps: eb.ref('excluded.gaps'), last_look_at: eb.ref('excluded.last_look_at') })))
    .execute()

export const listCoverByDay = (read: ReadTx, ask: Days, after: After, limit: number): Promise<CoverDay[]> =>
  read
    .selectFrom('cover_day')
    .select(coverColumns)
    .where('institution_id', '=', ask.institutionId)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .where(afterFact(after))
    .orderBy('on_date')
    .orderBy('id')
    .limit(limit)
    .execute()

export type Gap = Body & { readonly id: string; readonly departmentId: string; readonly onDate: IsoDate; readonly fromAt: string; readonly toAt: string | null; readonly waiting: number }
const gapColumns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'department_id as departmentId', 'on_date as onDate', 'from_at as fromAt', 'to_at as toAt', 'waiting'] as const

export const openGaps = (read: ReadTx, institutionId: string): Promise<Gap[]> => read.selectFrom('cover_gap').select(gapColumns).where('institution_id', '=', institutionId).where('to_at', 'is', null).execute()
export const listGaps = (read: ReadTx, institutionId: string, from: IsoDate): Promise<Gap[]> => read.selectFrom('cover_gap').select(gapColumns).where('institution_id', '=', institutionId).where('on_date', '>=', from).orderBy('on_date', 'desc').orderBy('from_at', 'desc').limit(200).execute()
export const insertGap = (tx: Tx, gap: Gap) => tx.insertInto('cover_gap').values({ institution_id: gap.institutionId, id: gap.id, region_code: gap.regionCode, department_id: gap.departmentId, on_date: gap.onDate, from_at: gap.fromAt, waiting: gap.waiting }).execute()
export const closeGap = (tx: Tx, gap: Gap, toAt: string) => tx.updateTable('cover_gap').set({ to_at: toAt }).where('institution_id', '=', gap.institutionId).where('id', '=', gap.id).execute()

/** The first tickets of visits and in how many lines each stood, by day and id. */
export async function listVisitsByDay(read: ReadTx, ask: Days, after: After, limit: number) {
  return read
    .selectFrom((eb) =>
      eb
        .selectFrom('ticket')
        .select(['institution_id', 'region_code', 'id', 'on_date', 'department_id', 'called_name'])
        .select((each) => [
          each.fn.agg<number>('row_number').over((over) => over.partitionBy(['on_date', 'visit_key']).orderBy('issued_at').orderBy('id')).as('place'),
          each.fn.countAll<number>().over((over) => over.partitionBy(['on_date', 'visit_key'])).as('queues'),
        ])
        .where('institution_id', '=', ask.institutionId)
        .where('on_date', '>=', ask.from)
        .where('on_date', '<=', ask.to)
        .as('v'),
    )
    .select(['v.institution_id as institutionId', 'v.region_code as regionCode', 'v.id', 'v.on_date as onDate', 'v.department_id as departmentId', 'v.called_name as calledName', 'v.queues'])
    .where('v.place', '=', 1)
    .where(afterFact(after, 'v.on_date', 'v.id'))
    .orderBy('v.on_date')
    .orderBy('v.id')
    .limit(limit)
    .execute()
}
