import { shanghaiDate } from '../../../kernel/instant.ts'
import type { Fact, FactKind } from '../../../kernel/fact.ts'
import { classOf } from './codes.ts'
import type { Cycle } from './cycle.ts'
import { isRead, isUnreasonable, type Item } from './item.ts'
import type { Talk } from './talk.ts'

export const factPrefix = 'review.'
export const itemKind: FactKind = {
  kind: 'review.item',
  name: { zh: '点评的处方', en: 'Prescription under review' },
  fields: { part: 'text', visit: 'text', double_ten: 'boolean', read: 'boolean', unreasonable: 'boolean', abnormal: 'boolean', final: 'boolean', opinions: 'number', month: 'date' },
}
export const cycleKind: FactKind = {
  kind: 'review.cycle',
  name: { zh: '处方点评轮次', en: 'Round of prescription review' },
  fields: { prescriptions: 'number', discharges: 'number', due: 'number', sample: 'number', oversized: 'number', fed_back: 'boolean', published: 'boolean', month: 'date' },
}

export const talkKind: FactKind = {
  kind: 'review.talk',
  name: { zh: '处方约谈', en: 'Talk with a prescriber' },
  fields: { state: 'text', held: 'boolean', closed: 'boolean', in_time: 'boolean', improved: 'boolean' },
}

const monthOf = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月`

/** How far it was read, as a number: whatever was said of it moves it. */
const opinionsIn = ({ state }: Pick<Item, 'state'>): number => ({ open: 0, second: 1, split: 2, settled: 2, replied: 3, final: 4 })[state]

/** Rule RV-17: a fact of the day on which the round was drawn: the work of a month is what was drawn in it. A person is part of it only where a published result is unreasonable. */
export const itemFact = (item: Item, cycle: Pick<Cycle, 'month' | 'drawnOn'>): Fact => ({
  institutionId: item.institutionId, regionCode: item.regionCode, kind: itemKind.kind, id: item.id, on: cycle.drawnOn, departmentId: item.departmentId,
  staffIds: item.state === 'final' && isUnreasonable(item) && item.prescriberId !== null ? [item.prescriberId] : [],
  fields: { part: item.part, visit: item.visitKind, double_ten: item.doubleTen, read: isRead(item), unreasonable: isRead(item) && isUnreasonable(item), abnormal: isRead(item) && classOf(item.codes ?? []) === 'abnormal', final: item.state === 'final', opinions: opinionsIn(item), month: cycle.month },
  title: `${monthOf(cycle.month)}处方点评第 ${item.no} 份`, link: `/review/rounds/${item.institutionId}/${item.cycleId}`,
})

export const cycleFact = (cycle: Cycle): Fact => ({
  institutionId: cycle.institutionId, regionCode: cycle.regionCode, kind: cycleKind.kind, id: cycle.id, on: cycle.drawnOn, departmentId: null, staffIds: [],
  fields: { prescriptions: cycle.outpatients, discharges: cycle.discharges, due: cycle.drawn.sizes.outpatientDue + cycle.drawn.sizes.inpatientDue, sample: cycle.drawn.items, oversized: cycle.oversized, fed_back: cycle.fedBackAt !== null, published: cycle.state === 'published', month: cycle.month },
  title: `${monthOf(cycle.month)}处方点评`, link: `/review/rounds/${cycle.institutionId}/${cycle.id}`,
})

/** A talk is a fact of the day on which its prescriber was listed. */
export const talkFact = (talk: Talk): Fact => ({
  institutionId: talk.institutionId, regionCode: talk.regionCode, kind: talkKind.kind, id: talk.id, on: shanghaiDate(talk.listedAt), departmentId: null, staffIds: [talk.staffId],
  fields: { state: talk.state, held: talk.heldOn !== null, closed: talk.state === 'closed', in_time: talk.heldAt !== null && talk.heldAt < talk.dueAt, improved: talk.outcome === 'improved' },
  title: `处方约谈 ${shanghaiDate(talk.listedAt)}`, link: '/review/talks',
})
