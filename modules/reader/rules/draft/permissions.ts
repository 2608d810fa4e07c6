import { hasRole, mayActFor, type Actor } from '../../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../../kernel/refusal.ts'

type Closed = { readonly institutionId: string; readonly regionCode: string; readonly state: 'draft' | 'launched' | 'discarded' }

/** Rule DR-7: head and clerk of the commission correct a draft until it is launched or put aside. */
export function mayChange(actor: Actor, draft: Closed): Refusal | null {
  if (!hasRole(actor, 'commission_head', 'commission_clerk') || !mayActFor(actor, draft)) return refuse('access.denied')
  return draft.state === 'draft' ? null : refuse('reader.draft_closed')
}
