import type { z } from 'zod'
import type { matterContract } from '../contract.ts'
import { channels, phases } from '../rules/definition.ts'

/** What the work list is narrowed to; it stands in the address, so that a list can be sent to a colleague. */
export type Filters = Omit<z.input<(typeof matterContract.listMatters)['query']>, 'after' | 'limit'>

export const shownPhases = [...phases, 'all'] as const
export const whoses = ['mine', 'department', 'body'] as const
const oneOf = <Value extends string>(values: readonly Value[], given: unknown): Value | undefined => values.find((each) => each === given)
const text = (given: unknown): string | undefined => (typeof given === 'string' && given !== '' ? given : typeof given === 'number' ? String(given) : undefined)

/** Only what is set and of the right form: an address may come from anywhere. */
export function filtersOf(search: Readonly<Record<string, unknown>>): Filters {
  const given: Record<string, unknown> = {
    phase: oneOf(shownPhases, search['phase']), whose: oneOf(whoses, search['whose']), channel: oneOf(channels, search['channel']), sort: oneOf(['due', 'received'] as const, search['sort']),
    overdue: text(search['overdue']) === '1' ? '1' : undefined, callBack: text(search['callBack']) === '1' ? '1' : undefined,
    ...Object.fromEntries((['institutionId', 'kind', 'state', 'departmentId', 'from', 'to', 'text'] as const).map((name) => [name, text(search[name])])),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** A change of the list; what is set to undefined is left out. Another kind has other states. */
export function narrowed(filters: Filters, change: { readonly [Name in keyof Filters]?: Filters[Name] | undefined }): Filters {
  const next = { ...filters, ...('kind' in change && !('state' in change) ? { state: undefined } : {}), ...('institutionId' in change ? { departmentId: undefined } : {}), ...change }
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ''))
}

const plain = new Set(['sort', 'whose', 'kind', 'state', 'text', 'overdue', 'callBack'])
/** How many things narrow the list beside what stands above it as chips. */
export const countFilters = (filters: Filters): number => Object.keys(filters).filter((name) => !plain.has(name)).length
export const isFiltered = (filters: Filters): boolean => Object.keys(filters).some((name) => name !== 'sort' && name !== 'whose')
