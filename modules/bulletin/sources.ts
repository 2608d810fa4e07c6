import { shanghaiDate } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import type { FactSource } from '../plan/public.ts'
import { publicItems, publishedFor } from './rules/publication.ts'
import { listPublications } from './store/versions.ts'

/** Enough months back for every period that a plan can still ask about. */
const months = 60

/** Feeds duties of kind `publish` bound to `bulletin` or `complaint-results`; registered once, where the server is put together. */
export const bulletinPublications: FactSource = {
  name: 'bulletin',
  answers: (factKey) => publicItems.some((item) => item.key === factKey),
  place: () => '/bulletins',
  names: () => publicItems.map((item) => ({ ...item, live: true })),
  async ask(read: ReadTx, institutionId, questions) {
    const published = (await listPublications(read, institutionId, months)).map((each) => each.publishedAt)
    return new Map(questions.map((question) => [question.periodId, { kind: 'publish', publishedAt: publishedFor(question.dueAt, published) }] as const))
  },
  async lines(read: ReadTx, institutionId, question) {
    const rows = (await listPublications(read, institutionId, months)).map((each) => ({ on: shanghaiDate(each.publishedAt), title: each.title, department: null, link: `/bulletins/${each.bulletinId}`, inTime: each.publishedAt < question.dueAt }))
    return { total: rows.length, rows: rows.slice(0, 50) }
  },
}
