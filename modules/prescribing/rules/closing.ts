import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { isMonthOver } from './rank.ts'

export const closers = ['pharmacist', 'institution_clerk', 'institution_head'] as const
type Place = { readonly institutionId: string }
/** What is known of a month: lines or none, closed or not, and the newest version that is public. */
export type MonthState = { readonly lines: number; readonly versions: number; readonly shown: number }

export const mayWorkOn = (actor: Actor, place: Place): Refusal | null => (actor.kind === 'system' || (actor.institutionId === place.institutionId && hasRole(actor, ...closers)) ? null : refuse('prescribing.closers_only'))

/** Rule PR-83: by a person from the first of the next month on, once, and only what has lines. */
export function mayClose(actor: Actor, place: Place, month: string, state: MonthState, today: string): Refusal | null {
  const no = mayWorkOn(actor, place)
  if (no !== null) return no
  if (!isMonthOver(month, today)) return refuse('prescribing.month_not_over')
  if (state.versions > 0) return refuse('prescribing.month_closed')
  return state.lines === 0 ? refuse('prescribing.month_empty') : null
}

/** Rule PR-76: what is closed is published as its newest version, each once. */
export function mayPublish(actor: Actor, place: Place, state: MonthState): Refusal | null {
  const no = mayWorkOn(actor, place)
  if (no !== null) return no
  if (state.versions === 0) return refuse('prescribing.not_closed')
  return state.shown >= state.versions ? refuse('prescribing.already_published') : null
}
