/**
 * What was finished on this device and has not arrived yet. A parcel keeps its key until it is known to have arrived or
 * to have been refused, so that nothing is entered twice; content that is changed after it may have arrived becomes a
 * correction of what then is there. No IO here: outbox.ts acts.
 */

/** What is sent with one key; the same key never carries anything else. */
export type Sent<Content> = { readonly key: string; readonly content: Content }
/** The entry that a content corrects; null where it enters a new one. */
export type Target = { readonly institutionId: string; readonly entryId: string; readonly revision: number }

export type Parcel<Content> = {
  readonly id: string
  readonly own: Sent<Content>
  readonly target: Target | null
  /** What left before under its own key and was changed before anybody knew whether it had arrived. */
  readonly earlier: Sent<Content> | null
  /** Whether `own` has left at least once: then it may have arrived. */
  readonly tried: boolean
  readonly state: 'waiting' | 'sending'
  /** Why it did not arrive the last time, in words. */
  readonly says: string | null
}

export const seal = <Content>(given: { id: string; key: string; content: Content; target: Target | null; earlier: Sent<Content> | null }): Parcel<Content> => ({
  id: given.id, own: { key: given.key, content: given.content }, target: given.target, earlier: given.earlier, tried: false, state: 'waiting', says: null,
})

/** What goes out now: first what may have arrived already, so that its fate is known. */
export const nextOf = <Content>(parcel: Parcel<Content>): Sent<Content> & { readonly target: Target | null } =>
  parcel.earlier === null ? { ...parcel.own, target: parcel.target } : { ...parcel.earlier, target: null }

export const send = <Content>(parcel: Parcel<Content>): Parcel<Content> => ({ ...parcel, state: 'sending', tried: parcel.tried || parcel.earlier === null, says: null })

/** After a crash in the middle of sending nobody knows whether it arrived: it waits and goes out again with its key. */
export const wake = <Content>(parcel: Parcel<Content>): Parcel<Content> => (parcel.state === 'sending' ? { ...parcel, state: 'waiting' } : parcel)

export type Outcome = { readonly kind: 'arrived'; readonly at: Target } | { readonly kind: 'unreachable'; readonly says: string } | { readonly kind: 'refused'; readonly says: string }
export type Settled<Content> =
  | { readonly step: 'done'; readonly at: Target }
  /** Goes out again at once, or later. */
  | { readonly step: 'again' | 'wait'; readonly parcel: Parcel<Content> }
  /** The server said no: what was typed goes back to the person with the sentence. */
  | { readonly step: 'draft'; readonly says: string; readonly target: Target | null }

export function settle<Content>(parcel: Parcel<Content>, outcome: Outcome): Settled<Content> {
  if (outcome.kind === 'unreachable') return { step: 'wait', parcel: { ...parcel, state: 'waiting', says: outcome.says } }
  if (parcel.earlier !== null) {
    // The earlier one is known now: there, and is corrected, or refused, and never was.
    const target = outcome.kind === 'arrived' ? outcome.at : parcel.target
    return { step: 'again', parcel: { ...parcel, earlier: null, target, state: 'waiting' } }
  }
  return outcome.kind === 'arrived' ? { step: 'done', at: outcome.at } : { step: 'draft', says: outcome.says, target: parcel.target }
}

/** What must go out first when the content is changed: nothing where it surely never left. */
export const earlierOf = <Content>(parcel: Parcel<Content>): Sent<Content> | null => parcel.earlier ?? (parcel.tried && parcel.target === null ? parcel.own : null)

/** Whether the entry may be at the server though this device does not know it. */
export const mayHaveArrived = <Content>(parcel: Parcel<Content>): boolean => parcel.tried || parcel.earlier !== null

/**
 * What an answer means: no answer, an overloaded server or an ended session say nothing about the entry, so it waits;
 * every other "no" is final.
 */
export function outcomeOf(status: number, code: string): 'unreachable' | 'refused' {
  if (status === 0 || status === 401 || status === 408 || status === 425 || status === 429 || status >= 500) return 'unreachable'
  return code === 'request.busy' ? 'unreachable' : 'refused'
}
