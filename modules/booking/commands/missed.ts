import { addDays } from '../../../kernel/calendar.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { act, type Act, type Platform } from '../../../server/platform/act.ts'
import type { Occurrence } from '../../../server/platform/audit.ts'
import { shanghaiToday } from '../../../server/platform/clock.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import type { Booking } from '../rules/booking.ts'
import { bookingsChanged } from '../fact-jobs.ts'
import { endAs } from '../rules/booking-changes.ts'
import { blockFor } from '../rules/no-show.ts'
import { blocksOfPersons, insertBlock } from '../store/blocks.ts'
import { bodiesWithMissed, lockMissed, missedSince, save } from '../store/bookings.ts'
import { readNoShowRule } from './law.ts'
import { openPerson } from './person.ts'

const system = systemActor('booking.missed')
const atOnce = 200

/** Rule BK-17: who did not come on a day that is over, and whom the rule pauses for it; in small transactions of one body each. */
export async function sweepMissed(platform: Platform): Promise<{ missed: number; paused: number }> {
  const now = platform.clock.now()
  const bodies = await platform.database.read(system, (read) => bodiesWithMissed(read, shanghaiToday(now), now.toISOString()))
  const found = { missed: 0, paused: 0 }
  for (const body of bodies) {
    for (;;) {
      const swept = await act(platform, system, (step) => sweepSome(step, body))
      found.missed += swept.missed
      found.paused += swept.paused
      if (swept.missed < atOnce) break
    }
  }
  return found
}

async function sweepSome(step: Act, institutionId: string): Promise<{ missed: number; paused: number }> {
  const missed = await lockMissed(step.tx, step.today, institutionId, atOnce)
  if (missed.length === 0) return { missed: 0, paused: 0 }
  for (const each of missed) await save(step.tx, endAs(each, 'no-show', null, step.now.toISOString()))
  const paused = await pauseThose(step, institutionId, missed)
  await bookingsChanged(step.tx, institutionId)
  await step.record(...missed.map((each): Occurrence => ({ institutionId, regionCode: each.regionCode, kind: 'booking.missed', subjectId: each.id, detail: { onDate: each.onDate, excused: each.excused !== null } })), ...paused)
  return { missed: missed.length, paused: paused.length }
}

async function pauseThose(step: Act, institutionId: string, missed: readonly Booking[]): Promise<Occurrence[]> {
  const rule = await readNoShowRule(step.tx)
  const people = new Map(missed.map((each) => [each.personIndex, each]))
  const [all, before] = await Promise.all([missedSince(step.tx, institutionId, [...people.keys()], addDays(step.today, -rule.windowDays)), blocksOfPersons(step.tx, institutionId, [...people.keys()])])
  const paused: Occurrence[] = []
  for (const [personIndex, last] of people) {
    const counted = new Set(before.filter((each) => each.personIndex === personIndex).flatMap((each) => each.missed.map((one) => one.bookingId)))
    const block = blockFor(all.filter((each) => each.personIndex === personIndex).map(({ bookingId, onDate, clinicName, way, excused }) => ({ bookingId, onDate, clinicName, way, excused })), { bornYear: last.bornYear, counted }, rule, step.today)
    if (block === null) continue
    const id = step.newId()
    await insertBlock(step.tx, { institutionId, id, regionCode: last.regionCode, personIndex, accountId: last.accountId, block, rule, at: step.now.toISOString() })
    await queueMessage(step, { channel: 'sms', to: openPerson(step.vault, last.sealed).phone, text: `【回音】您在${rule.windowDays}天内有${block.missed.length}次预约未到（最近一次 ${last.onDate}），网上预约暂停至 ${block.toOn}。现场挂号、电话预约和急诊不受影响；如有特殊情况，可在“我的预约”中申诉，或到医院服务台说明，由工作人员处理。` })
    paused.push({ institutionId, regionCode: last.regionCode, kind: 'booking.blocked', subjectId: id, detail: { missed: block.missed.length, toOn: block.toOn } })
  }
  return paused
}
