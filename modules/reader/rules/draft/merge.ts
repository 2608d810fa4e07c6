import { bigrams, diceOf } from '../../../../kernel/text.ts'
import { clauseIds, diffReadings } from '../diff.ts'
import type { Clause, PlanReading } from '../model.ts'
import { asClauses, headId, understand, type Confirmed } from './understand.ts'
import type { DutyItem, Understanding } from './understanding.ts'

export type Before = { readonly understanding: Understanding; readonly reading: PlanReading; readonly confirmed: Confirmed }

type Words = { readonly printed: string; readonly title: string; readonly text: string }
export type Kept = { itemId: string; field: string; confirmed: string; read: string }
export type Diff = {
  readonly added: (Words & { clauseId: string })[]
  readonly removed: (Words & { clauseId: string })[]
  readonly changed: { clauseId: string; before: Words; after: Words }[]
  readonly moved: { clauseId: string; before: string; after: string }[]
  readonly same: number
  readonly kept: Kept[]
}

const words = ({ printed, title, text }: Clause): Words => ({ printed, title, text })
const say = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 400)
const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Fields that belong to the place in the new document, never to the person. */
const ofDocument = new Set(['id', 'line', 'lines', 'path', 'parentId', 'clauseId', 'groupId', 'flags'])

/**
 * Rule DR-6: of one item: a field that the person corrected stays as corrected, always. Where the clause's words are
 * unchanged everything that was confirmed stays; where they changed, the new reading counts and asks to be confirmed.
 */
function mergeItem<T extends { id: string }>(fresh: T, old: T, read: T | undefined, unchanged: boolean, isConfirmed: boolean, kept: Kept[]): T {
  const merged: Record<string, unknown> = { ...fresh }
  for (const [field, value] of Object.entries(old)) {
    if (ofDocument.has(field)) continue
    const corrected = read === undefined || !equal(value, (read as Record<string, unknown>)[field])
    const wins = corrected || (unchanged && isConfirmed)
    if (!wins) continue
    merged[field] = value
    const now = (fresh as Record<string, unknown>)[field]
    if (!equal(value, now)) kept.push({ itemId: fresh.id, field, confirmed: say(value), read: say(now) })
  }
  return merged as T
}

/** Duties of one clause in two versions: the same words first, then the most alike. */
function matchDuties(fresh: readonly DutyItem[], old: readonly DutyItem[]): Map<DutyItem, DutyItem> {
  const pairs = new Map<DutyItem, DutyItem>()
  const free = new Set(old)
  const take = (one: DutyItem, other: DutyItem | undefined): void => {
    if (other === undefined) return
    pairs.set(one, other)
    free.delete(other)
  }
  for (const one of fresh) take(one, [...free].find((other) => other.text === one.text))
  for (const one of fresh) {
    if (pairs.has(one)) continue
    const grams = bigrams(one.text)
    const best = [...free].map((other) => ({ other, share: diceOf(grams, bigrams(other.text)) })).sort((a, b) => b.share - a.share)[0]
    if (best !== undefined && best.share >= 0.5) take(one, best.other)
  }
  return pairs
}

/** Rule DR-5: a new version is compared with what the person confirmed, clause by clause, by ids that survive renumbering. */
export function mergeReading(before: Before, reading: PlanReading): { understanding: Understanding; confirmed: Confirmed; diff: Diff } {
  const oldIds = new Map(before.understanding.clauses.map((clause) => [clause.path, clause.id]))
  const oldClauses = asClauses(before.understanding)
  const ids = clauseIds(reading, { reading: { clauses: before.reading.clauses }, ids: oldIds })
  const asRead = understand(before.reading, oldIds)
  const fresh = understand(reading, ids)
  const byWords = diffReadings({ clauses: before.reading.clauses }, reading)
  const shown = diffReadings({ clauses: oldClauses }, reading)
  const unchanged = new Set([...byWords.same, ...byWords.moved].map(({ after }) => ids.get(after.path) ?? ''))
  const kept: Kept[] = []
  const confirmed: Record<string, Confirmed[string]> = {}
  const keep = (id: string, from: string, still: boolean): void => {
    const was = before.confirmed[from]
    if (was !== undefined && still) confirmed[id] = was
  }

  const mergeAll = <T extends { id: string }>(items: readonly T[], olds: readonly T[], reads: readonly T[], same: (a: T, b: T) => boolean, isUnchanged: (item: T) => boolean): T[] => {
    const free = new Set(olds)
    const merged = items.map((item) => {
      const old = [...free].find((each) => same(item, each))
      if (old === undefined) return item
      free.delete(old)
      const still = isUnchanged(item)
      keep(item.id, old.id, still)
      return mergeItem(item, old, reads.find((each) => each.id === old.id), still, old.id in before.confirmed, kept)
    })
    // What a person added stands in no document, so no new version takes it away.
    return [...merged, ...[...free].filter((each) => each.id.startsWith('x-'))]
  }
  const always = () => true
  const clauses = mergeAll(fresh.clauses, before.understanding.clauses, asRead.clauses, (a, b) => a.id === b.id, (clause) => unchanged.has(clause.id))
  const { phases, groups, members, attachments, duties: _duties, ...old } = before.understanding
  const understanding: Understanding = {
    ...mergeHead(fresh, before, asRead, kept),
    clauses,
    phases: mergeAll(fresh.phases, phases, asRead.phases, (a, b) => a.name === b.name || (a.clauseId !== null && a.clauseId === b.clauseId && a.id === b.id), (phase) => phase.clauseId === null || unchanged.has(phase.clauseId)),
    duties: mergeDuties(fresh, before, asRead, unchanged, kept, keep),
    groups: mergeAll(fresh.groups, groups, asRead.groups, (a, b) => a.name === b.name || a.id === b.id, always),
    members: mergeAll(fresh.members, members, asRead.members, (a, b) => a.name === b.name && a.role === b.role, always),
    attachments: mergeAll(fresh.attachments, attachments, asRead.attachments, (a, b) => a.title === b.title, always),
    contacts: fresh.contacts.length > 0 ? fresh.contacts : old.contacts,
  }
  const headSame = (['title', 'issuer', 'number', 'issuedOn'] as const).every((field) => equal(reading[field], before.reading[field]))
  keep(headId, headId, headSame)
  for (const item of [...understanding.phases, ...understanding.duties, ...understanding.members]) if (item.id.startsWith('x-')) keep(item.id, item.id, true)
  const idOfOld = (clause: Clause): string => oldIds.get(clause.path) ?? clause.path
  return {
    understanding,
    confirmed,
    diff: {
      added: shown.added.map((clause) => ({ clauseId: ids.get(clause.path) ?? clause.path, ...words(clause) })),
      removed: shown.removed.map((clause) => ({ clauseId: idOfOld(clause), ...words(clause) })),
      changed: shown.changed.map((pair) => ({ clauseId: idOfOld(pair.before), before: words(pair.before), after: words(pair.after) })),
      moved: shown.moved.map((pair) => ({ clauseId: idOfOld(pair.before), before: pair.before.path, after: pair.after.path })),
      same: shown.same.length,
      kept,
    },
  }
}

function mergeHead(fresh: Understanding, before: Before, asRead: Understanding, kept: Kept[]): Understanding {
  const merged = mergeItem({ id: headId, title: fresh.title, issuer: fresh.issuer, number: fresh.number, issuedOn: fresh.issuedOn }, head(before.understanding), head(asRead), false, headId in before.confirmed, kept)
  const { id: _id, ...fields } = merged
  return { ...fresh, ...fields }
}

const head = ({ title, issuer, number, issuedOn }: Understanding) => ({ id: headId, title, issuer, number, issuedOn })

function mergeDuties(fresh: Understanding, before: Before, asRead: Understanding, unchanged: ReadonlySet<string>, kept: Kept[], keep: (id: string, from: string, still: boolean) => void): DutyItem[] {
  const olds = Map.groupBy(before.understanding.duties, (duty) => duty.clauseId)
  const reads = new Map(asRead.duties.map((duty) => [duty.id, duty]))
  const present = new Set(fresh.clauses.map((clause) => clause.id))
  const merged = [...Map.groupBy(fresh.duties, (duty) => duty.clauseId)].flatMap(([clauseId, duties]) => {
    const old = olds.get(clauseId) ?? []
    const pairs = matchDuties(duties, old.filter((duty) => !duty.id.startsWith('x-')))
    const removedByHand = new Set(asRead.duties.filter((duty) => duty.clauseId === clauseId && !old.some((each) => each.id === duty.id)).map((duty) => duty.text))
    return duties.flatMap((duty) => {
      const was = pairs.get(duty)
      // Rule DR-4 holds on: a duty that a person struck out of unchanged words stays out.
      if (was === undefined) return unchanged.has(clauseId) && removedByHand.has(duty.text) ? [] : [duty]
      keep(duty.id, was.id, unchanged.has(clauseId))
      return [mergeItem(duty, was, reads.get(was.id), unchanged.has(clauseId), was.id in before.confirmed, kept)]
    })
  })
  const own = before.understanding.duties.filter((duty) => duty.id.startsWith('x-'))
  for (const duty of own) if (!present.has(duty.clauseId)) kept.push({ itemId: duty.id, field: 'removed', confirmed: say(duty.text), read: '' })
  return [...merged, ...own.filter((duty) => present.has(duty.clauseId))]
}
