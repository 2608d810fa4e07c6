import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { bookingContract, type BlockRow } from '../contract/bookings.ts'
import { texts } from './desk-texts.ts'

export type BlockFound = z.output<typeof BlockRow>

/** Rule BK-25: who was looked for may not book online; the desk hears why and lifts it. */
export function Blocks({ rows, mayLift, onLifted }: { rows: readonly BlockFound[]; mayLift: boolean; onLifted: (row: BlockFound) => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const required = useRequired()
  const [open, setOpen] = useState<BlockFound | null>(null)
  const lift = useDo(bookingContract.liftBlock, (row) => {
    onLifted(row)
    setOpen(null)
  })
  return (
    <>
      {rows.map((row) => (
        <Card key={row.id} title={t('pausedUntil', { on: showDate(row.toOn, locale) })}>
          <Facts items={[[t('missed'), row.missed.map((each) => `${showDate(each.onDate, locale)} ${each.clinicName}`).join(locale === 'zh' ? '；' : '; ')], [t('words'), row.appeal]]} />
          {mayLift ? <div className="row touch"><Button onClick={() => setOpen(row)}>{t('lift')}</Button></div> : null}
        </Card>
      ))}
      {open === null ? null : (
        <FormDialog<{ reason: string }> open title={t('liftTitle')} okText={t('lift')} hint={t('liftHint')} onCancel={() => setOpen(null)} onSubmit={({ reason }) => lift.mutateAsync({ params: { institutionId: open.institutionId, blockId: open.id }, body: { reason } })}>
          <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
        </FormDialog>
      )}
    </>
  )
}
