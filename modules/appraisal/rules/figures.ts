import type { FactKind } from '../../../kernel/fact.ts'
import { keeps } from '../../measure/rules/value.ts'
import type { Direction } from '../../measure/rules/names.ts'
import type { Part, Words } from './definition.ts'

export const factPrefix = 'appraisal.'

/** Facts of this module, as definitions of measures may use them. */
export const factKinds: readonly FactKind[] = [
  { kind: 'appraisal.score', name: { zh: '排名公布的得分', en: 'Scores of published leagues' }, fields: { league: 'text', score: 'number' } },
  { kind: 'appraisal.indicator', name: { zh: '质量指标月度结果', en: 'Quality indicators by month' }, fields: { indicator: 'text', value: 'number', met: 'boolean' } },
  { kind: 'appraisal.spread', name: { zh: '机构间差距', en: 'Spread between institutions' }, fields: { indicator: 'text', bodies: 'number', best: 'number', worst: 'number', spread: 'number' } },
  { kind: 'appraisal.gap', name: { zh: '对标差距', en: 'Gaps to other regions' }, fields: { indicator: 'text', own: 'number', other: 'number', gap: 'number' } },
  { kind: 'appraisal.scheme', name: { zh: '公布排名所用的权重', en: 'Weights of published leagues' }, fields: { league: 'text', patient: 'number' } },
]

/** Rule AP-14: an indicator of one institution in one month: whether it met its goal, by its exact value; nothing of too few. */
export function indicatorOf(part: Pick<Part, 'goal' | 'fewest'>, figure: { readonly value: number | null; readonly of: number | null }): { readonly value: number; readonly met: boolean } | null {
  const { value, of } = figure
  if (value === null || (of !== null && of < part.fewest)) return null
  const met = keeps(value, part.goal)
  return met === null ? null : { value, met }
}

/** Fewer than three say nothing of how far institutions lie apart. */
const fewestBodies = 3

/** Rule AP-15: best less worst of an indicator in percent, among three or more with enough cases. */
export function spreadOf(values: readonly number[], direction: Direction): { readonly best: number; readonly worst: number; readonly spread: number } | null {
  if (values.length < fewestBodies || direction === 'none') return null
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return { best: direction === 'up' ? high : low, worst: direction === 'up' ? low : high, spread: high - low }
}

/** Rule AP-16: how far behind the other region, in percent of its value; who is ahead is not behind, and makes up for nothing else. */
export function gapOf(own: number, other: number, direction: Direction): number | null {
  if (direction === 'none') return null
  const behind = direction === 'up' ? other - own : own - other
  return behind <= 0 ? 0 : other === 0 ? 100 : Math.round((behind / Math.abs(other)) * 1000) / 10
}

export const sayMet = (met: boolean): Words => (met ? { zh: '达标', en: 'met' } : { zh: '未达标', en: 'missed' })
