import { shanghaiDate } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import type { FactName, FactSource, SourceFacts } from '../plan/public.ts'
import { formOf, reportCatalogue } from './forms.ts'
import { listStandings } from './store/packs.ts'
import { listVersions } from './store/versions.ts'

export { reportFacts } from './facts.ts'
export { reportCatalogue } from './forms.ts'

export type ReportState = { readonly submittedAt: string | null; readonly state: 'none' | 'submitted' | 'accepted' | 'returned' }

/** How the newest handing in of each period stands, by period id; a period without a pack has none. */
export async function reportStates(read: ReadTx, institutionId: string, questions: readonly { readonly periodId: string }[]): Promise<Map<string, ReportState>> {
  const known = new Map((await listStandings(read, institutionId, questions.map((question) => question.periodId))).map((row) => [row.packId, row]))
  return new Map(questions.map(({ periodId }) => {
    const row = known.get(periodId)
    return [periodId, { submittedAt: row?.submittedAt ?? null, state: row?.standing ?? 'none' }]
  }))
}

/** The report forms of this release: what a duty of kind `report` can be bound to. */
export const reportNames = (): FactName[] => [...reportCatalogue().forms.values()].map((form) => ({ key: form.key, zh: form.name.zh, en: form.name.en, live: true }))

/** Feeds duties of kind `report`: registered once, where the server is put together. */
export const reportSource: FactSource = {
  name: 'report',
  answers: (factKey) => formOf(factKey) !== undefined,
  ask: async (read, institutionId, questions) => new Map([...(await reportStates(read, institutionId, questions))].map(([periodId, state]): [string, SourceFacts] => [periodId, { kind: 'report', ...state }])),
  async lines(read, institutionId, { periodId, factKey, dueAt }) {
    const versions = (await listVersions(read, { institutionId, packId: periodId })).toReversed()
    const name = formOf(factKey ?? '')?.name.zh ?? factKey ?? ''
    const stands = { accepted: '已通过', returned: '已退回' } as const
    return { total: versions.length, rows: versions.slice(0, 50).map((version) => ({ on: shanghaiDate(version.submittedAt), title: `${name}第${version.revision}版：${version.decision === null ? '待审核' : stands[version.decision]}`, department: null, link: `/reports/${institutionId}/${periodId}`, inTime: version.submittedAt < dueAt })) }
  },
  place: (_factKey, { institutionId, periodId }) => `/reports/${institutionId}/${periodId}`,
  names: reportNames,
}
