import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Input, InputNumber, Progress, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { urlOf } from '../../../ui/call.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { analyticsContract, type QuestionView } from '../contract/analytics.ts'
import { chargeKinds, visitKinds, type ChargeKind, type VisitKind } from '../rules/fields.ts'
import { dimensions, figures, type Dimension, type Figure } from '../rules/question.ts'
import { MonthPick, PrescribingNav, showCount, showMonth, showYuan } from './figure-nav.tsx'
import { texts } from './guard-texts.ts'

type View = z.output<typeof QuestionView>
type Choices = z.output<(typeof analyticsContract.questionChoices)['reply']>
type Asked = { from: string; to: string; by: Dimension[]; figures: Figure[]; order: Figure; within: Dimension | null; count: number; kind: ChargeKind | null; visit: VisitKind | null; purpose: string }

/** Questions put to the lines themselves, by choosing; nobody types a statement. */
export function QuestionsScreen() {
  const t = useTexts(texts)
  const choices = useRead(analyticsContract.questionChoices)
  const [id, setId] = useState<string | null>(null)
  return (
    <Page title={t('questions')} lead={t('questionsLead')}>
      <PrescribingNav />
      {choices.error === null ? null : <Fault error={choices.error} retry={() => void choices.refetch()} />}
      {choices.data === undefined ? (choices.error === null ? <Loading /> : null) : <Ask choices={choices.data} onStart={setId} />}
      {id === null ? null : <Answer key={id} id={id} />}
    </Page>
  )
}

function Ask({ choices, onStart }: { choices: Choices; onStart: (id: string) => void }) {
  const t = useTexts(texts)
  const newest = choices.months[0] ?? ''
  const [asked, setAsked] = useState<Asked>({ from: newest, to: newest, by: ['item'], figures: ['amount', 'quantity'], order: 'amount', within: null, count: 10, kind: 'drug', visit: null, purpose: '' })
  const start = useDo(analyticsContract.startQuestion, (started) => onStart(started.id))
  const change = (given: Partial<Asked>) => setAsked((before) => ({ ...before, ...given }))
  const isByPerson = asked.by.includes('prescriber')
  const offered = dimensions.filter((each) => each !== 'prescriber' || choices.blocked.prescriber === null)
  const ask = () =>
    start.mutate({ body: { from: asked.from, to: asked.to, by: asked.by, figures: asked.figures, where: { ...(asked.kind === null ? {} : { kind: asked.kind }), ...(asked.visit === null ? {} : { visit: asked.visit }) }, top: { count: asked.count, orders: [asked.order], within: asked.within === null ? [] : [asked.within] }, purpose: asked.purpose } })
  return (
    <Card title={t('run')}>
      {choices.behind.length === 0 ? null : <Alert className="page-alert" type="info" showIcon title={t('behind', { months: choices.behind.map(showMonth).join('、') })} />}
      <div className="question-form">
        <div><span>{t('from')}</span><MonthPick label={t('from')} months={choices.months} value={asked.from} onChange={(from) => change({ from, to: asked.to < from ? from : asked.to })} /></div>
        <div><span>{t('to')}</span><MonthPick label={t('to')} months={choices.months} value={asked.to} onChange={(to) => change({ to, from: asked.from > to ? to : asked.from })} /></div>
        <div><span>{t('by')}</span><Select mode="multiple" maxCount={4} aria-label={t('by')} value={asked.by} onChange={(by: Dimension[]) => change({ by, within: asked.within !== null && by.includes(asked.within) ? asked.within : null })} options={offered.map((each) => ({ value: each, label: t(`d_${each}`) }))} /></div>
        <div><span>{t('figures')}</span><Select mode="multiple" aria-label={t('figures')} value={asked.figures} onChange={(given: Figure[]) => change({ figures: given })} options={figures.map((each) => ({ value: each, label: t(`fg_${each}`) }))} /></div>
        <div><span>{t('order')}</span><Select aria-label={t('order')} value={asked.order} onChange={(order) => change({ order })} options={figures.map((each) => ({ value: each, label: t(`fg_${each}`) }))} /></div>
        <div><span>{t('within')}</span><Select aria-label={t('within')} value={asked.within ?? ''} onChange={(within: Dimension | '') => change({ within: within === '' ? null : within })} options={[{ value: '', label: t('withinNone') }, ...asked.by.map((each) => ({ value: each, label: t(`d_${each}`) }))]} /></div>
        <div><span>{t('count')}</span><InputNumber aria-label={t('count')} min={1} max={2000} precision={0} value={asked.count} onChange={(count) => change({ count: count ?? 10 })} /></div>
        <div><span>{t('kind')}</span><Select aria-label={t('kind')} value={asked.kind ?? ''} onChange={(kind: ChargeKind | '') => change({ kind: kind === '' ? null : kind })} options={[{ value: '', label: t('any') }, ...chargeKinds.map((each) => ({ value: each, label: t(`k_${each}`) }))]} /></div>
        <div><span>{t('visit')}</span><Select aria-label={t('visit')} value={asked.visit ?? ''} onChange={(visit: VisitKind | '') => change({ visit: visit === '' ? null : visit })} options={[{ value: '', label: t('any') }, ...visitKinds.map((each) => ({ value: each, label: t(`vk_${each}`) }))]} /></div>
        {isByPerson ? <div><span>{t('needPurpose')}</span><Input aria-label={t('needPurpose')} value={asked.purpose} maxLength={500} onChange={(event) => change({ purpose: event.target.value })} /></div> : null}
      </div>
      {start.error === null ? null : <Fault error={start.error} />}
      <p><Button type="primary" loading={start.isPending} disabled={asked.by.length === 0 || asked.figures.length === 0 || newest === ''} onClick={ask}>{t('run')}</Button></p>
    </Card>
  )
}

const pollMs = 700

function Answer({ id }: { id: string }) {
  const t = useTexts(texts)
  const [isRunning, setRunning] = useState(true)
  const answer = useRead(analyticsContract.readQuestion, { params: { id } }, { refetchInterval: isRunning ? pollMs : false })
  const stop = useDo(analyticsContract.stopQuestion)
  const view = answer.data
  if (view !== undefined && isRunning && view.state !== 'running') setRunning(false)
  if (answer.error !== null) return <Fault error={answer.error} retry={() => void answer.refetch()} />
  if (view === undefined) return <Loading />
  const says = { running: t('running'), stopped: t('stopped'), memory: t('memory'), failed: t('failed'), done: view.rows.length === 0 ? t('doneNone') : t('done', { n: view.rows.length, ms: view.ms }) }[view.state]
  const hasPrescriber = view.columns.some((column) => column.key === 'prescriber')
  return (
    <Card title={t('answer')} flush extra={view.state === 'running' ? <Button onClick={() => stop.mutate({ params: { id } })}>{t('stop')}</Button> : view.state === 'done' && view.rows.length > 0 && !hasPrescriber ? <Button icon={<DownloadOutlined />} href={urlOf(analyticsContract.questionSheet, { params: { id } })}>{t('export')}</Button> : undefined}>
      <p className="card-note" role="status">{says}</p>
      {view.state === 'running' ? <div className="card-note"><Progress percent={view.progress} aria-label={t('running')} /></div> : null}
      {view.behind.length === 0 ? null : <Alert className="page-alert" type="info" showIcon title={t('behind', { months: view.behind.map(showMonth).join('、') })} />}
      {view.rows.length === 0 ? null : <Rows view={view} />}
    </Card>
  )
}

function Rows({ view }: { view: View }) {
  const t = useTexts(texts)
  const nameOf: Readonly<Record<string, string>> = { ...Object.fromEntries(dimensions.map((each) => [each, t(`d_${each}`)])), ...Object.fromEntries(figures.map((each) => [each, t(`fg_${each}`)])) }
  const shown = view.columns.filter((column) => column.kind !== 'place')
  type Row = View['rows'][number] & { readonly at: string }
  const rows = view.rows.map((row, at) => ({ ...row, at: String(at) }))
  const words: Readonly<Record<string, string>> = { ...Object.fromEntries(chargeKinds.map((each) => [`kind ${each}`, t(`k_${each}`)])), ...Object.fromEntries(visitKinds.map((each) => [`visit ${each}`, t(`vk_${each}`)])) }
  const cell = (key: string, row: Row): string => {
    const value = row[key] ?? ''
    if (key === 'amount' || key === 'selfPay') return showYuan(Number(value))
    if (key === 'quantity' || key === 'lines' || key === 'prescriptions') return showCount(Number(value))
    return row[`${key}Name`] ?? words[`${key} ${value}`] ?? (key === 'month' ? showMonth(value) : value)
  }
  const isFigure = (key: string) => figures.some((each) => each === key)
  return (
    <ListTable<Row>
      label={t('answer')}
      rows={rows}
      rowKey={(row) => row.at}
      columns={shown.map(({ key }) => ({ title: nameOf[key] ?? key, width: isFigure(key) ? 140 : 200, ...(isFigure(key) ? { align: 'right' as const } : {}), render: (_: unknown, row: Row) => <span className={isFigure(key) ? 'number' : ''}>{cell(key, row)}</span> }))}
      card={(row) => <div>{shown.map(({ key }) => <div key={key}><span className="soft">{nameOf[key]} </span><span className={isFigure(key) ? 'number' : ''}>{cell(key, row)}</span></div>)}</div>}
    />
  )
}
