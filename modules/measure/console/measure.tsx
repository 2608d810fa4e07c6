import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import type { z } from 'zod'
import { addDays } from '../../../kernel/calendar.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts, Figures } from '../../../ui/facts.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { measureContract, type MeasureView, type TrendPoint } from '../contract.ts'
import { showAmount, showTarget, showValue } from '../rules/show.ts'
import { whyWords } from '../rules/why-words.ts'
import { FactsCard, UnitsCard } from './behind.tsx'
import { InstitutionsCard } from './institutions-card.tsx'
import type { MeasureSearch } from './measures.tsx'
import { PeersCard } from './peers.tsx'
import { texts } from './texts.ts'
import { KeptMark, PartsText, StandingText, ValueText } from './value.tsx'

const MeasureChart = lazy(() => import('./measure-chart.tsx').then((file) => ({ default: file.MeasureChart })))

type Measure = z.infer<typeof MeasureView>
type Point = z.infer<typeof TrendPoint>

/** One measure: its value and what it rests on, where it goes, how others stand, and what is counted. */
export function MeasureScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const navigate = useNavigate()
  const { key = '' } = useParams({ strict: false })
  const search = useSearch({ strict: false }) as MeasureSearch
  const me = useRead(identityContract.me)
  const found = useRead(measureContract.loadMeasure, { params: { key }, query: search })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const measure = found.data
  const { value, institution } = measure
  const isCommission = me.data?.actor.regionPrefix != null
  const turn = (on: string) => void navigate({ to: '/measures/$key', params: { key }, search: { ...search, on }, replace: true })
  const { institutionId: _, ...whole } = search
  return (
    <Page
      title={institution === null || !isCommission ? name(measure.name) : `${name(measure.name)} · ${institution.name}`}
      lead={
        <span className="row">
          <Link to="/measures" search={search}>{t('back')}</Link>
          {isCommission && institution !== null ? <Link to="/measures/$key" params={{ key }} search={whole}>{t('backRegion')}</Link> : null}
          <span>{name(measure.does)}</span>
        </span>
      }
      actions={
        <div className="measure-turn">
          <Button icon={<LeftOutlined />} aria-label={t('previous')} onClick={() => turn(addDays(value.from, -1))} />
          <span className="number measure-period">{`${showDate(value.from, locale)}${value.from === value.to ? '' : ` — ${showDate(value.to, locale)}`}`}{value.running ? <span className="soft">{`（${t('running')}）`}</span> : null}</span>
          <Button icon={<RightOutlined />} aria-label={t('next')} disabled={value.running} onClick={() => turn(addDays(value.to, 1))} />
        </div>
      }
    >
      <ValueFigures measure={measure} />
      {measure.standing === null ? null : <p><StandingText standing={measure.standing} /></p>}
      <TrendCard measure={measure} />
      {isCommission ? null : <PeersCard measure={measure} />}
      {institution === null ? <InstitutionsCard measure={measure} search={search} /> : null}
      {institution === null || !measure.hasUnits ? null : <UnitsCard measure={measure} institutionId={institution.id} on={search.on} />}
      {institution === null ? null : <FactsCard measure={measure} institutionId={institution.id} on={search.on} />}
      <DefinitionCard measure={measure} />
    </Page>
  )
}

function ValueFigures({ measure }: { measure: Measure }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const { value } = measure
  const part = (each: number | null) => (each === null ? '—' : showAmount(each))
  return (
    <>
      <Figures
        items={[
          [t('value'), value.value === null ? (value.why === null ? '—' : name(whyWords[value.why])) : showValue(value.value, measure, locale)],
          [t('target'), measure.target === null ? t('noTarget') : showTarget(measure.target, measure.unit, locale)],
          [t('numerator'), part(value.numerator)],
          ...(measure.denominator === null && value.denominator === null ? [] : [[t('denominator'), part(value.denominator)] as const]),
          [t('facts'), value.facts],
        ]}
      />
      <p className="row soft number"><KeptMark value={value} />{`${t('fresh')} ${value.countedAt === null ? t('never') : showInstant(value.countedAt)} · ${t('asOf', { at: showInstant(value.asOf) })} · ${t('version')} ${value.version}`}</p>
    </>
  )
}

function TrendCard({ measure }: { measure: Measure }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const rows = measure.trend.toReversed()
  const when = (row: Point) => <span className="number">{`${showDate(row.from, locale)}${row.from === row.to ? '' : ` — ${showDate(row.to, locale)}`}`}</span>
  return (
    <Card title={t('trend')}>
      <Suspense fallback={<Loading />}><MeasureChart points={measure.trend} shown={measure} target={measure.targetAsked ? measure.target : null} name={name(measure.name)} /></Suspense>
      <details className="measure-details">
        <summary>{t('chartTable')}</summary>
        <ListTable<Point>
          label={t('chartTable')}
          rows={rows}
          rowKey={(row) => row.from}
          columns={[
            { title: t('period'), width: 260, render: (_, row) => when(row) },
            { title: t('value'), width: 190, render: (_, row) => <div className="row"><ValueText value={row} shown={measure} /><KeptMark value={row} /></div> },
            { title: t('parts'), width: 150, render: (_, row) => <PartsText value={row} /> },
            { title: t('version'), width: 90, render: (_, row) => <span className="number">{row.version}</span> },
          ]}
          card={(row) => <><div className="row">{when(row)}<KeptMark value={row} /></div><div className="row card-text"><ValueText value={row} shown={measure} /><span className="soft"><PartsText value={row} /></span></div></>}
        />
      </details>
    </Card>
  )
}

const certainties = ['law', 'secondary', 'plan', 'memory', 'house'] as const

/** The definition in words: what is counted, why, whose it is, and how certain its source. */
function DefinitionCard({ measure }: { measure: Measure }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const certainty = certainties.find((each) => each === measure.source.certainty)
  return (
    <Card title={t('definition')}>
      <Facts
        items={[
          [t('why'), name(measure.why)],
          [t('numerator'), name(measure.numerator)],
          [t('denominator'), measure.denominator === null ? null : name(measure.denominator)],
          [t('better'), t(`better_${measure.direction}`)],
          [t('smallest'), measure.smallest === 0 ? null : t('smallestN', { n: measure.smallest })],
          [t('owner'), name(measure.owner)],
          [t('source'), measure.source.zh],
          [t('certainty'), certainty === undefined ? measure.source.certainty : t(`c_${certainty}`)],
          [t('version'), <ul key="versions" className="plain">{measure.versions.toReversed().map((each) => <li key={each.version} className="number">{`${t('versionN', { n: each.version, from: showDate(each.validFrom, locale) })}${each.countedAt === null ? ` · ${t('counting')}` : ''}`}</li>)}</ul>],
        ]}
      />
    </Card>
  )
}
