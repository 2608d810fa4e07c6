import type { FormContent, Item } from './form.ts'

export const total = 'total'
/** Item key → the choice, from 0; null: does not apply. */
export type Answers = Readonly<Record<string, number | null>>
/** Item key → how often each choice was taken, and "does not apply" last. */
export type Tallied = Readonly<Record<string, readonly number[]>>
/** Scores of one sheet in hundredths, by dimension and 'total'. */
export type Scored = ReadonlyMap<string, number>
/** Of many sheets: how many had a score in it, the sum of the scores in hundredths, and of their squares. */
export type Sum = { readonly sheets: number; readonly points: number; readonly squares: number }

const choicesOf = (form: FormContent, item: Item): number => form.scales[item.scale]?.length ?? 0

/** Rule SV-3: each question is answered by one of its choices, or by "does not apply" where that is offered; what was not is named. */
export function readAnswers(form: FormContent, typed: Readonly<Record<string, string | undefined>>, items: readonly Item[] = form.items): { readonly answers: Answers; readonly missing: readonly string[] } {
  const read = items.map((item) => {
    const said = typed[item.key] ?? ''
    if (said === 'na' && item.notApplicable) return [item.key, null] as const
    return /^\d$/.test(said) && Number(said) < choicesOf(form, item) ? ([item.key, Number(said)] as const) : ([item.key, undefined] as const)
  })
  return { answers: Object.fromEntries(read.flatMap(([key, answer]) => (answer === undefined ? [] : [[key, answer]]))), missing: read.flatMap(([key, answer]) => (answer === undefined ? [key] : [])) }
}

const meanOf = (values: readonly { readonly value: number; readonly weight: number }[]): number | null => {
  const weight = values.reduce((sum, each) => sum + each.weight, 0)
  return values.length === 0 ? null : Math.round(values.reduce((sum, each) => sum + each.value * each.weight, 0) / weight)
}

/** Rule SV-4: the mean of the questions that apply, then of the dimensions that have one; what does not apply is in no denominator. */
export function scoreSheet(form: FormContent, answers: Answers): Scored {
  const scores = new Map<string, number>()
  const dimensions: { value: number; weight: number }[] = []
  for (const dimension of form.dimensions) {
    const own = form.items.flatMap((item) => {
      const choice = answers[item.key]
      const score = item.dimension !== dimension.key || choice === null || choice === undefined ? undefined : form.scales[item.scale]?.[choice]?.score
      return score === undefined ? [] : [{ value: score * 100, weight: 1 }]
    })
    const mean = meanOf(own)
    if (mean === null) continue
    scores.set(dimension.key, mean)
    dimensions.push({ value: mean, weight: form.weighted ? dimension.weight : 1 })
  }
  const all = meanOf(dimensions)
  if (all !== null) scores.set(total, all)
  return scores
}

export const isVeryLow = (form: FormContent, answers: Answers): boolean => {
  const score = scoreSheet(form, answers).get(total)
  return form.lowAt !== null && score !== undefined && score <= form.lowAt * 100
}

/** Rule SV-7: what sheets come to together, in which none of them can be seen; their order does not matter. */
export function tally(form: FormContent, sheets: readonly Answers[]): { readonly items: Tallied; readonly scores: ReadonlyMap<string, Sum> } {
  const items = Object.fromEntries(form.items.map((item) => {
    const counts = Array.from({ length: choicesOf(form, item) + 1 }, () => 0)
    for (const answers of sheets) {
      const choice = answers[item.key]
      if (choice === undefined) continue
      const at = choice ?? counts.length - 1
      counts[at] = (counts[at] ?? 0) + 1
    }
    return [item.key, counts]
  }))
  const scores = new Map<string, Sum>()
  for (const answers of sheets) {
    for (const [key, score] of scoreSheet(form, answers)) {
      const before = scores.get(key) ?? { sheets: 0, points: 0, squares: 0 }
      scores.set(key, { sheets: before.sheets + 1, points: before.points + score, squares: before.squares + score * score })
    }
  }
  return { items, scores }
}

export const addSums = (sums: readonly Sum[]): Sum => sums.reduce((all, each) => ({ sheets: all.sheets + each.sheets, points: all.points + each.points, squares: all.squares + each.squares }), { sheets: 0, points: 0, squares: 0 })

export type Shown = { readonly sheets: number; /** 0 to 100; null: withheld. */ readonly score: number | null; readonly from: number | null; readonly to: number | null }

/** Rule SV-8: a score with its 95 % interval (normal approximation), or nothing where fewer than the smallest number answered. */
export function showSum({ sheets, points, squares }: Sum, smallest: number): Shown {
  if (sheets < smallest) return { sheets, score: null, from: null, to: null }
  const mean = points / sheets
  const variance = sheets < 2 ? 0 : Math.max(0, (squares - sheets * mean * mean) / (sheets - 1))
  const half = 1.96 * Math.sqrt(variance / sheets)
  const said = (hundredths: number) => Math.round(Math.min(10_000, Math.max(0, hundredths)) / 10) / 10
  return { sheets, score: said(mean), from: said(mean - half), to: said(mean + half) }
}

/** Mean of one question and how many it applied to, from its counts; withheld like every score. */
export function showItem(form: FormContent, item: Item, counts: readonly number[], smallest: number): Shown & { readonly notApplicable: number } {
  const scale = form.scales[item.scale] ?? []
  const sums = scale.map((choice, at) => {
    const n = counts[at] ?? 0
    const score = choice.score * 100
    return { sheets: n, points: n * score, squares: n * score * score }
  })
  return { ...showSum(addSums(sums), smallest), notApplicable: counts[scale.length] ?? 0 }
}
