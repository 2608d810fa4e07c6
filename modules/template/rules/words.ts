import { institutionLevelNames } from '../../directory/rules/kinds.ts'
import type { TemplateDuty } from './definition.ts'

const signs = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '=' } as const

/** 'MM-DD' as people say it; '+1 MM-DD' is a day of the following year. */
export function sayDay(planDay: string): { zh: string; en: string } {
  const [month = 0, day = 0] = planDay.slice(-5).split('-').map(Number)
  const next = planDay.startsWith('+')
  return { zh: `${next ? '次年' : ''}${month}月${day}日`, en: `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}${next ? ' of the next year' : ''}` }
}

/** When a duty is due, in the plan's own time. */
export function whenWords(duty: Pick<TemplateDuty, 'due' | 'cadence'>): { zh: string; en: string } | null {
  if (duty.cadence !== undefined) return { zh: duty.cadence.printed, en: duty.cadence.rrule }
  if (duty.due === undefined) return null
  const day = sayDay(duty.due)
  return { zh: `${day.zh}前`, en: `by ${day.en}` }
}

export function targetWords({ target }: Pick<TemplateDuty, 'target'>): string | null {
  if (target === undefined) return null
  return target.upper === undefined ? `${target.metric} ${signs[target.comparator]} ${target.value}${target.unit}` : `${target.metric} ${target.value}—${target.upper}${target.unit}`
}

/** The levels of institution a duty asks; null where it asks all of them. */
export function levelWords({ bodies }: Pick<TemplateDuty, 'bodies'>): { zh: string; en: string } | null {
  if (bodies?.levels === undefined) return null
  const names = bodies.levels.map((level) => institutionLevelNames[level])
  return { zh: names.map((name) => name.zh).join('、'), en: names.map((name) => name.en).join(', ') }
}

/** Rule PL-9: what decides a measure of which the plan names no number; null for everything else. */
export function unaskedWords({ kind, target }: Pick<TemplateDuty, 'kind' | 'target'>, standard: { zh: string; en: string } | null): { zh: string; en: string } | null {
  if (kind !== 'measure' || target !== undefined) return null
  if (standard === null) return { zh: '方案没有写要达到多少，按期算出就记为已报数，不算达标', en: 'the plan names no number to reach: a value computed in time counts as reported, not as reached' }
  return { zh: `方案没有写要达到多少，按指标自己的标准 ${standard.zh} 判断`, en: `the plan names no number to reach: the measure's own target ${standard.en} decides` }
}
