import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { figuresFor, type Body } from './figures.ts'
import { liveMeasures, measureFor } from './live.ts'
import { isOpenEnough } from './rules/open.ts'
import { periodOf, type Period } from './rules/periods.ts'
import { showTarget, showValue } from './rules/show.ts'
import type { Words } from './rules/names.ts'

/** A figure of an institution as citizens see it: of the last whole period, in plain words; `said` null where it is not shown. */
export type OpenFigure = { readonly key: string; readonly name: Words; readonly does: Words; readonly period: Period; readonly said: Words | null; readonly target: Words | null }

/** Rule ME-33: the figures of an institution that their definitions declare public, of the last period that is over. */
export async function openFigures(read: ReadTx, body: Body, today: IsoDate): Promise<OpenFigure[]> {
  const live = await liveMeasures(read)
  const asks = [...live.values()].flatMap((versions) => {
    const newest = versions.at(-1)
    if (newest?.definition.public !== true) return []
    const period = periodOf(newest.definition.period, addDays(periodOf(newest.definition.period, today).from, -1))
    const measure = measureFor(live, newest.key, period.to)
    return measure === undefined ? [] : [{ measure, period, bodies: [body] }]
  })
  const answers = await figuresFor(read, live, asks)
  return asks
    .flatMap(({ measure: { key, definition }, period }, at) => {
      const figure = answers[at]?.figure
      if (figure === undefined || figure.facts === 0) return []
      const { value } = figure
      const said = value === null || !isOpenEnough(definition, figure) ? null : { zh: showValue(value, definition, 'zh'), en: showValue(value, definition, 'en') }
      const target = definition.target === undefined ? null : { zh: showTarget(definition.target, definition.unit, 'zh'), en: showTarget(definition.target, definition.unit, 'en') }
      return [{ key, name: definition.name, does: definition.does, period, said, target }]
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}
