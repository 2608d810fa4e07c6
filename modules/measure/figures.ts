import type { ReadTx } from '../../server/platform/database.ts'
import { measureFor, type Live, type LiveMeasure } from './live.ts'
import { baselineOf, changeOf, periodBefore } from './rules/change.ts'
import type { Period } from './rules/periods.ts'
import { figureOf, pool, type Figure, type Sums } from './rules/value.ts'
import { planStarts, startOf, type PlanStart } from './starts.ts'
import { sumsOf, type Slot } from './values.ts'

export type Body = { readonly id: string; readonly regionCode: string }
/** A measure over a period at some bodies; the plan that asks says when its campaign began. */
export type FigureAsk = { readonly measure: LiveMeasure; readonly period: Period; readonly bodies: readonly Body[]; readonly planId?: string | undefined }
/** Their pooled figure (Rule ME-11), that of each, and what a change was compared with. */
export type FigureAnswer = { readonly figure: Figure; readonly own: readonly Figure[]; readonly against: Period | null }

type Leg = { readonly measure: LiveMeasure; readonly period: Period }
type Parted = FigureAsk & { readonly legs: readonly Leg[] }

/** Whose sums a value is made of: its own, or for a change those of the measure it is about, now and before, by one definition. */
function legsOf(live: Live, ask: FigureAsk, starts: readonly PlanStart[]): Leg[] {
  const { measure, period } = ask
  const { definition } = measure
  if (definition.shape !== 'change') return [{ measure, period }]
  const of = measureFor(live, definition.of, period.to)
  if (of === undefined) return []
  const base = baselineOf(definition, period, startOf(starts, measure.key, ask))
  return base === null ? [{ measure: of, period }] : [{ measure: of, period }, { measure: of, period: base }]
}

function figureFrom({ measure: { definition }, period, legs }: Parted, sums: readonly Sums[]): Figure {
  const [now, base] = legs.map((leg, at) => ({ leg, figure: figureOf(leg.measure.definition, sums[at] ?? null, leg.period) }))
  if (now === undefined) return figureOf(definition, null, period)
  if (definition.shape !== 'change') return now.figure
  return changeOf(definition, now.leg.measure.definition, now.figure, base === undefined ? null : { figure: base.figure, period: base.leg.period }, period)
}

/** Figures of many measures, periods and bodies, in a handful of statements however many there are. */
export async function figuresFor(read: ReadTx, live: Live, asks: readonly FigureAsk[]): Promise<FigureAnswer[]> {
  const starts = await planStarts(read, asks)
  const parted: Parted[] = asks.map((ask) => ({ ...ask, legs: legsOf(live, ask, starts) }))
  const slots: Slot[] = parted.flatMap(({ legs, bodies }) => legs.flatMap((leg) => bodies.map((body) => ({ ...leg, institutionId: body.id }))))
  const sums = await sumsOf(read, slots)
  let at = 0
  return parted.map((each) => {
    const byLeg = each.legs.map(() => {
      const own = sums.slice(at, at + each.bodies.length)
      at += each.bodies.length
      return own
    })
    return {
      figure: figureFrom(each, byLeg.map((own) => pool(own))),
      own: each.bodies.map((_, n) => figureFrom(each, byLeg.map((own) => own[n] ?? null))),
      against: each.measure.definition.shape === 'change' ? (each.legs[1]?.period ?? null) : null,
    }
  })
}

/**
 * Rule ME-22: where a period has too few to be shown and the definition says so, it is read together with the periods
 * before it, as few as suffice; the figure says how many. Verdicts of duties never are.
 */
export async function widened(read: ReadTx, live: Live, asks: readonly FigureAsk[], answers: readonly FigureAnswer[]): Promise<FigureAnswer[]> {
  const wider: { ask: number; body: number | null; periods: number; of: FigureAsk }[] = []
  asks.forEach((each, ask) => {
    const { definition } = each.measure
    if (definition.shape !== 'ratio') return
    let step = each.period
    for (let periods = 2; periods <= definition.pooled; periods += 1) {
      step = periodBefore(step)
      const of = { ...each, period: { from: step.from, to: each.period.to } }
      if (answers[ask]?.figure.why === 'too_few') wider.push({ ask, body: null, periods, of })
      answers[ask]?.own.forEach((figure, body) => {
        const only = each.bodies[body]
        if (figure.why === 'too_few' && only !== undefined) wider.push({ ask, body, periods, of: { ...of, bodies: [only] } })
      })
    }
  })
  if (wider.length === 0) return [...answers]
  const found = await figuresFor(read, live, wider.map((each) => each.of))
  const better = new Map<string, Figure>()
  wider.forEach(({ ask, body, periods }, at) => {
    const figure = found[at]?.figure
    const place = `${ask} ${body ?? 'all'}`
    if (figure?.value != null && !better.has(place)) better.set(place, { ...figure, pooled: periods })
  })
  return answers.map((answer, ask) => ({ ...answer, figure: better.get(`${ask} all`) ?? answer.figure, own: answer.own.map((figure, body) => better.get(`${ask} ${body}`) ?? figure) }))
}
