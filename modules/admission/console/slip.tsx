import { useParams } from '@tanstack/react-router'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton, isForbidden } from '../../../ui/act-button.tsx'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showDate, showInstant, todayHere } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { admissionContract, type SlipView } from '../contract.ts'
import type { Urgency } from '../rules/slip.ts'
import { ClassMark, StateMark } from './marks.tsx'
import { texts } from './texts.ts'

type Slip = z.infer<typeof SlipView>
const keyOf = (slip: Slip) => ({ institutionId: slip.institutionId, slipId: slip.id })

/** One slip: who, where in the line, which beds fit, and the next step. */
export function SlipScreen() {
  const t = useTexts(texts)
  const params = useParams({ strict: false }) as { institutionId: string; slipId: string }
  const slip = useRead(admissionContract.loadSlip, { params })
  if (slip.isPending) return <Loading />
  if (slip.data === undefined) return <Page title={t('title')}><Fault error={slip.error} retry={() => void slip.refetch()} /></Page>
  return (
    <Page title={`${slip.data.name} · ${slip.data.departmentName}`} actions={<><ClassMark urgency={slip.data.urgency} /><StateMark state={slip.data.state} /></>}>
      <Summary slip={slip.data} />
      <Steps slip={slip.data} />
    </Page>
  )
}

function Summary({ slip }: { slip: Slip }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const clear = useDo(admissionContract.readClear)
  const person = clear.data ?? slip
  const times = (n: number) => (n === 0 ? null : t('times', { n }))
  return (
    <Card>
      <Facts
        items={[
          [t('place'), slip.place], [t('patient'), person.name], [t('sex'), t(slip.sex)], [t('bornYear'), slip.bornYear], [t('phone'), person.phone], [t('idNumber'), person.idNumber], [t('kind'), t(`k_${slip.kind}`)], [t('diagnosis'), slip.diagnosis], [t('stayDays'), slip.stayDays],
          [t('infection'), slip.infection ? '✓' : null], [t('tests'), t(`t_${slip.tests}`)], [t('examOrderId'), slip.examOrderId], [t('bed'), [slip.wardName, slip.bedLabel].filter(Boolean).join(' ')], [t('comeOn'), slip.comeOn === null ? null : showDate(slip.comeOn, locale, { weekday: true })], [t('answerBy'), slip.answerBy === null ? null : showInstant(slip.answerBy)],
          [t('missed'), times(slip.missed)], [t('declined'), times(slip.declined)], [t('made'), showInstant(slip.madeAt)], [t('madeBy'), slip.madeName], [t('admittedAt'), slip.admittedAt === null ? null : showInstant(slip.admittedAt)], [t('dischargedAt'), slip.dischargedAt === null ? null : showInstant(slip.dischargedAt)],
          [t('note'), slip.note], [t('endReason'), slip.endReason], [t('code'), <code key="code">{slip.code}</code>],
        ]}
      />
      {clear.error === null ? null : <Fault error={clear.error} />}
      <p><Button onClick={() => clear.mutate({ params: keyOf(slip) })} loading={clear.isPending} title={t('clearHint')}>{t('showClear')}</Button></p>
    </Card>
  )
}

type Open = 'offer' | 'admit' | 'withdraw' | 'judge' | null

function Steps({ slip }: { slip: Slip }) {
  const t = useTexts(texts)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const params = keyOf(slip)
  const answer = useDo(admissionContract.answer)
  const admit = useDo(admissionContract.admit)
  const discharge = useDo(admissionContract.discharge)
  const tests = useDo(admissionContract.finishTests)
  const withdraw = useDo(admissionContract.withdraw, close)
  const fault = [answer, admit, discharge, tests].find((each) => each.error !== null)?.error ?? null
  const { blocked, state } = slip
  const isWaiting = state === 'waiting'
  const isOffered = state === 'offered' || state === 'confirmed'
  if (state === 'discharged' || state === 'withdrawn') return null
  return (
    <Card>
      {isWaiting && slip.beds.length === 0 && !isForbidden(blocked.offer) ? <p className="soft">{t('noBeds')}</p> : null}
      {fault === null ? null : <Fault error={fault} />}
      <div className="row">
        {isWaiting && slip.tests === 'ordered' ? <ActButton blocked={blocked.tests} loading={tests.isPending} onClick={() => tests.mutate({ params })}>{t('testsDone')}</ActButton> : null}
        {isWaiting ? <ActButton type="primary" blocked={blocked.offer} disabled={slip.beds.length === 0} onClick={() => setOpen('offer')}>{t('offer')}</ActButton> : null}
        {isWaiting && slip.urgency === 1 ? <ActButton blocked={blocked.admit} disabled={slip.beds.length === 0} onClick={() => setOpen('admit')}>{t('admitNow')}</ActButton> : null}
        {state === 'offered' ? <ActButton type="primary" blocked={blocked.answer} loading={answer.isPending} onClick={() => answer.mutate({ params, body: { answer: 'confirm' } })}>{t('confirm')}</ActButton> : null}
        {isOffered ? <ActButton blocked={blocked.withdraw} loading={answer.isPending} onClick={() => answer.mutate({ params, body: { answer: 'decline' } })}>{t('decline')}</ActButton> : null}
        {isOffered ? <ActButton type={state === 'confirmed' ? 'primary' : 'default'} blocked={blocked.admit} loading={admit.isPending} onClick={() => admit.mutate({ params, body: {} })}>{t('admit')}</ActButton> : null}
        {state === 'admitted' ? <ActButton type="primary" blocked={blocked.discharge} loading={discharge.isPending} onClick={() => discharge.mutate({ params })}>{t('discharge')}</ActButton> : null}
        {isWaiting ? <ActButton blocked={blocked.judge} onClick={() => setOpen('judge')}>{t('changeClass')}</ActButton> : null}
        {state === 'admitted' ? null : <ActButton danger blocked={blocked.withdraw} onClick={() => setOpen('withdraw')}>{t('withdraw')}</ActButton>}
      </div>
      {open === 'offer' || open === 'admit' ? <GiveBed slip={slip} isNow={open === 'admit'} onClose={close} /> : null}
      {open === 'judge' ? <ChangeClass slip={slip} onClose={close} /> : null}
      <AskForWords open={open === 'withdraw'} title={t('withdraw')} label={t('withdrawWhy')} okText={t('withdraw')} danger minLength={2} onCancel={close} onSubmit={(reason) => withdraw.mutateAsync({ params, body: { reason } })} />
    </Card>
  )
}

type BedValues = { bedId: string; comeOn?: string; reason?: string }

/** A bed that fits, the best first; where others before could use it, the reason. */
function GiveBed({ slip, isNow, onClose }: { slip: Slip; isNow: boolean; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const offer = useDo(admissionContract.offerBed, onClose)
  const admit = useDo(admissionContract.admit, onClose)
  const params = keyOf(slip)
  const submit = ({ bedId, comeOn = todayHere(), reason = '' }: BedValues) => (isNow ? admit.mutateAsync({ params, body: { bedId, reason } }) : offer.mutateAsync({ params, body: { bedId, comeOn, reason } }))
  const near = (nearness: number) => (nearness === 0 ? t('near0') : nearness === 1 ? t('near1') : t('near2'))
  return (
    <FormDialog<BedValues> open title={t(isNow ? 'admitNow' : 'offer')} okText={t(isNow ? 'admitNow' : 'offer')} hint={isNow ? undefined : t('offerHint')} initial={{ comeOn: todayHere(), ...(slip.beds[0] === undefined ? {} : { bedId: slip.beds[0].bedId }) }} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="bedId" label={t('chooseBed')} rules={[required(t('chooseBed'))]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={slip.beds.map((bed) => ({ value: bed.bedId, label: [bed.wardName, t('bedN', { label: bed.label }), bed.room, near(bed.nearness), bed.passed === 0 ? '' : t('passes', { n: bed.passed })].filter(Boolean).join(' · ') }))} />
      </Form.Item>
      {isNow ? null : <Form.Item name="comeOn" label={t('comeOn')} rules={[required(t('comeOn'))]}><DateField /></Form.Item>}
      <Form.Item name="reason" label={t('reason')} extra={t('reasonHint')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} /></Form.Item>
    </FormDialog>
  )
}

function ChangeClass({ slip, onClose }: { slip: Slip; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const change = useDo(admissionContract.changeClass, onClose)
  return (
    <FormDialog<{ urgency: Urgency; reason: string }> open title={t('changeClass')} okText={t('save')} initial={{ urgency: slip.urgency }} onCancel={onClose} onSubmit={(body) => change.mutateAsync({ params: keyOf(slip), body })}>
      <Form.Item name="urgency" label={t('urgency')}><Select options={([1, 2, 3, 4] as const).map((each) => ({ value: each, label: t(`u${each}`) }))} /></Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} /></Form.Item>
    </FormDialog>
  )
}
