// bench: how much of a plan document the reader understands, and what that costs
/**
 * npm run bench -- reader [--json] [--verbose]
 *
 * Precision and recall per class against labels written by hand (bench/reader/labels), separately for our own
 * fixtures and for the corpus beside the repository where it is present. Rules of comparison:
 *
 * - clauses: printed counter (width of brackets and stops ignored) and first line agree. Level and title are
 *   reported beside it. Unnumbered text is no clause here.
 * - phases: line, start, end and name agree (without ordinal and without 阶段).
 * - duties_with_date: a fact is line + date + clock time, or line + duration. How finely a sentence is cut into
 *   duties is the reader's choice, so equal facts of one line count once. A duty that takes over the end of the
 *   phase it stands in is neither credited nor charged.
 * - cadences: line and rule agree (order of the parts, INTERVAL=1 and the clock ignored; start and until where
 *   the label states them). Equal facts of one line count once.
 * - targets: line, comparator, value, upper and unit agree; the metric is not compared. 'Once' on a line with a
 *   cadence says nothing that the cadence does not say: neither credited nor charged.
 * - members: role, name and post agree, blanks ignored.
 * - attachments: number, title and whether it was found agree.
 *
 * Where a sentence is broken over lines, any line from its first to the one with the printed words is right.
 * Labels may be optional (a clerk could do either) and may accept several values.
 * Classes are summed over documents before dividing. The minima are taken over the classes that have labels.
 */
import { readPlan } from '../modules/reader/rules/read-plan.ts'
import { corpusFolder, corpusPlans, fixturePlans } from './labels.ts'
import type { LabelledPlan } from './labels.ts'
import { precision, recall, sum } from './pairing.ts'
import type { Tally } from './pairing.ts'
import { classes, scorePlan } from './score.ts'
import type { ClassName, PlanScore } from './score.ts'

type Figure = { readonly figure: string; readonly value: number; readonly unit: string }
type Scored = { readonly document: string; readonly score: PlanScore }
type Results = Readonly<Record<ClassName, Tally>>

const json = process.argv.includes('--json')
const verbose = process.argv.includes('--verbose')
const say = (line: string) => {
  if (!json) process.stdout.write(`${line}\n`)
}
const round = (value: number, digits: number) => Number(value.toFixed(digits))
const percent = (value: number | null) => (value === null ? '–' : value.toFixed(3)).padStart(9)

function scoreAll(plans: readonly LabelledPlan[]): Scored[] {
  return plans.map(({ labels, source }) => ({ document: labels.document, score: scorePlan(labels, readPlan(source)) }))
}

function results(scored: readonly Scored[]): Results {
  const total = (name: ClassName) => sum(scored.map(({ score }) => score.classes[name]))
  return Object.fromEntries(classes.map((name) => [name, total(name)])) as Results
}

function printTable(title: string, scored: readonly Scored[]): void {
  say(`\n${title}`)
  say(`${'class'.padEnd(18)}${['there', 'matched', 'missed', 'extra', 'precision', 'recall'].map((head) => head.padStart(10)).join('')}`)
  for (const [name, tally] of Object.entries(results(scored))) {
    const counts = [tally.matched + tally.missed, tally.matched, tally.missed, tally.extra].map((count) => String(count).padStart(10)).join('')
    say(`${name.padEnd(18)}${counts} ${percent(precision(tally))} ${percent(recall(tally))}`)
  }
  const agreement = scored.map(({ score }) => score.clauseAgreement)
  const add = (pick: (each: PlanScore['clauseAgreement']) => number) => agreement.reduce((all, each) => all + pick(each), 0)
  const of = add((each) => each.of)
  say(`of the ${of} matched clauses ${add((each) => each.level)} have the level and ${add((each) => each.title)} the title of the label`)
}

function printDifferences(scored: readonly Scored[]): void {
  for (const { document, score } of scored) {
    for (const name of classes) {
      for (const miss of score.classes[name].misses) say(`  ${document} line ${miss.line}: ${name}: missed ${miss.figures}`)
      for (const extra of score.classes[name].extras) say(`  ${document} line ${extra.line ?? '?'}: ${name}: extra ${extra.figures}`)
    }
    for (const fault of score.clauseAgreement.faults) say(`  ${document} line ${fault.line}: clause differs: ${fault.figures}`)
  }
}

const lowest = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : Math.min(...known)
}

/** Over the classes that have labels; a class in which nothing was read has precision 1 and recall 0. */
function minima(set: Results): { precision: number; recall: number } {
  const labelled = Object.values(set).filter((tally) => tally.matched + tally.missed > 0)
  return { precision: lowest(labelled.map(precision)) ?? 1, recall: lowest(labelled.map(recall)) ?? 1 }
}

function figuresOf(set: string, scored: readonly Scored[]): Figure[] {
  const all = results(scored)
  const perClass = classes.flatMap((name) => [
    { figure: `precision.${set}.${name}`, value: precision(all[name]) },
    { figure: `recall.${set}.${name}`, value: recall(all[name]) },
  ])
  const min = minima(all)
  return [
    ...perClass.flatMap(({ figure, value }) => (value === null ? [] : [{ figure, value: round(value, 4), unit: 'ratio' }])),
    { figure: `min_precision.${set}`, value: round(min.precision, 4), unit: 'ratio' },
    { figure: `min_recall.${set}`, value: round(min.recall, 4), unit: 'ratio' },
  ]
}

const longPlan = '12-twelve-pages.txt'

/** CPU time, not wall time: other programs on the machine do not count. */
function cpuMilliseconds(run: () => unknown): number {
  const before = process.cpuUsage()
  run()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000
}

function cpuFigures(plans: readonly LabelledPlan[]): Figure[] {
  const plan = plans.find(({ labels }) => labels.document === longPlan)
  if (plan === undefined) throw new Error(`the twelve-page fixture ${longPlan} is missing`)
  const first = cpuMilliseconds(() => readPlan(plan.source))
  const samples = Array.from({ length: 41 }, () => cpuMilliseconds(() => readPlan(plan.source))).sort((a, b) => a - b)
  return [
    { figure: 'cpu_ms_per_plan', value: round(samples[20] ?? Number.NaN, 2), unit: 'ms' },
    { figure: 'cpu_ms_first_plan', value: round(first, 2), unit: 'ms' },
  ]
}

const fixtures = fixturePlans()
const corpus = corpusPlans()
// Before anything else is read, so that the first run is a cold one.
const cost = cpuFigures(fixtures)
const ours = scoreAll(fixtures)
const theirs = scoreAll(corpus)

printTable(`Fixtures (${ours.length} documents)`, ours)
if (verbose) printDifferences(ours)
if (theirs.length > 0) {
  printTable(`Corpus (${theirs.length} documents)`, theirs)
  if (verbose) printDifferences(theirs)
} else {
  process.stderr.write(`The corpus is not present (looked in ${corpusFolder()}; HUIYIN_CORPUS names another folder). Only the fixtures were scored.\n`)
}

const decisive = theirs.length > 0 ? theirs : ours
const min = minima(results(decisive))
const figures: Figure[] = [
  { figure: 'min_precision', value: round(min.precision, 4), unit: 'ratio' },
  { figure: 'min_recall', value: round(min.recall, 4), unit: 'ratio' },
  ...cost,
  ...figuresOf('fixtures', ours),
  ...(theirs.length > 0 ? figuresOf('corpus', theirs) : []),
]
say(`\nmin_precision and min_recall are over the ${theirs.length > 0 ? 'corpus' : 'fixtures'}; CPU time is the median of 41 readings of the twelve-page fixture, the first one apart`)
for (const { figure, value, unit } of figures) {
  if (json) process.stdout.write(`${JSON.stringify({ bench: 'reader', figure, value, unit })}\n`)
  else if (!figure.includes('.')) say(`${figure.padEnd(20)}${String(value).padStart(10)} ${unit}`)
}
