import type { IsoDate } from '../../../kernel/calendar.ts'
import type { FactValue } from '../../../kernel/fact.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { afterFact, type FactPlace } from '../../../server/platform/fact-page.ts'

export type StoredKind = 'score' | 'indicator' | 'spread'
export type FigureRow = {
  readonly institutionId: string
  readonly regionCode: string
  readonly id: string
  readonly kind: StoredKind
  readonly key: string
  readonly on: IsoDate
  readonly fields: Readonly<Record<string, FactValue>>
  readonly title: string
  readonly link: string
}

const rows = (read: ReadTx) => read.selectFrom('appraisal_figure').select(['institution_id as institutionId', 'region_code as regionCode', 'id', sql<StoredKind>`kind`.as('kind'), 'key', 'on_date as on', sql<FigureRow['fields']>`fields`.as('fields'), 'title', 'link'])

/** Figures as facts: of some days, by day and id. */
export const listFigures = (read: ReadTx, ask: { institutionId: string; kind: StoredKind; from: IsoDate; to: IsoDate }, after: FactPlace | null, limit: number): Promise<FigureRow[]> =>
  rows(read).where('institution_id', '=', ask.institutionId).where('kind', '=', ask.kind).where('on_date', '>=', ask.from).where('on_date', '<=', ask.to).where(afterFact(after)).orderBy('on_date').orderBy('id').limit(limit).execute()

/** What is put down for some bodies on a day, locked until it is written anew. */
export const lockFigures = (tx: Tx, ask: { institutionIds: readonly string[]; kind: StoredKind; on: IsoDate }): Promise<FigureRow[]> =>
  rows(tx).where(sql<boolean>`institution_id = any (${[...ask.institutionIds]}::uuid[])`).where('kind', '=', ask.kind).where('on_date', '=', ask.on).orderBy('institution_id').orderBy('id').forUpdate().execute()

export const insertFigures = (tx: Tx, list: readonly FigureRow[]) =>
  list.length === 0
    ? Promise.resolve()
    : tx.insertInto('appraisal_figure').values(list.map((row) => ({ institution_id: row.institutionId, id: row.id, region_code: row.regionCode, kind: row.kind, key: row.key, on_date: row.on, fields: JSON.stringify(row.fields), title: row.title, link: row.link }))).execute()

export const changeFigure = (tx: Tx, row: FigureRow) =>
  tx.updateTable('appraisal_figure').set({ fields: JSON.stringify(row.fields), title: row.title, link: row.link }).where('institution_id', '=', row.institutionId).where('id', '=', row.id).execute()

export const removeFigure = (tx: Tx, row: FigureRow) => tx.deleteFrom('appraisal_figure').where('institution_id', '=', row.institutionId).where('id', '=', row.id).execute()
