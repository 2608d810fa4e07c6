import { Alert, App, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showDate } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Fault } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { clinicContract, type ClinicView } from '../contract/clinics.ts'
import { sayMinute } from '../rules/schedule.ts'
import { MinuteField } from './minute-field.tsx'
import type { OpenSession } from './schedule-grid.tsx'
import { texts } from './schedule-texts.ts'

type Span = { fromMinute: number; toMinute: number }

/** One session: what it is, and what may be done with it. */
export function SessionDialog({ of, clinics, onClose }: { of: OpenSession; clinics: readonly z.output<typeof ClinicView>[]; onClose: () => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const [act, setAct] = useState<'stop' | 'room' | 'reopen' | null>(null)
  const { clinic, session } = of
  if (act === 'stop') return <StopDialog of={of} others={clinics.filter((each) => each.id !== clinic.id && each.active)} onClose={onClose} />
  if (act === 'reopen') return <ReopenDialog of={of} onClose={onClose} />
  if (act === 'room') return <RoomDialog of={of} onClose={onClose} />
  return (
    <Modal open title={clinic.name} onCancel={onClose} footer={session.stopped ? <div className="row"><ActButton blocked={clinic.blocked.plan} onClick={() => setAct('reopen')}>{t('reopen')}</ActButton></div> : <div className="row"><ActButton blocked={clinic.blocked.plan} onClick={() => setAct('room')}>{t('changeRoom')}</ActButton><ActButton blocked={clinic.blocked.plan} danger onClick={() => setAct('stop')}>{t('stop')}</ActButton></div>}>
      <Facts
        items={[
          [t('on'), showDate(session.onDate, locale, { weekday: true })],
          [t('time'), `${sayMinute(session.fromMinute)}–${sayMinute(session.toMinute)}（${t('slots', { n: session.slots })}）`],
          [t('room'), session.room === '' ? null : session.room],
          [t('bookings'), session.stopped ? t('stopped') : `${t('taken', { taken: session.taken, capacity: session.capacity })}${session.kept === 0 ? '' : `，${t('kept')} ${session.kept}`}`],
          [t('mode'), t(session.draw ? 'draw' : 'queue')],
        ]}
      />
    </Modal>
  )
}

/** What would be concerned, asked of the server as the times are typed. */
function Touched({ of, span, isStop }: { of: OpenSession; span: Partial<Span>; isStop: boolean }) {
  const t = useTexts(texts)
  const { clinic, session } = of
  const from = span.fromMinute ?? session.fromMinute
  const to = span.toMinute ?? session.toMinute
  const found = useRead(clinicContract.touched, { params: { institutionId: clinic.institutionId, clinicId: clinic.id }, query: { onDate: session.onDate, fromMinute: from, toMinute: to } }, { enabled: to > from })
  if (found.error !== null) return <Fault error={found.error} />
  if (found.data === undefined) return null
  const { slots, bookings, feeCents } = found.data
  return (
    <Alert
      type={isStop && bookings > 0 ? 'warning' : 'info'}
      showIcon
      style={{ marginBottom: 16 }}
      title={t('concerns', { slots, bookings })}
      description={isStop && bookings > 0 ? `${t('concernsStop')}${feeCents === 0 ? '' : t('refunds', { fee: t('yuan', { n: (feeCents / 100).toFixed(2) }) })}` : undefined}
    />
  )
}

function SpanFields({ onSpan }: { onSpan: (change: Partial<Span>) => void }) {
  const t = useTexts(texts)
  const rules = [{ required: true, message: t('wrongTime') }]
  return (
    <div className="pair">
      <Form.Item name="fromMinute" label={t('from')} rules={rules} getValueFromEvent={(minute: number | undefined) => { if (minute !== undefined) onSpan({ fromMinute: minute }); return minute }}><MinuteField /></Form.Item>
      <Form.Item name="toMinute" label={t('to')} rules={rules} getValueFromEvent={(minute: number | undefined) => { if (minute !== undefined) onSpan({ toMinute: minute }); return minute }}><MinuteField /></Form.Item>
    </div>
  )
}

function StopDialog({ of, others, onClose }: { of: OpenSession; others: readonly z.output<typeof ClinicView>[]; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const { message } = App.useApp()
  const { clinic, session } = of
  const [span, setSpan] = useState<Partial<Span>>({})
  const stop = useDo(clinicContract.stopClinic, ({ bookings }) => {
    void message.success(t('stopDone', { n: bookings }))
    onClose()
  })
  return (
    <FormDialog<Span & { reason: string; substituteClinicId?: string }>
      open
      danger
      title={t('stopTitle', { clinic: clinic.name })}
      okText={t('stop')}
      hint={<Touched of={of} span={span} isStop />}
      initial={{ fromMinute: session.fromMinute, toMinute: session.toMinute }}
      onCancel={onClose}
      onSubmit={({ substituteClinicId, ...values }) => stop.mutateAsync({ params: { institutionId: clinic.institutionId, clinicId: clinic.id }, body: { ...values, onDate: session.onDate, substituteClinicId: substituteClinicId ?? null } })}
    >
      <SpanFields onSpan={(change) => setSpan((kept) => ({ ...kept, ...change }))} />
      <Form.Item name="reason" label={t('reasonStop')} rules={[required(t('reasonStop'))]}><Input maxLength={200} /></Form.Item>
      <Form.Item name="substituteClinicId" label={t('substitute')}><Select allowClear showSearch={{ optionFilterProp: 'label' }} options={others.map((each) => ({ value: each.id, label: [each.name, each.staffName].filter(Boolean).join(' · ') }))} /></Form.Item>
    </FormDialog>
  )
}

function RoomDialog({ of, onClose }: { of: OpenSession; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const { clinic, session } = of
  const [span, setSpan] = useState<Partial<Span>>({})
  const change = useDo(clinicContract.changeRoom, onClose)
  return (
    <FormDialog<Span & { room: string; reason?: string }>
      open
      title={`${t('changeRoom')}：${clinic.name}`}
      okText={t('save')}
      hint={<Touched of={of} span={span} isStop={false} />}
      initial={{ fromMinute: session.fromMinute, toMinute: session.toMinute }}
      onCancel={onClose}
      onSubmit={({ reason, ...values }) => change.mutateAsync({ params: { institutionId: clinic.institutionId, clinicId: clinic.id }, body: { ...values, onDate: session.onDate, reason: reason ?? '' } })}
    >
      <SpanFields onSpan={(given) => setSpan((kept) => ({ ...kept, ...given }))} />
      <Form.Item name="room" label={t('newRoom')} rules={[required(t('newRoom'))]}><Input maxLength={40} /></Form.Item>
      <Form.Item name="reason" label={t('reason')}><Input maxLength={200} /></Form.Item>
    </FormDialog>
  )
}

/** A stop taken back: said before what becomes of those who were told. */
function ReopenDialog({ of, onClose }: { of: OpenSession; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const { message } = App.useApp()
  const { clinic, session } = of
  const reopen = useDo(clinicContract.reopenClinic, ({ slots }) => {
    void message.success(t('reopenDone', { n: slots }))
    onClose()
  })
  return (
    <FormDialog<{ reason: string }>
      open
      title={t('reopenTitle', { clinic: clinic.name })}
      okText={t('reopen')}
      hint={t('reopenHint')}
      onCancel={onClose}
      onSubmit={({ reason }) => reopen.mutateAsync({ params: { institutionId: clinic.institutionId, clinicId: clinic.id }, body: { onDate: session.onDate, fromMinute: session.fromMinute, toMinute: session.toMinute, reason } })}
    >
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input maxLength={200} /></Form.Item>
    </FormDialog>
  )
}
