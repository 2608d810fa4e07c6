import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { leagueNamed } from '../catalog.ts'
import { ownerOf, parseContent, sealed, workOut, type LeagueAsk } from '../gather.ts'
import { changesOf } from '../rules/corrected.ts'
import { mayChange, mayDraft, mayDropOrWeigh } from '../rules/decisions.ts'
import { fitsWeights, weightsOf, type Weights } from '../rules/definition.ts'
import type { Corrects, LeagueContent } from '../rules/league.ts'
import { periodFrom } from '../rules/period.ts'
import * as store from '../store/leagues.ts'

const momentOf = (act: Pick<Act, 'now' | 'today'>) => ({ now: act.now.toISOString(), today: act.today })
export const byOf = (act: Act) => ({ at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name })

/** The event of a change, on the league as its subject. */
export const occurrence = (row: Pick<store.LeagueRecord, 'institutionId' | 'regionCode' | 'leagueId' | 'key' | 'fromOn'>, kind: string, detail: Readonly<Record<string, unknown>> = {}) => ({
  institutionId: row.institutionId, regionCode: row.regionCode, kind: `appraisal.${kind}`, subjectId: row.leagueId, detail: { league: row.key, from: row.fromOn, ...detail },
})

/** The own league under lock, at the revision the asker knows. */
export async function lockOwn(act: Act, leagueId: string, revision: number): Promise<store.LeagueRecord> {
  if (act.actor.institutionId === null) throw new RefusedError('not_found')
  const row = await store.lockLeague(act.tx, { institutionId: act.actor.institutionId, leagueId })
  if (row.revision !== revision) throw new RefusedError('request.stale')
  return row
}

/** A league as the rules of deciding see it. */
export const asOwn = (row: store.LeagueRecord) => ({ institutionId: row.institutionId, of: row.subject, state: row.state, isCorrection: row.state === 'draft' && parseContent(row).corrects !== undefined })

async function askOf(act: Pick<Act, 'tx'>, row: Pick<store.LeagueRecord, 'institutionId' | 'key' | 'fromOn' | 'toOn' | 'weights'>): Promise<LeagueAsk> {
  return { owner: await ownerOf(act.tx, row.institutionId), definition: leagueNamed(row.key), period: { from: row.fromOn, to: row.toOn }, weights: row.weights }
}

/** Rule AP-2: one league of a kind for a period that is over, worked out at once, weighed as the last one was. */
export async function draftLeague(act: Act, ask: { key: string; from: IsoDate }): Promise<string> {
  const definition = leagueNamed(ask.key)
  const no = mayDraft(act.actor, definition.of)
  if (no !== null || act.actor.institutionId === null) throw new RefusedError(no?.refused ?? 'appraisal.not_your_league')
  const period = periodFrom(definition.period, ask.from, act.today)
  if (period === null) throw new RefusedError('appraisal.not_over')
  const owner = await ownerOf(act.tx, act.actor.institutionId)
  const former = await store.findFormer(act.tx, { institutionId: owner.id, key: definition.key, before: period.from })
  const weights = former !== undefined && fitsWeights(former.weights, definition.parts) ? former.weights : weightsOf(definition.parts)
  const content = await workOut(act.tx, { owner, definition, period, weights }, momentOf(act))
  if (content.groups.length === 0) throw new RefusedError('appraisal.nobody')
  const row = { institutionId: owner.id, leagueId: act.newId(), regionCode: owner.regionCode, key: definition.key, fromOn: period.from }
  const newest = await store.lockNewest(act.tx, row)
  // Rule AP-22: a period whose league was withdrawn may be ranked anew.
  if (newest !== undefined && newest.state !== 'withdrawn') throw new RefusedError('appraisal.exists')
  const issue = (newest?.issue ?? 0) + 1
  if (!(await store.insertLeague(act.tx, { ...row, subject: definition.of, toOn: period.to, issue, weights, ...sealed(content), ...byOf(act) }))) throw new RefusedError('appraisal.exists')
  await act.record(occurrence(row, 'drafted'))
  return row.leagueId
}

/** Rule AP-3: the draft from the figures of this moment, weighed as it is or anew, with the reason. */
export async function redraftLeague(act: Act, leagueId: string, ask: { revision: number; weights?: Weights | undefined; reason?: string | undefined }): Promise<void> {
  const row = await lockOwn(act, leagueId, ask.revision)
  const no = mayChange(act.actor, asOwn(row))
  if (no !== null) throw new RefusedError(no.refused)
  const corrected = parseContent(row).corrects
  if (corrected !== undefined && ask.weights !== undefined) throw new RefusedError('appraisal.correction_owed')
  const old = await askOf(act, row)
  const weights = ask.weights ?? row.weights
  if (!fitsWeights(weights, old.definition.parts)) throw new RefusedError('appraisal.weights_unfit')
  const content = corrected === undefined ? await workOut(act.tx, { ...old, weights }, momentOf(act)) : await correctionOf(act, await store.lockLeague(act.tx, { institutionId: row.institutionId, leagueId: corrected.leagueId }), corrected.whys)
  await store.saveDraft(act.tx, row, { ...sealed(content), weights, weightsReason: ask.weights === undefined ? row.weightsReason : (ask.reason ?? null), ...byOf(act) })
  await act.record(occurrence(row, ask.weights === undefined ? 'reckoned' : 'weighed', ask.weights === undefined ? {} : { was: row.weights, weights, reason: ask.reason ?? '' }))
}

/**
 * Rule AP-21: the league of the same period by the very parts, weights and scales it was published with, from the figures
 * of this moment, with what is another and why.
 */
export async function correctionOf(act: Act, published: store.LeagueRecord, whys: readonly string[]): Promise<LeagueContent & { readonly corrects: Corrects }> {
  const frozen = parseContent(published)
  const definition = { ...leagueNamed(published.key), least: frozen.least, parts: [...frozen.parts] }
  const content = await workOut(act.tx, { owner: await ownerOf(act.tx, published.institutionId), definition, period: frozen.period, weights: published.weights }, momentOf(act))
  return { ...content, corrects: { leagueId: published.leagueId, publishedAt: published.publishedAt ?? '', whys, changes: changesOf(frozen, content) } }
}

export async function dropLeague(act: Act, leagueId: string, ask: { revision: number }): Promise<void> {
  const row = await lockOwn(act, leagueId, ask.revision)
  const no = mayDropOrWeigh(act.actor, asOwn(row))
  if (no !== null) throw new RefusedError(no.refused)
  await store.removeDraft(act.tx, row)
  await act.record(occurrence(row, 'dropped'))
}
