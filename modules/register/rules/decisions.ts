import type { Actor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { mayConfirm, mayCorrect, mayWithdraw } from './authority.ts'
import type { RegisterDefinition } from './definition.ts'
import { needsConfirmation, needsReason, type By, type Entry, type Written } from './entry.ts'
import { turnOn } from './periods.ts'

const byOf = (actor: Actor, now: Instant): By => ({ id: actor.id, name: actor.name, at: now })

export type NewEntry = Pick<Entry, 'institutionId' | 'regionCode' | 'id' | 'registerKey' | 'version'> & Written

/** A first version; whether it may be entered was asked before (mayEnter), because that needs the department only. */
export function enter(definition: RegisterDefinition, actor: Actor, given: NewEntry, now: Instant): Entry {
  const by = byOf(actor, now)
  return { ...given, state: 'entered', revision: 1, entered: by, confirmed: null, changed: by, withdrawn: null, countedAt: needsConfirmation(definition) ? null : now }
}

/**
 * Rule RG-9: a correction writes a new version; the one before stays with its author. A confirmed entry stays confirmed,
 * so its correction needs a reason. What counted keeps the instant it first counted from, unless it moves to another
 * turn or department: there it counts from the correction on, or entries of one week could fill another in time.
 */
export function correct(authority: RegisterDefinition, entry: Entry, actor: Actor, ask: { readonly revision: number; readonly reason: string; readonly written: Written }, now: Instant): Entry | Refusal {
  const no = mayCorrect(authority, entry, actor, ask.written.departmentId)
  if (no !== null) return no
  if (entry.revision !== ask.revision) return refuse('request.stale')
  if (needsReason(entry) && ask.reason === '') return refuse('register.reason_missing')
  const moved = ask.written.departmentId !== entry.departmentId || !isSameTurn(authority, ask.written.on, entry.on)
  return { ...entry, ...ask.written, revision: entry.revision + 1, changed: byOf(actor, now), countedAt: entry.countedAt !== null && moved ? now : entry.countedAt }
}

function isSameTurn(definition: RegisterDefinition, a: IsoDate, b: IsoDate): boolean {
  const unit = definition.period === 'none' ? 'month' : definition.period
  return turnOn(unit, a)?.from === turnOn(unit, b)?.from
}

/** Rule RG-10: somebody else than who entered it and who wrote the present version vouches for it. */
export function confirm(authority: RegisterDefinition, entry: Entry, actor: Actor, revision: number, now: Instant): Entry | Refusal {
  const no = mayConfirm(authority, entry, actor)
  if (no !== null) return no
  if (entry.revision !== revision) return refuse('request.stale')
  return { ...entry, state: 'confirmed', revision: entry.revision + 1, confirmed: byOf(actor, now), countedAt: now }
}

/** Rule RG-11: nothing is deleted: what is withdrawn counts no more and stays readable with its reason. */
export function withdraw(authority: RegisterDefinition, entry: Entry, actor: Actor, ask: { readonly revision: number; readonly reason: string }, now: Instant): Entry | Refusal {
  const no = mayWithdraw(authority, entry, actor)
  if (no !== null) return no
  if (entry.revision !== ask.revision) return refuse('request.stale')
  return { ...entry, state: 'withdrawn', revision: entry.revision + 1, withdrawn: { ...byOf(actor, now), reason: ask.reason }, countedAt: null }
}
