/** The outcome of comparing what is there with what was read. */
export type Pairing<Label, Found> = {
  readonly pairs: readonly (readonly [Label, Found])[]
  readonly missed: readonly Label[]
  readonly extra: readonly Found[]
}

/**
 * Gives every label at most one finding and every finding at most one label, as many pairs as possible
 * (Kuhn's algorithm), so that the order of the findings never costs anything. Optional labels come last:
 * they take findings that nobody else wants, any number of them, and are neither credited nor missed.
 */
export function pairUp<Label extends { readonly optional?: true | undefined }, Found>(
  labels: readonly Label[],
  findings: readonly Found[],
  same: (label: Label, found: Found) => boolean,
  tolerated: (found: Found) => boolean = () => false,
): Pairing<Label, Found> {
  const required = labels.filter((label) => label.optional !== true)
  const optional = labels.filter((label) => label.optional === true)
  const owner = new Map<Found, Label>()

  const claim = (label: Label, tried: Set<Found>): boolean => {
    for (const found of findings) {
      if (tried.has(found) || !same(label, found)) continue
      tried.add(found)
      const holder = owner.get(found)
      if (holder === undefined || claim(holder, tried)) {
        owner.set(found, label)
        return true
      }
    }
    return false
  }
  const missed = required.filter((label) => !claim(label, new Set()))
  return {
    pairs: [...owner].map(([found, label]) => [label, found] as const),
    missed,
    extra: findings.filter((found) => !owner.has(found) && !tolerated(found) && !optional.some((label) => same(label, found))),
  }
}

export type Tally = { readonly matched: number; readonly missed: number; readonly extra: number }

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((all, each) => ({ matched: all.matched + each.matched, missed: all.missed + each.missed, extra: all.extra + each.extra }), { matched: 0, missed: 0, extra: 0 })

/** Of what was read, how much is there; null where nothing was read. */
export const precision = (tally: Tally): number | null => share(tally.matched, tally.extra)

/** Of what is there, how much was read; null where nothing is there. */
export const recall = (tally: Tally): number | null => share(tally.matched, tally.missed)

const share = (good: number, bad: number): number | null => (good + bad === 0 ? null : good / (good + bad))
