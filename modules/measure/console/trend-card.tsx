import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { showDate } from '../../../ui/dates.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Loading } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { measureContract, type MeasureView, type TrendPoint } from '../contract.ts'
import { runsMethod, runsSay } from '../rules/says.ts'
import type { MeasureSearch } from './measures.tsx'
import { texts } from './texts.ts'
import { KeptMark, PartsText, ValueText } from './value.tsx'

const MeasureChart = lazy(() => import('./measure-chart.tsx').then((file) => ({ default: file.MeasureChart })))

type Measure = z.infer<typeof MeasureView>
type Point = z.infer<typeof TrendPoint>

/** The run chart with what it says, and the table beneath it. */
export function TrendCard({ measure, search }: { measure: Measure; search: MeasureSearch }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const rows = measure.trend.toReversed()
  const when = (row: Point) => <span className="number">{`${showDate(row.from, locale)}${row.from === row.to ? '' : ` — ${showDate(row.to, locale)}`}`}</span>
  const alarm = (row: Point) => {
    const found = measure.runs?.points.find((each) => each.from === row.from)?.alarm ?? null
    return found === null ? null : <StatusMark tone="warn" compact>{t(`alarm_${found}`)}</StatusMark>
  }
  return (
    <Card title={t('trend')} extra={<Button icon={<DownloadOutlined />} href={urlOf(measureContract.exportMeasure, { params: { key: measure.key }, query: search })}>{t('export')}</Button>}>
      {measure.shape === 'change' ? null : <p>{name(runsSay(measure.runs, measure.direction, measure.owner))}</p>}
      <Suspense fallback={<Loading />}><MeasureChart points={measure.trend} runs={measure.runs} shown={measure} target={measure.targetAsked ? measure.target : null} name={name(measure.name)} file={name(measure.name)} /></Suspense>
      {measure.shape === 'change' ? null : <p className="soft">{name(runsMethod)}</p>}
      <details className="measure-details">
        <summary>{t('chartTable')}</summary>
        <ListTable<Point>
          label={t('chartTable')}
          rows={rows}
          rowKey={(row) => row.from}
          columns={[
            { title: t('period'), width: 260, render: (_, row) => when(row) },
            { title: t('value'), width: 190, render: (_, row) => <div className="row"><ValueText value={row} shown={measure} /><KeptMark value={row} />{alarm(row)}</div> },
            { title: t('parts'), width: 150, render: (_, row) => <><PartsText value={row} />{row.pooled > 1 ? <div className="soft small">{t('pooledN', { n: row.pooled })}</div> : null}</> },
            { title: t('version'), width: 90, render: (_, row) => <span className="number">{row.version}</span> },
          ]}
          card={(row) => <><div className="row">{when(row)}<KeptMark value={row} />{alarm(row)}</div><div className="row card-text"><ValueText value={row} shown={measure} /><span className="soft"><PartsText value={row} /></span></div></>}
        />
      </details>
    </Card>
  )
}
