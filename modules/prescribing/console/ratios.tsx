import { DownloadOutlined } from '@ant-design/icons'
import { useSearch } from '@tanstack/react-router'
import { Button, Segmented, Select } from 'antd'
import { useState } from 'react'
import { urlOf } from '../../../ui/call.ts'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { ratioContract } from '../contract/ratio.ts'
import { comparisons, exclusions, ratioKeys, type Comparison, type Exclusion, type RatioKey } from '../rules/ratio.ts'
import { MonthPick, PrescribingNav, showMonth } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'
import { LeagueCard } from './league-card.tsx'
import { RatioItems } from './ratio-items.tsx'

/** Departments of a house, or houses of a region, by a ratio; with what is left out, what it is compared with, and what the median would save. */
export function RatiosScreen() {
  const t = useTexts(texts)
  const [ratio, setRatio] = useState<RatioKey>('drug-ratio')
  const [without, setWithout] = useState<Exclusion>('none')
  const [against, setAgainst] = useState<Comparison>('before')
  const asked = useSearch({ strict: false }) as { institutionId?: string; from?: string; to?: string; departmentId?: string }
  const [span, setSpan] = useState<{ from?: string; to?: string }>({ ...(asked.from === undefined ? {} : { from: asked.from }), ...(asked.to === undefined ? {} : { to: asked.to }) })
  const [institutionId, setHouse] = useState<string | undefined>(asked.institutionId)
  const [drillKey, setDrill] = useState<string | null>(asked.departmentId ?? null)
  const query = { ratio, without, against, ...span, ...(institutionId === undefined ? {} : { institutionId }) }
  const leave = () => {
    setDrill(null)
    setHouse(undefined)
  }
  const choose = (key: RatioKey) => {
    setRatio(key)
    // A growth is asked against the year before: months differ by season.
    if (key === 'income-growth') setAgainst('year')
  }
  const league = useRead(ratioContract.ratioLeague, { query })
  const view = league.data
  const drill = drillKey === null ? null : (view?.groups.flatMap((group) => group.lines).find((line) => line.key === drillKey) ?? null)
  const months = view === undefined ? [] : view.months.length > 0 ? view.months : recent(view.to)
  return (
    <Page title={t('ratios')} lead={t('ratiosLead')} actions={view === undefined ? undefined : <Button icon={<DownloadOutlined />} href={urlOf(ratioContract.ratioSheet, { query: { ...query, from: view.from, to: view.to } })}>{t('export')}</Button>}>
      <PrescribingNav />
      {league.error === null ? null : <Fault error={league.error} retry={() => void league.refetch()} />}
      {view === undefined ? (league.error === null ? <Loading /> : null) : (
        <>
          <div className="figure-state">
            <Select aria-label={t('ratio')} value={ratio} onChange={choose} options={ratioKeys.map((key) => ({ value: key, label: t(`r_${key}`) }))} style={{ minWidth: 170 }} popupMatchSelectWidth={false} />
            {ratio === 'drug-ratio' ? <Select aria-label={t('without')} value={without} onChange={setWithout} options={exclusions.map((each) => ({ value: each, label: t(`w_${each}`) }))} style={{ minWidth: 170 }} /> : null}
            <span className="figure-picks">{t('from')}<MonthPick label={t('from')} months={months} value={view.from} onChange={(from) => setSpan({ from, to: view.to < from ? from : view.to })} />{t('to')}<MonthPick label={t('to')} months={months} value={view.to} onChange={(to) => setSpan({ from: view.from > to ? to : view.from, to })} /></span>
            <Segmented aria-label={t('against')} value={against} onChange={setAgainst} options={comparisons.map((each) => ({ value: each, label: t(`a_${each}`) }))} />
          </div>
          {institutionId === undefined || view.institutionId === null ? null : <p><Button onClick={leave}>{t('backToRegion')}</Button> {view.institutionName}</p>}
          <p className="soft">{`${t(`h_${ratio}`)}。${t('comparedWith', { from: showMonth(view.comparedWith.from), to: showMonth(view.comparedWith.to) })}`}</p>
          {view.groups.length === 0 ? <Card><p className="soft">{t('leagueEmpty')}</p></Card> : null}
          {view.groups.map((group) => <LeagueCard key={group.name} group={group} unit={view.unit} title={group.name === '' ? t(`r_${ratio}`) : `${t(`r_${ratio}`)} · ${group.name}`} file={`${t(`r_${ratio}`)}-${group.name === '' ? view.institutionName : group.name}-${view.from.slice(0, 7)}-${view.to.slice(0, 7)}`} onDrill={(line) => (view.institutionId === null ? setHouse(line.key) : setDrill(line.key))} />)}
          {drill === null || view.institutionId === null ? null : <RatioItems line={drill} from={view.from} to={view.to} institutionId={view.institutionId} mayAsk={view.blocked.prescribers === null} onClose={() => setDrill(null)} />}
        </>
      )}
    </Page>
  )
}

function recent(to: string): string[] {
  const last = Number(to.slice(0, 4)) * 12 + Number(to.slice(5, 7)) - 1
  return Array.from({ length: 24 }, (_, at) => `${Math.floor((last - at) / 12)}-${String(((last - at) % 12) + 1).padStart(2, '0')}-01`)
}
