import type { IsoDate } from '../../kernel/calendar.ts'
import type { Fact, FactChange, FactKind } from '../../kernel/fact.ts'
import type { Act } from './act.ts'
import type { ReadTx } from './database.ts'

/** What follows from a fact (counters, verdicts), in the transaction that records it. */
export type FactSubscriber = (act: Act, changes: readonly FactChange[]) => Promise<void>

export type FactQuestion = { readonly institutionId: string; readonly kind: string; readonly from: IsoDate; readonly to: IsoDate }

/** Where facts of some kinds are kept: their declarations, and a way to read them again (rebuild, drill-down). */
export type FactHolder = {
  /** Kinds that begin with this belong to the holder: 'register.'. */
  readonly prefix: string
  kinds(): readonly FactKind[]
  /** Facts of one institution and kind, days inclusive, ordered by day and id; at most `limit` after `after`. */
  read(read: ReadTx, ask: FactQuestion, page: { readonly after: { readonly on: IsoDate; readonly id: string } | null; readonly limit: number }): Promise<readonly Fact[]>
}

const subscribers = new Map<string, FactSubscriber>()
const holders = new Map<string, FactHolder>()

/** Subscribed once by name, when the server is put together; called in the order of subscription. */
export const onFacts = (name: string, subscriber: FactSubscriber): void => void subscribers.set(name, subscriber)

let declared = 0
export function holdFacts(holder: FactHolder): void {
  declared += 1
  holders.set(holder.prefix, holder)
}

/** How often kinds of facts were declared: what was read by the kinds of an earlier moment is read again. */
export const timesDeclared = (): number => declared

/**
 * Tells that facts came, changed or went. Call it after writing them and before the command's own `record`: what follows
 * from them is written in the same transaction, so no counter and no verdict can disagree with its facts.
 */
export async function tellFacts(act: Act, changes: readonly FactChange[]): Promise<void> {
  if (changes.length === 0) return
  for (const subscriber of subscribers.values()) await subscriber(act, changes)
}

export const factKinds = (): FactKind[] => [...holders.values()].flatMap((holder) => holder.kinds())

/** One page of the facts behind a figure; an unknown kind has none. */
export async function readFacts(read: ReadTx, ask: FactQuestion, page: { after: { on: IsoDate; id: string } | null; limit: number }): Promise<readonly Fact[]> {
  const holder = [...holders.values()].find((each) => ask.kind.startsWith(each.prefix))
  return holder === undefined ? [] : holder.read(read, ask, page)
}
