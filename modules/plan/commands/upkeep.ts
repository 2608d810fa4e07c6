import { systemActor, type StaffRole } from '../../../kernel/actor.ts'
import { addDays, earlierDate, startOfWeek } from '../../../kernel/calendar.ts'
import { addMs } from '../../../kernel/instant.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { commissionAbove } from '../../directory/public.ts'
import { launchJob } from '../jobs.ts'
import { clerkOf } from '../rules/launch.ts'
import { redatePeriodOn } from '../rules/shift.ts'
import { remindersOn, reminderDays, type Reminder } from '../rules/next-steps.ts'
import * as boardStore from '../store/board.ts'
import * as launchStore from '../store/launch.ts'
import { lockParticipant } from '../store/obligations.ts'
import * as planStore from '../store/plans.ts'
import { listReminders, type ReminderRow } from '../store/reminders.ts'
import { saveBoard } from './recompute.ts'

const system = (name: string) => systemActor(`plan.${name}`)
const hourMs = 3_600_000

/** Sums whose horizon ends within a day are counted again; launches without a sign of life for five minutes are taken up again. */
export async function tick(platform: Platform, most = 2000): Promise<{ sums: number; launches: number }> {
  let sums = 0
  while (sums < most) {
    const done = await actAs(platform, system('tick'), async (act) => {
      const stale = await boardStore.listStale(act.tx, addMs(act.now.toISOString(), 24 * hourMs), 50)
      // In the order in which a close and facts lock, so that none waits for another in a circle.
      for (const place of stale.toSorted((a, b) => (`${a.institutionId} ${a.planId}` < `${b.institutionId} ${b.planId}` ? -1 : 1))) {
        await lockParticipant(act.tx, place.institutionId, place.planId)
        await saveBoard(act, place, [])
      }
      return stale.length
    })
    sums += done
    if (done < 50) break
  }
  const launches = await actAs(platform, system('tick'), async (act) => {
    const waiting = (await planStore.listUnfinishedLaunches(act.tx, '', addMs(act.now.toISOString(), -5 * 60_000))).filter((plan) => plan.state === 'launching')
    // Another key than the first run's: that job may still be held by a worker that was killed.
    for (const plan of waiting) await launchJob.enqueue(act.tx, { planId: plan.planId }, { key: `plan.launch:${plan.planId}:${plan.progressAt}` })
    return waiting.length
  })
  return { sums, launches }
}

const receivers: Record<Reminder, (row: ReminderRow) => { institutionId: string; regionCode: string; role: StaffRole }> = {
  due_in_3: (row) => own(row, row.role),
  due_in_1: (row) => own(row, row.role),
  due_today: (row) => own(row, row.role),
  overdue: (row) => own(row, row.role),
  escalated_head: (row) => own(row, row.institutionId === row.commissionId ? 'commission_head' : 'institution_head'),
  escalated_commission: (row) => ({ institutionId: row.commissionId, regionCode: row.commissionRegion, role: 'commission_clerk' }),
}

/** What a commission itself owes climbs to the one above it; where none works here its head is told once more. */
async function above(act: Act, row: ReminderRow): Promise<{ institutionId: string; regionCode: string; role: StaffRole }> {
  const found = await commissionAbove(act.tx, row.institutionId)
  return found === undefined ? own(row, 'commission_head') : { institutionId: found.id, regionCode: found.regionCode, role: 'commission_clerk' }
}
const own = (row: ReminderRow, role: string) => ({ institutionId: row.institutionId, regionCode: row.regionCode, role: role as StaffRole })

/** Rule PL-30: one notice per institution, plan, post and step: what is due on that day in one sentence with its count. */
export async function remind(platform: Platform): Promise<number> {
  const { rows, today } = await look(platform, system('remind'), async ({ read, now, today: on }) => ({ rows: await listReminders(read, reminderDays.map((days) => addDays(on, days)), now.toISOString()), today: on }))
  let sent = 0
  for (let at = 0; at < rows.length; at += 100) {
    sent += await actAs(platform, system('remind'), async (act) => sendReminders(act, rows.slice(at, at + 100), today))
  }
  return sent
}

async function sendReminders(act: Act, rows: readonly ReminderRow[], today: string): Promise<number> {
  let sent = 0
  for (const row of rows) {
    const step = remindersOn(row.dueOn, today)
    if (step === null) continue
    const to = step === 'escalated_commission' && row.institutionId === row.commissionId ? await above(act, row) : receivers[step](row)
    await notify(act, {
      ...to, topic: `plan.${step}`, params: { title: row.title, count: row.count, dueOn: row.dueOn, institution: row.institutionName, duty: row.text.slice(0, 60) },
      link: step === 'escalated_commission' ? `/plans/${row.planId}` : '/due', onceKey: `plan.${step}:${row.planId}:${row.institutionId}:${row.dueOn}:${row.role}`,
    })
    sent += 1
  }
  return sent
}

/** Rule PL-34: dates that were counted on the calendar and lie ahead are counted again; who is concerned is told, the log keeps both dates. */
export async function redateAll(platform: Platform): Promise<{ periods: number; moved: number }> {
  const periods = await look(platform, system('redate'), ({ read, now }) => launchStore.listDatedByCalendar(read, now.toISOString()))
  let moved = 0
  for (const period of periods) {
    const changed = await actAs(platform, system('redate'), (act) => redatePeriod(act, period))
    if (changed) moved += 1
  }
  return { periods: periods.length, moved }
}

type Dated = Awaited<ReturnType<typeof launchStore.listDatedByCalendar>>[number]

async function redatePeriod(act: Act, period: Dated): Promise<boolean> {
  const again = redatePeriodOn(period, act.calendar, act.now.toISOString())
  if (again === null) return false
  const { dueOn, dueAt } = again
  const bucketOn = startOfWeek(dueOn)
  const days = period.basis === 'cadence' ? { fromOn: period.fromOn, toOn: period.toOn } : { fromOn: earlierDate(period.fromOn, dueOn), toOn: dueOn }
  await launchStore.saveRedated(act.tx, period.planId, period.id, { ...days, deadline: again.deadline, dueOn, dueAt, bucketOn })
  const occurrences = [{ institutionId: period.institutionId, regionCode: period.regionCode, kind: 'plan.period_redated', subjectId: period.planId, detail: { periodId: period.id, ...again.log } }]
  if (again.moved) {
    for (const { institutionId, regionCode, kind } of await launchStore.listParticipantsToAsk(act.tx, period.planId, null)) {
      await lockParticipant(act.tx, institutionId, period.planId)
      const touched = await launchStore.moveObligations(act.tx, institutionId, [{ id: period.id, from: period.dueAt, to: dueAt }])
      await saveBoard(act, { institutionId, regionCode, planId: period.planId }, [...new Set([period.bucketOn, bucketOn])])
      if (touched.length === 0) continue
      await notify(act, { institutionId, regionCode, role: clerkOf(kind), topic: 'plan.redated', params: { log: again.log.zh, logEn: again.log.en }, link: `/obligations/${institutionId}/${period.id}`, onceKey: `plan.redated:${period.id}:${dueOn}` })
      occurrences.push({ institutionId, regionCode, kind: 'plan.obligation_redated', subjectId: period.id, detail: { periodId: period.id, ...again.log } })
    }
  }
  await act.record(...occurrences)
  return again.moved
}
