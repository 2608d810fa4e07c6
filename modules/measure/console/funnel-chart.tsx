import { useCallback, useMemo } from 'react'
import type { z } from 'zod'
import { FunnelPlot } from '../../../ui/funnel-plot.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { FunnelLimit, StandingView } from '../contract.ts'
import { showAmount, showValue, type Shown } from '../rules/show.ts'
import { texts } from './texts.ts'

export type FunnelPoint = Pick<z.infer<typeof StandingView>, 'name' | 'value' | 'denominator' | 'outside'>
type Given = { points: readonly FunnelPoint[]; limits: readonly z.infer<typeof FunnelLimit>[]; centre: number | null; shown: Shown; file: string }

const tick = (value: number): string => String(Number(value.toFixed(1)))

/** Values by the size of their denominator within the limits of chance. */
export function FunnelChart({ points, limits, centre, shown, file }: Given) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { unit, decimals } = shown
  const say = useCallback((value: number) => showValue(value, { unit, decimals }, locale), [unit, decimals, locale])
  const known = useMemo(() => points.flatMap(({ name, value, denominator, outside }) => (value === null || denominator === null ? [] : [{ name, value, size: denominator, outside }])), [points])
  return <FunnelPlot points={known} limits={limits} centre={centre} isShare={unit === 'percent'} say={say} tick={tick} saySize={showAmount} sizeName={t('denominator')} label={t('funnelChart')} file={file} />
}
