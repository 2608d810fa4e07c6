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

/**
 * Rule PL-30: reminders go out three days and one day before the due date, on it, and on the day after; what is still
 * open 3 days after goes to the head of the institution, 7 days after to the commission. Each once per obligation.
 */
export function remindersOn(dueOn: IsoDate, today: IsoDate): Reminder | null {
  switch (diffDays(today, dueOn)) {
    case 3:
      return 'due_in_3'
    case 1:
      return 'due_in_1'
    case 0:
      return 'due_today'
    case -1:
      return 'overdue'
    case -3:
      return 'escalated_head'
    case -7:
      return 'escalated_commission'
    default:
      return null
  }
}

export const reminderDays = [3, 1, 0, -1, -3, -7] as const
