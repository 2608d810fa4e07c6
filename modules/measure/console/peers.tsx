import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { MeasureView } from '../contract.ts'
import { fewestPeers } from '../rules/peers.ts'
import { showValue } from '../rules/show.ts'
import './measure.css'
import { texts } from './texts.ts'

type Measure = z.infer<typeof MeasureView>
const tones = { first: 'good', second: 'good', third: 'warn', fourth: 'bad' } as const

/** How the institutions of the same kind and level lie, without names, and where one's own value stands among them. */
export function PeersCard({ measure }: { measure: Measure }) {
  const t = useTexts(texts)
  const locale = useLocale()
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
      <Facts items={[...(['least', 'lower', 'middle', 'upper', 'most'] as const).map((each) => [t(each), said(spread[each])] as const), [t('own'), own === null ? null : said(own)]]} />
    </Card>
  )
}
