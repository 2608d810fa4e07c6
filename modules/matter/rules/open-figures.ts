/** Below this nothing is told exactly: in a small clinic everybody would know who it was. */
export const leastShown = 5

export type Counts = { readonly received: number; readonly due: number; readonly inTime: number; readonly asked: number; readonly solved: number }
export type OpenFigure = { readonly institutionId: string; readonly name: string; /** Null: some, but fewer than are told. */ readonly received: number | null; readonly perTenThousand: string | null; readonly inTime: string | null; readonly solved: string | null }

/** Rule PO-6: counts under five are not told, nor a rate or share that stands on fewer than five; a share of all or of none is told only where it stands on at least five. */
export function openFigure(body: { readonly institutionId: string; readonly name: string }, counts: Counts, visits: number | null): OpenFigure {
  const isShown = counts.received === 0 || counts.received >= leastShown
  return {
    ...body,
    received: isShown ? counts.received : null,
    perTenThousand: isShown && visits !== null && visits > 0 ? ((counts.received / visits) * 10_000).toFixed(1) : null,
    inTime: share(counts.inTime, counts.due),
    solved: share(counts.solved, counts.asked),
  }
}

/**
 * Rule PO-6: where one body alone of a county is not told, the county's sum in its bulletin would tell it; then the
 * smallest other one above nought is not told either.
 */
export function withCompanion<Row extends OpenFigure & { readonly regionCode: string }>(rows: readonly Row[]): Row[] {
  const untold = new Set<string>()
  for (const county of Map.groupBy(rows, (row) => row.regionCode).values()) {
    if (county.filter((row) => row.received === null).length !== 1) continue
    const [next] = county.filter((row) => (row.received ?? 0) > 0).sort((a, b) => (a.received ?? 0) - (b.received ?? 0))
    if (next !== undefined) untold.add(next.institutionId)
  }
  return rows.map((row) => (untold.has(row.institutionId) ? { ...row, received: null, perTenThousand: null } : row))
}

/** Whole per cent, rounded down at the top, so that 99.6 % is not called all. */
const share = (part: number, whole: number): string | null => (whole < leastShown ? null : `${part === whole ? 100 : Math.min(99, Math.round((part / whole) * 100))}%`)

/** The last months, the running one first. */
export function recentMonths(today: string, count: number): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return Array.from({ length: count }, (_, back) => {
    const at = year * 12 + month - 1 - back
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  })
}
