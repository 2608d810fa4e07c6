import type { IsoDate } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/instant.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { findInstitution, listInstitutions, rosterOn, type Institution } from '../directory/public.ts'
import { countsOf } from './counts.ts'
import { BulletinContent, contentFormat } from './rules/content.ts'
import { draftedNumberWord, draftedPassage, draftedTitle } from './rules/drafted.ts'
import { fieldsOf, type Drafted, type Field } from './rules/fields.ts'
import { noCounts, sumCounts, type Figures } from './rules/figures.ts'
import { monthBefore, monthOf, windowOf, type Month } from './rules/month.ts'
import { passages } from './rules/names.ts'
import { cellsOf, shownTable, type ShownTable } from './rules/shown.ts'
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

/** Rule BU-3: the month's figures of every addressed institution as of now, and the sum of the month before. */
export async function gatherFigures(read: ReadTx, issuer: { readonly regionPrefix: string }, month: Month, now: Instant): Promise<Figures> {
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
export function draftedFrom(month: Month, figures: Figures, numberWord: string): Drafted {
  const told = { month, asOf: figures.asOf, table: tableOf(figures), before: cellsOf(figures.before) }
  const drafted = Object.fromEntries(passages.map((key) => [key, draftedPassage(key, told)])) as Record<(typeof passages)[number], string>
  return { title: draftedTitle(month), numberWord, ...drafted, changeNote: '' }
}

export type Drawn = { readonly figures: Figures; readonly drafted: Drafted; readonly fields: readonly Field[]; readonly content: BulletinContent }

/** The bulletin as it would be published now: figures taken anew, or those that a correction keeps; words drafted or written. */
export async function draw(read: ReadTx, row: BulletinRow, at: Moment): Promise<Drawn> {
  const issuer = await issuerOf(read, row.institutionId)
  const month = monthOf(row.monthOn)
  const figures = row.keptFigures === null ? await gatherFigures(read, issuer, month, at.now) : (JSON.parse(row.keptFigures) as Figures)
  const last = await findLastOf(read, row.institutionId)
  const drafted = draftedFrom(month, figures, last === undefined ? draftedNumberWord : parseContent(last).numberWord)
  const fields = fieldsOf(row.texts, drafted, row.version)
  const text = (key: Field['key']) => fields.find((field) => field.key === key)?.text ?? ''
  const table = tableOf(figures)
  const content: BulletinContent = {
    format: contentFormat, issuer: { id: issuer.id, name: issuer.name, regionCode: issuer.regionCode }, month, window: windowOf(month), asOf: figures.asOf, version: row.version, title: text('title'), numberWord: text('numberWord'),
    passages: passages.map((key) => ({ key, text: text(key) })), total: table.total, bodies: [...table.bodies], changeNote: row.version > 1 ? text('changeNote') : null,
  }
  return { figures, drafted, fields, content }
}

/** Kept text is ours and was checked when it was written; a damaged row is a fault, not a guess. */
export const parseContent = (kept: { readonly content: string }): BulletinContent => BulletinContent.parse(JSON.parse(kept.content))

/** Everybody who works in the region's institutions today: names that a bulletin must not tell. */
export async function staffNamesIn(read: ReadTx, issuer: { readonly regionPrefix: string }, today: IsoDate): Promise<string[]> {
  const names: string[] = []
  for (const body of await addressedOf(read, issuer)) names.push(...(await rosterOn(read, body.id, today)).map((person) => person.name))
  return names
}
