import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { notify } from '../../../server/platform/notify.ts'
import { holdingOf, institutionsByIds } from '../../directory/public.ts'
import { proveSigner } from '../../identity/public.ts'
import { ownerOf, parseContent, sealed } from '../gather.ts'
import { headRoleOf, mayWithdraw } from '../rules/decisions.ts'
import { schemeFact } from '../sources.ts'
import { findLeague, lockLeague, lockNewest, saveDraft, saveWithdrawn, type LeagueRecord } from '../store/leagues.ts'
import { saveOpenWithdrawn } from '../store/open.ts'
import { asOwn, byOf, lockOwn, occurrence } from './draft.ts'
import { leagueParams, linkOf } from './object.ts'
import { scoreKeyOf } from './publish.ts'
import { writeFigures } from './write-figures.ts'

export type WithdrawAsk = { readonly revision: number; readonly reason: string; readonly password: string; readonly code: string }

/**
 * Rule AP-22: the head takes a published league back, with the reason, password and second factor. Its scores are facts no
 * more, and the portal says so instead of the table. A wrong password or code is counted, so its refusal is answered and not thrown.
 */
export async function withdrawLeague(act: Act, leagueId: string, ask: WithdrawAsk): Promise<RefusedError | null> {
  const newest = await lockAround(act, leagueId)
  const row = await lockOwn(act, leagueId, ask.revision)
  const no = mayWithdraw(act.actor, asOwn(row))
  if (no !== null) throw new RefusedError(no.refused)
  const holder = await holdingOf(act.tx, row.institutionId, { accountId: act.actor.id, role: headRoleOf(row.subject) }, act.today)
  if (holder === null) throw new RefusedError('appraisal.withdraw_head_only')
  const wrong = await proveSigner(act, ask)
  if (wrong !== null) return wrong
  const set = { ...byOf(act), reason: ask.reason }
  await saveWithdrawn(act.tx, row, set)
  if (row.subject === 'institutions') await takeDown(act, row, set)
  await releaseCorrection(act, row, newest)
  const signed = { reason: ask.reason, name: holder.name, post: holder.title }
  await act.record(occurrence(row, 'withdrawn', signed))
  await withdrawCorrected(act, row, set, signed)
  return null
}

/** The newest issue of the period is locked before those it corrects, by everybody, so that no two wait for each other in a circle. */
async function lockAround(act: Act, leagueId: string): Promise<LeagueRecord | undefined> {
  if (act.actor.institutionId === null) throw new RefusedError('not_found')
  const row = await findLeague(act.tx, { institutionId: act.actor.institutionId, leagueId })
  if (row === undefined) throw new RefusedError('not_found')
  const newest = await lockNewest(act.tx, row)
  // Whoever was waited for may have drawn up its correction.
  return newest?.leagueId === leagueId ? lockNewest(act.tx, row) : newest
}

type Signed = ReturnType<typeof byOf> & { readonly reason: string }

/** Rule AP-22: what the withdrawn issue had corrected goes with it: it is not right, and what replaced it is gone. */
async function withdrawCorrected(act: Act, row: LeagueRecord, set: Signed, signed: Readonly<Record<string, string>>): Promise<void> {
  const { corrects } = parseContent(row)
  if (corrects === undefined) return
  const old = await lockLeague(act.tx, { institutionId: row.institutionId, leagueId: corrects.leagueId })
  if (old.state !== 'superseded' || old.supersededBy !== row.leagueId) return
  await saveWithdrawn(act.tx, old, set)
  await saveOpenWithdrawn(act.tx, old.leagueId, set)
  if (old.publishedOn !== null) await tellFacts(act, [{ before: schemeFact({ ...old, publishedOn: old.publishedOn }), after: null }])
  await act.record(occurrence(old, 'withdrawn', { ...signed, with: row.leagueId }))
  await withdrawCorrected(act, old, set, signed)
}

/** Rules AP-21 and AP-22: with nothing to correct any more, a correction that waits is a draft as any other. */
async function releaseCorrection(act: Act, row: LeagueRecord, newest: LeagueRecord | undefined): Promise<void> {
  if (newest?.state !== 'draft') return
  const { corrects, ...content } = parseContent(newest)
  if (corrects?.leagueId !== row.leagueId) return
  await saveDraft(act.tx, newest, { ...sealed(content), weights: newest.weights, weightsReason: newest.weightsReason, ...byOf(act) })
  await act.record(occurrence(newest, 'released', { corrected: row.leagueId }))
}

async function takeDown(act: Act, row: LeagueRecord, set: Signed): Promise<void> {
  await saveOpenWithdrawn(act.tx, row.leagueId, set)
  const content = parseContent(row)
  const all = content.groups.flatMap((group) => group.rows.map((each) => each.id))
  const gone = (content.corrects?.changes ?? []).map((each) => each.id)
  await writeFigures(act, { kind: 'score', on: row.toOn, institutionIds: all, keys: [scoreKeyOf(row)], rows: [] })
  if (row.publishedOn !== null) await tellFacts(act, [{ before: schemeFact({ ...row, publishedOn: row.publishedOn }), after: null }])
  const [owner, bodies] = [await ownerOf(act.tx, row.institutionId), await institutionsByIds(act.tx, [...new Set([...all, ...gone])])]
  const notes = bodies.flatMap((body) => (['institution_head', 'institution_clerk'] as const).map((role) => ({ institutionId: body.id, regionCode: body.regionCode, role, topic: 'appraisal.withdrawn', params: { issuer: owner.name, reason: set.reason.slice(0, 200), ...leagueParams(row) }, link: linkOf(row), onceKey: `appraisal.withdrawn:${row.leagueId}:${role}` })))
  for (let from = 0; from < notes.length; from += 500) await notify(act, ...notes.slice(from, from + 500))
}
