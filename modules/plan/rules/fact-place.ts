import type { DutyKind } from '../../reader/rules/model.ts'

/** Where facts of a kind are entered or looked at, as an address of the console; null where only their source knows. */
export function factPlace(kind: DutyKind, factKey: string, at: { readonly institutionId: string; readonly periodId: string }): string | null {
  if (kind === 'record') return `/registers/${factKey}`
  if (kind === 'measure') return `/measures/${factKey}`
  return kind === 'report' ? `/reports/${at.institutionId}/${at.periodId}` : null
}
