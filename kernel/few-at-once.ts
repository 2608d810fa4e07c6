/** Runs over a list so many items at a time, begun in order. After a failure nothing more is begun; it is thrown once those under way have ended or failed. */
export async function fewAtOnce<T>(items: readonly T[], most: number, run: (item: T) => Promise<void>): Promise<void> {
  // One iterator for all hands: whoever is free takes the next.
  const waiting = items.values()
  let failed = false
  const hand = async (): Promise<void> => {
    for (const item of waiting) {
      if (failed) return
      try {
        await run(item)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(most, items.length) }, hand))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
}
