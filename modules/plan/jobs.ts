import { job } from '../../server/platform/jobs.ts'

/** Creates the obligations of a launched plan, batch by batch; picks up where it stopped. */
export const launchJob = job<{ planId: string }>('plan.launch')
/** Hourly: board sums whose horizon nears, launches that stand still. */
export const tickJob = job<Record<string, never>>('plan.tick')
/** Every five minutes, and after a launch: asks the facts of periods that have begun or whose due time has passed. */
export const ruleJob = job<{ planId?: string }>('plan.rule')
/** Daily in the morning: reminders and escalations. */
export const remindJob = job<Record<string, never>>('plan.remind')
/** After a change of the calendar: open dates that were counted on it are counted again. */
export const redateJob = job<Record<string, never>>('plan.redate')
