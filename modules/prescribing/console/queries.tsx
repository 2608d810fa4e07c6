import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { RankedRow } from '../contract/rank.ts'
import { ratioContract, type QueryRow } from '../contract/ratio.ts'
import { leastPurpose } from '../rules/purpose.ts'
import { MonthPick, PrescribingNav, showYuan } from './figure-nav.tsx'
import { texts } from './guard-texts.ts'

type Query = z.output<typeof QueryRow>
type Answer = z.output<(typeof ratioContract.askByPrescriber)['reply']>
const tones = { asked: 'quiet', requested: 'wait', approved: 'good', refused: 'bad' } as const

/** Figures by prescriber: asked for a purpose, on record, and out only with a second person's consent. */
export function PrescriberQueriesScreen() {
  const t = useTexts(texts)
  const queries = useRead(ratioContract.listQueries)
  const [answer, setAnswer] = useState<Answer | null>(null)
  return (
    <Page title={t('queries')} lead={t('queriesLead')}>
      <PrescribingNav />
      {queries.error === null ? null : <Fault error={queries.error} retry={() => void queries.refetch()} />}
      {queries.data === undefined ? (queries.error === null ? <Loading /> : null) : (
        <>
          {queries.data.months.length === 0 ? null : <AskCard months={queries.data.months} departments={queries.data.departments} onAnswer={setAnswer} />}
          {answer === null ? null : <><Top title={`${t('answer')} · ${t('byAmount')}`} rows={answer.table.amount} /><Top title={`${t('answer')} · ${t('byVolume')}`} rows={answer.table.volume} /></>}
          <Log rows={queries.data.rows} />
        </>
      )}
    </Page>
  )
}

type Values = { purpose: string; departmentId?: string }
function AskCard({ months, departments, onAnswer }: { months: readonly string[]; departments: readonly { id: string; name: string }[]; onAnswer: (answer: Answer) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const [month, setMonth] = useState(months[0] ?? '')
  const [form] = Form.useForm<Values>()
  const ask = useDo(ratioContract.askByPrescriber, onAnswer)
  return (
    <Card title={t('ask')}>
      <Form<Values> form={form} layout="vertical" onFinish={({ purpose, departmentId }) => ask.mutate({ body: { month, purpose, departmentId: departmentId ?? null } })}>
        <div className="question-form">
          <div><span>{t('month')}</span><MonthPick label={t('month')} months={months} value={month} onChange={setMonth} /></div>
          <Form.Item name="departmentId" label={t('department')}><Select allowClear placeholder={t('all')} showSearch={{ optionFilterProp: 'label' }} options={departments.map((each) => ({ value: each.id, label: each.name }))} /></Form.Item>
          <Form.Item name="purpose" label={t('purpose')} extra={t('purposeHint')} rules={[required(t('purpose')), { min: leastPurpose, message: t('purposeHint') }]}><Input maxLength={500} /></Form.Item>
        </div>
        {ask.error === null ? null : <Fault error={ask.error} />}
        <Button type="primary" htmlType="submit" loading={ask.isPending}>{t('ask')}</Button>
      </Form>
    </Card>
  )
}

type Row = z.output<typeof RankedRow>
function Top({ title, rows }: { title: string; rows: readonly Row[] }) {
  const t = useTexts(texts)
  const place = (row: Row) => <span className="number">{`${row.rank}${row.tied ? ` ${t('tied')}` : ''}`}</span>
  return (
    <Card title={title} flush>
      <ListTable<Row>
        label={title}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[{ title: t('rank'), width: 90, render: (_, row) => place(row) }, { title: t('prescriber'), render: (_, row) => row.name }, { title: t('amount'), width: 150, align: 'right', render: (_, row) => <span className="number">{showYuan(row.amountCents)}</span> }, { title: t('prescriptions'), width: 110, align: 'right', render: (_, row) => <span className="number">{row.volume}</span> }, { title: t('was'), width: 110, render: (_, row) => <span className="number">{row.was ?? t('isNew')}</span> }]}
        card={(row) => <div className="row">{place(row)}<b>{row.name}</b><span className="number">{`${showYuan(row.amountCents)} · ${row.volume}`}</span></div>}
      />
    </Card>
  )
}

function Log({ rows }: { rows: readonly Query[] }) {
  const t = useTexts(texts)
  const request = useDo(ratioContract.requestExport)
  const decide = useDo(ratioContract.decideExport)
  const take = useDo(ratioContract.takeExport, save)
  const error = request.error ?? decide.error ?? take.error
  const params = (row: Query) => ({ institutionId: row.institutionId, queryId: row.id })
  const acts = (row: Query) => (
    <span className="figure-picks">
      {row.state === 'asked' ? <ActButton size="small" blocked={row.blocked.request} onClick={() => request.mutate({ params: params(row) })}>{t('request')}</ActButton> : null}
      {row.state === 'requested' && row.blocked.decide === null ? <><Button size="small" type="primary" onClick={() => decide.mutate({ params: params(row), body: { agree: true } })}>{t('agree')}</Button><Button size="small" onClick={() => decide.mutate({ params: params(row), body: { agree: false } })}>{t('refuse')}</Button></> : null}
      {row.state === 'approved' ? <ActButton size="small" blocked={row.blocked.download} loading={take.isPending} onClick={() => take.mutate({ params: params(row) })}>{t('download')}</ActButton> : null}
    </span>
  )
  const state = (row: Query) => <><StatusMark tone={tones[row.state]}>{t(`s_${row.state}`)}</StatusMark>{row.decidedName === null ? null : <div className="soft small">{`${row.decidedName} ${showInstant(row.decidedAt)}`}</div>}</>
  return (
    <Card title={t('log')} flush>
      {error === null ? null : <Fault error={error} />}
      <ListTable<Query>
        label={t('log')}
        rows={rows}
        rowKey={(row) => row.id}
        empty={t('logEmpty')}
        columns={[
          { title: t('who'), width: 160, render: (_, row) => <>{row.askedName}<div className="soft small">{showInstant(row.askedAt)}</div></> }, { title: t('what'), width: 220, render: (_, row) => <>{row.what}<div className="soft small">{row.institutionName}</div></> }, { title: t('purpose'), render: (_, row) => row.purpose },
          { title: t('state'), width: 170, render: (_, row) => state(row) }, { title: '', width: 190, render: (_, row) => acts(row) },
        ]}
        card={(row) => <div><div className="row"><b>{row.what}</b>{state(row)}</div><div>{row.purpose}</div><div className="soft">{`${row.askedName} ${showInstant(row.askedAt)}`}</div>{acts(row)}</div>}
      />
    </Card>
  )
}

function save({ name, base64 }: { name: string; base64: string }): void {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0)
  const url = URL.createObjectURL(new Blob([bytes]))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
