import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { showDate, todayHere } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { examContract, orderStates, type OrderRow } from '../contract.ts'
import { useExams } from './exam-names.ts'
import { texts } from './texts.ts'

type Row = z.infer<typeof OrderRow>
const tones = { open: 'wait', planned: 'good', done: 'quiet', cancelled: 'quiet' } as const

export function OrderMark({ state }: { state: Row['state'] }) {
  const t = useTexts(texts)
  return <StatusMark tone={tones[state]}>{t(`s_${state}`)}</StatusMark>
}

/** Orders of examinations, newest first, by state and by day. */
export function ExamsScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const me = useRead(identityContract.me)
  const { nameOf } = useExams()
  const [state, setState] = useState<Row['state'] | ''>('')
  const [isToday, setToday] = useState(false)
  const [ordering, setOrdering] = useState(false)
  const pages = usePages(examContract.listOrders, { query: { ...(state === '' ? {} : { state }), ...(isToday ? { onDate: todayHere() } : {}) } })
  const keyOf = (row: Row) => ({ to: '/exams/$institutionId/$orderId', params: { institutionId: row.institutionId, orderId: row.id } }) as const
  const list = (row: Row) => row.exams.map(nameOf).join(locale === 'zh' ? '、' : ', ')
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          {opens(examContract.listClinics, me.data?.actor.roles) ? <ButtonLink to="/exams/clinics">{t('clinics')}</ButtonLink> : null}
          {opens(examContract.order, me.data?.actor.roles) ? <Button type="primary" onClick={() => setOrdering(true)}>{t('newOrder')}</Button> : null}
        </>
      }
    >
      <Card
        title={t('orders')}
        flush
        extra={
          <div className="row">
            <label className="row"><Switch checked={isToday} onChange={setToday} aria-label={t('today')} /><span>{t('today')}</span></label>
            <Select<Row['state'] | ''> aria-label={t('state')} value={state} onChange={setState} style={{ minWidth: 130 }} options={[{ value: '' as const, label: t('all') }, ...orderStates.map((each) => ({ value: each, label: t(`s_${each}`) }))]} />
          </div>
        }
      >
        {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
        <ListTable<Row>
          label={t('orders')}
          rows={pages.rows}
          rowKey={(row) => row.id}
          loading={pages.loading}
          empty={t('empty')}
          more={pages.more}
          loadingMore={pages.loadingMore}
          columns={[
            { title: t('patient'), width: 120, render: (_, row) => <Link {...keyOf(row)}>{row.name}</Link> },
            { title: t('exams'), render: (_, row) => <span className="clamp">{list(row)}</span> },
            { title: t('orderedBy'), width: 200, render: (_, row) => <><div>{row.orderedName}</div><div className="soft">{row.departmentName}</div></> },
            { title: t('onDate'), width: 150, render: (_, row) => showDate(row.orderedOn, locale) },
            { title: t('trips'), width: 90, render: (_, row) => <span className="number">{row.trips ?? '—'}</span> },
            { title: t('state'), width: 120, render: (_, row) => <OrderMark state={row.state} /> },
          ]}
          card={(row) => (
            <Link {...keyOf(row)} className="card-link">
              <div className="row"><OrderMark state={row.state} /><span className="soft">{showDate(row.orderedOn, locale)}</span></div>
              <div className="card-text">{`${row.name} · ${list(row)}`}</div>
              <div className="soft">{[row.departmentName, row.orderedName].filter(Boolean).join(' ')}</div>
            </Link>
          )}
        />
      </Card>
      {ordering ? <NewOrder onClose={() => setOrdering(false)} /> : null}
    </Page>
  )
}

type Values = { bookingCode?: string; name?: string; phone?: string; idNumber?: string; exams: string[]; note?: string }

function NewOrder({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const navigate = useNavigate()
  const { options } = useExams()
  const order = useDo(examContract.order, (made) => void navigate({ to: '/exams/$institutionId/$orderId', params: { institutionId: made.institutionId, orderId: made.id } }))
  const submit = ({ bookingCode = '', name = '', phone = '', idNumber = '', exams, note = '' }: Values) =>
    order.mutateAsync({ body: { bookingCode, person: bookingCode.trim() === '' ? { name, phone, idNumber, bornOn: null } : null, exams, note } })
  return (
    <FormDialog<Values> open title={t('newOrder')} okText={t('create')} hint={t('newHint')} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="exams" label={t('exams')} rules={[{ ...required(t('exams')), type: 'array', whitespace: false }]}><Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={options} maxCount={12} /></Form.Item>
      <Form.Item name="bookingCode" label={t('code')} extra={t('codeHint')}><Input maxLength={30} autoComplete="off" /></Form.Item>
      <Form.Item name="name" label={t('name')}><Input maxLength={60} autoComplete="off" /></Form.Item>
      <Form.Item name="phone" label={t('phone')}><Input maxLength={30} inputMode="tel" autoComplete="off" /></Form.Item>
      <Form.Item name="idNumber" label={t('idNumber')}><Input maxLength={30} autoComplete="off" /></Form.Item>
      <Form.Item name="note" label={t('note')}><Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} /></Form.Item>
    </FormDialog>
  )
}
