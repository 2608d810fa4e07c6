import { systemActor } from '../../kernel/actor.ts'
import { act, look, type Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { ensureSlots, rollOver } from './commands/slots.ts'
import { tellAllReopened } from './commands/reopen.ts'
import { tellAllStopped } from './commands/stop-told.ts'
import { makeSlots, rollSlots, tellReopened, tellStopped } from './schedule-jobs.ts'
import { listPlanningBodies } from './store/clinics.ts'
import { listRolling } from './store/slots.ts'

const planner = systemActor('booking.make-slots')
const roller = systemActor('booking.roll-slots')
const atOnce = 500

/** Each body in a transaction of its own: one that fails keeps no other from its slots. */
export async function makeAllSlots(platform: Platform): Promise<number> {
  let made = 0
  const bodies = await look(platform, planner, ({ read }) => listPlanningBodies(read))
  for (const { institutionId } of bodies) made += (await act(platform, planner, (step) => ensureSlots(step, { institutionId }))).made
  return made
}

/** Every slot whose time has come, body by body, a bounded number at a time. */
export async function rollAllSlots(platform: Platform): Promise<number> {
  let rolled = 0
  for (;;) {
    const due = await look(platform, roller, ({ read, now }) => listRolling(read, now.toISOString(), atOnce))
    for (const [institutionId, own] of Map.groupBy(due, (each) => each.institutionId)) rolled += await act(platform, roller, (step) => rollOver(step, institutionId, own.map((each) => each.slotId)))
    if (due.length < atOnce) return rolled
  }
}

export const scheduleWorkers = (platform: Platform): Worker[] => [
  worker(makeSlots, async () => void (await makeAllSlots(platform))),
  worker(rollSlots, async () => void (await rollAllSlots(platform))),
  worker(tellStopped, async (key) => void (await tellAllStopped(platform, key))),
  worker(tellReopened, async (key) => void (await tellAllReopened(platform, key))),
]

/** Hours in UTC: a quarter past midnight in Shanghai, and every minute. */
export const scheduleSchedules: Schedule[] = [
  { job: makeSlots.name, cron: '15 16 * * *' },
  { job: rollSlots.name, cron: '* * * * *' },
]
