import { useCallback, useMemo } from 'react'
import type { z } from 'zod'
import { Chart, escaped, useInk } from '../../../ui/chart.tsx'
import { FunnelPlot } from '../../../ui/funnel-plot.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { LeagueView } from '../contract/ratio.ts'
import type { RatioUnit } from '../rules/ratio.ts'
import { showCount } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'
import { useSay } from './say-value.ts'

type LeagueGroup = z.output<typeof LeagueView>
type Given = { group: LeagueGroup; unit: RatioUnit; title: string; file: string }
/** A picture of more says less than the table beneath it. */
const most = 40

/** Values by the number of cases, within what peers of that size vary by. */
export function LeagueFunnel({ group, unit, title, file }: Given) {
  const t = useTexts(texts)
  const say = useSay(unit)
  const points = useMemo(() => group.lines.flatMap(({ name, value, cases, outside }) => (value === null ? [] : [{ name, value, size: cases, outside }])), [group.lines])
  const tick = useCallback((value: number) => String(Number((unit === 'yuan' ? value / 100 : value).toFixed(1))), [unit])
  return <FunnelPlot points={points} limits={group.limits} centre={group.median} isShare={unit !== 'yuan' && group.limits.every((limit) => limit.alarm.low >= 0)} say={say} tick={tick} saySize={showCount} sizeName={t('caseCount')} label={t('funnelSays', { name: title })} file={file} />
}

/** A bar for each, in the order of the league, with the median as a line; what is above it is marked by a sign as well as by its colour. */
export function LeagueBars({ group, unit, title, file }: Given) {
  const t = useTexts(texts)
  const say = useSay(unit)
  const { ink, grid, line, alarm, target, paper } = useInk()
  const shown = useMemo(() => group.lines.filter((each) => each.value !== null).slice(0, most), [group.lines])
  const option = useMemo(() => {
    const isAbove = (value: number | null) => group.median !== null && value !== null && value > group.median
    return {
      grid: { left: 8, right: 88, top: 24, bottom: 8, containLabel: true },
      tooltip: { trigger: 'item' as const, formatter: (item: { name?: string; value?: unknown }) => `${escaped(item.name ?? '')}<br>${typeof item.value === 'number' ? say(item.value) : ''}` },
      xAxis: { type: 'value' as const, axisLabel: { color: ink, hideOverlap: true, formatter: (value: number) => String(Number((unit === 'yuan' ? value / 100 : value).toFixed(1))) }, splitLine: { lineStyle: { color: grid } } },
      yAxis: { type: 'category' as const, inverse: true, data: shown.map((each) => each.name), axisLabel: { color: ink, width: 118, overflow: 'break' as const, lineHeight: 13, fontSize: 11, interval: 0 }, axisTick: { show: false } },
      series: [
        {
          type: 'bar' as const, barMaxWidth: 16,
          data: shown.map((each) => ({ value: each.value, itemStyle: { color: isAbove(each.value) ? alarm : line }, label: { show: true, position: 'right' as const, color: ink, backgroundColor: paper, padding: [1, 2], formatter: `${isAbove(each.value) ? '▲ ' : ''}${say(each.value ?? 0)}` } })),
          ...(group.median === null ? {} : { markLine: { silent: true, symbol: 'none', z: 1, lineStyle: { color: target, type: 'dashed' as const, width: 2 }, label: { color: ink, position: 'start' as const, formatter: `${t('median')} ${say(group.median)}` }, data: [{ xAxis: group.median }] } }),
        },
      ],
    }
  }, [group.median, shown, unit, say, t, ink, grid, line, alarm, target, paper])
  return <Chart option={option} label={t('chartSays', { name: title })} file={file} height={64 + shown.length * 30} />
}
