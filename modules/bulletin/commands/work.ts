import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { draw, issuerOf, staffNamesIn, type Drawn, type Moment } from '../gather.ts'
import { maySubmit, mayWrite, worksOn, type Work } from '../rules/decisions.ts'
import { changedTexts, personalIn, type Change } from '../rules/fields.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { monthOf, type Month } from '../rules/month.ts'
import type { BulletinKind } from '../rules/names.ts'
import * as store from '../store/bulletins.ts'
import { removeVisits, saveVisits } from '../store/visits.ts'
import { addressedOf } from '../gather.ts'

export const momentOf = (act: Pick<Act, 'now' | 'today'>): Moment => ({ now: act.now.toISOString(), today: act.today })
export const byOf = (act: Pick<Act, 'now' | 'actor'>) => ({ at: act.now.toISOString(), name: act.actor.name })

export const asWork = (row: store.BulletinRow): Work => ({ institutionId: row.institutionId, state: row.state, version: row.version, month: monthOf(row.monthOn), submittedBy: row.submittedBy })

/** The event of a change, on the bulletin as its subject. */
export const occurrence = (row: Pick<store.BulletinRow, 'institutionId' | 'regionCode' | 'bulletinId' | 'kind' | 'monthOn' | 'version'>, kind: string, detail: Readonly<Record<string, unknown>> = {}) => ({
  institutionId: row.institutionId, regionCode: row.regionCode, kind: `bulletin.${kind}`, subjectId: row.bulletinId, detail: { about: row.kind, month: monthOf(row.monthOn), version: row.version, ...detail },
})

/** The own bulletin under lock; with a revision at the one the asker knows. */
export async function lockOwn(act: Act, bulletinId: string, revision?: number): Promise<store.BulletinRow> {
  if (act.actor.institutionId === null) throw new RefusedError('not_found')
  const row = await store.lockBulletin(act.tx, { institutionId: act.actor.institutionId, bulletinId })
  if (revision !== undefined && row.revision !== revision) throw new RefusedError('request.stale')
  return row
}

/** Rule BU-1: one bulletin of a kind for a month. */
export async function openBulletin(act: Act, { month, kind }: { month: Month; kind: BulletinKind }): Promise<string> {
  const { actor } = act
  if (actor.institutionId === null || !worksOn(actor, { institutionId: actor.institutionId })) throw new RefusedError('bulletin.not_yours')
  if (month > monthOf(act.today)) throw new RefusedError('bulletin.month_ahead')
  const issuer = await issuerOf(act.tx, actor.institutionId)
  if ((await addressedOf(act.tx, issuer)).length === 0) throw new RefusedError('bulletin.nobody_addressed')
  const key = { institutionId: issuer.id, bulletinId: act.newId(), regionCode: issuer.regionCode }
  const { at, name } = byOf(act)
  if (!(await store.insertBulletin(act.tx, { ...key, kind, month, at, byName: name }))) throw new RefusedError('bulletin.exists')
  await act.record({ institutionId: key.institutionId, regionCode: key.regionCode, kind: 'bulletin.opened', subjectId: key.bulletinId, detail: { about: kind, month } })
  return key.bulletinId
}

/** Rule BU-5: words are saved field by field; answers the revision they stand in now. */
export async function writeTexts(act: Act, bulletinId: string, changes: readonly Change[]): Promise<number> {
  const row = await lockOwn(act, bulletinId)
  const no = mayWrite(act.actor, asWork(row))
  if (no !== null) throw new RefusedError(no.refused)
  const { drafted } = await draw(act.tx, row, momentOf(act))
  const texts = changedTexts(row.texts, drafted, changes)
  if (isRefusal(texts)) throw new RefusedError(texts.refused, texts.detail)
  const moved = changes.map((change) => change.key).filter((key) => texts[key]?.text !== row.texts[key]?.text || texts[key]?.basis !== row.texts[key]?.basis)
  if (moved.length === 0) return row.revision
  await store.saveBulletin(act.tx, row, { texts }, byOf(act))
  await act.record(occurrence(row, 'written', { fields: moved }))
  return row.revision + 1
}

/** Visits of the month, entered by the commission for the institutions it tells of. */
export async function enterVisits(act: Act, bulletinId: string, rows: readonly { institutionId: string; visits: number | null }[]): Promise<void> {
  const row = await lockOwn(act, bulletinId)
  const no = mayWrite(act.actor, asWork(row))
  if (no !== null) throw new RefusedError(no.refused)
  if (row.kind !== 'complaints') throw new RefusedError('bulletin.no_visits')
  const bodies = new Map((await addressedOf(act.tx, await issuerOf(act.tx, row.institutionId))).map((body) => [body.id, body]))
  const month = monthOf(row.monthOn)
  const known = rows.map((each) => {
    const body = bodies.get(each.institutionId)
    if (body === undefined) throw new RefusedError('not_found')
    return { institutionId: body.id, regionCode: body.regionCode, visits: each.visits }
  })
  const { at, name } = byOf(act)
  await saveVisits(act.tx, month, known.flatMap(({ visits, ...body }) => (visits === null ? [] : [{ ...body, visits }])), { id: act.actor.id, name, at })
  await removeVisits(act.tx, month, known.filter((each) => each.visits === null).map((each) => each.institutionId))
  await store.saveBulletin(act.tx, row, {}, byOf(act))
  await act.record(occurrence(row, 'visits_entered', { rows: known.map(({ institutionId, visits }) => ({ institutionId, visits })) }))
}

/** Rules BU-6 and BU-9: whole, of a month that is over, without personal numbers; names are asked about. */
export async function checkWhole(act: Act, row: store.BulletinRow, drawn: Drawn, ask: { namesChecked: boolean }): Promise<void> {
  const no = maySubmit(act.actor, asWork(row), drawn.fields, act.today)
  if (no !== null) throw new RefusedError(no.refused, no.detail)
  const found = personalIn(drawn.fields, ask.namesChecked ? [] : await staffNamesIn(act.tx, await issuerOf(act.tx, row.institutionId), act.today))
  if (found.numbers.length > 0) throw new RefusedError('bulletin.number_found', found.numbers.join('、'))
  if (found.names.length > 0) throw new RefusedError('bulletin.names_found', found.names.slice(0, 20).join('、'))
}
