import type { IsoDate } from '../../kernel/calendar.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { parseContent } from './gather.ts'
import type { Words } from './rules/definition.ts'
import { lossesOf, sayGroup, whyWords } from './rules/explain.ts'
import type { LeagueRow, Movement } from './rules/league.ts'
import { printPeriod } from './rules/period.ts'
import { listOpen, type OpenLeague } from './store/open.ts'

export { leagues as leagueCatalogue } from './catalog.ts'
export { appraisalFacts, rankingLookedAt, rankingPublications } from './sources.ts'

/** A published league as others tell of it. */
export type PublishedLeague = {
  readonly leagueId: string
  readonly institutionId: string
  readonly key: string
  readonly name: Words
  readonly printed: Words
  readonly from: IsoDate
  readonly to: IsoDate
  readonly publishedAt: string
  readonly publishedName: string
  readonly parts: readonly { readonly key: string; readonly name: Words; readonly weight: number; readonly patient: boolean }[]
  readonly groups: readonly {
    readonly name: Words
    readonly rows: readonly {
      readonly institutionId: string; readonly name: string; readonly rank: number; readonly tied: boolean; readonly places: { readonly from: number; readonly to: number }; readonly score: number
      readonly movement: Movement; readonly former: { readonly rank: number; readonly score: number } | null
      /** A figure corrected after publishing: to be shown beside, never instead. */
      readonly corrected: { readonly score: number | null } | null
      /** The part that cost most points. */
      readonly weakest: Words | null
    }[]
    readonly unranked: readonly { readonly institutionId: string; readonly name: string; readonly why: Words }[]
  }[]
  /** Ready sentences: one on each group, and one on how to read ranks. */
  readonly says: readonly Words[]
}

const howToRead: Words = { zh: '名次按同类机构排列；数据多少不同，得分相近的分不出高下，详见排名说明。', en: 'Ranks are among institutions of one kind and level; where scores are close, neither is ahead: see the method.' }

function asPublished(row: OpenLeague): PublishedLeague {
  const content = parseContent(row)
  const weakest = (each: LeagueRow) => {
    const [first] = lossesOf(content, each)
    return first === undefined || first.lost <= 0 ? null : first.part.name
  }
  return {
    leagueId: row.leagueId, institutionId: row.institutionId, key: row.key, name: content.name, printed: printPeriod(content.period), from: row.fromOn, to: row.toOn, publishedAt: row.publishedAt, publishedName: row.publishedName,
    parts: content.parts.filter((part) => part.weight > 0).map(({ key, name, weight, patient }) => ({ key, name, weight, patient })),
    groups: content.groups.map((group) => ({
      name: group.name,
      rows: group.rows.flatMap((each) => {
        const { rank, places, score, movement } = each
        if (rank === null || places === null || score === null) return []
        const later = row.corrections.find((correction) => correction.id === each.id)
        return [{ institutionId: each.id, name: each.name, rank, tied: each.tied, places, score, movement: movement ?? 'new', former: each.former, corrected: later === undefined ? null : { score: later.score }, weakest: weakest(each) }]
      }),
      unranked: group.rows.filter((each) => each.rank === null).map((each) => ({ institutionId: each.id, name: each.name, why: whyWords[each.why ?? 'too_little'] })),
    })),
    says: [...content.groups.flatMap((group) => sayGroup(group) ?? []), howToRead],
  }
}

/** The published league of a kind that begins on a day, of one commission, the newest issue; undefined where there is none or it was withdrawn. Everybody may read it. */
export async function publishedLeague(read: ReadTx, ask: { readonly institutionId: string; readonly key: string; readonly from: IsoDate }): Promise<PublishedLeague | undefined> {
  const [row] = await listOpen(read, { ...ask, current: true, limit: 1 })
  return row === undefined ? undefined : asPublished(row)
}

/** Those published on some days: what a bulletin about these days may tell of. */
export const leaguesPublishedIn = async (read: ReadTx, ask: { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate }): Promise<PublishedLeague[]> =>
  (await listOpen(read, { institutionId: ask.institutionId, publishedFrom: ask.from, publishedTo: ask.to, current: true, limit: 50 })).map(asPublished)
