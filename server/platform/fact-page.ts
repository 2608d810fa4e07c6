import type { IsoDate } from '../../kernel/calendar.ts'
import { sql } from './database.ts'

/** The last fact of a page: facts come by day and by id. */
export type FactPlace = { readonly on: IsoDate; readonly id: string }

/** What comes after the last fact of the page before; null begins. `day` and `id` name the columns the rows are ordered by. */
export const afterFact = (after: FactPlace | null, day = 'on_date', id = 'id') => (after === null ? sql<boolean>`true` : sql<boolean>`(${sql.ref(day)}, ${sql.ref(id)}) > (${after.on}::date, ${after.id}::uuid)`)
