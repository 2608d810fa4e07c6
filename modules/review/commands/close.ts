import { addMonths } from '../../../kernel/calendar.ts'
import { computeDeadline } from '../../../kernel/deadline.ts'
import { ruleInForce } from '../../../kernel/deadline-catalog.ts'
import type { FactChange } from '../../../kernel/fact.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { notify } from '../../../server/platform/notify.ts'
import { tellJob } from '../jobs.ts'
import { mayRun } from '../rules/access.ts'
import { proposalsFor, type Proposal } from '../rules/consequence.ts'
import { mayFeedBack, mayPublish, type Cycle, type CycleKey } from '../rules/cycle.ts'
import { cycleFact, itemFact, talkFact } from '../rules/fact.ts'
import { isUnreasonable, makeFinal, type Item } from '../rules/item.ts'
import { resultOf } from '../rules/result.ts'
import { insertProposals, insertTalks, proposalsOf } from '../store/after.ts'
import { loadCycleForUpdate, saveCycle, saveResult } from '../store/cycles.ts'
import { listFindings, listItemsForUpdate, saveFinal } from '../store/items.ts'
import { listReadings } from '../store/opinions.ts'

/** The deadline of a rule of the catalogue; a rule taken out of it is a fault of the installation. */
function deadlineOf(act: Act, code: string) {
  const rule = ruleInForce(loadDeadlineRules(), code, act.today)
  if (rule === null) throw new Error(`no deadline rule ${code} is in force`)
  return computeDeadline(rule, act.now.toISOString(), act.calendar)
}

async function forOffice(act: Act, key: CycleKey): Promise<{ cycle: Cycle; items: Item[] }> {
  const cycle = await loadCycleForUpdate(act.tx, key)
  const no = mayRun(act.actor, cycle)
  if (no !== null) throw new RefusedError(no.refused)
  return { cycle, items: await listItemsForUpdate(act.tx, key) }
}

/** Rule RV-11: findings go back to whoever prescribed, all at once, with the day until which they may object. */
export async function feedBack(act: Act, key: CycleKey): Promise<void> {
  const { cycle, items } = await forOffice(act, key)
  const no = mayFeedBack(cycle, items)
  if (no !== null) orThrow(no)
  const after: Cycle = { ...cycle, state: 'feedback', fedBackAt: act.now.toISOString(), replyDueOn: deadlineOf(act, 'review.reply').dueOn, revision: cycle.revision + 1 }
  await saveCycle(act.tx, after)
  await tellJob.enqueue(act.tx, { ...key, what: 'findings' })
  await tellFacts(act, [{ before: cycleFact(cycle), after: cycleFact(after) }])
  await act.record({ institutionId: cycle.institutionId, regionCode: cycle.regionCode, kind: 'review.fed_back', subjectId: cycle.id, detail: { replyDueOn: after.replyDueOn, unreasonable: items.filter(isUnreasonable).length } })
}

/** Rules RV-13 to RV-15: what stands is final and published; what the rules would let follow is proposed; who is listed gets a talk. */
export async function publish(act: Act, key: CycleKey): Promise<void> {
  const { cycle, items } = await forOffice(act, key)
  const no = mayPublish(cycle, items, act.today)
  if (no !== null) orThrow(no)
  const now = act.now.toISOString()
  const finals = items.map((item) => makeFinal(item, now))
  const after: Cycle = { ...cycle, state: 'published', publishedAt: now, revision: cycle.revision + 1 }
  await saveFinal(act.tx, key, now)
  await saveCycle(act.tx, after)
  await saveResult(act.tx, key, resultOf(finals, await listReadings(act.tx, key), cycle), act.actor.id)
  const proposed = await propose(act, cycle, finals)
  const talks = await listTalksFor(act, cycle, finals, proposed)
  const note = { institutionId: cycle.institutionId, regionCode: cycle.regionCode }
  const month = cycle.month.slice(0, 7)
  await notify(
    act,
    ...(['doctor', 'department_head'] as const).map((role) => ({ ...note, role, topic: 'review.published', params: { month }, link: '/review/results', onceKey: `review.published:${cycle.id}:${role}` })),
    ...(proposed.size === 0 ? [] : [{ ...note, role: 'institution_head' as const, topic: 'review.proposed', params: { month, count: proposed.size }, link: '/review/talks', onceKey: `review.proposed:${cycle.id}` }]),
    ...(talks.count === 0 ? [] : [{ ...note, role: 'institution_head' as const, topic: 'review.talk_due', params: { month, count: talks.count, dueOn: talks.dueOn }, link: '/review/talks', onceKey: `review.talk_due:${cycle.id}` }]),
  )
  await tellFacts(act, [{ before: cycleFact(cycle), after: cycleFact(after) }, ...items.map((item, at) => ({ before: itemFact(item, cycle), after: itemFact(finals[at] ?? item, cycle) })), ...talks.facts])
  await act.record({ ...note, kind: 'review.published', subjectId: cycle.id, detail: { month: cycle.month, proposals: proposed.size, talks: talks.count } })
}

/** Rule RV-14: counted over the assessment cycle; the round that is being published is among them already. */
async function propose(act: Act, cycle: Cycle, items: readonly Item[]): Promise<Map<string, Proposal[]>> {
  const staffIds = [...new Set(items.filter(isUnreasonable).flatMap((item) => item.prescriberId ?? []))]
  const numbers = cycle.numbers.consequences
  const [findings, earlier] = await Promise.all([listFindings(act.tx, cycle.institutionId, staffIds, addMonths(cycle.month, 1 - numbers.assessmentMonths)), proposalsOf(act.tx, cycle.institutionId, staffIds)])
  const made = new Map<string, Proposal[]>()
  for (const staffId of staffIds) {
    const own = proposalsFor(findings.filter((each) => each.staffId === staffId), earlier.filter((each) => each.staffId === staffId), cycle.month, numbers)
    if (own.length > 0) made.set(staffId, own)
  }
  const rows = [...made].flatMap(([staffId, own]) => own.map((each) => ({ ...each, id: act.newId(), cycleId: cycle.id, staffId, madeAt: act.now.toISOString() })))
  if (rows.length > 0) await insertProposals(act.tx, cycle, rows)
  return made
}

const newTalk = { state: 'due', heldOn: null, heldAt: null, persons: null, said: null, commitment: null, followOn: null, followAt: null, outcome: null, outcomeNote: null, closedAt: null, revision: 1 } as const

/** Rule RV-15: a talk for whoever prescribed unreasonably within the double ten, and for whoever something is proposed for. */
async function listTalksFor(act: Act, cycle: Cycle, items: readonly Item[], proposed: ReadonlyMap<string, readonly Proposal[]>): Promise<{ count: number; dueOn: string; facts: FactChange[] }> {
  const found = Map.groupBy(items.filter((item) => isUnreasonable(item) && item.prescriberId !== null && (item.doubleTen || proposed.has(item.prescriberId))), (item) => item.prescriberId ?? '')
  const { dueAt, dueOn } = deadlineOf(act, 'review.talk')
  const rows = [...found].map(([staffId, own]) => {
    const doubleTen = own.filter((item) => item.doubleTen).length
    const reason = [`${cycle.month.slice(0, 7)} 处方点评 ${own.length} 张不合理`, doubleTen > 0 ? `其中“双十”处方 ${doubleTen} 张` : '', proposed.has(staffId) ? '达到处理标准' : ''].filter((each) => each !== '').join('，')
    return { id: act.newId(), cycleId: cycle.id, staffId, reason, listedAt: act.now.toISOString(), dueAt, dueOn }
  })
  if (rows.length > 0) await insertTalks(act.tx, cycle, rows)
  return { count: rows.length, dueOn, facts: rows.map((row) => ({ before: null, after: talkFact({ ...newTalk, ...row, institutionId: cycle.institutionId, regionCode: cycle.regionCode }) })) }
}
