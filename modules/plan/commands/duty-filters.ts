import { filterFault, sayFilter } from '../../../kernel/filter.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Understanding } from '../../reader/rules/draft/understanding.ts'
import type { DutyKind } from '../rules/facts.ts'
import { included } from '../rules/launch.ts'
import { filterFields } from './fact-sources.ts'

type Bound = { readonly kind: DutyKind; readonly factKey: string | null; readonly where: string | null }

/** Rule PL-52: a filter fits the fields of the facts its duty is bound to. What does not fit, in one sentence; null where it does. */
export function dutyFilterFault({ kind, factKey, where }: Bound): string | null {
  if (where === null) return null
  const fields = filterFields(kind, factKey)
  return fields === null ? `facts of '${factKey ?? kind}' cannot be filtered` : filterFault(where, fields)
}

/** The first duty that a launch would take in with a filter that fits no more, such as after a register changed. */
export function misfittingFilter(understanding: Understanding): Refusal | null {
  for (const { kind, text, settings } of included(understanding)) {
    const fault = dutyFilterFault({ kind, factKey: settings.factKey, where: settings.where ?? null })
    if (fault !== null) return refuse('plan.filter_does_not_fit', `${text.slice(0, 40)}: ${fault}`)
  }
  return null
}

/** Which facts count, in plain words; null where all of them do. */
export const sayDutyFilter = ({ kind, factKey, where }: Bound): { zh: string; en: string } | null => (where === null ? null : sayFilter(where, filterFields(kind, factKey) ?? []))
