import { shanghaiDate } from '../../kernel/instant.ts'
import type { FactSource } from '../plan/public.ts'
import { noticesOf } from './store/notices.ts'

/** Enough notices back for every period that a plan can still ask about. */
const most = 500

/** Rule EL-11: what the commission put up for everybody is a public item, dated when the notice began. */
export const exemplarPublications: FactSource = {
  name: 'exemplar',
  answers: (key) => key === 'exemplars',
  place: () => '/exemplars',
  names: () => [{ key: 'exemplars', zh: '典型公示', en: 'Exemplars', live: true }],
  async ask(read, institutionId, questions) {
    const published = (await noticesOf(read, institutionId, most)).map((each) => each.noticedAt)
    return new Map(questions.map(({ periodId }) => [periodId, { kind: 'publish', published }] as const))
  },
  async lines(read, institutionId, question) {
    const rows = (await noticesOf(read, institutionId, most)).map((each) => ({ on: shanghaiDate(each.noticedAt), title: `${each.bodyName} ${each.title}`, department: null, link: `/exemplars/${each.institutionId}/${each.exemplarId}`, inTime: each.noticedAt < question.dueAt }))
    return { total: rows.length, rows: rows.slice(0, 50) }
  },
}
