import { leaguesPublishedIn, publishedLeague } from '../modules/appraisal/public.ts'
import type { LeagueLine, LeagueTold, WorkAsk, WorkSources } from '../modules/bulletin/public.ts'
import { listPublishedOf, rateOf, type PublishedReview } from '../modules/review/public.ts'
import { lastOfMonth } from '../kernel/calendar.ts'
import { startOfDay } from '../kernel/instant.ts'
import type { ReadTx } from './platform/database.ts'

const reviewLine = ({ result }: PublishedReview) => {
  const { n, rate } = rateOf(result)
  return {
    read: n, reasonable: rate,
    doubleTenRead: result.doubleTen.read, doubleTenUnreasonable: result.doubleTen.unreasonable,
  }
}

/** Rule BU-15: what institutions published of their newest review up to the month, if they published it in the month or later. */
async function reviews(read: ReadTx, { institutionIds, month }: WorkAsk) {
  const from = `${month}-01`
  const found = await listPublishedOf(read, institutionIds, { month: from, since: startOfDay(from) })
  const newest = Map.groupBy(found, (each) => each.institutionId)
  return new Map([...newest].flatMap(([institutionId, [first]]) => (first === undefined ? [] : [[institutionId, reviewLine(first)] as const])))
}

const moves = { better: '上升', worse: '下降', alike: '持平', new: '新列入', other_weights: '口径有变' } as const

/** The league of the month, or else the newest one that was published in it, in the league's own words. */
async function league(read: ReadTx, { issuer, month }: WorkAsk): Promise<LeagueTold | null> {
  const fromOn = `${month}-01`
  const toOn = lastOfMonth(fromOn)
  const found = (await publishedLeague(read, { institutionId: issuer.id, key: 'campaign', from: fromOn })) ?? (await leaguesPublishedIn(read, { institutionId: issuer.id, from: fromOn, to: toOn })).at(0)
  if (found === undefined) return null
  const lines = found.groups.flatMap(({ name, rows, unranked }): (readonly [string, LeagueLine])[] => [
    ...rows.map((row) => [row.institutionId, { place: `${name.zh} ${row.places.from === row.places.to ? `第${row.rank}位` : `第${row.places.from}–${row.places.to}位`}${row.tied ? '（并列）' : ''}`, moved: `${moves[row.movement]}${row.corrected === null ? '' : '（分数后有更正）'}` }] as const),
    ...unranked.map((row) => [row.institutionId, { place: '未排名', moved: '—' }] as const),
  ])
  return { says: `《${found.name.zh}》（${found.printed.zh}）：${found.says.map((each) => each.zh).join('')}`, lines: new Map(lines) }
}

/** Where a work bulletin finds what other modules published. */
export const bulletinWork: Partial<WorkSources> = { league, reviews }
