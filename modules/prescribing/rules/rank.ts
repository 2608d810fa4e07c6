import { percent } from './ratio.ts'

/** What is ranked, and by what. */
export const rankSubjects = ['drug', 'prescriber', 'department'] as const
export type RankSubject = (typeof rankSubjects)[number]
export const rankOrders = ['amount', 'volume'] as const
export type RankOrder = (typeof rankOrders)[number]

/** Sums of one drug, prescriber or department over a month. Volume: units of sale of a drug; prescriptions of a prescriber or a department. */
export type RankSum = { readonly key: string; readonly name: string; readonly amountCents: number; readonly volume: number; readonly ddds: number | null }

export type Ranked = RankSum & {
  readonly rank: number
  /** Shares its rank with others. */
  readonly tied: boolean
  /** Percent of all amounts, two digits; null where all of them come to nothing. */
  readonly share: number | null
  /** Its rank the month before; null: it was not there. */
  readonly was: number | null
  /** Mean price of a unit, and the month before. */
  readonly priceCents: number | null
  readonly priceBefore: number | null
}
export type RankTable = { readonly amount: readonly Ranked[]; readonly volume: readonly Ranked[]; readonly totalCents: number; readonly count: number }

const topTen = 10
/** More than so many that share the last place are not listed; how many there are is said by `tied`. */
const mostListed = 30

const valueOf = (sum: RankSum, order: RankOrder): number => (order === 'amount' ? sum.amountCents : sum.volume)
const otherOf = (sum: RankSum, order: RankOrder): number => (order === 'amount' ? sum.volume : sum.amountCents)
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Rule PR-80: the greater value first; equal ones by the other value, then by code. What came back as much as it went out is not ranked. */
export const inRankOrder = (sums: readonly RankSum[], order: RankOrder): RankSum[] =>
  sums.filter((sum) => valueOf(sum, order) > 0).toSorted((a, b) => valueOf(b, order) - valueOf(a, order) || otherOf(b, order) - otherOf(a, order) || byText(a.key, b.key))

/** Rule PR-81: equal values share a rank, and the next one stands as many places further. */
function placed(sums: readonly RankSum[], order: RankOrder): { sum: RankSum; rank: number }[] {
  let rank = 0
  return inRankOrder(sums, order).map((sum, at, all) => {
    const before = all[at - 1]
    if (before === undefined || valueOf(before, order) !== valueOf(sum, order)) rank = at + 1
    return { sum, rank }
  })
}

const priceOf = (sum: RankSum | undefined): number | null => (sum === undefined || sum.volume <= 0 ? null : Math.round(sum.amountCents / sum.volume))

function top(now: readonly RankSum[], before: readonly RankSum[], order: RankOrder, totalCents: number, most: number): Ranked[] {
  const places = placed(now, order)
  const was = new Map(placed(before, order).map(({ sum, rank }) => [sum.key, rank]))
  const known = new Map(before.map((sum) => [sum.key, sum]))
  const sharing = new Map<number, number>()
  for (const { rank } of places) sharing.set(rank, (sharing.get(rank) ?? 0) + 1)
  return places
    .filter(({ rank }) => rank <= most)
    .slice(0, mostListed)
    .map(({ sum, rank }) => ({ ...sum, rank, tied: (sharing.get(rank) ?? 0) > 1, share: percent(sum.amountCents, totalCents, 2), was: was.get(sum.key) ?? null, priceCents: priceOf(sum), priceBefore: priceOf(known.get(sum.key)) }))
}

/** Rule PR-82: the top ten by amount and the top ten by volume, each with its share, its price and its rank of the month before. */
export function rankTable(now: readonly RankSum[], before: readonly RankSum[], most = topTen): RankTable {
  const totalCents = now.reduce((sum, each) => sum + each.amountCents, 0)
  return { amount: top(now, before, 'amount', totalCents, most), volume: top(now, before, 'volume', totalCents, most), totalCents, count: now.filter((each) => each.amountCents > 0 || each.volume > 0).length }
}

/** Rule PR-83: a month is closed by itself on this day of the next one; a person may close it from its first day on. */
const closesOnDay = 5

/** Rule PR-83: the months that are over and closed by themselves by `today`. */
export function isCloseDue(month: string, today: string): boolean {
  const next = nextMonth(month)
  return today >= `${next.slice(0, 8)}${String(closesOnDay).padStart(2, '0')}`
}
export const isMonthOver = (month: string, today: string): boolean => today >= nextMonth(month)

/** Months are written as their first day. */
export function nextMonth(month: string, by = 1): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`
}

/** Rule PR-84: what a later correction changed of a closed table: whoever came in, left, or stands elsewhere, and amounts that moved. */
export function changesOf(frozen: RankTable, now: RankTable): { order: RankOrder; key: string; name: string; from: number | null; to: number | null; amountFrom: number | null; amountTo: number | null; volumeFrom: number | null; volumeTo: number | null }[] {
  return rankOrders.flatMap((order) => {
    const [old, fresh] = [new Map(frozen[order].map((each) => [each.key, each])), new Map(now[order].map((each) => [each.key, each]))]
    return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) => {
      const [from, to] = [old.get(key), fresh.get(key)]
      if (from !== undefined && to !== undefined && from.rank === to.rank && from.amountCents === to.amountCents && from.volume === to.volume) return []
      return [{ order, key, name: (to ?? from)?.name ?? key, from: from?.rank ?? null, to: to?.rank ?? null, amountFrom: from?.amountCents ?? null, amountTo: to?.amountCents ?? null, volumeFrom: from?.volume ?? null, volumeTo: to?.volume ?? null }]
    })
  })
}
