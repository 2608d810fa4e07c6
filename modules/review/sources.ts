import type { IsoDate } from '../../kernel/calendar.ts'
import type { FactChange } from '../../kernel/fact.ts'
import { shanghaiDate, startOfDay } from '../../kernel/instant.ts'
import type { FactHolder } from '../../server/platform/facts.ts'
import { countUses, listUses } from '../../server/platform/uses.ts'
import type { FactSource } from '../plan/public.ts'
import { cycleFact, cycleKind, factPrefix, itemFact, itemKind, talkFact, talkKind } from './rules/fact.ts'
import { isLateAt, nextLateAt } from './rules/talk.ts'
import { listListed, talksByDay } from './store/after.ts'
import { listByDay as cyclesByDay, listPublications } from './store/cycles.ts'
import { listByDay as itemsByDay } from './store/items.ts'
import { opinionUses } from './store/opinions.ts'

/** Rule RV-17: where the facts of review are kept. */
export const reviewFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => [itemKind, cycleKind, talkKind],
  async read(read, ask, page) {
    if (ask.kind === cycleKind.kind) return (await cyclesByDay(read, ask, page.after, page.limit)).map(cycleFact)
    if (ask.kind === talkKind.kind) return (await talksByDay(read, ask, page.after, page.limit)).map(talkFact)
    return (await itemsByDay(read, ask, page.after, page.limit)).map((item) => itemFact(item, item))
  },
}

/** Rule RV-17: every opinion given on a drawn prescription is a use of the service. */
export const reviewServices: FactSource = {
  name: 'review',
  answers: (key) => key === 'prescription-review',
  place: () => '/review',
  names: () => [{ key: 'prescription-review', zh: '处方点评', en: 'Prescription review', live: true }],
  async ask(read, institutionId, questions) {
    const uses = await countUses(read, questions, opinionUses(institutionId))
    return new Map(questions.map(({ periodId }) => [periodId, { kind: 'service', on: true, ...(uses.get(periodId) ?? { used: 0, usedInTime: 0 }) }] as const))
  },
  lines: (read, institutionId, question) => listUses(read, question, opinionUses(institutionId)),
}

/** Enough months back for every period that a plan can still ask about. */
const months = 60

/** Rule RV-13: the result in the hospital is a public item; a round's publication makes it fresh. */
export const reviewPublications: FactSource = {
  name: 'review',
  answers: (key) => key === 'review-results',
  place: () => '/review/results',
  names: () => [{ key: 'review-results', zh: '处方点评结果公示', en: 'Review results', live: true }],
  async ask(read, institutionId, questions) {
    const published = (await listPublications(read, institutionId, months)).map((each) => each.publishedAt)
    return new Map(questions.map(({ periodId }) => [periodId, { kind: 'publish', published }] as const))
  },
  async lines(read, institutionId, question) {
    const rows = (await listPublications(read, institutionId, months)).map((each) => ({ on: shanghaiDate(each.publishedAt), title: `${each.month.slice(0, 7)} 处方点评结果`, department: null, link: '/review/results', inTime: each.publishedAt < question.dueAt }))
    return { total: rows.length, rows: rows.slice(0, 50) }
  },
}

/** Rule RV-15: a talk is settled when it was held in time and followed up in time. */
export const reviewTalks: FactSource = {
  name: 'review',
  answers: (key) => key === 'prescriber-talk',
  place: () => '/review/talks',
  names: () => [{ key: 'prescriber-talk', zh: '处方约谈', en: 'Talk with a prescriber', live: true }],
  async ask(read, institutionId, questions) {
    const now = questions.reduce((last, each) => (each.dueAt > last ? each.dueAt : last), '')
    const talks = await listListed(read, institutionId, now)
    return new Map(questions.map(({ periodId, dueAt }) => {
      const known = talks.filter((talk) => talk.listedAt < dueAt)
      const next = known.filter((talk) => !isLateAt(talk, dueAt)).flatMap((talk) => nextLateAt(talk) ?? []).sort().at(0) ?? null
      return [periodId, { kind: 'settle', overdueOpen: known.filter((talk) => isLateAt(talk, dueAt)).length, nextOverdueAt: next }] as const
    }))
  },
  async lines(read, institutionId, question) {
    const talks = (await listListed(read, institutionId, question.dueAt)).filter((talk) => talk.closedAt === null || talk.closedAt >= startOfDay(question.fromOn))
    return { total: talks.length, rows: talks.toReversed().slice(0, 50).map((talk) => ({ on: shanghaiDate(talk.listedAt), title: talk.reason, department: null, link: '/review/talks', inTime: !isLateAt(talk, question.dueAt) })) }
  },
}

/** What duties look at when something of a review came or changed: the service with an opinion, the publication with a round, the talks with a talk. */
export function reviewLookedAt({ before, after }: FactChange, today: IsoDate): { readonly institutionId: string; readonly regionCode: string; readonly kind: 'service' | 'publish' | 'settle'; readonly factKey: string; readonly on: IsoDate }[] {
  if (after === null || !after.kind.startsWith(factPrefix)) return []
  const body = { institutionId: after.institutionId, regionCode: after.regionCode, on: today }
  if (after.kind === talkKind.kind) return [{ ...body, kind: 'settle', factKey: 'prescriber-talk' }]
  if (after.kind === cycleKind.kind) return after.fields['published'] === true && before?.fields['published'] !== true ? [{ ...body, kind: 'publish', factKey: 'review-results' }] : []
  return before === null || after.fields['final'] === true || after.fields['opinions'] === before.fields['opinions'] ? [] : [{ ...body, kind: 'service', factKey: 'prescription-review' }]
}
