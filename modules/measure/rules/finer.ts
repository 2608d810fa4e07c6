import { hasRole, type Actor } from '../../../kernel/actor.ts'
import type { FactKind, Finer } from '../../../kernel/fact.ts'
import { kindsOf, type Counting } from './counting.ts'
import type { Period } from './periods.ts'

const monthOf = (on: string): string => `${on.slice(0, 8)}01`

/** Rule ME-34: where the figures of a measure are seen finer than its facts are, for who may go there. */
export function finerOf(counting: Counting, kinds: readonly FactKind[], actor: Actor, institutionId: string, period: Period): Pick<Finer, 'grain' | 'name' | 'link'>[] {
  const counted = kindsOf(counting)
  const found = kinds.filter((kind) => counted.has(kind.kind)).flatMap((kind) => kind.finer ?? [])
  return found
    .filter((each) => hasRole(actor, ...each.roles))
    .map(({ grain, name, link }) => ({ grain, name, link: link.replace('{institution}', institutionId).replace('{from}', monthOf(period.from)).replace('{to}', monthOf(period.to)) }))
}
