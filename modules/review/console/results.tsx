import { DownloadOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { urlOf } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { reviewContract } from '../contract.ts'
import { ResultCards } from './figures.tsx'
import { ReviewNav } from './marks.tsx'
import { texts } from './texts.ts'

/** Published results, one month at a time; nobody's name is among them. */
export function ResultsScreen() {
  const t = useTexts(texts)
  const results = useRead(reviewContract.listResults)
  const [chosen, setChosen] = useState<string | null>(null)
  const rows = results.data?.rows ?? []
  const row = rows.find((each) => each.id === chosen) ?? rows[0]
  const many = new Set(rows.map((each) => each.institutionId)).size > 1
  return (
    <Page title={t('results')} lead={t('resultsLead')}>
      <ReviewNav />
      {results.error === null ? null : <Fault error={results.error} retry={() => void results.refetch()} />}
      {results.isPending ? <Loading /> : row === undefined ? <Card><Nothing>{t('noResults')}</Nothing></Card> : (
        <>
          <Card title={`${many ? `${row.institutionName} ` : ''}${row.month.slice(0, 7)}`} extra={<Select aria-label={t('month')} value={row.id} onChange={setChosen} popupMatchSelectWidth={false} options={rows.map((each) => ({ value: each.id, label: `${many ? `${each.institutionName} ` : ''}${each.month.slice(0, 7)}` }))} />}>
            <Facts items={[[t('publishedAt'), showInstant(row.publishedAt)], [t('sample'), t('drawnOf', { o: row.result.prescriptions, d: row.result.discharges })], [t('read'), `${row.result.read} / ${row.result.sample}`], [t('frameHash'), <code key="h" className="hash">{row.frameHash}</code>]]} />
            {many ? null : <Button icon={<DownloadOutlined />} href={urlOf(reviewContract.downloadPaper, { params: { institutionId: row.institutionId, cycleId: row.id } })}>{t('paper')}</Button>}
          </Card>
          <ResultCards result={row.result} />
        </>
      )}
    </Page>
  )
}
