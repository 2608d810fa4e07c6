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
import { rankContract, type AlarmRow, type DoubleTen } from '../contract/rank.ts'
import { AskPrescribers, PrescriberAnswer, type Answer } from './ask-prescribers.tsx'
import { HousePick, MonthPick, PrescribingNav, showCount, showYuan } from './figure-nav.tsx'
import { texts } from './figure-texts.ts'
import { Corrections, RankCard } from './rank-table.tsx'

type View = z.output<typeof DoubleTen>
type Alarm = z.output<typeof AlarmRow>
const subjects = ['drug', 'department', 'prescriber'] as const

/** The top ten by amount and by volume, closed or open, with what came later beside it. */
export function DoubleTenScreen() {
  const t = useTexts(texts)
  const asked = useSearch({ strict: false }) as { month?: string; institutionId?: string }
  const [institutionId, setHouse] = useState(asked.institutionId)
  const [month, setMonth] = useState(asked.month)
  const [subject, setSubject] = useState<(typeof subjects)[number]>('drug')
  const [answer, setAnswer] = useState<Answer | null>(null)
  const query = { subject: subject === 'prescriber' ? ('drug' as const) : subject, ...(month === undefined ? {} : { month }), ...(institutionId === undefined ? {} : { institutionId }) }
  const board = useRead(rankContract.doubleTen, { query })
  const view = board.data
  const choose = (of: { month?: string; institutionId?: string }) => {
    setAnswer(null)
    setMonth(of.month)
    if (of.institutionId !== undefined) setHouse(of.institutionId)
  }
  return (
    <Page title={t('doubleTen')} lead={t('doubleTenLead')} actions={view === undefined ? undefined : <Button icon={<DownloadOutlined />} href={urlOf(rankContract.doubleTenSheet, { query: { ...query, month: view.month } })}>{t('export')}</Button>}>
      <PrescribingNav />
      {board.error === null ? null : <Fault error={board.error} retry={() => void board.refetch()} />}
      {view === undefined ? (board.error === null ? <Loading /> : null) : (
        <>
          <div className="figure-state">
            <MonthPick label={t('month')} months={view.months} value={view.month} onChange={(to) => choose({ month: to })} />
            <Segmented aria-label={t('subject')} value={subject} onChange={setSubject} options={subjects.filter((each) => each !== 'prescriber' || view.blocked.prescribers === null).map((each) => ({ value: each, label: t(each) }))} />
            <HousePick houses={view.houses} value={view.institutionId} name={view.institutionName} onChange={(id) => choose({ institutionId: id })} />
          </div>
          <State view={view} />
          {subject === 'prescriber' ? (
            <>
              <AskPrescribers institutionId={view.institutionId} months={[view.month]} month={view.month} departments={[]} onAnswer={setAnswer} />
              {answer === null ? null : <PrescriberAnswer answer={answer} />}
            </>
          ) : (
            <>
              <RankCard title={t('byAmount')} rows={view.table.amount} subject={subject} file={`${t('byAmount')}-${view.institutionName}-${view.month.slice(0, 7)}`} order="amount" />
              <RankCard title={t('byVolume')} rows={view.table.volume} subject={subject} file={`${t('byVolume')}-${view.institutionName}-${view.month.slice(0, 7)}`} order="volume" />
              {view.correction === null ? null : <Corrections changes={view.correction.changes} />}
            </>
          )}
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
