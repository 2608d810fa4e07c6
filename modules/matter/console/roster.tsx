import { App, Button, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { addDays } from '../../../kernel/calendar.ts'
import { nowHere, showDate, showInstant, todayHere } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { matterContract, type RosterShift } from '../contract.ts'
import { texts as deskTexts } from './desk-texts.ts'
import { MatterNav } from './matter-nav.tsx'
import { PeopleField } from './move-fields.tsx'
import type { Person } from './move-values.ts'
import { gapsOn, mondayOf, repeated, shiftsOn, timeFrom, weekOf } from './shifts.ts'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...deskTexts }
type Shift = z.output<typeof RosterShift>

/** Who answers the published number when, a week at a time; hours without anybody stand out. */
export function RosterScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const today = todayHere()
  const [monday, setMonday] = useState(mondayOf(today))
  const [isAdding, setAdding] = useState(false)
  const days = weekOf(monday)
  const sunday = days.at(-1) ?? monday
  const found = useRead(matterContract.listRoster, { query: { from: monday, to: sunday } })
  const rows = found.data?.rows ?? []
  return (
    <Page title={t('rosterTitle')} lead={t('rosterLead')} actions={<Button type="primary" onClick={() => setAdding(true)}>{t('shiftAdd')}</Button>}>
      <MatterNav />
      <OnNow />
      <Card
        title={t('week', { from: showDate(monday, locale), to: showDate(sunday, locale) })}
        extra={<div className="row touch"><Button onClick={() => setMonday(addDays(monday, -7))}>{t('weekBefore')}</Button><Button disabled={monday === mondayOf(today)} onClick={() => setMonday(mondayOf(today))}>{t('weekThis')}</Button><Button onClick={() => setMonday(addDays(monday, 7))}>{t('weekAfter')}</Button></div>}
      >
        {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
        {found.data === undefined ? null : days.map((day) => <DayOf key={day} day={day} isToday={day === today} shifts={rows} />)}
      </Card>
      {isAdding ? <ShiftDialog day={today > sunday || today < monday ? monday : today} onClose={() => setAdding(false)} /> : null}
    </Page>
  )
}

/** By this device's clock; what counts for transfers is decided by the server. */
function OnNow() {
  const t = useTexts(texts)
  const today = todayHere()
  const now = nowHere()
  const found = useRead(matterContract.listRoster, { query: { from: addDays(today, -1), to: today } }, { refetchInterval: 300_000 })
  if (found.data === undefined) return null
  const on = found.data.rows.filter((shift) => shift.fromAt <= now && now < shift.toAt)
  return (
    <Card title={t('onNow')}>
      {on.length === 0 ? <StatusMark tone="bad">{t('onNowNone')}</StatusMark> : on.map((shift) => <div key={shift.id} className="row"><StatusMark tone="good">{shift.name}</StatusMark>{shift.phone === '' ? null : <a className="number" href={`tel:${shift.phone}`}>{shift.phone}</a>}<span className="soft number">{t('onUntil', { at: showInstant(shift.toAt) })}</span></div>)}
    </Card>
  )
}

function DayOf({ day, isToday, shifts }: { day: string; isToday: boolean; shifts: readonly Shift[] }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { modal } = App.useApp()
  const remove = useDo(matterContract.removeShift)
  const gaps = gapsOn(shifts, day)
  const said = (at: string) => {
    const { time, later } = timeFrom(at, day)
    return later ? t('nextDay', { time }) : time
  }
  const ask = (shift: Shift) => void modal.confirm({ title: t('shiftRemoveSure', { name: shift.name, from: showInstant(shift.fromAt) }), okText: t('remove'), cancelText: t('cancel'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { shiftId: shift.id } }).catch(() => undefined) })
  const isEmpty = gaps.length === 1 && gaps[0]?.from === '00:00' && gaps[0].to === '24:00'
  return (
    <section className="shift-day" aria-label={showDate(day, locale)}>
      <h3 className="number">{showDate(day, locale, { weekday: true }).replace(/^\d+年/, '')}{isToday ? <> <StatusMark tone="wait" compact>{t('today')}</StatusMark></> : null}</h3>
      <div>
        <ul className="shift-list">
          {shiftsOn(shifts, day).map((shift) => (
            <li key={shift.id}>
              <span className="number">{`${timeFrom(shift.fromAt, day).earlier ? '00:00' : said(shift.fromAt)}—${said(shift.toAt)}`}</span>
              <b>{shift.name}</b>
              {shift.phone === '' ? null : <span className="number">{shift.phone}</span>}
              {shift.note === '' ? null : <span className="soft">{shift.note}</span>}
              <Button type="text" aria-label={t('shiftRemove', { name: shift.name })} onClick={() => ask(shift)}>{t('remove')}</Button>
            </li>
          ))}
        </ul>
        <div className="row">
          {gaps.length === 0 ? <StatusMark tone="good" compact>{t('full')}</StatusMark> : isEmpty ? <StatusMark tone="bad" compact>{t('gapAll')}</StatusMark> : gaps.map((gap) => <StatusMark key={gap.from} tone="bad" compact>{t('gap', gap)}</StatusMark>)}
        </div>
        {remove.error === null ? null : <Fault error={remove.error} />}
      </div>
    </section>
  )
}

type Values = { people: Person[]; from: string; to: string; phone?: string; note?: string; days?: number | null }

function ShiftDialog({ day, onClose }: { day: string; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const me = useRead(identityContract.me)
  const add = useDo(matterContract.addShift)
  const body = me.data?.institution?.id
  if (body === undefined) return null
  const save = async ({ people, from, to, phone, note, days }: Values) => {
    // One after another: a shift that is refused leaves those before it, and the list shows how far it came.
    for (const shift of repeated(from, to, days ?? 0)) {
      for (const person of people) {
        // oxlint-disable-next-line no-await-in-loop -- in the order of the days
        if (person.staffId !== null) await add.mutateAsync({ body: { ...shift, staffId: person.staffId, phone: phone ?? '', note: note ?? '' } })
      }
    }
    onClose()
  }
  return (
    <FormDialog<Values> open title={t('shiftAdd')} okText={t('save')} initial={{ from: `${day}T08:00`, to: `${addDays(day, 1)}T08:00`, days: 0 }} onCancel={onClose} onSubmit={save}>
      <Form.Item name="people" label={t('person')} rules={[{ required: true, message: t('whoShift') }]}><PeopleField institutionId={body} label={t('person')} onlyStaff /></Form.Item>
      <div className="pair">
        <Form.Item name="from" label={t('fromAt')} rules={[required(t('fromAt'))]}><Input type="datetime-local" /></Form.Item>
        <Form.Item name="to" label={t('toAt')} rules={[required(t('toAt'))]}><Input type="datetime-local" /></Form.Item>
      </div>
      <Form.Item name="days" label={t('repeat')} extra={t('repeatHint')}><InputNumber min={0} max={31} precision={0} /></Form.Item>
      <Form.Item name="phone" label={t('phone')}><Input type="tel" maxLength={30} /></Form.Item>
      <Form.Item name="note" label={t('note')}><Input maxLength={200} /></Form.Item>
    </FormDialog>
  )
}
