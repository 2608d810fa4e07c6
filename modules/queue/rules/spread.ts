/** Rule QU-26: waits are parted at these minutes; the last part has no end. */
export const binEdges = [5, 10, 20, 30, 60] as const

export type Spread = {
  readonly queueId: string
  readonly called: number
  readonly mean: number
  readonly median: number
  readonly ninety: number
  readonly longest: number
  /** How many waits fell into each part, the shortest first. */
  readonly bins: readonly number[]
  readonly served: number
  readonly serviceMedian: number | null
  readonly serviceNinety: number | null
}

export const partNames = (): readonly { readonly from: number; readonly to: number | null }[] => [0, ...binEdges].map((from, at) => ({ from, to: binEdges[at] ?? null }))
