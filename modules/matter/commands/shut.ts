import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { Kind } from '../rules/kind.ts'
import { shutBy, type Shut } from '../rules/subjects.ts'
import { holdersAmong } from '../store/holders.ts'

/** Rule MT-36: asked only where somebody is complained about. */
export async function shutFor(read: ReadTx, kind: Kind, institutionId: string, subjects: readonly string[], today: IsoDate): Promise<{ readonly shut?: Shut }> {
  if (subjects.length === 0) return {}
  return { shut: shutBy(kind, await holdersAmong(read, institutionId, [...kind.officers, ...kind.heads, 'department_head'], today), subjects) }
}
