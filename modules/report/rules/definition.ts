import { z } from 'zod'
import { bodyCounts, comparators } from './names.ts'
import { namesIn } from './suggest.ts'

/** The shape of catalog/reports/*.yaml (docs/how-to/reports.md). A new report form is a new file, never new code. */

const Words = z.strictObject({ zh: z.string().trim().min(1).max(600), en: z.string().trim().min(1).max(600) })
const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
const fieldKey = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'lower-case words joined by underscores')

export const planFigures = ['met', 'due', 'overdue', 'unmet', 'total', 'rate'] as const
export type PlanFigure = (typeof planFigures)[number]

/** Where a line's figure comes from. */
const source = z.string().regex(
  /^(measure:[a-z][a-z0-9]*(-[a-z0-9]+)*|register-count:[a-z][a-z0-9]*(-[a-z0-9]+)*|register-sum:[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9_]*|plan:(met|due|overdue|unmet|total|rate)|text)$/,
  "such as 'measure:health-education-coverage', 'register-count:media-reports', 'register-sum:health-education.attended', 'plan:met' or 'text'",
)

const origin = z.string().regex(/^(plan|register:[a-z][a-z0-9]*(-[a-z0-9]+)*)$/, "'plan' or such as 'register:self-check'")

export const Line = z.strictObject({
  key: slug,
  label: Words,
  from: source,
  /** For counts and sums; a measure brings its own. */
  unit: z.string().max(10).default(''),
  /** What is asked for, where the measure has no target of its own. */
  target: z.strictObject({ comparator: z.enum(comparators), value: z.number() }).optional(),
  /** For text: how many characters at least. */
  min: z.number().int().min(0).max(2000).default(0),
})

export const Section = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table'), key: slug, title: Words, lines: z.array(Line).min(1).max(60) }),
  /** The entries of a register, or what the plan asked for with its verdicts. */
  z.strictObject({
    kind: z.literal('ledger'), key: slug, title: Words, of: origin,
    /** Fields of the register beside day, title and department. */
    columns: z.array(z.strictObject({ field: fieldKey, label: Words })).max(6).default([]),
    most: z.number().int().min(1).max(2000).default(500),
  }),
  z.strictObject({
    kind: z.literal('summary'), key: slug, title: Words,
    fields: z.array(z.strictObject({ key: slug, label: Words, /** A first text with figures in {line.key.period}, {line.key.cumulative}, {period}, {institution}; see suggest.ts. */ suggest: z.string().max(2000).default(''), min: z.number().int().min(0).max(2000).default(0), max: z.number().int().min(50).max(10_000).default(4000) })).min(1).max(12),
  }),
  z.strictObject({
    kind: z.literal('evidence'), key: slug, title: Words,
    /** Where its files come from: what was handed in for the plan's obligations, and what was added to entries of registers. */
    of: z.array(origin).min(1).max(20).default(['plan']),
    /** How many pieces at least before it may be signed. */
    least: z.number().int().min(0).max(50).default(0),
  }),
])
export type Section = z.output<typeof Section>

export const ReportForm = z.strictObject({
  key: slug,
  version: z.number().int().min(1),
  name: Words,
  /** One sentence: what the system does with it for the plan (shown with the templates). */
  does: Words,
  /** Whose pack it is; a commission's is summed from the packs of another form. */
  by: z.enum(['institution', 'commission']).default('institution'),
  of: slug.optional(),
  /** The days it tells of: the week or month of its period, the period itself, the whole phase, the whole campaign. */
  covers: z.enum(['week', 'month', 'period', 'phase', 'plan']),
  /** What the printed paper is called, after the name of the body. */
  title: z.string().min(2).max(40),
  sections: z.array(Section).min(1).max(12),
  source: z.strictObject({ zh: z.string().min(1), certainty: z.enum(['law', 'secondary', 'plan', 'memory', 'house']) }),
})
export type ReportForm = z.output<typeof ReportForm>

/** Where a figure comes from, taken apart. */
export type LineSource =
  | { readonly kind: 'measure'; readonly key: string }
  | { readonly kind: 'count'; readonly register: string }
  | { readonly kind: 'sum'; readonly register: string; readonly field: string }
  | { readonly kind: 'plan'; readonly figure: PlanFigure }
  | { readonly kind: 'text' }

export function readSource(from: string): LineSource {
  const at = from.indexOf(':')
  const [kind, name] = at < 0 ? [from, ''] : [from.slice(0, at), from.slice(at + 1)]
  if (kind === 'measure') return { kind: 'measure', key: name }
  if (kind === 'register-count') return { kind: 'count', register: name }
  if (kind === 'plan') return { kind: 'plan', figure: planFigures.find((each) => each === name) ?? 'total' }
  if (kind !== 'register-sum') return { kind: 'text' }
  const dot = name.indexOf('.')
  return { kind: 'sum', register: name.slice(0, dot), field: name.slice(dot + 1) }
}

export const registerOf = (of: string): string | null => (of.startsWith('register:') ? of.slice('register:'.length) : null)

export type Known = {
  /** Measures of the catalogue. */
  readonly measures: ReadonlySet<string>
  /** Registers with the number fields of each, and all its fields. */
  readonly registers: ReadonlyMap<string, { readonly numbers: ReadonlySet<string>; readonly fields: ReadonlySet<string> }>
}
type Found = { readonly path: readonly PropertyKey[]; readonly reason: string }

/** What the shape cannot see: names that stand twice, and measures, registers and fields that do not exist. */
export function faultsOf(form: ReportForm, known: Known | null): Found[] {
  const faults: Found[] = []
  const seen = new Set<string>()
  const told = new Set<string>(['period', 'institution', 'plan', ...bodyCounts.map((each) => `bodies.${each}`), ...form.sections.flatMap((section) => (section.kind === 'table' ? section.lines.flatMap((line) => [`line.${line.key}.period`, `line.${line.key}.cumulative`]) : []))])
  const once = (key: string, path: readonly PropertyKey[]) => {
    if (seen.has(key)) faults.push({ path, reason: `'${key}' stands twice in this form` })
    seen.add(key)
  }
  if (form.by === 'commission' && form.of === undefined) faults.push({ path: ['by'], reason: "a commission's form names in 'of' which form it sums" })
  form.sections.forEach((section, at) => {
    once(section.key, ['sections', at, 'key'])
    if (section.kind === 'table') {
      section.lines.forEach((line, n) => {
        const place = ['sections', at, 'lines', n]
        once(line.key, [...place, 'key'])
        const missing = known === null ? null : missingName(line.from, known)
        if (missing !== null) faults.push({ path: [...place, 'from'], reason: missing })
      })
    } else if (section.kind === 'summary') section.fields.forEach((field, n) => {
      const place = ['sections', at, 'fields', n]
      once(field.key, [...place, 'key'])
      for (const asked of namesIn(field.suggest)) if (!told.has(asked)) faults.push({ path: [...place, 'suggest'], reason: `nothing stands for '{${asked}}'` })
    })
    else if (section.kind === 'evidence') section.of.forEach((of, n) => {
      const register = registerOf(of)
      if (register !== null && known?.registers.has(register) === false) faults.push({ path: ['sections', at, 'of', n], reason: `there is no register '${register}'` })
    })
    else if (section.kind === 'ledger' && known !== null) {
      const register = registerOf(section.of)
      const found = register === null ? undefined : known.registers.get(register)
      if (register !== null && found === undefined) faults.push({ path: ['sections', at, 'of'], reason: `there is no register '${register}'` })
      if (found !== undefined) section.columns.forEach((column, n) => found.fields.has(column.field) || faults.push({ path: ['sections', at, 'columns', n, 'field'], reason: `register '${register}' has no field '${column.field}' that may be shown` }))
    }
  })
  return faults
}

function missingName(from: string, known: Known): string | null {
  const source = readSource(from)
  if (source.kind === 'measure') return known.measures.has(source.key) ? null : `there is no measure '${source.key}'`
  if (source.kind !== 'count' && source.kind !== 'sum') return null
  const register = known.registers.get(source.register)
  if (register === undefined) return `there is no register '${source.register}'`
  return source.kind === 'sum' && !register.numbers.has(source.field) ? `register '${source.register}' has no number '${source.field}'` : null
}
