import { systemActor } from '../../../kernel/actor.ts'
import { addMs, instantMs } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { notify } from '../../../server/platform/notify.ts'
import { accountsOfHolders, departmentsOn } from '../../directory/public.ts'
import { departmentsPlanned } from '../../booking/public.ts'
import { tellSeen } from '../bookings.ts'
import { gather, type QueueNow } from '../gather.ts'
import { graceMinutes, looked, isDue, minuteOfDay } from '../rules/cover.ts'
import { isWorkedAt, needsHelpers } from '../rules/estimate.ts'
import { coverOf, helperOf, type CoverDay } from '../rules/fact.ts'
import { worksThroughNight, type Body } from '../rules/queue.ts'
import { listBodies, listOpenDepartments } from '../store/queues.ts'
import { findTicket } from '../store/tickets.ts'
import { closeGap, coverDaysOf, helperCallForUpdate, insertGap, insertHelperCall, lastHelperCall, openGaps, saveCoverDay, saveHelperCame } from '../store/watch.ts'
import { lookAtPosts } from './post-watch.ts'

const system = systemActor('queue.watch')
/** Who was called and has not come is not called again sooner. */
const againMinutes = 30

/** Each body in a transaction of its own: one that fails keeps no other from being looked at. */
export async function eachBody(platform: Platform, work: (act: Act, body: Body) => Promise<void>): Promise<number> {
  const bodies = await look(platform, system, ({ read }) => listBodies(read))
  for (const body of bodies) {
    try {
      await actAs(platform, system, (act) => work(act, body))
    } catch (error) {
      platform.log.error({ err: error, institutionId: body.institutionId }, 'a look at the queues failed')
    }
  }
  return bodies.length
}

export const watchAll = (platform: Platform): Promise<number> =>
  eachBody(platform, async (act, body) => {
    const stands = await gather(act.tx, { institutionId: body.institutionId, today: act.today, now: act.now.toISOString() })
    await callHelpers(act, body, stands)
    await lookAtCover(act, body, stands)
    await lookAtPosts(act, body, stands)
  })

/** Rule QU-14: lines in which people wait longer than they were told get helpers. */
async function callHelpers(act: Act, body: Body, stands: readonly QueueNow[]): Promise<void> {
  const now = act.now.toISOString()
  for (const { queue, line, openWindows } of stands) {
    if (!isWorkedAt(queue.rule.hours, minuteOfDay(now), openWindows)) continue
    const beyond = needsHelpers(line.map(({ ticket }) => ({ waited: (instantMs(now) - instantMs(ticket.issuedAt)) / 60_000, saidHigh: ticket.saidHigh })))
    if (beyond === 0) continue
    const last = await lastHelperCall(act.tx, body.institutionId, queue.id, act.today)
    if (last !== undefined && last.calledAt > addMs(now, -againMinutes * 60_000)) continue
    const call = { ...body, id: act.newId(), queueId: queue.id, departmentId: queue.departmentId, onDate: act.today, calledAt: now, waiting: line.length, beyond, cameAt: null, cameName: null }
    await insertHelperCall(act.tx, call)
    const note = { ...body, topic: 'queue.helpers_wanted', params: { queue: queue.name, waiting: line.length, beyond }, link: '/queue/board' }
    await notify(act, { ...note, role: 'desk_clerk', onceKey: `queue.helpers:${call.id}:desk` }, { ...note, role: 'nurse', onceKey: `queue.helpers:${call.id}:nurse` })
    await tellFacts(act, [{ before: null, after: helperOf(call) }])
    await act.record({ ...body, kind: 'queue.helpers_called', subjectId: call.id, detail: { queue: queue.name, waiting: line.length, beyond } })
  }
}

/** A helper is there: by name, once. */
export async function helperCame(act: Act, ask: { institutionId: string; callId: string }): Promise<void> {
  const call = await helperCallForUpdate(act.tx, ask.institutionId, ask.callId)
  if (call === undefined) throw new RefusedError('not_found')
  if (call.cameAt !== null) return
  const after = { ...call, cameAt: act.now.toISOString(), cameName: act.actor.name }
  await saveHelperCame(act.tx, after)
  await tellFacts(act, [{ before: helperOf(call), after: helperOf(after) }])
  await act.record({ institutionId: call.institutionId, regionCode: call.regionCode, kind: 'queue.helper_came', subjectId: call.id })
}

/**
 * Rule QU-15: departments with consultations, looked at in the working hours of their lines and whenever the schedule has a
 * clinic of theirs, on whatever day. Where no line is called, what the schedule holds is all that is known of who is there.
 */
async function lookAtCover(act: Act, body: Body, stands: readonly QueueNow[]): Promise<void> {
  const now = act.now.toISOString()
  const lines = Map.groupBy(stands.filter(({ queue }) => queue.kind === 'consultation'), ({ queue }) => queue.departmentId)
  const [open, gaps, days, planned] = await Promise.all([
    listOpenDepartments(act.tx, body.institutionId, act.today), openGaps(act.tx, body.institutionId), coverDaysOf(act.tx, body.institutionId, act.today),
    departmentsPlanned(act.tx, { institutionId: body.institutionId, from: addMs(now, -graceMinutes * 60_000), until: now }),
  ])
  for (const departmentId of [...new Set([...lines.keys(), ...planned.map((each) => each.departmentId), ...gaps.map((each) => each.departmentId)])].toSorted()) {
    const own = lines.get(departmentId)
    const session = planned.find((each) => each.departmentId === departmentId)
    const due = session !== undefined || (own ?? []).some(({ queue }) => worksThroughNight(queue.rule) && isWorkedAt(queue.rule.hours, minuteOfDay(now), 0)) || isDue((own ?? []).flatMap(({ queue }) => queue.rule.hours), now, act.calendar)
    const isThere = own === undefined ? session?.isHeld === true : open.some((each) => each.departmentId === departmentId)
    const known = days.find((day) => day.departmentId === departmentId)
    const before: CoverDay = known ?? { ...body, id: act.newId(), departmentId, onDate: act.today, looks: 0, covered: 0, gaps: 0 }
    const gap = gaps.find((each) => each.departmentId === departmentId)
    const seen = looked(before, { isDue: due, isThere, hasOpenGap: gap !== undefined && gap.onDate === act.today })
    const waiting = (own ?? []).reduce((sum, { line }) => sum + line.length, 0)
    if (gap !== undefined && (seen.gap === 'close' || gap.onDate !== act.today)) await closeGap(act.tx, gap, now)
    if (seen.gap === 'open') await openGap(act, { ...body, id: act.newId(), departmentId, onDate: act.today, fromAt: now, toAt: null, waiting })
    if (seen.day === before) continue
    const after = { ...before, ...seen.day }
    await saveCoverDay(act.tx, after, now)
    await tellFacts(act, [{ before: known === undefined ? null : coverOf(before), after: coverOf(after) }])
  }
}

/** The head of the department hears of it, and its doctors, one of whom is the second of the post. */
async function openGap(act: Act, gap: Parameters<typeof insertGap>[1]): Promise<void> {
  await insertGap(act.tx, gap)
  const [heads, doctors, departments] = await Promise.all([
    accountsOfHolders(act.tx, gap.institutionId, { role: 'department_head', departmentId: gap.departmentId }, act.today),
    accountsOfHolders(act.tx, gap.institutionId, { role: 'doctor', departmentId: gap.departmentId }, act.today),
    departmentsOn(act.tx, gap.institutionId, act.today),
  ])
  const note = { institutionId: gap.institutionId, regionCode: gap.regionCode, topic: 'queue.no_doctor', params: { department: departments.find((each) => each.id === gap.departmentId)?.name ?? '', waiting: gap.waiting }, link: '/queue/board' }
  const accounts = [...new Set([...heads, ...doctors])].slice(0, 50)
  await notify(act, ...accounts.map((accountId) => ({ ...note, accountId })), ...(heads.length === 0 ? [{ ...note, role: 'institution_clerk' as const }] : []))
  await act.record({ institutionId: gap.institutionId, regionCode: gap.regionCode, kind: 'queue.gap_found', subjectId: gap.departmentId, detail: { waiting: gap.waiting, told: accounts.length } })
}

/** A visit that ended and was not taken back since. */
export async function tellSeenOf(act: Act, key: { institutionId: string; ticketId: string }): Promise<void> {
  const ticket = await findTicket(act.tx, key.institutionId, key.ticketId)
  if (ticket === undefined || ticket.state !== 'done' || ticket.bookingId === null) return
  await tellSeen(act, { institutionId: ticket.institutionId, bookingId: ticket.bookingId })
}
