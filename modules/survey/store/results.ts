import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx } from '../../../server/platform/database.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import type { Audience } from '../rules/form.ts'
import type { ScoreRow } from '../rules/fact.ts'
import type { Sum, Tallied } from '../rules/score.ts'

type Span = { readonly institutionId: string; readonly key: string; readonly from: IsoDate; readonly to: IsoDate }

export type SumLine = Sum & { readonly departmentId: string | null; readonly dimension: string; readonly on: IsoDate }
/** What boxes came to, in hundredths, by department, dimension and day. */
export const listSums = async (read: ReadTx, ask: Span): Promise<SumLine[]> => {
  const rows = await read
    .selectFrom('survey_score')
    .select((eb) => ['department_id as departmentId', 'dimension', 'on_date as on', eb.fn.sum<number>('sheets').as('sheets'), eb.fn.sum<string>('points').as('points'), eb.fn.sum<string>('squares').as('squares')])
    .where('institution_id', '=', ask.institutionId)
    .where('survey_key', '=', ask.key)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .groupBy(['department_id', 'dimension', 'on_date'])
    .orderBy('on_date')
    .execute()
  return rows.map((row) => ({ ...row, points: Math.round(Number(row.points) * 100), squares: Math.round(Number(row.squares) * 10_000) }))
}

export type TallyLine = { readonly departmentId: string | null; readonly version: number; readonly sheets: number; readonly items: Tallied }
export const listTallies = (read: ReadTx, ask: Span): Promise<TallyLine[]> =>
  read
    .selectFrom('survey_tally')
    .select(['department_id as departmentId', 'version', 'sheets', sql<Tallied>`items`.as('items')])
    .where('institution_id', '=', ask.institutionId)
    .where('survey_key', '=', ask.key)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .orderBy('on_date')
    .orderBy('id')
    .limit(5000)
    .execute()

/** Rule SV-11: scores as facts: of some days, by day and id. */
export const listScores = async (read: ReadTx, ask: { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate }, after: { readonly on: IsoDate; readonly id: string } | null, limit: number): Promise<ScoreRow[]> => {
  const rows = await read
    .selectFrom('survey_score')
    .select(['institution_id as institutionId', 'region_code as regionCode', 'id', 'survey_key as surveyKey', sql<Audience>`audience`.as('audience'), 'department_id as departmentId', 'on_date as on', 'dimension', 'sheets', 'points'])
    .where('institution_id', '=', ask.institutionId)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .where(afterFact(after))
    .orderBy('on_date')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, points: Number(row.points) }))
}

/** Rule SV-15: days on which results of patients came, of a body or of a whole region: the newest before a day, the first from it on and the newest of all. */
export const resultDays = async (read: ReadTx, of: { readonly institutionId: string } | { readonly regionPrefix: string }, day: IsoDate): Promise<IsoDate[]> => {
  const row = await read
    .selectFrom('survey_score')
    .select([sql<IsoDate | null>`max(on_date) filter (where on_date < ${day}::date)`.as('before'), sql<IsoDate | null>`min(on_date) filter (where on_date >= ${day}::date)`.as('since'), sql<IsoDate | null>`max(on_date)`.as('newest')])
    .where('dimension', '=', 'total')
    .where('audience', 'in', ['outpatient', 'inpatient'])
    .$if('institutionId' in of, (query) => query.where('institution_id', '=', 'institutionId' in of ? of.institutionId : ''))
    .$if('regionPrefix' in of, (query) => query.where('region_code', 'like', `${'regionPrefix' in of ? of.regionPrefix : ''}%`))
    .executeTakeFirstOrThrow()
  return [row.before, row.since, row.newest].flatMap((on) => on ?? [])
}
