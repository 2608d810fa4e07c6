import { call, CallError } from '../../../ui/call.ts'
import { nowHere } from '../../../ui/dates.ts'
import { registerContract as contract } from '../contract.ts'
import { device, dropDraft, keepDraft, type Content, type Definition, type Draft } from './drafts.ts'
import type { Filled } from './filled.ts'
import { earlierOf, nextOf, outcomeOf, send, settle, wake, type Outcome, type Parcel, type Target } from './parcel.ts'

/** A parcel with what is needed to show it, and to open it again. */
export type Posted = Parcel<Content> & { readonly account: string; readonly registerKey: string; readonly title: string; readonly filled: Filled; readonly view: Definition; readonly savedAt: string }
export type Result = { readonly kind: 'delivered'; readonly at: Target } | { readonly kind: 'refused'; readonly says: string; readonly error: unknown; readonly target: Target | null } | { readonly kind: 'waiting' }

/** Pictures over a bad line take their time; after this nobody knows, and it is sent again with the same key. */
const patience = 180_000

const shelf = device<Posted>('outbox')
let list: readonly Posted[] = []
let account: string | null = null
const listeners = new Set<() => void>()
const ends = new Set<(posted: Posted, result: Result) => void>()
/** Forms that wait for the answer themselves: they say what came of it, nobody else need. */
const watched = new Set<string>()
const sending = new Map<string, Promise<Result>>()
/** What came of what was sent since the page was opened. */
const ended = new Map<string, Result>()

function show(next: readonly Posted[]): void {
  list = next
  for (const each of listeners) each()
}

export const outbox = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  now: (): readonly Posted[] => list,
  endOf: (id: string): Result | undefined => ended.get(id),
  /** Called for everything that has arrived or was refused and that no form waits for. */
  onEnd: (listener: (posted: Posted, result: Result) => void): (() => void) => {
    ends.add(listener)
    return () => ends.delete(listener)
  },
  watch: (id: string): (() => void) => {
    watched.add(id)
    return () => watched.delete(id)
  },
}

/** Reads what waits on this device for a person; another person's stays where it is. */
export async function openOutbox(of: string): Promise<void> {
  account = of
  const kept = (await shelf.all()).filter((each) => each.account === of)
  show(kept.map((each) => (sending.has(each.id) ? each : { ...each, ...wake(each) })).sort((a, b) => (a.savedAt < b.savedAt ? -1 : 1)))
}

async function keep(posted: Posted): Promise<void> {
  // What cannot be kept is still sent; only a crash would lose it.
  await shelf.put(posted).catch(() => undefined)
  if (posted.account === account) show(list.some((each) => each.id === posted.id) ? list.map((each) => (each.id === posted.id ? posted : each)) : [...list, posted])
}

async function drop(id: string): Promise<void> {
  await shelf.remove(id).catch(() => undefined)
  show(list.filter((each) => each.id !== id))
}

async function ask({ key, content, target }: ReturnType<typeof nextOf<Content>>, registerKey: string): Promise<{ outcome: Outcome; error: unknown }> {
  const { version, reason, keepFiles, values, ...rest } = content.body
  const typed = { ...rest, values: values as Record<string, string | number | boolean | string[] | null> }
  const files = content.files.map(({ name, blob }) => new File([blob], name, { type: blob.type }))
  const common = { files, key, signal: AbortSignal.timeout(patience) }
  try {
    const entry = await (target === null
      ? call(contract.enterEntry, { ...common, params: { key: registerKey }, body: { ...typed, version } })
      : call(contract.correctEntry, { ...common, params: { key: registerKey, institutionId: target.institutionId, entryId: target.entryId }, body: { ...typed, revision: target.revision, reason, keepFiles } }))
    return { outcome: { kind: 'arrived', at: { institutionId: entry.institutionId, entryId: entry.id, revision: entry.revision } }, error: null }
  } catch (error) {
    const { status, code } = error instanceof CallError ? error : new CallError(0, {})
    return { outcome: { kind: outcomeOf(status, code), says: error instanceof Error ? error.message : String(error) }, error }
  }
}

function end(posted: Posted, result: Result): Result {
  ended.set(posted.id, result)
  show([...list])
  if (!watched.has(posted.id)) for (const each of ends) each(posted, result)
  return result
}

async function deliver(first: Posted): Promise<Result> {
  let posted: Posted = first
  for (;;) {
    posted = { ...posted, ...send(posted) }
    await keep(posted)
    const { outcome, error } = await ask(nextOf(posted), posted.registerKey)
    const settled = settle(posted, outcome)
    if (settled.step === 'done') {
      await drop(posted.id)
      return end(posted, { kind: 'delivered', at: settled.at })
    }
    if (settled.step === 'draft') {
      await keepDraft(draftOf(posted, { says: settled.says, target: settled.target, earlier: null })).catch(() => undefined)
      await drop(posted.id)
      return end(posted, { kind: 'refused', says: settled.says, error, target: settled.target })
    }
    posted = { ...posted, ...settled.parcel }
    await keep(posted)
    if (settled.step === 'wait') return { kind: 'waiting' }
  }
}

const draftOf = (posted: Posted, given: Pick<Draft, 'says' | 'target' | 'earlier'>): Draft => ({
  id: posted.id, account: posted.account, registerKey: posted.registerKey, filled: posted.filled, view: posted.view, savedAt: nowHere(), ...given,
})

/** Sends one parcel, once at a time; without a network it is not even tried. */
export function sendNow(posted: Posted): Promise<Result> {
  const running = sending.get(posted.id)
  if (running !== undefined) return running
  if (!navigator.onLine) return Promise.resolve({ kind: 'waiting' })
  const run = deliver(posted).finally(() => sending.delete(posted.id))
  sending.set(posted.id, run)
  return run
}

/** Puts a finished entry into the outbox before anything leaves, so that a crash loses nothing, and sends it. */
export async function post(posted: Posted): Promise<Result> {
  await keep(posted)
  await dropDraft(posted.id).catch(() => undefined)
  return sendNow(posted)
}

/** Everything that waits, one after another in the order it was finished. */
export async function sendAll(): Promise<void> {
  for (const each of list) {
    if (!navigator.onLine) return
    const now = list.find((other) => other.id === each.id)
    if (now !== undefined) await sendNow(now)
  }
}

/** Takes a waiting entry back into a form; what may have arrived goes out first when it is sent again. */
export async function takeBack(posted: Posted): Promise<void> {
  await keepDraft(draftOf(posted, { says: posted.says, target: posted.target, earlier: earlierOf(posted) }))
  await drop(posted.id)
}

export const throwAway = (posted: Posted): Promise<void> => drop(posted.id)
