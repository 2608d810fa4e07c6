import type { z } from 'zod'
import type { registerContract } from '../contract.ts'
import { entryStates } from '../rules/values.ts'

/** What a list is narrowed to; it stands in the address, so that a filtered list can be sent to a colleague and printed. */
export type Filters = Omit<z.input<(typeof registerContract.listEntries)['query']>, 'after' | 'limit'>

const states = [...entryStates, 'standing', 'all'] as const
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined)

/** Only what is set and of the right form: an address may come from anywhere. */
export function filtersOf(search: Readonly<Record<string, unknown>>): Filters {
  const given: Record<string, string> = {}
  for (const name of ['institutionId', 'departmentId', 'from', 'to', 'where', 'search'] as const) {
    const value = text(search[name])
    if (value !== undefined) given[name] = value
  }
  const state = states.find((each) => each === search['state'])
  return { ...given, ...(state === undefined ? {} : { state }), ...(search['sort'] === 'oldest' ? { sort: 'oldest' as const } : {}) }
}

/** 'theme:diet,speaker:<id>' as a map, and back. */
export const whereOf = (where: string | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((where ?? '').split(',').flatMap((each) => {
    const at = each.indexOf(':')
    return at < 1 ? [] : [[each.slice(0, at), each.slice(at + 1)] as const]
  }))

export function withWhere(filters: Filters, key: string, value: string | undefined): Filters {
  const map = { ...whereOf(filters.where) }
  if (value === undefined) delete map[key]
  else map[key] = value
  const where = Object.entries(map).map(([name, each]) => `${name}:${each}`).join(',')
  const { where: _, ...rest } = filters
  return where === '' ? rest : { ...rest, where }
}

export const set = <Name extends keyof Filters>(filters: Filters, name: Name, value: Filters[Name] | undefined): Filters => {
  const { [name]: _, ...rest } = filters
  return value === undefined || value === '' ? rest : { ...filters, [name]: value }
}

export const isFiltered = (filters: Filters): boolean => Object.keys(filters).some((name) => name !== 'sort')

/** How many things narrow the list beside the words searched for. */
export const countFilters = (filters: Filters): number => Object.keys(filters).filter((name) => name !== 'sort' && name !== 'search' && name !== 'where').length + Object.keys(whereOf(filters.where)).length
