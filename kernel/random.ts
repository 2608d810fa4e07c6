/**
 * Rule RN-1: a generator anybody can rebuild from its published seed, for draws and the demonstration region.
 * Seed text → four 32-bit words by xmur3 over its UTF-16 units → sfc32, first 12 outputs thrown away.
 * Not for secrets.
 */
export type Seeded = {
  /** 0 ≤ x < 1 with 53 random bits. */
  readonly next: () => number
  /** A whole number, both ends included, every value equally likely. */
  readonly int: (lo: number, hi: number) => number
  readonly pick: <Item>(list: readonly Item[]) => Item
  /** A new list; the given one stays as it is. */
  readonly shuffle: <Item>(list: readonly Item[]) => Item[]
}

function wordsOf(seed: string): () => number {
  let hash = 1_779_033_703 ^ seed.length
  for (let at = 0; at < seed.length; at += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(at), 3_432_918_353)
    hash = (hash << 13) | (hash >>> 19)
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507)
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909)
    hash ^= hash >>> 16
    return hash >>> 0
  }
}

function sfc32(seed: string): () => number {
  const word = wordsOf(seed)
  let [a, b, c, counter] = [word(), word(), word(), word()]
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let warm = 0; warm < 12; warm += 1) next()
  return next
}

export function seeded(seed: string): Seeded {
  const word = sfc32(seed)

  const int = (lo: number, hi: number): number => {
    const size = hi - lo + 1
    if (!Number.isSafeInteger(lo) || !Number.isSafeInteger(hi) || size < 1 || size > 2 ** 32) {
      throw new RangeError(`No whole number to draw between ${lo} and ${hi}`)
    }
    // Values above the last full multiple would make the low numbers likelier; they are drawn again.
    const limit = 2 ** 32 - (2 ** 32 % size)
    let drawn = word()
    while (drawn >= limit) drawn = word()
    return lo + (drawn % size)
  }

  const pick = <Item>(list: readonly Item[]): Item => {
    if (list.length === 0) throw new RangeError('Nothing to pick from an empty list')
    return list[int(0, list.length - 1)] as Item
  }

  const shuffle = <Item>(list: readonly Item[]): Item[] => {
    const mixed = [...list]
    for (let at = mixed.length - 1; at > 0; at -= 1) {
      const other = int(0, at)
      const kept = mixed[at] as Item
      mixed[at] = mixed[other] as Item
      mixed[other] = kept
    }
    return mixed
  }

  return { next: () => ((word() >>> 5) * 67_108_864 + (word() >>> 6)) / 9_007_199_254_740_992, int, pick, shuffle }
}
