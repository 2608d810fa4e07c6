import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useAppearance } from '../../../ui/look.tsx'
import { toneColours } from '../../../ui/theme.ts'
import { useTexts } from '../../../ui/texts.ts'
import { texts } from './texts.ts'
import { verdictTones, type Counts } from './verdict-mark.tsx'

use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

const order = ['met', 'waived', 'due', 'overdue', 'unmet'] as const
const fills = { good: '#2f9e63', quiet: '#9aa3b2', wait: '#5b8def', warn: '#d98a1f', bad: '#cf4444' } as const
/** Beyond this many lines a chart says less than the table below it. */
const most = 40

/** How far each institution is, at a glance; the table beneath carries the same figures. */
export function BoardChart({ rows }: { rows: readonly { id: string; name: string; total: Counts }[] }) {
  const t = useTexts(texts)
  const { dark } = useAppearance()
  const place = useRef<HTMLDivElement>(null)
  const shown = rows.slice(0, most)
  useEffect(() => {
    if (place.current === null) return undefined
    const chart = init(place.current, undefined, { renderer: 'svg' })
    const ink = dark ? '#c3c8d2' : '#4a5260'
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
      legend: { top: 0, textStyle: { color: ink } },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      xAxis: { type: 'value', axisLabel: { color: ink }, splitLine: { lineStyle: { color: dark ? '#2b323c' : '#e6e9ef' } } },
      yAxis: { type: 'category', inverse: true, data: shown.map((row) => row.name), axisLabel: { color: ink, width: 170, overflow: 'truncate' } },
      series: order.map((name) => ({ name: t(`v_${name}`), type: 'bar', stack: 'all', barMaxWidth: 18, itemStyle: { color: fills[verdictTones[name]], borderColor: toneColours(dark)[verdictTones[name]].border }, data: shown.map((row) => row.total[name]) })),
    })
    const resize = new ResizeObserver(() => chart.resize())
    resize.observe(place.current)
    return () => {
      resize.disconnect()
      chart.dispose()
    }
  }, [shown, dark, t])
  return <div ref={place} role="img" aria-label={t('chart')} style={{ height: 60 + shown.length * 26 }} />
}
