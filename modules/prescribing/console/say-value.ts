import { useCallback } from 'react'
import { useTexts } from '../../../ui/texts.ts'
import type { RatioUnit } from '../rules/ratio.ts'
import { showYuan } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'

/** A value in its unit, two places at most: in words and in charts alike. */
export function useSay(unit: RatioUnit): (value: number) => string {
  const t = useTexts(texts)
  return useCallback((value: number) => (unit === 'percent' ? `${Number(value.toFixed(2))}%` : t('yuan', { n: unit === 'yuan' ? showYuan(value) : Number(value.toFixed(2)) })), [unit, t])
}
