import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate } from '../../../ui/dates.ts'
import { Facts, Figures } from '../../../ui/facts.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { reviewContract } from '../contract.ts'
import type { CycleView, ItemRow } from '../contract/shapes.ts'
import { ResultCards } from './figures.tsx'
import { Codes, CycleMark, ItemMark, ReviewNav } from './marks.tsx'
import { Readers } from './readers.tsx'
import { yuan } from './sheet.tsx'
import { texts } from './texts.ts'

type Round = z.infer<typeof CycleView>
type Row = z.infer<typeof ItemRow>
const parts = ['outpatient', 'inpatient', 'double-ten'] as const

export function RoundScreen() {
  const t = useTexts(texts)
  const params = useParams({ strict: false }) as { institutionId: string; cycleId: string }
  const round = useRead(reviewContract.loadCycle, { params })
  return (
    <Page title={`${t('rounds')} ${round.data?.month.slice(0, 7) ?? ''}`} lead={round.data === undefined ? undefined : <CycleMark state={round.data.state} />}>
      <ReviewNav />
      {round.error === null ? null : <Fault error={round.error} retry={() => void round.refetch()} />}
      {round.data === undefined ? (round.error === null ? <Loading /> : null) : <Whole round={round.data} />}
    </Page>
  )
}

function Whole({ round }: { round: Round }) {
  const t = useTexts(texts)
  const locale = useLocale()
  return (
    <>
      <Card>
        <Figures items={[[t('sample'), round.sample], [t('doubleTen'), round.doubleTen], [t('read'), round.read], [t('toDecide'), round.toDecide], [t('unreasonable'), round.unreasonable ?? '—'], [t('oversized'), round.oversized]]} />
        <Steps round={round} />
      </Card>
      <Readers round={round} />
      {round.state === 'reading' ? null : <ResultCards result={round.result} />}
      <Card title={t('draw')}>
        <Facts items={[[t('sample'), t('drawnOf', { o: round.outpatients, d: round.discharges })], [t('p_outpatient'), round.outpatientDue], [t('p_inpatient'), round.inpatientDue], [t('doubleTen'), `${round.strataTaken} / ${round.strata}`], [t('replyDueOn'), round.replyDueOn === null ? null : showDate(round.replyDueOn, locale)], [t('seed'), <code key="s" className="hash">{round.seed}</code>], [t('frameHash'), <code key="h" className="hash">{round.frameHash}</code>]]} />
      </Card>
      <Items rows={round.items} />
    </>
  )
}

function Steps({ round }: { round: Round }) {
  const t = useTexts(texts)
  const params = { institutionId: round.institutionId, cycleId: round.id }
  const feedBack = useDo(reviewContract.feedBack)
  const publish = useDo(reviewContract.publish)
  const error = feedBack.error ?? publish.error
  return (
    <>
      {error === null ? null : <Fault error={error} />}
      <div className="review-actions">
        {round.state !== 'reading' ? null : (
          <Popconfirm title={t('feedBackAsk')} okText={t('feedBack')} disabled={round.blocked.feedBack !== null} onConfirm={() => feedBack.mutate({ params })}>
            <ActButton type="primary" blocked={round.blocked.feedBack} loading={feedBack.isPending}>{t('feedBack')}</ActButton>
          </Popconfirm>
        )}
        {round.state !== 'feedback' ? null : (
          <Popconfirm title={t('publishAsk')} okText={t('publish')} disabled={round.blocked.publish !== null} onConfirm={() => publish.mutate({ params })}>
            <ActButton type="primary" blocked={round.blocked.publish} loading={publish.isPending}>{t('publish')}</ActButton>
          </Popconfirm>
        )}
        {parts.map((part) => <Button key={part} icon={<DownloadOutlined />} href={urlOf(reviewContract.downloadWorksheet, { params, query: { part } })}>{t('worksheet', { part: t(`p_${part}`) })}</Button>)}
        {round.state === 'published' ? <Button icon={<DownloadOutlined />} href={urlOf(reviewContract.downloadPaper, { params })}>{t('paper')}</Button> : null}
        {round.blocked.record === null ? <Button icon={<DownloadOutlined />} href={urlOf(reviewContract.downloadRecord, { params })}>{t('record')}</Button> : null}
      </div>
    </>
  )
}

function Items({ rows }: { rows: readonly Row[] }) {
  const t = useTexts(texts)
  const [part, setPart] = useState('')
  const locale = useLocale()
  return (
    <Card title={t('items')} flush extra={<Select aria-label={t('part')} value={part} onChange={setPart} options={[{ value: '', label: t('part') }, ...parts.map((each) => ({ value: each, label: t(`p_${each}`) }))]} />}>
      <ListTable<Row>
        label={t('items')}
        rows={rows.filter((row) => part === '' || row.part === part)}
        rowKey={(row) => row.id}
        columns={[
          { title: t('no'), width: 80, render: (_, row) => <span className="number">{row.no}</span> },
          { title: t('part'), width: 150, render: (_, row) => <>{t(`p_${row.part}`)}{row.doubleTen && row.part !== 'double-ten' ? <span className="soft"> · {t('doubleTen')}</span> : null}</> },
          { title: t('date'), width: 150, render: (_, row) => showDate(row.onDate, locale) },
          { title: t('department'), render: (_, row) => row.departmentName },
          { title: t('drugs'), width: 90, render: (_, row) => <span className="number">{row.drugs}</span> },
          { title: t('amount'), width: 120, render: (_, row) => <span className="number">{yuan(row.amountCents)}</span> },
          { title: t('state'), width: 150, render: (_, row) => <ItemMark state={row.state} /> },
          { title: t('codes'), width: 170, render: (_, row) => <Codes codes={row.codes} /> },
        ]}
        card={(row) => (
          <div>
            <div className="row"><b className="number">{row.no}</b><span>{t(`p_${row.part}`)}</span><ItemMark state={row.state} /></div>
            <div className="soft">{`${showDate(row.onDate, locale)} · ${row.departmentName}`}</div>
            <Codes codes={row.codes} />
          </div>
        )}
      />
    </Card>
  )
}
