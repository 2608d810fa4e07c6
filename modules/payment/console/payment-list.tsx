import { App, Form, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo, usePages } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { paymentContract, type PaymentView, type RefundView } from '../contract.ts'
import { yuan } from '../rules/messages.ts'
import { texts } from './texts.ts'

type Payment = z.output<typeof PaymentView>
type Refund = z.output<typeof RefundView>
const tones = { new: 'wait', open: 'wait', paid: 'good', closed: 'quiet' } as const
const refundTones = { due: 'wait', asked: 'wait', done: 'good', failed: 'bad' } as const

/** Each payment with what became of it and each refund with its reason, its state and what the channel said. */
export function PaymentList({ institutionId, show }: { institutionId: string; show: 'all' | 'paid' | 'person' }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const pages = usePages(paymentContract.listPayments, { params: { institutionId }, query: { show } })
  const [backOf, setBackOf] = useState<Payment | null>(null)
  const retry = useDo(paymentContract.retryRefund)
  const state = (row: Payment) => (
    <>
      <StatusMark tone={row.settled === 'person' ? 'bad' : tones[row.state]} compact>{t(`s_${row.state}`)}</StatusMark>
      {row.settled === null ? null : <div className="soft small">{t(`t_${row.settled}`)}</div>}
      {row.error === null ? null : <div className="soft small wrap">{row.error}</div>}
    </>
  )
  const refund = (row: Payment, each: Refund) => (
    <li key={each.id}>
      <StatusMark tone={refundTones[each.state]} compact>{`${t(`r_${each.state}`)} ${yuan(each.amountCents)}`}</StatusMark>
      <div className="soft small wrap">{[t(`why_${each.reason}`), each.words, each.madeName, each.tries > 1 && each.state !== 'done' ? t('tries', { n: each.tries }) : '', each.error ?? ''].filter((part) => part !== '').join(' · ')}</div>
      {each.state === 'failed' || each.error !== null ? <ActButton blocked={each.blocked.retry} size="small" aria-label={`${t('retry')}：${row.about}`} onClick={() => retry.mutate({ params: { institutionId, refundId: each.id } }, { onError: (error) => void message.error(error.message) })}>{t('retry')}</ActButton> : null}
    </li>
  )
  const refunds = (row: Payment) => (row.refunds.length === 0 ? null : <ul className="payment-refunds" aria-label={t('back')}>{row.refunds.map((each) => refund(row, each))}</ul>)
  const act = (row: Payment) => (row.blocked.refund === null ? <ActButton blocked={null} size="small" danger aria-label={`${t('refund')}：${row.about}`} onClick={() => setBackOf(row)}>{t('refund')}</ActButton> : null)
  return (
    <Card title={t('payments')} flush>
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      <ListTable<Payment>
        label={t('payments')} rows={pages.rows} rowKey={(row) => row.id} loading={pages.loading} empty={t('empty')} more={pages.more} loadingMore={pages.loadingMore}
        columns={[
          { title: t('at'), width: 150, render: (_, row) => <span className="number">{showInstant(row.paidAt ?? row.madeAt)}</span> },
          { title: t('about'), width: 280, render: (_, row) => <><span className="clamp">{row.about}</span><div className="soft small number wrap">{row.number}</div></> },
          { title: t('amount'), width: 110, align: 'right', render: (_, row) => <span className="number">{yuan(row.paidCents ?? row.amountCents)}</span> },
          { title: t('state'), width: 190, render: (_, row) => state(row) },
          { title: t('back'), width: 250, render: (_, row) => refunds(row) },
          { title: '', width: 90, render: (_, row) => act(row) },
        ]}
        card={(row) => (
          <>
            <div className="row"><b className="number">{`${yuan(row.paidCents ?? row.amountCents)} ${t('amount').includes('元') ? '元' : 'yuan'}`}</b><span className="soft number">{showInstant(row.paidAt ?? row.madeAt)}</span></div>
            <div className="wrap">{row.about}</div>
            {state(row)}
            {refunds(row)}
            <div className="card-action touch">{act(row)}</div>
          </>
        )}
      />
      {backOf === null ? null : <RefundDialog row={backOf} onClose={() => setBackOf(null)} />}
    </Card>
  )
}

function RefundDialog({ row, onClose }: { row: Payment; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const refund = useDo(paymentContract.refundPayment, onClose)
  const left = (row.paidCents ?? 0) - row.refunds.reduce((sum, each) => sum + each.amountCents, 0)
  return (
    <FormDialog<{ words: string }> open danger title={t('refundTitle', { about: row.about, n: yuan(left) })} okText={t('refund')} hint={t('refundHint')} onCancel={onClose} onSubmit={({ words }) => refund.mutateAsync({ params: { institutionId: row.institutionId, orderId: row.id }, body: { words } })}>
      <Form.Item name="words" label={t('reason')} rules={[required(t('reason'))]}><Input maxLength={300} /></Form.Item>
    </FormDialog>
  )
}
