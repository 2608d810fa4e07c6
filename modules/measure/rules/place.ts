import { isIsoDate } from '../../../kernel/calendar.ts'

/** Where a page of facts goes on: a kind, a day and an id, as one text. */
export type Place = { readonly kind: string; readonly on: string; readonly id: string }

export const placeText = (place: Place): string => `${place.kind}|${place.on}|${place.id}`

export function placeIn(text: string): Place | null {
  const [, kind, on, id] = /^([a-z.0-9-]{1,120})\|(\d{4}-\d\d-\d\d)\|(.{1,100})$/.exec(text) ?? []
  return kind === undefined || on === undefined || id === undefined || !isIsoDate(on) ? null : { kind, on, id }
}
