import { lazy, Suspense } from 'react'
import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Loading } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import type { MeasureView } from '../contract.ts'
import { fewestPeers } from '../rules/peers.ts'
import { limitsMethod } from '../rules/says.ts'
import { showValue } from '../rules/show.ts'
import { LimitsTable } from './limits-table.tsx'
import './measure.css'
import { texts } from './texts.ts'

type Measure = z.infer<typeof MeasureView>
const tones = { first: 'good', second: 'good', third: 'warn', fourth: 'bad' } as const

const FunnelChart = lazy(() => import('./funnel-chart.tsx').then((file) => ({ default: file.FunnelChart })))

/** How the institutions of the same kind and level lie, without names, and where one's own value stands among them. */
export function PeersCard({ measure }: { measure: Measure }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const name = useName()
  const { spread } = measure
  if (spread === null) return <Card title={t('peers')}><p className="soft">{t('noPeers', { n: fewestPeers })}</p></Card>
  const own = measure.value.value
  const ends = own === null ? [spread.least, spread.most] : [Math.min(spread.least, own), Math.max(spread.most, own)]
  const [low = 0, high = 0] = ends
  const at = (value: number) => `${high === low ? 50 : ((value - low) / (high - low)) * 100}%`
  const said = (value: number) => <span className="number">{showValue(value, { unit: measure.unit, decimals: measure.decimals }, locale)}</span>
  return (
    <Card title={t('peers')} extra={spread.band === null ? null : <StatusMark tone={tones[spread.band]}>{t(`band_${spread.band}`)}</StatusMark>}>
      <p className="soft number">{t('peersLead', { n: spread.n, at: showInstant(spread.at) })}</p>
      <div className="spread" aria-hidden="true">
        <div className="spread-line" />
        <div className="spread-box" style={{ left: at(spread.lower), width: `calc(${at(spread.upper)} - ${at(spread.lower)})` }} />
        <div className="spread-middle" style={{ left: at(spread.middle) }} />
        {own === null ? null : <div className="spread-own" style={{ left: at(own) }}><span>{t('own')}</span></div>}
      </div>
      <Facts items={[...(['least', 'lower', 'middle', 'upper', 'most'] as const).map((each) => [t(each), said(spread[each])] as const), [t('tenth'), spread.tenth === null ? null : t('tenthN', { n: spread.tenth })], [t('centre'), spread.centre === null ? null : said(spread.centre)], [t('own'), own === null ? null : said(own)]]} />
      {own === null || spread.limits.length === 0 ? null : (
        <>
          <p>{t(spread.outside === null ? 'insideOwn' : spread.outside === 'warning' ? 'warningOwn' : 'alarmOwn')}</p>
          <Suspense fallback={<Loading />}><FunnelChart points={[{ name: t('own'), value: own, denominator: measure.value.denominator, outside: spread.outside }]} limits={spread.limits} centre={spread.centre} shown={measure} file={`${name(measure.name)}-${t('peers')}`} /></Suspense>
          <LimitsTable limits={spread.limits} of={measure.value.denominator} shown={measure} />
          <p className="soft">{name(limitsMethod[measure.chance])}</p>
        </>
      )}
    </Card>
  )
}
