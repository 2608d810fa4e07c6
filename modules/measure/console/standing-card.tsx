import { Select } from 'antd'
import { lazy, Suspense, useState } from 'react'
import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { institutionKindNames, institutionLevelNames } from '../../directory/rules/kinds.ts'
import { measureContract, type MeasureView, type StandingView } from '../contract.ts'
import { limitsMethod, standingSays } from '../rules/says.ts'
import { showValue } from '../rules/show.ts'
import type { MeasureSearch } from './measures.tsx'
import { texts } from './texts.ts'
import { PartsText, PlacesText, ValueText } from './value.tsx'

const FunnelChart = lazy(() => import('./funnel-chart.tsx').then((file) => ({ default: file.FunnelChart })))

type Measure = z.infer<typeof MeasureView>
type Row = z.infer<typeof StandingView>
type Group = { model: Measure['chance']; centre: number | null; limits: Parameters<typeof FunnelChart>[0]['limits']; rows: Row[] }

const outsideTones = { warning: 'warn', alarm: 'bad' } as const
const movementTones = { better: 'good', worse: 'bad', alike: 'quiet', new: 'quiet' } as const

/** The institutions of a kind and level against one another: what it says, the funnel, and the table beneath it. */
export function StandingCard({ measure, search }: { measure: Measure; search: MeasureSearch }) {
  const t = useTexts(texts)
  const name = useName()
  const found = useRead(measureContract.listStandings, { params: { key: measure.key }, query: search.on === undefined ? {} : { on: search.on } })
  const [chosen, setChosen] = useState('')
  const groups = (found.data?.groups ?? []).filter((each) => each.rows.some((row) => row.value !== null)).sort((a, b) => b.rows.length - a.rows.length)
  const keyOf = (each: (typeof groups)[number]) => `${each.kind} ${each.level}`
  const group = groups.find((each) => keyOf(each) === chosen) ?? groups[0]
  const label = (each: (typeof groups)[number]) => `${name(institutionKindNames[each.kind])} · ${name(institutionLevelNames[each.level])} (${each.rows.length})`
  return (
    <Card title={t('compared')} extra={groups.length < 2 || group === undefined ? null : <Select aria-label={t('kind')} value={keyOf(group)} onChange={setChosen} options={groups.map((each) => ({ value: keyOf(each), label: label(each) }))} popupMatchSelectWidth={false} />}>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {found.isPending ? <Loading /> : group === undefined ? <p className="soft">{t('comparedEmpty')}</p> : <Standing measure={measure} group={group} of={label(group)} />}
    </Card>
  )
}

/** The departments of one institution, where their counters are kept apart. */
export function DepartmentsCard({ measure, institutionId, on }: { measure: Measure; institutionId: string; on: string | undefined }) {
  const t = useTexts(texts)
  const found = useRead(measureContract.listDepartments, { params: { key: measure.key }, query: { institutionId, ...(on === undefined ? {} : { on }) } })
  const group = found.data?.group ?? null
  if (found.error !== null) return <Card title={t('comparedDepartments')}><Fault error={found.error} retry={() => void found.refetch()} /></Card>
  if (group === null || group.rows.length === 0) return null
  return <Card title={t('comparedDepartments')}><Standing measure={measure} group={group} of={t('comparedDepartments')} isOpen /></Card>
}

function Standing({ measure, group, of, isOpen = false }: { measure: Measure; group: Group; of: string; isOpen?: boolean }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const how = { unit: measure.unit, decimals: measure.decimals }
  const interval = (row: Row) => (row.interval === null ? '—' : <span className="number">{`${showValue(row.interval.low, how, locale)} — ${showValue(row.interval.high, how, locale)}`}</span>)
  const outside = (row: Row) => (row.outside === null ? null : <StatusMark tone={row.band === 'ahead' ? 'good' : outsideTones[row.outside]} compact>{t(row.band === 'ahead' ? 'outside_ahead' : `outside_${row.outside}`)}</StatusMark>)
  const better = (row: Row) => (row.percentile === null ? null : <div className="soft small">{t('aheadOf', { n: Math.round(row.percentile) })}</div>)
  const movement = (row: Row) => (row.movement === null ? '—' : <StatusMark tone={movementTones[row.movement]} compact>{t(`moved_${row.movement}`)}</StatusMark>)
  return (
    <>
      <p>{name(standingSays(group.rows, group.model, measure.direction))}</p>
      {group.limits.length === 0 ? null : <Suspense fallback={<Loading />}><FunnelChart points={group.rows} limits={group.limits} centre={group.centre} shown={measure} file={`${name(measure.name)}-${of}`} /></Suspense>}
      <p className="soft">{name(limitsMethod[group.model])}</p>
      <details className="measure-details" open={isOpen}>
        <summary>{t('comparedTable')}</summary>
        <ListTable<Row>
          label={of}
          rows={group.rows}
          rowKey={(row) => row.id}
          columns={[
            { title: t('unit'), width: 240, render: (_, row) => row.name },
            { title: t('value'), width: 150, render: (_, row) => <div className="row"><ValueText value={row} shown={measure} />{outside(row)}</div> },
            { title: t('interval'), width: 160, render: (_, row) => interval(row) },
            { title: t('parts'), width: 130, render: (_, row) => <><PartsText value={row} />{row.pooled > 1 ? <div className="soft small">{t('pooledN', { n: row.pooled })}</div> : null}</> },
            { title: t('rank'), width: 190, render: (_, row) => <><PlacesText places={row.places} band={row.band} />{better(row)}</> },
            { title: t('movement'), width: 120, render: (_, row) => movement(row) },
          ]}
          card={(row) => (
            <>
              <div className="row"><b>{row.name}</b>{outside(row)}</div>
              <div className="row card-text"><ValueText value={row} shown={measure} /><span className="soft"><PartsText value={row} /></span></div>
              <div className="row"><PlacesText places={row.places} band={row.band} />{movement(row)}</div>
              {better(row)}
              {row.interval === null ? null : <div className="soft small">{t('interval')} {interval(row)}</div>}
            </>
          )}
        />
      </details>
    </>
  )
}
