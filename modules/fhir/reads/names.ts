import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { Ask } from '../ask.ts'
import type { Names } from '../rules/from-booking.ts'
import type { Identifier } from '../rules/resource.ts'
import * as store from '../store/names.ts'

type Named = 'Schedule' | 'Slot'

/** How the house calls these clinics and slots. */
export async function namesFor(read: ReadTx, institutionId: string, ids: { readonly clinics?: readonly string[]; readonly slots?: readonly string[] }): Promise<Names> {
  const [clinics, slots] = await Promise.all([store.namesOf(read, institutionId, 'Schedule', ids.clinics ?? []), store.namesOf(read, institutionId, 'Slot', ids.slots ?? [])])
  const known = { Schedule: new Map(clinics.map((each) => [each.ourId, each])), Slot: new Map(slots.map((each) => [each.ourId, each])) }
  return { of: (type, id) => known[type].get(id) }
}

/** Ours behind an id of the address: by the own name where there is one, else our own; null where it can be neither. */
export async function ourIdOf(read: ReadTx, institutionId: string, type: Named, id: string): Promise<string | null> {
  const named = await store.findByOwnId(read, institutionId, type, id)
  if (named !== undefined) return named.ourId
  if (!isUuid(id)) return null
  // What has an own name is known by it alone: one thing, one address.
  return (await store.namesOf(read, institutionId, type, [id])).length === 0 ? id : null
}

export async function ourIdsOf(read: ReadTx, institutionId: string, type: Named, ids: readonly string[] | null): Promise<string[] | null> {
  if (ids === null) return null
  const found = []
  for (const id of ids.slice(0, 100)) found.push(await ourIdOf(read, institutionId, type, id))
  return found.flatMap((each) => each ?? [])
}

export async function ourIdsByIdentifier(read: ReadTx, institutionId: string, type: Named, wanted: readonly { readonly system: string | null; readonly value: string }[] | null): Promise<string[] | null> {
  if (wanted === null) return null
  const found = []
  for (const token of wanted.slice(0, 100)) {
    const fits = (identifier: Identifier) => token.system === null || (identifier.system ?? '') === token.system
    found.push(...(await store.listByIdentifier(read, institutionId, type, token.value)).filter((each) => each.identifier.some(fits)).map((each) => each.ourId))
  }
  return found
}

/** Both conditions must hold; null is no condition. */
export const both = (a: string[] | null, b: string[] | null): string[] | null => (a === null ? b : b === null ? a : a.filter((each) => b.includes(each)))

/** The place in a list by time: 'instant|id', as pages of it hand out. */
export function placeAfter(ask: Ask): { at: string; id: string } | undefined {
  if (ask.after === undefined) return undefined
  const [, at, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\|([0-9a-f-]{36})$/.exec(ask.after) ?? []
  if (at === undefined || id === undefined) throw new RefusedError('fhir.parameter', `_after=${ask.after}`)
  return { at, id }
}
