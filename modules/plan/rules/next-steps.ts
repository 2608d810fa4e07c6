import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { diffDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { Step, TodoCode } from './views.ts'

/** Counts that a store answers in a few statements. */
export type Situation = {
  readonly due: readonly { readonly step: TodoCode; readonly dueOn: IsoDate; readonly overdue: boolean }[]
  readonly waiting: { readonly count: number; readonly firstOn: IsoDate | null }
  readonly phases: readonly { readonly planId: string; readonly phaseId: string; readonly name: string; readonly endsOn: IsoDate | null }[]
  readonly launches: readonly { readonly planId: string; readonly title: string }[]
}

/** How far ahead a due date becomes a step. */
export const horizonDays = 14

/** Rule PL-29: what somebody of these posts should do next, in order: overdue, returned, due soon; decisions, phases that have ended, launches. */
export function nextSteps(actor: Actor, now: Situation, today: IsoDate): Step[] {
  const step = (code: Step['code'], of: readonly { dueOn: IsoDate }[], link: string): Step[] =>
    of.length === 0 ? [] : [{ code, count: of.length, firstOn: of.map((each) => each.dueOn).sort()[0] ?? null, planId: null, title: null, link }]
  const todo = now.due.filter((each) => each.step !== 'wait')
  const soon = (code: TodoCode) => todo.filter((each) => !each.overdue && each.step === code && diffDays(today, each.dueOn) <= horizonDays)
  const steps = [
    ...step('overdue', todo.filter((each) => each.overdue), '/due'),
    ...step('resubmit', todo.filter((each) => !each.overdue && each.step === 'resubmit'), '/due'),
    ...(['submit', 'enter', 'fill', 'publish', 'offer', 'settle'] as const).flatMap((code) => step(code, soon(code), '/due')),
  ]
  if (!hasRole(actor, 'commission_head', 'commission_clerk', 'inspector')) return steps
  if (now.waiting.count > 0) steps.push({ code: 'decide_evidence', count: now.waiting.count, firstOn: now.waiting.firstOn, planId: null, title: null, link: '/evidence' })
  if (!hasRole(actor, 'commission_head', 'commission_clerk')) return steps
  for (const phase of now.phases) if (phase.endsOn !== null && phase.endsOn < today) steps.push({ code: 'close_phase', count: 1, firstOn: phase.endsOn, planId: phase.planId, title: phase.name, link: `/plans/${phase.planId}` })
  for (const launch of now.launches) steps.push({ code: 'finish_launch', count: 1, firstOn: null, planId: launch.planId, title: launch.title, link: `/plans/${launch.planId}` })
  return steps
}

export type Reminder = 'due_in_3' | 'due_in_1' | 'due_today' | 'overdue' | 'escalated_head' | 'escalated_commission'

/** From how many days before the due date on each step is reached, the last one first. */
const ladder: readonly (readonly [days: number, step: Reminder])[] = [[-7, 'escalated_commission'], [-3, 'escalated_head'], [-1, 'overdue'], [0, 'due_today'], [1, 'due_in_1'], [3, 'due_in_3']]

/** How long after its last step a ladder is looked at, so that an outage of a week is made up for. */
const madeUpDays = 7

/**
 * Rule PL-30: reminders go out three days and one day before the due date, on it, and on the day after; what is still
 * open 3 days after goes to the head of the institution, 7 days after to the commission. The step is the latest that is
 * reached: one missed while the server was down is made up for, one that a later step overtook is not, and each goes out once.
 */
export function remindersOn(dueOn: IsoDate, today: IsoDate): Reminder | null {
  const left = diffDays(today, dueOn)
  if (left < -7 - madeUpDays) return null
  return ladder.find(([days]) => left <= days)?.[1] ?? null
}

/** Due dates, in days from today, whose ladder stands on a step. */
export const reminderDays: readonly number[] = Array.from({ length: 3 + 7 + madeUpDays + 1 }, (_, at) => 3 - at)
