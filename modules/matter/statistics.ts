import type { IsoDate } from '../../kernel/calendar.ts'
import { endOfDay, startOfDay, type Instant } from '../../kernel/instant.ts'
import type { Look } from '../../server/platform/act.ts'
import { countMatters, type MatterCounts } from './store/statistics.ts'

type Figures = Omit<MatterCounts, 'institutionId' | 'kind' | 'category' | 'channel' | 'verdict'>
export type MatterStatistic = { readonly institutionId: string; readonly kind: string; readonly substantiated: number; readonly partly: number } & Figures & {
  readonly byCategory: Readonly<Record<string, number>>
  readonly byChannel: Readonly<Record<string, number>>
  readonly byVerdict: Readonly<Record<string, number>>
}

const figureNames = ['received', 'accepted', 'declined', 'acceptedInTime', 'answered', 'dueAnswered', 'answeredInTime', 'closed', 'open', 'overdue', 'rated', 'satisfied', 'calledBack', 'solved', 'reopened', 'merged', 'withdrawn', 'published', 'signedOff', 'rechecked', 'recheckHeld', 'slidBack', 'acceptDue', 'judged'] as const satisfies readonly (keyof Figures)[]

function sumBy(rows: readonly MatterCounts[], key: (row: MatterCounts) => string | null): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const row of rows) {
    const name = key(row)
    if (name !== null) sums[name] = (sums[name] ?? 0) + row.received
  }
  return sums
}

/**
 * Rule MT-28: figures of what came in from a day to a day, both inclusive, by body and kind, as it stands. What is late is
 * judged as of `at`, or now, or the end of the last day. Small numbers are exact here: whoever shows them withholds them.
 */
export async function matterStatistics(look: Pick<Look, 'read'> & { readonly now?: Date }, ask: { readonly institutionIds: readonly string[]; readonly from: IsoDate; readonly to: IsoDate; readonly at?: Instant }): Promise<MatterStatistic[]> {
  const counts = await countMatters(look.read, { institutionIds: ask.institutionIds, fromAt: startOfDay(ask.from), toAt: endOfDay(ask.to), now: ask.at ?? look.now?.toISOString() ?? endOfDay(ask.to) })
  return [...Map.groupBy(counts, (row) => `${row.institutionId} ${row.kind}`).values()].flatMap((rows): MatterStatistic[] => {
    const [first] = rows
    if (first === undefined) return []
    const figures = Object.fromEntries(figureNames.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)])) as Figures
    const byVerdict = sumBy(rows, (row) => row.verdict)
    return [{ institutionId: first.institutionId, kind: first.kind, ...figures, substantiated: byVerdict['substantiated'] ?? 0, partly: byVerdict['partly'] ?? 0, byCategory: sumBy(rows, (row) => row.category ?? 'none'), byChannel: sumBy(rows, (row) => row.channel), byVerdict }]
  })
}
