import type { Actor } from '../../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../../kernel/refusal.ts'
import { departmentsFor, mayEnter, type Body } from '../authority.ts'
import type { RegisterDefinition } from '../definition.ts'

export type Previewed = { readonly institutionId: string; readonly state: 'preview' | 'taken' | 'discarded'; readonly createdBy: string; readonly counts: { readonly good: number; readonly bad: number } }

/** Rule RG-24: taken once, by who uploaded it or by somebody who enters for the whole body; "all" only where no row is wrong. */
export function mayTake(definition: RegisterDefinition, body: Body, actor: Actor, run: Previewed, rows: 'all' | 'good'): Refusal | null {
  if (run.institutionId !== body.institutionId) return refuse('register.not_yours_to_enter')
  const no = mayEnter(definition, body, actor)
  if (no !== null) return no
  if (!isTheirs(definition, actor, run)) return refuse('register.not_your_department')
  if (run.state !== 'preview') return refuse('register.import_over')
  if (run.counts.good === 0) return refuse('register.import_nothing')
  return rows === 'all' && run.counts.bad > 0 ? refuse('register.import_has_faults') : null
}

const isTheirs = (definition: RegisterDefinition, actor: Actor, run: Previewed): boolean => run.createdBy === actor.id || departmentsFor(actor, definition.enter) === 'all'

export function mayDiscard(definition: RegisterDefinition, actor: Actor, run: Previewed): Refusal | null {
  if (run.institutionId !== actor.institutionId || !isTheirs(definition, actor, run)) return refuse('register.not_yours_to_enter')
  return run.state === 'preview' ? null : refuse('register.import_over')
}
