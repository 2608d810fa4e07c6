import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * What a careful clerk finds in a plan, written down by hand so that the reader can be measured against it.
 * A label never says how the reader should find something, only what is there and on which line.
 * Labels of documents that may not be copied here hold figures and positions only: their words are a length and
 * the first eight hexadecimal digits of a SHA-256.
 */
const Words = z.union([z.string(), z.strictObject({ length: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{8}$/) })])
const Line = z.int().positive()
const Day = z.iso.date()
const Comparator = z.enum(['>=', '<=', '>', '<', '='])

/** `line` holds the printed words; where a sentence was broken over lines, `from` is the line on which it begins. */
const place = {
  line: Line,
  from: Line.optional(),
  /** The words of the document that bear the label out. Never in a label of the corpus. */
  words: z.string().min(1).optional(),
  /** A clerk could leave it out or put it in: finding it earns nothing, missing it costs nothing. */
  optional: z.literal(true).optional(),
}

const Clause = z.strictObject({
  line: Line,
  printed: z.string().min(1),
  level: z.int().min(1).max(4),
  /** Further levels, titles, dates … that are right as well, where the text allows two readings. */
  levels: z.array(z.int().min(1).max(4)).optional(),
  title: Words,
  titles: z.array(Words).optional(),
})
/** `to` is the last line that belongs to the phase. */
const Phase = z.strictObject({ ...place, to: Line, name: Words, names: z.array(Words).optional(), start: Day.nullable(), end: Day.nullable() })
const Duty = z.strictObject({
  ...place,
  date: Day.nullable(),
  dates: z.array(Day).optional(),
  time: z.string().regex(/^\d\d:\d\d$/).optional(),
  relative: z.string().regex(/^-?P/).optional(),
  relatives: z.array(z.string().regex(/^-?P/)).optional(),
})
/** `start` and `until` are compared only where the label states them. */
const Cadence = z.strictObject({
  ...place,
  rrule: z.string().startsWith('FREQ='),
  rrules: z.array(z.string().startsWith('FREQ=')).optional(),
  start: Day.nullable().optional(),
  until: Day.nullable().optional(),
})
const Target = z.strictObject({
  ...place,
  comparator: Comparator,
  comparators: z.array(Comparator).optional(),
  value: z.number(),
  upper: z.number().optional(),
  unit: z.string(),
  units: z.array(z.string()).optional(),
  /** The same quantity in another unit: 8 万元 is 80000 元. */
  equals: z.strictObject({ value: z.number(), unit: z.string() }).optional(),
})
/** A member without `name` or `post` stands for any. */
const Member = z.strictObject({
  line: Line,
  to: Line.optional(),
  role: z.string(),
  roles: z.array(z.string()).optional(),
  name: Words.optional(),
  post: Words.optional(),
  optional: z.literal(true).optional(),
})
const Attachment = z.strictObject({
  line: Line,
  to: Line.optional(),
  number: z.string(),
  numbers: z.array(z.string()).optional(),
  title: Words,
  found: z.boolean(),
  /** The heading of the attachment is printed but nothing under it: both answers are right. */
  foundOrNot: z.literal(true).optional(),
})

export const PlanLabels = z.strictObject({
  document: z.string(),
  clauses: z.array(Clause),
  phases: z.array(Phase),
  duties: z.array(Duty),
  cadences: z.array(Cadence),
  targets: z.array(Target),
  members: z.array(Member),
  attachments: z.array(Attachment),
})

export type Words = z.infer<typeof Words>
export type PlanLabels = z.infer<typeof PlanLabels>
export type LabelledPlan = { readonly labels: PlanLabels; readonly source: string }

const here = import.meta.dirname
export const fixtureFolder = join(here, 'reader', 'fixtures')
const labelFolder = join(here, 'reader', 'labels')

/** The real plans lie beside the repository and are never part of it. */
export const corpusFolder = (): string => process.env['HUIYIN_CORPUS'] ?? join(here, '..', '..', 'shared', 'corpus')

const labelFiles = (corpus: boolean): string[] =>
  readdirSync(labelFolder)
    .filter((file) => file.endsWith('.json') && file.startsWith('corpus-') === corpus)
    .sort()

export const readLabels = (file: string): PlanLabels => PlanLabels.parse(JSON.parse(readFileSync(join(labelFolder, file), 'utf8')))

const loadFrom = (folder: string, corpus: boolean): LabelledPlan[] =>
  labelFiles(corpus).flatMap((file) => {
    const labels = readLabels(file)
    const path = join(folder, labels.document)
    return existsSync(path) ? [{ labels, source: readFileSync(path, 'utf8') }] : []
  })

export const fixturePlans = (): LabelledPlan[] => loadFrom(fixtureFolder, false)
/** Empty where the corpus is absent. */
export const corpusPlans = (): LabelledPlan[] => loadFrom(corpusFolder(), true)
export const labelFileNames = (): string[] => [...labelFiles(false), ...labelFiles(true)]
