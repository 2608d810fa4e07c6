import type { z } from 'zod'
import { refusalOf } from '../../kernel/refusal.ts'
import type { Look } from '../../server/platform/act.ts'
import { departmentsOn, findInstitution, institutionNames, staffIdOf, staffNames } from '../directory/public.ts'
import { readersOf } from './commands/draw.ts'
import type { CycleRow, CycleView, DeskView, Finding, ItemRow, ProposalView, ResultRow, ResultView, Sheet, TalkView, ToDecide } from './contract/shapes.ts'
import { mayJudge, mayRun, mayVerify } from './rules/access.ts'
import { classOf } from './rules/codes.ts'
import { mayFeedBack, mayPublish, type Cycle, type CycleKey } from './rules/cycle.ts'
import * as itemRules from './rules/item.ts'
import { isRead, isUnreasonable, type Item } from './rules/item.ts'
import { amountOf, type Drug } from './rules/prescription.ts'
import { resultOf, type ReviewResult } from './rules/result.ts'
import { follow, hold, isLateAt } from './rules/talk.ts'
import { listProposals, listTalks } from './store/after.ts'
import { findPublished, listPublished, loadCycle } from './store/cycles.ts'
import { countWaiting, listItems, listOfPrescriber, listToDecide, listWaiting } from './store/items.ts'
import { expertsOf, listReadings, opinionsOfItems } from './store/opinions.ts'

type Asking = Pick<Look, 'read' | 'actor' | 'today' | 'now'>
type Names = ReadonlyMap<string, string>
const unknownDepartment = '未对应科室'

export const departmentNames = async ({ read, today }: Pick<Asking, 'read' | 'today'>, institutionId: string): Promise<Names> => new Map((await departmentsOn(read, institutionId, today)).map((each) => [each.id, each.name]))

function marksOf(drug: Drug): z.input<typeof Sheet>['drugs'][number]['marks'] {
  return [...(drug.antibiotic === null ? [] : [drug.antibiotic]), ...(drug.controlled === null ? [] : [drug.controlled]), ...(drug.herbal ? (['herbal'] as const) : []), ...(drug.injection ? (['injection'] as const) : []), ...(drug.essential ? (['essential'] as const) : [])]
}

/** Rule RV-7: all of the prescription but who wrote it. */
function sheetOf(item: Item, month: string, names: Names): z.input<typeof Sheet> {
  const { content } = item
  return {
    institutionId: item.institutionId, id: item.id, cycleId: item.cycleId, month, no: item.no, part: item.part, doubleTen: item.doubleTen, ref: item.ref, onDate: item.onDate, visitKind: item.visitKind, departmentName: names.get(item.departmentId ?? '') ?? unknownDepartment,
    ageDays: content.ageDays, diagnoses: content.diagnoses, longTerm: content.longTerm, reason: content.reason, amountCents: amountOf(content), hints: [...item.hints], state: item.state, revision: item.revision,
    drugs: content.drugs.map((drug) => ({ code: drug.code, name: drug.name, genericName: drug.genericName, form: drug.form, strength: drug.strength, quantity: drug.quantity, unit: drug.unit, amountCents: drug.amountCents, dose: drug.dose, doseUnit: drug.doseUnit, frequency: drug.frequency, days: drug.days, route: drug.route, marks: marksOf(drug) })),
  }
}

export async function viewDesk(at: Asking, after: number): Promise<z.input<typeof DeskView>> {
  const institutionId = at.actor.institutionId ?? ''
  const staffId = await staffIdOf(at.read, at.actor.id)
  if (staffId === null) return { items: [], all: 0, left: 0, blocked: 'review.not_your_item' }
  const [waiting, count, names] = await Promise.all([listWaiting(at.read, institutionId, staffId, 2, after), countWaiting(at.read, institutionId, staffId), departmentNames(at, institutionId)])
  return { items: waiting.map((item) => ({ ...sheetOf(item, item.month, names), turn: item.readerId === staffId ? 1 : 2 })), ...count, blocked: null }
}

export async function viewToDecide(at: Asking): Promise<{ rows: z.input<typeof ToDecide>[]; member: boolean }> {
  const institutionId = at.actor.institutionId ?? ''
  const [staffId, experts] = await Promise.all([staffIdOf(at.read, at.actor.id), expertsOf(at.read, institutionId)])
  const member = experts.some((each) => each.staffId === staffId)
  if (!member) return { rows: [], member }
  const items = await listToDecide(at.read, institutionId, 200)
  const [opinions, names, cycles] = await Promise.all([opinionsOfItems(at.read, institutionId, items.map((item) => item.id)), departmentNames(at, institutionId), cyclesOf(at, items)])
  const rows = items.map((item) => {
    const own = opinions.filter((each) => each.itemId === item.id)
    const turn = item.state === 'split' ? 3 : 4
    const votes = own.filter((each) => each.turn === turn)
    const mine = votes.find((each) => each.staffId === staffId)
    const cycle = cycles.get(item.cycleId)
    // Who said what is not shown: an opinion counts by its reason; the other members' votes are not seen before one's own.
    const shown = own.filter((each) => each.turn < turn || mine !== undefined)
    return {
      ...sheetOf(item, cycle?.month ?? item.onDate, names), opinions: shown.map((each) => ({ turn: each.turn, by: each.turn === 1 ? '点评药师' : each.turn === 2 ? '复评药师' : '专家', codes: [...each.codes], note: each.note })), votes: votes.length, needed: cycle?.numbers.expertVotes ?? 2,
      mine: mine === undefined ? null : { codes: [...mine.codes], note: mine.note }, reply: item.reply, blocked: refusalOf(itemRules.mayVote(item, { staffId, isExpert: member })),
    }
  })
  return { rows, member }
}

async function cyclesOf({ read }: Pick<Asking, 'read'>, items: readonly Item[]): Promise<ReadonlyMap<string, Cycle>> {
  const keys = new Map(items.map((item) => [item.cycleId, { institutionId: item.institutionId, cycleId: item.cycleId }]))
  const cycles = await Promise.all([...keys.values()].map((key) => loadCycle(read, key)))
  return new Map(cycles.map((cycle) => [cycle.id, cycle]))
}

export async function viewFindings(at: Asking): Promise<z.input<typeof Finding>[]> {
  const institutionId = at.actor.institutionId ?? ''
  const staffId = await staffIdOf(at.read, at.actor.id)
  const items = staffId === null ? [] : await listOfPrescriber(at.read, institutionId, staffId, 500)
  const [opinions, names, cycles] = await Promise.all([opinionsOfItems(at.read, institutionId, items.map((item) => item.id)), departmentNames(at, institutionId), cyclesOf(at, items)])
  return items.flatMap((item) => {
    const cycle = cycles.get(item.cycleId)
    if (cycle === undefined) return []
    const notes = opinions.filter((each) => each.itemId === item.id && each.note !== '').map((each) => each.note)
    return [{ ...sheetOf(item, cycle.month, names), codes: [...(item.codes ?? [])], class: classOf(item.codes ?? []), notes, reply: item.reply, repliedAt: item.repliedAt, acceptedAt: item.acceptedAt, replyDueOn: cycle.replyDueOn, blocked: refusalOf(itemRules.mayReply(item, { staffId, today: at.today }, cycle)) }]
  })
}

export function rowOf(cycle: Cycle, items: readonly Pick<Item, 'state' | 'codes' | 'doubleTen'>[]): z.input<typeof CycleRow> {
  return {
    institutionId: cycle.institutionId, id: cycle.id, month: cycle.month, state: cycle.state, drawnAt: cycle.drawnAt, sample: cycle.drawn.items, doubleTen: items.filter((item) => item.doubleTen).length, read: items.filter(isRead).length, toDecide: items.filter((item) => item.state === 'split' || item.state === 'replied').length,
    unreasonable: cycle.state === 'reading' ? null : items.filter((item) => isRead(item) && isUnreasonable(item)).length, replyDueOn: cycle.replyDueOn, publishedAt: cycle.publishedAt,
  }
}

const namedResult = (result: ReviewResult, names: Names): z.input<typeof ResultView> => ({ ...result, codes: [...result.codes], departments: result.departments.map((each) => ({ ...each, departmentName: names.get(each.departmentId ?? '') ?? unknownDepartment })) })

const itemRow = (item: Item, names: Names): z.input<typeof ItemRow> => ({
  id: item.id, no: item.no, part: item.part, doubleTen: item.doubleTen, second: item.secondReaderId !== null, onDate: item.onDate, departmentName: names.get(item.departmentId ?? '') ?? unknownDepartment, drugs: new Set(item.content.drugs.map((drug) => drug.code)).size, amountCents: amountOf(item.content), state: item.state, codes: item.codes === null ? null : [...item.codes], objected: item.repliedAt !== null, accepted: item.acceptedAt !== null,
})

export async function viewCycle(at: Asking, key: CycleKey): Promise<z.input<typeof CycleView>> {
  const cycle = await loadCycle(at.read, key)
  const [items, readings, names, people] = await Promise.all([listItems(at.read, key), listReadings(at.read, key), departmentNames(at, cycle.institutionId), staffNames(at.read, cycle.drawn.readers)])
  const done = new Set(readings.map((each) => `${each.itemId} ${each.turn}`))
  const readers = [...new Set(items.flatMap((item) => [item.readerId, ...(item.secondReaderId === null ? [] : [item.secondReaderId])]))].sort()
  const load = (staffId: string) => items.flatMap((item) => [...(item.readerId === staffId ? [`${item.id} 1`] : []), ...(item.secondReaderId === staffId ? [`${item.id} 2`] : [])])
  const others = await staffNames(at.read, readers.filter((each) => !people.has(each)))
  const run = refusalOf(mayRun(at.actor, cycle))
  const fit = cycle.state === 'reading' ? await readersOf(at, { institutionId: cycle.institutionId, level: (await findInstitution(at.read, cycle.institutionId))?.level ?? 'none' }, cycle.numbers.titles) : []
  return {
    ...rowOf(cycle, items), seed: cycle.seed, frameHash: cycle.frameHash, outpatients: cycle.outpatients, discharges: cycle.discharges, outpatientDue: cycle.drawn.sizes.outpatientDue, inpatientDue: cycle.drawn.sizes.inpatientDue, oversized: cycle.oversized, second: cycle.drawn.second, tops: cycle.drawn.tops.length,
    strata: cycle.drawn.strata.reduce((sum, each) => sum + each.size, 0), strataTaken: cycle.drawn.strata.reduce((sum, each) => sum + each.taken, 0),
    readers: readers.map((staffId) => ({ staffId, name: people.get(staffId) ?? others.get(staffId) ?? '', all: load(staffId).length, left: load(staffId).filter((each) => !done.has(each)).length, leftSecond: load(staffId).filter((each) => each.endsWith(' 2') && !done.has(each)).length })),
    candidates: fit.map(({ staffId, name }) => ({ staffId, name })), dropped: cycle.drawn.second - items.filter((item) => item.secondReaderId !== null).length, items: items.map((item) => itemRow(item, names)), left: items.filter((item) => item.state !== 'settled' && item.state !== 'final').length,
    result: namedResult((await findPublished(at.read, key))?.result ?? resultOf(items, readings, cycle), names),
    blocked: { feedBack: run ?? refusalOf(mayFeedBack(cycle, items)), publish: run ?? refusalOf(mayPublish(cycle, items, at.today)), handOver: run ?? (cycle.state === 'reading' ? null : 'review.reading_over'), record: refusalOf(mayVerify(at.actor, cycle)) },
  }
}

/** Published results: a body's own, or for a commission those of its region. */
export async function viewResults(at: Asking): Promise<z.input<typeof ResultRow>[]> {
  const published = await listPublished(at.read, at.actor.regionPrefix === null ? (at.actor.institutionId ?? '') : null, 200)
  const [bodies, names] = await Promise.all([institutionNames(at.read, [...new Set(published.map((each) => each.institutionId))]), departmentNames(at, at.actor.institutionId ?? '')])
  return published.map(({ result, ...each }) => ({ ...each, institutionName: bodies.get(each.institutionId) ?? '', result: namedResult(result, names) }))
}

export async function viewAfter(at: Asking): Promise<{ proposals: z.input<typeof ProposalView>[]; talks: z.input<typeof TalkView>[] }> {
  const institutionId = at.actor.institutionId ?? ''
  const [proposals, talks] = await Promise.all([listProposals(at.read, institutionId, 500), listTalks(at.read, institutionId, 500)])
  const [people, months] = await Promise.all([staffNames(at.read, [...proposals, ...talks].map((each) => each.staffId)), monthsOf(at, proposals)])
  const head = refusalOf(mayJudge(at.actor, { institutionId }))
  const now = at.now.toISOString()
  return {
    proposals: proposals.map((each) => ({
      institutionId: each.institutionId, id: each.id, kind: each.kind, found: each.found, madeAt: each.madeAt, state: each.state, reason: each.reason, decidedName: each.decidedName, decidedAt: each.decidedAt,
      staffName: people.get(each.staffId) ?? '', month: months.get(each.cycleId) ?? at.today, blocked: head ?? (each.state === 'open' ? null : 'review.proposal_decided'),
    })),
    talks: talks.map((talk) => ({
      institutionId: talk.institutionId, id: talk.id, staffName: people.get(talk.staffId) ?? '', reason: talk.reason, dueOn: talk.dueOn, late: isLateAt(talk, now), state: talk.state, heldOn: talk.heldOn, persons: talk.persons, said: talk.said, commitment: talk.commitment, followOn: talk.followOn, outcome: talk.outcome, outcomeNote: talk.outcomeNote,
      blocked: { hold: head ?? refusalOf(hold(talk, { heldOn: at.today, persons: '', said: '', commitment: '' }, { today: at.today, now, followDays: 1 })), follow: head ?? refusalOf(follow(talk, { outcome: 'improved', outcomeNote: '' }, { today: at.today, now })) },
    })),
  }
}

async function monthsOf({ read }: Pick<Asking, 'read'>, rows: readonly CycleKey[]): Promise<ReadonlyMap<string, string>> {
  const keys = new Map(rows.map((row) => [row.cycleId, row]))
  const cycles = await Promise.all([...keys.values()].map(({ institutionId, cycleId }) => loadCycle(read, { institutionId, cycleId })))
  return new Map(cycles.map((cycle) => [cycle.id, cycle.month]))
}
