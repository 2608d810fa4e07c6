import type { Act } from '../../server/platform/act.ts'
import type { Words } from './rules/definition.ts'
import type { Body } from './rules/matter.ts'

/** The author of a matter hears of a step; `number` is the one on the receipt. */
export type AuthorTold = Body & { readonly matterId: string; readonly number: string; readonly says: Words }
type Listener = (act: Act, told: AuthorTold) => Promise<void>

const listeners = new Map<string, Listener>()

/** Whoever can reach an author in another way than by telephone; a second registration of a name replaces the first. */
export const onAuthorTold = (name: string, listener: Listener): void => void listeners.set(name, listener)

export async function authorTold(act: Act, told: AuthorTold): Promise<void> {
  for (const listener of listeners.values()) await listener(act, told)
}
