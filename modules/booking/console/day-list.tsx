import { Form, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { shanghaiTime } from '../../../kernel/instant.ts'
import { ActButton } from '../../../ui/act-button.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import type { Tone } from '../../../ui/theme.ts'
import { useTexts } from '../../../ui/texts.ts'
import { bookingContract, type BookingRow } from '../contract/bookings.ts'
import { SlotField } from './book-for.tsx'
import { texts } from './desk-texts.ts'

export type Row = z.output<typeof BookingRow>
type Dialog = { readonly kind: 'cancel' | 'excuse' | 'move'; readonly row: Row }

const tones: Readonly<Record<Row['state'], Tone>> = { held: 'warn', booked: 'wait', arrived: 'good', seen: 'good', cancelled: 'quiet', expired: 'quiet', 'no-show': 'bad', stopped: 'bad', moved: 'quiet' }

/** The bookings of a day or of a search, with what may be done with each. */
export function DayList({ rows, loading, empty, readsClear = true, onChanged }: { rows: readonly Row[]; loading: boolean; empty: string; /** Names in full are the house's own to read. */ readsClear?: boolean; onChanged: (row: Row) => void }) {
  const t = useTexts(texts)
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const [read, setRead] = useState<ReadonlyMap<string, Row>>(new Map())
  const clear = useDo(bookingContract.readClear, (row) => setRead((before) => new Map([...before, [row.id, row]])))
  const confirm = useDo(bookingContract.confirm, onChanged)
  const shown = (row: Row): Row => ({ ...row, ...(read.has(row.id) ? { name: read.get(row.id)?.name ?? '', phone: read.get(row.id)?.phone ?? '' } : {}) })
  const state = (row: Row) => <StatusMark tone={tones[row.state]} compact>{t(`s_${row.state}`)}</StatusMark>
  const time = (row: Row) => `${shanghaiTime(row.startsAt)}–${shanghaiTime(row.endsAt)}`
  const way = (row: Row) => t(`w_${row.way}`)
  const acts = (row: Row) => (
    <span className="row touch">
      {read.has(row.id) || !readsClear ? null : <ActButton blocked={null} size="small" onClick={() => clear.mutate({ params: { institutionId: row.institutionId, bookingId: row.id } })}>{t('clear')}</ActButton>}
      {row.state === 'held' && readsClear ? <ActButton blocked={row.blocked.confirm} size="small" type="primary" onClick={() => confirm.mutate({ params: { institutionId: row.institutionId, bookingId: row.id } })}>{t('confirm')}</ActButton> : null}
      {row.blocked.move === null ? <ActButton blocked={null} size="small" onClick={() => setDialog({ kind: 'move', row })}>{t('move')}</ActButton> : null}
      {row.blocked.cancel === null ? <ActButton blocked={null} size="small" danger onClick={() => setDialog({ kind: 'cancel', row })}>{t('cancel')}</ActButton> : null}
      {row.blocked.excuse === null ? <ActButton blocked={null} size="small" onClick={() => setDialog({ kind: 'excuse', row })}>{t('excuse')}</ActButton> : null}
    </span>
  )
  return (
    <>
      <ListTable<Row>
        label={t('dayTitle')}
        rows={rows.map(shown)}
        rowKey={(row) => row.id}
        loading={loading}
        empty={empty}
        columns={[
          { title: t('time'), width: 120, render: (_, row) => <span className="number">{time(row)}</span> },
          { title: t('person'), width: 170, render: (_, row) => <><b>{row.name}</b><div className="soft small number">{row.phone}</div></> },
          { title: t('clinic'), width: 240, render: (_, row) => <><span className="clamp">{row.clinicName}</span><div className="soft small">{row.room}</div></> },
          { title: t('state'), width: 130, render: (_, row) => state(row) },
          { title: t('made'), width: 160, render: (_, row) => <><span className="clamp">{row.madeName}</span><div className="soft small">{way(row)}</div></> },
          { title: '', render: (_, row) => acts(row) },
        ]}
        card={(row) => (
          <>
            <div className="row"><b className="number">{time(row)}</b>{state(row)}</div>
            <div>{`${row.name} · ${row.phone}`}</div>
            <div className="soft">{[row.clinicName, row.room].filter(Boolean).join(' · ')}</div>
            <div className="card-action">{acts(row)}</div>
          </>
        )}
      />
      {dialog === null ? null : dialog.kind === 'move' ? <MoveDialog row={dialog.row} onClose={() => setDialog(null)} onChanged={onChanged} /> : <ReasonDialog {...dialog} kind={dialog.kind} onClose={() => setDialog(null)} onChanged={onChanged} />}
    </>
  )
}

function ReasonDialog({ kind, row, onClose, onChanged }: { kind: 'cancel' | 'excuse'; row: Row; onClose: () => void; onChanged: (row: Row) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const act = useDo(bookingContract[kind], (changed) => {
    onChanged(changed)
    onClose()
  })
  return (
    <FormDialog<{ reason: string }> open danger={kind === 'cancel'} title={t(kind === 'cancel' ? 'cancelTitle' : 'excuseTitle', { name: row.name })} okText={t(kind)} hint={kind === 'cancel' ? t('cancelHint') : undefined} onCancel={onClose} onSubmit={({ reason }) => act.mutateAsync({ params: { institutionId: row.institutionId, bookingId: row.id }, body: { reason } })}>
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input maxLength={500} /></Form.Item>
    </FormDialog>
  )
}

/** To another time of the same clinic; the first place is given back only once the other is had. */
function MoveDialog({ row, onClose, onChanged }: { row: Row; onClose: () => void; onChanged: (row: Row) => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const [onDate, setOnDate] = useState(row.onDate)
  const move = useDo(bookingContract.move, (changed) => {
    onChanged(changed)
    onClose()
  })
  return (
    <FormDialog<{ slotId: string }> open title={t('moveTitle', { name: row.name })} okText={t('move')} onCancel={onClose} onSubmit={({ slotId }) => move.mutateAsync({ params: { institutionId: row.institutionId, bookingId: row.id }, body: { slotId } })}>
      <Form.Item label={t('on')}><DateField aria-label={t('on')} value={onDate} onChange={setOnDate} /></Form.Item>
      <Form.Item name="slotId" label={t('slot')} rules={[required(t('slot'))]}><SlotField institutionId={row.institutionId} clinicId={row.clinicId} onDate={onDate} pool={row.pool} /></Form.Item>
    </FormDialog>
  )
}
