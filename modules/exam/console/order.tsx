import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showDate } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { examContract, type OrderView } from '../contract.ts'
import { useExams } from './exam-names.ts'
import './exams.css'
import { OrderMark } from './exams.tsx'
import { sayTime } from './placement.ts'
import { Planner } from './planner.tsx'
import { texts } from './texts.ts'

type Order = z.infer<typeof OrderView>

/** One order: who, what, when it is booked, and the planner while it is open. */
export function OrderScreen() {
  const t = useTexts(texts)
  const params = useParams({ strict: false }) as { institutionId: string; orderId: string }
  const order = useRead(examContract.loadOrder, { params })
  const { pending } = useExams()
  if (order.isPending || pending) return <Loading />
  if (order.data === undefined) return <Page title={t('title')}><Fault error={order.error} retry={() => void order.refetch()} /></Page>
  return (
    <Page title={`${t('title')} · ${order.data.name}`} actions={<OrderMark state={order.data.state} />}>
      <Summary order={order.data} />
      {order.data.blocked.plan === null ? <Planner key={order.data.revision} order={order.data} /> : null}
    </Page>
  )
}

function Summary({ order }: { order: Order }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { nameOf } = useExams()
  const [cancelling, setCancelling] = useState(false)
  const key = { institutionId: order.institutionId, orderId: order.id }
  const clear = useDo(examContract.readClear)
  const cancel = useDo(examContract.cancelOrder, () => setCancelling(false))
  const finish = useDo(examContract.finishOrder)
  const person = clear.data ?? order
  return (
    <Card>
      <Facts
        items={[
          [t('patient'), person.name], [t('phone'), person.phone], [t('idNumber'), person.idNumber], [t('orderedBy'), [order.orderedName, order.departmentName].filter(Boolean).join(' · ')], [t('onDate'), showDate(order.orderedOn, locale)],
          [t('trips'), order.trips === null ? null : t('tripsN', { n: order.trips })], [t('lastOn'), order.lastOn === null ? null : showDate(order.lastOn, locale, { weekday: true })], [t('note'), order.note], [t('endReason'), order.endReason],
        ]}
      />
      {order.items.length === 0 ? (
        <p>{order.exams.map(nameOf).join(locale === 'zh' ? '、' : ', ')}</p>
      ) : (
        <ul className="plain">
          {order.items.map((item) => <li key={item.exam}>{`${showDate(item.onDate, locale, { weekday: true })} ${sayTime(item.start)} ${nameOf(item.exam)} · ${[item.clinicName, item.room].filter(Boolean).join(' ')}`}</li>)}
        </ul>
      )}
      <Preparation order={order} />
      {cancel.error === null || cancelling ? null : <Fault error={cancel.error} />}
      {finish.error === null ? null : <Fault error={finish.error} />}
      <div className="row">
        <Button onClick={() => clear.mutate({ params: key })} loading={clear.isPending} title={t('clearHint')}>{t('showClear')}</Button>
        {order.state === 'planned' ? <ActButton blocked={order.blocked.finish} loading={finish.isPending} onClick={() => finish.mutate({ params: key })}>{t('finish')}</ActButton> : null}
        {order.blocked.cancel === null ? <Button danger onClick={() => setCancelling(true)}>{t('cancel')}</Button> : null}
      </div>
      <AskForWords open={cancelling} title={t('cancel')} label={t('cancelWhy')} okText={t('cancel')} danger minLength={2} onCancel={() => setCancelling(false)} onSubmit={(reason) => cancel.mutateAsync({ params: key, body: { reason } })} />
    </Card>
  )
}

/** What the patient is told to do before, with what is only a habit marked as one. */
function Preparation({ order }: { order: Order }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { byKey, nameOf } = useExams()
  return (
    <details className="exam-prep">
      <summary>{t('prep')}</summary>
      <ul>
        {order.exams.map((key) => {
          const exam = byKey.get(key)
          return exam === undefined ? null : <li key={key}>{`${nameOf(key)}${locale === 'zh' ? '：' : ': '}${exam.prep[locale]}${exam.defaults.includes('fasting') ? t('defaults') : ''}`}</li>
        })}
      </ul>
    </details>
  )
}
