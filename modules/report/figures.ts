import type { Fact } from '../../kernel/fact.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { measureValues } from '../measure/public.ts'
import type { MeasureDefinition } from '../measure/rules/definition.ts'
import { windowVerdicts, type VerdictCounts } from '../plan/public.ts'
import { reportCatalogue, type Form } from './forms.ts'
import type { LineContent, Parts } from './rules/content.ts'
import { readSource, registerOf, type LineSource, type PlanFigure } from './rules/definition.ts'
import { countParts, nothing, ratioParts } from './rules/figures.ts'
import type { Window } from './rules/windows.ts'

// Where the figures of an institution's pack come from: measures, entries of registers, verdicts of the plan.

export type Asked = { readonly institutionId: string; readonly planId: string; readonly window: Window; readonly now: Instant }

const unitWords: Readonly<Record<MeasureDefinition['unit'], string>> = { percent: '%', count: '', days: '天', people: '人', ratio: '', points: '分', hours: '小时', minutes: '分钟', 'per-week': '/周', yuan: '元', grade: '级', 'percent-points': '个百分点' }
const pageSize = 2000

/** The entries of registers that a form looks at, from the start of what is cumulative to the end of its days. */
export async function registerFacts(read: ReadTx, form: Form, asked: Asked): Promise<ReadonlyMap<string, readonly Fact[]>> {
  const wanted = new Set(
    form.sections.flatMap((section) => {
      if (section.kind === 'ledger') return registerOf(section.of) ?? []
      return section.kind === 'table' ? section.lines.flatMap((line) => registerIn(readSource(line.from)) ?? []) : []
    }),
  )
  const found = new Map<string, readonly Fact[]>()
  for (const register of wanted) {
    const facts: Fact[] = []
    for (let after: { on: IsoDate; id: string } | null = null; ; ) {
      const page = await readFacts(read, { institutionId: asked.institutionId, kind: `register.${register}`, from: asked.window.sinceOn, to: asked.window.toOn }, { after, limit: pageSize })
      facts.push(...page)
      const last = page.at(-1)
      if (page.length < pageSize || last === undefined) break
      after = { on: last.on, id: last.id }
    }
    found.set(register, facts)
  }
  return found
}

const registerIn = (source: LineSource): string | null => (source.kind === 'count' || source.kind === 'sum' ? source.register : null)

type Shape = Pick<LineContent, 'how' | 'times' | 'unit' | 'decimals' | 'target'>

/** How a line is counted, summed upwards and printed. */
function shapeOf(line: Extract<Form['sections'][number], { kind: 'table' }>['lines'][number]): Shape {
  const source = readSource(line.from)
  const target = line.target ?? null
  if (source.kind === 'text') return { how: 'text', times: 1, unit: '', decimals: 0, target: null }
  if (source.kind === 'plan') return source.figure === 'rate' ? { how: 'ratio', times: 100, unit: line.unit, decimals: 1, target } : { how: 'sum', times: 1, unit: line.unit, decimals: 0, target }
  if (source.kind !== 'measure') return { how: 'sum', times: 1, unit: line.unit, decimals: decimalsOf(source), target }
  const measure = reportCatalogue().measures.get(source.key)
  if (measure === undefined) return { how: 'sum', times: 1, unit: line.unit, decimals: 0, target }
  return { how: isQuotient(measure) ? 'ratio' : 'sum', times: measure.unit === 'percent' ? 100 : 1, unit: line.unit === '' ? unitWords[measure.unit] : line.unit, decimals: measure.decimals, target: target ?? measure.target ?? null }
}

function decimalsOf(source: LineSource): number {
  if (source.kind !== 'sum') return 0
  return reportCatalogue().registers.get(source.register)?.fields.find((field) => field.key === source.field)?.decimals ?? 0
}

/** Whether several bodies' values are pooled as numerator over denominator; what says how many units reached it is added up. */
function isQuotient(measure: MeasureDefinition): boolean {
  if (measure.shape === 'ratio') return true
  if (measure.shape === 'state') return measure.outOf !== undefined
  return (measure.shape === 'coverage' || measure.shape === 'accumulation') && measure.unit !== 'count' && measure.unit !== 'people'
}

type Answer = { readonly value: number | null; readonly numerator: number | null; readonly denominator: number | null }

/** A measure's answer as parts that may be summed: what is no quotient (a count, so many a week) is its own numerator. */
const partsOf = (shape: Shape, answer: Answer | undefined): Parts => {
  if (answer === undefined) return nothing
  if (shape.how === 'ratio') return { value: answer.value, numerator: answer.numerator, denominator: answer.denominator }
  return answer.value === null ? nothing : countParts(answer.value)
}

function verdictParts(counts: VerdictCounts, figure: PlanFigure): Parts {
  const total = counts.met + counts.due + counts.overdue + counts.unmet
  if (figure === 'total') return countParts(total)
  return figure === 'rate' ? ratioParts(counts.met, total, 100) : countParts(counts[figure])
}

function factParts(facts: readonly Fact[] | undefined, source: LineSource): Parts {
  if (facts === undefined) return nothing
  if (source.kind === 'count') return countParts(facts.length)
  if (source.kind !== 'sum') return nothing
  return countParts(facts.reduce((sum, fact) => sum + (typeof fact.fields[source.field] === 'number' ? Number(fact.fields[source.field]) : 0), 0))
}

/** The lines of all tables of a form, in order, each with the figure of its days and from the start on. */
export async function fillLines(read: ReadTx, form: Form, asked: Asked, facts: ReadonlyMap<string, readonly Fact[]>, texts: Readonly<Record<string, string>>): Promise<LineContent[]> {
  const { institutionId, window } = asked
  const lines = form.sections.flatMap((section) => (section.kind === 'table' ? section.lines : []))
  const isAsked = (kind: LineSource['kind']) => lines.some((line) => readSource(line.from).kind === kind)
  const dueAt = asked.now
  const questions = lines.flatMap((line) => {
    const source = readSource(line.from)
    if (source.kind !== 'measure') return []
    return [{ periodId: `${line.key} period`, measureKey: source.key, fromOn: window.fromOn, toOn: window.toOn, dueAt }, { periodId: `${line.key} cumulative`, measureKey: source.key, fromOn: window.sinceOn, toOn: window.toOn, dueAt }]
  })
  const values = questions.length === 0 ? new Map<string, Answer>() : await measureValues(read, institutionId, questions)
  const verdicts = isAsked('plan') ? await windowVerdicts(read, { institutionId, planId: asked.planId, fromOn: window.fromOn, toOn: window.toOn }, asked.now) : null
  return lines.map((line) => {
    const source = readSource(line.from)
    const shape = shapeOf(line)
    const all = source.kind === 'count' || source.kind === 'sum' ? facts.get(source.register) : undefined
    const figures = (): { period: Parts | null; cumulative: Parts | null } => {
      if (source.kind === 'text') return { period: null, cumulative: null }
      if (source.kind === 'measure') return { period: partsOf(shape, values.get(`${line.key} period`)), cumulative: partsOf(shape, values.get(`${line.key} cumulative`)) }
      if (source.kind === 'plan') return { period: verdicts === null ? nothing : verdictParts(verdicts.inside, source.figure), cumulative: verdicts === null ? nothing : verdictParts(verdicts.upTo, source.figure) }
      return { period: factParts(all?.filter((fact) => fact.on >= window.fromOn), source), cumulative: factParts(all, source) }
    }
    return { key: line.key, label: line.label, from: line.from, ...shape, ...figures(), note: texts[source.kind === 'text' ? line.key : `${line.key}.note`] ?? '' }
  })
}

/** A form's lines without figures: what a roll-up fills with sums. */
export const emptyLines = (form: Form): Omit<LineContent, 'note' | 'period' | 'cumulative'>[] =>
  form.sections.flatMap((section) => (section.kind === 'table' ? section.lines.map((line) => ({ key: line.key, label: line.label, from: line.from, ...shapeOf(line) })) : []))
