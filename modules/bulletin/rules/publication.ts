import type { Instant } from '../../../kernel/instant.ts'

/**
 * What a `publish` duty of one period is judged by (BU-11): the newest publication before its due time, so that the next
 * month's bulletin makes nobody late; where there was none, the first one after.
 */
export function publishedFor(dueAt: Instant, published: readonly Instant[]): Instant | null {
  const order = [...published].sort()
  return order.findLast((at) => at < dueAt) ?? order[0] ?? null
}

/** What a `publish` duty can be bound to here: one published bulletin is both the circular and the complaint results. */
export const publicItems = [
  { key: 'bulletin', zh: '工作通报', en: 'Bulletin' },
  { key: 'complaint-results', zh: '投诉处理情况公示', en: 'Complaint results' },
] as const
