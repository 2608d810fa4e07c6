import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { hasher } from '../../../server/platform/hasher.ts'
import { notify } from '../../../server/platform/notify.ts'
import { holdingOf, institutionsByIds } from '../../directory/public.ts'
import { proveSigner } from '../../identity/public.ts'
import { ownerOf, parseContent } from '../gather.ts'
import { headRoleOf, mayPublish } from '../rules/decisions.ts'
import type { LeagueContent } from '../rules/league.ts'
import { printPeriod } from '../rules/period.ts'
import { schemeFact } from '../sources.ts'
import { savePublished, type LeagueRecord } from '../store/leagues.ts'
import { insertOpen } from '../store/open.ts'
import { lockOwn, occurrence } from './draft.ts'
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
  const wrong = await proveSigner(act, ask)
  if (wrong !== null) return wrong
  const at = act.now.toISOString()
  await savePublished(act.tx, row, { at, on: act.today, by: act.actor.id, byName: act.actor.name })
  if (row.subject === 'institutions') await makeOpen(act, row, content)
  await act.record(occurrence(row, 'published', { sha256: row.sha256, name: holder.name, post: holder.title }))
  return null
}

/** For everybody, and as facts: the score of each, and how much patients decided. */
async function makeOpen(act: Act, row: LeagueRecord, content: LeagueContent): Promise<void> {
  const owner = await ownerOf(act.tx, row.institutionId)
  const at = act.now.toISOString()
  await insertOpen(act.tx, row, { regionPrefix: owner.regionPrefix ?? owner.regionCode, at, on: act.today, byName: act.actor.name })
  const ranked = content.groups.flatMap((group) => group.rows.flatMap((each) => (each.score === null ? [] : [{ id: each.id, score: each.score }])))
  const bodies = new Map((await institutionsByIds(act.tx, ranked.map((each) => each.id))).map((body) => [body.id, body]))
  const printed = printPeriod(content.period)
  // A county's and a city's league of one month are two scores of an institution.
  const figureKey = `${row.key} ${row.institutionId}`
  await writeFigures(act, {
    kind: 'score', on: row.toOn, institutionIds: [...bodies.keys()], keys: [figureKey],
    rows: ranked.flatMap(({ id, score }) => {
      const body = bodies.get(id)
      return body === undefined ? [] : [{ institutionId: id, regionCode: body.regionCode, key: figureKey, fields: { league: row.key, score }, title: `${content.name.zh} ${printed.zh}：${score.toFixed(1)}分`, link: `/leagues/${row.institutionId}/${row.leagueId}` }]
    }),
  })
  await tellFacts(act, [{ before: null, after: schemeFact({ ...row, publishedOn: act.today }) }])
  const notes = [...bodies.values()].flatMap((body) => (['institution_head', 'institution_clerk'] as const).map((role) => ({ institutionId: body.id, regionCode: body.regionCode, role, topic: 'appraisal.published', params: { issuer: owner.name, name: content.name.zh, nameEn: content.name.en, period: printed.zh, periodEn: printed.en }, link: `/leagues/${row.institutionId}/${row.leagueId}`, onceKey: `appraisal.published:${row.leagueId}:${role}` })))
  for (let from = 0; from < notes.length; from += 500) await notify(act, ...notes.slice(from, from + 500))
}
