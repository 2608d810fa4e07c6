import { DownloadOutlined } from '@ant-design/icons'
import { useSearch } from '@tanstack/react-router'
import { Alert, Button, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { rankContract, type AlarmRow, type DoubleTen, type RankedRow } from '../contract/rank.ts'
import { HousePick, MonthPick, PrescribingNav, showCount, showYuan } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'

type View = z.output<typeof DoubleTen>
type Row = z.output<typeof RankedRow>
type Alarm = z.output<typeof AlarmRow>
const subjects = ['drug', 'department'] as const

/** The top ten by amount and by volume, closed or open, with what came later beside it. */
export function DoubleTenScreen() {
  const t = useTexts(texts)
  const asked = useSearch({ strict: false }) as { month?: string; institutionId?: string }
  const [institutionId, setHouse] = useState(asked.institutionId)
  const [month, setMonth] = useState(asked.month)
  const [subject, setSubject] = useState<(typeof subjects)[number]>('drug')
  const query = { subject, ...(month === undefined ? {} : { month }), ...(institutionId === undefined ? {} : { institutionId }) }
  const board = useRead(rankContract.doubleTen, { query })
  const view = board.data
  return (
    <Page title={t('doubleTen')} lead={t('doubleTenLead')} actions={view === undefined ? undefined : <Button icon={<DownloadOutlined />} href={urlOf(rankContract.doubleTenSheet, { query: { ...query, month: view.month } })}>{t('export')}</Button>}>
      <PrescribingNav />
      {board.error === null ? null : <Fault error={board.error} retry={() => void board.refetch()} />}
      {view === undefined ? (board.error === null ? <Loading /> : null) : (
        <>
          <div className="figure-state">
            <MonthPick label={t('month')} months={view.months} value={view.month} onChange={setMonth} />
            <Segmented aria-label={t('subject')} value={subject} onChange={setSubject} options={subjects.map((each) => ({ value: each, label: t(each) }))} />
            <HousePick houses={view.houses} value={view.institutionId} name={view.institutionName} onChange={(id) => { setMonth(undefined); setHouse(id) }} />
          </div>
          <State view={view} />
          <Top title={t('byAmount')} rows={view.table.amount} subject={subject} />
          <Top title={t('byVolume')} rows={view.table.volume} subject={subject} />
          {view.correction === null ? null : <Corrections view={view} />}
          {subject === 'drug' && view.state === 'closed' ? <Alarms view={view} /> : null}
        </>
      )}
    </Page>
  )
}

function State({ view }: { view: View }) {
  const t = useTexts(texts)
  const params = { institutionId: view.institutionId, month: view.month }
  const close = useDo(rankContract.closeMonth)
  const publish = useDo(rankContract.publishFigures)
  const error = close.error ?? publish.error
  const mark = view.state === 'closed' ? <StatusMark tone="good">{t('closedState', { at: showInstant(view.closedAt), who: view.closedName ?? '' })}</StatusMark> : <StatusMark tone={view.state === 'open' ? 'wait' : 'quiet'}>{t(view.state === 'open' ? 'openState' : 'emptyState')}</StatusMark>
  return (
    <>
      <div className="figure-state">
        {mark}
        {view.state === 'closed' ? null : <ActButton blocked={view.blocked.close} type="primary" loading={close.isPending} onClick={() => close.mutate({ params })}>{t('close')}</ActButton>}
        {view.state !== 'closed' ? null : <ActButton blocked={view.blocked.publish} type="primary" loading={publish.isPending} onClick={() => publish.mutate({ params, body: { item: 'drug-use' } })}>{t('publish')}</ActButton>}
        {view.state !== 'closed' ? null : <ActButton blocked={view.blocked.publishRanking} loading={publish.isPending} onClick={() => publish.mutate({ params, body: { item: 'ratio-ranking' } })}>{t('publishRanking')}</ActButton>}
      </div>
      {view.published.length === 0 ? null : <ul className="plain soft">{view.published.map((each) => <li key={`${each.item} ${each.version}`}>{t('publishedAs', { item: t(`i_${each.item}`), version: each.version, at: showInstant(each.madeAt), who: each.madeName })}</li>)}</ul>}
      {error === null ? null : <Fault error={error} />}
      {view.correction === null ? null : <Alert className="page-alert" type="warning" showIcon title={t('correction', { at: showInstant(view.correction.madeAt) })} />}
      {view.pending ? <Alert className="page-alert" type="info" showIcon title={t('pending')} /> : null}
    </>
  )
}

function Moved({ row }: { row: Row }) {
  const t = useTexts(texts)
  if (row.was === null) return <span className="soft">{t('isNew')}</span>
  const by = row.was - row.rank
  return <span className="number">{`${row.was} · ${by === 0 ? t('same') : t(by > 0 ? 'up' : 'down', { n: Math.abs(by) })}`}</span>
}

function Top({ title, rows, subject }: { title: string; rows: readonly Row[]; subject: string }) {
  const t = useTexts(texts)
  const isDrug = subject === 'drug'
  const place = (row: Row) => <span className="number">{`${row.rank}${row.tied ? ` ${t('tied')}` : ''}`}</span>
  const price = (row: Row) => (row.priceCents === null ? '—' : `${showYuan(row.priceCents)}${row.priceBefore === null || row.priceBefore === row.priceCents ? '' : `（${showYuan(row.priceBefore)}）`}`)
  return (
    <Card title={title} flush>
      <ListTable<Row>
        label={title}
        rows={rows}
        rowKey={(row) => row.key}
        empty={t('emptyBoard')}
        columns={[
          { title: t('rank'), width: 90, render: (_, row) => place(row) },
          { title: t('name'), width: 260, render: (_, row) => <>{row.name}{isDrug ? <div className="soft small">{row.key}</div> : null}</> },
          { title: t('amount'), width: 150, align: 'right', render: (_, row) => <span className="number">{showYuan(row.amountCents)}</span> },
          { title: t('share'), width: 90, align: 'right', render: (_, row) => <span className="number">{row.share === null ? '—' : `${row.share}%`}</span> },
          { title: isDrug ? t('volume') : t('prescriptions'), width: 120, align: 'right', render: (_, row) => <span className="number">{showCount(row.volume)}</span> },
          ...(isDrug ? [{ title: t('price'), width: 150, align: 'right' as const, render: (_: unknown, row: Row) => <span className="number">{price(row)}</span> }, { title: 'DDDs', width: 100, align: 'right' as const, render: (_: unknown, row: Row) => <span className="number">{row.ddds === null ? '—' : showCount(row.ddds)}</span> }] : []),
          { title: t('was'), width: 130, render: (_, row) => <Moved row={row} /> },
        ]}
        card={(row) => (
          <div>
            <div className="row">{place(row)}<b>{row.name}</b></div>
            <div className="number">{`${showYuan(row.amountCents)} · ${row.share ?? '—'}% · ${isDrug ? t('volume') : t('prescriptions')} ${showCount(row.volume)}`}</div>
            <div className="soft">{t('was')} <Moved row={row} /></div>
          </div>
        )}
      />
    </Card>
  )
}

type Change = NonNullable<View['correction']>['changes'][number]
function Corrections({ view }: { view: View }) {
  const t = useTexts(texts)
  const order = (row: Change) => t(row.order === 'amount' ? 'byAmount' : 'byVolume')
  const places = (row: Change) => t('rankFromTo', { from: row.from ?? t('outside'), to: row.to ?? t('outside') })
  const amounts = (row: Change) => t('rankFromTo', { from: row.amountFrom === null ? '—' : showYuan(row.amountFrom), to: row.amountTo === null ? '—' : showYuan(row.amountTo) })
  return (
    <Card title={t('changes')} flush>
      <ListTable<Change>
        label={t('changes')}
        rows={view.correction?.changes ?? []}
        rowKey={(row) => `${row.order} ${row.key}`}
        columns={[{ title: t('name'), render: (_, row) => row.name }, { title: t('subject'), width: 180, render: (_, row) => order(row) }, { title: t('rank'), width: 140, render: (_, row) => <span className="number">{places(row)}</span> }, { title: t('amount'), width: 240, render: (_, row) => <span className="number">{amounts(row)}</span> }]}
        card={(row) => <div><b>{row.name}</b><div>{order(row)}</div><div className="number">{`${places(row)} · ${amounts(row)}`}</div></div>}
      />
    </Card>
  )
}

function Alarms({ view }: { view: View }) {
  const t = useTexts(texts)
  const required = useRequired()
  const [open, setOpen] = useState<Alarm | null>(null)
  const handle = useDo(rankContract.handleAlarm, () => setOpen(null))
  const grew = (row: Alarm) => (row.isNew ? t('isNew') : `+${row.growth}%`)
  const done = (row: Alarm) => (row.handledName === null ? <ActButton blocked={view.blocked.handle} size="small" onClick={() => setOpen(row)}>{t('handle')}</ActButton> : <><div>{row.handling}</div><div className="soft small">{`${row.handledName} ${showInstant(row.handledAt)}`}</div></>)
  return (
    <Card title={t('alarms')} flush>
      {view.alarms.length === 0 ? null : <p className="soft card-note">{t('alarmsLead')}</p>}
      <ListTable<Alarm>
        label={t('alarms')}
        rows={view.alarms}
        rowKey={(row) => row.itemCode}
        empty={t('alarmsNone')}
        columns={[
          { title: t('name'), render: (_, row) => row.name }, { title: t('volume'), width: 110, align: 'right', render: (_, row) => <span className="number">{showCount(row.volume)}</span> }, { title: t('usual'), width: 130, align: 'right', render: (_, row) => <span className="number">{showCount(row.usual)}</span> },
          { title: t('growth'), width: 110, align: 'right', render: (_, row) => <span className="number">{grew(row)}</span> }, { title: t('amount'), width: 140, align: 'right', render: (_, row) => <span className="number">{showYuan(row.amountCents)}</span> }, { title: t('handling'), width: 280, render: (_, row) => done(row) },
        ]}
        card={(row) => <div><b>{row.name}</b><div className="number">{`${showCount(row.usual)} → ${showCount(row.volume)} · ${grew(row)}`}</div>{done(row)}</div>}
      />
      {open === null ? null : (
        <FormDialog<{ handling: string }> open title={`${t('handle')} · ${open.name}`} okText={t('save')} onCancel={() => setOpen(null)} onSubmit={(values) => handle.mutateAsync({ params: { institutionId: view.institutionId, month: view.month, itemCode: open.itemCode }, body: values })}>
          <Form.Item name="handling" label={t('handling')} rules={[required(t('handling'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} showCount /></Form.Item>
        </FormDialog>
      )}
    </Card>
  )
}
