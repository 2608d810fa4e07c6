import type { IsoDate } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/instant.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { findInstitution, listInstitutions, rosterOn, type Institution } from '../directory/public.ts'
import { countsOf } from './counts.ts'
import { gatherWork } from './gather-work.ts'
import { BulletinContent, contentFormat, workFormat } from './rules/content.ts'
import { draftedNumberWord, draftedPassage, draftedTitle } from './rules/drafted.ts'
import { fieldsOf, type Drafted, type Field } from './rules/fields.ts'
import { movedSince, noCounts, sumCounts, type Figures, type Moved } from './rules/figures.ts'
import { monthBefore, monthOf, windowOf, type Month } from './rules/month.ts'
import { passages, workPassages, type BulletinKind } from './rules/names.ts'
import { cellsOf, shownTable, type ShownTable } from './rules/shown.ts'
import { workMovedSince, workTables, type WorkFigures } from './rules/work.ts'
import { workNumberWord, workPassage, workTitle } from './rules/work-drafted.ts'
import type { BulletinRow } from './store/bulletins.ts'
import { findLastOf } from './store/versions.ts'
import { listVisits } from './store/visits.ts'

export type Moment = { readonly now: Instant; readonly today: IsoDate }

export async function issuerOf(read: ReadTx, institutionId: string): Promise<Institution & { readonly regionPrefix: string }> {
  const found = await findInstitution(read, institutionId)
  if (found === undefined || found.regionPrefix === null) throw new RefusedError('access.denied')
  return { ...found, regionPrefix: found.regionPrefix }
}

/** Everybody the bulletin is addressed to: active bodies of the region but commissions. */
export const addressedOf = (read: ReadTx, issuer: { readonly regionPrefix: string }): Promise<Institution[]> => listInstitutions(read, { regionPrefix: issuer.regionPrefix })

/** Exact figures of either kind; those of a work bulletin say so. */
export type AnyFigures = Figures | WorkFigures
const isWork = (figures: AnyFigures): figures is WorkFigures => 'kind' in figures
/** Kept text is ours. */
export const parseFigures = (text: string): AnyFigures => JSON.parse(text) as AnyFigures

/** The figures of a month, of what the kind tells of, as of now. */
export const gatherFigures = (read: ReadTx, kind: BulletinKind, issuer: { readonly id: string; readonly regionPrefix: string }, month: Month, now: Instant): Promise<AnyFigures> =>
  kind === 'work' ? gatherWork(read, issuer, month, now) : gatherCounts(read, issuer, month, now)

/** Rule BU-12: what is otherwise now. */
export const movedBetween = (frozen: AnyFigures, now: AnyFigures): Moved[] => (isWork(frozen) ? (isWork(now) ? workMovedSince(frozen, now) : []) : isWork(now) ? [] : movedSince(frozen, now))

/** Rule BU-3: the month's figures of every addressed institution as of now, and the sum of the month before. */
async function gatherCounts(read: ReadTx, issuer: { readonly regionPrefix: string }, month: Month, now: Instant): Promise<Figures> {
  const bodies = await addressedOf(read, issuer)
  const ids = bodies.map((body) => body.id)
  const before = monthBefore(month)
  const [counts, visits, countsBefore, visitsBefore] = await Promise.all([countsOf(read, ids, windowOf(month), now), listVisits(read, ids, month), countsOf(read, ids, windowOf(before), now), listVisits(read, ids, before)])
  return {
    asOf: now,
    bodies: bodies.map((body) => ({ institutionId: body.id, name: body.name, counts: { ...(counts.get(body.id) ?? noCounts), visits: visits.get(body.id) ?? null } })),
    before: sumCounts(ids.map((id) => ({ ...(countsBefore.get(id) ?? noCounts), visits: visitsBefore.get(id) ?? null }))),
  }
}

const tableOf = (figures: Figures): ShownTable => shownTable(figures.bodies, sumCounts(figures.bodies.map((body) => body.counts)))

/** The drafted words of all fields, from figures alone. */
export function draftedFrom(month: Month, figures: AnyFigures, numberWord: string): Drafted {
  if (isWork(figures)) return { title: workTitle(month), numberWord, ...Object.fromEntries(workPassages.map((key) => [key, workPassage(key, month, figures)])), changeNote: '' }
  const told = { month, asOf: figures.asOf, table: tableOf(figures), before: cellsOf(figures.before) }
  return { title: draftedTitle(month), numberWord, ...Object.fromEntries(passages.map((key) => [key, draftedPassage(key, told)])), changeNote: '' }
}

export type Drawn = { readonly figures: AnyFigures; readonly drafted: Drafted; readonly fields: readonly Field[]; readonly content: BulletinContent }

/** The bulletin as it would be published now: figures taken anew, or those that a correction keeps; words drafted or written. */
export async function draw(read: ReadTx, row: BulletinRow, at: Moment): Promise<Drawn> {
  const issuer = await issuerOf(read, row.institutionId)
  const month = monthOf(row.monthOn)
  const figures = row.keptFigures === null ? await gatherFigures(read, row.kind, issuer, month, at.now) : parseFigures(row.keptFigures)
  const last = await findLastOf(read, row.institutionId, row.kind)
  const drafted = draftedFrom(month, figures, last === undefined ? firstWord[row.kind] : parseContent(last).numberWord)
  const fields = fieldsOf(row.texts, drafted, row.version)
  const text = (key: Field['key']) => fields.find((field) => field.key === key)?.text ?? ''
  const head = {
    issuer: { id: issuer.id, name: issuer.name, regionCode: issuer.regionCode }, month, window: windowOf(month), asOf: figures.asOf, version: row.version, title: text('title'), numberWord: text('numberWord'), changeNote: row.version > 1 ? text('changeNote') : null,
  }
  return { figures, drafted, fields, content: contentOf(head, figures, text) }
}

const firstWord: Readonly<Record<BulletinKind, string>> = { complaints: draftedNumberWord, work: workNumberWord }

/** Only what may be shown: of complaints the table without small numbers, of the work the tables as printed. */
function contentOf(head: Omit<BulletinContent, 'format' | 'passages' | 'bodies' | 'total' | 'tables'>, figures: AnyFigures, text: (key: Field['key']) => string): BulletinContent {
  if (isWork(figures)) {
    const tables = workTables(figures).map((table) => ({ ...table, columns: [...table.columns], rows: table.rows.map((row) => ({ ...row, cells: [...row.cells] })) }))
    return { ...head, format: workFormat, passages: workPassages.map((key) => ({ key, text: text(key) })), tables, bodies: figures.bodies.map(({ institutionId, name }) => ({ institutionId, name })) }
  }
  const table = tableOf(figures)
  return { ...head, format: contentFormat, passages: passages.map((key) => ({ key, text: text(key) })), total: table.total, bodies: [...table.bodies] }
}

/** Kept text is ours and was checked when it was written; a damaged row is a fault, not a guess. */
export const parseContent = (kept: { readonly content: string }): BulletinContent => BulletinContent.parse(JSON.parse(kept.content))

/** Everybody who works in the region's institutions today: names that a bulletin must not tell. */
export async function staffNamesIn(read: ReadTx, issuer: { readonly regionPrefix: string }, today: IsoDate): Promise<string[]> {
  const names: string[] = []
  for (const body of await addressedOf(read, issuer)) names.push(...(await rosterOn(read, body.id, today)).map((person) => person.name))
  return names
}
