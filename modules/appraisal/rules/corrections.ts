import { z } from 'zod'
import type { LeagueContent, LeagueRow } from './league.ts'

/** What a later look found: the score and the parts that are not what was published. */
export const Correction = z.object({ id: z.string(), score: z.number().nullable(), rank: z.number().int().nullable(), parts: z.array(z.object({ key: z.string(), value: z.number().nullable(), points: z.number().nullable() })) })
export type Correction = z.output<typeof Correction>

const rowsOf = (content: LeagueContent) => content.groups.flatMap((group) => group.rows)

/** Rule AP-12: rows whose score or points would be others today; what is published stays, this stands beside it. */
export function correctionsOf(frozen: LeagueContent, now: LeagueContent): Correction[] {
  const today = new Map(rowsOf(now).map((row) => [row.id, row]))
  return rowsOf(frozen).flatMap((row: LeagueRow): Correction[] => {
    const other = today.get(row.id)
    if (other === undefined) return []
    const parts = other.parts.filter((part) => row.parts.find((own) => own.key === part.key)?.points !== part.points).map(({ key, value, points }) => ({ key, value, points }))
    return parts.length === 0 && other.score === row.score ? [] : [{ id: row.id, score: other.score, rank: other.rank, parts }]
  })
}
