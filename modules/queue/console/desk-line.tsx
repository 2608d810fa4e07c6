import { App, Button, Dropdown, Form, Select } from 'antd'
import { useState } from 'react'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { queueContract } from '../contract.ts'
import { isGroup } from '../rules/groups.ts'
import { texts } from './texts.ts'
import { StateMark, TicketMarks, useWait, type Ticket } from './ticket-marks.tsx'
import { UrgencyFields, urgencyOf, type Urgency } from './urgency-fields.tsx'

type Named = { readonly id: string; readonly name: string }
type Board = Named & { readonly waiting: number; readonly windows?: readonly (Named & { readonly open: boolean })[] }
const offers = { waiting: ['raise', 'redirect', 'transfer', 'leave'], called: ['redirect', 'transfer'], serving: ['redirect', 'transfer'], passed: ['rejoin', 'transfer', 'leave'], returning: ['back', 'transfer', 'leave'], done: [], left: [] } as const
type Move = (typeof offers)[keyof typeof offers][number]
type Asked = { readonly ticket: Ticket; readonly move: 'raise' | 'redirect' | 'transfer' }

/** The line of one queue, in its order; each row offers what follows from where it stands. */
export function DeskLine({ queueId, queues, onQueue }: { queueId: string; queues: readonly Board[]; onQueue: (id: string) => void }) {
  const t = useTexts(texts)
  const wait = useWait()
  const { message } = App.useApp()
  const line = useRead(queueContract.listLine, { params: { queueId } }, { refetchInterval: 5000 })
  const move = useDo(queueContract.moveTicket, (ticket) => void message.success(`${ticket.label} ${t(`s_${ticket.state}`)}`))
  const [asked, setAsked] = useState<Asked | null>(null)
  const choose = (ticket: Ticket, chosen: Move) => (chosen === 'raise' || chosen === 'redirect' || chosen === 'transfer' ? setAsked({ ticket, move: chosen }) : move.mutate({ params: { ticketId: ticket.id }, body: { move: chosen } }))
  const act = (ticket: Ticket) =>
    offers[ticket.state].length === 0 ? null : (
      <Dropdown trigger={['click']} menu={{ items: offers[ticket.state].map((each) => ({ key: each, label: t(`m_${each}`) })), onClick: ({ key }) => choose(ticket, key as Move) }}>
        <Button aria-label={t('actOf', { label: ticket.label })}>{t('act')}</Button>
      </Dropdown>
    )
  return (
    <div className="screen-only">
      <Card flush title={t('line')} extra={<Select aria-label={t('queue')} value={queueId} onChange={onQueue} showSearch optionFilterProp="label" style={{ minWidth: 200 }} options={queues.map((queue) => ({ value: queue.id, label: `${queue.name} (${queue.waiting})` }))} />}>
        {line.error === null ? null : <Fault error={line.error} retry={() => void line.refetch()} />}
        {move.error === null ? null : <Fault error={move.error} />}
        <ListTable<Ticket>
          label={t('line')} rows={line.data?.rows ?? []} rowKey={(ticket) => ticket.id} loading={line.isPending} empty={t('emptyLine')}
          columns={[
            { title: t('ticket'), width: 110, render: (_, ticket) => <b className="number">{ticket.label}</b> },
            { title: t('person'), width: 140, render: (_, ticket) => ticket.calledName },
            { title: t('state'), width: 170, render: (_, ticket) => <StateMark ticket={ticket} /> },
            { title: t('wait'), width: 130, render: (_, ticket) => wait(ticket) },
            { title: t('marks'), width: 260, render: (_, ticket) => <TicketMarks ticket={ticket} /> },
            { title: '', width: 110, render: (_, ticket) => act(ticket) },
          ]}
          card={(ticket) => (
            <>
              <div className="row"><b className="number">{ticket.label}</b><span>{ticket.calledName}</span><StateMark ticket={ticket} /></div>
              <TicketMarks ticket={ticket} />
              <div className="soft">{wait(ticket)}</div>
              <div className="card-action touch">{act(ticket)}</div>
            </>
          )}
        />
      </Card>
      {asked?.move === 'raise' ? <RaiseDialog ticket={asked.ticket} onClose={() => setAsked(null)} /> : null}
      {asked === null || asked.move === 'raise' ? null : <WhereDialog asked={asked} queues={queues} onClose={() => setAsked(null)} />}
    </div>
  )
}

function RaiseDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const t = useTexts(texts)
  const raise = useDo(queueContract.raiseTicket, onClose)
  const initial: Urgency = { ...(ticket.level === null ? {} : { level: ticket.level }), ...(ticket.priority !== null && isGroup(ticket.priority) ? { priority: ticket.priority } : {}), ...(ticket.proof === null ? {} : { proof: ticket.proof }) }
  return (
    <FormDialog<Urgency> open title={`${ticket.label} ${t('m_raise')}`} okText={t('save')} initial={initial} onCancel={onClose} onSubmit={(values) => raise.mutateAsync({ params: { ticketId: ticket.id }, body: urgencyOf(values) })}>
      <UrgencyFields />
    </FormDialog>
  )
}

/** To a room of the same queue, or to another queue. */
function WhereDialog({ asked: { ticket, move }, queues, onClose }: { asked: Asked; queues: readonly Board[]; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const redirect = useDo(queueContract.redirectTicket, onClose)
  const transfer = useDo(queueContract.transferTicket, onClose)
  const isRoom = move === 'redirect'
  const places = isRoom ? (queues.find((queue) => queue.id === ticket.queueId)?.windows ?? []).filter((window) => window.open && window.id !== ticket.windowId) : queues.filter((queue) => queue.id !== ticket.queueId)
  const params = { ticketId: ticket.id }
  return (
    <FormDialog<{ where: string }> open title={`${ticket.label} ${t(isRoom ? 'm_redirect' : 'm_transfer')}`} okText={t('save')} onCancel={onClose} onSubmit={({ where }) => (isRoom ? redirect.mutateAsync({ params, body: { windowId: where } }) : transfer.mutateAsync({ params, body: { queueId: where } }))}>
      <Form.Item name="where" label={t('which')} rules={[required(t('which'))]}><Select showSearch optionFilterProp="label" options={places.map((place) => ({ value: place.id, label: place.name }))} /></Form.Item>
    </FormDialog>
  )
}
