import type { Attachment, Clause, Contact, Group, IsoDate, Warning } from './model.ts'
import { readAttachments } from './attachments.ts'
import type { Annex } from './after-body.ts'
import { countClaimWarnings, counterWarnings, shapeWarnings } from './checks.ts'
import { readContacts } from './contacts.ts'
import { readGroups } from './groups.ts'
import { fold, toLines } from './lines.ts'
import type { SourceLine } from './lines.ts'
import { growOutline, ownLastLine, toClause } from './outline.ts'
import type { Branch } from './outline.ts'
import { toParts } from './parts.ts'
import type { Parts } from './parts.ts'
import { mayBeTitle } from './title-blocks.ts'

/** Everything that can be read without understanding time and quantity. */
export type Structure = {
  readonly lines: readonly SourceLine[]
  readonly parts: Parts
  readonly title: string
  readonly issuer: string | null
  readonly number: string | null
  readonly issuedOn: IsoDate | null
  readonly clauses: readonly Clause[]
  /** The clauses from which duties are read: without rows of rosters, forms and lists. */
  readonly dutyClauses: readonly Clause[]
  readonly groups: readonly Group[]
  readonly attachments: readonly Attachment[]
  readonly contacts: readonly Contact[]
  readonly warnings: readonly Warning[]
}

/** Rule RD-3 and following: the structure half of the reading. */
export function readStructure(source: string): Structure {
  const lines = toLines(source)
  const parts = toParts(lines)
  const body = growOutline(parts.body, '前言', '')
  const wrapper = growOutline(parts.wrapper, '通知', '通知/')
  const annexes = parts.annexes.map((annex, index) => ({ annex, tree: annexTree(annex, index, parts.annexes) }))
  const closing = growOutline(parts.closing, '文末', '文末/')
  const groups = readGroups([
    { title: '', lines: parts.wrapper },
    { title: '', lines: parts.body },
    ...parts.annexes.map((annex) => ({ title: annex.title, lines: annex.lines })),
    { title: '', lines: parts.closing },
  ])
  const attachments = readAttachments({ promised: parts.promised, annexes: parts.annexes, planTitle: parts.title, text: [...parts.wrapper, ...parts.body] })
  const fallback = parts.title === '' ? firstLine(lines) : parts.title
  const clausesFor = (without: ReadonlySet<number>, forDuties: boolean): Clause[] => [
    ...unnumbered(wrapper, without, true),
    ...unnumbered(body, without, false),
    ...annexes.filter(({ tree }) => !forDuties || ordersSomething(tree)).flatMap(({ tree, annex }) => withTitle(unnumbered(tree, without, true), annex.title)),
    ...unnumbered(closing, without, true),
  ]
  return {
    lines,
    parts,
    title: fallback,
    issuer: parts.issuer,
    number: parts.number,
    issuedOn: parts.issuedOn,
    clauses: clausesFor(new Set(), false),
    dutyClauses: clausesFor(groups.rows, true),
    groups: groups.groups,
    attachments: attachments.attachments,
    contacts: readContacts([...parts.wrapper, ...parts.body, ...parts.tail, ...parts.closing]),
    warnings: [...shapeWarnings(parts, body), ...counterWarnings(wrapper), ...counterWarnings(body), ...countClaimWarnings(body), ...attachments.warnings].sort((a, b) => a.line - b.line),
  }
}

/** Without a title the first line names the reading, unless it is already text of the plan. */
function firstLine(lines: readonly SourceLine[]): string {
  const first = lines.find(({ text }) => text !== '')?.text ?? ''
  return mayBeTitle(fold(first)) && !/^\d/.test(fold(first)) ? first : ''
}

/** Unnumbered text is a clause of level 0: alone before the plan's clauses, or as the parent of a notice's own numbering. */
function unnumbered(tree: Branch, without: ReadonlySet<number>, asParent: boolean): Clause[] {
  const clause = toClause(tree, { without })
  if (asParent) return clause.text === '' && clause.children.length === 0 ? [] : [clause]
  if (clause.text === '') return [...clause.children]
  return [{ ...clause, children: [], lines: [tree.line, ownLastLine(tree)] }, ...clause.children]
}

const withTitle = (clauses: readonly Clause[], title: string): Clause[] => clauses.map((clause) => ({ ...clause, title }))

/** Rule RD-14: an attachment is a root of its own, so its counters never mix with the plan's. */
function annexTree(annex: Annex, index: number, all: readonly Annex[]): Branch {
  const name = `附件${annex.number ?? ''}`
  const earlier = all.slice(0, index).filter((other) => `附件${other.number ?? ''}` === name).length
  const path = earlier === 0 ? name : `${name}#${earlier + 1}`
  return growOutline(annex.lines, path, `${path}/`)
}

/** A form or a table has cells and no sentences; what orders something says so in sentences. */
function ordersSomething(tree: Branch): boolean {
  const sentence = ({ pieces, children }: Branch): boolean => pieces.some(({ text }) => /[。；]/.test(text) && text.length >= 10) || children.some(sentence)
  return sentence(tree)
}
