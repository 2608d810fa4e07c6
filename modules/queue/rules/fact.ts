import type { Fact, FactKind } from '../../../kernel/fact.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { instantMs } from '../../../kernel/instant.ts'
import { isInside } from './estimate.ts'
import { isKept, type PostDay } from './posts.ts'
import type { Body, Queue, Ticket } from './queue.ts'
import { labelOf } from './queue.ts'

export const factPrefix = 'queue.'
const link = '/queue/board'
const minutesBetween = (from: string, to: string): number => Math.max(0, Math.round((instantMs(to) - instantMs(from)) / 6000) / 10)

/** From when one waits: the check-in, or the slot's beginning where one came before it. */
export const waitsFrom = (ticket: Pick<Ticket, 'issuedAt' | 'slotAt' | 'isLate'>): string => (ticket.slotAt !== null && ticket.slotAt > ticket.issuedAt ? ticket.slotAt : ticket.issuedAt)
export const waited = (ticket: Pick<Ticket, 'issuedAt' | 'slotAt' | 'isLate' | 'firstCalledAt'>): number | null => (ticket.firstCalledAt === null ? null : minutesBetween(waitsFrom(ticket), ticket.firstCalledAt))
/** From issue to the first call: what was told when the ticket was issued. */
export const waitedFromIssue = (ticket: Pick<Ticket, 'issuedAt' | 'firstCalledAt'>): number | null => (ticket.firstCalledAt === null ? null : minutesBetween(ticket.issuedAt, ticket.firstCalledAt))

export const ticketFact: FactKind = {
  kind: 'queue.ticket',
  name: { zh: '候诊排队', en: 'Standing in line' },
  fields: { kind: 'text', state: 'text', called: 'boolean', minutes: 'number', booked: 'boolean', late: 'boolean', priority: 'boolean', priority_group: 'text', emergency: 'boolean', served: 'boolean', passes: 'number', returns: 'number', returned: 'boolean', inside: 'boolean', way: 'text' },
}
export const visitFact: FactKind = { kind: 'queue.visit', name: { zh: '一次就诊', en: 'One visit' }, fields: { queues: 'number' } }
export const coverFact: FactKind = { kind: 'queue.cover', name: { zh: '科室在岗', en: 'Doctor present' }, fields: { looks: 'number', covered: 'number', gaps: 'number' } }
export const helperFact: FactKind = { kind: 'queue.helper', name: { zh: '导引支援', en: 'Helpers called' }, fields: { came: 'boolean', minutes: 'number' } }
export const postFact: FactKind = { kind: 'queue.post', name: { zh: '主备岗', en: 'First and second of a post' }, fields: { looks: 'number', kept: 'number', gaps: 'number', taken: 'number', used: 'boolean' } }
export const episodeFact: FactKind = { kind: 'queue.episode', name: { zh: '一次看病', en: 'Episode of care' }, fields: { trips: 'number' } }
export const factKinds: readonly FactKind[] = [ticketFact, visitFact, coverFact, helperFact, postFact, episodeFact]

/** Rule QU-17: each ticket is a fact of its day: how long until the first call, booked or not, with priority or not. */
export function factOf(letter: Queue['letter'], ticket: Ticket): Fact {
  const minutes = waited(ticket)
  const fromIssue = waitedFromIssue(ticket)
  return {
    institutionId: ticket.institutionId, regionCode: ticket.regionCode, kind: ticketFact.kind, id: ticket.id, on: ticket.onDate, departmentId: ticket.departmentId, staffIds: [],
    fields: {
      kind: ticket.kind, state: ticket.state, called: minutes !== null, minutes, booked: ticket.bookingId !== null, late: ticket.isLate, priority: ticket.priority !== null, priority_group: ticket.priority, emergency: ticket.level !== null,
      served: ticket.state === 'done', passes: ticket.passes, returns: ticket.returns, returned: ticket.isReturn, inside: fromIssue === null ? null : isInside(fromIssue, ticket), way: ticket.way,
    },
    title: `${labelOf(letter, ticket.number)} ${ticket.calledName}`.trim(), link,
  }
}

/** One visit of somebody on one day, and in how many lines they stood; known by the first ticket's id. */
export const visitOf = (first: Pick<Ticket, 'institutionId' | 'regionCode' | 'id' | 'onDate' | 'departmentId' | 'calledName'>, queues: number): Fact => ({
  institutionId: first.institutionId, regionCode: first.regionCode, kind: visitFact.kind, id: first.id, on: first.onDate, departmentId: first.departmentId, staffIds: [], fields: { queues }, title: first.calledName, link,
})

export type CoverDay = Body & { readonly id: string; readonly departmentId: string; readonly onDate: IsoDate; readonly looks: number; readonly covered: number; readonly gaps: number }
export const coverOf = (day: CoverDay): Fact => ({ institutionId: day.institutionId, regionCode: day.regionCode, kind: coverFact.kind, id: day.id, on: day.onDate, departmentId: day.departmentId, staffIds: [], fields: { looks: day.looks, covered: day.covered, gaps: day.gaps }, title: `${day.covered}/${day.looks}`, link })

export type HelperCall = Body & { readonly id: string; readonly queueId: string; readonly departmentId: string; readonly onDate: IsoDate; readonly calledAt: string; readonly waiting: number; readonly beyond: number; readonly cameAt: string | null; readonly cameName: string | null }
export const helperOf = (call: HelperCall): Fact => ({
  institutionId: call.institutionId, regionCode: call.regionCode, kind: helperFact.kind, id: call.id, on: call.onDate, departmentId: call.departmentId, staffIds: [],
  fields: { came: call.cameAt !== null, minutes: call.cameAt === null ? null : minutesBetween(call.calledAt, call.cameAt) }, title: call.cameName ?? '', link,
})

/** Rule QU-23: what was seen of a post on a day. */
export const postOf = (day: PostDay): Fact => ({
  institutionId: day.institutionId, regionCode: day.regionCode, kind: postFact.kind, id: day.id, on: day.onDate, departmentId: day.departmentId, staffIds: [],
  fields: { looks: day.looks, kept: day.kept, gaps: day.gaps, taken: day.taken, used: isKept(day) }, title: `${day.kept}/${day.looks}`, link,
})

export type Episode = Body & { readonly id: string; readonly visitKey: string; readonly departmentId: string; readonly firstOn: IsoDate; readonly lastOn: IsoDate; readonly trips: number }
/** Rule QU-27: an episode is a fact of its first day; each further day on which the person comes adds a trip to it. */
export const episodeOf = (episode: Episode): Fact => ({ institutionId: episode.institutionId, regionCode: episode.regionCode, kind: episodeFact.kind, id: episode.id, on: episode.firstOn, departmentId: episode.departmentId, staffIds: [], fields: { trips: episode.trips }, title: `${episode.firstOn}—${episode.lastOn}`, link })
