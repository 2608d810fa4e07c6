import type { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import { isIsoDate, type Locale } from '../../../kernel/calendar.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { registerContract } from '../contract.ts'
import { needsConfirmation } from '../rules/entry.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import type { ListAsk, Place, ValueFilter } from '../store/list.ts'

type Filter = z.output<typeof registerContract.exportEntries.query>

/** Whose entries are meant: those named; else a commission's whole region, and for everybody else the own body. */
export const meant = (actor: Actor, institutionId: string | undefined): string | undefined => institutionId ?? (actor.regionPrefix === null ? (actor.institutionId ?? undefined) : undefined)

/** 'theme:diet,speaker:<id>' against the filters of the definition. */
function filtersOf(definition: RegisterDefinition, where: string | undefined): ValueFilter[] {
  if (where === undefined) return []
  return where.split(',').map((part) => {
    const [key = '', value = ''] = part.split(':')
    const field = definition.fields.find((each) => each.key === key && each.filter)
    if (field === undefined) throw new RefusedError('register.filter_unknown', key)
    return { field, value }
  })
}

/** A commission of one county: all its bodies carry the same six digits, so an index can go straight to them. */
const countyOf = (actor: Actor, institutionId: string | undefined): string | undefined => (meant(actor, institutionId) === undefined && actor.regionPrefix?.length === 6 ? actor.regionPrefix : undefined)

export const listAsk = (actor: Actor, definition: RegisterDefinition, query: Filter, newestFirst = true): ListAsk => ({
  key: definition.key, institutionId: meant(actor, query.institutionId), countyCode: countyOf(actor, query.institutionId), departmentId: query.departmentId, from: query.from, to: query.to, state: query.state, waits: needsConfirmation(definition),
  where: filtersOf(definition, query.where), search: query.search === undefined || query.search === '' ? undefined : query.search, newestFirst,
})

export function placeOf(after: string | undefined): Place | undefined {
  if (after === undefined) return undefined
  const [on = '', id = ''] = after.split('|')
  if (!isIsoDate(on) || !isUuid(id)) throw new RefusedError('request.invalid', 'after')
  return { on, id }
}

export const writePlace = (place: Place): string => `${place.on}|${place.id}`

/** In which language faults of single fields are said; the platform says refusals the same way. */
export const localeOf = (request: { headers: { 'accept-language'?: string | undefined } }): Locale => (request.headers['accept-language']?.startsWith('en') === true ? 'en' : 'zh')
