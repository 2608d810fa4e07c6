import { computeDeadline } from '../../kernel/deadline.ts'
import { ruleInForce } from '../../kernel/deadline-catalog.ts'
import { shanghaiDate, startOfDay } from '../../kernel/instant.ts'
import { currentCalendar } from '../../server/platform/calendar-store.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { loadDeadlineRules } from '../calendar/public.ts'
import { serviceSource, spanOf, type FactSource } from '../plan/public.ts'
import { settleFacts } from './rules.ts'
import * as store from './store.ts'

/** Facts of `service` duties bound to what the leading groups offer. */
export const groupServices: FactSource = serviceSource('group', '/groups', {
  consultation: {
    zh: '会商研判', en: 'Consultation',
    uses: async (read, institutionId, from, to) => (await store.listAsked(read, institutionId, from, to)).map((row) => ({ at: row.askedAt, title: row.question, link: `/consults/${row.groupInstitutionId}/${row.id}` })),
  },
  'leading-group': {
    zh: '领导小组席位随岗', en: 'Leading group by post',
    uses: async (read, institutionId, from, to) => (await store.listFounded(read, institutionId, from, to)).map((row) => ({ at: row.createdAt, title: row.name, link: `/groups/${institutionId}/${row.id}` })),
  },
})

/** Each consultation put to a body's groups with the instant its limit passes. */
async function withLimits(read: ReadTx, institutionId: string, before: string) {
  const calendar = await currentCalendar(read)
  const rules = loadDeadlineRules()
  return (await store.listPut(read, institutionId, before)).map((row) => {
    const rule = ruleInForce(rules, 'group.consultation', shanghaiDate(row.askedAt))
    // Without a rule in force nothing is ever beyond its limit.
    return { ...row, limitAt: rule === null ? '9999-12-31T00:00:00.000Z' : computeDeadline(rule, row.askedAt, calendar).dueAt }
  })
}

/** Facts of `settle` duties bound to consultations. */
export const groupMatters: FactSource = {
  name: 'group',
  answers: (key) => key === 'consultation',
  place: () => '/groups',
  names: () => [{ key: 'consultation', zh: '会商事项', en: 'Consultation matter', live: true }],
  async ask(read, institutionId, questions) {
    const put = await withLimits(read, institutionId, spanOf(questions).to)
    return new Map(questions.map((question) => [question.periodId, settleFacts(put, question)]))
  },
  async lines(read, institutionId, question) {
    const put = (await withLimits(read, institutionId, question.dueAt)).filter((each) => each.settledAt === null || each.settledAt >= startOfDay(question.fromOn))
    return { total: put.length, rows: put.toReversed().slice(0, 50).map((each) => ({ on: shanghaiDate(each.askedAt), title: each.question, department: null, link: `/consults/${institutionId}/${each.id}`, inTime: each.settledAt === null ? each.limitAt > question.dueAt : each.settledAt < each.limitAt })) }
  },
}
