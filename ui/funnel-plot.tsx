import { useMemo } from 'react'
import { Chart, escaped, useInk } from './chart.tsx'

type Range = { readonly low: number; readonly high: number }
/** One of those compared: how large it is, its value, and how far outside the limits it lies. */
export type PlotPoint = { readonly name: string; readonly size: number; readonly value: number; readonly outside: 'warning' | 'alarm' | null }
export type PlotLimit = { readonly of: number; readonly warning: Range; readonly alarm: Range }
/** `say` prints a value, `tick` one on the axis; `sizeName` says what the size is. */
type Given = { points: readonly PlotPoint[]; limits: readonly PlotLimit[]; centre: number | null; isShare: boolean; say: (value: number) => string; tick: (value: number) => string; saySize: (size: number) => string; sizeName: string; label: string; file: string }

const marks = { none: { symbol: 'circle', symbolSize: 9 }, warning: { symbol: 'diamond', symbolSize: 14 }, alarm: { symbol: 'triangle', symbolSize: 15 } } as const

/** Above the highest value there is room for its mark. */
const room = 1.05

/** Values by size within limits: a diamond is outside 95 %, a triangle outside 99.8 %. */
export function FunnelPlot({ points, limits, centre, isShare, say, tick, saySize, sizeName, label, file }: Given) {
  const { ink, grid, line, alarm, soft, target } = useInk()
  const option = useMemo(() => {
    const curve = (name: string, pick: (limit: PlotLimit) => number, color: string, type: 'solid' | 'dashed') => ({ name, type: 'line' as const, showSymbol: false, silent: true, tooltip: { show: false }, lineStyle: { color, type, width: 1.5 }, itemStyle: { color }, data: limits.map((limit) => [limit.of, pick(limit)]) })
    return {
      grid: { left: 8, right: 84, top: 20, bottom: 28, containLabel: true },
      tooltip: { trigger: 'item' as const, formatter: (item: { data?: { said?: string } }) => item.data?.said ?? '' },
      xAxis: { type: 'value' as const, name: sizeName, nameLocation: 'middle' as const, nameGap: 26, nameTextStyle: { color: ink }, scale: true, axisLabel: { color: ink, hideOverlap: true }, splitLine: { show: false } },
      yAxis: { type: 'value' as const, scale: true, ...(isShare ? { min: (range: { min: number }) => Math.max(0, Math.floor(range.min)), max: (range: { max: number }) => Math.min(100, Math.ceil(range.max * room)) } : {}), axisLabel: { color: ink, formatter: tick }, splitLine: { lineStyle: { color: grid } } },
      series: [
        curve('99.8%', (limit) => limit.alarm.high, alarm, 'solid'), curve('99.8%', (limit) => limit.alarm.low, alarm, 'solid'),
        curve('95%', (limit) => limit.warning.high, soft, 'dashed'), curve('95%', (limit) => limit.warning.low, soft, 'dashed'),
        {
          type: 'scatter' as const,
          data: points.map((each) => ({ value: [each.size, each.value], said: `${escaped(each.name)}<br>${say(each.value)} · ${sizeName} ${saySize(each.size)}`, ...marks[each.outside ?? 'none'], itemStyle: { color: each.outside === null ? line : each.outside === 'alarm' ? alarm : target } })),
          ...(centre === null ? {} : { markLine: { silent: true, symbol: 'none', lineStyle: { color: ink, type: 'solid' as const }, label: { color: ink, formatter: say(centre) }, data: [{ yAxis: centre }] } }),
        },
      ],
    }
  }, [points, limits, centre, isShare, say, tick, saySize, sizeName, ink, grid, line, alarm, soft, target])
  return <Chart option={option} label={label} file={file} height={320} />
}
