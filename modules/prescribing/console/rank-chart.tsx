import { useMemo } from 'react'
import type { z } from 'zod'
import { Chart, escaped, useInk } from '../../../ui/chart.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { RankedRow } from '../contract/rank.ts'
import type { RankOrder } from '../rules/rank.ts'
import { showCount, showYuan } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'

type RankRow = z.output<typeof RankedRow>

/** The ranked ones as bars in their order, each with its figure. */
export function RankChart({ rows, order, title, file }: { rows: readonly RankRow[]; order: RankOrder; title: string; file: string }) {
  const t = useTexts(texts)
  const { ink, grid, line } = useInk()
  const option = useMemo(() => {
    const valueOf = (row: RankRow) => (order === 'amount' ? row.amountCents : row.volume)
    const say = (row: RankRow) => (order === 'amount' ? showYuan(row.amountCents) : showCount(row.volume))
    return {
      grid: { left: 8, right: 104, top: 8, bottom: 8, containLabel: true },
      tooltip: { trigger: 'item' as const, formatter: (item: { dataIndex?: number }) => { const row = rows[item.dataIndex ?? -1]; return row === undefined ? '' : `${escaped(row.name)}<br>${say(row)}` } },
      xAxis: { type: 'value' as const, axisLabel: { show: false }, splitLine: { lineStyle: { color: grid } } },
      yAxis: { type: 'category' as const, inverse: true, data: rows.map((row) => `${row.rank} ${row.name}`), axisLabel: { color: ink, width: 118, overflow: 'break' as const, lineHeight: 13, fontSize: 11, interval: 0 }, axisTick: { show: false } },
      series: [{ type: 'bar' as const, barMaxWidth: 18, itemStyle: { color: line }, data: rows.map((row) => ({ value: valueOf(row), label: { show: true, position: 'right' as const, color: ink, formatter: say(row) } })) }],
    }
  }, [rows, order, ink, grid, line])
  return <Chart option={option} label={t('rankSays', { name: title })} file={file} height={24 + rows.length * 32} />
}
