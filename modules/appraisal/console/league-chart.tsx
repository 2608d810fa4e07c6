import { useMemo } from 'react'
import { Chart, escaped, useInk } from '../../../ui/chart.tsx'
import { useAppearance } from '../../../ui/look.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { LeagueRow } from './league-table.tsx'
import { texts } from './texts.ts'

/** A picture of more says less than the table beneath it. */
const most = 40
const [head, line] = [56, 28]

/** A mark for each score on the bar of where it may lie; the own institution's mark has a form of its own. */
export function LeagueChart({ rows, title, file, ownId }: { rows: readonly LeagueRow[]; title: string; file: string; ownId: string | null }) {
  const t = useTexts(texts)
  const { narrow } = useAppearance()
  const { ink, grid, line: mark, soft, alarm } = useInk()
  const ranked = useMemo(() => rows.filter((row) => row.score !== null), [rows])
  const shown = useMemo(() => ranked.slice(0, most), [ranked])
  const option = useMemo(() => {
    const low = Math.floor(Math.min(...shown.map((row) => row.low ?? 0)) / 10) * 10
    const said = (row: LeagueRow) => `${escaped(row.name)}<br>${(row.score ?? 0).toFixed(1)}（${(row.low ?? 0).toFixed(1)}—${(row.high ?? 0).toFixed(1)}）`
    return {
      grid: { left: 8, right: 56, top: 12, bottom: 8, containLabel: true },
      tooltip: { trigger: 'item' as const, formatter: (item: { dataIndex?: number }) => { const row = shown[item.dataIndex ?? 0]; return row === undefined ? '' : said(row) } },
      xAxis: { type: 'value' as const, min: low, max: 100, axisLabel: { color: ink, hideOverlap: true }, splitLine: { lineStyle: { color: grid } } },
      yAxis: { type: 'category' as const, inverse: true, data: shown.map((row) => row.name), axisLabel: { color: ink, width: narrow ? 118 : 240, overflow: 'truncate' as const, interval: 0 }, axisTick: { show: false } },
      series: [
        { type: 'bar' as const, stack: 'range', silent: true, barWidth: 8, itemStyle: { color: 'transparent' }, data: shown.map((row) => row.low ?? 0) },
        { type: 'bar' as const, stack: 'range', barWidth: 8, itemStyle: { color: soft, opacity: 0.45, borderRadius: 4 }, data: shown.map((row) => ({ value: Math.max(0.2, (row.high ?? 0) - (row.low ?? 0)), label: { show: true, position: 'right' as const, distance: 10, color: ink, opacity: 1, formatter: (row.score ?? 0).toFixed(1) } })) },
        {
          type: 'scatter' as const,
          data: shown.map((row, at) => ({ value: [row.score, at], symbol: row.id === ownId ? 'diamond' : 'circle', symbolSize: row.id === ownId ? 16 : 11, itemStyle: { color: row.id === ownId ? alarm : mark } })),
        },
      ],
    }
  }, [shown, ownId, narrow, ink, grid, mark, soft, alarm])
  return (
    <>
      <Chart option={option} label={t('chart', { name: title })} file={file} height={head + shown.length * line} />
      {ranked.length > most ? <p className="soft">{t('chartFirst', { n: most })}</p> : null}
    </>
  )
}
