import type { Target, Unit } from './names.ts'
import { keeps } from './value.ts'

/** How a value is printed. */
export type Shown = { readonly unit: Unit; readonly decimals: number; readonly target?: Target | null | undefined; readonly shape?: string | undefined }

const unitWords: Readonly<Record<Unit, { readonly zh: string; readonly en: string }>> = {
  percent: { zh: '%', en: '%' }, count: { zh: '', en: '' }, days: { zh: ' 天', en: ' days' }, people: { zh: ' 人', en: ' people' }, ratio: { zh: '', en: '' }, points: { zh: ' 分', en: ' points' }, hours: { zh: ' 小时', en: ' hours' }, minutes: { zh: ' 分钟', en: ' minutes' }, 'per-week': { zh: ' /周', en: ' a week' },
  yuan: { zh: ' 元', en: ' yuan' }, grade: { zh: ' 级', en: '' }, 'percent-points': { zh: ' 个百分点', en: ' points' },
}
const mostDigits = 6

/** Rule ME-12: rounding never makes a missed target look kept, or a kept one missed: digits are added until it no longer does. */
export function roundValue(value: number, { decimals, target }: Omit<Shown, 'unit'>): string {
  const kept = keeps(value, target)
  for (let digits = decimals; digits < mostDigits; digits += 1) {
    const text = value.toFixed(digits)
    if (kept === null || keeps(Number(text), target) === kept) return text
  }
  return value.toFixed(mostDigits)
}

/** A change says which way it went. */
export const showValue = (value: number, shown: Shown, locale: 'zh' | 'en'): string => `${shown.shape === 'change' && value > 0 ? '+' : ''}${roundValue(value, shown)}${unitWords[shown.unit][locale]}`

const signs: Readonly<Record<Target['comparator'], string>> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '=' }
export const showTarget = (target: Target, unit: Unit, locale: 'zh' | 'en'): string => `${signs[target.comparator]} ${target.value}${unitWords[unit][locale]}`

/** Counts and amounts without needless zeros. */
export const showAmount = (amount: number): string => String(Number(amount.toFixed(2)))
