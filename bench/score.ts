import type { Cadence, Clause, Comparator, PlanReading } from '../modules/reader/rules/model.ts'
import type { PlanLabels } from './labels.ts'
import { pairUp } from './pairing.ts'
import type { Pairing, Tally } from './pairing.ts'
import { attachmentNumber, bare, counter, phaseName, plainRule, plainUnit, sameWords, sha } from './words.ts'

/** What is measured. The rules of comparison are written at the top of bench/reader.ts. */
export const classes = ['clauses', 'phases', 'duties_with_date', 'cadences', 'targets', 'members', 'attachments'] as const
export type ClassName = (typeof classes)[number]

/** One miss or one extra: where, and what it is in figures (no words of the document). */
export type Difference = { readonly line: number | null; readonly figures: string }
export type ClassScore = Tally & { readonly misses: readonly Difference[]; readonly extras: readonly Difference[] }
/** Over the matched clauses: how many have the level and the title that the label states. */
export type Agreement = { readonly of: number; readonly level: number; readonly title: number; readonly faults: readonly Difference[] }
export type PlanScore = { readonly classes: Readonly<Record<ClassName, ClassScore>>; readonly clauseAgreement: Agreement }

type Placed = { readonly line: number; readonly from?: number | undefined }
const within = (label: Placed, line: number): boolean => line >= (label.from ?? label.line) && line <= label.line

const anyOf = <T>(first: T, others: readonly T[] | undefined, test: (each: T) => boolean): boolean => test(first) || (others ?? []).some(test)

function outcome<L extends { readonly line: number }, F>(pairing: Pairing<L, F>, label: (each: L) => string, found: (each: F) => Difference): ClassScore {
  return {
    matched: pairing.pairs.length,
    missed: pairing.missed.length,
    extra: pairing.extra.length,
    misses: pairing.missed.map((each) => ({ line: each.line, figures: label(each) })),
    extras: pairing.extra.map(found),
  }
}

const flatten = (clauses: readonly Clause[]): Clause[] => clauses.flatMap((clause) => [clause, ...flatten(clause.children)])

const unique = <T>(facts: readonly T[], key: (fact: T) => string): T[] => [...new Map(facts.map((fact) => [key(fact), fact])).values()]

function scoreClauses(labels: PlanLabels, reading: PlanReading): { score: ClassScore; agreement: Agreement } {
  const found = flatten(reading.clauses).filter((clause) => clause.printed !== '')
  type Label = PlanLabels['clauses'][number] & { readonly optional?: true }
  const pairing = pairUp<Label, Clause>(labels.clauses, found, (label, clause) => label.line === clause.lines[0] && counter(label.printed) === counter(clause.printed))
  const levelled = (label: Label, clause: Clause) => anyOf(label.level, label.levels, (level) => level === clause.level)
  const titled = (label: Label, clause: Clause) => anyOf(label.title, label.titles, (words) => sameWords(words, clause.title))
  const faults = pairing.pairs.flatMap(([label, clause]) => [
    ...(levelled(label, clause) ? [] : [{ line: label.line, figures: `${label.printed} level ${label.level}, read ${clause.level}` }]),
    ...(titled(label, clause) ? [] : [{ line: label.line, figures: `${label.printed} title of ${typeof label.title === 'string' ? bare(label.title).length : label.title.length} characters, read ${bare(clause.title).length}` }]),
  ])
  return {
    score: outcome(pairing, (label) => `${label.printed} level ${label.level}`, (clause) => ({ line: clause.lines[0], figures: `${clause.printed} level ${clause.level}` })),
    agreement: {
      of: pairing.pairs.length,
      level: pairing.pairs.filter(([label, clause]) => levelled(label, clause)).length,
      title: pairing.pairs.filter(([label, clause]) => titled(label, clause)).length,
      faults,
    },
  }
}

function scorePhases(labels: PlanLabels, reading: PlanReading): ClassScore {
  const pairing = pairUp(labels.phases, reading.phases, (label, phase) =>
    within(label, phase.line) && label.start === phase.start && label.end === phase.end &&
    anyOf(label.name, label.names, (words) => sameWords(words, phaseName(phase.name))))
  return outcome(pairing, (label) => `${label.start} … ${label.end}`, (phase) => ({ line: phase.line, figures: `${phase.start} … ${phase.end}, name of ${bare(phase.name).length} characters` }))
}

type Dated = { readonly line: number; readonly date: string | null; readonly time: string | null; readonly relative: string | null }

function scoreDuties(labels: PlanLabels, reading: PlanReading): ClassScore {
  const dated = reading.duties.flatMap(({ due, line }): Dated[] =>
    due === null || (due.date === null && due.relative === null) ? [] : [{ line, date: due.date, time: due.time, relative: due.relative }])
  const print = ({ date, time, relative }: { date: string | null; time?: string | null | undefined; relative?: string | null | undefined }) =>
    [date, time, relative].filter((part) => part !== null && part !== undefined).join(' ')
  const facts = unique(dated, (each) => `${each.line} ${print(each)}`)
  const pairing = pairUp(labels.duties, facts, (label, each) => {
    if (!within(label, each.line)) return false
    const byDate = each.date !== null && [label.date, ...(label.dates ?? [])].includes(each.date) && (label.time ?? null) === each.time
    const byDuration = each.relative !== null && [label.relative, ...(label.relatives ?? [])].includes(each.relative)
    return byDate || byDuration
  }, (each) => labels.phases.some((phase) => each.date !== null && each.date === phase.end && each.line >= phase.line && each.line <= phase.to))
  return outcome(pairing, print, (each) => ({ line: each.line, figures: print(each) }))
}

type Recurring = Omit<Cadence, 'printed'> & { readonly line: number }

function scoreCadences(labels: PlanLabels, reading: PlanReading): ClassScore {
  const print = (each: { rrule: string; start?: string | null | undefined; until?: string | null | undefined }) =>
    `${plainRule(each.rrule)}${each.start ? ` from ${each.start}` : ''}${each.until ? ` until ${each.until}` : ''}`
  const recurring = reading.duties.flatMap(({ cadence, line }): Recurring[] => (cadence === null ? [] : [{ line, rrule: cadence.rrule, start: cadence.start, until: cadence.until }]))
  const facts = unique(recurring, (each) => `${each.line} ${print(each)}`)
  const pairing = pairUp(labels.cadences, facts, (label, each) =>
    within(label, each.line) && anyOf(label.rrule, label.rrules, (rrule) => plainRule(rrule) === plainRule(each.rrule)) &&
    (label.start === undefined || label.start === each.start) && (label.until === undefined || label.until === each.until))
  return outcome(pairing, print, (each) => ({ line: each.line, figures: print(each) }))
}

type Aim = { readonly line: number; readonly metric: string; readonly comparator: Comparator; readonly value: number; readonly upper: number | null; readonly unit: string }
const sameQuantity = (label: PlanLabels['targets'][number], each: Aim): boolean =>
  (label.value === each.value && anyOf(label.unit, label.units, (unit) => plainUnit(unit) === plainUnit(each.unit))) ||
  (label.equals?.value === each.value && plainUnit(label.equals.unit) === plainUnit(each.unit))
const counted = new Set(['次', '场', '期', '轮'])

function scoreTargets(labels: PlanLabels, reading: PlanReading): ClassScore {
  const print = (each: { comparator: string; value: number; upper?: number | null | undefined; unit: string }) =>
    `${each.comparator} ${each.value}${each.upper === null || each.upper === undefined ? '' : `–${each.upper}`} ${plainUnit(each.unit)}`
  const aims = reading.duties.flatMap(({ target, line }): Aim[] =>
    target === null ? [] : [{ line, metric: bare(target.metric), comparator: target.comparator, value: target.value, upper: target.upper, unit: target.unit }])
  const facts = unique(aims, (each) => `${each.line} ${each.metric} ${print(each)}`)
  const pairing = pairUp(labels.targets, facts, (label, each) =>
    within(label, each.line) && sameQuantity(label, each) && (label.upper ?? null) === each.upper &&
    anyOf(label.comparator, label.comparators, (comparator) => comparator === each.comparator),
  (each) => each.value === 1 && each.upper === null && ['>=', '='].includes(each.comparator) && counted.has(each.unit) && labels.cadences.some((cadence) => within(cadence, each.line)))
  return outcome(pairing, print, (each) => ({ line: each.line, figures: `${print(each)}, metric of ${each.metric.length} characters` }))
}

function scoreMembers(labels: PlanLabels, reading: PlanReading): ClassScore {
  const found = reading.groups.flatMap((group) => group.members)
  const pairing = pairUp(labels.members, found, (label, member) =>
    anyOf(label.role, label.roles, (role) => role === bare(member.role).replace(/[：:]$/, '')) &&
    (label.name === undefined || sameWords(label.name, member.name)) &&
    (label.post === undefined || sameWords(label.post, member.post)))
  return outcome(pairing, (label) => label.role, (member) => ({ line: null, figures: `${bare(member.role)}, name of ${bare(member.name).length} (${sha(bare(member.name))}), post of ${bare(member.post).length}` }))
}

function scoreAttachments(labels: PlanLabels, reading: PlanReading): ClassScore {
  type Label = PlanLabels['attachments'][number] & { readonly optional?: true }
  const pairing = pairUp<Label, PlanReading['attachments'][number]>(labels.attachments, reading.attachments, (label, attachment) =>
    anyOf(label.number, label.numbers, (number) => attachmentNumber(number) === attachmentNumber(attachment.number)) &&
    sameWords(label.title, attachment.title) && (label.foundOrNot === true || label.found === attachment.found))
  return outcome(pairing, (label) => `number '${label.number}' ${label.found ? 'found' : 'missing'}`, (each) => ({ line: null, figures: `number '${each.number}', title of ${bare(each.title).length} characters, ${each.found ? 'found' : 'missing'}` }))
}

/** Compares one reading with the labels of its document. */
export function scorePlan(labels: PlanLabels, reading: PlanReading): PlanScore {
  const clauses = scoreClauses(labels, reading)
  return {
    classes: {
      clauses: clauses.score,
      phases: scorePhases(labels, reading),
      duties_with_date: scoreDuties(labels, reading),
      cadences: scoreCadences(labels, reading),
      targets: scoreTargets(labels, reading),
      members: scoreMembers(labels, reading),
      attachments: scoreAttachments(labels, reading),
    },
    clauseAgreement: clauses.agreement,
  }
}
