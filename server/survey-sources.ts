import { findInstitution } from '../modules/directory/public.ts'
import type { FactSource, ReportedFact } from '../modules/plan/public.ts'
import { askedRows, ethicsRating, resultDays } from '../modules/survey/public.ts'
import type { FactChange } from '../kernel/fact.ts'
import { shanghaiDate, startOfDay } from '../kernel/instant.ts'
import type { ReadTx } from './platform/database.ts'
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

const whose = async (read: ReadTx, institutionId: string): Promise<Parameters<typeof resultDays>[1]> => {
  const body = await findInstitution(read, institutionId)
  return body?.regionPrefix == null ? { institutionId } : { regionPrefix: body.regionPrefix }
}

const which = (factKey: string | null): Parameters<typeof resultDays>[3] => (factKey === ethicsRating ? { survey: ethicsRating } : null)

/** Rule SV-15: results were made public on the day they were counted; those of a commission are the newest of its region. */
export const surveyPublications: FactSource = {
  name: 'survey',
  answers: (key) => key === 'survey-results' || key === ethicsRating,
  place: () => '/surveys',
  names: () => [{ key: 'survey-results', zh: '满意度结果公开', en: 'Survey results', live: true }, { key: ethicsRating, zh: '医德评价公开', en: 'Ethics rating', live: true }],
  async ask(read, institutionId, questions) {
    const of = await whose(read, institutionId)
    const days = await Promise.all(questions.map(async ({ periodId, factKey, dueAt }) => [periodId, await resultDays(read, of, shanghaiDate(dueAt), which(factKey))] as const))
    return new Map(days.map(([periodId, on]) => [periodId, { kind: 'publish', published: on.map(startOfDay) }] as const))
  },
  async lines(read, institutionId, { factKey, dueAt }) {
    const days = [...new Set(await resultDays(read, await whose(read, institutionId), shanghaiDate(dueAt), which(factKey)))].sort().toReversed()
    return { total: days.length, rows: days.map((on) => ({ on, title: factKey === ethicsRating ? '医德医风群众测评结果' : '患者满意度结果', department: null, link: '/surveys', inTime: startOfDay(on) < dueAt })) }
  },
}

const afterVisits = ['booking', 'queue', 'admission']
/** What duties look at when somebody was asked, or when a box was counted. */
export function surveyLookedAt({ before, after }: FactChange): ReportedFact[] {
  if (after === null || before !== null) return []
  const body = { institutionId: after.institutionId, regionCode: after.regionCode, on: after.on }
  if (after.kind === 'survey.asked') return afterVisits.includes(String(after.fields['way'])) ? [{ ...body, kind: 'service', factKey: 'survey' }] : []
  if (after.kind !== 'survey.score' || after.fields['dimension'] !== 'total') return []
  if (after.fields['survey'] === ethicsRating) return [{ ...body, kind: 'publish', factKey: ethicsRating }]
  return after.fields['audience'] === 'outpatient' || after.fields['audience'] === 'inpatient' ? [{ ...body, kind: 'publish', factKey: 'survey-results' }] : []
}
