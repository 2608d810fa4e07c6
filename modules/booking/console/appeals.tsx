import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { bookingContract, type BlockRow } from '../contract/bookings.ts'
import { texts } from './desk-texts.ts'
import { ScheduleNav } from './schedule-nav.tsx'

type Row = z.output<typeof BlockRow>

/** A machine paused somebody; a person decides about the appeal (Rule BK-19). */
export function AppealsScreen() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const institutionId = me.data?.institution?.id ?? ''
  const found = useRead(bookingContract.listAppeals, { params: { institutionId } }, { enabled: institutionId !== '' })
  const [open, setOpen] = useState<{ row: Row; lift: boolean } | null>(null)
  return (
    <Page title={t('appealsTitle')} lead={t('appealsLead')}>
      <ScheduleNav />
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {found.data === undefined ? (found.error === null ? <Loading /> : null) : found.data.rows.length === 0 ? <Nothing>{t('appealsNone')}</Nothing> : found.data.rows.map((row) => <Appeal key={row.id} row={row} onDecide={(lift) => setOpen({ row, lift })} />)}
      {open === null ? null : <DecideDialog {...open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function Appeal({ row, onDecide }: { row: Row; onDecide: (lift: boolean) => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  return (
    <Card title={`${showDate(row.fromOn, locale)} – ${showDate(row.toOn, locale)}`}>
      <Facts items={[[t('words'), row.appeal], [t('missed'), row.missed.map((each) => `${showDate(each.onDate, locale)} ${each.clinicName}`).join('；')]]} />
      <div className="row touch"><Button type="primary" onClick={() => onDecide(true)}>{t('lift')}</Button><Button onClick={() => onDecide(false)}>{t('keep')}</Button></div>
    </Card>
  )
}

function DecideDialog({ row, lift, onClose }: { row: Row; lift: boolean; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const decide = useDo(bookingContract.decideAppeal, onClose)
  return (
    <FormDialog<{ reason: string }> open title={t('decideTitle')} okText={t(lift ? 'lift' : 'keep')} onCancel={onClose} onSubmit={({ reason }) => decide.mutateAsync({ params: { institutionId: row.institutionId, blockId: row.id }, body: { lift, reason } })}>
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
    </FormDialog>
  )
}
