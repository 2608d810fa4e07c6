import { Link, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { Card, Fault, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { spotContract } from '../contract/spots.ts'
import { texts } from './desk-texts.ts'
import './matter.css'

/** Posters of the chosen places, for a printer: what to do, the picture, the place, the address to type. */
export function PostersScreen() {
  const t = useTexts(texts)
  const search = useSearch({ strict: false }) as { spots?: unknown }
  const me = useRead(identityContract.me)
  const ids = typeof search.spots === 'string' ? search.spots.split(',').filter((id) => /^[0-9a-f-]{36}$/.test(id)) : []
  const institutionId = me.data?.institution?.id
  return (
    <Page title={t('posterTitle')} actions={<><Link to="/matters/spots" className="plain-link">{t('posterBack')}</Link><Button type="primary" disabled={ids.length === 0} onClick={() => window.print()}>{t('print')}</Button></>}>
      {ids.length === 0 ? <Card><Nothing>{t('posterNone')}</Nothing></Card> : institutionId === undefined ? null : <div className="poster-grid">{ids.map((spotId) => <Poster key={spotId} institutionId={institutionId} spotId={spotId} />)}</div>}
    </Page>
  )
}

function Poster({ institutionId, spotId }: { institutionId: string; spotId: string }) {
  const t = useTexts(texts)
  const found = useRead(spotContract.loadSpot, { params: { institutionId, spotId } })
  if (found.error !== null) return <Fault error={found.error} retry={() => void found.refetch()} />
  if (found.data === undefined) return <div className="poster" aria-busy="true" />
  const spot = found.data
  return (
    <section className="poster" aria-label={spot.place}>
      <strong>{spot.institutionName}</strong>
      <b>{t('posterSays')}</b>
      <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(spot.qrSvg)}`} alt={spot.url} width={220} height={220} />
      <p>{t('posterHow')}</p>
      <strong>{[spot.department, spot.place].filter(Boolean).join(' · ')}</strong>
      <p>{t('posterType')}<br /><span className="number">{spot.url}</span></p>
    </section>
  )
}
