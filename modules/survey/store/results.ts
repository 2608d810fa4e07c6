import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx } from '../../../server/platform/database.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import type { Audience } from '../rules/form.ts'
import type { ScoreRow } from '../rules/fact.ts'
import type { Sum } from '../rules/score.ts'

type Span = { readonly institutionId: string; readonly key: string; readonly from: IsoDate; readonly to: IsoDate }

export type SumLine = Sum & { readonly departmentId: string | null; readonly dimension: string; readonly on: IsoDate; /** Of paper that follows no visit. */ readonly apart: boolean }
/** What boxes came to, in hundredths, by department, dimension and day. */
export const listSums = async (read: ReadTx, ask: Span): Promise<SumLine[]> => {
  const rows = await read
    .selectFrom('survey_score')
    .select((eb) => ['department_id as departmentId', 'dimension', 'on_date as on', 'apart', eb.fn.sum<number>('sheets').as('sheets'), eb.fn.sum<string>('points').as('points'), eb.fn.sum<string>('squares').as('squares')])
    .where('institution_id', '=', ask.institutionId)
    .where('survey_key', '=', ask.key)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .groupBy(['department_id', 'dimension', 'on_date', 'apart'])
    .orderBy('on_date')
    .execute()
  return rows.map((row) => ({ ...row, points: Math.round(Number(row.points) * 100), squares: Math.round(Number(row.squares) * 10_000) }))
}

/** How often each choice of a question was ticked, of all boxes of a span: added up where they lie. `choices`: how many there were to tick, "does not apply" among them. */
export type ChoiceSum = { readonly item: string; readonly choices: number; readonly place: number; readonly times: number }
export async function listChoices(read: ReadTx, ask: Span & { readonly departmentId: string | null }): Promise<ChoiceSum[]> {
  const { rows } = await sql<ChoiceSum>`
    select i.key as item, jsonb_array_length(i.value) as choices, (c.place - 1)::int as place, sum(c.times::text::int)::int as times
      from survey_tally t cross join lateral jsonb_each(t.items) i cross join lateral jsonb_array_elements(i.value) with ordinality c (times, place)
     where t.institution_id = ${ask.institutionId} and t.survey_key = ${ask.key} and t.on_date between ${ask.from}::date and ${ask.to}::date and not t.apart and (${ask.departmentId}::uuid is null or t.department_id = ${ask.departmentId}::uuid)
     group by 1, 2, 3`.execute(read)
  return rows
}

/** Rule SV-11: scores as facts: of some days, by day and id. */
export const listScores = async (read: ReadTx, ask: { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate; readonly apart: boolean }, after: { readonly on: IsoDate; readonly id: string } | null, limit: number): Promise<ScoreRow[]> => {
  const rows = await read
    .selectFrom('survey_score')
    .select(['institution_id as institutionId', 'region_code as regionCode', 'id', 'survey_key as surveyKey', sql<Audience>`audience`.as('audience'), 'department_id as departmentId', 'on_date as on', 'dimension', 'sheets', 'points', 'apart'])
    .where('institution_id', '=', ask.institutionId)
    .where('apart', '=', ask.apart)
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
export const resultDays = async (read: ReadTx, of: { readonly institutionId: string } | { readonly regionPrefix: string }, day: IsoDate, which: { readonly survey: string } | null = null): Promise<IsoDate[]> => {
  const row = await read
    .selectFrom('survey_score')
    .select([sql<IsoDate | null>`max(on_date) filter (where on_date < ${day}::date)`.as('before'), sql<IsoDate | null>`min(on_date) filter (where on_date >= ${day}::date)`.as('since'), sql<IsoDate | null>`max(on_date)`.as('newest')])
    .where('dimension', '=', 'total')
    .where('apart', '=', false)
    .$if(which === null, (query) => query.where('audience', 'in', ['outpatient', 'inpatient']))
    .$if(which !== null, (query) => query.where('survey_key', '=', which?.survey ?? ''))
    .$if('institutionId' in of, (query) => query.where('institution_id', '=', 'institutionId' in of ? of.institutionId : ''))
    .$if('regionPrefix' in of, (query) => query.where('region_code', 'like', `${'regionPrefix' in of ? of.regionPrefix : ''}%`))
    .executeTakeFirstOrThrow()
  return [row.before, row.since, row.newest].flatMap((on) => on ?? [])
}
