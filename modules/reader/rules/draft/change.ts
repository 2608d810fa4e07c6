import { readRecurrence } from '../../../../kernel/recurrence-rule.ts'
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts'
import { headId, itemIds } from './understand.ts'
import {
  commissionAnsweringRoles, commissionKind, defaultSettings, sections,
  type AttachmentChange, type ClauseChange, type DutyChange, type DutyItem, type GroupChange, type HeadChange, type MemberChange, type PhaseChange, type PhaseItem, type Section, type Understanding,
} from './understanding.ts'

/** A correction of one item; the section says which fields it may name. */
export type Change =
  | { readonly section: 'head'; readonly change: HeadChange }
  | { readonly section: 'clauses'; readonly itemId: string; readonly change: ClauseChange }
  | { readonly section: 'phases'; readonly itemId: string; readonly change: PhaseChange }
  | { readonly section: 'duties'; readonly itemId: string; readonly change: DutyChange }
  | { readonly section: 'groups'; readonly itemId: string; readonly change: GroupChange }
  | { readonly section: 'members'; readonly itemId: string; readonly change: MemberChange }
  | { readonly section: 'attachments'; readonly itemId: string; readonly change: AttachmentChange }

/** Fields left out stay; `undefined` never overwrites. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
const given = <T extends object>(change: T): Given<T> => Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Given<T>

/** Rule DR-2: any field can be corrected; ids, lines and the printed words of the document stay as they are. */
export function applyChange(understanding: Understanding, ask: Change): Understanding | Refusal {
  if (ask.section === 'head') return { ...understanding, ...given(ask.change) }
  const { section, itemId } = ask
  const items: readonly { id: string }[] = understanding[section]
  const before = items.find((item) => item.id === itemId)
  if (before === undefined) return refuse('reader.item_not_found')
  const fields = given(ask.change)
  const settings = section === 'duties' && ask.section === 'duties' ? { settings: settingsAfter(before as DutyItem, ask.change) } : {}
  const after = { ...before, ...fields, ...settings }
  const changed: Understanding = { ...understanding, [section]: items.map((item) => (item.id === itemId ? after : item)) }
  return checkItem(changed, section, itemId) ?? changed
}

/** Rule DR-3: what no launch could work with is refused at once, with the reason. */
function checkItem(understanding: Understanding, section: Exclude<Section, 'head'>, itemId: string): Refusal | null {
  if (section === 'clauses') return checkClause(understanding, itemId)
  if (section === 'phases') {
    const phase = understanding.phases.find((each) => each.id === itemId)
    if (phase !== undefined && phase.start !== null && phase.end !== null && phase.end < phase.start) return refuse('reader.dates_inverted', `${phase.start} > ${phase.end}`)
    return phase !== undefined && phase.clauseId !== null ? checkClauseExists(understanding, phase.clauseId) : null
  }
  if (section === 'members') return understanding.groups.some((group) => group.id === understanding.members.find((each) => each.id === itemId)?.groupId) ? null : refuse('reader.item_not_found')
  if (section !== 'duties') return null
  const duty = understanding.duties.find((each) => each.id === itemId)
  if (duty === undefined) return refuse('reader.item_not_found')
  const cadence = duty.cadence
  if (cadence !== null) {
    if (isRefusal(readRecurrence(cadence.rrule))) return refuse('reader.rhythm_not_understood', cadence.rrule)
    if (cadence.start !== null && cadence.until !== null && cadence.until < cadence.start) return refuse('reader.dates_inverted', `${cadence.start} > ${cadence.until}`)
  }
  if (!fitsBody(duty.settings)) return refuse('reader.role_does_not_fit')
  if (duty.settings.phaseId !== null && !understanding.phases.some((phase) => phase.id === duty.settings.phaseId)) return refuse('reader.item_not_found')
  return checkClauseExists(understanding, duty.clauseId)
}

const isOwnRole = (role: string) => commissionAnsweringRoles.some((each) => each === role)

/** Rule PL-37: a duty of the commission itself is for the commission alone and answered by one of its posts, any other by a post of the institutions. */
const fitsBody = ({ kinds, role }: DutyItem['settings']): boolean => (kinds !== null && kinds.includes(commissionKind) ? isOwnRole(role) && kinds.length === 1 : !isOwnRole(role))

/** Rule DR-9: a filter belongs to what the duty is bound to; where that changes and no new filter is given, it goes. */
function settingsAfter(before: DutyItem, change: DutyChange): DutyItem['settings'] {
  const after = change.settings === undefined ? before.settings : fitted(before.settings, given(change.settings))
  const moved = (change.kind !== undefined && change.kind !== before.kind) || after.factKey !== before.settings.factKey
  return moved && change.settings?.where === undefined && after.where !== undefined && after.where !== null ? { ...after, where: null } : after
}

/** Nobody grades a commission: a duty of its own that named levels would ask nobody. */
function fitted(before: DutyItem['settings'], change: Partial<DutyItem['settings']>): DutyItem['settings'] {
  const after = withBody(before, change)
  return after.kinds?.includes(commissionKind) === true && after.levels !== undefined ? { ...after, levels: null } : after
}

/** Rule PL-37: where only the post or only the body is changed, the other follows it. */
function withBody(before: DutyItem['settings'], change: Partial<DutyItem['settings']>): DutyItem['settings'] {
  const after = { ...before, ...change }
  if (fitsBody(after)) return after
  if (change.kinds === undefined && change.role !== undefined) return { ...after, kinds: isOwnRole(after.role) ? [commissionKind] : null }
  if (change.role === undefined && change.kinds !== undefined) return { ...after, role: after.kinds?.includes(commissionKind) === true ? 'commission_clerk' : 'institution_clerk' }
  return after
}

const checkClauseExists = (understanding: Understanding, clauseId: string): Refusal | null => (understanding.clauses.some((clause) => clause.id === clauseId) ? null : refuse('reader.item_not_found'))

function checkClause(understanding: Understanding, itemId: string): Refusal | null {
  const parents = new Map(understanding.clauses.map((clause) => [clause.id, clause.parentId]))
  let at = parents.get(itemId) ?? null
  for (let depth = 0; at !== null; depth += 1) {
    if (at === itemId || depth > parents.size) return refuse('reader.clause_in_circle')
    if (!parents.has(at)) return refuse('reader.item_not_found')
    at = parents.get(at) ?? null
  }
  return null
}

type Added = { readonly understanding: Understanding; readonly addedId: string }

export function addPhase(understanding: Understanding, id: string, change: PhaseChange): Added | Refusal {
  const empty: PhaseItem = { id, name: '', start: null, end: null, printed: '', flags: [], clauseId: null, line: 0 }
  return added({ ...understanding, phases: [...understanding.phases, empty] }, { section: 'phases', itemId: id, change })
}

export function addDuty(understanding: Understanding, id: string, change: DutyChange & { clauseId: string; text: string }): Added | Refusal {
  const clause = understanding.clauses.find((each) => each.id === change.clauseId)
  if (clause === undefined) return refuse('reader.item_not_found')
  const empty: DutyItem = {
    id, clauseId: clause.id, subject: '', inferredSubject: false, kind: 'task', text: change.text, due: null, cadence: null, target: null, products: [], receiver: null, responsible: null, line: clause.lines[0], settings: defaultSettings,
  }
  return added({ ...understanding, duties: [...understanding.duties, empty] }, { section: 'duties', itemId: id, change })
}

export function addMember(understanding: Understanding, id: string, change: MemberChange & { groupId: string; name: string }): Added | Refusal {
  return added({ ...understanding, members: [...understanding.members, { id, groupId: change.groupId, role: '', name: change.name, post: '' }] }, { section: 'members', itemId: id, change })
}

function added(understanding: Understanding, change: Extract<Change, { itemId: string }>): Added | Refusal {
  const done = applyChange(understanding, change)
  return isRefusal(done) ? done : { understanding: done, addedId: change.itemId }
}

/** Rule DR-4: clauses and head are the document and stay; everything understood from them may be removed. */
export function removeItem(understanding: Understanding, itemId: string): Understanding | Refusal {
  if (itemId === headId || understanding.clauses.some((clause) => clause.id === itemId)) return refuse('reader.not_removable')
  const section = sections.find((each) => itemIds(understanding, each).includes(itemId))
  if (section === undefined || section === 'head' || section === 'clauses') return refuse('reader.item_not_found')
  const left: Understanding = { ...understanding, [section]: understanding[section].filter((item) => item.id !== itemId) }
  if (section === 'groups') return { ...left, members: left.members.filter((member) => member.groupId !== itemId) }
  if (section === 'phases') return { ...left, duties: left.duties.map((duty) => (duty.settings.phaseId === itemId ? { ...duty, settings: { ...duty.settings, phaseId: null } } : duty)) }
  return left
}
