import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { hasher } from '../../../server/platform/hasher.ts'
import { notify } from '../../../server/platform/notify.ts'
import { holdingOf, institutionsByIds } from '../../directory/public.ts'
import { proveSigner } from '../../identity/public.ts'
import { ownerOf, parseContent } from '../gather.ts'
import { mayReplace } from '../rules/corrected.ts'
import { headRoleOf, mayPublish } from '../rules/decisions.ts'
import type { LeagueContent } from '../rules/league.ts'
import { printPeriod } from '../rules/period.ts'
import { schemeFact } from '../sources.ts'
import { lockLeague, savePublished, saveSuperseded, type LeagueRecord } from '../store/leagues.ts'
import { insertOpen, saveOpenSuperseded } from '../store/open.ts'
import { lockOwn, occurrence } from './draft.ts'
import { leagueParams, linkOf, objectionsUntil } from './object.ts'
import { writeFigures } from './write-figures.ts'

export type PublishAsk = { readonly revision: number; readonly password: string; readonly code: string; /** The hash of what the head had before his eyes. */ readonly seen: string }

/**
 * Rule AP-11: the head freezes and publishes exactly what was seen. A wrong password or code is counted, so its refusal is
 * answered and not thrown.
 */
export async function publishLeague(act: Act, leagueId: string, ask: PublishAsk): Promise<RefusedError | null> {
  const row = await lockOwn(act, leagueId, ask.revision)
  const no = mayPublish(act.actor, { institutionId: row.institutionId, of: row.subject, state: row.state })
  if (no !== null) throw new RefusedError(no.refused)
  const holder = await holdingOf(act.tx, row.institutionId, { accountId: act.actor.id, role: headRoleOf(row.subject) }, act.today)
  if (holder === null) throw new RefusedError('appraisal.head_only')
  if (row.sha256 !== ask.seen || hasher.sha256(row.content) !== ask.seen) throw new RefusedError('appraisal.seen_is_old')
  const content = parseContent(row)
  if (!content.groups.some((group) => group.rows.some((each) => each.rank !== null))) throw new RefusedError('appraisal.nobody_ranked')
  const same = mayReplace(content.corrects)
  if (same !== null) throw new RefusedError(same.refused)
  const wrong = await proveSigner(act, ask)
  if (wrong !== null) return wrong
  const at = act.now.toISOString()
  const until = row.subject === 'institutions' ? objectionsUntil(act) : null
  await savePublished(act.tx, row, { at, on: act.today, by: act.actor.id, byName: act.actor.name, until })
  if (row.subject === 'institutions') await makeOpen(act, row, content, until)
  if (content.corrects !== undefined) await supersede(act, row, content.corrects.leagueId)
  await act.record(occurrence(row, 'published', { sha256: row.sha256, name: holder.name, post: holder.title }))
  return null
}

/** Rule AP-21: what is corrected stays readable, and says what replaced it; withdrawn meanwhile, it stays withdrawn. */
async function supersede(act: Act, row: LeagueRecord, leagueId: string): Promise<void> {
  const old = await lockLeague(act.tx, { institutionId: row.institutionId, leagueId })
  if (old.state !== 'published') return
  await saveSuperseded(act.tx, old, row.leagueId)
  await saveOpenSuperseded(act.tx, old.leagueId, row.leagueId)
  await act.record(occurrence(old, 'superseded', { by: row.leagueId }))
}

/** A county's and a city's league of one month are two scores of an institution; issues of one league are one. */
export const scoreKeyOf = (row: Pick<LeagueRecord, 'key' | 'institutionId'>): string => `${row.key} ${row.institutionId}`

/** For everybody, and as facts: the score of each, and how much patients decided. */
async function makeOpen(act: Act, row: LeagueRecord, content: LeagueContent, until: IsoDate | null): Promise<void> {
  const owner = await ownerOf(act.tx, row.institutionId)
  const at = act.now.toISOString()
  await insertOpen(act.tx, row, { regionPrefix: owner.regionPrefix ?? owner.regionCode, at, on: act.today, byName: act.actor.name, until })
  const ranked = content.groups.flatMap((group) => group.rows.flatMap((each) => (each.score === null ? [] : [{ id: each.id, score: each.score }])))
  // Who lost its score by a correction, or is not in the league any more, loses the fact and is told as well.
  const changed = content.corrects?.changes ?? []
  const bodies = new Map((await institutionsByIds(act.tx, [...ranked, ...changed].map((each) => each.id))).map((body) => [body.id, body]))
  const printed = printPeriod(content.period)
  const figureKey = scoreKeyOf(row)
  await writeFigures(act, {
    kind: 'score', on: row.toOn, institutionIds: [...content.groups.flatMap((group) => group.rows), ...changed].map((each) => each.id), keys: [figureKey],
    rows: ranked.flatMap(({ id, score }) => {
      const body = bodies.get(id)
      return body === undefined ? [] : [{ institutionId: id, regionCode: body.regionCode, key: figureKey, fields: { league: row.key, score }, title: `${content.name.zh} ${printed.zh}：${score.toFixed(1)}分`, link: linkOf(row) }]
    }),
  })
  await tellFacts(act, [{ before: null, after: schemeFact({ ...row, publishedOn: act.today }) }])
  const notes = [...bodies.values()].flatMap((body) => (['institution_head', 'institution_clerk'] as const).map((role) => ({ institutionId: body.id, regionCode: body.regionCode, role, topic: content.corrects === undefined ? 'appraisal.published' : 'appraisal.corrected', params: { issuer: owner.name, ...leagueParams(row) }, link: linkOf(row), onceKey: `appraisal.published:${row.leagueId}:${role}` })))
  for (let from = 0; from < notes.length; from += 500) await notify(act, ...notes.slice(from, from + 500))
}
