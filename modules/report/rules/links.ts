import { readSource, registerOf } from './definition.ts'

/** Where a figure comes from, as an address of the console; null for words. */
export function sourceLink(from: string, planId: string): string | null {
  const source = readSource(from)
  if (source.kind === 'measure') return `/measures/${source.key}`
  if (source.kind === 'count' || source.kind === 'sum') return `/registers/${source.register}`
  return source.kind === 'plan' ? `/plans/${planId}/board` : null
}

/** Where the rows of a ledger are kept. */
export function ledgerLink(of: string, planId: string): string {
  const register = registerOf(of)
  return register === null ? `/plans/${planId}/board` : `/registers/${register}`
}
