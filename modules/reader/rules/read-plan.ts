import type { Clause, Duty, PlanReading, Warning } from './model.ts'
import { dutyWarnings } from './checks.ts'
import { readDuties } from './duties.ts'
import { bare } from './lines.ts'
import type { SourceLine } from './lines.ts'
import { readPhases } from './phases.ts'
import { readStructure } from './structure.ts'
import type { ReadingContext } from './time.ts'
import { plainText } from './titles.ts'

/** Rule RD-26: one document, one reading: pure, without network or model, the same for the same text. */
export function readPlan(source: string): PlanReading {
  const structure = readStructure(source)
  const context: ReadingContext = { issuedOn: structure.issuedOn, number: structure.number, title: structure.title, year: yearOf(structure.issuedOn, structure.number, structure.title) }
  const clauses = structure.dutyClauses.map(forReading)
  const phases = readPhases(clauses, context)
  const read = readDuties(clauses, context)
  const ranges = new Map(flat(clauses).map((clause) => [clause.path, clause]))
  const duties = read.duties.map((duty) => ({ ...duty, line: lineOf(duty, ranges.get(duty.clause), structure.lines) }))
  const warnings: Warning[] = [...structure.warnings, ...phases.warnings, ...read.warnings, ...dutyWarnings(duties)]
  return {
    title: structure.title,
    issuer: structure.issuer,
    number: structure.number,
    issuedOn: structure.issuedOn,
    clauses: structure.clauses,
    phases: phases.phases,
    duties,
    groups: structure.groups,
    attachments: structure.attachments,
    contacts: structure.contacts,
    warnings: warnings.sort((a, b) => a.line - b.line),
  }
}

/** Year of issue, else of the document number, else of the title; null where none is printed. */
function yearOf(issuedOn: string | null, number: string | null, title: string): number | null {
  const printed = issuedOn?.slice(0, 4) ?? /(?:19|20)\d{2}/.exec(number ?? '')?.[0] ?? /(?:19|20)\d{2}(?=年)/.exec(title)?.[0]
  return printed === undefined ? null : Number(printed)
}

/** Sentences are read without the stop that parts them from the title. */
const forReading = (clause: Clause): Clause => ({ ...clause, text: plainText(clause.text), children: clause.children.map(forReading) })

const flat = (clauses: readonly Clause[]): Clause[] => clauses.flatMap((clause) => [clause, ...flat(clause.children)])

/** The line on which a duty's words begin: a clause of several paragraphs has several. */
function lineOf(duty: Duty, clause: Clause | undefined, lines: readonly SourceLine[]): number {
  if (clause === undefined || clause.lines[0] === clause.lines[1]) return duty.line
  const opening = bare(duty.text).slice(0, 8)
  if (opening.length < 4) return duty.line
  for (let no = clause.lines[0]; no <= clause.lines[1]; no += 1) {
    if (bare(lines[no - 1]?.raw ?? '').includes(opening)) return no
  }
  return duty.line
}
