import { hasRole, type Actor } from '../../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../../kernel/refusal.ts'
import { directoryManagers } from '../kinds.ts'
import type { ImportKind } from './columns.ts'

/** Rule DIR-27: an import belongs to the body that uploaded it; institutions are imported by a commission only. Each row is judged by DIR-1 or DIR-2 besides. */
export function mayManageImport(actor: Actor, kind: ImportKind, run?: { readonly institutionId: string }): Refusal | null {
  if (run !== undefined && run.institutionId !== actor.institutionId) return refuse('directory.not_yours')
  if (kind === 'institutions') return hasRole(actor, 'commission_head', 'commission_clerk') ? null : refuse('access.denied')
  return hasRole(actor, ...directoryManagers) ? null : refuse('access.denied')
}
