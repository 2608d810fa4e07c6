import { Form, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showDate } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { paymentContract, type BillView, type DifferenceView } from '../contract.ts'
import { yuan } from '../rules/messages.ts'
import './payment.css'
import { texts } from './texts.ts'

type Bill = z.output<typeof BillView>
type Difference = z.output<typeof DifferenceView>

/** Whether the bills of the last days agree with what stands here, and what a person has to look into. */
export function Bills({ institutionId }: { institutionId: string }) {
  const t = useTexts(texts)
  const found = useRead(paymentContract.listBills, { params: { institutionId } })
  const [open, setOpen] = useState<Difference | null>(null)
  return (
    <>
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {found.data === undefined || found.data.differences.length === 0 ? null : <Card title={t('differences')} flush><DifferenceList rows={found.data.differences} settle={found.data.blocked.settle} onSettle={setOpen} /></Card>}
      <Card title={t('bills')} flush><p className="soft payment-lead">{t('billsLead')}</p><BillList rows={found.data?.bills ?? []} loading={found.isPending} /></Card>
      {open === null ? null : <SettleDialog institutionId={institutionId} row={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function BillList({ rows, loading }: { rows: readonly Bill[]; loading: boolean }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const sum = (n: number, cents: number) => t('billSum', { n, yuan: yuan(cents) })
  const state = (row: Bill) =>
    row.state === 'failed' ? <><StatusMark tone="warn" compact>{t('b_failed')}</StatusMark><div className="soft small wrap">{row.error}</div></> : <StatusMark tone={row.differences === 0 ? 'good' : 'bad'} compact>{row.differences === 0 ? t('b_same') : t('b_differs', { n: row.differences })}</StatusMark>
  return (
    <ListTable<Bill>
      label={t('bills')} rows={rows} rowKey={(row) => row.onDate} loading={loading} empty={t('billsEmpty')}
      columns={[
        { title: t('day'), width: 180, render: (_, row) => showDate(row.onDate, locale, { weekday: true }) },
        { title: t('billPaid'), width: 180, render: (_, row) => <span className="number">{sum(row.paidCount, row.paidCents)}</span> },
        { title: t('billBack'), width: 180, render: (_, row) => <span className="number">{sum(row.refundCount, row.refundCents)}</span> },
        { title: t('billState'), render: (_, row) => state(row) },
      ]}
      card={(row) => (
        <>
          <div className="row"><b>{showDate(row.onDate, locale, { weekday: true })}</b></div>
          <div className="soft number">{`${t('billPaid')} ${sum(row.paidCount, row.paidCents)} · ${t('billBack')} ${sum(row.refundCount, row.refundCents)}`}</div>
          {state(row)}
        </>
      )}
    />
  )
}

function DifferenceList({ rows, settle, onSettle }: { rows: readonly Difference[]; settle: string | null; onSettle: (row: Difference) => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const amount = (cents: number | null) => (cents === null ? '—' : yuan(cents))
  const state = (row: Difference) => <><StatusMark tone={row.state === 'open' ? 'bad' : 'good'} compact>{t(`d_${row.state}`)}</StatusMark>{row.words === '' ? null : <div className="soft small wrap">{`${row.words}${row.settledName === null ? '' : ` · ${row.settledName}`}`}</div>}</>
  const act = (row: Difference) => (row.state === 'open' ? <ActButton blocked={settle} size="small" aria-label={`${t('settle')}：${row.number}`} onClick={() => onSettle(row)}>{t('settle')}</ActButton> : null)
  return (
    <ListTable<Difference>
      label={t('differences')} rows={rows} rowKey={(row) => row.id} empty={t('differencesEmpty')}
      columns={[
        { title: t('day'), width: 130, render: (_, row) => showDate(row.onDate, locale) },
        { title: t('what'), width: 300, render: (_, row) => <><span>{`${t(`u_${row.subject}`)} · ${t(`k_${row.kind}`)}`}</span><div className="soft small number wrap">{row.number}</div></> },
        { title: t('ours'), width: 100, align: 'right', render: (_, row) => <span className="number">{amount(row.oursCents)}</span> },
        { title: t('theirs'), width: 100, align: 'right', render: (_, row) => <span className="number">{amount(row.theirsCents)}</span> },
        { title: t('state'), width: 240, render: (_, row) => state(row) },
        { title: '', render: (_, row) => act(row) },
      ]}
      card={(row) => (
        <>
          <div className="row"><b>{t(`k_${row.kind}`)}</b><span className="soft">{`${t(`u_${row.subject}`)} ${showDate(row.onDate, locale)}`}</span></div>
          <div className="soft number wrap">{row.number}</div>
          <div className="number">{`${t('ours')} ${amount(row.oursCents)} · ${t('theirs')} ${amount(row.theirsCents)}`}</div>
          {state(row)}
          <div className="card-action touch">{act(row)}</div>
        </>
      )}
    />
  )
}

function SettleDialog({ institutionId, row, onClose }: { institutionId: string; row: Difference; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const settle = useDo(paymentContract.settleDifference, onClose)
  return (
    <FormDialog<{ words: string }> open title={t('settleTitle')} okText={t('settle')} onCancel={onClose} onSubmit={({ words }) => settle.mutateAsync({ params: { institutionId, differenceId: row.id }, body: { words } })}>
      <Form.Item name="words" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea rows={3} maxLength={300} /></Form.Item>
    </FormDialog>
  )
}
