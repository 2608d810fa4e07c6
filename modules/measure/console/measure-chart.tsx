import { useMemo } from 'react'
import type { z } from 'zod'
import { Chart, useInk } from '../../../ui/chart.tsx'
import { showDate } from '../../../ui/dates.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { RunsView, TrendPoint } from '../contract.ts'
import type { Target } from '../rules/names.ts'
import { showTarget, showValue, type Shown } from '../rules/show.ts'
import { texts } from './texts.ts'

/** Room around values and target, never below zero where nothing is, nor beyond a hundred per cent. */
function axisOf(values: readonly number[], isPercent: boolean): { min?: number; max?: number } {
  if (values.length === 0) return {}
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = high === low ? Math.max(1, Math.abs(high) / 10) : (high - low) / 10
  const min = low >= 0 ? Math.max(0, low - room) : low - room
  return { min: Math.floor(min), max: isPercent && high <= 100 ? Math.min(100, Math.ceil(high + room)) : Math.ceil(high + room) }
}

type Given = { points: readonly z.infer<typeof TrendPoint>[]; runs: z.infer<typeof RunsView> | null; shown: Shown; target: Target | null; name: string; file: string }

/** The run chart: values against target and base, with a triangle where change detection alarms; the table beneath carries the same figures. */
export function MeasureChart({ points, runs, shown, target, name, file }: Given) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { ink, grid, line, target: targetInk, alarm: alarmInk, soft } = useInk()
  const option = useMemo(() => {
    const said = (value: unknown) => (typeof value === 'number' ? showValue(value, shown, locale) : '—')
    const alarmOf = (from: string) => runs?.points.find((each) => each.from === from)?.alarm ?? null
    const lines = [
      ...(target === null ? [] : [{ yAxis: target.value, lineStyle: { color: targetInk, type: 'dashed' as const }, label: { color: ink, formatter: showTarget(target, shown.unit, locale) } }]),
      ...(runs === null ? [] : [{ yAxis: runs.base, lineStyle: { color: soft, type: 'dotted' as const }, label: { color: ink, formatter: t('baseLine') } }]),
    ]
    const all = [...points.flatMap((point) => point.value ?? []), ...(target === null ? [] : [target.value]), ...(runs === null ? [] : [runs.base])]
    return {
      grid: { left: 8, right: 84, top: 20, bottom: 8, containLabel: true },
      tooltip: { trigger: 'axis' as const, valueFormatter: said },
      xAxis: { type: 'category' as const, data: points.map((point) => showDate(point.from, locale)), axisLabel: { color: ink, hideOverlap: true } },
      yAxis: { type: 'value' as const, ...axisOf(all, shown.unit === 'percent'), axisLabel: { color: ink, formatter: (value: number) => String(Number(value.toFixed(1))) }, splitLine: { lineStyle: { color: grid } } },
      series: [
        {
          name, type: 'line' as const, connectNulls: false, lineStyle: { color: line, width: 2 }, itemStyle: { color: line },
          data: points.map((point) => {
            const alarm = alarmOf(point.from)
            return alarm === null ? { value: point.value, symbol: 'circle', symbolSize: 7 } : { value: point.value, symbol: 'triangle', symbolRotate: alarm === 'down' ? 180 : 0, symbolSize: 15, itemStyle: { color: alarmInk } }
          }),
          ...(lines.length === 0 ? {} : { markLine: { silent: true, symbol: 'none', data: lines } }),
        },
      ],
    }
  }, [points, runs, shown, target, name, locale, t, ink, grid, line, targetInk, alarmInk, soft])
  return <Chart option={option} label={t('chart')} file={file} />
}
