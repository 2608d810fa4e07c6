import { z } from 'zod'

/** The shape of a questionnaire: of catalog/surveys/*.yaml, and of what a house drafts and publishes from it. */

export const Words = z.strictObject({ zh: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(300) })
export type Words = z.output<typeof Words>
const slug = z.string().max(40).regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')

export const audiences = ['outpatient', 'inpatient', 'staff', 'invited'] as const
export type Audience = (typeof audiences)[number]
export const mostItems = 40

/** From the worst to the best; "does not apply" is no choice but is offered beside them. */
export const Scale = z.array(Words.extend({ score: z.number().min(0).max(100) })).min(2).max(6)
export const Item = z.strictObject({
  key: slug,
  dimension: slug,
  scale: slug,
  text: Words,
  notApplicable: z.boolean().default(true),
  /** Came with the questionnaire it was made from, so that houses stay comparable. */
  official: z.boolean().default(false),
})
export type Item = z.output<typeof Item>

export const FormContent = z.strictObject({
  audience: z.enum(audiences),
  name: Words,
  lead: Words,
  pageSize: z.number().int().min(1).max(8).default(4),
  scales: z.record(slug, Scale),
  /** Rule SV-4: weights count only where `weighted` says so. */
  weighted: z.boolean().default(false),
  dimensions: z.array(z.strictObject({ key: slug, name: Words, weight: z.number().min(0.1).max(10).default(1) })).min(1).max(20),
  items: z.array(Item).min(1).max(mostItems),
  comment: z.boolean().default(true),
  /** A total of this or less is very low: the patient is asked whether somebody may call back. Null: nobody is asked. */
  lowAt: z.number().min(0).max(60).nullable().default(34),
})
export type FormContent = z.output<typeof FormContent>

export const SurveyDefinition = FormContent.extend({ key: slug, source: z.strictObject({ zh: z.string().min(1), certainty: z.enum(['law', 'secondary', 'plan', 'memory', 'house']) }) })
export type SurveyDefinition = z.output<typeof SurveyDefinition>

export type FormFault = { readonly path: readonly (string | number)[]; readonly zh: string; readonly en: string }
const fault = (path: FormFault['path'], zh: string, en: string): FormFault => ({ path, zh, en })
const twice = (keys: readonly string[]): number => keys.findIndex((key, at) => keys.indexOf(key) !== at)

/** Rule SV-1: what a questionnaire must hold together; every fault at once, with its place. */
export function formFaults(form: FormContent): FormFault[] {
  const found: FormFault[] = []
  const again = twice(form.items.map((item) => item.key))
  if (again >= 0) found.push(fault(['items', again], `第 ${again + 1} 题与前面的题重复`, `question ${again + 1} is there twice`))
  const named = twice(form.dimensions.map((each) => each.key))
  if (named >= 0) found.push(fault(['dimensions', named], `第 ${named + 1} 个维度与前面的重复`, `dimension ${named + 1} is there twice`))
  for (const [at, item] of form.items.entries()) {
    if (!form.dimensions.some((each) => each.key === item.dimension)) found.push(fault(['items', at, 'dimension'], `第 ${at + 1} 题的维度不存在`, `question ${at + 1} is of no dimension`))
    if (form.scales[item.scale] === undefined) found.push(fault(['items', at, 'scale'], `第 ${at + 1} 题的选项不存在`, `question ${at + 1} has no choices`))
  }
  for (const [at, dimension] of form.dimensions.entries()) {
    if (!form.items.some((item) => item.dimension === dimension.key)) found.push(fault(['dimensions', at], `维度“${dimension.name.zh}”下没有题`, `dimension '${dimension.name.en}' has no question`))
  }
  for (const [key, scale] of Object.entries(form.scales)) {
    if (scale.some((choice, at) => at > 0 && choice.score <= (scale[at - 1]?.score ?? 0))) found.push(fault(['scales', key], '选项的分数要从低到高', 'choices go from the lowest score to the highest'))
  }
  return found
}

/** Rule SV-2: official questions of the version before stay as they are, with their choices and scores; a house adds its own. Answers the keys that do not. */
export function officialChanged(before: FormContent, after: FormContent): string[] {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const kept = (item: Item): boolean => {
    const now = after.items.find((each) => each.key === item.key)
    return now !== undefined && now.official && now.dimension === item.dimension && now.scale === item.scale && now.notApplicable === item.notApplicable && same(now.text, item.text) && same(before.scales[item.scale], after.scales[item.scale])
  }
  const lost = before.items.filter((item) => item.official && !kept(item)).map((item) => item.key)
  const claimed = after.items.filter((item) => item.official && !before.items.some((each) => each.key === item.key && each.official)).map((item) => item.key)
  return [...lost, ...claimed]
}

/** The questions of one page; pages are counted from 0. */
export const itemsOfPage = (form: FormContent, page: number): readonly Item[] => form.items.slice(page * form.pageSize, (page + 1) * form.pageSize)
export const pagesOf = (form: FormContent): number => Math.ceil(form.items.length / form.pageSize)
