import { shanghaiDate } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { institutionsByIds } from '../../directory/public.ts'
import { reportFact } from '../../plan/public.ts'
import { draftedFrom, issuerOf, parseContent, parseFigures, type AnyFigures } from '../gather.ts'
import { paperJob } from '../jobs.ts'
import { printNumber, type BulletinContent } from '../rules/content.ts'
import { mayCorrect, mayDiscard, mayPublish } from '../rules/decisions.ts'
import type { Texts, Written } from '../rules/fields.ts'
import { monthOf } from '../rules/month.ts'
import type { FieldKey } from '../rules/names.ts'
import { itemOfKind } from '../rules/publication.ts'
import * as store from '../store/bulletins.ts'
import { findFigures, findNewest, insertFigures, insertVersion } from '../store/versions.ts'
import { linkOf, sha256 } from './approve.ts'
import { asWork, byOf, lockOwn, occurrence } from './work.ts'

/** Rule BU-11: the very bytes that were approved become public, with the next number of the year; everybody addressed is told. */
export async function publishBulletin(act: Act, bulletinId: string, ask: { revision: number }): Promise<void> {
  const row = await lockOwn(act, bulletinId, ask.revision)
  const no = mayPublish(act.actor, asWork(row))
  if (no !== null) throw new RefusedError(no.refused)
  const approval = (await store.listApprovals(act.tx, row)).find((each) => each.id === row.approvalId)
  const { content: text, figures } = row
  if (approval === undefined || text === null || figures === null || sha256(text) !== approval.sha256) throw new RefusedError('bulletin.content_broken')
  const content = parseContent({ content: text })
  const at = act.now.toISOString()
  const issuer = await issuerOf(act.tx, row.institutionId)
  const year = row.numberYear ?? Number(act.today.slice(0, 4))
  const number = row.number ?? (await store.takeNumber(act.tx, row, year))
  const first = row.publishedAt ?? at
  const numberPrinted = printNumber(content.numberWord, year, number)
  await insertVersion(act.tx, {
    bulletinId, kind: row.kind, version: row.version, institutionId: row.institutionId, regionCode: row.regionCode, regionPrefix: issuer.regionPrefix, monthOn: row.monthOn, numberYear: year, number, numberPrinted, title: content.title, addressed: content.bodies.length, content: text, sha256: approval.sha256,
    changeNote: content.changeNote, firstPublishedAt: first, publishedAt: at, publishedName: act.actor.name,
  })
  await insertFigures(act.tx, row, row.regionCode, row.version, figures)
  await store.saveBulletin(act.tx, row, { state: 'published', texts: {}, ...store.unsubmitted, kept_figures: null, number_year: year, number, published_at: first }, byOf(act))
  await paperJob.enqueue(act.tx, { bulletinId, version: row.version }, { key: `bulletin.paper:${bulletinId}:${row.version}` })
  await tellAddressed(act, row, content, { issuer: issuer.name, number: numberPrinted })
  if (row.version === 1) await reportFact(act, { institutionId: row.institutionId, regionCode: row.regionCode, kind: 'publish', factKey: itemOfKind(row.kind), on: shanghaiDate(at) })
  await act.record(occurrence(row, 'published', { number: numberPrinted, sha256: approval.sha256, addressed: content.bodies.length, approvalId: approval.id }))
}

/** Whoever signs for it is told: clerk and complaint officer of each addressed institution. */
async function tellAddressed(act: Act, row: store.BulletinRow, content: BulletinContent, said: { issuer: string; number: string }): Promise<void> {
  const topic = row.version === 1 ? 'bulletin.published' : 'bulletin.corrected'
  const params = { ...said, title: content.title, ...(row.version === 1 ? {} : { version: row.version, note: (content.changeNote ?? '').slice(0, 200) }) }
  const bodies = await institutionsByIds(act.tx, content.bodies.map((body) => body.institutionId))
  const notes = bodies.flatMap((body) => (['institution_clerk', 'complaint_officer'] as const).map((role) => ({ institutionId: body.id, regionCode: body.regionCode, role, topic, params, link: linkOf(row.bulletinId), onceKey: `${topic}:${row.bulletinId}:${row.version}:${role}` })))
  for (let from = 0; from < notes.length; from += 500) await notify(act, ...notes.slice(from, from + 500))
}

/** Rule BU-13: the next version begins with what stands, word for word; with the same figures or with new ones. */
export async function openCorrection(act: Act, bulletinId: string, ask: { revision: number; note: string; anew: boolean }): Promise<void> {
  const row = await lockOwn(act, bulletinId, ask.revision)
  const no = mayCorrect(act.actor, asWork(row))
  if (no !== null) throw new RefusedError(no.refused)
  const newest = await findNewest(act.tx, bulletinId)
  const figures = await findFigures(act.tx, row, row.version)
  if (newest === undefined || figures === undefined) throw new RefusedError('bulletin.not_published')
  await store.saveBulletin(act.tx, row, { state: 'draft', version: row.version + 1, texts: textsOf(parseContent(newest), parseFigures(figures), ask.note), kept_figures: ask.anew ? null : figures }, byOf(act))
  await act.record(occurrence({ ...row, version: row.version + 1 }, 'correction_opened', { note: ask.note, anew: ask.anew }))
}

/** What was published as written words, against the drafted ones of its own figures: new figures then mark them as old. */
function textsOf(content: BulletinContent, figures: AnyFigures, note: string): Texts {
  const drafted = draftedFrom(monthOf(content.window.fromOn), figures, content.numberWord)
  const said: readonly (readonly [FieldKey, string])[] = [['title', content.title], ...content.passages.map((passage) => [passage.key, passage.text] as const)]
  const written = said.flatMap(([key, text]): [FieldKey, Written][] => (text === drafted[key] ? [] : [[key, { text, basis: drafted[key] ?? '' }]]))
  return { ...Object.fromEntries(written), changeNote: { text: note, basis: '' } }
}

export async function discardCorrection(act: Act, bulletinId: string, ask: { revision: number }): Promise<void> {
  const row = await lockOwn(act, bulletinId, ask.revision)
  const no = mayDiscard(act.actor, asWork(row))
  if (no !== null) throw new RefusedError(no.refused)
  await store.saveBulletin(act.tx, row, { state: 'published', version: row.version - 1, texts: {}, kept_figures: null, returned_remark: null, returned_name: null, returned_at: null }, byOf(act))
  await act.record(occurrence(row, 'correction_discarded'))
}
