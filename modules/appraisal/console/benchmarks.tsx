import { Link } from '@tanstack/react-router'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showDate } from '../../../ui/dates.ts'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { showValue } from '../../measure/rules/show.ts'
import { appraisalContract, type BenchmarkView } from '../contract.ts'
import { texts } from './texts.ts'

type Row = z.output<typeof BenchmarkView>
type Measures = z.output<typeof appraisalContract.listBenchmarks.reply>['measures']

/** Other regions' values beside our own, the widest gap first. */
export function BenchmarksScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const found = useRead(appraisalContract.listBenchmarks)
  const [isEntering, setEntering] = useState(false)
  const [taking, setTaking] = useState<Row | null>(null)
  const withdraw = useDo(appraisalContract.withdrawBenchmark, () => setTaking(null))
  const mayEnter = found.data?.blocked.enter === null
  const said = (value: number, row: Row) => <span className="number">{showValue(value, row, locale)}</span>
  const gap = (row: Row) => <StatusMark tone={row.gap === 0 ? 'good' : 'warn'} compact>{row.gap === 0 ? t('b_ahead') : t('b_gapN', { n: row.gap })}</StatusMark>
  const span = (row: Row) => <div className="soft small number">{`${showDate(row.own.from, locale)} — ${showDate(row.own.to, locale)}`}</div>
  const measure = (row: Row) => <Link to="/measures/$key" params={{ key: row.measureKey }}>{name(row.measureName)}</Link>
  const action = (row: Row) => (mayEnter ? <Button size="small" onClick={() => setTaking(row)} aria-label={`${t('b_withdraw')} ${name(row.measureName)} ${row.place}`}>{t('b_withdraw')}</Button> : null)
  return (
    <Page title={t('benchmarks')} lead={<><Link to="/leagues">{t('back')}</Link>{' · '}{t('b_lead')}</>} actions={<ActButton type="primary" blocked={found.data?.blocked.enter ?? null} onClick={() => setEntering(true)}>{t('b_enter')}</ActButton>}>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      <Card flush>
        <ListTable<Row>
          label={t('benchmarks')}
          rows={found.data?.rows ?? []}
          rowKey={(row) => row.id}
          loading={found.isPending}
          empty={t('b_empty')}
          columns={[
            { title: t('b_measure'), width: 180, render: (_, row) => measure(row) },
            { title: t('b_gap'), width: 130, render: (_, row) => gap(row) },
            { title: t('b_own'), width: 250, render: (_, row) => <>{said(row.ownValue, row)}{span(row)}</> },
            { title: t('b_place'), width: 200, render: (_, row) => <>{row.place} <b>{said(row.value, row)}</b><div className="soft small number">{showDate(row.asOf, locale)}</div></> },
            { title: t('b_source'), width: 220, render: (_, row) => row.source },
            { title: '', width: 100, render: (_, row) => action(row) },
          ]}
          card={(row) => (
            <>
              <div className="row">{measure(row)}{gap(row)}</div>
              <div>{t('b_own')} {said(row.ownValue, row)} · {row.place} {said(row.value, row)}</div>
              <div className="soft">{row.source} · {showDate(row.asOf, locale)}</div>
              {action(row)}
            </>
          )}
        />
      </Card>
      {isEntering ? <EnterDialog measures={found.data?.measures ?? []} onClose={() => setEntering(false)} /> : null}
      {taking === null ? null : <AskForWords open title={t('b_withdraw')} label={t('b_withdrawReason')} okText={t('b_withdraw')} danger minLength={4} onCancel={() => setTaking(null)} onSubmit={(reason) => withdraw.mutateAsync({ params: { benchmarkId: taking.id }, body: { reason } })} />}
    </Page>
  )
}

type Entered = { measureKey: string; place: string; value: number; source: string; asOf: string; period: 'month' | 'quarter' | 'year' }

function EnterDialog({ measures, onClose }: { measures: Measures; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const enter = useDo(appraisalContract.enterBenchmark, onClose)
  const line = (key: 'b_place' | 'b_source') => [required(t(key))]
  return (
    <FormDialog<Entered> open title={t('b_enter')} okText={t('save')} initial={{ period: 'month' }} onCancel={onClose} onSubmit={(body) => enter.mutateAsync({ body })}>
      <Form.Item name="measureKey" label={t('b_measure')} rules={[required(t('b_measure'))]}><Select showSearch optionFilterProp="label" options={measures.map((each) => ({ value: each.key, label: name(each.name) }))} /></Form.Item>
      <Form.Item name="place" label={t('b_place')} rules={line('b_place')}><Input maxLength={60} /></Form.Item>
      <Form.Item name="value" label={t('b_value')} extra={t('b_valueHint')} rules={[{ required: true, type: 'number', message: required(t('b_value')).message }]}><InputNumber min={0} style={{ width: '100%' }} /></Form.Item>
      <Form.Item name="asOf" label={t('b_asOf')} rules={[required(t('b_asOf'))]}><DateField /></Form.Item>
      <Form.Item name="source" label={t('b_source')} extra={t('b_sourceHint')} rules={line('b_source')}><Input maxLength={300} /></Form.Item>
      <Form.Item name="period" label={t('b_period')}><Select options={(['month', 'quarter', 'year'] as const).map((value) => ({ value, label: t(`p_${value}`) }))} /></Form.Item>
    </FormDialog>
  )
}
