import { findInstitution } from '../modules/directory/public.ts'
import type { FactSource, ReportedFact } from '../modules/plan/public.ts'
import { askedRows, newestResult } from '../modules/survey/public.ts'
import type { FactChange } from '../kernel/fact.ts'
import { earlierDate } from '../kernel/calendar.ts'
import { shanghaiDate, startOfDay, type Instant } from '../kernel/instant.ts'
import { countUses, listUses } from './platform/uses.ts'

/** Rule SV-16: being asked after a visit is the use of the survey. */
export const surveyServices: FactSource = {
  name: 'survey',
  answers: (key) => key === 'survey',
  place: () => '/surveys',
  names: () => [{ key: 'survey', zh: '满意度调查', en: 'Survey', live: true }],
  async ask(read, institutionId, questions) {
    const uses = await countUses(read, questions, askedRows(institutionId))
    return new Map(questions.map(({ periodId }) => [periodId, { kind: 'service', on: true, ...(uses.get(periodId) ?? { used: 0, usedInTime: 0 }) }] as const))
  },
  lines: (read, institutionId, question) => listUses(read, question, askedRows(institutionId)),
}

/** Rule SV-15: results were made public on the day they were counted; those of a commission are the newest of its region. */
export const surveyPublications: FactSource = {
  name: 'survey',
  answers: (key) => key === 'survey-results',
  place: () => '/surveys',
  names: () => [{ key: 'survey-results', zh: '满意度结果公开', en: 'Survey results', live: true }],
  async ask(read, institutionId, questions) {
    const body = await findInstitution(read, institutionId)
    const of = body?.regionPrefix == null ? { institutionId } : { regionPrefix: body.regionPrefix }
    const days = await Promise.all(questions.map(async ({ periodId, dueAt, toOn }) => [periodId, await newestResult(read, of, earlierDate(toOn, shanghaiDate(dueAt)))] as const))
    return new Map(days.map(([periodId, on]) => [periodId, { kind: 'publish', publishedAt: on === null ? null : (startOfDay(on) satisfies Instant) }] as const))
  },
  lines: async () => ({ total: 0, rows: [] }),
}

const afterVisits = ['booking', 'queue', 'admission', 'paper']
/** What duties look at when somebody was asked, or when a box was counted. */
export function surveyLookedAt({ before, after }: FactChange): ReportedFact[] {
  if (after === null || before !== null) return []
  const body = { institutionId: after.institutionId, regionCode: after.regionCode, on: after.on }
  if (after.kind === 'survey.asked') return afterVisits.includes(String(after.fields['way'])) ? [{ ...body, kind: 'service', factKey: 'survey' }] : []
  const isShown = after.kind === 'survey.score' && after.fields['dimension'] === 'total' && (after.fields['audience'] === 'outpatient' || after.fields['audience'] === 'inpatient')
  return isShown ? [{ ...body, kind: 'publish', factKey: 'survey-results' }] : []
}
