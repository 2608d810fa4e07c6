import { Alert, Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { addDays } from '../../../kernel/calendar.ts'
import { showDate } from '../../../ui/dates.ts'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { clinicContract, type ClinicView } from '../contract/clinics.ts'
import { otherPools, poolNames, type PoolShares } from '../rules/pools.ts'
import { MinuteField } from './minute-field.tsx'
import { texts } from './schedule-texts.ts'

export type ExtraOf = { readonly clinic: z.output<typeof ClinicView>; readonly onDate: string; readonly fromMinute?: number; readonly toMinute?: number; readonly slotMinutes?: number; readonly capacity?: number; readonly room?: string }
type ExtraValues = { onDate: string; fromMinute: number; toMinute: number; slotMinutes: number; capacity: number; pools?: Record<string, number | null>; room?: string; reason?: string }

/** Only the shares that were given. */
export const sharesOf = (given: Record<string, number | null> | undefined): PoolShares =>
  Object.fromEntries(otherPools.flatMap((pool) => (typeof given?.[pool] === 'number' && given[pool] > 0 ? [[pool, given[pool]] as const] : [])))

/** How many places of each slot are kept for whom. */
export function SharesField() {
  const t = useTexts(texts)
  const locale = useLocale()
  return (
    <fieldset className="schedule-fieldset">
      <legend>{t('kept')}</legend>
      <div className="schedule-shares">
        {otherPools.map((pool) => <Form.Item key={pool} name={['pools', pool]} label={poolNames[pool][locale]}><InputNumber min={0} max={200} precision={0} /></Form.Item>)}
      </div>
    </fieldset>
  )
}

export function ExtraDialog({ of, onClose }: { of: ExtraOf; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const add = useDo(clinicContract.addExtra, onClose)
  const number = (label: string) => [{ required: true, message: required(label).message }]
  return (
    <FormDialog<ExtraValues>
      open
      title={t('extraOn', { clinic: of.clinic.name })}
      okText={t('save')}
      initial={{ onDate: of.onDate, slotMinutes: of.slotMinutes ?? 30, capacity: of.capacity ?? 4, room: of.room ?? of.clinic.room, ...(of.fromMinute === undefined ? {} : { fromMinute: of.fromMinute }), ...(of.toMinute === undefined ? {} : { toMinute: of.toMinute }) }}
      onCancel={onClose}
      onSubmit={({ pools, room, reason, ...values }) => add.mutateAsync({ params: { institutionId: of.clinic.institutionId, clinicId: of.clinic.id }, body: { ...values, pools: sharesOf(pools), room: room ?? '', reason: reason ?? '' } })}
    >
      <Form.Item name="onDate" label={t('on')} rules={[required(t('on'))]}><DateField /></Form.Item>
      <div className="pair">
        <Form.Item name="fromMinute" label={t('from')} rules={number(t('from'))}><MinuteField /></Form.Item>
        <Form.Item name="toMinute" label={t('to')} rules={number(t('to'))}><MinuteField /></Form.Item>
        <Form.Item name="slotMinutes" label={t('slotMinutes')} rules={number(t('slotMinutes'))}><InputNumber min={5} max={60} precision={0} /></Form.Item>
        <Form.Item name="capacity" label={t('capacity')} rules={number(t('capacity'))}><InputNumber min={1} max={200} precision={0} /></Form.Item>
      </div>
      <SharesField />
      <div className="pair">
        <Form.Item name="room" label={t('room')}><Input maxLength={40} /></Form.Item>
        <Form.Item name="reason" label={t('reason')}><Input maxLength={200} /></Form.Item>
      </div>
    </FormDialog>
  )
}

export function CopyWeekDialog({ week, departmentId, onClose }: { week: string; departmentId: string | null; onClose: () => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const required = useRequired()
  const [done, setDone] = useState<{ sessions: number; slots: number; conflicts: readonly { zh: string; en: string }[] } | null>(null)
  const copy = useDo(clinicContract.copyWeek, setDone)
  if (done !== null) {
    return (
      <Modal open title={t('copyWeek')} onOk={onClose} onCancel={onClose} okText={t('close')} cancelButtonProps={{ style: { display: 'none' } }}>
        <Alert type={done.conflicts.length === 0 ? 'success' : 'warning'} showIcon title={t('copied', { sessions: done.sessions, slots: done.slots })} description={done.conflicts.length === 0 ? undefined : <>{t('copyConflicts')}<ul className="plain">{done.conflicts.map((each) => <li key={each.zh}>{each[locale]}</li>)}</ul></>} />
      </Modal>
    )
  }
  return (
    <FormDialog<{ toWeek: string }>
      open
      title={t('copyWeek')}
      okText={t('copy')}
      hint={t('copyHint', { from: showDate(week, locale) })}
      initial={{ toWeek: addDays(week, 7) }}
      onCancel={onClose}
      onSubmit={({ toWeek }) => copy.mutateAsync({ body: { departmentId, fromWeek: week, toWeek } })}
    >
      <Form.Item name="toWeek" label={t('copyTo')} rules={[required(t('copyTo'))]}><DateField /></Form.Item>
    </FormDialog>
  )
}
