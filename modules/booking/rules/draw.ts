import type { Hasher } from '../../../kernel/hasher.ts'

/** What a draw is made of: places per slot, and tickets with their wishes in order. Nobody's name is part of it. */
export type DrawSlot = { readonly id: string; readonly places: number }
export type DrawTicket = { readonly ticket: string; readonly choices: readonly string[] }
export type DrawnLine = { readonly ticket: string; readonly slotId: string | null; /** Which of the wishes it is, from 1; null where nothing was left. */ readonly wish: number | null }

export const drawFormat = 'huiyin-draw/1'
export const mostChoices = 5

/** Everything anybody needs to make the draw once more; published when it is done. */
export type DrawRecord = {
  readonly format: typeof drawFormat
  readonly release: { readonly id: string; readonly institutionId: string; readonly clinicId: string; readonly onDate: string; readonly opensAt: string; readonly closesAt: string }
  readonly seedHash: string
  readonly seed: string
  /** SHA-256 of the tickets with their wishes: every entry has its part in every key, so none can be picked to win. */
  readonly entriesHash: string
  readonly slots: readonly DrawSlot[]
  readonly entries: readonly DrawTicket[]
  readonly order: readonly string[]
  readonly outcome: readonly DrawnLine[]
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Tickets with their wishes as one text, in the order of the tickets: the same for whoever writes it down. */
export const entriesText = (entries: readonly DrawTicket[]): string =>
  entries
    .toSorted((a, b) => byText(a.ticket, b.ticket))
    .map((each) => `${each.ticket} ${each.choices.join(',')}\n`)
    .join('')

/** Rule DW-2: a ticket's turn follows from the seed, all entries together and the ticket, and from nothing else. */
export function drawOrder(hasher: Hasher, seed: string, entriesHash: string, tickets: readonly string[]): string[] {
  const keyed = tickets.map((ticket) => ({ ticket, key: hasher.hmac(seed, `${entriesHash} ${ticket}`) }))
  return keyed.toSorted((a, b) => byText(a.key, b.key) || byText(a.ticket, b.ticket)).map((each) => each.ticket)
}

/** Rule DW-3: in the order drawn each ticket gets the first of its wishes that has a place left. */
export function giveInTurn(order: readonly string[], entries: readonly DrawTicket[], slots: readonly DrawSlot[]): DrawnLine[] {
  const left = new Map(slots.map((slot) => [slot.id, slot.places]))
  const wishes = new Map(entries.map((each) => [each.ticket, each.choices]))
  return order.map((ticket) => {
    const choices = wishes.get(ticket) ?? []
    const at = choices.findIndex((slotId) => (left.get(slotId) ?? 0) > 0)
    const slotId = choices[at]
    if (slotId === undefined) return { ticket, slotId: null, wish: null }
    left.set(slotId, (left.get(slotId) ?? 0) - 1)
    return { ticket, slotId, wish: at + 1 }
  })
}

/** Rule DW-1: the seed whose hash was published before anybody entered decides; record and outcome follow from it alone. */
export function makeDraw(hasher: Hasher, given: { readonly release: DrawRecord['release']; readonly seed: string; readonly slots: readonly DrawSlot[]; readonly entries: readonly DrawTicket[] }): DrawRecord {
  const entries = given.entries.toSorted((a, b) => byText(a.ticket, b.ticket))
  const entriesHash = hasher.sha256(entriesText(entries))
  const order = drawOrder(hasher, given.seed, entriesHash, entries.map((each) => each.ticket))
  const slots = given.slots.toSorted((a, b) => byText(a.id, b.id))
  return { format: drawFormat, release: given.release, seedHash: hasher.sha256(given.seed), seed: given.seed, entriesHash, slots, entries, order, outcome: giveInTurn(order, entries, slots) }
}
