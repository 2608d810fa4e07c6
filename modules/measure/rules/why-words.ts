import type { WhyNot, Words } from './names.ts'

/** Why there is no value, for a screen and a sheet. */
export const whyWords: Readonly<Record<WhyNot, Words>> = {
  being_counted: { zh: '正在统计', en: 'being counted' },
  no_facts: { zh: '没有记录', en: 'no entry yet' },
  no_denominator: { zh: '分母为零', en: 'nothing to divide by' },
  too_few: { zh: '样本太少，不显示', en: 'too few to be shown' },
  no_baseline: { zh: '没有可比的基期', en: 'nothing to compare with' },
}

const words = {
  kept: { zh: '达标', en: 'kept' },
  keptSoFar: { zh: '目前达标', en: 'kept so far' },
  missed: { zh: '未达标', en: 'missed' },
  missedSoFar: { zh: '目前未达标', en: 'not yet kept' },
  none: { zh: '', en: '' },
} as const

/** A running period is judged as it stands. */
export const keptWords = (kept: boolean | null, running: boolean): Words => (kept === null ? words.none : kept ? (running ? words.keptSoFar : words.kept) : running ? words.missedSoFar : words.missed)
