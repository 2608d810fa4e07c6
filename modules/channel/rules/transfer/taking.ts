import type { Actor } from '../../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../../kernel/refusal.ts'
import { mayWatch } from '../authority.ts'

export type Previewed = { readonly institutionId: string; readonly state: 'preview' | 'taken' | 'discarded'; readonly counts: { readonly good: number; readonly bad: number; readonly known: number } }

/** Rule IN-15: taken once; "all" only where no row is wrong. Orders that came before are not filed again. */
export function mayTake(actor: Actor, run: Previewed, rows: 'all' | 'good'): Refusal | null {
  const no = mayWatch(actor, run)
  if (no !== null) return no
  if (run.state !== 'preview') return refuse('channel.import_over')
  if (run.counts.good === 0) return refuse('channel.import_nothing')
  return rows === 'all' && run.counts.bad > 0 ? refuse('channel.import_has_faults') : null
}

export function mayDiscard(actor: Actor, run: Previewed): Refusal | null {
  return mayWatch(actor, run) ?? (run.state === 'preview' ? null : refuse('channel.import_over'))
}
