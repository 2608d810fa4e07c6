import type { Clause, PlanReading } from '../model.ts'
import { commissionKind, defaultSettings, type ClauseItem, type DutyItem, type Section, sections, type Understanding } from './understanding.ts'

export const headId = 'head'

/** A duty the document gives to the commission itself is not launched unless a person says so; then it is the commission's own (Rule PL-37). */
const ownSubject = /^(?:各级|市|区|县|旗|省|我)?(?:卫生健康)?(?:卫健)?(?:委|局|委员会|行政部门|主管部门)$/

function flatten(clauses: readonly Clause[], ids: ReadonlyMap<string, string>, parentId: string | null): ClauseItem[] {
  return clauses.flatMap((clause) => {
    const id = ids.get(clause.path) ?? clause.path
    const { path, printed, title, text, level } = clause
    return [{ id, parentId, path, printed, title, text, level, lines: [clause.lines[0], clause.lines[1]] }, ...flatten(clause.children, ids, id)]
  })
}

/** Rule DR-1: the reading as items with ids of their own; what the machine understood is where a person begins. */
export function understand(reading: PlanReading, ids: ReadonlyMap<string, string>): Understanding {
  const idOf = (path: string): string => ids.get(path) ?? path
  const perClause = new Map<string, number>()
  const duties = reading.duties.map(({ clause, ...duty }): DutyItem => {
    const clauseId = idOf(clause)
    const n = (perClause.get(clauseId) ?? 0) + 1
    perClause.set(clauseId, n)
    return {
      ...duty,
      id: `d-${clauseId}-${n}`,
      clauseId,
      products: [...duty.products],
      responsible: duty.responsible === null ? null : { lead: [...duty.responsible.lead], others: [...duty.responsible.others] },
      settings: ownSubject.test(duty.subject) ? { ...defaultSettings, included: false, kinds: [commissionKind], role: 'commission_clerk' } : defaultSettings,
    }
  })
  return {
    title: reading.title,
    issuer: reading.issuer,
    number: reading.number,
    issuedOn: reading.issuedOn,
    clauses: flatten(reading.clauses, ids, null),
    phases: reading.phases.map(({ name, start, end, printed, flags, clause, line }, at) => ({ id: `p-${at + 1}`, name, start, end, printed, flags: [...flags], clauseId: ids.get(clause) ?? null, line })),
    duties,
    groups: reading.groups.map(({ name }, at) => ({ id: `g-${at + 1}`, name })),
    members: reading.groups.flatMap(({ members }, at) => members.map(({ role, name, post }, n) => ({ id: `m-${at + 1}-${n + 1}`, groupId: `g-${at + 1}`, role, name, post }))),
    attachments: reading.attachments.map(({ number, title, found }, at) => ({ id: `a-${at + 1}`, number, title, found })),
    contacts: reading.contacts.map(({ names, phone, email, line }) => ({ names: [...names], phone, email, line })),
  }
}

/** The understanding as a clause tree again, for the comparison with a new version. */
export function asClauses(understanding: Pick<Understanding, 'clauses'>): Clause[] {
  const below = Map.groupBy(understanding.clauses, (clause) => clause.parentId)
  const build = (parentId: string | null, depth: number): Clause[] =>
    depth > 20 ? [] : (below.get(parentId) ?? []).map(({ id, path, printed, title, text, level, lines }) => ({ path, printed, title, text, level, lines, children: build(id, depth + 1) }))
  return build(null, 0)
}

/** Ids of the items of a section, in their order. */
export function itemIds(understanding: Understanding, section: Section): string[] {
  return section === 'head' ? [headId] : understanding[section].map((item) => item.id)
}

export type Confirmed = Readonly<Record<string, { readonly by: string; readonly byName: string; readonly at: string; readonly corrected: boolean }>>

export const progressOf = (understanding: Understanding, confirmed: Confirmed) =>
  sections.map((section) => {
    const ids = itemIds(understanding, section)
    return { section, items: ids.length, confirmed: ids.filter((id) => id in confirmed).length }
  })
