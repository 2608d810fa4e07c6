import { LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { useAppearance } from '../../../ui/look.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { TrendPoint } from '../contract.ts'
import type { Target } from '../rules/names.ts'
import { showTarget, showValue, type Shown } from '../rules/show.ts'
import { texts } from './texts.ts'

use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

/** Room around values and target, never below zero where nothing is, nor beyond a hundred per cent. */
function axisOf(values: readonly number[], isPercent: boolean): { min?: number; max?: number } {
  if (values.length === 0) return {}
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = high === low ? Math.max(1, Math.abs(high) / 10) : (high - low) / 10
  const min = low >= 0 ? Math.max(0, low - room) : low - room
  return { min: Math.floor(min), max: isPercent && high <= 100 ? Math.min(100, Math.ceil(high + room)) : Math.ceil(high + room) }
}

/** The trend against its target; the table beneath carries the same figures. */
export function MeasureChart({ points, shown, target, name }: { points: readonly z.infer<typeof TrendPoint>[]; shown: Shown; target: Target | null; name: string }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { dark } = useAppearance()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (place.current === null) return undefined
    const chart = init(place.current, undefined, { renderer: 'svg' })
    const ink = dark ? '#c3c8d2' : '#4a5260'
    const line = dark ? '#6ea8ff' : '#0958d9'
    const said = (value: unknown) => (typeof value === 'number' ? showValue(value, shown, locale) : '—')
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 70, top: 20, bottom: 8, containLabel: true },
      tooltip: { trigger: 'axis', valueFormatter: said },
      xAxis: { type: 'category', data: points.map((point) => showDate(point.from, locale)), axisLabel: { color: ink, hideOverlap: true } },
      yAxis: { type: 'value', ...axisOf([...points.flatMap((point) => point.value ?? []), ...(target === null ? [] : [target.value])], shown.unit === 'percent'), axisLabel: { color: ink, formatter: (value: number) => String(Number(value.toFixed(1))) }, splitLine: { lineStyle: { color: dark ? '#2b323c' : '#e6e9ef' } } },
      series: [
        {
          name, type: 'line', data: points.map((point) => point.value), connectNulls: false, symbolSize: 7, lineStyle: { color: line, width: 2 }, itemStyle: { color: line },
          ...(target === null ? {} : { markLine: { silent: true, symbol: 'none', lineStyle: { color: dark ? '#f2b155' : '#9a5b00', type: 'dashed' }, label: { color: ink, formatter: showTarget(target, shown.unit, locale) }, data: [{ yAxis: target.value }] } }),
        },
      ],
    })
    const resize = new ResizeObserver(() => chart.resize())
    resize.observe(place.current)
    return () => {
      resize.disconnect()
      chart.dispose()
    }
  }, [points, shown, target, name, dark, locale])
  return <div ref={place} role="img" aria-label={t('chart')} style={{ height: 280 }} />
}
