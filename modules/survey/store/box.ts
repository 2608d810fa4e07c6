import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Tallied } from '../rules/score.ts'
import type { ScoreRow } from '../rules/fact.ts'
import type { Body, Waiting } from '../rules/survey.ts'

export type Boxed = Body & { readonly id: string; readonly surveyKey: string; readonly version: number; readonly departmentId: string | null; readonly on: IsoDate; /** Of paper that follows no visit. */ readonly apart: boolean; readonly sealed: Buffer }

export const insertBoxed = (tx: Tx, boxed: Boxed) =>
  tx.insertInto('survey_box').values({ institution_id: boxed.institutionId, id: boxed.id, region_code: boxed.regionCode, survey_key: boxed.surveyKey, version: boxed.version, department_id: boxed.departmentId, on_date: boxed.on, apart: boxed.apart, sealed: boxed.sealed }).execute()

/** What waits, by version and department. */
export const listWaiting = (read: ReadTx, institutionId: string, key: string): Promise<(Waiting & { readonly version: number; readonly apart: boolean })[]> =>
  read
    .selectFrom('survey_box')
    .select((eb) => ['version', 'apart', 'department_id as departmentId', sql<number>`count(*)::int`.as('sheets'), eb.fn.min('on_date').as('since')])
    .where('institution_id', '=', institutionId)
    .where('survey_key', '=', key)
    .groupBy(['version', 'apart', 'department_id'])
    .orderBy('version')
    .orderBy('apart')
    .orderBy('department_id')
    .execute()

/** Takes the answers of these departments out of the box, in an order that says nothing. */
export async function takeOut(tx: Tx, ask: { readonly institutionId: string; readonly key: string; readonly version: number; /** Null: of both boxes. */ readonly apart: boolean | null; readonly departments: readonly (string | null)[] }): Promise<Buffer[]> {
  const named = ask.departments.filter((id) => id !== null)
  const rows = await tx
    .deleteFrom('survey_box')
    .where('institution_id', '=', ask.institutionId)
    .where('survey_key', '=', ask.key)
    .where('version', '=', ask.version)
    .$if(ask.apart !== null, (query) => query.where('apart', '=', ask.apart === true))
    .where((eb) => eb.or([...(named.length === 0 ? [] : [eb('department_id', 'in', named)]), ...(ask.departments.includes(null) ? [eb('department_id', 'is', null)] : [])]))
    .returning(['id', 'sealed'])
    .execute()
  // Their ids are random, and so is the order of them.
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map((row) => row.sealed)
}

export type Tally = Body & { readonly id: string; readonly surveyKey: string; readonly version: number; readonly departmentId: string | null; readonly on: IsoDate; readonly apart: boolean; readonly sheets: number; readonly items: Tallied }

export const insertTally = (tx: Tx, row: Tally) =>
  tx.insertInto('survey_tally').values({ institution_id: row.institutionId, id: row.id, region_code: row.regionCode, survey_key: row.surveyKey, version: row.version, department_id: row.departmentId, on_date: row.on, apart: row.apart, sheets: row.sheets, items: JSON.stringify(row.items) }).execute()

/** Hundredths and their squares as the table writes them, exactly. */
export const asPoints = (hundredths: number): string => `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`
export const asSquares = (squares: number): string => `${Math.trunc(squares / 10_000)}.${String(squares % 10_000).padStart(4, '0')}`

export type ScoreLine = Omit<ScoreRow, 'points'> & { readonly tallyId: string; readonly version: number; /** In hundredths. */ readonly points: number; readonly squares: number }
export const insertScores = (tx: Tx, rows: readonly ScoreLine[]) =>
  tx
    .insertInto('survey_score')
    .values(rows.map((row) => ({
      institution_id: row.institutionId, id: row.id, region_code: row.regionCode, tally_id: row.tallyId, survey_key: row.surveyKey, version: row.version, audience: row.audience, department_id: row.departmentId, on_date: row.on, apart: row.apart, dimension: row.dimension, sheets: row.sheets, points: asPoints(row.points), squares: asSquares(row.squares),
    })))
    .execute()

/** For the job: whose boxes are not empty. */
export const boxesWaiting = (read: ReadTx): Promise<{ institutionId: string; surveyKey: string }[]> =>
  read.selectFrom('survey_box').select(['institution_id as institutionId', 'survey_key as surveyKey']).distinct().orderBy('institution_id').orderBy('survey_key').execute()
