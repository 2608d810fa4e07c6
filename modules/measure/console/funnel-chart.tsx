import { useMemo } from 'react'
import type { z } from 'zod'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { FunnelLimit, StandingView } from '../contract.ts'
import { showAmount, showValue, type Shown } from '../rules/show.ts'
import { Chart, useInk } from './chart.tsx'
import { texts } from './texts.ts'

export type FunnelPoint = Pick<z.infer<typeof StandingView>, 'name' | 'value' | 'denominator' | 'outside'>
type Given = { points: readonly FunnelPoint[]; limits: readonly z.infer<typeof FunnelLimit>[]; centre: number | null; shown: Shown; file: string }

const marks = { none: { symbol: 'circle', symbolSize: 9 }, warning: { symbol: 'diamond', symbolSize: 14 }, alarm: { symbol: 'triangle', symbolSize: 15 } } as const

/** Values by the size of their denominator within the limits of chance: a diamond is outside 95 %, a triangle outside 99.8 %. */
export function FunnelChart({ points, limits, centre, shown, file }: Given) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { ink, grid, line, alarm, soft, target } = useInk()
  const option = useMemo(() => {
    const said = (value: number) => showValue(value, { unit: shown.unit, decimals: shown.decimals }, locale)
    const curve = (name: string, pick: (limit: z.infer<typeof FunnelLimit>) => number, color: string, type: 'solid' | 'dashed') => ({ name, type: 'line' as const, showSymbol: false, silent: true, tooltip: { show: false }, lineStyle: { color, type, width: 1.5 }, itemStyle: { color }, data: limits.map((limit) => [limit.of, pick(limit)]) })
    const known = points.filter((each) => each.value !== null && each.denominator !== null)
    return {
      grid: { left: 8, right: 84, top: 20, bottom: 28, containLabel: true },
      tooltip: { trigger: 'item' as const, formatter: (item: { data?: { said?: string } }) => item.data?.said ?? '' },
      xAxis: { type: 'value' as const, name: t('denominator'), nameLocation: 'middle' as const, nameGap: 26, nameTextStyle: { color: ink }, scale: true, axisLabel: { color: ink, hideOverlap: true }, splitLine: { show: false } },
      yAxis: { type: 'value' as const, scale: true, ...(shown.unit === 'percent' ? { min: (range: { min: number }) => Math.max(0, Math.floor(range.min)), max: (range: { max: number }) => Math.min(100, Math.ceil(range.max)) } : {}), axisLabel: { color: ink, formatter: (value: number) => String(Number(value.toFixed(1))) }, splitLine: { lineStyle: { color: grid } } },
      series: [
        curve('99.8%', (limit) => limit.alarm.high, alarm, 'solid'), curve('99.8%', (limit) => limit.alarm.low, alarm, 'solid'),
        curve('95%', (limit) => limit.warning.high, soft, 'dashed'), curve('95%', (limit) => limit.warning.low, soft, 'dashed'),
        {
          type: 'scatter' as const,
          data: known.map((each) => ({ value: [each.denominator, each.value], said: `${escaped(each.name)}<br>${said(each.value ?? 0)} · ${t('denominator')} ${showAmount(each.denominator ?? 0)}`, ...marks[each.outside ?? 'none'], itemStyle: { color: each.outside === null ? line : each.outside === 'alarm' ? alarm : target } })),
          ...(centre === null ? {} : { markLine: { silent: true, symbol: 'none', lineStyle: { color: ink, type: 'solid' as const }, label: { color: ink, formatter: said(centre) }, data: [{ yAxis: centre }] } }),
        },
      ],
    }
  }, [points, limits, centre, shown.unit, shown.decimals, locale, t, ink, grid, line, alarm, soft, target])
  return <Chart option={option} label={t('funnelChart')} file={file} height={320} />
}

/** A name may hold anything; a tooltip is markup. */
const escaped = (name: string): string => name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
