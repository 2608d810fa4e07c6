import { Button, Checkbox, Form, Input, Select, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { queueContract } from '../contract.ts'
import { DeskLine } from './desk-line.tsx'
import { QueueNav } from './queue-nav.tsx'
import { texts } from './texts.ts'
import { UrgencyFields, urgencyOf, type Urgency } from './urgency-fields.tsx'
import type { Ticket } from './ticket-marks.tsx'

type Board = { id: string; name: string; waiting: number }

/** The desk: a booking is scanned, or a ticket issued; below it the line, in which somebody is helped on. */
export function DeskScreen() {
  const t = useTexts(texts)
  const board = useRead(queueContract.listQueues, {}, { refetchInterval: 8000 })
  const [issued, setIssued] = useState<Ticket | null>(null)
  const [queueId, setQueueId] = useState<string | null>(null)
  const queues = board.data?.rows ?? []
  const shown = queueId ?? queues[0]?.id ?? null
  return (
    <Page title={t('nDesk')} lead={t('deskLead')}>
      <QueueNav />
      {board.error === null ? null : <Fault error={board.error} retry={() => void board.refetch()} />}
      {board.data === undefined ? (board.error === null ? <Loading /> : null) : queues.length === 0 ? <Nothing>{t('noQueues')}</Nothing> : (
        <>
          <div className="desk-grid screen-only">
            <ScanCard queues={queues} onIssued={setIssued} />
            <WalkInCard queues={queues} onIssued={setIssued} />
          </div>
          {issued === null ? null : <Slip ticket={issued} onClose={() => setIssued(null)} />}
          {shown === null ? null : <DeskLine queueId={shown} queues={queues} onQueue={setQueueId} />}
        </>
      )}
    </Page>
  )
}

/** A scanner types the code and presses Enter: nothing else is needed. */
function ScanCard({ queues, onIssued }: { queues: readonly Board[]; onIssued: (ticket: Ticket) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const [form] = Form.useForm<Urgency & { code: string; queueId?: string }>()
  const field = useRef<InputRef>(null)
  const check = useDo(queueContract.checkIn, (ticket) => {
    onIssued(ticket)
    form.resetFields()
    field.current?.focus()
  })
  return (
    <Card title={t('checkIn')}>
      <Form form={form} name="scan" layout="vertical" initialValues={{ queueId: '' }} onFinish={({ code, queueId, ...urgency }) => check.mutate({ body: { code, queueId: queueId === undefined || queueId === '' ? null : queueId, ...urgencyOf(urgency) } })}>
        <Form.Item name="code" label={t('scan')} rules={[required(t('scan'))]}><Input ref={field} autoComplete="off" maxLength={200} size="large" /></Form.Item>
        <Form.Item name="queueId" label={t('scanTo')} extra={t('scanToHint')}><Select showSearch optionFilterProp="label" options={[{ value: '', label: t('scanOwn') }, ...queues.map((queue) => ({ value: queue.id, label: `${queue.name} (${queue.waiting})` }))]} /></Form.Item>
        <UrgencyFields />
        <Button type="primary" htmlType="submit" loading={check.isPending}>{t('checkIn')}</Button>
      </Form>
      {check.error === null ? null : <Fault error={check.error} />}
    </Card>
  )
}

function WalkInCard({ queues, onIssued }: { queues: readonly Board[]; onIssued: (ticket: Ticket) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const [form] = Form.useForm<Urgency & { queueId: string; name?: string; isReturn?: boolean }>()
  const take = useDo(queueContract.takeTicket, (ticket) => {
    onIssued(ticket)
    form.setFieldsValue({ name: '', isReturn: false, level: undefined as never, priority: undefined as never, proof: '' })
  })
  return (
    <Card title={t('walkIn')}>
      <Form form={form} name="walk-in" layout="vertical" initialValues={{ queueId: queues[0]?.id }} onFinish={({ queueId, name, isReturn, ...urgency }) => take.mutate({ body: { queueId, name: name ?? '', isReturn: isReturn === true, ...urgencyOf(urgency) } })}>
        <Form.Item name="queueId" label={t('queue')} rules={[required(t('queue'))]}><Select showSearch optionFilterProp="label" options={queues.map((queue) => ({ value: queue.id, label: `${queue.name} (${queue.waiting})` }))} /></Form.Item>
        <Form.Item name="name" label={t('name')}><Input autoComplete="off" maxLength={60} /></Form.Item>
        <Form.Item name="isReturn" valuePropName="checked"><Checkbox>{t('isReturn')}</Checkbox></Form.Item>
        <UrgencyFields />
        <Button type="primary" htmlType="submit" loading={take.isPending}>{t('walkIn')}</Button>
      </Form>
      {take.error === null ? null : <Fault error={take.error} />}
    </Card>
  )
}

/** What is printed or shown to be scanned. */
function Slip({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const t = useTexts(texts)
  const whole = useRead(queueContract.loadTicket, { params: { ticketId: ticket.id } })
  return (
    <Card title={t('issued')} extra={<span className="row screen-only"><Button type="primary" onClick={() => window.print()}>{t('print')}</Button><Button onClick={onClose}>{t('close')}</Button></span>}>
      <div className="ticket-slip" role="status">
        <div>{ticket.queueName}</div>
        <div className="ticket-label">{ticket.label}</div>
        <div>{ticket.calledName}</div>
        {ticket.place === null ? null : <div>{t('toPlace', { n: ticket.place, low: Math.floor(ticket.said.low), high: Math.ceil(ticket.said.high) })}</div>}
        {whole.data === undefined ? null : <div role="img" aria-label={t('scanPhone')} dangerouslySetInnerHTML={{ __html: whole.data.qrSvg }} />}
        <div className="soft">{t('scanPhone')}</div>
      </div>
    </Card>
  )
}
