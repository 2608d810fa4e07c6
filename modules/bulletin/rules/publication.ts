import type { Instant } from '../../../kernel/instant.ts'

/**
 * What a `publish` duty of one period is judged by (BU-11): the newest publication before its due time, so that the next
 * month's bulletin makes nobody late; where there was none, the first one after.
 */
export function publishedFor(dueAt: Instant, published: readonly Instant[]): Instant | null {
  const order = [...published].sort()
  return order.findLast((at) => at < dueAt) ?? order[0] ?? null
}
