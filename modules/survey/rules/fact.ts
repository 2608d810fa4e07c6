import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Fact, FactKind } from '../../../kernel/fact.ts'
import type { Audience } from './form.ts'
import type { Body, Way } from './survey.ts'

export const factPrefix = 'survey.'
/** Rule SV-11: what one emptied box came to in one dimension, or in the total; one fact stands for at least five sheets. */
export const scoreKind: FactKind = {
  kind: 'survey.score',
  name: { zh: '满意度得分', en: 'Survey scores' },
  fields: { survey: 'text', audience: 'text', dimension: 'text', sheets: 'number', points: 'number' },
}

/** Rule SV-11: the same of paper that follows no visit: no measure counts it. */
export const apartKind: FactKind = { ...scoreKind, kind: 'survey.unnamed', name: { zh: '不对应就诊的纸质答卷得分', en: 'Scores of paper that follows no visit' } }

export type ScoreRow = Body & {
  readonly id: string; readonly surveyKey: string; readonly audience: Audience; readonly departmentId: string | null; readonly on: IsoDate; readonly dimension: string; readonly apart: boolean; readonly sheets: number
  /** The sum of the scores, 0 to 100 each. */
  readonly points: number
}

/** Rule SV-11: nothing of a person, a visit or an hour is part of it. */
export const factOf = (row: ScoreRow): Fact => ({
  institutionId: row.institutionId, regionCode: row.regionCode, kind: (row.apart ? apartKind : scoreKind).kind, id: row.id, on: row.on, departmentId: row.departmentId, staffIds: [],
  fields: { survey: row.surveyKey, audience: row.audience, dimension: row.dimension, sheets: row.sheets, points: row.points },
  title: `${row.sheets} 份答卷`, link: `/surveys/${row.institutionId}/${row.surveyKey}`,
})

export const askedKind: FactKind = { kind: 'survey.asked', name: { zh: '发出的问卷', en: 'Sheets given out' }, fields: { survey: 'text', way: 'text' } }
export type AskedRow = Body & { readonly tokenIndex: string; readonly surveyKey: string; readonly departmentId: string | null; readonly way: Way; readonly on: IsoDate }
/** Rule SV-16: that somebody was asked; not who, and not whether an answer came. */
export const askedOf = (row: AskedRow): Fact => ({
  institutionId: row.institutionId, regionCode: row.regionCode, kind: askedKind.kind, id: row.tokenIndex, on: row.on, departmentId: row.departmentId, staffIds: [], fields: { survey: row.surveyKey, way: row.way }, title: '发出问卷', link: `/surveys/${row.institutionId}/${row.surveyKey}`,
})
export const factKinds: readonly FactKind[] = [scoreKind, apartKind, askedKind]
