import { shanghaiDate } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import type { FactSource } from '../plan/public.ts'
import { kindOfItem, publicItems } from './rules/publication.ts'
import { listPublications } from './store/versions.ts'

/** Enough months back for every period that a plan can still ask about. */
const months = 60

/** Feeds duties of kind `publish` bound to `bulletin` (how the work goes) or `complaint-results`; registered once, where the server is put together. */
export const bulletinPublications: FactSource = {
  name: 'bulletin',
  answers: (factKey) => kindOfItem(factKey) !== null,
  place: () => '/bulletins',
  names: () => publicItems.map(({ key, zh, en }) => ({ key, zh, en, live: true })),
  async ask(read: ReadTx, institutionId, questions) {
    const kinds = [...new Set(questions.flatMap((question) => kindOfItem(question.factKey) ?? []))]
    const published = new Map(await Promise.all(kinds.map(async (kind) => [kind, (await listPublications(read, institutionId, kind, months)).map((each) => each.publishedAt)] as const)))
    return new Map(questions.flatMap((question) => {
      const kind = kindOfItem(question.factKey)
      return kind === null ? [] : [[question.periodId, { kind: 'publish', published: published.get(kind) ?? [] }] as const]
    }))
  },
  async lines(read: ReadTx, institutionId, question) {
    const kind = kindOfItem(question.factKey)
    const rows = kind === null ? [] : (await listPublications(read, institutionId, kind, months)).map((each) => ({ on: shanghaiDate(each.publishedAt), title: each.title, department: null, link: `/bulletins/${each.bulletinId}`, inTime: each.publishedAt < question.dueAt }))
    return { total: rows.length, rows: rows.slice(0, 50) }
  },
}
